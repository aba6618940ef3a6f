/**
 * The table store on SQLite. Keys compare as UTF-8 bytes, which is how SQLite compares text; indexes never lag. Rows
 * past their time to live are absent from the instant on and are swept away a few at a time by later writes.
 */
import * as TableStore from "@millrace/core/TableStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Database from "./Database.ts"
import * as NameTable from "./NameTable.ts"
import * as Sqlite from "./Sqlite.ts"
import * as SqliteRow from "./SqliteRow.ts"

/** Longest key, UTF-8 bytes: what every backend must take. */
const maxKeyBytes = 1024

/** Rows that a batch writes in one transaction: few enough that other processes wait for milliseconds only. */
const batchRows = 5000

/** A sweep of expired rows comes after this many written rows, and takes at most so many. */
const sweepEvery = 4096
const sweepRows = 1000

const Cursor = Schema.fromJsonString(Schema.Array(Schema.String))
const decodeCursor = Schema.decodeUnknownSync(Cursor)

const byKey = (left: TableStore.Write, right: TableStore.Write): number => {
  const a = TableStore.keyOf(left)
  const b = TableStore.keyOf(right)
  return order(a.table, b.table) || order(a.partition, b.partition) || order(a.sort, b.sort)
}

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

const checkKey = ({ partition, sort, table }: TableStore.Key): void => {
  for (const key of [partition, sort]) {
    if (key.length * 3 > maxKeyBytes && Buffer.byteLength(key) > maxKeyBytes) {
      throw new TableStore.WriteInvalid(
        `${table}: a key is longer than ${maxKeyBytes} bytes, which not every backend can keep.`
      )
    }
  }
}

// SQL texts are constants where they can be: they are the keys of prepared statements.
const live = "(i.expires_at IS NULL OR i.expires_at >= ?)"
const selectByKey = `
  SELECT ${SqliteRow.whole.columns("known")} FROM items i WHERE i.tbl = ? AND i.partition = ? AND i.sort = ? AND ${live}
`

/** The statement of a query, whose values are: table, partition, index, from, until, cursor, now, limit. */
const writeQuery = ({ cursor, descending, from, index, only, until }: TableStore.Query): string => {
  const indexed = index !== undefined
  const alias = indexed ? "p" : "i"
  const conditions = [`${alias}.tbl = ?`, `${alias}.partition = ?`]
  if (indexed) conditions.push("p.idx = ?")
  if (from !== undefined) conditions.push(`${alias}.sort >= ?`)
  if (until !== undefined) conditions.push(`${alias}.sort < ?`)
  const order = indexed ? ["p.sort", "p.item_partition", "p.item_sort"] : ["i.sort"]
  const backwards = descending ?? false
  if (cursor !== undefined) {
    conditions.push(`(${order.join(", ")}) ${backwards ? "<" : ">"} (${order.map(() => "?").join(", ")})`)
  }
  const source = indexed
    ? // CROSS JOIN keeps SQLite on this order: the index first, its rows by key.
      "places p CROSS JOIN items i ON i.tbl = p.tbl AND i.partition = p.item_partition AND i.sort = p.item_sort"
    : "items i"
  return `
    SELECT ${SqliteRow.readingOf(only).columns(indexed ? "unknown" : "known")}${indexed ? ", p.sort" : ""} FROM ${source}
    WHERE ${conditions.join(" AND ")} AND ${live}
    ORDER BY ${order.map((column) => column + (backwards ? " DESC" : "")).join(", ")} LIMIT ?
  `
}

const queryTexts = new Map<number, string>()

/** As `writeQuery`, written once for each shape. */
const queryText = (query: TableStore.Query): string => {
  const shape =
    (query.index === undefined ? 0 : 1) |
    (query.from === undefined ? 0 : 2) |
    (query.until === undefined ? 0 : 4) |
    (query.cursor === undefined ? 0 : 8) |
    (query.descending === true ? 16 : 0) |
    (query.only === undefined ? 0 : query.only === "items" ? 32 : 64)
  let text = queryTexts.get(shape)
  if (text === undefined) queryTexts.set(shape, (text = writeQuery(query)))
  return text
}

/** What is known of the row in place when it is written over. */
interface InPlace {
  readonly revision: string
  readonly places: string | undefined
  readonly expiresAt: number | undefined
  /** Past its time to live: absent to everyone, still to be replaced. */
  readonly expired: boolean
}

