/**
 * The event store: every event, append-only. It is the audit trail and what replay reads. An event is stored once by its id,
 * whatever becomes of the deliveries that carry it, and is found by id, correlation, subject, type and time.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type * as Backends from "./Backends.ts"
import type * as Capability from "./Capability.ts"
import * as CollectionKey from "./CollectionKey.ts"
import * as Envelope from "./Envelope.ts"
import * as TableStore from "./TableStore.ts"
import * as Tenant from "./Tenant.ts"
import type { Unavailable } from "./Unavailable.ts"

/** Name of the table that holds events. */
export const table = "events"

const resource = { kind: "system", name: table } as const

/** Requirement of a program that appends to the event store. */
export interface Writes {
  readonly key: "EventStore.Writer"
}

/** Requirement of a program that reads the event store. */
export interface Reads {
  readonly key: "EventStore.Reader"
}

/** Appends events. There is no update and no delete. */
export interface Writer {
  /** Stores the envelope unless an event of its id is stored already; answers whether it was new. */
  readonly append: (envelope: Envelope.Envelope) => Effect.Effect<boolean, Unavailable>
}

/** What to look for. Without `correlationId`, `subject` and `type`, everything of the tenant in the time range. */
export interface Query {
  readonly correlationId?: string | undefined
  readonly subject?: string | undefined
  readonly type?: string | undefined
  /** RFC 3339, inclusive. */
  readonly from?: string | undefined
  /** RFC 3339, exclusive. */
  readonly until?: string | undefined
}

/** Reads the tenant's events. */
export interface Reader {
  readonly get: (id: string) => Effect.Effect<Option.Option<Envelope.Envelope>, Unavailable>
  /** In order of time; events of one correlation come after the events that caused them. */
  readonly query: (query: Query) => Effect.Effect<ReadonlyArray<Envelope.Envelope>, Unavailable>
}

/** Day of an RFC 3339 timestamp: the partition of the index by time. */
const dayOf = (time: string): string => time.slice(0, 10)

const rowKey = (tenantId: string, id: string): TableStore.Key => ({
  table,
  partition: CollectionKey.encode([tenantId, id]),
  sort: CollectionKey.encode([])
})

/** The row of an event: at its id, and in the indexes by correlation, subject, type and day. */
const rowOf = (envelope: Envelope.Envelope): TableStore.Row => {
  const tenant = envelope.tenantid
  const sort = CollectionKey.encode([envelope.time, envelope.id])
  const at = (value: string) => ({ partition: CollectionKey.encode([tenant, value]), sort })
  return TableStore.row(rowKey(tenant, envelope.id), Envelope.toJson(envelope), {
    indexes: {
      byCorrelation: at(envelope.correlationid),
      byType: at(envelope.type),
      byDay: at(dayOf(envelope.time)),
      ...(envelope.subject === undefined ? {} : { bySubject: at(envelope.subject) })
    }
  })
}

/** Names of the indexes, for infrastructure. */
export const indexes = ["byCorrelation", "byType", "byDay", "bySubject"] as const

const decode = (row: TableStore.Row): Effect.Effect<Envelope.Envelope> => Effect.orDie(Envelope.fromJson(row.body))

const readPages = Effect.fnUntraced(function* (
  page: (cursor: string | undefined) => Effect.Effect<TableStore.Page, Unavailable>
): Effect.fn.Return<Array<Envelope.Envelope>, Unavailable> {
  const found: Array<Envelope.Envelope> = []
  let cursor: string | undefined
  do {
    const next = yield* page(cursor)
    for (const row of next.rows) found.push(yield* decode(row))
    cursor = next.cursor
  } while (cursor !== undefined)
  return found
})

/** What the causal order looks at. */
export interface Ordered {
  readonly id: string
  /** RFC 3339 */
  readonly time: string
  readonly causationid?: string | undefined
}

/** Where an event is, and its place in the causal order. */
interface Place extends Ordered {
  readonly tenantid: string
}

/** Orders events by time, and behind their causes where times are equal or clocks disagreed. */
export const inCausalOrder = <E extends Ordered>(events: ReadonlyArray<E>): ReadonlyArray<E> => {
  const sorted = [...events].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1))
  const byId = new Map(sorted.map((event) => [event.id, event]))
  const placed = new Set<string>()
  const ordered: Array<E> = []
  for (const event of sorted) {
    const chain: Array<E> = []
    let at: E | undefined = event
    while (at !== undefined && !placed.has(at.id)) {
      placed.add(at.id)
      chain.push(at)
      at = at.causationid === undefined ? undefined : byId.get(at.causationid)
    }
    for (const link of chain.reverse()) ordered.push(link)
  }
  return ordered
}

