/**
 * What a `TableStore` promises. Tables `conformance` and `other` must exist where a backend needs them beforehand, the first
 * with an index `byPlace`.
 */
import * as TableStore from "@millrace/core/TableStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import * as assert from "node:assert/strict"
import type { Case, Suite } from "./Conformance.ts"
import { checked } from "./TableStoreChecked.ts"
import { indexes } from "./TableStoreIndexes.ts"
import {
  absent,
  all,
  awkwardKeys,
  byBytes,
  key,
  present,
  put,
  putAll,
  revision,
  rowOf,
  sortsOf,
  table
} from "./TableStoreRows.ts"

/** What a backend may do without. `expiry`: rows disappear, by the Clock, when their time is over. */
export type Feature = "expiry"

/** A row as its fields say, whatever class a backend has it in. */
const plain = (row: Option.Option<TableStore.Row>): TableStore.Row | undefined =>
  Option.getOrUndefined(
    Option.map(row, (read) => ({
      table: read.table,
      partition: read.partition,
      sort: read.sort,
      body: read.body,
      revision: read.revision,
      indexes: read.indexes,
      expiresAt: read.expiresAt
    }))
  )

const single: ReadonlyArray<Case<TableStore.TableStore>> = [
  {
    name: "a row reads back as it was written, in every field",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const row = TableStore.row(key("s", "p\u001f"), '{"a":"ü\\n😀 \'\\""}', {
        indexes: { byPlace: { partition: "x", sort: "y" } },
        expiresAt: 4_000_000_000
      })
      yield* store.write([put(row)])
      assert.deepStrictEqual(plain(yield* store.get(row)), row)
      const bare = rowOf("bare", "")
      yield* store.write([put(bare)])
      assert.deepStrictEqual(plain(yield* store.get(bare)), bare)
    })
  },
  {
    name: "a row that is not there is none",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      assert.deepStrictEqual(yield* store.get(key("s")), Option.none())
      yield* store.write([put(rowOf("s", "1"))])
      yield* store.write([{ _tag: "Delete", key: key("s"), condition: undefined }])
      assert.deepStrictEqual(yield* store.get(key("s")), Option.none())
      yield* store.write([{ _tag: "Delete", key: key("s"), condition: undefined }])
    })
  },
  {
    name: "a put replaces the whole row, its places in indexes included",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* store.write([put(rowOf("s", "1", "p", { byPlace: { partition: "x", sort: "y" } }))])
      const second = rowOf("s", "2")
      yield* store.write([put(second)])
      assert.deepStrictEqual(plain(yield* store.get(second)), second)
    })
  },
  {
    name: "keys are told apart by every byte: case, normal form, table and partition",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* putAll(awkwardKeys.filter((sort) => sort !== ""))
      yield* Effect.forEach(
        awkwardKeys.filter((sort) => sort !== ""),
        (sort) =>
          Effect.map(store.get(key(sort)), (row) =>
            assert.strictEqual(Option.getOrUndefined(row)?.body, JSON.stringify(sort))
          )
      )
      yield* store.write([put(TableStore.row(key("a", "p", "other"), "other"))])
      assert.strictEqual(Option.getOrUndefined(yield* store.get(key("a")))?.body, '"a"')
      assert.deepStrictEqual(yield* store.get(key("a", "P")), Option.none())
      assert.deepStrictEqual(yield* all({ partition: "p\u001f" }), [])
    })
  },
  {
    name: "keys of 1,024 bytes and bodies of 300 KB are kept whole",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const row = TableStore.row(key("é".repeat(512), "p".repeat(1024)), "ü😀x".repeat(43_000))
      yield* store.write([put(row)])
      assert.deepStrictEqual(plain(yield* store.get(row)), row)
    })
  }
]

