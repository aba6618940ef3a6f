/**
 * A delivery's outbox: what the handler publishes is collected here, becomes envelopes with their PRODUCER spans when the
 * handler is done, is committed as bytes, and leaves only then.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Tracer from "effect/Tracer"
import * as ClaimCheck from "./ClaimCheck.ts"
import * as Envelope from "./Envelope.ts"
import type * as EventBus from "./EventBus.ts"
import type * as ObjectStore from "./ObjectStore.ts"
import * as Publish from "./Publish.ts"
import * as Publisher from "./Publisher.ts"
import * as TraceContext from "./TraceContext.ts"
import type { Unavailable } from "./Unavailable.ts"

/** An outbox that collects. */
export interface Collected {
  readonly envelopes: ReadonlyArray<Envelope.Envelope>
  /** Adds the right to publish events of a type into it. */
  readonly grant: (context: Context.Context<never>, type: string) => Context.Context<never>
}

/** Entries ready for the bus, each with its open PRODUCER span. */
export interface Prepared {
  readonly entries: ReadonlyArray<EventBus.Entry>
  readonly spans: ReadonlyArray<Tracer.Span>
}

// Contracts name few types, and every delivery grants them.
const keys = new Map<string, ReturnType<typeof Publisher.key>>()
const keyOf = (type: string): ReturnType<typeof Publisher.key> => {
  let key = keys.get(type)
  if (key === undefined) keys.set(type, (key = Publisher.key(type)))
  return key
}

/** An empty outbox for a delivery of `cause` to `consumer`. */
export const make = (cause: Envelope.Envelope, consumer: string): Collected => {
  const envelopes: Array<Envelope.Envelope> = []
  const outbox: Publisher.Outbox = {
    add: (entry) =>
      Clock.clockWith((clock) => {
        const now = clock.currentTimeMillisUnsafe()
        const id = Envelope.causedId({
          causationId: cause.id,
          consumer,
          type: entry.type,
          ordinal: envelopes.length,
          replayId: cause.replayid
        })
        const subject = entry.subject ?? cause.subject
        envelopes.push({
          specversion: "1.0",
          id,
          source: entry.source,
          type: entry.type,
          ...(subject === undefined ? {} : { subject }),
          time: new Date(now).toISOString(),
          datacontenttype: "application/json",
          dataschema: Envelope.dataSchema(entry.type, entry.version),
          data: entry.data,
          correlationid: cause.correlationid,
          causationid: cause.id,
          ...(cause.tracestate === undefined ? {} : { tracestate: cause.tracestate }),
          tenantid: cause.tenantid,
          attributes: entry.attributes
        })
        return Effect.succeed(id)
      })
  }
  return {
    envelopes,
    grant: (context, type) => Context.add(context, keyOf(type), outbox) as Context.Context<never>
  }
}

/** Opens a PRODUCER span for each event and makes the bytes that will leave. */
export const prepare = (
  outbox: Collected,
  parent: Tracer.Span,
  objects: ObjectStore.ObjectStore["Service"],
  limits: EventBus.Limits
): Effect.Effect<Prepared, Unavailable> =>
  Effect.suspend(() => {
    const entries: Array<EventBus.Entry> = []
    const spans: Array<Tracer.Span> = []
    const each = Effect.forEach(
      outbox.envelopes,
      (envelope) =>
        Effect.flatMap(Publish.producerSpan(envelope, parent), (span) =>
          Effect.mapEager(
            ClaimCheck.offload({ ...envelope, traceparent: TraceContext.format(span) }, objects, limits),
            ({ entry }) => {
              entries.push(entry)
              spans.push(span)
            }
          )
        ),
      { discard: true }
    )
    return Effect.as(each, { entries, spans })
  })

/** Entries that an earlier attempt committed, to the byte, with the PRODUCER spans that they name. */
export const reopen = Effect.fnUntraced(function* (
  outputs: ReadonlyArray<string>,
  parent: Tracer.Span
): Effect.fn.Return<Prepared> {
  const entries: Array<EventBus.Entry> = []
  const spans: Array<Tracer.Span> = []
  for (const detail of outputs) {
    const envelope = yield* Effect.orDie(Envelope.fromJson(detail))
    const named = TraceContext.parse(envelope.traceparent)
    entries.push({ id: envelope.id, source: envelope.source, detailType: envelope.type, detail })
    spans.push(yield* Publish.producerSpan(envelope, parent, named?.spanId))
  }
  return { entries, spans }
})
