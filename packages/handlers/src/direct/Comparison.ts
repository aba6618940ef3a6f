/**
 * Where the events and the shadow processor disagree: every stored row of one path beside the row of the other, field by
 * field. A row belongs to a file, and counts where both paths are done with that file; what belongs to an account as a whole
 * counts where both are done with all files of the account.
 */
import * as CollectionKey from "@millrace/core/CollectionKey"
import type * as TableStore from "@millrace/core/TableStore"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Shadow from "./Shadow.ts"

/** One field in which the paths disagree. `null` stands for what is not there. */
export interface Difference {
  readonly tenantId: string
  /** The file; null for what belongs to an account as a whole. */
  readonly fileId: string | null
  readonly collection: string
  /** The row's key in its collection, without the tenant. */
  readonly row: string
  /** Dotted path of the field; `(row)` where one path has no such row. */
  readonly field: string
  readonly events: unknown
  readonly direct: unknown
}

/** What a comparison found. */
export interface Comparison {
  readonly files: {
    /** Both paths are done with them. */
    readonly compared: number
    readonly equal: number
    readonly different: number
    /** Known to one path alone: from before shadow mode, or not reached by the other path yet. */
    readonly onlyEvents: number
    readonly onlyDirect: number
    /** Known to both, and one is still at work. */
    readonly unfinished: number
  }
  readonly differences: ReadonlyArray<Difference>
}

/** Collections whose rows are compared. Whose turn it is at an account is no result. */
export const collections = [
  "files",
  "rejections",
  "accounts",
  "statements",
  "transactions",
  "occurrences",
  "assignments",
  "analytics"
] as const

/** When a path heard of a file is its own affair. */
const ignored: ReadonlySet<string> = new Set(["files/receivedAt"])

const finished: ReadonlySet<unknown> = new Set(["processed", "rejected", "deleted"])

interface Row {
  readonly tenantId: string
  readonly key: string
  readonly fields: Readonly<Record<string, unknown>>
}

type Rows = ReadonlyMap<string, Row>

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)))

// How `CollectionKey.encode` ends a segment.
const separator = "\u001f"

const segments = (key: string): ReadonlyArray<string> => key.split(separator).slice(0, -1)

