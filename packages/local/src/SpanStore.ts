/**
 * The spans of everything that ran in the data directory, for drawing traces with nothing installed. Spans are written when
 * their local root ends: a delivery's CONSUMER span ends before the delivery is completed, and is written in one transaction with
 * what completes it, so a delivery that counts has its spans, and no stored span lacks a parent that belongs to the same delivery.
 *
 * A span keeps its name, times, scalar attributes and links, and of an error its tag alone: messages may quote what a file
 * said.
 */
import type { EndedSpan } from "@millrace/core/Tracing"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Database from "./Database.ts"
import * as Sqlite from "./Sqlite.ts"

const Attributes = Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown))
const Links = Schema.fromJsonString(Schema.Array(Schema.Struct({ traceId: Schema.String, spanId: Schema.String })))
const decodeAttributes = Schema.decodeUnknownSync(Attributes)
const decodeLinks = Schema.decodeUnknownSync(Links)

/** A span as stored. Times in epoch nanoseconds. */
export interface StoredSpan {
  readonly traceId: string
  readonly spanId: string
  /** May name a span that is not here: of the caller who uploaded, for instance. */
  readonly parentSpanId: string | undefined
  readonly name: string
  /** `producer`, `consumer`, `internal`, `server` or `client`. */
  readonly kind: string
  readonly startTime: bigint
  readonly endTime: bigint
  readonly status: "ok" | "error" | "interrupted"
  /** Tag of the error, where there was one. */
  readonly error: string | undefined
  /** Scalars and lists of scalars. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly links: ReadonlyArray<{ readonly traceId: string; readonly spanId: string }>
}

/** The stored spans. */
export class SpanStore extends Context.Service<
  SpanStore,
  {
    /** Takes a span that has ended: what a tracer calls. Never throws. */
    readonly record: (span: EndedSpan) => void
    /** The spans of a trace in order of their start. */
    readonly byTrace: (traceId: string) => Effect.Effect<ReadonlyArray<StoredSpan>, Unavailable>
  }
>()("@millrace/local/SpanStore") {
  /** Spans kept in the database. */
  static readonly layer: Layer.Layer<SpanStore, never, Database.Database> = Layer.effect(
    SpanStore,
    Effect.map(Database.Database, (database) => make(database))
  )
}

/** Spans that wait for their local root; the oldest are given up where a root never ends. */
const waitingLimit = 20_000

/** Spans remembered at least after they were written, so that a child that outlives its root is written too. */
const rememberedLimit = 2048

const tagOf = (error: unknown): string => {
  if (typeof error === "string") return /^[A-Za-z][A-Za-z0-9._-]{0,99}$/.test(error) ? error : "Error"
  if (typeof error !== "object" || error === null) return "Error"
  if ("_tag" in error && typeof error._tag === "string") return error._tag
  return error instanceof Error ? error.name : "Error"
}

const outcomeOf = (exit: Exit.Exit<unknown, unknown>): Pick<StoredSpan, "status" | "error"> => {
  if (exit._tag === "Success") return { status: "ok", error: undefined }
  if (Cause.hasInterruptsOnly(exit.cause)) return { status: "interrupted", error: undefined }
  return { status: "error", error: tagOf(Cause.squash(exit.cause)) }
}

const isScalar = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))

const linksJson = (links: EndedSpan["links"]): string =>
  links.length === 0 ? "[]" : JSON.stringify(links.map(({ span: { spanId, traceId } }) => ({ traceId, spanId })))

const attributesJson = (attributes: ReadonlyMap<string, unknown>): string => {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of attributes) {
    if (isScalar(value) || (Array.isArray(value) && value.every(isScalar))) kept[name] = value
    else if (typeof value === "bigint") kept[name] = value.toString()
  }
  return JSON.stringify(kept)
}