/** Every day from `from` to `until`, at most ten years of them. */
const daysBetween = (from: string, until: string): ReadonlyArray<string> => {
  const days: Array<string> = []
  const last = Date.parse(`${dayOf(until)}T00:00:00Z`)
  for (let at = Date.parse(`${dayOf(from)}T00:00:00Z`); at <= last && days.length < 3660; at += 86_400_000) {
    days.push(dayOf(new Date(at).toISOString()))
  }
  return days
}

const makeWriter = ({ tables }: Backends.Backends): Writer => ({
  append: (envelope) =>
    tables.write([{ _tag: "Put", row: rowOf(envelope), condition: { _tag: "Absent" } }]).pipe(
      Effect.as(true),
      Effect.catchTag("ConditionFailed", () => Effect.succeed(false))
    )
})

const makeReader = ({ tables }: Backends.Backends): Reader => {
  const queryIndex = (tenant: string, index: (typeof indexes)[number], value: string, query: Query) =>
    readPages((cursor) =>
      tables.query({
        table,
        index,
        partition: CollectionKey.encode([tenant, value]),
        from: query.from,
        until: query.until,
        limit: 200,
        cursor
      })
    )
  return {
    get: (id) =>
      Effect.flatMap(Tenant.require(table), (tenant) =>
        Effect.flatMap(tables.get(rowKey(tenant, id)), (row) =>
          Option.isNone(row) ? Effect.succeedNone : Effect.asSome(decode(row.value))
        )
      ),
    query: Effect.fnUntraced(function* (query) {
      const tenant = yield* Tenant.require(table)
      const { correlationId, from, subject, type, until } = query
      let found: ReadonlyArray<Envelope.Envelope>
      if (correlationId !== undefined) found = yield* queryIndex(tenant, "byCorrelation", correlationId, query)
      else if (subject !== undefined) found = yield* queryIndex(tenant, "bySubject", subject, query)
      else if (type !== undefined) found = yield* queryIndex(tenant, "byType", type, query)
      else if (from !== undefined && until !== undefined) {
        const days = yield* Effect.forEach(daysBetween(from, until), (day) => queryIndex(tenant, "byDay", day, query))
        found = days.flat()
      } else {
        const all = yield* scanAll(tables)
        found = all.filter((event) => event.tenantid === tenant)
      }
      return inCausalOrder(
        found.filter(
          (event) =>
            (subject === undefined || event.subject === subject) &&
            (type === undefined || event.type === type) &&
            (from === undefined || event.time >= from) &&
            (until === undefined || event.time < until)
        )
      )
    })
  }
}

/** Capability to append to the event store. */
export const Writer: Capability.Capability<Writes, Writer> = Object.assign(
  Context.Service<Writes, Writer>("EventStore.Writer"),
  { grant: { resource, access: "write" } as const, fromBackends: makeWriter }
)

/** Capability to read the tenant's events. */
export const Reader: Capability.Capability<Reads, Reader> = Object.assign(
  Context.Service<Reads, Reader>("EventStore.Reader"),
  { grant: { resource, access: "read" } as const, fromBackends: makeReader }
)

/** Events fetched at once by `streamAll`. */
const streamedAtOnce = 200

/**
 * Every event of every tenant, in causal order: for operators' commands, never for handlers. Only ids and times are held in
 * memory, a few hundred bytes an event; the events themselves are read as they are wanted.
 */
export const streamAll = (
  tables: Backends.Backends["tables"],
  range: { readonly from?: string | undefined; readonly until?: string | undefined } = {}
): Stream.Stream<Envelope.Envelope, Unavailable> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const places: Array<Place> = []
      let cursor: string | undefined
      do {
        const page = yield* tables.scan({ table, limit: 500, cursor })
        for (const row of page.rows) {
          const { causationid, id, tenantid, time } = yield* decode(row)
          if (range.from !== undefined && time < range.from) continue
          if (range.until !== undefined && time >= range.until) continue
          places.push({ id, time, causationid, tenantid })
        }
        cursor = page.cursor
      } while (cursor !== undefined)
      return Stream.fromIterable(inCausalOrder(places)).pipe(
        Stream.grouped(streamedAtOnce),
        Stream.mapEffect((group) =>
          Effect.forEach(group, ({ id, tenantid }) => tables.get(rowKey(tenantid, id)), { concurrency: 16 })
        ),
        Stream.flatMap((rows) => Stream.fromIterable(rows.filter(Option.isSome))),
        Stream.mapEffect((row) => decode(row.value))
      )
    })
  )

/** Every event of every tenant in causal order, in one list. `streamAll` is for more events than fit into memory. */
export const scanAll = (
  tables: Backends.Backends["tables"]
): Effect.Effect<ReadonlyArray<Envelope.Envelope>, Unavailable> =>
  Effect.map(
    readPages((cursor) => tables.scan({ table, limit: 500, cursor })),
    inCausalOrder
  )