const rowsOf = Effect.fnUntraced(function* (
  tables: TableStore.TableStore["Service"],
  table: string
): Effect.fn.Return<Rows, Unavailable> {
  const rows = new Map<string, Row>()
  let cursor: string | undefined
  do {
    const page = yield* tables.scan({ table, limit: 500, cursor })
    for (const { body, partition, sort } of page.rows) {
      rows.set(partition + sort, {
        tenantId: CollectionKey.tenantOf(partition),
        key: [...segments(partition).slice(1), ...segments(sort)].join("/"),
        fields: yield* Effect.orDie(decode(body))
      })
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return rows
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/** Calls `differ` for every path at which two JSON values are not the same. */
const eachDifference = (
  events: unknown,
  direct: unknown,
  path: string,
  differ: (path: string, events: unknown, direct: unknown) => void
): void => {
  if (Object.is(events, direct)) return
  if (!isObject(events) || !isObject(direct) || Array.isArray(events) !== Array.isArray(direct)) {
    differ(path, events ?? null, direct ?? null)
    return
  }
  for (const name of new Set([...Object.keys(events), ...Object.keys(direct)])) {
    eachDifference(events[name], direct[name], path === "" ? name : `${path}.${name}`, differ)
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

const accountsOf = ({ fields }: Row): ReadonlyArray<string> => {
  const { touched } = fields
  if (!Array.isArray(touched)) return []
  return touched.flatMap((months: unknown) => (isObject(months) ? (textOf(months["accountId"]) ?? []) : []))
}

const named = (tenantId: string, id: string): string => JSON.stringify([tenantId, id])

/** Compares what the two paths have stored. Read it when both are at rest: what is under way is left out, file by file. */
export const make = Effect.fnUntraced(function* (
  tables: TableStore.TableStore["Service"]
): Effect.fn.Return<Comparison, Unavailable> {
  const shadow = Shadow.tables(tables)
  const stored = new Map<string, { readonly events: Rows; readonly direct: Rows }>()
  for (const collection of collections) {
    stored.set(collection, {
      events: yield* rowsOf(tables, collection),
      direct: yield* rowsOf(shadow, collection)
    })
  }
  const of = (collection: (typeof collections)[number]) =>
    stored.get(collection) ?? { events: new Map<string, Row>(), direct: new Map<string, Row>() }

  const files = of("files")
  const counts = { onlyEvents: 0, onlyDirect: 0, unfinished: 0 }
  const compared = new Set<string>()
  const openAccounts = new Set<string>()
  for (const key of new Set([...files.events.keys(), ...files.direct.keys()])) {
    const events = files.events.get(key)
    const direct = files.direct.get(key)
    const either = events ?? direct
    if (either === undefined) continue
    const sides = [events, direct].flatMap((side) => side ?? [])
    // A file refused before it was anyone's to read never reaches the shadow.
    if (direct === undefined && events?.fields["status"] === "rejected") continue
    const settled = sides.length === 2 && sides.every(({ fields }) => finished.has(fields["status"]))
    if (settled && events?.fields["sequencer"] === direct?.fields["sequencer"]) {
      compared.add(named(either.tenantId, either.key))
      continue
    }
    if (events === undefined) counts.onlyDirect++
    else if (direct === undefined) counts.onlyEvents++
    else counts.unfinished++
    for (const side of sides) for (const account of accountsOf(side)) openAccounts.add(named(either.tenantId, account))
  }

  const fileOf = new Map<string, string>()
  for (const rows of Object.values(of("transactions"))) {
    for (const { fields, tenantId } of rows.values()) {
      const [id, fileId] = [textOf(fields["id"]), textOf(fields["fileId"])]
      if (id !== undefined && fileId !== undefined) fileOf.set(named(tenantId, id), fileId)
    }
  }

  const ownerOf = (row: Row): string | null =>
    textOf(row.fields["fileId"]) ?? fileOf.get(named(row.tenantId, textOf(row.fields["transactionId"]) ?? "")) ?? null

  const counted = (row: Row, fileId: string | null): boolean =>
    fileId === null
      ? !openAccounts.has(named(row.tenantId, textOf(row.fields["accountId"]) ?? ""))
      : compared.has(named(row.tenantId, fileId))

  const differences: Array<Difference> = []
  for (const collection of collections) {
    const { direct, events } = of(collection)
    for (const key of [...new Set([...events.keys(), ...direct.keys()])].sort()) {
      const left = events.get(key)
      const right = direct.get(key)
      const row = left ?? right
      if (row === undefined) continue
      const fileId = ownerOf(row)
      if (!counted(row, fileId)) continue
      const add = (field: string, eventsValue: unknown, directValue: unknown): void => {
        if (ignored.has(`${collection}/${field}`)) return
        const { tenantId } = row
        differences.push({
          tenantId,
          fileId,
          collection,
          row: row.key,
          field,
          events: eventsValue,
          direct: directValue
        })
      }
      if (left === undefined || right === undefined) add("(row)", left?.fields ?? null, right?.fields ?? null)
      else eachDifference(left.fields, right.fields, "", add)
    }
  }
  const different = new Set(
    differences.flatMap(({ fileId, tenantId }) => (fileId === null ? [] : named(tenantId, fileId)))
  )
  return {
    files: {
      compared: compared.size,
      equal: compared.size - different.size,
      different: different.size,
      ...counts
    },
    differences
  }
})

/**
 * Makes the shadow what the events have now, so that a comparison can begin in a deployment that has data. Neither path may
 * be at work meanwhile. Answers how many rows were copied.
 */
export const begin = Effect.fnUntraced(function* (
  tables: TableStore.TableStore["Service"]
): Effect.fn.Return<number, Unavailable> {
  const shadow = Shadow.tables(tables)
  let copied = 0
  for (const table of collections) {
    let cursor: string | undefined
    do {
      const page: TableStore.Page = yield* shadow.scan({ table, limit: 500, cursor })
      yield* shadow.writeBatch(
        page.rows.map(({ partition, sort }) => ({
          _tag: "Delete",
          key: { table, partition, sort },
          condition: undefined
        }))
      )
      cursor = page.cursor
    } while (cursor !== undefined)
    do {
      const page: TableStore.Page = yield* tables.scan({ table, limit: 500, cursor })
      yield* shadow.writeBatch(page.rows.map((row) => ({ _tag: "Put", row, condition: undefined })))
      copied += page.rows.length
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return copied
})
