/**
 * Seeded runs of a small pipeline over the wire: its function as Lambda invokes it, faults on every request, and the function
 * killed at requests that chance picks. Nothing is lost and nothing happens twice.
 *
 * A killed function is a process that `SIGKILL` ends in every eighth run. In the others it is in this process, and dead because the
 * proxy lets nothing pass any more, either way: all that a function does to the world goes through its proxy, and a new one is
 * built for the next invocation, so nothing that the dead one knew or still does can matter.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  type SQSClient
} from "@aws-sdk/client-sqs"
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { assert, describe, it } from "@effect/vitest"
import type * as Backends from "@millrace/core/Backends"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import * as InboxTable from "@millrace/core/InboxTable"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { afterAll, vi } from "vitest"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { bundle } from "../../../scripts/build-functions.ts"
import * as AwsBackends from "../src/AwsBackends.ts"
import * as AwsNames from "../src/AwsNames.ts"
import * as DynamoTableStore from "../src/DynamoTableStore.ts"
import * as EventBridgeBus from "../src/EventBridgeBus.ts"
import * as Environment from "../src/lambda/FunctionEnvironment.ts"
import type * as SqsEvent from "../src/lambda/SqsEvent.ts"
import * as S3ObjectStore from "../src/S3ObjectStore.ts"
import * as SqsQueue from "../src/SqsQueue.ts"
import * as BusOverSqs from "../test/peers/BusOverSqs.ts"
import * as DynamoLocal from "../test/peers/DynamoLocal.ts"
import * as Fauxqs from "../test/peers/Fauxqs.ts"
import * as Moto from "../test/peers/Moto.ts"
import * as Peer from "../test/peers/Peer.ts"
import * as Provision from "../test/peers/Provision.ts"
import { FunctionProcess } from "./chain/FunctionProcess.ts"
import * as FaultProxy from "./FaultProxy.ts"
import * as Ledger from "./Ledger.ts"
import * as LedgerFunction from "./LedgerFunction.ts"

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
/** Most times that messages of a run come again before it counts as stuck. */
const mostAgain = 100
/** Runs at once, each on a bus and a queue of its own. */
const lanes = 8
/** Share of requests that something happens to; in every fifth run so many that calls fail in the end. */
const rateOf = (seed: number): number => (seed % 5 === 0 ? 0.5 : 0.15)
/** Whether the function is a process of its own. */
const isProcess = (seed: number): boolean => seed % 8 === 0
/** Share of invocations that end in the function's death, if it makes so many requests. */
const killRate = 0.5
/** Two orders take some thirty requests. */
const lastRequest = 24
/** Share of handled messages that the queue hands out once more, because their deletion was lost. */
const repeatRate = 0.1
/** How long a message stays hidden that a dead function had: six times the function's time, as deployed. */
const visibilityMillis = 6 * Ledger.Booking.contract.timeoutMillis
const lateMillis = 100
/** How long a received message is hidden from the run itself, which says sooner what becomes of it. */
const hiddenSeconds = 600
/** How often, and after how long each, a queue is asked again that holds messages and gives none. */
const mostIdle = 200
const idleMillis = 50

const names = AwsNames.prefixed("runs-")
const needed = Provision.ofResources(Ledger.Orders.resources)

const orders = Array.from({ length: ordersPerRun }, (_, at) => ({
  order: `o${at}`,
  amount: 10 ** at,
  // Every second one is above the limit that the bus is given, and leaves its data in the object store.
  note: "ü".repeat(at % 2 === 1 ? 4000 : 1)
}))

// The SDK finds a function's credentials in its environment, as on Lambda.
vi.stubEnv("AWS_ACCESS_KEY_ID", "test")
vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test")
afterAll(() => void vi.unstubAllEnvs())

const bundled = await mkdtemp(join(tmpdir(), "millrace-ledger-"))
afterAll(() => rm(bundled, { recursive: true }))
const { file: entry } = await bundle(fileURLToPath(new URL("./LedgerEntry.ts", import.meta.url)), bundled)

const limits = { maxEntries: 10, maxEntryBytes: 4000, maxCallBytes: 40_000 }

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

/** An execution environment: answers an invocation, or says that it died. */
interface Instance {
  readonly proxy: FaultProxy.FaultProxy
  readonly invoke: (invocation: LedgerFunction.Invocation) => Promise<SqsEvent.BatchResponse | "died">
  readonly kill: () => void
}

