/**
 * A trace as far as the event store knows it: the publishing of each event, at its instant. A stack's spans are with the
 * collector that its functions export to; what its events say is enough to see where the time went between them.
 */
import type * as Envelope from "@millrace/core/Envelope"
import * as TraceContext from "@millrace/core/TraceContext"
import type { StoredSpan } from "@millrace/local/SpanStore"

/** The spans of a trace that events name, in order of their start. */
export const of = (traceId: string, events: ReadonlyArray<Envelope.Envelope>): ReadonlyArray<StoredSpan> => {
  const spanIds = new Map(
    events.flatMap(({ id, traceparent }) => {
      const context = TraceContext.parse(traceparent)
      return context?.traceId === traceId ? [[id, context.spanId] as const] : []
    })
  )
  const spans = events.flatMap((event): ReadonlyArray<StoredSpan> => {
    const spanId = spanIds.get(event.id)
    if (spanId === undefined) return []
    const at = BigInt(Date.parse(event.time)) * 1_000_000n
    return [
      {
        traceId,
        spanId,
        parentSpanId: event.causationid === undefined ? undefined : spanIds.get(event.causationid),
        name: `publish ${event.type}`,
        kind: "producer",
        startTime: at,
        endTime: at,
        status: "ok",
        error: undefined,
        attributes: {
          "messaging.system": "millrace",
          "messaging.destination.name": event.type,
          "messaging.message.id": event.id,
          "messaging.message.conversation_id": event.correlationid
        },
        links: []
      }
    ]
  })
  return spans.toSorted((a, b) => (a.startTime < b.startTime ? -1 : a.startTime > b.startTime ? 1 : 0))
}
