import * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Conformance from "../src/Conformance.ts"
import * as EventBusSuite from "../src/EventBusSuite.ts"
import * as EventStoreSuite from "../src/EventStoreSuite.ts"
import * as InboxSuite from "../src/InboxSuite.ts"
import * as ObjectStoreSuite from "../src/ObjectStoreSuite.ts"
import * as TableStoreSuite from "../src/TableStoreSuite.ts"

const eventStore = Layer.effectContext(
  Effect.map(TableStore.TableStore, (tables) => {
    const backends = { tables, objects: MemoryObjectStore.make().store, bus: MemoryEventBus.make().bus }
    return Context.make(EventStore.Writer, EventStore.Writer.fromBackends(backends)).pipe(
      Context.add(EventStore.Reader, EventStore.Reader.fromBackends(backends))
    )
  })
)

const bus = Layer.effectContext(
  Effect.sync(() => {
    const memory = MemoryEventBus.make()
    return Context.make(EventBus.EventBus, memory.bus).pipe(
      Context.add(EventBusSuite.Arrived, { entries: Effect.sync(() => memory.entries) })
    )
  })
)

Conformance.register(TableStoreSuite.make(), { name: "memory", layer: MemoryTableStore.layer })
Conformance.register(ObjectStoreSuite.make(), { name: "memory", layer: MemoryObjectStore.layer })
Conformance.register(EventBusSuite.make(), { name: "memory", layer: bus })
Conformance.register(InboxSuite.make(), {
  name: "table in memory",
  layer: InboxTable.layer.pipe(Layer.provide([MemoryTableStore.layer, InboxSuite.owner]))
})
Conformance.register(EventStoreSuite.make(), {
  name: "table in memory",
  layer: eventStore.pipe(Layer.provide(MemoryTableStore.layer))
})
