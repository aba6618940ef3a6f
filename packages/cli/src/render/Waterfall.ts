/**
 * A trace as a waterfall: one line a span, children below their parents, bars on one time scale. What an event waited in its
 * queue is drawn before the span that ended the wait, and attempts stand one below the other with what was between them.
 */
import type { StoredSpan } from "@millrace/local/SpanStore"
import type * as Style from "./Style.ts"
import * as Table from "./Table.ts"

/** Characters of the time scale. */
const scale = 40

const millis = (nanos: bigint): number => Number(nanos) / 1e6

const duration = (of: number): string => (of < 1000 ? `${of.toFixed(1)} ms` : `${(of / 1000).toFixed(2)} s`)

/** A span in its place. */
export interface Placed {
  readonly span: StoredSpan
  readonly depth: number
  /** Milliseconds from when the span could have begun: its event was published, or its last attempt ended. */
  readonly waited: number
}

const attemptOf = (span: StoredSpan): number => {
  const attempt = span.attributes["millrace.attempt"]
  return typeof attempt === "number" ? attempt : 1
}

const sameDelivery = (left: StoredSpan, right: StoredSpan): boolean =>
  left.kind === "consumer" &&
  right.kind === "consumer" &&
  left.name === right.name &&
  left.attributes["messaging.message.id"] === right.attributes["messaging.message.id"] &&
  left.attributes["millrace.replay_id"] === right.attributes["millrace.replay_id"]

const later = (a: bigint, b: bigint): number => Math.max(0, millis(a - b))

/** Spans with their depth and wait, parents before their children, siblings by start. */
export const ordered = (spans: ReadonlyArray<StoredSpan>): ReadonlyArray<Placed> => {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const children = new Map<string | undefined, Array<StoredSpan>>()
  for (const span of spans) {
    const parent = span.parentSpanId !== undefined && byId.has(span.parentSpanId) ? span.parentSpanId : undefined
    const siblings = children.get(parent)
    if (siblings === undefined) children.set(parent, [span])
    else siblings.push(span)
  }
  const out: Array<Placed> = []
  const visit = (parent: string | undefined, depth: number): void => {
    const at = [...(children.get(parent) ?? [])].sort((a, b) =>
      a.startTime < b.startTime ? -1 : a.startTime > b.startTime ? 1 : 0
    )
    for (const [position, span] of at.entries()) {
      const before = at.slice(0, position).findLast((earlier) => sameDelivery(earlier, span))
      const cause = parent === undefined ? undefined : byId.get(parent)
      const from = before?.endTime ?? (cause?.kind === "producer" ? cause.endTime : undefined)
      const waits = span.kind === "consumer" && from !== undefined
      out.push({ span, depth, waited: waits ? later(span.startTime, from) : 0 })
      visit(span.spanId, depth + 1)
    }
  }
  visit(undefined, 0)
  return out
}

/** Where the time of a trace went, milliseconds. Consumers at work at once each count theirs. */
export interface Summary {
  readonly whole: number
  /** Time of each consumer: at work, in its queue, and between its attempts. */
  readonly consumers: ReadonlyArray<{
    readonly name: string
    readonly attempts: number
    readonly working: number
    readonly queued: number
    readonly retrying: number
  }>
  /** Time in which nothing of the trace ran. */
  readonly idle: number
}

/** Says where the time went. */
export const summary = (spans: ReadonlyArray<StoredSpan>): Summary => {
  const placed = ordered(spans)
  const consumers = new Map<
    string,
    { name: string; attempts: number; working: number; queued: number; retrying: number }
  >()
  for (const { span, waited } of placed) {
    if (span.kind !== "consumer") continue
    const name = span.name.replace(/^process /, "")
    const sum = consumers.get(name) ?? { name, attempts: 0, working: 0, queued: 0, retrying: 0 }
    sum.attempts++
    sum.working += millis(span.endTime - span.startTime)
    if (attemptOf(span) > 1) sum.retrying += waited
    else sum.queued += waited
    consumers.set(name, sum)
  }
  const byStart = [...spans].sort((a, b) => (a.startTime < b.startTime ? -1 : 1))
  const first = byStart[0]?.startTime ?? 0n
  let reached = first
  let idle = 0
  for (const { endTime, startTime } of byStart) {
    idle += later(startTime, reached)
    if (endTime > reached) reached = endTime
  }
  return {
    whole: millis(reached - first),
    consumers: [...consumers.values()].sort(
      (a, b) => b.working + b.queued + b.retrying - (a.working + a.queued + a.retrying)
    ),
    idle
  }
}

/** Lines of the waterfall, and below it where the time went. */
export const lines = (spans: ReadonlyArray<StoredSpan>, style: Style.Style): ReadonlyArray<string> => {
  const rows = ordered(spans)
  const first = rows[0]
  if (first === undefined) return []
  const from = rows.reduce((least, { span }) => (span.startTime < least ? span.startTime : least), first.span.startTime)
  const until = rows.reduce((most, { span }) => (span.endTime > most ? span.endTime : most), 0n)
  const whole = Math.max(millis(until - from), 0.001)
  const column = (at: number): number => Math.min(scale - 1, Math.max(0, Math.floor((at / whole) * scale)))
  const labels = rows.map(({ depth, span }) => {
    const attempt = attemptOf(span)
    const retried = attempt > 1 ? ` (attempt ${attempt})` : ""
    const replayed = span.attributes["millrace.replay_id"] === undefined ? "" : " (replay)"
    return `${"  ".repeat(depth)}${span.name}${retried}${replayed}`
  })
  const width = Math.max(...labels.map(Table.widthOf))
  const drawn = rows.map(({ span, waited }, at) => {
    const begin = millis(span.startTime - from)
    const start = column(begin)
    const wait = waited === 0 ? start : column(begin - waited)
    const length = Math.min(
      scale - start,
      Math.max(1, Math.round((millis(span.endTime - span.startTime) / whole) * scale))
    )
    const colour = span.status === "ok" ? (span.kind === "consumer" ? style.green : style.cyan) : style.red
    const bar = `${" ".repeat(wait)}${style.dim("·".repeat(start - wait))}${colour("━".repeat(length))}${" ".repeat(scale - start - length)}`
    const waiting = waited < 1 ? "" : style.dim(`  waited ${duration(waited)}`)
    const error = span.error === undefined ? "" : `  ${style.red(span.error)}`
    return `${(labels[at] ?? "").padEnd(width)}  ${bar}  ${duration(millis(span.endTime - span.startTime)).padStart(9)}${waiting}${error}`
  })
  const { consumers, idle, whole: total } = summary(spans)
  return [
    ...drawn,
    "",
    `${duration(total)} from first to last, ${duration(idle)} of it with nothing running`,
    ...Table.lines(
      [
        { title: "consumer" },
        { title: "attempts", align: "right" },
        { title: "working", align: "right" },
        { title: "in queue", align: "right" },
        { title: "between attempts", align: "right" }
      ],
      consumers.map(({ attempts, name, queued, retrying, working }) => [
        name,
        String(attempts),
        duration(working),
        duration(queued),
        duration(retrying)
      ]),
      style.dim
    )
  ]
}
