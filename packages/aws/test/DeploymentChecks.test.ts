import { assert, describe, it } from "@effect/vitest"
import * as Bucket from "@millrace/core/Bucket"
import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as Pattern from "@millrace/core/Pattern"
import * as Subscription from "@millrace/core/Subscription"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { DeployedStack } from "../src/DeployedStack.ts"
import * as DeploymentChecks from "../src/DeploymentChecks.ts"
import * as DeployedResources from "../src/DeployedResources.ts"

class Parcels extends Bucket.make("parcels", { notifies: true }) {}
class Weights extends Collection.make("weights", {
  schema: Schema.Struct({ id: Schema.String }),
  key: { partition: ["id"], sort: [] }
}) {}
class Weighed extends Event.make("parcel.weighed", {
  source: "parcels",
  payload: Schema.Struct({ id: Schema.String })
}) {}
class Weigher extends Consumer.make("weigher", {
  on: [Bucket.ObjectCreated],
  emits: [Weighed],
  uses: [Parcels.Reader, Weights.Writer]
}) {}
class Biller extends Consumer.make("biller", { on: [Weighed] }) {}

const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:123456789012:${name}`
const ruleArn = arn("events", "rule/acme/biller-events")

const policy = (queue: string, service: string, source: string) =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": source } }
      }
    ]
  })

const stack: DeployedStack = {
  busName: "acme",
  bucketNames: { parcels: "acme-parcels", claims: "acme-claims" },
  tableNames: Object.fromEntries(["weights", "inbox", "dead-letters", "events"].map((name) => [name, `acme-${name}`])),
  queueUrls: { weigher: "https://sqs/acme-weigher", biller: "https://sqs/acme-biller" }
}

interface Account {
  readonly queues: Record<string, DeployedResources.Queue>
  readonly rules: Record<string, ReadonlyArray<DeployedResources.Rule>>
  readonly tables: Record<string, DeployedResources.Table>
  readonly buckets: Record<string, DeployedResources.Bucket>
}

const queueOf = (name: string, from: string): DeployedResources.Queue => ({
  arn: arn("sqs", `acme-${name}`),
  visible: 0,
  hidden: 0,
  delayed: 0,
  policy: from,
  deadLetterQueueArn: arn("sqs", `acme-${name}-dlq`)
})

const tableOf = (...indexes: ReadonlyArray<string>): DeployedResources.Table => ({
  status: "ACTIVE",
  keys: ["pk", "sk"],
  indexes,
  restorable: true,
  ttlAttribute: "expiresAt"
})

const biller = arn("sqs", "acme-biller")
const weigher = arn("sqs", "acme-weigher")

/** An account in which everything is as it should be. */
const whole = (): Account => ({
  queues: {
    "https://sqs/acme-weigher": queueOf("weigher", policy(weigher, "s3.amazonaws.com", "arn:aws:s3:::acme-parcels")),
    "https://sqs/acme-biller": queueOf("biller", policy(biller, "events.amazonaws.com", ruleArn))
  },
  rules: {
    [biller]: [
      {
        name: "biller-events",
        arn: ruleArn,
        state: "ENABLED",
        pattern: Pattern.toEventBridge(Subscription.pattern(Biller.contract)),
        targets: [{ arn: biller, deadLetterQueueArn: arn("sqs", "acme-biller-dlq") }]
      }
    ]
  },
  tables: {
    "acme-weights": tableOf(),
    "acme-inbox": tableOf(),
    "acme-dead-letters": tableOf(),
    "acme-events": tableOf(...EventStore.indexes)
  },
  buckets: {
    "acme-parcels": { versioned: true, closedToPublic: true, notifies: [weigher] },
    "acme-claims": { versioned: true, closedToPublic: true, notifies: [] }
  }
})

const found = <A>(of: Record<string, A>, name: string): Effect.Effect<A, Unavailable> => {
  const one = of[name]
  return one === undefined
    ? Effect.fail(new Unavailable({ service: "AWS", operation: "Describe", reason: "denied", detail: name }))
    : Effect.succeed(one)
}

const run = (account: Account, of: DeployedStack = stack) =>
  DeploymentChecks.run(of, [Weigher, Biller]).pipe(
    Effect.provideService(DeployedResources.DeployedResources, {
      queue: (url) => found(account.queues, url),
      rulesTo: (_, queueArn) => Effect.succeed(account.rules[queueArn] ?? []),
      table: (name) => found(account.tables, name),
      bucket: (name) => found(account.buckets, name)
    })
  )

/** What is found wrong once the account is changed. */
const wrong = Effect.fnUntraced(function* (change: (account: Account) => Account, of?: DeployedStack) {
  const checks = yield* run(change(whole()), of)
  return checks.flatMap(({ found: text, mend, name, passed }) => {
    assert.strictEqual(mend === "", passed, name)
    return passed ? [] : [`${name}: ${text}`]
  })
})

const withRule = (change: Partial<DeployedResources.Rule>) => (account: Account) => ({
  ...account,
  rules: { [biller]: (account.rules[biller] ?? []).map((rule) => ({ ...rule, ...change })) }
})

describe("DeploymentChecks", () => {
  it.effect("find nothing wrong where everything is as the contracts say", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* wrong((account) => account), [])
      const names = (yield* run(whole())).map(({ name }) => name)
      assert.include(names, "queue policy of weigher")
      assert.include(names, "notification of parcels")
      assert.include(names, "table events")
    })
  )

  it.effect("name each thing that is not, alone", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* wrong(withRule({ state: "DISABLED" })), [
        "rule of biller: biller-events is DISABLED"
      ])
      assert.deepStrictEqual(yield* wrong(withRule({ pattern: '{"source":["other"]}' })), [
        "rule of biller: biller-events matches other events than the contract says"
      ])
      assert.deepStrictEqual(yield* wrong(withRule({ targets: [{ arn: biller, deadLetterQueueArn: undefined }] })), [
        "rule of biller: biller-events loses what it cannot deliver: its target has no dead-letter queue"
      ])
      assert.deepStrictEqual(yield* wrong((account) => ({ ...account, rules: {} })), [
        "rule of biller: no rule of the bus sends to its queue"
      ])
      const queue = (change: Partial<DeployedResources.Queue>) => (account: Account) => ({
        ...account,
        queues: Object.fromEntries(Object.entries(account.queues).map(([url, one]) => [url, { ...one, ...change }]))
      })
      assert.deepStrictEqual(yield* wrong(queue({ policy: undefined })), [
        "queue policy of weigher: the bucket acme-parcels may not send",
        "queue policy of biller: the rule biller-events may not send"
      ])
      assert.lengthOf(yield* wrong(queue({ deadLetterQueueArn: undefined })), 2)
      const table = (change: Partial<DeployedResources.Table>) => (account: Account) => ({
        ...account,
        tables: { ...account.tables, "acme-inbox": { ...tableOf(), ...change } }
      })
      for (const change of [
        { status: "CREATING" },
        { keys: ["id"] },
        { restorable: false },
        { ttlAttribute: undefined }
      ]) {
        assert.lengthOf(yield* wrong(table(change)), 1, JSON.stringify(change))
      }
      assert.deepStrictEqual(
        yield* wrong((account) => ({ ...account, tables: { ...account.tables, "acme-events": tableOf("byDay") } })),
        ["table events: it has no index byCorrelation, byType, bySubject that can be used"]
      )
      const bucket = (change: Partial<DeployedResources.Bucket>) => (account: Account) => ({
        ...account,
        buckets: {
          ...account.buckets,
          "acme-parcels": { versioned: true, closedToPublic: true, notifies: [weigher], ...change }
        }
      })
      assert.lengthOf(yield* wrong(bucket({ versioned: false })), 1)
      assert.lengthOf(yield* wrong(bucket({ closedToPublic: false })), 1)
      assert.deepStrictEqual(yield* wrong(bucket({ notifies: [] })), [
        "notification of parcels: it tells no queue of uploads"
      ])
      assert.lengthOf(yield* wrong(bucket({ notifies: [weigher, `${weigher}-2`] })), 1)
    })
  )

  it.effect("go on where the stack lacks something, or AWS refuses to tell", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* wrong((account) => account, { ...stack, tableNames: { ...stack.tableNames, weights: "acme-other" } }),
        ["table weights: Describe: AWS is denied (acme-other)"]
      )
      assert.deepStrictEqual(
        yield* wrong((account) => account, {
          ...stack,
          queueUrls: { weigher: "https://sqs/acme-weigher" }
        }),
        ["queue of biller: the stack has none"]
      )
    })
  )
})
