/**
 * The event bus of the embedded runtime: an accepted entry and the deliveries that it stands for are written in one
 * transaction, routed by the same patterns that the rules on AWS have. It refuses what EventBridge would refuse. The bus
 * forgets an event with its last delivery; the event store is the history.
 */
import * as EventBus from "@millrace/core/EventBus"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "./Queue.ts"
import type * as Routes from "./Routes.ts"

const refused = (code: string, detail: string): EventBus.Confirmation => ({ _tag: "Refused", code, detail })

const accepted: EventBus.Confirmation = { _tag: "Accepted" }

const make = (
  queue: Queue.Queue["Service"],
  route: Routes.Router,
  limits: EventBus.Limits
): EventBus.EventBus["Service"] =>
  EventBus.EventBus.of({
    limits,
    put: (entries) =>
      Effect.suspend(() => {
        const sizes = entries.map(EventBus.entryBytes)
        const bytes = sizes.reduce((sum, size) => sum + size, 0)
        if (entries.length > limits.maxEntries || bytes > limits.maxCallBytes) {
          const detail = `${entries.length} entries of ${bytes} bytes in one call`
          return Effect.succeed(entries.map(() => refused("CallTooLarge", detail)))
        }
        const routed: Array<Queue.Routed> = []
        const confirmations = entries.map((entry, position) => {
          const size = sizes[position] ?? 0
          if (size > limits.maxEntryBytes) return refused("EntryTooLarge", `an entry of ${size} bytes`)
          try {
            routed.push({ entry, consumers: route(entry) })
            return accepted
          } catch {
            return refused("MalformedDetail", "the detail is not JSON")
          }
        })
        return Effect.as(queue.enqueue(routed), confirmations)
      })
  })

/** The bus that carries events to the queues of the consumers that `route` names. `limits` are EventBridge's unless told. */
export const layer = (options: {
  readonly route: Routes.Router
  readonly limits?: EventBus.Limits | undefined
}): Layer.Layer<EventBus.EventBus, never, Queue.Queue> =>
  Layer.effect(
    EventBus.EventBus,
    Effect.map(Queue.Queue, (queue) => make(queue, options.route, options.limits ?? EventBus.eventBridgeLimits))
  )
