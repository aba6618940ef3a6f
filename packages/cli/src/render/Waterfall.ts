/** A trace as a waterfall: one line a span, children below their parents, bars on one time scale. */
import type { StoredSpan } from "@millrace/local/SpanStore"
import type * as Style from "./Style.ts"
import * as Table from "./Table.ts"

/** Characters of the time scale. */
const scale = 40

const millis = (nanos: bigint): number => Number(nanos) / 1e6

const duration = (of: number): string => (of < 1000 ? `${of.toFixed(1)} ms` : `${(of / 1000).toFixed(2)} s`)

/** Spans with their depth, parents before their children, siblings by start. */
export const ordered = (
  spans: ReadonlyArray<StoredSpan>
): ReadonlyArray<{ readonly span: StoredSpan; readonly depth: number }> => {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const children = new Map<string | undefined, Array<StoredSpan>>()
  for (const span of spans) {
    const parent = span.parentSpanId !== undefined && ids.has(span.parentSpanId) ? span.parentSpanId : undefined
    children.set(parent, [...(children.get(parent) ?? []), span])
  }
  const out: Array<{ span: StoredSpan; depth: number }> = []
  const visit = (parent: string | undefined, depth: number) => {
    const at = [...(children.get(parent) ?? [])].sort((a, b) =>
      a.startTime < b.startTime ? -1 : a.startTime > b.startTime ? 1 : 0
    )
    for (const span of at) {
      out.push({ span, depth })
      visit(span.spanId, depth + 1)
    }
  }
  visit(undefined, 0)
  return out
}

/** Lines of the waterfall. */
export const lines = (spans: ReadonlyArray<StoredSpan>, style: Style.Style): ReadonlyArray<string> => {
  const rows = ordered(spans)
  if (rows.length === 0) return []
  const from = rows.reduce(
    (least, { span }) => (span.startTime < least ? span.startTime : least),
    rows[0]?.span.startTime ?? 0n
  )
  const until = rows.reduce((most, { span }) => (span.endTime > most ? span.endTime : most), 0n)
  const whole = Math.max(millis(until - from), 0.001)
  const labels = rows.map(({ depth, span }) => {
    const attempt = span.attributes["millrace.attempt"]
    return `${"  ".repeat(depth)}${span.name}${typeof attempt === "number" && attempt > 1 ? ` (attempt ${attempt})` : ""}`
  })
  const width = Math.max(...labels.map(Table.widthOf))
  return rows.map(({ span }, at) => {
    const start = Math.min(scale - 1, Math.floor((millis(span.startTime - from) / whole) * scale))
    const length = Math.min(
      scale - start,
      Math.max(1, Math.round((millis(span.endTime - span.startTime) / whole) * scale))
    )
    const bar = `${" ".repeat(start)}${"━".repeat(length)}${" ".repeat(scale - start - length)}`
    const colour = span.status === "ok" ? (span.kind === "consumer" ? style.green : style.cyan) : style.red
    const error = span.error === undefined ? "" : `  ${style.red(span.error)}`
    return `${(labels[at] ?? "").padEnd(width)}  ${colour(bar)}  ${duration(millis(span.endTime - span.startTime)).padStart(9)}${error}`
  })
}