const make = ({ join, statement, transactionSync, use }: Database.Database["Service"]): SpanStore["Service"] => {
  // Parent's id → ended children that wait for it.
  const waiting = new Map<string, Array<EndedSpan>>()
  let waitingCount = 0
  // Two generations: when the younger is full, the older is forgotten.
  let written = new Set<string>()
  let writtenBefore = new Set<string>()
  // What could not be written is written together with the next trace.
  let unwritten: Array<EndedSpan> = []

  const insert = (span: EndedSpan): void => {
    const { error, status } = outcomeOf(span.exit)
    statement("INSERT OR REPLACE INTO spans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").run(
      span.traceId,
      span.spanId,
      span.parentSpanId ?? null,
      span.name,
      span.kind,
      span.startTime,
      span.endTime,
      status,
      error ?? null,
      attributesJson(span.attributes),
      linksJson(span.links)
    )
  }

  const takeDescendants = (root: EndedSpan): Array<EndedSpan> => {
    const taken = [root]
    if (waitingCount === 0) return taken
    // Grows while it is walked.
    for (const span of taken) {
      const children = waiting.get(span.spanId)
      if (children === undefined) continue
      waiting.delete(span.spanId)
      waitingCount -= children.length
      taken.push(...children)
    }
    return taken
  }

  const write = (spans: ReadonlyArray<EndedSpan>): void => {
    try {
      const [only] = spans
      // One statement is a transaction of its own.
      if (spans.length === 1 && only !== undefined) insert(only)
      else transactionSync(() => spans.forEach(insert))
    } catch {
      unwritten = [...unwritten, ...spans].slice(-waitingLimit)
    }
  }

  const remember = (spans: ReadonlyArray<EndedSpan>): void => {
    if (written.size >= rememberedLimit) {
      writtenBefore = written
      written = new Set()
    }
    for (const { spanId } of spans) written.add(spanId)
  }

  const wait = (span: EndedSpan, parent: string): void => {
    const siblings = waiting.get(parent)
    if (siblings === undefined) waiting.set(parent, [span])
    else siblings.push(span)
    waitingCount++
    for (const [oldest, spans] of waiting) {
      if (waitingCount <= waitingLimit) break
      waiting.delete(oldest)
      waitingCount -= spans.length
    }
  }

  return SpanStore.of({
    record: (span) => {
      const { parentSpanId } = span
      const waits =
        !span.localRoot && parentSpanId !== undefined && !written.has(parentSpanId) && !writtenBefore.has(parentSpanId)
      if (waits) return wait(span, parentSpanId)
      const spans = [...unwritten, ...takeDescendants(span)]
      unwritten = []
      remember(spans)
      // What a delivery writes of its end follows its span.
      if (!span.localRoot || span.kind === "consumer") join(() => write(spans))
      else write(spans)
    },
    byTrace: (traceId) =>
      use("SpanStore.byTrace", () => {
        const select = statement("SELECT * FROM spans WHERE trace_id = ? ORDER BY started_at, ended_at DESC, span_id")
        select.setReadBigInts(true)
        return select.all(traceId).map(toSpan)
      })
  })
}

const nanoseconds = (value: unknown): bigint => {
  if (typeof value !== "bigint") throw new TypeError(`SQLite: a time column holds ${typeof value}`)
  return value
}

const statusOf = (value: unknown): StoredSpan["status"] => (value === "ok" || value === "interrupted" ? value : "error")

const toSpan = (row: Record<string, unknown>): StoredSpan => ({
  traceId: Sqlite.text(row["trace_id"]),
  spanId: Sqlite.text(row["span_id"]),
  parentSpanId: Sqlite.textOrNull(row["parent_span_id"]),
  name: Sqlite.text(row["name"]),
  kind: Sqlite.text(row["kind"]),
  startTime: nanoseconds(row["started_at"]),
  endTime: nanoseconds(row["ended_at"]),
  status: statusOf(row["status"]),
  error: Sqlite.textOrNull(row["error"]),
  attributes: decodeAttributes(Sqlite.text(row["attributes"])),
  links: decodeLinks(Sqlite.text(row["links"]))
})
