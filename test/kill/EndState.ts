/** Everything that a data directory holds when its work is done, apart from when it was done and by whom. */
import * as Bookkeeping from "@millrace/handlers/resources/Bookkeeping"
import * as Database from "@millrace/local/Database"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** Who holds what for how long, and how often anything was written, is no result. */
const bookkeeping = new Set(["inbox", ...Bookkeeping.names])

/** Members that tell the time of day or a trace, or hash what does. */
const incidental = new Set(["time", "receivedAt", "traceparent", "digest"])

const Row = Schema.Struct({ tbl: Schema.String, partition: Schema.String, sort: Schema.String, body: Schema.String })
const decodeRows = Schema.decodeUnknownSync(Schema.Array(Row))
const decodeInbox = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ state: Schema.String, attempts: Schema.Int }))
)
const decodeCount = Schema.decodeUnknownSync(Schema.Struct({ count: Schema.Int }))

export interface EndState {
  /** Rows of every table but the bookkeeping: key and content. */
  readonly tables: Readonly<Record<string, ReadonlyArray<string>>>
  /** Stored objects. A claim left twice is one object, whose earlier version nothing names. */
  readonly objects: ReadonlyArray<unknown>
  /** How many inbox records are in each state. */
  readonly inbox: Readonly<Record<string, number>>
  /** Events that are still on a queue, and their deliveries. */
  readonly queued: number
  /** Spans of a trace whose parent is not in it. */
  readonly orphans: ReadonlyArray<unknown>
  /** Names of producer and consumer spans, with the number of events that have such a span. */
  readonly traces: ReadonlyArray<unknown>
}

/** What the data directory holds, and the most attempts that any delivery took. */
export const read = Effect.gen(function* () {
  const { statement, use } = yield* Database.Database
  return yield* use("EndState.read", () => {
    const tables: Record<string, Array<string>> = {}
    const inbox: Record<string, number> = {}
    let mostAttempts = 0
    const rows = decodeRows(
      statement(`
        SELECT names.name AS tbl, partition, sort, body FROM items JOIN names ON names.id = items.tbl
        ORDER BY names.name, partition, sort
      `).all()
    )
    for (const { body, partition, sort, tbl } of rows) {
      if (tbl === "inbox") {
        const { attempts, state } = decodeInbox(body)
        inbox[state] = (inbox[state] ?? 0) + 1
        mostAttempts = Math.max(mostAttempts, attempts)
      }
      if (bookkeeping.has(tbl)) continue
      const content: unknown = JSON.parse(body, (name, value: unknown) => (incidental.has(name) ? undefined : value))
      const table = (tables[tbl] ??= [])
      table.push(`${partition} ${sort} ${JSON.stringify(content)}`)
    }
    const count = (sql: string): number => decodeCount(statement(sql).get()).count
    const state: EndState = {
      tables,
      objects: statement("SELECT bucket, key, etag FROM objects WHERE newest = 1 ORDER BY bucket, key").all(),
      inbox,
      queued: count("SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM deliveries) AS count"),
      orphans: statement(`
        SELECT name, kind, trace_id, span_id FROM spans AS child WHERE parent_span_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM spans WHERE trace_id = child.trace_id AND span_id = child.parent_span_id
        )
      `).all(),
      traces: statement(`
        SELECT name, count(DISTINCT json_extract(attributes, '$."cloudevents.event_id"')) AS events
        FROM spans WHERE kind IN ('producer', 'consumer') GROUP BY name ORDER BY name
      `).all()
    }
    return { state, mostAttempts }
  })
})
