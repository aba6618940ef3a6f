/**
 * Events on their way to the bus: the PRODUCER span of each, its trace context in the envelope, the claim check, and
 * confirmation of every entry. Handlers do not use this: they publish into their delivery's outbox.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Tracer from "effect/Tracer"
import * as ClaimCheck from "./ClaimCheck.ts"
import type * as Envelope from "./Envelope.ts"
import * as EventBus from "./EventBus.ts"
import * as ObjectStore from "./ObjectStore.ts"
import * as Telemetry from "./Telemetry.ts"
import * as TraceContext from "./TraceContext.ts"
import * as Tracing from "./Tracing.ts"
import type { Unavailable } from "./Unavailable.ts"

/** The PRODUCER span of an event, by OpenTelemetry's conventions for messaging. */
export const producerSpan = (
  event: Pick<Envelope.Envelope, "id" | "type" | "source" | "correlationid">,
  parent: Tracer.AnySpan | undefined,
  spanId?: string
): Effect.Effect<Tracer.Span> =>
  Effect.makeSpan(`publish ${event.type}`, {
    kind: "producer",
    ...(parent === undefined ? {} : { parent }),
    ...(spanId === undefined ? {} : { annotations: Tracing.withSpanId(spanId) }),
    attributes: {
      "messaging.system": "millrace",
      "messaging.operation.name": "publish",
      "messaging.operation.type": "send",
      "messaging.destination.name": event.type,
      "messaging.message.id": event.id,
      "messaging.message.conversation_id": event.correlationid,
      "cloudevents.event_id": event.id,
      "cloudevents.event_source": event.source,
      "cloudevents.event_type": event.type
    }
  })

/** Publishes entries with their open spans, ends the spans, and counts what was confirmed. */
export const publishWithSpans = (
  bus: EventBus.EventBus["Service"],
  entries: ReadonlyArray<EventBus.Entry>,
  spans: ReadonlyArray<Tracer.Span>
): Effect.Effect<void, EventBus.PublishFailed | Unavailable> =>
  Effect.contextWith((context: Context.Context<never>) => {
    const clock = Context.get(context, Clock.Clock)
    const startedAt = clock.currentTimeNanosUnsafe()
    return Effect.onExit(EventBus.publishAll(bus, entries), (exit) => {
      const endedAt = clock.currentTimeNanosUnsafe()
      for (const span of spans) span.end(endedAt, exit)
      if (Exit.isSuccess(exit)) {
        for (const { detailType } of entries) Telemetry.countPublished(context, detailType)
        Telemetry.publishDuration.updateUnsafe(Number(endedAt - startedAt) / 1e6, context)
      }
      return Effect.void
    })
  })

/**
 * Publishes a root event: what a command, an upload or a schedule starts a chain with. Its PRODUCER span continues the trace
 * that the envelope names, else the caller's span, else begins one. Answers the envelope as it was sent.
 */
export const root = (
  envelope: Envelope.Envelope
): Effect.Effect<
  Envelope.Envelope,
  EventBus.PublishFailed | Unavailable,
  EventBus.EventBus | ObjectStore.ObjectStore
> =>
  Effect.contextWith((context: Context.Context<EventBus.EventBus | ObjectStore.ObjectStore>) => {
    const bus = Context.get(context, EventBus.EventBus)
    const objects = Context.get(context, ObjectStore.ObjectStore)
    return Effect.flatMap(producerSpan(envelope, TraceContext.parse(envelope.traceparent)), (span) =>
      Effect.flatMapEager(
        ClaimCheck.offload({ ...envelope, traceparent: TraceContext.format(span) }, objects, bus.limits),
        (sent) => Effect.as(publishWithSpans(bus, [sent.entry], [span]), sent.envelope)
      )
    )
  })
