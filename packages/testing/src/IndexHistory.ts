/**
 * A table store that remembers what its indexes held a while ago, so that a read through an index can be answered as of then.
 * DynamoDB's global secondary indexes lag like that; reads by key and by range never do.
 */
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import type * as TableStore from "@millrace/core/TableStore"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

interface Change {
  readonly at: number
  readonly key: TableStore.Key
  readonly before: TableStore.Row | undefined
}

/** A store and its past. */
export interface IndexHistory {
  readonly store: TableStore.TableStore["Service"]
  /** Answers a query as of so many milliseconds ago. */
  readonly staleQuery: (query: TableStore.Query, byMillis: number) => Effect.Effect<TableStore.Page, Unavailable>
}

const keyOf = (write: TableStore.Write): TableStore.Key => (write._tag === "Put" ? write.row : write.key)

const isIndexed = (row: TableStore.Row | undefined): boolean => row !== undefined && Object.keys(row.indexes).length > 0

/** Remembers the writes to `memory`, by the instants that `now` tells. */
export const make = (memory: MemoryTableStore.MemoryTableStore, now: () => number): IndexHistory => {
  const { store } = memory
  const changes: Array<Change> = []

  /** Only rows that are in an index, or were, are worth remembering. */
  const remembering = <E>(
    writes: ReadonlyArray<TableStore.Write>,
    write: Effect.Effect<void, E>
  ): Effect.Effect<void, E | Unavailable> =>
    Effect.flatMap(
      Effect.forEach(writes, (one) => Effect.map(store.get(keyOf(one)), Option.getOrUndefined)),
      (rows) =>
        Effect.map(write, () => {
          for (const [position, one] of writes.entries()) {
            const before = rows[position]
            const after = one._tag === "Put" ? one.row : undefined
            if (one._tag !== "Check" && (isIndexed(before) || isIndexed(after))) {
              const { partition, sort, table } = keyOf(one)
              changes.push({ at: now(), key: { table, partition, sort }, before })
            }
          }
        })
    )

  return {
    store: {
      ...store,
      write: (writes) => remembering(writes, store.write(writes)),
      writeBatch: (writes) => remembering(writes, store.writeBatch(writes))
    },
    staleQuery: (query, byMillis) =>
      Effect.suspend(() => {
        const past = MemoryTableStore.make()
        const since = now() - byMillis
        const nameOf = ({ partition, sort }: TableStore.Key): string => JSON.stringify([partition, sort])
        const rows = new Map(memory.rows(query.table).map((row) => [nameOf(row), row]))
        for (const { at, before, key } of changes.toReversed()) {
          if (at <= since) break
          if (key.table !== query.table) continue
          if (before === undefined) rows.delete(nameOf(key))
          else rows.set(nameOf(key), before)
        }
        return Effect.andThen(
          past.store.writeBatch([...rows.values()].map((row) => ({ _tag: "Put", row, condition: undefined }))),
          past.store.query(query)
        )
      })
  }
}