const conditional: ReadonlyArray<Case<TableStore.TableStore>> = [
  {
    name: "an Absent condition lets the first write win and refuses the second",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* store.write([put(rowOf("s", "1"), absent)])
      const failure = yield* Effect.flip(store.write([put(rowOf("s", "2"), absent)]))
      assert.strictEqual(failure._tag, "ConditionFailed")
      assert.strictEqual(Option.getOrUndefined(yield* store.get(key("s")))?.body, "1")
    })
  },
  {
    name: "a Revision condition refuses a write over what somebody else wrote meanwhile",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const first = rowOf("s", "1")
      yield* store.write([put(first)])
      yield* store.write([put(rowOf("s", "2"), revision(first))])
      const failure = yield* Effect.flip(store.write([put(rowOf("s", "3"), revision(first))]))
      assert.strictEqual(failure._tag, "ConditionFailed")
      assert.strictEqual(Option.getOrUndefined(yield* store.get(key("s")))?.body, "2")
      const missing = yield* Effect.flip(store.write([put(rowOf("gone", "1"), revision(first))]))
      assert.strictEqual(missing._tag, "ConditionFailed")
    })
  },
  {
    name: "a Present condition refuses to write a row that is not there",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      assert.strictEqual((yield* Effect.flip(store.write([put(rowOf("s", "1"), present)])))._tag, "ConditionFailed")
      assert.deepStrictEqual(yield* store.get(key("s")), Option.none())
      yield* store.write([put(rowOf("s", "1"))])
      yield* store.write([put(rowOf("s", "2"), present)])
      assert.strictEqual(Option.getOrUndefined(yield* store.get(key("s")))?.body, "2")
    })
  },
  {
    name: "a conditional delete leaves a row that has changed",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const first = rowOf("s", "1")
      const second = rowOf("s", "2")
      yield* store.write([put(first)])
      yield* store.write([put(second)])
      const remove = (condition: TableStore.Condition) => store.write([{ _tag: "Delete", key: key("s"), condition }])
      assert.strictEqual((yield* Effect.flip(remove(revision(first))))._tag, "ConditionFailed")
      assert.ok(Option.isSome(yield* store.get(key("s"))))
      yield* remove(revision(second))
      assert.strictEqual((yield* Effect.flip(remove(present)))._tag, "ConditionFailed")
    })
  },
  {
    name: "an atomic write that is refused writes nothing and names the first write refused",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* store.write([put(rowOf("b", "old")), put(rowOf("d", "old"))])
      const failure = yield* Effect.flip(
        store.write([
          put(rowOf("a", "new"), absent),
          { _tag: "Delete", key: key("d"), condition: undefined },
          put(rowOf("b", "new"), absent),
          put(rowOf("c", "new"), absent),
          { _tag: "Check", key: key("e"), condition: present }
        ])
      )
      if (failure._tag !== "ConditionFailed") return yield* failure
      assert.deepStrictEqual({ table: failure.table, position: failure.position }, { table, position: 2 })
      const rows = yield* all({ partition: "p" })
      assert.deepStrictEqual(
        rows.map(({ body, sort }) => [sort, body]),
        [
          ["b", "old"],
          ["d", "old"]
        ]
      )
    })
  },
  {
    name: "a check guards the rows written with it and writes nothing itself",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const guard = rowOf("guard", "1")
      const check: TableStore.Write = { _tag: "Check", key: guard, condition: revision(guard) }
      assert.strictEqual((yield* Effect.flip(store.write([check, put(rowOf("s", "1"))])))._tag, "ConditionFailed")
      yield* store.write([put(guard)])
      yield* store.write([check, put(rowOf("s", "1"))])
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), ["guard", "s"])
    })
  },
  {
    name: "100 rows of several tables and partitions are written together",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const rows = Array.from({ length: 100 }, (_, at) =>
        TableStore.row(key(`s${at}`, `p${at % 3}`, at % 2 === 0 ? table : "other"), `${at}`)
      )
      yield* store.write(rows.map((row) => put(row, absent)))
      for (const row of rows) assert.deepStrictEqual(plain(yield* store.get(row)), row)
    })
  },
  {
    name: "of concurrent writes on one condition exactly one happens",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const contend = Effect.fnUntraced(function* (condition: TableStore.Condition, round: number) {
        const results = yield* Effect.forEach(
          Array.from({ length: 10 }, (_, at) => rowOf("s", `${round}.${at}`)),
          (row) => Effect.as(store.write([put(row, condition)]), row).pipe(Effect.result),
          { concurrency: "unbounded" }
        )
        const winners = results.flatMap((result) => (result._tag === "Success" ? [result.success] : []))
        const [winner] = winners
        assert.strictEqual(winners.length, 1)
        assert.ok(winner !== undefined)
        assert.deepStrictEqual(plain(yield* store.get(key("s"))), winner)
        return winner
      })
      let last = yield* contend(absent, 0)
      for (let round = 1; round < 5; round++) last = yield* contend(revision(last), round)
    })
  }
]