const environmentOf = (proxy: FaultProxy.FaultProxy, lane: Lane): Readonly<Record<string, string>> => {
  const { buckets, tables } = Environment.storageOf(Ledger.Booking.contract)
  return {
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    [Environment.region]: settings.region,
    [Environment.endpoint]: proxy.endpoint,
    [Environment.busName]: lane.busName,
    [Environment.queueUrl]: lane.queueUrl,
    ...Object.fromEntries(tables.map((name) => [Environment.table(name), names({ kind: "table", name })])),
    ...Object.fromEntries(buckets.map((name) => [Environment.bucket(name), names({ kind: "bucket", name })]))
  }
}

const inThisProcess = (proxy: FaultProxy.FaultProxy, environment: Readonly<Record<string, string>>): Instance => {
  let kill = (): void => undefined
  const died = new Promise<"died">((resolve) => {
    kill = () => resolve("died")
  })
  const handler = LedgerFunction.make(environment)
  const context = { awsRequestId: "request", getRemainingTimeInMillis: () => 60_000 }
  return { proxy, kill, invoke: (invocation) => Promise.race([died, handler(invocation, context)]) }
}

const inItsOwn = (proxy: FaultProxy.FaultProxy, environment: Readonly<Record<string, string>>): Instance => {
  const child = new FunctionProcess(entry, environment)
  let dead = false
  const kill = () => {
    dead = true
    child.stop()
  }
  const invoke = async (invocation: LedgerFunction.Invocation) => {
    try {
      return (await child.invoke(invocation, 60_000)) as SqsEvent.BatchResponse
    } catch (error) {
      if (dead) return "died"
      throw error
    }
  }
  return { proxy, kill, invoke }
}

interface Seen {
  readonly booked: Map<string, string>
  again: number
}

/** Feeds the function from its queue, as Lambda does, until nothing is left there. */
const work = Effect.fnUntraced(function* (
  chance: FaultProxy.Chance,
  { queueUrl: QueueUrl }: Lane,
  sqs: SQSClient,
  newInstance: Effect.Effect<Instance>,
  seen: Seen
) {
  const { draw, log } = chance
  const entryOf = ({ MessageId = "", ReceiptHandle }: Message) => ({ Id: MessageId, ReceiptHandle })
  /** Messages that were received and are not deleted, by their ids. */
  const kept = new Map<string, Message>()
  let idle = 0
  let instance: Instance | undefined
  let aheadMillis = 0

  const announced = (message: Message): boolean => {
    const { "detail-type": type, detail } = JSON.parse(message.Body ?? "")
    if (type !== "order.booked") return false
    const content = JSON.stringify([detail.data, detail.causationid])
    assert.strictEqual(seen.booked.get(detail.id) ?? content, content, "an id means the same bytes")
    seen.booked.set(detail.id, content)
    return true
  }

  const invoke = Effect.fnUntraced(function* (messages: ReadonlyArray<Message>) {
    instance ??= yield* newInstance
    const { invoke, kill, proxy } = instance
    const at = { atRequest: 1 + Math.floor(draw() * lastRequest), when: draw() < 0.5 ? "before" : "after" } as const
    proxy.arm(draw() < killRate ? { ...at, kill } : undefined)
    const Records = messages.map(({ Body, MessageId, ReceiptHandle }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body
    }))
    const answer = yield* Effect.promise(() => invoke({ batch: { Records }, aheadMillis }))
    proxy.arm(undefined)
    log.push(`invoked: ${JSON.stringify(answer)}`)
    if (answer !== "died") return new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    instance = undefined
    return new Set(messages.map(({ MessageId = "" }) => MessageId))
  })

  /** They come again when their time is over, and that is now. */
  const show = Effect.suspend(() => {
    const Entries = [...kept.values()].map((message) => ({ ...entryOf(message), VisibilityTimeout: 0 }))
    if (Entries.length === 0) return Effect.void
    return Effect.promise(() => sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries })))
  })

  while (true) {
    const messages = yield* BusOverSqs.receive(sqs, QueueUrl, hiddenSeconds)
    if (messages.length === 0) {
      // A queue that gives nothing need not be empty.
      const left = yield* BusOverSqs.depth(sqs, QueueUrl)
      if (left === 0) break
      assert.isBelow(idle++, mostIdle, `${left} messages that the queue holds and does not give`)
      yield* Effect.sleep(idleMillis)
      // A function's word that came late hides them once more, for as long as the backoff was by the test's clock.
      yield* show
      continue
    }
    idle = 0
    log.push(`received ${messages.map(({ MessageId }) => MessageId).join(", ")}`)
    for (const message of messages) kept.set(message.MessageId ?? "", message)
    const placed = messages.filter((message) => !announced(message))
    const again = placed.length === 0 ? new Set<string>() : yield* invoke(placed)
    for (const { MessageId = "" } of placed) if (draw() < repeatRate) again.add(MessageId)
    const done = messages.filter(({ MessageId = "" }) => !again.has(MessageId)).map(entryOf)
    if (done.length > 0) {
      yield* Effect.promise(() => sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: done })))
      for (const { Id } of done) kept.delete(Id)
    }
    seen.again += again.size
    if (again.size > 0) aheadMillis += visibilityMillis
    assert.isBelow(seen.again, mostAgain, "a run that comes to no end")
    yield* show
  }
  instance?.kill()
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

