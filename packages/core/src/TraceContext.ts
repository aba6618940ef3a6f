/**
 * W3C Trace Context, version 00: how a trace crosses from one event to the next.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
import * as Tracer from "effect/Tracer"

const header = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

// Ids of nothing but zeros are none.
const noTrace = "0".repeat(32)
const noSpan = "0".repeat(16)

/** The remote parent that a `traceparent` names; `undefined` for one that the standard says to ignore. */
export const parse = (traceparent: string | undefined): Tracer.ExternalSpan | undefined => {
  const match = traceparent === undefined ? null : header.exec(traceparent)
  if (match === null) return undefined
  const [, version, traceId = "", spanId = "", flags = "00", rest] = match
  if (version === "ff" || (version === "00" && rest !== undefined)) return undefined
  if (traceId === noTrace || spanId === noSpan) return undefined
  return Tracer.externalSpan({ traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 })
}

/** The `traceparent` of a span. */
export const format = (span: {
  readonly traceId: string
  readonly spanId: string
  readonly sampled: boolean
}): string => `00-${span.traceId}-${span.spanId}-${span.sampled ? "01" : "00"}`
