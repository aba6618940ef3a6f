/** Every backend over the wire: S3, DynamoDB and EventBridge on moto, DynamoDB on Amazon's DynamoDB Local. */
import { assert, describe, it } from "@effect/vitest"
import * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Conformance from "@millrace/testing/Conformance"
import * as EventBusSuite from "@millrace/testing/EventBusSuite"
import * as EventStoreSuite from "@millrace/testing/EventStoreSuite"
import * as InboxSuite from "@millrace/testing/InboxSuite"
import * as ObjectStoreSuite from "@millrace/testing/ObjectStoreSuite"
import * as TableStoreSuite from "@millrace/testing/TableStoreSuite"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll } from "vitest"
import * as AwsBackends from "../src/AwsBackends.ts"
import * as AwsNames from "../src/AwsNames.ts"
import type { AwsSettings } from "../src/AwsSettings.ts"
import * as DynamoTableStore from "../src/DynamoTableStore.ts"
import * as EventBridgeBus from "../src/EventBridgeBus.ts"
import * as SqsQueue from "../src/SqsQueue.ts"
import * as BusOverSqs from "../test/peers/BusOverSqs.ts"
import * as DynamoLocal from "../test/peers/DynamoLocal.ts"
import * as Flags from "../test/peers/Flags.ts"
import * as LiveTime from "../test/peers/LiveTime.ts"
import * as Moto from "../test/peers/Moto.ts"
import * as Peer from "../test/peers/Peer.ts"
import * as Provision from "../test/peers/Provision.ts"

const moto = await Peer.forFile(Moto.start)
afterAll(moto.stop)
// moto serves calls that come together one after the other: on a busy machine the last of fifty waits long for its turn, and one
// that were given up and asked again would arrive twice.
const settings = { ...moto.peer.settings, attemptTimeoutMillis: 60_000 }

let deployments = 0

const suiteTables = [
  { name: "conformance", indexes: ["byPlace"] },
  { name: "other", indexes: [] }
]

const needed = Provision.ofResources([])

/** A deployment of its own for every case: its names begin with a number that no other has. */
const deployment = Effect.sync(() => {
  const prefix = `c${++deployments}-`
  return { settings, names: AwsNames.prefixed(prefix), busName: `${prefix}bus` }
})

const objects = Layer.unwrap(
  Effect.gen(function* () {
    const made = yield* deployment
    yield* Provision.buckets(settings, made.names, ["conformance", "other"])
    return AwsBackends.layer(made)
  })
)

Conformance.register(ObjectStoreSuite.make(), { name: "S3 on moto", layer: Layer.merge(objects, LiveTime.ticking) })

const detailOf = (body: string): EventBus.Entry => {
  const message: { readonly source?: string; readonly "detail-type"?: string } = JSON.parse(body)
  // The detail is cut out of the message as it came, because parsing would lose its bytes.
  const detail = body
    .slice(body.indexOf('"detail":') + '"detail":'.length)
    .trim()
    .replace(/\}$/, "")
  const { id }: { readonly id?: string } = JSON.parse(detail)
  return { id: id ?? "1", source: message.source ?? "", detailType: message["detail-type"] ?? "", detail }
}

const busAndQueue = Layer.unwrap(
  Effect.gen(function* () {
    const made = yield* deployment
    const events = yield* EventBridgeBus.client(settings)
    const sqs = yield* SqsQueue.client(settings)
    const queueUrl = yield* BusOverSqs.make(events, sqs, made.busName)
    const arrived = Layer.succeed(EventBusSuite.Arrived, {
      entries: Effect.map(BusOverSqs.drain(sqs, queueUrl), (bodies) => bodies.map(detailOf))
    })
    return Layer.merge(EventBridgeBus.layer(made), arrived)
  })
)

// What moto cannot do: it parses details and prints them anew, so that they arrive as the same JSON in other bytes.
// EventBridge does not promise the bytes either, and deliveries parse what they get.
const busSuite = Flags.flag(EventBusSuite.make(), new Map([["an entry arrives to the byte", "bytes"]] as const))
Conformance.register(busSuite, {
  name: "EventBridge on moto",
  layer: Layer.merge(busAndQueue, LiveTime.ticking),
  without: ["bytes"]
})

it.live("EventBridge on moto: an entry arrives as the same JSON", () =>
  Effect.gen(function* () {
    const bus = yield* EventBus.EventBus
    const detail = '{"b":1,  "a":"ü😀\\u0000 \\"\'","n":1.0}'
    yield* bus.put([{ id: "1", source: "millrace.conformance", detailType: "conformance.tested", detail }])
    const [arrived] = yield* (yield* EventBusSuite.Arrived).entries
    assert.deepStrictEqual(JSON.parse(arrived?.detail ?? ""), JSON.parse(detail))
  }).pipe(Effect.provide(busAndQueue))
)

/** Everything that stands on the table store, on one peer. */
const register = (name: string, peerSettings: AwsSettings, store: "S3" | "memory") => {
  const tablesNamed = (wanted: ReadonlyArray<Provision.Table>) =>
    Layer.unwrap(
      Effect.gen(function* () {
        const made = { ...(yield* deployment), settings: peerSettings }
        yield* Provision.tables(peerSettings, made.names, wanted)
        if (store === "memory") return DynamoTableStore.layer(made).pipe(Layer.provideMerge(MemoryObjectStore.layer))
        yield* Provision.buckets(peerSettings, made.names, needed.buckets)
        return AwsBackends.layer(made)
      })
    )
  Conformance.register(TableStoreSuite.make(), { name, layer: tablesNamed(suiteTables) })
  const inbox = needed.tables.filter(({ name: table }) => table === InboxTable.table)
  Conformance.register(InboxSuite.make(), {
    name,
    layer: InboxTable.layer.pipe(Layer.provide(InboxSuite.owner), Layer.provide(tablesNamed(inbox)))
  })
  const eventStore = Layer.effectContext(
    Effect.gen(function* () {
      const backends = {
        tables: yield* TableStore.TableStore,
        objects: yield* ObjectStore.ObjectStore,
        // The event store publishes nothing.
        bus: EventBus.EventBus.of({ limits: EventBus.eventBridgeLimits, put: () => Effect.succeed([]) })
      }
      return Context.make(EventStore.Writer, EventStore.Writer.fromBackends(backends)).pipe(
        Context.add(EventStore.Reader, EventStore.Reader.fromBackends(backends))
      )
    })
  )
  const events = needed.tables.filter(({ name: table }) => table === EventStore.table)
  Conformance.register(EventStoreSuite.make(), { name, layer: eventStore.pipe(Layer.provide(tablesNamed(events))) })
}

register("DynamoDB on moto", settings, "S3")

const unavailable = DynamoLocal.unavailable()
if (unavailable === undefined) {
  const local = await Peer.forFile(DynamoLocal.start)
  afterAll(local.stop)
  // Long bodies go to memory: there is no S3 beside DynamoDB Local.
  register("DynamoDB Local", local.peer.settings, "memory")
} else {
  describe("DynamoDB Local", () => {
    it.skip(unavailable, () => undefined)
  })
}
