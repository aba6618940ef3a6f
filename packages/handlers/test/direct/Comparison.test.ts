import * as DeadLetters from "@millrace/core/DeadLetters"
import * as TableStore from "@millrace/core/TableStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Comparison from "../../src/direct/Comparison.ts"
import * as Shadow from "../../src/direct/Shadow.ts"
import { fileProcessingShadow } from "../../src/FileProcessingModesProgram.ts"
import * as Modes from "./Modes.ts"

const compare = Effect.flatMap(TableStore.TableStore, Comparison.make)

const uploadAll = (count: number) =>
  Effect.forEach(
    Array.from({ length: count }, (_, at) => at),
    (at) => Modes.upload(`f${at}`, Modes.statement(at), `account-${at % 7}`)
  )

const firstRow = Effect.fnUntraced(function* (table: string) {
  const tables = yield* TableStore.TableStore
  const [row] = (yield* tables.scan({ table, limit: 1 })).rows
  return row ?? assert.fail(`${table} is empty`)
})

const count = Number(process.env["MILLRACE_SHADOW_FILES"] ?? "40")

describe("shadow mode", () => {
  it.live(
    `finds no difference between the two paths over ${count} statements`,
    () =>
      Effect.gen(function* () {
        yield* uploadAll(count)
        yield* Modes.upload("broken", "not a statement", "account-0")
        yield* Modes.quiesce
        assert.deepStrictEqual(yield* DeadLetters.DeadLetters.use(({ list }) => list), [])
        const found = yield* compare
        assert.deepStrictEqual(found.differences.slice(0, 3), [])
        assert.deepStrictEqual(found.files, {
          compared: count + 1,
          equal: count + 1,
          different: 0,
          onlyEvents: 0,
          onlyDirect: 0,
          unfinished: 0
        })
        assert.isAbove((yield* Modes.rows(Shadow.tableOf("transactions"))).length, count)
      }).pipe(Effect.provide(Modes.runtime(fileProcessingShadow))),
    600_000
  )

  it.live("finds every seeded fault, names the field and both values, and finds nothing else", () =>
    Effect.gen(function* () {
      yield* uploadAll(8)
      yield* Modes.quiesce
      const tables = yield* TableStore.TableStore
      const transaction = yield* firstRow(Shadow.tableOf("transactions"))
      const changed = JSON.parse(transaction.body)
      const assignment = yield* firstRow(Shadow.tableOf("assignments"))
      const lost = yield* firstRow(Shadow.tableOf("occurrences"))
      yield* tables.writeBatch([
        {
          _tag: "Put",
          row: TableStore.row(transaction, JSON.stringify({ ...changed, amount: "0.01" })),
          condition: undefined
        },
        {
          _tag: "Put",
          row: TableStore.row(assignment, JSON.stringify({ ...JSON.parse(assignment.body), category: "elsewhere" })),
          condition: undefined
        },
        { _tag: "Delete", key: lost, condition: undefined }
      ])
      const found = yield* compare
      assert.deepStrictEqual(
        found.differences.map(({ collection, field }) => `${collection} ${field}`),
        ["transactions amount", "occurrences (row)", "assignments category"]
      )
      const [amount, row, category] = found.differences
      assert.deepStrictEqual([amount?.events, amount?.direct], [changed.amount, "0.01"])
      assert.strictEqual(amount?.fileId, changed.fileId)
      assert.strictEqual(row?.direct, null)
      assert.strictEqual(category?.direct, "elsewhere")
      assert.strictEqual(found.files.compared, 8)
      const files = new Set(found.differences.map(({ fileId }) => fileId))
      assert.strictEqual(found.files.different, files.size)
      assert.isAbove(yield* Comparison.begin(tables), 0)
      assert.deepStrictEqual((yield* compare).differences, [])
    }).pipe(Effect.provide(Modes.runtime(fileProcessingShadow)))
  )
})
