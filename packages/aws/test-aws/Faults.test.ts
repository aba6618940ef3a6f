/** Seeded runs of a small pipeline over the wire, with faults on every request: nothing lost, nothing twice. */
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs"
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { assert, describe, it } from "@effect/vitest"
import type * as Backends from "@millrace/core/Backends"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as References from "effect/References"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { afterAll } from "vitest"
import * as AwsBackends from "../src/AwsBackends.ts"
import * as AwsNames from "../src/AwsNames.ts"
import * as DynamoTableStore from "../src/DynamoTableStore.ts"
import * as EventBridgeBus from "../src/EventBridgeBus.ts"
import * as S3ObjectStore from "../src/S3ObjectStore.ts"
import * as SqsQueue from "../src/SqsQueue.ts"
import * as BusOverSqs from "../test/peers/BusOverSqs.ts"
import * as DynamoLocal from "../test/peers/DynamoLocal.ts"
import * as Fauxqs from "../test/peers/Fauxqs.ts"
import * as Moto from "../test/peers/Moto.ts"
import * as Peer from "../test/peers/Peer.ts"
import * as Provision from "../test/peers/Provision.ts"
import * as FaultProxy from "./FaultProxy.ts"
import * as Ledger from "./Ledger.ts"

const moto = await Peer.forFile(Moto.start)
afterAll(moto.stop)
const { settings } = moto.peer

// DynamoDB is Amazon's own where it can be had. moto undoes a refused atomic write by putting all tables back as they were,
// whatever others have written meanwhile; so it gets one request at a time.
const dynamo = DynamoLocal.unavailable() === undefined ? await Peer.forFile(DynamoLocal.start) : undefined
if (dynamo !== undefined) afterAll(dynamo.stop)
const dynamoSettings = dynamo?.peer.settings ?? settings
const turn: FaultProxy.Turn | undefined = dynamo === undefined ? { last: Promise.resolve() } : undefined

// S3 is fauxqs, which is inside this process and several times as fast as moto; EventBridge and SQS are moto.
const fauxqs = await Peer.forFile(Fauxqs.start)
afterAll(fauxqs.stop)
const s3Settings = fauxqs.peer.settings

const peerOf = (target: string): string =>
  (target === "" ? s3Settings : target.startsWith("DynamoDB") ? dynamoSettings : settings).endpoint ?? ""

const runs = Number(process.env["MILLRACE_FAULT_RUNS"] ?? 200)
const ordersPerRun = 2
/** Share of requests that something happens to. */
const rate = 0.15
const lateMillis = 100

const names = AwsNames.prefixed("runs-")
const needed = Provision.ofResources(Ledger.Orders.resources)

const orders = Array.from({ length: ordersPerRun }, (_, at) => ({
  order: `o${at}`,
  amount: 10 ** at,
  // Every second one is above the limit that the bus is given, and leaves its data in the object store.
  note: "ü".repeat(at % 2 === 1 ? 4000 : 1)
}))

const limits = { maxEntries: 10, maxEntryBytes: 4000, maxCallBytes: 40_000 }

/** Nobody holds a lease beyond the call that took it: the loop below delivers again at once. */
const owner = Layer.succeed(Inbox.Owner, { id: "run", isAlive: () => false })

/** Deliveries warn of every failure that they meet, and here they meet hundreds. */
const quiet = Effect.provideService(References.MinimumLogLevel, "Fatal")

/** Runs share tables, each with a tenant of its own. */
const tenantOf = (seed: number): string => `t${seed}`

const place = (seed: number) =>
  Effect.forEach(
    orders,
    Effect.fnUntraced(function* (order) {
      const envelope = yield* Event.root(Ledger.Ordered, order, {
        tenantId: tenantOf(seed),
        stimulus: [String(seed), order.order],
        time: "2024-01-01T00:00:00.000Z"
      })
      // A person who uploads tries again until it is said to have worked.
      yield* Effect.retry(Publish.root(envelope), { times: 50, schedule: Schedule.spaced("1 millis") })
    }),
    { concurrency: "unbounded", discard: true }
  )

interface Seen {
  readonly booked: Map<string, string>
  readonly dead: Array<string>
  redelivered: number
}

/** Delivers what is on the queue until nothing is left. */
const work = Effect.fnUntraced(function* (delivery: Delivery.Delivery, sqs: SQSClient, QueueUrl: string, seen: Seen) {
  const remove = (ReceiptHandle: string | undefined) =>
    Effect.promise(() => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })))
  const handle = Effect.fnUntraced(function* ({ Body = "", ReceiptHandle }: Message) {
    const { "detail-type": type, detail } = JSON.parse(Body)
    if (type === "order.booked") {
      const content = JSON.stringify([detail.data, detail.causationid])
      assert.strictEqual(seen.booked.get(detail.id) ?? content, content, "an id means the same bytes")
      seen.booked.set(detail.id, content)
      return yield* remove(ReceiptHandle)
    }
    const outcome = yield* delivery.deliver({ body: JSON.stringify(detail) })
    if (outcome._tag === "RetryAfter") {
      seen.redelivered++
      const again = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }
      return yield* Effect.promise(() => sqs.send(new ChangeMessageVisibilityCommand(again)))
    }
    if (outcome._tag === "Dead") seen.dead.push(`${outcome.letter.cause.tag}: ${outcome.letter.cause.message}`)
    return yield* remove(ReceiptHandle)
  })
  while (true) {
    const messages = yield* BusOverSqs.receive(sqs, QueueUrl, 600)
    if (messages.length === 0) return
    yield* Effect.forEach(messages, handle, { concurrency: "unbounded", discard: true })
  }
})

