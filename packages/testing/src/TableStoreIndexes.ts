/** What a `TableStore` promises of its indexes. Table `conformance` must exist, with an index `byPlace`. */
import * as TableStore from "@millrace/core/TableStore"
import * as Effect from "effect/Effect"
import * as assert from "node:assert/strict"
import type { Case } from "./Conformance.ts"
import { all, key, put, rowOf, sortsOf } from "./TableStoreRows.ts"

/** The cases. `settled` is run before an index is read. */
export const indexes = (settled: Effect.Effect<void>): ReadonlyArray<Case<TableStore.TableStore>> => {
  const indexed = (sort: string, place: string, placePartition = "x") =>
    rowOf(sort, "1", "p", { byPlace: { partition: placePartition, sort: place } })
  const throughIndex = (partition: string, options: { readonly limit?: number; readonly descending?: boolean } = {}) =>
    Effect.andThen(settled, Effect.map(all({ ...options, index: "byPlace", partition }), sortsOf))
  return [
    {
      name: "an index answers in its own order, and only the rows that have a place in it",
      run: Effect.gen(function* () {
        const store = yield* TableStore.TableStore
        yield* store.write([
          put(indexed("a", "3")),
          put(indexed("b", "\u{10000}")),
          put(indexed("c", "\uffee")),
          put(indexed("d", "1", "y")),
          put(rowOf("e", "1"))
        ])
        assert.deepStrictEqual(yield* throughIndex("x"), ["a", "c", "b"])
        assert.deepStrictEqual(yield* throughIndex("x", { descending: true }), ["b", "c", "a"])
        assert.deepStrictEqual(yield* throughIndex("y"), ["d"])
      })
    },
    {
      name: "a query of an index for items or revisions answers those of the rows that it has",
      run: Effect.gen(function* () {
        const store = yield* TableStore.TableStore
        yield* store.write([
          put(indexed("a", "3")),
          put(indexed("b", "1")),
          put(indexed("c", "2")),
          put(indexed("d", "4"))
        ])
        yield* settled
        for (const range of [
          {},
          { until: "4" },
          { from: "2", until: "4" },
          { limit: 2 },
          { descending: true, limit: 1 }
        ]) {
          const asked = { index: "byPlace", partition: "x", ...range }
          const rows = yield* all(asked)
          const items = yield* all({ ...asked, only: "items" })
          const revisions = yield* all({ ...asked, only: "revisions" })
          assert.deepStrictEqual(
            items.map(({ body, revision, sort }) => [sort, body, revision]),
            rows.map(({ body, revision, sort }) => [sort, body, revision])
          )
          assert.deepStrictEqual(
            revisions.map(({ revision, sort }) => [sort, revision]),
            rows.map(({ revision, sort }) => [sort, revision])
          )
        }
      })
    },
    {
      name: "rows of one place in an index are all there, on whatever page",
      run: Effect.gen(function* () {
        const store = yield* TableStore.TableStore
        yield* store.write(["a", "b", "c", "d", "e"].map((sort) => put(indexed(sort, sort === "e" ? "2" : "1"))))
        for (const limit of [1, 2, 3, 10]) {
          assert.deepStrictEqual((yield* throughIndex("x", { limit })).toSorted(), ["a", "b", "c", "d", "e"])
          assert.deepStrictEqual((yield* throughIndex("x", { limit, descending: true })).toSorted(), [
            "a",
            "b",
            "c",
            "d",
            "e"
          ])
        }
      })
    },
    {
      name: "a row leaves its place in an index when it moves, loses it or is deleted",
      run: Effect.gen(function* () {
        const store = yield* TableStore.TableStore
        yield* store.write([put(indexed("a", "1")), put(indexed("b", "2")), put(indexed("c", "3"))])
        yield* store.write([
          put(indexed("a", "9")),
          put(rowOf("b", "1")),
          { _tag: "Delete", key: key("c"), condition: undefined }
        ])
        assert.deepStrictEqual(yield* throughIndex("x"), ["a"])
        const [row] = yield* all({ index: "byPlace", partition: "x" })
        assert.strictEqual(row?.indexes.byPlace?.sort, "9")
      })
    }
  ]
}