/** Whether a row is written over by itself, which takes no write. */
const isAsInPlace = (row: TableStore.Row, places: string | null, old: InPlace): boolean =>
  row.revision === old.revision && row.expiresAt === old.expiresAt && places === (old.places ?? null)

const make = (database: Database.Database["Service"]): TableStore.TableStore["Service"] => {
  const { statement } = database
  const names = NameTable.make(database)
  let writtenSinceSweep = 0

  const inPlace = (tbl: number, key: TableStore.Key, now: number): InPlace | undefined => {
    const row = statement(
      "SELECT revision, places, expires_at FROM items WHERE tbl = ? AND partition = ? AND sort = ?"
    ).get(tbl, key.partition, key.sort)
    if (row === undefined) return undefined
    const expiresAt = Sqlite.integerOrNull(row["expires_at"])
    return {
      revision: Sqlite.text(row["revision"]),
      places: Sqlite.textOrNull(row["places"]),
      expiresAt,
      expired: expiresAt !== undefined && expiresAt < now
    }
  }

  const holds = (condition: TableStore.Condition, row: InPlace | undefined): boolean => {
    const present = row !== undefined && !row.expired
    switch (condition._tag) {
      case "Absent":
        return !present
      case "Present":
        return present
      case "Revision":
        return present && row.revision === condition.revision
    }
  }

  const addPlaces = (tbl: number, row: TableStore.Row): void => {
    for (const [index, place] of Object.entries(row.indexes)) {
      statement("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING").run(
        tbl,
        names.ensure(index),
        place.partition,
        place.sort,
        row.partition,
        row.sort
      )
    }
  }

  const removePlaces = (tbl: number, key: SqliteRow.Place, places: string | undefined): void => {
    for (const [index, place] of Object.entries(SqliteRow.toIndexes(places))) {
      statement(
        "DELETE FROM places WHERE tbl = ? AND idx = ? AND partition = ? AND sort = ? AND item_partition = ? AND item_sort = ?"
      ).run(tbl, names.ensure(index), place.partition, place.sort, key.partition, key.sort)
    }
  }

  const replace = (tbl: number, row: TableStore.Row, places: string | null, old: InPlace): void => {
    const moved = (old.places ?? null) !== places
    if (moved) removePlaces(tbl, row, old.places)
    statement(
      "UPDATE items SET body = ?, revision = ?, places = ?, expires_at = ? WHERE tbl = ? AND partition = ? AND sort = ?"
    ).run(row.body, row.revision, places, row.expiresAt ?? null, tbl, row.partition, row.sort)
    if (moved) addPlaces(tbl, row)
  }

  /** Inserts the row unless there is one. */
  const insert = (tbl: number, row: TableStore.Row, places: string | null): boolean =>
    statement("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING").run(
      tbl,
      row.partition,
      row.sort,
      row.body,
      row.revision,
      places,
      row.expiresAt ?? null
    ).changes === 1

  const put = (tbl: number, row: TableStore.Row, now: number): void => {
    const places = SqliteRow.encodePlaces(row.indexes)
    if (insert(tbl, row, places)) {
      if (places !== null) addPlaces(tbl, row)
      return
    }
    const old = inPlace(tbl, row, now)
    if (old !== undefined && !isAsInPlace(row, places, old)) replace(tbl, row, places, old)
  }

  const remove = (tbl: number, key: SqliteRow.Place): void => {
    const row = statement("DELETE FROM items WHERE tbl = ? AND partition = ? AND sort = ? RETURNING places").get(
      tbl,
      key.partition,
      key.sort
    )
    if (row !== undefined) removePlaces(tbl, key, Sqlite.textOrNull(row["places"]))
  }

  const applyAll = (writes: ReadonlyArray<TableStore.Write>, now: number): void => {
    for (const write of writes) {
      if (write._tag === "Put") put(names.ensure(write.row.table), write.row, now)
      else if (write._tag === "Delete") remove(names.ensure(write.key.table), write.key)
    }
  }

  /** Checks keys and gives names their numbers, both of which a transaction must not do. */
  const prepare = (write: TableStore.Write): void => {
    const key = TableStore.keyOf(write)
    checkKey(key)
    names.ensure(key.table)
    if (write._tag === "Put") for (const index of Object.keys(write.row.indexes)) names.ensure(index)
  }

  /**
   * The put of one row that is in no index, as one statement instead of a transaction: what the inbox does several times a
   * delivery. Answers false where it takes more than that, having done nothing.
   */
  const putAlone = (tbl: number, write: TableStore.Write, now: number): boolean => {
    if (write._tag !== "Put" || SqliteRow.encodePlaces(write.row.indexes) !== null) return false
    const { condition, row } = write
    if (condition === undefined || condition._tag === "Absent") return insert(tbl, row, null)
    if (condition._tag !== "Revision") return false
    const { changes } = statement(`
      UPDATE items SET body = ?, revision = ? WHERE tbl = ? AND partition = ? AND sort = ?
        AND revision = ? AND places IS NULL AND expires_at IS ? AND (expires_at IS NULL OR expires_at >= ?)
    `).run(row.body, row.revision, tbl, row.partition, row.sort, condition.revision, row.expiresAt ?? null, now)
    return changes === 1
  }

  const writeAll = (writes: ReadonlyArray<TableStore.Write>, now: number): TableStore.ConditionFailed | undefined => {
    for (const [position, { condition, ...one }] of writes.entries()) {
      if (condition === undefined) continue
      const key = one._tag === "Put" ? one.row : one.key
      if (!holds(condition, inPlace(names.ensure(key.table), key, now))) {
        return new TableStore.ConditionFailed({ table: key.table, position })
      }
    }
    applyAll(writes, now)
    return undefined
  }

  const write = (writes: ReadonlyArray<TableStore.Write>, now: number): TableStore.ConditionFailed | undefined => {
    TableStore.refuseInvalid(writes)
    for (const one of writes) prepare(one)
    const [only] = writes
    if (only === undefined) return undefined
    if (writes.length === 1) {
      if (putAlone(names.ensure(TableStore.keyOf(only).table), only, now)) return undefined
    }
    return database.transactionSync(() => writeAll(writes, now))
  }

  /** Writes in key order, as one transaction. Answers whether the check held. */
  const writeChecked = (
    { condition, key }: TableStore.Check,
    writes: ReadonlyArray<TableStore.Unconditional>,
    now: number
  ): boolean => {
    const tbl = names.ensure(key.table)
    for (const one of writes) prepare(one)
    const sorted = writes.toSorted(byKey)
    return database.transactionSync(() => {
      if (!holds(condition, inPlace(tbl, key, now))) return false
      applyAll(sorted, now)
      return true
    })
  }

  const sweep = (now: number): void => {
    const expired = statement("SELECT tbl, partition, sort FROM items WHERE expires_at < ? LIMIT ?").all(now, sweepRows)
    for (const row of expired) {
      remove(Sqlite.integer(row["tbl"]), { partition: Sqlite.text(row["partition"]), sort: Sqlite.text(row["sort"]) })
    }
  }

  /** Epoch seconds: rows whose `expiresAt` is below are past it. */
  const withNow = <A, E>(run: (now: number) => Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.clockWith((clock) => run(clock.currentTimeMillisUnsafe() / 1000))

  // A sweep that fails is made up for by a later one; the write it follows has happened.
  const sweepInTurn = (rows: number, now: number): Effect.Effect<void> => {
    writtenSinceSweep += rows
    if (writtenSinceSweep < sweepEvery) return Effect.void
    writtenSinceSweep = 0
    return Effect.ignore(database.transaction("TableStore.sweep", () => sweep(now)))
  }

  /** A page of at most `limit` rows from one row more than that. */
  const page = (
    found: ReadonlyArray<ReadonlyArray<unknown>>,
    limit: number,
    read: (columns: ReadonlyArray<unknown>) => TableStore.Row,
    cursorOf: (columns: ReadonlyArray<unknown>) => ReadonlyArray<unknown>
  ): TableStore.Page => {
    const rows = found.length > limit ? found.slice(0, limit) : found
    const last = rows.at(-1)
    return {
      rows: rows.map(read),
      cursor: last === undefined || found.length <= limit ? undefined : JSON.stringify(cursorOf(last))
    }
  }

  const query = (asked: TableStore.Query, limit: number, now: number): TableStore.Page => {
    const tbl = names.find(asked.table)
    const idx = asked.index === undefined ? undefined : names.find(asked.index)
    if (tbl === undefined || (asked.index !== undefined && idx === undefined)) return { rows: [], cursor: undefined }
    const values: Array<string | number> = [tbl, asked.partition]
    if (idx !== undefined) values.push(idx)
    if (asked.from !== undefined) values.push(asked.from)
    if (asked.until !== undefined) values.push(asked.until)
    if (asked.cursor !== undefined) values.push(...decodeCursor(asked.cursor))
    const found = Sqlite.arrays(statement(queryText(asked)), [...values, now, limit + 1])
    const { partition, sort } = SqliteRow.keyColumns
    const { toRow } = SqliteRow.readingOf(asked.only)
    const known = idx === undefined ? asked.partition : undefined
    return page(
      found,
      limit,
      (columns) => toRow(asked.table, known, columns),
      (columns) => (idx === undefined ? [columns[sort]] : [columns.at(-1), columns[partition], columns[sort]])
    )
  }

  const scan = (table: string, limit: number, cursor: string | undefined, now: number): TableStore.Page => {
    const tbl = names.find(table)
    if (tbl === undefined) return { rows: [], cursor: undefined }
    const after = cursor === undefined ? [] : decodeCursor(cursor)
    const text = `
      SELECT ${SqliteRow.whole.columns("unknown")} FROM items i WHERE i.tbl = ? ${cursor === undefined ? "" : "AND (i.partition, i.sort) > (?, ?)"} AND ${live}
      ORDER BY i.partition, i.sort LIMIT ?
    `
    const found = Sqlite.arrays(statement(text), [tbl, ...after, now, limit + 1])
    const { partition, sort } = SqliteRow.keyColumns
    return page(
      found,
      limit,
      (columns) => SqliteRow.whole.toRow(table, undefined, columns),
      (columns) => [columns[partition], columns[sort]]
    )
  }

  return TableStore.TableStore.of({
    get: (key) =>
      withNow((now) =>
        database.use("TableStore.get", () => {
          const tbl = names.find(key.table)
          if (tbl === undefined) return Option.none()
          const [row] = Sqlite.arrays(statement(selectByKey), [tbl, key.partition, key.sort, now])
          return row === undefined ? Option.none() : Option.some(SqliteRow.whole.toRow(key.table, key.partition, row))
        })
      ),
    query: (asked) =>
      withNow((now) => database.use("TableStore.query", () => query(asked, Math.max(1, asked.limit), now))),
    write: (writes) =>
      withNow((now) =>
        Effect.flatMap(
          database.use("TableStore.write", () => write(writes, now)),
          (failed): Effect.Effect<void, TableStore.ConditionFailed> =>
            failed === undefined ? sweepInTurn(writes.length, now) : Effect.fail(failed)
        )
      ),
    writeBatch: Effect.fnUntraced(function* (writes) {
      for (let start = 0; start < writes.length; start += batchRows) {
        // In key order neighbours are written together, so a transaction touches few pages.
        const chunk = writes.slice(start, start + batchRows).sort(byKey)
        yield* withNow((now) =>
          Effect.andThen(
            database.use("TableStore.writeBatch", () => {
              for (const one of chunk) prepare(one)
              database.transactionSync(() => applyAll(chunk, now))
            }),
            sweepInTurn(chunk.length, now)
          )
        )
        // A long batch lets timers and other fibers run between its transactions.
        if (start + batchRows < writes.length) yield* Effect.yieldNow
      }
    }),
    writeWhile: Effect.fnUntraced(function* (check, writes) {
      for (let start = 0; start < writes.length; start += batchRows) {
        const chunk = writes.slice(start, start + batchRows)
        yield* withNow((now) =>
          Effect.flatMap(
            database.use("TableStore.writeWhile", () => writeChecked(check, chunk, now)),
            (held): Effect.Effect<void, TableStore.ConditionFailed> =>
              held
                ? sweepInTurn(chunk.length, now)
                : Effect.fail(new TableStore.ConditionFailed({ table: check.key.table, position: 0 }))
          )
        )
        if (start + batchRows < writes.length) yield* Effect.yieldNow
      }
    }),
    scan: ({ cursor, limit, table }) =>
      withNow((now) => database.use("TableStore.scan", () => scan(table, Math.max(1, limit), cursor, now)))
  })
}

/** The table store kept in the database. */
export const layer: Layer.Layer<TableStore.TableStore, never, Database.Database> = Layer.effect(
  TableStore.TableStore,
  Effect.map(Database.Database, make)
)
