/** The backends against the suites that every backend has to pass. */
import * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import * as InboxTable from "@millrace/core/InboxTable"
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
import * as Option from "effect/Option"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Database from "../src/Database.ts"
import * as LocalObjectStore from "../src/LocalObjectStore.ts"
import * as Queue from "../src/Queue.ts"
import * as Routes from "../src/Routes.ts"
import * as SqliteEventBus from "../src/SqliteEventBus.ts"
import * as SqliteTableStore from "../src/SqliteTableStore.ts"
import * as Contracts from "./Contracts.ts"

const inMemory = Database.Database.layer({ dataDir: ":memory:" })

/** A data directory of its own, removed with the layer. */
const onDisk = Layer.unwrap(
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "millrace-"))),
      (path) => Effect.sync(() => rmSync(path, { recursive: true }))
    ),
    (dataDir) => Database.Database.layer({ dataDir })
  )
)

/** What is on the queue of a subscriber of everything. */
const arrived = Layer.effect(
  EventBusSuite.Arrived,
  Effect.map(Queue.Queue, (queue) => ({
    entries: Effect.gen(function* () {
      const entries: Array<EventBus.Entry> = []
      for (const { event } of yield* queue.first("everything", 1000)) {
        const detail = Option.getOrElse(yield* queue.body(event), () => "")
        const { id }: { readonly id?: string } = JSON.parse(detail)
        // The queue keeps what travels, the envelope; the suite's entries say the rest by their id alone.
        entries.push({ id: id ?? "1", source: "millrace.conformance", detailType: "conformance.tested", detail })
      }
      return entries
    }).pipe(Effect.orDie)
  }))
)

const eventStore = Layer.effectContext(
  Effect.gen(function* () {
    const backends = {
      tables: yield* TableStore.TableStore,
      objects: yield* ObjectStore.ObjectStore,
      bus: yield* EventBus.EventBus
    }
    return Context.make(EventStore.Writer, EventStore.Writer.fromBackends(backends)).pipe(
      Context.add(EventStore.Reader, EventStore.Reader.fromBackends(backends))
    )
  })
)

for (const [name, database] of [
  ["memory", inMemory],
  ["files", onDisk]
] as const) {
  const tables = SqliteTableStore.layer.pipe(Layer.provide(database))
  Conformance.register(TableStoreSuite.make(), { name, layer: tables })
  Conformance.register(InboxSuite.make(), {
    name,
    layer: InboxTable.layer.pipe(Layer.provide(InboxSuite.owner), Layer.provide(tables))
  })
  const queue = Queue.Queue.layer({ pollMillis: 0 }).pipe(Layer.provideMerge(database))
  const objects = LocalObjectStore.layer({ notifying: new Set(), route: () => [] }).pipe(Layer.provide(queue))
  const bus = SqliteEventBus.layer(Routes.of([Contracts.Everything.contract])).pipe(Layer.provideMerge(queue))
  Conformance.register(ObjectStoreSuite.make(), { name, layer: objects })
  Conformance.register(EventBusSuite.make(), { name, layer: arrived.pipe(Layer.provideMerge(bus)) })
  Conformance.register(EventStoreSuite.make(), {
    name,
    layer: eventStore.pipe(Layer.provide(Layer.mergeAll(tables, objects, bus)))
  })
}
