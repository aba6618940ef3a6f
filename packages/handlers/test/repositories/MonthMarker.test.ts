import * as TableStore from "@millrace/core/TableStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as Tenant from "@millrace/core/Tenant"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { MonthMarker } from "../../src/repositories/MonthMarker.ts"
import { MonthMarks } from "../../src/resources/MonthMarks.ts"
import * as InMemory from "./InMemory.ts"

const markerOn = (tables: TableStore.TableStore["Service"]) => {
  const backends = InMemory.backends(tables)
  const capabilities = InMemory.grant(backends, [MonthMarks.Reader, MonthMarks.Writer])
  const counts = Stream.runCollect(MonthMarks.Reader.fromBackends(backends).query({ accountId: "a" })).pipe(
    Effect.map((found) => found.map(({ item }) => [item.month, item.of, item.count]))
  )
  return Effect.map(Layer.build(MonthMarker.layer.pipe(Layer.provide(capabilities))), (built) => ({
    marker: Context.get(built, MonthMarker),
    counts
  }))
}

describe("MonthMarker", () => {
  it.effect("moves marks of many months, each its own", () =>
    Effect.gen(function* () {
      const { counts, marker } = yield* markerOn(MemoryTableStore.make().store)
      const months = Array.from(
        { length: 120 },
        (_, at) => `${2010 + Math.floor(at / 12)}-${String(1 + (at % 12)).padStart(2, "0")}`
      )
      yield* marker.move("a", months, "categories")
      yield* marker.move("a", ["2010-03"], "categories")
      yield* marker.move("a", ["2010-03"], "transfers")
      const moved = yield* counts
      assert.strictEqual(moved.length, months.length + 1)
      assert.deepStrictEqual(
        moved.filter(([month, , count]) => month === "2010-03" || count !== 1),
        [
          ["2010-03", "categories", 2],
          ["2010-03", "transfers", 1]
        ]
      )
    }).pipe(Tenant.provide("ada"))
  )

  it.effect("counts every move, those that meet too", () =>
    Effect.gen(function* () {
      const { store } = MemoryTableStore.make()
      const other = yield* markerOn(store)
      let meets = 3
      const { counts, marker } = yield* markerOn({
        ...store,
        // Another move comes between what is read of the marks and what is written.
        write: (writes) =>
          meets-- > 0
            ? Effect.andThen(Effect.orDie(other.marker.move("a", ["2026-01"], "categories")), store.write(writes))
            : store.write(writes)
      })
      yield* marker.move("a", ["2026-01", "2026-02"], "categories")
      assert.deepStrictEqual(yield* counts, [
        ["2026-01", "categories", 4],
        ["2026-02", "categories", 1]
      ])
    }).pipe(Tenant.provide("ada"))
  )

  it.effect("asks to be tried again where others never let it move a mark", () =>
    Effect.gen(function* () {
      const { store } = MemoryTableStore.make()
      const { marker } = yield* markerOn({
        ...store,
        write: () => Effect.fail(new TableStore.ConditionFailed({ table: "month-marks", position: 0 }))
      })
      const refused = yield* Effect.flip(marker.move("a", ["2026-01"], "categories"))
      assert.deepInclude(refused, { _tag: "Unavailable", reason: "throttled" })
    }).pipe(Tenant.provide("ada"))
  )
})