const ranges: ReadonlyArray<Case<TableStore.TableStore>> = [
  {
    name: "a range query answers in the order of the keys' UTF-8 bytes",
    run: Effect.gen(function* () {
      const sorts = awkwardKeys.filter((sort) => sort !== "")
      yield* putAll(sorts)
      const expected = sorts.toSorted(byBytes)
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), expected)
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p", descending: true })), expected.toReversed())
    })
  },
  {
    name: "a range holds its lower bound and not its upper one",
    run: Effect.gen(function* () {
      const sorts = awkwardKeys.filter((sort) => sort !== "")
      yield* putAll(sorts)
      const ordered = sorts.toSorted(byBytes)
      for (const from of [undefined, "", "a", "a\u001f", "\u{10000}", "zz"]) {
        for (const until of [undefined, "a ", "a\u001f ", "é", "\u{1f600}"]) {
          const expected = ordered.filter(
            (sort) =>
              (from === undefined || byBytes(sort, from) >= 0) && (until === undefined || byBytes(sort, until) < 0)
          )
          assert.deepStrictEqual(sortsOf(yield* all({ partition: "p", from, until })), expected, `${from} to ${until}`)
          const backwards = yield* all({ partition: "p", from, until, descending: true })
          assert.deepStrictEqual(sortsOf(backwards), expected.toReversed(), `${from} to ${until}, descending`)
        }
      }
    })
  },
  {
    name: "pages of any length join to the whole, without a gap or a repeat",
    run: Effect.gen(function* () {
      const sorts = Array.from({ length: 11 }, (_, at) => `s${at}`).toSorted(byBytes)
      yield* putAll(sorts)
      yield* putAll(["x"], "p2")
      for (const limit of [1, 2, 3, 10, 11, 12]) {
        assert.deepStrictEqual(sortsOf(yield* all({ partition: "p", limit })), sorts)
        assert.deepStrictEqual(sortsOf(yield* all({ partition: "p", limit, descending: true })), sorts.toReversed())
        assert.deepStrictEqual(sortsOf(yield* all({ partition: "p", limit, from: "s1", until: "s2" })), ["s1", "s10"])
      }
    })
  },
  {
    name: "a cursor keeps its place when rows before and at it come and go",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* putAll(["b", "d", "f"])
      const first = yield* store.query({ table, partition: "p", limit: 2 })
      assert.deepStrictEqual(sortsOf(first.rows), ["b", "d"])
      yield* store.write([
        { _tag: "Delete", key: key("d"), condition: undefined },
        put(rowOf("a", "1")),
        put(rowOf("aa", "1")),
        put(rowOf("e", "1"))
      ])
      const rest = yield* store.query({ table, partition: "p", limit: 10, cursor: first.cursor })
      assert.deepStrictEqual(sortsOf(rest.rows), ["e", "f"])
    })
  },
  {
    name: "a query for items or revisions answers their keys, bodies and revisions as a query for rows does",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* store.write([
        put(rowOf("a", "1")),
        put(rowOf("b", "2", "p", { byPlace: { partition: "i", sort: "a" } })),
        put({ ...rowOf("c", "3"), expiresAt: 4_000_000_000 })
      ])
      yield* store.write([put(rowOf("d", JSON.stringify("x".repeat(400_000))))])
      for (const range of [{}, { from: "b" }, { from: "b", until: "d" }, { until: "c" }, { descending: true }]) {
        for (const limit of [1000, 2]) {
          const rows = yield* all({ partition: "p", ...range, limit })
          const items = yield* all({ partition: "p", ...range, limit, only: "items" })
          const revisions = yield* all({ partition: "p", ...range, limit, only: "revisions" })
          assert.deepStrictEqual(
            items.map(({ body, partition, revision, sort }) => ({ partition, sort, body, revision })),
            rows.map(({ body, partition, revision, sort }) => ({ partition, sort, body, revision }))
          )
          assert.deepStrictEqual(
            revisions.map(({ partition, revision, sort }) => ({ partition, sort, revision })),
            rows.map(({ partition, revision, sort }) => ({ partition, sort, revision }))
          )
        }
      }
    })
  },
  {
    name: "reads and queries see every write that was answered before",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      for (let at = 0; at < 5; at++) {
        yield* store.write([put(rowOf(`s${at}`, "1"))])
        assert.ok(Option.isSome(yield* store.get(key(`s${at}`))))
        assert.strictEqual((yield* all({ partition: "p" })).length, at + 1)
      }
      yield* store.write([{ _tag: "Delete", key: key("s3"), condition: undefined }])
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), ["s0", "s1", "s2", "s4"])
      yield* store.writeBatch([{ _tag: "Delete", key: key("s0"), condition: undefined }])
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), ["s1", "s2", "s4"])
    })
  },
  {
    name: "a batch puts and deletes any number of rows",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const sorts = Array.from({ length: 260 }, (_, at) => String(at).padStart(3, "0"))
      yield* putAll(sorts)
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), sorts)
      yield* store.writeBatch(
        sorts.slice(0, 259).map((sort) => ({ _tag: "Delete", key: key(sort), condition: undefined }))
      )
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), ["259"])
      yield* store.writeBatch([])
    })
  },
  {
    name: "a scan sees every row of the table once, and no other table's",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* Effect.forEach(["p1", "p2", "p3"], (partition) => putAll(["a", "b", "c"], partition))
      yield* store.write([put(TableStore.row(key("x", "p1", "other"), "1"))])
      const seen: Array<string> = []
      let cursor: string | undefined
      do {
        const page = yield* store.scan({ table, limit: 2, cursor })
        seen.push(...page.rows.map(({ partition, sort }) => `${partition}/${sort}`))
        cursor = page.cursor
      } while (cursor !== undefined && seen.length < 100)
      const expected = ["p1", "p2", "p3"].flatMap((partition) => ["a", "b", "c"].map((sort) => `${partition}/${sort}`))
      assert.deepStrictEqual(seen.toSorted(), expected)
    })
  }
]

const expiry: ReadonlyArray<Case<TableStore.TableStore, Feature>> = [
  {
    name: "a row disappears when its time is over, and a row without a time stays",
    feature: "expiry",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* store.write([put(TableStore.row(key("a"), "1", { expiresAt: 60 })), put(rowOf("b", "1"))])
      yield* TestClock.adjust("59 seconds")
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), ["a", "b"])
      yield* TestClock.adjust("2 seconds")
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), ["b"])
      assert.deepStrictEqual(yield* store.get(key("a")), Option.none())
    })
  }
]

/** The suite. `settled` is run before an index is read: for a backend whose indexes lag, it waits until they have caught up. */
export const make = (options?: { readonly settled?: Effect.Effect<void> }): Suite<TableStore.TableStore, Feature> => ({
  name: "TableStore",
  cases: [...single, ...conditional, ...checked, ...ranges, ...indexes(options?.settled ?? Effect.void), ...expiry]
})
