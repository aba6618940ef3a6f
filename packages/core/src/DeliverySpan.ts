/**
 * The CONSUMER span of a delivery, by OpenTelemetry's messaging conventions: a child of whoever published the event. It ends when
 * the event is handled, before the inbox says so; what then goes wrong is told by a span of its own, the settlement's.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Tracer from "effect/Tracer"
import type { Outcome } from "./Delivery.ts"
import type * as Envelope from "./Envelope.ts"
import * as TraceContext from "./TraceContext.ts"

const attributesOf = (
  operation: "process" | "settle",
  consumer: string,
  envelope: Envelope.Envelope,
  attempt: number
): Record<string, unknown> => ({
  "messaging.system": "millrace",
  "messaging.operation.name": operation,
  "messaging.operation.type": operation,
  "messaging.destination.name": envelope.type,
  "messaging.consumer.group.name": consumer,
  "messaging.message.id": envelope.id,
  "messaging.message.conversation_id": envelope.correlationid,
  "cloudevents.event_id": envelope.id,
  "cloudevents.event_source": envelope.source,
  "cloudevents.event_type": envelope.type,
  "millrace.attempt": attempt,
  ...(envelope.replayid === undefined ? {} : { "millrace.replay_id": envelope.replayid })
})

/** Opens the span of an attempt. */
export const open = (consumer: string, envelope: Envelope.Envelope, attempt: number): Effect.Effect<Tracer.Span> => {
  const parent = TraceContext.parse(envelope.traceparent)
  const attributes = attributesOf("process", consumer, envelope, attempt)
  return Effect.makeSpan(
    `process ${consumer}`,
    parent === undefined ? { kind: "consumer", root: true, attributes } : { kind: "consumer", parent, attributes }
  )
}

/** Opens the span of a settlement that failed, below that of the attempt. */
export const openSettlement = (
  consumer: string,
  envelope: Envelope.Envelope,
  attempt: number,
  parent: Tracer.Span
): Effect.Effect<Tracer.Span> =>
  Effect.makeSpan(`settle ${consumer}`, {
    kind: "client",
    parent,
    attributes: attributesOf("settle", consumer, envelope, attempt)
  })

/** Ends the span of an attempt whose event was handled. */
export const endHandled = (span: Tracer.Span, endTime: bigint): void => {
  span.attribute("millrace.outcome", "ack")
  span.end(endTime, Exit.void)
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
    if (error === undefined) return endHandled(span, now)
    span.attribute("millrace.outcome", outcome?._tag === "Dead" ? "dead" : "retry")
    span.attribute("error.type", error)
    span.end(now, Exit.fail(error))
  })
