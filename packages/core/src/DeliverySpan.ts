/** The CONSUMER span of a delivery, by OpenTelemetry's messaging conventions: a child of whoever published the event. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Tracer from "effect/Tracer"
import type { Outcome } from "./Delivery.ts"
import type * as Envelope from "./Envelope.ts"
import * as TraceContext from "./TraceContext.ts"

/** Opens the span of an attempt. */
export const open = (consumer: string, envelope: Envelope.Envelope, attempt: number): Effect.Effect<Tracer.Span> => {
  const parent = TraceContext.parse(envelope.traceparent)
  return Effect.makeSpan(`process ${consumer}`, {
    kind: "consumer",
    ...(parent === undefined ? { root: true } : { parent }),
    attributes: {
      "messaging.system": "millrace",
      "messaging.operation.name": "process",
      "messaging.operation.type": "process",
      "messaging.destination.name": envelope.type,
      "messaging.consumer.group.name": consumer,
      "messaging.message.id": envelope.id,
      "messaging.message.conversation_id": envelope.correlationid,
      "cloudevents.event_id": envelope.id,
      "cloudevents.event_source": envelope.source,
      "cloudevents.event_type": envelope.type,
      "millrace.attempt": attempt,
      ...(envelope.replayid === undefined ? {} : { "millrace.replay_id": envelope.replayid })
    }
  })
}

/** Ends the span with how the attempt ended, by tag alone: messages may quote what a file said. */
export const end = (span: Tracer.Span, exit: Exit.Exit<Outcome | undefined>): Effect.Effect<void> =>
  Effect.map(Clock.currentTimeNanos, (now) => {
    const outcome = Exit.isSuccess(exit) ? exit.value : undefined
    const error = Exit.isFailure(exit)
      ? "interrupted"
      : outcome?._tag === "RetryAfter"
        ? outcome.reason
        : outcome?._tag === "Dead"
          ? outcome.letter.cause.tag
          : undefined
    span.attribute("millrace.outcome", error === undefined ? "ack" : outcome?._tag === "Dead" ? "dead" : "retry")
    if (error !== undefined) span.attribute("error.type", error)
    span.end(now, error === undefined ? Exit.void : Exit.fail(error))
  })
