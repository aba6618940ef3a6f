/** How a row of the table store lies in SQLite, and what of it is read. */
import type * as TableStore from "@millrace/core/TableStore"
import * as Sqlite from "./Sqlite.ts"

/** A row's place in its table or in an index. */
export interface Place {
  readonly partition: string
  readonly sort: string
}

const inNone: TableStore.Row["indexes"] = {}

/** Places as `encodePlaces` wrote them: this store's own column, which nobody else writes. */
const decodePlaces = (places: string): Readonly<Record<string, readonly [string, string]>> => JSON.parse(places)

/** A row's places in indexes, as its column `places` holds them. */
export const encodePlaces = (indexes: TableStore.Row["indexes"]): string | null => {
  const encoded: Record<string, readonly [string, string]> = {}
  let any = false
  for (const index in indexes) {
    const place = indexes[index]
    if (place === undefined) continue
    encoded[index] = [place.partition, place.sort]
    any = true
  }
  return any ? JSON.stringify(encoded) : null
}

/** A row's places in indexes, from its column `places`. */
export const toIndexes = (places: string | undefined): Readonly<Record<string, Place>> => {
  if (places === undefined) return inNone
  const indexes: Record<string, Place> = {}
  for (const [index, [partition, sort]] of Object.entries(decodePlaces(places))) indexes[index] = { partition, sort }
  return indexes
}

/** Columns of a row that tell its key. */
export const keyColumns = { sort: 0, partition: 1 } as const

/** What is read of rows: columns of `items i`, and how they are a row. A partition that is known is not read. */
export interface Reading {
  readonly columns: (partition: "known" | "unknown") => string
  readonly toRow: (table: string, partition: string | undefined, columns: ReadonlyArray<unknown>) => TableStore.Row
}

const partitionColumn = (partition: "known" | "unknown"): string => (partition === "known" ? "NULL" : "i.partition")

/** Reads so many of a row's columns. What is not read is empty in the row; a query may have columns of its own after them. */
const reading = (count: 3 | 4 | 6): Reading => {
  const more = ["i.revision", "i.body", "i.places", "i.expires_at"].slice(0, count - 2).join(", ")
  return {
    columns: (partition) => `i.sort, ${partitionColumn(partition)}, ${more}`,
    toRow: (table, partition, columns) => ({
      table,
      partition: partition ?? Sqlite.text(columns[1]),
      sort: Sqlite.text(columns[0]),
      body: count > 3 ? Sqlite.text(columns[3]) : "",
      revision: Sqlite.text(columns[2]),
      indexes: count === 6 ? toIndexes(Sqlite.textOrNull(columns[4])) : inNone,
      expiresAt: count === 6 ? Sqlite.integerOrNull(columns[5]) : undefined
    })
  }
}

const revisions = reading(3)
const items = reading(4)

/** Everything that there is of a row. */
export const whole = reading(6)

/** What a query reads. */
export const readingOf = (only: TableStore.Query["only"]): Reading =>
  only === "revisions" ? revisions : only === "items" ? items : whole
