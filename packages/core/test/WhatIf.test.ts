import * as TableStore from "../src/TableStore.ts"
import * as MemoryTableStore from "../src/MemoryTableStore.ts"
import * as WhatIf from "../src/WhatIf.ts"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const tenth = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 9 }))
const Step = Schema.Struct({
  what: Schema.Literals(["put", "put-absent", "delete", "get", "query", "index", "scan"]),
  at: tenth,
  value: tenth
})

const key = (at: number): TableStore.Key => ({ table: "t", partition: `p${at % 3}`, sort: `s${at}` })
const row = (at: number, value: number) =>
  TableStore.row(key(at), JSON.stringify({ value }), {
    indexes: { byValue: { partition: `v${value % 2}`, sort: String(value) } }
  })

const perform = (store: TableStore.TableStore["Service"], { at, value, what }: typeof Step.Type) => {
  switch (what) {
    case "put":
      return store.writeBatch([{ _tag: "Put", row: row(at, value), condition: undefined }])
    case "put-absent":
      return Effect.result(store.write([{ _tag: "Put", row: row(at, value), condition: { _tag: "Absent" } }]))
    case "delete":
      return store.write([{ _tag: "Delete", key: key(at), condition: undefined }])
    case "get":
      return store.get(key(at))
    case "query":
      return store.query({ table: "t", partition: `p${at % 3}`, limit: 3 })
    case "index":
      return store.query({ table: "t", index: "byValue", partition: `v${value % 2}`, limit: 20 })
    case "scan":
      return store.scan({ table: "t", limit: 20 })
  }
}

describe("WhatIf.overlay", () => {
  it.effect.prop(
    "answers as a copy of the whole store would, whatever is done, and leaves the store as it was",
    [Schema.Array(Schema.Struct({ at: tenth, value: tenth })), Schema.Array(Step)],
    ([first, steps]) =>
      Effect.gen(function* () {
        const base = MemoryTableStore.make()
        const copy = MemoryTableStore.make()
        for (const { at, value } of first) {
          for (const { store } of [base, copy]) {
            yield* store.writeBatch([{ _tag: "Put", row: row(at, value), condition: undefined }])
          }
        }
        const before = base.rows("t")
        const over = WhatIf.overlay(base.store)
        for (const step of steps) {
          assert.deepStrictEqual(yield* perform(over.tables, step), yield* perform(copy.store, step))
        }
        assert.deepStrictEqual(base.rows("t"), before)
        const after = new Map(copy.rows("t").map((one) => [one.sort, one.body]))
        const known = new Map(before.map((one) => [one.sort, one.body]))
        const changed = [...new Set([...after.keys(), ...known.keys()])].filter(
          (sort) => after.get(sort) !== known.get(sort)
        )
        assert.deepStrictEqual((yield* over.changes("t")).map((change) => change.key.sort).sort(), changed.sort())
      }),
    { arbitrary: { runs: 300, seed: 8 } }
  )
})
