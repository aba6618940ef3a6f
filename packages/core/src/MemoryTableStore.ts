/**
 * A table store in memory: small, exact, and the same on every run. What tests and the simulator stand on, and the reading of
 * `TableStore` that other backends are compared with. Rows whose time is over are gone by the Clock, to the second.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TableStore from "./TableStore.ts"

/** A table store and a view behind it that no service has. */
export interface MemoryTableStore {
  readonly store: TableStore.TableStore["Service"]
  /** Names of the tables that ever held a row, in order of first use. */
  readonly tables: () => ReadonlyArray<string>
  /** Every row of a table in key order, those whose time is over included. */
  readonly rows: (table: string) => ReadonlyArray<TableStore.Row>
}

// UTF-16 puts surrogate pairs (above U+FFFF) below U+E000–U+FFFF; this swaps the two, so units order as code points do.
const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)

/** Orders two keys as their UTF-8 bytes do. Negative where `left` comes first. */
export const compareKeys = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at)
    const b = right.charCodeAt(at)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** A row's place in a table or index: sort key, then primary key for rows that share one in an index. */
type Place = readonly [sort: string, partition: string, primarySort: string]

const comparePlaces = (left: Place, right: Place): number =>
  compareKeys(left[0], right[0]) || compareKeys(left[1], right[1]) || compareKeys(left[2], right[2])

const cursorOf = (place: Place): string => JSON.stringify(place)

const placeOf = (cursor: string): Place => JSON.parse(cursor)

const holds = (condition: TableStore.Condition | undefined, row: TableStore.Row | undefined): boolean => {
  switch (condition?._tag) {
    case undefined:
      return true
    case "Absent":
      return row === undefined
    case "Present":
      return row !== undefined
    case "Revision":
      return row?.revision === condition.revision
  }
}

/** An empty table store. */
export const make = (): MemoryTableStore => {
  // Table → partition → sort key → row.
  const tables = new Map<string, Map<string, Map<string, TableStore.Row>>>()

  const at = ({ partition, sort, table }: TableStore.Key): TableStore.Row | undefined =>
    tables.get(table)?.get(partition)?.get(sort)

  const alive = (row: TableStore.Row | undefined, now: number): TableStore.Row | undefined =>
    row?.expiresAt !== undefined && row.expiresAt * 1000 <= now ? undefined : row

  const put = (row: TableStore.Row): void => {
    let partitions = tables.get(row.table)
    if (partitions === undefined) tables.set(row.table, (partitions = new Map()))
    let partition = partitions.get(row.partition)
    if (partition === undefined) partitions.set(row.partition, (partition = new Map()))
    partition.set(row.sort, row)
  }

  const apply = (write: TableStore.Write): void => {
    if (write._tag === "Put") put(write.row)
    else if (write._tag === "Delete") tables.get(write.key.table)?.get(write.key.partition)?.delete(write.key.sort)
  }

  const all = function* (table: string): Generator<TableStore.Row> {
    for (const partition of tables.get(table)?.values() ?? []) yield* partition.values()
  }

  const page = (
    found: Array<readonly [Place, TableStore.Row]>,
    options: { readonly limit: number; readonly cursor?: string | undefined; readonly descending?: boolean | undefined }
  ): TableStore.Page => {
    const sign = options.descending === true ? -1 : 1
    found.sort((left, right) => sign * comparePlaces(left[0], right[0]))
    const after = options.cursor === undefined ? undefined : placeOf(options.cursor)
    const rest = after === undefined ? found : found.filter(([place]) => sign * comparePlaces(place, after) > 0)
    const taken = rest.slice(0, options.limit)
    const last = taken.at(-1)
    return {
      rows: taken.map(([, row]) => row),
      cursor: last === undefined || taken.length === rest.length ? undefined : cursorOf(last[0])
    }
  }

  const store = TableStore.TableStore.of({
    get: (key) => Effect.map(Clock.currentTimeMillis, (now) => Option.fromUndefinedOr(alive(at(key), now))),
    query: (query) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const { from, index, partition, table, until } = query
        const found: Array<readonly [Place, TableStore.Row]> = []
        for (const row of index === undefined ? (tables.get(table)?.get(partition)?.values() ?? []) : all(table)) {
          const place = index === undefined ? row : row.indexes[index]
          if (place === undefined || place.partition !== partition || alive(row, now) === undefined) continue
          if (from !== undefined && compareKeys(place.sort, from) < 0) continue
          if (until !== undefined && compareKeys(place.sort, until) >= 0) continue
          found.push([[place.sort, row.partition, row.sort], row])
        }
        return page(found, query)
      }),
    write: (writes) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        TableStore.refuseInvalid(writes)
        for (const [position, write] of writes.entries()) {
          if (!holds(write.condition, alive(at(TableStore.keyOf(write)), now))) {
            return Effect.fail(new TableStore.ConditionFailed({ table: TableStore.keyOf(write).table, position }))
          }
        }
        for (const write of writes) apply(write)
        return Effect.void
      }),
    writeBatch: (writes) =>
      Effect.sync(() => {
        TableStore.refuseRepeated(writes)
        for (const write of writes) apply(write)
      }),
    scan: (options) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const found: Array<readonly [Place, TableStore.Row]> = []
        for (const row of all(options.table)) {
          if (alive(row, now) !== undefined) found.push([["", row.partition, row.sort], row])
        }
        return page(found, options)
      })
  })

  return {
    store,
    tables: () => [...tables.keys()],
    rows: (table) =>
      [...all(table)].sort(
        (left, right) => compareKeys(left.partition, right.partition) || compareKeys(left.sort, right.sort)
      )
  }
}

/** A table store in memory, empty at first. */
export const layer: Layer.Layer<TableStore.TableStore> = Layer.sync(TableStore.TableStore, () => make().store)
