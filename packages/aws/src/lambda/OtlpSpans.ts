/**
 * Spans on their way to a collector: OTLP's JSON encoding of what `Tracing` records. Spans keep their ids, those that an event
 * named before included, which is why they are not drawn by an exporter of their own.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
import type * as Tracing from "@millrace/core/Tracing"
import * as Exit from "effect/Exit"

type Value =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }

/** Attributes by name, of a span or a resource. */
export type Attributes = Readonly<Record<string, unknown>>

const valueOf = (value: unknown): Value => {
  switch (typeof value) {
    case "boolean":
      return { boolValue: value }
    case "number":
      return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
    case "string":
      return { stringValue: value }
    default:
      return { stringValue: JSON.stringify(value) ?? "" }
  }
}

const keyValues = (entries: Iterable<readonly [string, unknown]>) =>
  Array.from(entries, ([key, value]) => ({ key, value: valueOf(value) }))

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const

const encodeSpan = (span: Tracing.EndedSpan, rootAttributes: Attributes) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
  name: span.name,
  kind: kinds[span.kind],
  startTimeUnixNano: span.startTime.toString(),
  endTimeUnixNano: span.endTime.toString(),
  attributes: keyValues([...span.attributes, ...(span.localRoot ? Object.entries(rootAttributes) : [])]),
  links: span.links.map(({ attributes, span: to }) => ({
    traceId: to.traceId,
    spanId: to.spanId,
    attributes: keyValues(Object.entries(attributes))
  })),
  // By code alone: an error's message may quote what a file said.
  status: { code: Exit.isSuccess(span.exit) ? 1 : 2 }
})

/** Encodes one span. `rootAttributes` are added where the span is the first of its trace in this process. */
export const encode = (span: Tracing.EndedSpan, rootAttributes: Attributes): unknown => encodeSpan(span, rootAttributes)

/** The body of one export request. */
export const request = (spans: ReadonlyArray<unknown>, resource: Attributes): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: keyValues(Object.entries(resource)) },
        scopeSpans: [{ scope: { name: "millrace" }, spans }]
      }
    ]
  })
