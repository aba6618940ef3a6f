/** The whole resource graph, as Pulumi's mocks see it. */
import { assert, describe, it } from "@effect/vitest"
import * as InboxRecord from "@millrace/core/InboxRecord"
import * as Pattern from "@millrace/core/Pattern"
import { draining, pipelines } from "@millrace/handlers/FileProcessingModes"
import * as FilePlan from "@millrace/pulumi/Plan"
import { expect } from "vitest"
import { deployments, settingsOf } from "./Deployments.ts"
import * as Graph from "./Graph.ts"

const graphs = await Graph.capture("events", "shadow", "direct", "scheduled", "settled")

const chain = pipelines.events.consumers.map(({ contract }) => contract)

const number = (resource: Graph.Captured, input: string): number => Number(resource.inputs[input])

interface QueuePolicy {
  readonly Statement: ReadonlyArray<{
    readonly Sid: string
    readonly Effect: string
    readonly Principal: unknown
    readonly Action: unknown
    readonly Condition: unknown
  }>
}

const statements = (resource: Graph.Captured): QueuePolicy["Statement"] =>
  (Graph.parsed(resource, "policy") as QueuePolicy).Statement

const alarms = (graph: Graph.Graph): ReadonlyArray<string> =>
  Graph.ofType(graph, "cloudwatch/metricAlarm:MetricAlarm").map(({ name }) => name)

