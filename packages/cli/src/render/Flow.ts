/** The live flow of events: a line for each that is published or handled. */
import type { EndedSpan } from "@millrace/core/Tracing"
import type * as Style from "./Style.ts"

const text = (span: EndedSpan, name: string): string => {
  const value = span.attributes.get(name)
  return typeof value === "string" || typeof value === "number" ? String(value) : ""
}

/** The line of a span; nothing for spans inside handlers. */
export const line = (span: EndedSpan, style: Style.Style): string | undefined => {
  const type = text(span, "cloudevents.event_type")
  const at = new Date(Number(span.startTime / 1_000_000n)).toISOString().slice(11, 23)
  if (span.kind === "producer") return `${style.dim(at)} ${style.cyan("→")} ${type}`
  if (span.kind !== "consumer") return undefined
  const took = `${(Number(span.endTime - span.startTime) / 1e6).toFixed(1)} ms`
  const consumer = text(span, "messaging.consumer.group.name")
  const attempt = text(span, "millrace.attempt")
  const again = attempt === "" || attempt === "1" ? "" : ` attempt ${attempt}`
  const error = text(span, "error.type")
  switch (text(span, "millrace.outcome")) {
    case "ack":
      return `${style.dim(at)} ${style.green("✓")} ${consumer} ← ${type}${again} ${style.dim(took)}`
    case "dead":
      return `${style.dim(at)} ${style.red(`✗ ${consumer} ← ${type}${again} is dead: ${error}`)} ${style.dim(took)}`
    default:
      return `${style.dim(at)} ${style.yellow(`↻ ${consumer} ← ${type}${again} will be tried again: ${error}`)} ${style.dim(took)}`
  }
}
