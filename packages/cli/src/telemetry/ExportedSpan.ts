/**
 * A span of ours as the OpenTelemetry SDK has them, ids unchanged: events name their PRODUCER spans by them. Errors leave
 * as tags alone; what they quote stays here.
 */
import type { EndedSpan } from "@millrace/core/Tracing"
import type { AttributeValue, HrTime, SpanContext, SpanKind, SpanStatusCode } from "@opentelemetry/api"
import type { Resource } from "@opentelemetry/resources"
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base"
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"

// Numbers of the OpenTelemetry API's enumerations, which are part of its contract: SpanKind, SpanStatusCode, TraceFlags.
const kinds: Readonly<Record<EndedSpan["kind"], SpanKind>> = {
  internal: 0,
  server: 1,
  client: 2,
  producer: 3,
  consumer: 4
}
const unset: SpanStatusCode = 0
const failure: SpanStatusCode = 2
const sampled = 1

const time = (nanos: bigint): HrTime => [Number(nanos / 1_000_000_000n), Number(nanos % 1_000_000_000n)]

const attributeOf = (value: unknown): AttributeValue | undefined => {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value
  if (typeof value === "bigint") return String(value)
  return Array.isArray(value) && value.every((one): one is string => typeof one === "string") ? value : undefined
}

const tagOf = (error: unknown): string => {
  if (typeof error === "string") return /^[A-Za-z][A-Za-z0-9._-]{0,99}$/.test(error) ? error : "Error"
  if (typeof error === "object" && error !== null && "_tag" in error && typeof error._tag === "string")
    return error._tag
  return error instanceof Error ? error.name : "Error"
}

/** The span for an exporter. */
export const make = (span: EndedSpan, resource: Resource): ReadableSpan => {
  const context = (spanId: string, isRemote: boolean): SpanContext => ({
    traceId: span.traceId,
    spanId,
    traceFlags: sampled,
    isRemote
  })
  const own = context(span.spanId, false)
  const attributes: Record<string, AttributeValue> = {}
  for (const [name, value] of span.attributes) {
    const kept = attributeOf(value)
    if (kept !== undefined) attributes[name] = kept
  }
  const failed = Exit.isFailure(span.exit) && !Cause.hasInterruptsOnly(span.exit.cause)
  return {
    name: span.name,
    kind: kinds[span.kind],
    spanContext: () => own,
    ...(span.parentSpanId === undefined ? {} : { parentSpanContext: context(span.parentSpanId, span.localRoot) }),
    startTime: time(span.startTime),
    endTime: time(span.endTime),
    duration: time(span.endTime - span.startTime),
    status: failed ? { code: failure, message: tagOf(Cause.squash(span.exit.cause)) } : { code: unset },
    attributes,
    links: span.links.map(({ span: { spanId, traceId } }) => ({
      context: { traceId, spanId, traceFlags: sampled, isRemote: true }
    })),
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: "millrace" },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0
  }
}