describe("every consumer", () => {
  const graph = graphs.events
  const account = { StringEquals: { "aws:SourceAccount": Graph.place.account } }

  for (const contract of chain) {
    const name = `acme-${contract.name}`
    const uploads = contract.name === "s3-event-handler"
    const alone = contract.concurrency === 1

    it(`${contract.name}: function, role, logs and mapping`, () => {
      const fn = Graph.one(graph, "lambda/function:Function", name)
      const timeout = { "s3-event-handler": 60, "file-processor": 600 }[contract.name] ?? 300
      assert.strictEqual(fn.inputs["timeout"], timeout)
      assert.strictEqual(fn.inputs["memorySize"], contract.memory)
      assert.strictEqual(fn.inputs["runtime"], "nodejs24.x")
      assert.strictEqual(fn.inputs["role"], Graph.one(graph, "iam/role:Role", name).state["arn"])
      const logGroup = Graph.one(graph, "cloudwatch/logGroup:LogGroup", name)
      assert.deepInclude(logGroup.inputs, { name: `/aws/lambda/${name}`, retentionInDays: 30 })
      const mapping = Graph.one(graph, "lambda/eventSourceMapping:EventSourceMapping", name)
      assert.deepInclude(mapping.inputs, {
        functionName: fn.state["arn"],
        eventSourceArn: Graph.one(graph, "sqs/queue:Queue", name).state["arn"],
        functionResponseTypes: ["ReportBatchItemFailures"],
        // Two is the least that a mapping takes; one alone is what the function reserves.
        scalingConfig: { maximumConcurrency: alone ? 2 : contract.concurrency }
      })
      assert.strictEqual(fn.inputs["reservedConcurrentExecutions"], alone ? 1 : undefined)
    })

    it(`${contract.name}: queue, dead-letter queue and who may send to them`, () => {
      const queue = Graph.one(graph, "sqs/queue:Queue", name)
      const dlq = Graph.one(graph, "sqs/queue:Queue", `${name}-dlq`)
      const timeout = number(Graph.one(graph, "lambda/function:Function", name), "timeout")
      const retention = number(queue, "messageRetentionSeconds")
      assert.isAtLeast(number(queue, "visibilityTimeoutSeconds"), 6 * timeout)
      assert.isAbove(retention * 1000, contract.retry.maxAgeMillis)
      assert.isAtMost(retention, 1_209_600)
      assert.isAbove(InboxRecord.retentionMillis, retention * 1000)
      const redrive = Graph.parsed(queue, "redrivePolicy") as { deadLetterTargetArn: string; maxReceiveCount: number }
      assert.strictEqual(redrive.deadLetterTargetArn, dlq.state["arn"])
      assert.isAbove(redrive.maxReceiveCount, contract.retry.maxAgeMillis / contract.retry.maxMillis)
      assert.isAtLeast(number(dlq, "messageRetentionSeconds"), retention)
      for (const each of [queue, dlq]) assert.isTrue(each.inputs["sqsManagedSseEnabled"])

      const allowed = statements(Graph.one(graph, "sqs/queuePolicy:QueuePolicy", name))
      const source = uploads
        ? "arn:aws:s3:::acme-uploads-1a2b3c4"
        : `arn:aws:events:eu-central-1:123456789012:rule/acme/${contract.name}-events`
      assert.deepStrictEqual(
        allowed.filter(({ Effect }) => Effect === "Allow"),
        [
          {
            Sid: uploads ? "NotificationsOfItsBucket" : "EventsOfItsRule",
            Effect: "Allow",
            Principal: { Service: uploads ? "s3.amazonaws.com" : "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue.state["arn"],
            Condition: { ArnEquals: { "aws:SourceArn": source }, ...account }
          } as QueuePolicy["Statement"][number]
        ]
      )
      for (const policy of [name, `${name}-dlq`]) {
        const denied = statements(Graph.one(graph, "sqs/queuePolicy:QueuePolicy", policy)).filter(
          ({ Effect }) => Effect === "Deny"
        )
        assert.deepStrictEqual(
          denied.map(({ Condition, Principal }) => ({ Condition, Principal })),
          [{ Condition: { Bool: { "aws:SecureTransport": "false" } }, Principal: "*" }]
        )
      }
    })

    it(`${contract.name}: alarms that say what to do`, () => {
      const expected = [
        "age",
        "dead",
        "dlq",
        "duration",
        "errors",
        ...(uploads ? [] : ["rule"]),
        ...(alone ? [] : ["throttles"])
      ]
      assert.includeMembers(
        [...alarms(graph)],
        expected.map((kind) => `${name}-${kind}`)
      )
      for (const kind of expected) {
        const alarm = Graph.one(graph, "cloudwatch/metricAlarm:MetricAlarm", `${name}-${kind}`)
        // CloudWatch's limit is 1,024 characters.
        assert.isAtMost(Graph.text(alarm, "alarmDescription").length, 1024)
        assert.match(Graph.text(alarm, "alarmDescription"), /(Look|Read|Raise|raise|Find|Run|see|query)/)
        assert.deepStrictEqual(alarm.inputs["alarmActions"], ["arn:aws:sns:eu-central-1:123456789012:acme-alarms"])
      }
    })
  }

  it("rules have the names of the design, and one target each, with a place for what cannot be delivered", () => {
    const rules = Graph.ofType(graph, "cloudwatch/eventRule:EventRule")
    assert.deepStrictEqual(
      rules.map((rule) => rule.inputs["name"]),
      [
        "analytics-events",
        "audit-events",
        "audit-seal-events",
        "categorization-events",
        "file-processor-events",
        "transfers-events"
      ]
    )
    for (const rule of rules) {
      assert.isEmpty(Pattern.validate(Graph.parsed(rule, "eventPattern")))
      const [target, ...others] = Graph.ofType(graph, "cloudwatch/eventTarget:EventTarget").filter(
        ({ inputs }) => inputs["rule"] === rule.inputs["name"]
      )
      const name = String(rule.inputs["name"]).replace(/-events$/, "")
      assert.isEmpty(others)
      assert.deepInclude(target?.inputs, {
        arn: `arn:aws:sqs:eu-central-1:123456789012:acme-${name}`,
        deadLetterConfig: { arn: `arn:aws:sqs:eu-central-1:123456789012:acme-${name}-dlq` }
      })
    }
  })
})

describe("storage", () => {
  const graph = graphs.events

  it("has a table for each collection and for core's own, with the indexes that are declared", () => {
    const tables = Graph.ofType(graph, "dynamodb/table:Table")
    const declared = pipelines.events.resources.filter(({ kind }) => kind === "collection").map(({ name }) => name)
    assert.includeMembers(
      tables.map(({ inputs }) => String(inputs["name"])),
      [...declared, "inbox", "dead-letters", "events"].map((name) => `acme-${name}`)
    )
    for (const { inputs } of tables) {
      assert.deepInclude(inputs, {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        rangeKey: "sk",
        deletionProtectionEnabled: true,
        pointInTimeRecovery: { enabled: true }
      })
    }
    const indexed = tables.flatMap(({ inputs }) => {
      const indexes = inputs["globalSecondaryIndexes"] as ReadonlyArray<object> | undefined
      return (indexes ?? []).map((index) => ({ table: inputs["name"], ...index }))
    })
    assert.deepStrictEqual(
      indexed,
      ["byCorrelation", "byType", "byDay", "bySubject"].map((name) => ({
        table: "acme-events",
        name,
        hashKey: `${name}-pk`,
        rangeKey: `${name}-sk`,
        projectionType: "ALL"
      })),
      "a row of a file is written to its table alone"
    )
    const expiring = tables.filter(({ inputs }) => inputs["ttl"] !== undefined).map(({ inputs }) => inputs["name"])
    assert.deepStrictEqual(expiring, ["acme-account-turns", "acme-inbox"])
  })

  it("buckets are versioned, encrypted, closed and reached by TLS alone", () => {
    for (const bucket of ["acme-claims", "acme-uploads"]) {
      assert.deepInclude(Graph.one(graph, "s3/bucketVersioning:BucketVersioning", bucket).inputs, {
        versioningConfiguration: { status: "Enabled" }
      })
      assert.deepInclude(Graph.one(graph, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucket).inputs, {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true
      })
      const [rule] = Graph.one(graph, "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", bucket).inputs[
        "rules"
      ] as ReadonlyArray<Record<string, unknown>>
      assert.deepStrictEqual(rule?.["noncurrentVersionExpiration"], { noncurrentDays: 30 })
      assert.deepStrictEqual(
        statements(Graph.one(graph, "s3/bucketPolicy:BucketPolicy", bucket)).map(({ Condition, Effect }) => ({
          Condition,
          Effect
        })),
        [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }]
      )
    }
  })
})

