/** What a `TableStore` promises of writes that go on while a check holds. Table `conformance` must exist. */
import * as TableStore from "@millrace/core/TableStore"
import * as Effect from "effect/Effect"
import * as assert from "node:assert/strict"
import type { Case } from "./Conformance.ts"
import { all, key, put, rowOf, sortsOf } from "./TableStoreRows.ts"

/** The cases. */
export const checked: ReadonlyArray<Case<TableStore.TableStore>> = [
  {
    name: "any number of rows are written while a check holds",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      const guard = rowOf("guard", "1", "g")
      yield* store.write([put(guard), put(rowOf("gone", "1"))])
      const sorts = Array.from({ length: 250 }, (_, at) => `s${String(at).padStart(3, "0")}`)
      yield* TableStore.writeWhile(
        store,
        { _tag: "Check", key: guard, condition: { _tag: "Revision", revision: guard.revision } },
        [...sorts.map((sort) => put(rowOf(sort, sort))), { _tag: "Delete", key: key("gone"), condition: undefined }]
      )
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), sorts)
      assert.strictEqual((yield* all({ partition: "g" }))[0]?.body, "1")
    })
  },
  {
    name: "nothing is written where the check does not hold",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* store.write([put(rowOf("guard", "1", "g")), put(rowOf("a", "1"))])
      for (const condition of [
        { _tag: "Absent" },
        { _tag: "Revision", revision: TableStore.revisionOf("2") }
      ] as const) {
        const failed = yield* Effect.flip(
          TableStore.writeWhile(store, { _tag: "Check", key: rowOf("guard", "1", "g"), condition }, [
            put(rowOf("b", "1")),
            { _tag: "Delete", key: key("a"), condition: undefined }
          ])
        )
        assert.strictEqual(failed._tag, "ConditionFailed")
        assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), ["a"])
      }
    })
  },
  {
    name: "a write that has a condition of its own keeps it beside the check",
    run: Effect.gen(function* () {
      const store = yield* TableStore.TableStore
      yield* store.write([put(rowOf("a", "1"))])
      const check = { _tag: "Check", key: key("guard"), condition: { _tag: "Absent" } } as const
      const failed = yield* Effect.flip(
        TableStore.writeWhile(store, check, [put(rowOf("b", "1")), put(rowOf("a", "2"), { _tag: "Absent" })])
      )
      assert.strictEqual(failed._tag, "ConditionFailed")
      assert.deepStrictEqual(sortsOf(yield* all({ partition: "p" })), ["a"])
      yield* TableStore.writeWhile(store, check, [put(rowOf("a", "2"), { _tag: "Present" })])
      assert.strictEqual((yield* all({ partition: "p" }))[0]?.body, "2")
    })
  }
]