const objects = S3ObjectStore.layer({ settings: s3Settings, names })
const backends = Layer.merge(
  DynamoTableStore.layer({ settings: dynamoSettings, names }).pipe(Layer.provideMerge(objects)),
  EventBridgeBus.layer({ settings, busName: "unused" })
)

/** Ways to the peer that no fault is in. */
interface Direct {
  readonly sqs: SQSClient
  readonly events: EventBridgeClient
  readonly backends: Backends.Backends
}

const totals: Record<FaultProxy.Fault | "redelivered", number> = {
  throttle: 0,
  "500": 0,
  reset: 0,
  slow: 0,
  late: 0,
  partial: 0,
  "lost answer": 0,
  redelivered: 0
}

/** One run: places orders and delivers them through the proxy, then looks at what is there without it. */
const run = Effect.fnUntraced(function* (seed: number, { backends, events, sqs }: Direct) {
  const direct = { settings, names, busName: `run-${seed}`, limits }
  const queueUrl = yield* BusOverSqs.make(events, sqs, direct.busName)

  const proxy = yield* FaultProxy.start({ peerOf, turn, seed, rate, lateMillis })
  const faulty = {
    ...direct,
    settings: { ...settings, endpoint: proxy.endpoint, attempts: 4 }
  }
  const services = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer).pipe(
    Layer.provideMerge(Layer.merge(AwsBackends.layer(faulty), owner))
  )
  const seen: Seen = { booked: new Map(), dead: [], redelivered: 0 }
  yield* Effect.gen(function* () {
    const delivery = yield* Delivery.make(Ledger.booking)
    yield* place(seed)
    yield* work(delivery, sqs, queueUrl, seen)
    if (proxy.counts.late > 0) {
      // What the proxy still holds back arrives as well.
      yield* Effect.sleep(lateMillis)
      yield* work(delivery, sqs, queueUrl, seen)
    }
  }).pipe(Effect.provide(services), quiet)

  for (const fault of FaultProxy.faults) totals[fault] += proxy.counts[fault]
  totals.redelivered += seen.redelivered

  yield* Effect.gen(function* () {
    assert.deepStrictEqual(seen.dead, [])
    assert.strictEqual(seen.booked.size, ordersPerRun, "every order is announced, under one id")
    const booked = yield* Stream.runCollect(Ledger.Bookings.Reader.fromBackends(backends).query({}))
    assert.deepStrictEqual(
      booked.map(({ item }) => item.order),
      orders.map(({ order }) => order)
    )
    const total = yield* Ledger.Totals.Reader.fromBackends(backends).get({ day: "today" })
    const amount = orders.reduce((sum, order) => sum + order.amount, 0)
    assert.deepStrictEqual(
      Option.map(total, ({ item }) => item),
      Option.some({ day: "today", count: ordersPerRun, amount })
    )
  }).pipe(Tenant.provide(tenantOf(seed)))
}, Effect.scoped)

describe("faults over the wire", () => {
  it.live(
    `${runs} seeded runs: no event lost, no effect twice`,
    () =>
      Effect.gen(function* () {
        yield* Provision.tables(dynamoSettings, names, needed.tables)
        yield* Provision.buckets(s3Settings, names, needed.buckets)
        const direct: Direct = {
          sqs: yield* SqsQueue.client(settings),
          events: yield* EventBridgeBus.client(settings),
          backends: {
            tables: yield* TableStore.TableStore,
            objects: yield* ObjectStore.ObjectStore,
            bus: yield* EventBus.EventBus
          }
        }
        const seeds = Array.from({ length: runs }, (_, at) => at + 1)
        yield* Effect.forEach(
          seeds,
          (seed) => run(seed, direct).pipe(Effect.tapCause(() => Effect.logError(`seed ${seed}`))),
          {
            concurrency: 8,
            discard: true
          }
        )
        const states: Array<string> = []
        let cursor: string | undefined
        do {
          const page = yield* direct.backends.tables.scan({ table: InboxTable.table, limit: 1000, cursor })
          for (const { body } of page.rows) states.push(JSON.parse(body).state)
          cursor = page.cursor
        } while (cursor !== undefined)
        assert.deepStrictEqual(
          states,
          Array.from({ length: runs * ordersPerRun }, () => "completed")
        )
        // A run in which nothing happens proves nothing.
        for (const [fault, count] of Object.entries(totals)) assert.ok(count > 0, `${fault} never happened`)
        yield* Effect.logInfo(JSON.stringify(totals))
      }).pipe(Effect.provide(backends)),
    600_000
  )
})