describe("the ways of an upload", () => {
  const summary = (graph: Graph.Graph) => ({
    notifications: Graph.ofType(graph, "s3/bucketNotification:BucketNotification").map(
      ({ inputs }) => inputs["queues"]
    ),
    rules: Graph.ofType(graph, "cloudwatch/eventRule:EventRule").map(({ inputs }) => inputs["name"]),
    takersOfFileUploaded: Graph.ofType(graph, "cloudwatch/eventRule:EventRule")
      .filter((rule) =>
        Pattern.matches(Graph.parsed(rule, "eventPattern") as Pattern.Pattern, {
          source: "millrace.files",
          "detail-type": "file.uploaded",
          detail: {}
        })
      )
      .map(({ inputs }) => inputs["name"]),
    functions: Graph.ofType(graph, "lambda/function:Function").map(({ inputs }) => inputs["name"]),
    tablesThatMayGo: Graph.ofType(graph, "dynamodb/table:Table")
      .filter(({ inputs }) => inputs["deletionProtectionEnabled"] === false)
      .map(({ inputs }) => inputs["name"])
  })

  it("differ as they should", () => {
    expect({
      events: summary(graphs.events),
      shadow: summary(graphs.shadow),
      direct: summary(graphs.direct)
    }).toMatchSnapshot()
  })

  it("switching between events and direct removes nothing that holds data", () => {
    const lasting = (graph: Graph.Graph) =>
      graph
        .filter(({ type }) => /:(Table|Bucket|Queue|EventBus)$/.test(type))
        .map(({ name, type }) => `${type} ${name}`)
    assert.deepStrictEqual(lasting(graphs.direct), lasting(graphs.events))
  })
})

