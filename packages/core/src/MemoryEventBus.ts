/**
 * An event bus in memory: it keeps what it accepted, in order, and hands each entry to a runtime's routing. It refuses what its
 * limits refuse, as the real one does, so that a publisher that ignores them fails in a test.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as EventBus from "./EventBus.ts"
import type { Unavailable } from "./Unavailable.ts"

/** An event bus and a view behind it that no service has. */
export interface MemoryEventBus {
  readonly bus: EventBus.EventBus["Service"]
  /** Every entry accepted, in order; an entry published twice is here twice. */
  readonly entries: ReadonlyArray<EventBus.Entry>
}

const acceptedEntry: EventBus.Confirmation = { _tag: "Accepted" }

const refused = (code: string, detail: string): EventBus.Confirmation => ({ _tag: "Refused", code, detail })

/** A bus that has carried nothing. `route` runs for each entry accepted, before the call answers. */
export const make = (options?: {
  /** Default `EventBus.eventBridgeLimits`. */
  readonly limits?: EventBus.Limits
  readonly route?: (entry: EventBus.Entry) => Effect.Effect<void, Unavailable>
}): MemoryEventBus => {
  const limits = options?.limits ?? EventBus.eventBridgeLimits
  const route = options?.route ?? (() => Effect.void)
  const accepted: Array<EventBus.Entry> = []
  const bus = EventBus.EventBus.of({
    limits,
    put: (entries) =>
      Effect.suspend(() => {
        const bytes = entries.reduce((sum, entry) => sum + EventBus.entryBytes(entry), 0)
        if (entries.length > limits.maxEntries || bytes > limits.maxCallBytes) {
          const detail = `${entries.length} entries of ${bytes} bytes in one call`
          return Effect.succeed(entries.map(() => refused("CallTooLarge", detail)))
        }
        const put = (entry: EventBus.Entry): Effect.Effect<EventBus.Confirmation, Unavailable> => {
          const size = EventBus.entryBytes(entry)
          if (size > limits.maxEntryBytes) return Effect.succeed(refused("EntryTooLarge", `an entry of ${size} bytes`))
          accepted.push(entry)
          return Effect.as(route(entry), acceptedEntry)
        }
        const [only] = entries
        return only !== undefined && entries.length === 1
          ? Effect.map(put(only), (confirmation) => [confirmation])
          : Effect.forEach(entries, put)
      })
  })
  return { bus, entries: accepted }
}

/** A bus in memory with EventBridge's limits that routes nowhere. */
export const layer: Layer.Layer<EventBus.EventBus> = Layer.sync(EventBus.EventBus, () => make().bus)
