import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as TableStore from "@millrace/core/TableStore"

const key = (sort: string): TableStore.Key => ({ table: "t", partition: "p", sort })
const put = (sort: string, body = "{}"): TableStore.Write => ({
  _tag: "Put",
  row: TableStore.row(key(sort), body),
  condition: undefined
})

describe("MemoryTableStore", () => {
  it.effect("orders keys as UTF-8 bytes, where UTF-16 would not", () =>
    Effect.gen(function* () {
      const { store } = MemoryTableStore.make()
      const sorts = ["a", "\u{1f600}", "\uff5e", "\u00e9", "ab", "\ud7ff", "\ue000"]
      yield* store.write(sorts.map((sort) => put(sort)))
      const { rows } = yield* store.query({ table: "t", partition: "p", limit: 100 })
      const bytes = (text: string) => Buffer.from(text)
      assert.deepStrictEqual(
        rows.map(({ sort }) => sort),
        [...sorts].sort((left, right) => Buffer.compare(bytes(left), bytes(right)))
      )
    })
  )

  it.effect("forgets a row when its time is over, also for conditions", () =>
    Effect.gen(function* () {
      const { store } = MemoryTableStore.make()
      const row = TableStore.row(key("a"), "{}", { expiresAt: 60 })
      yield* store.write([{ _tag: "Put", row, condition: { _tag: "Absent" } }])
      yield* TestClock.adjust("59 seconds")
      assert.isTrue(Option.isSome(yield* store.get(key("a"))))
      yield* TestClock.adjust("1 second")
      assert.isTrue(Option.isNone(yield* store.get(key("a"))))
      yield* store.write([{ _tag: "Put", row: TableStore.row(key("a"), "[]"), condition: { _tag: "Absent" } }])
    })
  )
})