describe("a pipeline of another team", () => {
  it("has its schedule, its consumer and no bucket to upload to", () => {
    const graph = graphs.scheduled
    const schedule = Graph.one(graph, "scheduler/schedule:Schedule", "acme-digest-due")
    assert.deepInclude(schedule.inputs, {
      scheduleExpression: "cron(0/5 * * * ? *)",
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" }
    })
    const target = schedule.inputs["target"] as Record<string, unknown>
    assert.strictEqual(target["arn"], Graph.one(graph, "lambda/function:Function", "acme-schedule-entry").state["arn"])
    assert.deepStrictEqual(JSON.parse(String(target["input"])), {
      type: "digest.due",
      scheduledFor: "<aws.scheduler.scheduled-time>"
    })
    assert.deepStrictEqual(
      Graph.ofType(graph, "cloudwatch/eventRule:EventRule").map(({ inputs }) => inputs["name"]),
      ["digest-events"]
    )
    assert.isEmpty(Graph.ofType(graph, "s3/bucketNotification:BucketNotification"))
  })
})

describe("settings", () => {
  it("reach the resources that they are about", () => {
    const graph = graphs.settled
    const fn = Graph.one(graph, "lambda/function:Function", "acme-audit")
    assert.deepInclude(fn.inputs, { memorySize: 512, timeout: 400, reservedConcurrentExecutions: 4 })
    const { variables } = fn.inputs["environment"] as { variables: Record<string, string> }
    assert.deepInclude(variables, {
      MILLRACE_LOG_LEVEL: "Debug",
      OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.com"
    })
    assert.strictEqual(number(Graph.one(graph, "sqs/queue:Queue", "acme-audit"), "visibilityTimeoutSeconds"), 2400)
    const mapping = Graph.one(graph, "lambda/eventSourceMapping:EventSourceMapping", "acme-audit")
    assert.deepStrictEqual(mapping.inputs["scalingConfig"], { maximumConcurrency: 3 })
    assert.strictEqual(Graph.one(graph, "cloudwatch/logGroup:LogGroup", "acme-audit").inputs["retentionInDays"], 7)
    assert.strictEqual(Graph.one(graph, "cloudwatch/eventArchive:EventArchive", "acme").inputs["retentionDays"], 3)
    const notification = Graph.one(graph, "s3/bucketNotification:BucketNotification", "acme-uploads")
    assert.strictEqual(notification.inputs["bucket"], "statements-since-2019")
    assert.deepStrictEqual(
      Graph.ofType(graph, "s3/bucket:Bucket").map(({ name }) => name),
      ["acme-claims"]
    )
    const key = "arn:aws:kms:eu-central-1:123456789012:key/0aa1"
    for (const queue of Graph.ofType(graph, "sqs/queue:Queue")) assert.strictEqual(queue.inputs["kmsMasterKeyId"], key)
    for (const { inputs } of Graph.ofType(graph, "dynamodb/table:Table")) {
      assert.deepStrictEqual(inputs["serverSideEncryption"], { enabled: true, kmsKeyArn: key })
      assert.isFalse(inputs["deletionProtectionEnabled"])
    }
    assert.strictEqual(
      number(Graph.one(graph, "cloudwatch/metricAlarm:MetricAlarm", "acme-upload-latency"), "threshold"),
      60
    )
  })

  it("the plan is data that the graph was made from", () => {
    const plan = FilePlan.make({ pipeline: pipelines, draining }, settingsOf())
    assert.deepStrictEqual(
      Graph.ofType(graphs.events, "dynamodb/table:Table").map(({ inputs }) => inputs["name"]),
      plan.tables.map(({ name }) => `acme-${name}`).toSorted()
    )
    assert.isDefined(deployments["events"])
  })
})
