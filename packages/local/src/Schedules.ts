/**
 * Emits a pipeline's schedules by the Clock: at every whole multiple of a schedule's interval, one event whose id is the
 * instant's. What was due while nothing ran is not made up for, as EventBridge Scheduler does not either.
 */
import * as Event from "@millrace/core/Event"
import type * as EventBus from "@millrace/core/EventBus"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as Publish from "@millrace/core/Publish"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"

/** Tenant of events that belong to the deployment and to nobody's data. */
export const tenantId = "system"

/** The envelope of one tick. */
const tick = (event: Event.Any, everyMillis: number, instantMillis: number) => {
  const time = DateTime.formatIso(DateTime.makeUnsafe(instantMillis))
  return Event.root(
    Event.every(event.eventType, everyMillis, { source: event.source }),
    { scheduledFor: time },
    { tenantId, stimulus: [event.eventType, time], time }
  )
}

const emit = Effect.fnUntraced(function* (event: Event.Any, everyMillis: number) {
  const now = yield* Clock.currentTimeMillis
  const instant = (Math.floor(now / everyMillis) + 1) * everyMillis
  yield* Effect.sleep(instant - now)
  const envelope = yield* tick(event, everyMillis, instant)
  // A tick that the bus cannot take is asked again until the next one is near; then the next one stands for it.
  yield* Publish.root(envelope).pipe(
    Effect.retry({ schedule: Schedule.spaced("1 second"), times: 30 }),
    Effect.catch((error) =>
      Effect.logWarning("schedule missed").pipe(Effect.annotateLogs({ type: event.eventType, error: error._tag }))
    )
  )
})

/** Starts one fiber for each schedule among the pipeline's entries; they end with the scope. */
export const start = (
  pipeline: Pipeline.Pipeline
): Effect.Effect<void, never, Scope.Scope | EventBus.EventBus | ObjectStore.ObjectStore> =>
  Effect.forEach(
    pipeline.entries,
    (event) =>
      event.everyMillis === undefined ? Effect.void : Effect.forkScoped(Effect.forever(emit(event, event.everyMillis))),
    { discard: true }
  )
