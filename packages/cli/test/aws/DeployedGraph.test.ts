/** What the infrastructure program deploys passes every check of `verify`; what is taken away is found. */
import { assert, describe, it } from "@effect/vitest"
import type { DeployedStack } from "@millrace/aws/DeployedStack"
import * as DeployedResources from "@millrace/aws/DeployedResources"
import * as DeploymentChecks from "@millrace/aws/DeploymentChecks"
import * as Effect from "effect/Effect"
import * as Graph from "../../../../pulumi/test/Graph.ts"
import { consumersOf } from "../../src/aws/AwsWorkplace.ts"

// The other ways of an upload are three more seconds: `MILLRACE_EVERY_TRIGGER=1`.
const ways =
  process.env["MILLRACE_EVERY_TRIGGER"] === "1" ? (["events", "shadow", "direct"] as const) : (["events"] as const)
const graphs = await Graph.capture(...ways)

const text = (value: unknown): string => String(value)
const field = (value: unknown, name: string): unknown => Reflect.get(Object(value), name)
const list = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

/** The resource of a type whose input says so. */
const where = (graph: Graph.Graph, type: string, input: string, value: string) =>
  Graph.ofType(graph, type).find(({ inputs }) => inputs[input] === value)

const named = (graph: Graph.Graph, type: string) =>
  Object.fromEntries(
    Graph.ofType(graph, type).map(({ name, state }) => [name.replace(/^acme-/, ""), text(state["name"])])
  )

const outputsOf = (graph: Graph.Graph): DeployedStack => ({
  busName: text(Graph.ofType(graph, "cloudwatch/eventBus:EventBus")[0]?.state["name"]),
  bucketNames: named(graph, "s3/bucket:Bucket"),
  tableNames: named(graph, "dynamodb/table:Table"),
  queueUrls: Object.fromEntries(
    Graph.ofType(graph, "sqs/queue:Queue").flatMap(({ name, state }) =>
      name.endsWith("-dlq") ? [] : [[name.replace(/^acme-/, ""), text(state["url"])]]
    )
  )
})

/** What AWS would say of the graph's resources. */
const resources = (graph: Graph.Graph): DeployedResources.DeployedResources["Service"] => ({
  queue: (url) => {
    const queue = Graph.ofType(graph, "sqs/queue:Queue").find(({ state }) => state["url"] === url)
    const policy = where(graph, "sqs/queuePolicy:QueuePolicy", "queueUrl", url)
    const redrive: unknown = JSON.parse(text(queue?.inputs["redrivePolicy"] ?? "{}"))
    const dead = field(redrive, "deadLetterTargetArn")
    return Effect.succeed({
      arn: text(queue?.state["arn"]),
      visible: 0,
      hidden: 0,
      delayed: 0,
      policy: policy === undefined ? undefined : text(policy.inputs["policy"]),
      deadLetterQueueArn: dead === undefined ? undefined : text(dead)
    })
  },
  rulesTo: (_, queueArn) =>
    Effect.succeed(
      Graph.ofType(graph, "cloudwatch/eventTarget:EventTarget").flatMap(({ inputs }) => {
        const rule = where(graph, "cloudwatch/eventRule:EventRule", "name", text(inputs["rule"]))
        if (inputs["arn"] !== queueArn || rule === undefined) return []
        const dead = field(inputs["deadLetterConfig"], "arn")
        return [
          {
            name: text(rule.inputs["name"]),
            arn: text(rule.state["arn"]),
            state: text(rule.inputs["state"]),
            pattern: text(rule.inputs["eventPattern"]),
            targets: [{ arn: queueArn, deadLetterQueueArn: dead === undefined ? undefined : text(dead) }]
          }
        ]
      })
    ),
  table: (name) => {
    const table = where(graph, "dynamodb/table:Table", "name", name)?.inputs ?? {}
    return Effect.succeed({
      status: "ACTIVE",
      keys: [text(table["hashKey"]), text(table["rangeKey"])],
      indexes: list(table["globalSecondaryIndexes"]).map((index) => text(field(index, "name"))),
      restorable: field(table["pointInTimeRecovery"], "enabled") === true,
      ttlAttribute: field(table["ttl"], "enabled") === true ? text(field(table["ttl"], "attributeName")) : undefined
    })
  },
  bucket: (name) => {
    const block = where(graph, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "bucket", name)?.inputs ?? {}
    const versioning = where(graph, "s3/bucketVersioning:BucketVersioning", "bucket", name)?.inputs ?? {}
    const notification = where(graph, "s3/bucketNotification:BucketNotification", "bucket", name)?.inputs ?? {}
    return Effect.succeed({
      versioned: field(versioning["versioningConfiguration"], "status") === "Enabled",
      closedToPublic: block["blockPublicPolicy"] === true && block["restrictPublicBuckets"] === true,
      notifies: list(notification["queues"]).map((queue) => text(field(queue, "queueArn")))
    })
  }
})

const failures = (graph: Graph.Graph) =>
  Effect.gen(function* () {
    const outputs = outputsOf(graph)
    const checks = yield* DeploymentChecks.run(outputs, consumersOf(outputs.queueUrls))
    assert.isAbove(checks.length, 30)
    return checks.flatMap(({ found, name, passed }) => (passed ? [] : [`${name}: ${found}`]))
  }).pipe(Effect.provideService(DeployedResources.DeployedResources, resources(graph)))

describe("verify, on what Pulumi is asked for", () => {
  it.effect("finds nothing wrong", () =>
    Effect.gen(function* () {
      for (const way of ways) assert.deepStrictEqual(yield* failures(graphs[way]), [], way)
    })
  )

  it.effect("finds whatever is taken away", () =>
    Effect.gen(function* () {
      for (const type of [
        "sqs/queuePolicy:QueuePolicy",
        "cloudwatch/eventTarget:EventTarget",
        "cloudwatch/eventRule:EventRule",
        "s3/bucketNotification:BucketNotification",
        "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "s3/bucketVersioning:BucketVersioning"
      ]) {
        // Nobody sends to who only ends what is under way; dead-letter queues are AWS's own to fill.
        const every = Graph.ofType(graphs.events, type).filter(({ name }) => !/-dlq$|-direct-processor$/.test(name))
        assert.isAbove(every.length, 0, type)
        for (const one of every) {
          const without = graphs.events.filter((resource) => resource !== one)
          assert.isAbove((yield* failures(without)).length, 0, `${type} ${one.name}`)
        }
      }
    })
  )
})
