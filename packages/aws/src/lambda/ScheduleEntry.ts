/**
 * The function that EventBridge Scheduler invokes at the instants of a pipeline's schedules: it puts the schedule's event on the
 * bus. The event's id is the instant's, so an instant that is announced twice is one event. Its input is
 *
 *     { "type": "digest.due", "scheduledFor": "<aws.scheduler.scheduled-time>" }
 *
 * A bus that does not take the event fails the invocation, which the Scheduler then repeats. An input that names no schedule
 * leaves a dead letter: repeating it mends nothing.
 */
import * as ContentId from "@millrace/core/ContentId"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Event from "@millrace/core/Event"
import type * as EventBus from "@millrace/core/EventBus"
import * as IssueText from "@millrace/core/IssueText"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as LambdaFunction from "./LambdaFunction.ts"

/** Stands for a consumer in the letters of inputs that name no schedule. */
export const consumer = "schedule-entry"

/** Tenant of events that belong to the deployment and to nobody's data, as in the embedded runtime. */
const tenantId = "system"

const Input = Schema.Struct({ type: Schema.String, scheduledFor: Schema.String })

const decodeInput = Schema.decodeUnknownEffect(Input, { errors: "all" })

/** What the function stands on. */
export type Services = EventBus.EventBus | ObjectStore.ObjectStore | DeadLetters.DeadLetters

const bury = Effect.fnUntraced(function* (input: unknown, message: string) {
  const letters = yield* DeadLetters.DeadLetters
  const now = yield* Clock.currentTimeMillis
  const body = JSON.stringify(input) ?? "null"
  yield* letters.put({
    id: DeadLetters.idOf(consumer, ContentId.ofBytes(body), undefined),
    consumer,
    eventId: null,
    eventType: null,
    tenantId: null,
    correlationId: null,
    traceId: null,
    replayId: null,
    body,
    cause: { kind: "undecodable", tag: "ScheduleInvalid", message },
    attempts: [],
    firstSeenAt: now,
    diedAt: now
  })
  yield* Effect.logError("the input names no schedule of this pipeline")
})

/** Answers one invocation for the schedules among `events`. */
export const handle = (events: ReadonlyArray<Event.Any>): LambdaFunction.Handle<void, Services> => {
  const schedules = new Map(
    events.flatMap((event) =>
      event.everyMillis === undefined
        ? []
        : [[event.eventType, Event.every(event.eventType, event.everyMillis, { source: event.source })] as const]
    )
  )
  return (input) =>
    Effect.gen(function* () {
      const read = yield* Effect.result(decodeInput(input))
      if (read._tag === "Failure")
        return yield* bury(input, `The input is no tick: ${IssueText.oneLine(read.failure)}.`)
      const event = schedules.get(read.success.type)
      const instant = DateTime.make(read.success.scheduledFor)
      if (event === undefined) return yield* bury(input, `No schedule emits ${JSON.stringify(read.success.type)}.`)
      if (Option.isNone(instant)) return yield* bury(input, "The input's `scheduledFor` is no RFC 3339 timestamp.")
      // The same text as the embedded runtime's: the id hashes it.
      const time = DateTime.formatIso(instant.value)
      const tick = yield* Event.root(
        event,
        { scheduledFor: time },
        { tenantId, stimulus: [event.eventType, time], time }
      )
      yield* Publish.root(tick).pipe(
        Effect.catchTag("PublishFailed", ({ code, message }) =>
          Effect.fail(
            new Unavailable({
              service: "EventBus",
              operation: "EventBus.put",
              reason: code === "ThrottlingException" ? "throttled" : "unavailable",
              detail: message
            })
          )
        )
      )
    })
}

/** The function of a pipeline's schedules. */
export const make = <E>(options: {
  readonly events: ReadonlyArray<Event.Any>
  readonly layer: Layer.Layer<Services, E>
}): LambdaFunction.LambdaFunction<void> => LambdaFunction.make({ layer: options.layer, handle: handle(options.events) })
