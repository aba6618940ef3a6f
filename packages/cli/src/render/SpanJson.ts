/** A span as JSON shows it. */
import type { StoredSpan } from "@millrace/local/SpanStore"

/** RFC 3339 with nanoseconds. */
const instant = (nanos: bigint): string => {
  const millis = new Date(Number(nanos / 1_000_000n)).toISOString()
  return `${millis.slice(0, -1)}${String(nanos % 1_000_000n).padStart(6, "0")}Z`
}

/** The shape that scripts rely on. */
export const of = (span: StoredSpan) => ({
  spanId: span.spanId,
  parentSpanId: span.parentSpanId ?? null,
  name: span.name,
  kind: span.kind,
  start: instant(span.startTime),
  durationMs: Number(span.endTime - span.startTime) / 1e6,
  status: span.status,
  error: span.error ?? null,
  attributes: span.attributes,
  links: span.links
})
