/** Repositories on tables in memory, granted the capabilities that a test names. */
import type * as Backends from "@millrace/core/Backends"
import type * as Capability from "@millrace/core/Capability"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"

/** Backends in memory, on tables of their own unless others are given. */
export const backends = (tables: Backends.Backends["tables"] = MemoryTableStore.make().store): Backends.Backends => ({
  tables,
  objects: MemoryObjectStore.make().store,
  bus: MemoryEventBus.make().bus
})

/** The capabilities on the backends. */
export const grant = <C extends Capability.Any>(
  on: Backends.Backends,
  capabilities: ReadonlyArray<C>
): Layer.Layer<Capability.Identifier<C>> => {
  let granted = Context.empty() as Context.Context<Capability.Identifier<C>>
  for (const capability of capabilities) {
    // That a capability makes its own service is what its type says; in a list the two are apart.
    granted = Context.add(granted, capability, capability.fromBackends(on)) as typeof granted
  }
  return Layer.succeedContext(granted)
}