interface Lane {
  readonly busName: string
  readonly queueUrl: string
}

const totals = { ...FaultProxy.chance(0).counts, again: 0, environments: 0, processes: 0 }

/** One run: places orders and has them delivered through the proxy, then looks at what is there without it. */
const run = Effect.fnUntraced(function* (
  seed: number,
  chance: FaultProxy.Chance,
  lane: Lane,
  { backends, sqs }: Direct
) {
  const started = FaultProxy.start({ peerOf, turn, chance, rate: rateOf(seed), lateMillis })
  const proxy = yield* started
  const faulty = { settings: { ...settings, endpoint: proxy.endpoint }, names, busName: lane.busName, limits }
  yield* place(seed).pipe(Effect.provide(Layer.merge(AwsBackends.layer(faulty), LedgerFunction.hurried)))

  const seen: Seen = { booked: new Map(), again: 0 }
  const scope = yield* Effect.scope
  const newInstance = Effect.map(Scope.provide(started, scope), (of) => {
    totals.environments++
    if (isProcess(seed)) totals.processes++
    return (isProcess(seed) ? inItsOwn : inThisProcess)(of, environmentOf(of, lane))
  })
  yield* work(chance, lane, sqs, newInstance, seen)
  if (chance.counts.late > 0) {
    // What the proxy still holds back arrives as well.
    yield* Effect.sleep(lateMillis)
    yield* work(chance, lane, sqs, newInstance, seen)
  }

  const { counts } = chance
  for (const fault of [...FaultProxy.faults, "before", "after"] as const) totals[fault] += counts[fault]
  totals.again += seen.again

  yield* Effect.gen(function* () {
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
    `${runs} seeded runs, functions killed: no event lost, no effect twice`,
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
        const inLane = Effect.fnUntraced(function* (first: number) {
          const busName = `run-${first}`
          const lane = { busName, queueUrl: yield* BusOverSqs.make(direct.events, direct.sqs, busName) }
          for (let seed = first; seed <= runs; seed += lanes) {
            const chance = FaultProxy.chance(seed)
            yield* run(seed, chance, lane, direct).pipe(
              Effect.tapCause(() => Effect.logError(`seed ${seed}\n${chance.log.join("\n")}`))
            )
          }
        })
        const first = Array.from({ length: lanes }, (_, at) => at + 1)
        yield* Effect.forEach(first, inLane, { concurrency: "unbounded", discard: true })

        const { tables } = direct.backends
        const states: Array<string> = []
        let cursor: string | undefined
        do {
          const page = yield* tables.scan({ table: InboxTable.table, limit: 1000, cursor })
          for (const { body } of page.rows) states.push(JSON.parse(body).state)
          cursor = page.cursor
        } while (cursor !== undefined)
        assert.deepStrictEqual(
          states,
          Array.from({ length: runs * ordersPerRun }, () => "completed")
        )
        assert.deepStrictEqual((yield* tables.scan({ table: DeadLetters.table, limit: 1 })).rows, [])
        // A run in which nothing happens proves nothing.
        for (const [fault, count] of Object.entries(totals)) assert.ok(count > 0, `${fault} never happened`)
        yield* Effect.logInfo(JSON.stringify(totals))
      }).pipe(Effect.provide(backends)),
    600_000
  )
})
