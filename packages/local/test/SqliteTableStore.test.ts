import * as TableStore from "@millrace/core/TableStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as Database from "../src/Database.ts"
import * as SqliteTableStore from "../src/SqliteTableStore.ts"

const memory = Layer.fresh(
  SqliteTableStore.layer.pipe(Layer.provideMerge(Database.Database.layer({ dataDir: ":memory:" })))
)

const key = (sort: string, partition = "p", table = "t"): TableStore.Key => ({ table, partition, sort })
const put = (row: TableStore.Row, condition?: TableStore.Condition): TableStore.Write => ({
  _tag: "Put",
  row,
  condition
})
const putting = (row: TableStore.Row) => ({ _tag: "Put", row, condition: undefined }) as const
const absent: TableStore.Condition = { _tag: "Absent" }

/** A row as its fields say, whatever class it is read in. */
const plain = (row: TableStore.Row): TableStore.Row => ({
  ...TableStore.row(row, row.body, row),
  revision: row.revision
})

const everything = Effect.fnUntraced(function* (query: Omit<TableStore.Query, "cursor">) {
  const tables = yield* TableStore.TableStore
  const rows: Array<TableStore.Row> = []
  let cursor: string | undefined
  do {
    const page: TableStore.Page = yield* tables.query({ ...query, cursor })
    assert.isAtMost(page.rows.length, query.limit)
    rows.push(...page.rows.map(plain))
    cursor = page.cursor
  } while (cursor !== undefined)
  return rows
})

const bytesOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

// Letters, an emoji and U+FFFD: the last two order differently as UTF-16 and as UTF-8.
const KeyText = Schema.Literals(["", "a", "ab", "b", "é", "\u{1f600}", "\ufffd", "a\u001fb", "a b", "B"])

describe("SqliteTableStore", () => {
  it.effect("gives back a row as it was put, indexes and time to live included", () =>
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      const row = TableStore.row(key("s"), '{"a":"é\u{1f600}"}', {
        indexes: { byFile: { partition: "f", sort: "1" } },
        expiresAt: 99
      })
      yield* tables.write([put(row)])
      assert.deepStrictEqual(Option.map(yield* tables.get(key("s")), plain), Option.some(row))
      assert.deepStrictEqual(yield* tables.get(key("s", "p", "other")), Option.none())
    }).pipe(Effect.provide(memory))
  )

  it.effect("writes on conditions, and answers which one failed", () =>
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      const first = TableStore.row(key("s"), "1")
      const second = TableStore.row(key("s"), "2")
      yield* tables.write([put(first, absent)])
      const again = yield* Effect.flip(tables.write([put(second, absent)]))
      assert.deepStrictEqual(again, new TableStore.ConditionFailed({ table: "t", position: 0 }))
      yield* tables.write([put(second, { _tag: "Revision", revision: first.revision })])
      const stale = yield* Effect.flip(tables.write([put(first, { _tag: "Revision", revision: first.revision })]))
      assert.strictEqual(stale._tag, "ConditionFailed")
      const missing = yield* Effect.flip(tables.write([put(TableStore.row(key("x"), "1"), { _tag: "Present" })]))
      assert.strictEqual(missing._tag, "ConditionFailed")
      yield* tables.write([
        { _tag: "Delete", key: key("s"), condition: { _tag: "Revision", revision: second.revision } }
      ])
      assert.isTrue(Option.isNone(yield* tables.get(key("s"))))
      yield* tables.write([{ _tag: "Delete", key: key("s"), condition: undefined }])
    }).pipe(Effect.provide(memory))
  )

  it.effect("writes all or nothing", () =>
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      yield* tables.write([put(TableStore.row(key("taken"), "1"))])
      const failed = yield* Effect.flip(
        tables.write([
          put(TableStore.row(key("new"), "1")),
          { _tag: "Delete", key: key("taken"), condition: undefined },
          { _tag: "Check", key: key("missing"), condition: { _tag: "Present" } }
        ])
      )
      assert.deepStrictEqual(failed, new TableStore.ConditionFailed({ table: "t", position: 2 }))
      assert.isTrue(Option.isNone(yield* tables.get(key("new"))))
      assert.isTrue(Option.isSome(yield* tables.get(key("taken"))))
      yield* tables.write([
        put(TableStore.row(key("new"), "1")),
        { _tag: "Check", key: key("taken"), condition: { _tag: "Present" } }
      ])
      assert.isTrue(Option.isSome(yield* tables.get(key("new"))))
    }).pipe(Effect.provide(memory))
  )

  it.effect("refuses what no backend could keep, as a mistake of the program", () =>
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      const rows = Array.from({ length: 101 }, (_, at) => put(TableStore.row(key(String(at)), "1")))
      assert.isTrue(Exit.hasDies(yield* Effect.exit(tables.write(rows))))
      yield* tables.write(rows.slice(1))
      const twice = [put(TableStore.row(key("x"), "1")), put(TableStore.row(key("x"), "2"))]
      assert.isTrue(Exit.hasDies(yield* Effect.exit(tables.write(twice))))
      assert.isTrue(Exit.hasDies(yield* Effect.exit(tables.write([put(TableStore.row(key("é".repeat(513)), "1"))]))))
      yield* tables.write([put(TableStore.row(key("é".repeat(512)), "1"))])
    }).pipe(Effect.provide(memory))
  )

  it.effect("moves a row in its indexes, and takes it out of them", () =>
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      const at = (partition: string, sort: string, id: string, body = "1") =>
        put(TableStore.row(key(id), body, { indexes: { byFile: { partition, sort } } }))
      const bodies = (partition: string) =>
        Effect.map(everything({ table: "t", index: "byFile", partition, limit: 2 }), (rows) =>
          rows.map((row) => row.sort)
        )
      yield* tables.write([at("f", "2", "a"), at("f", "1", "b"), at("f", "1", "c"), at("g", "1", "d")])
      assert.deepStrictEqual(yield* bodies("f"), ["b", "c", "a"])
      yield* tables.write([at("g", "0", "b", "2")])
      assert.deepStrictEqual(yield* bodies("f"), ["c", "a"])
      assert.deepStrictEqual(yield* bodies("g"), ["b", "d"])
      yield* tables.write([put(TableStore.row(key("a"), "1"))])
      yield* tables.write([{ _tag: "Delete", key: key("c"), condition: undefined }])
      assert.deepStrictEqual(yield* bodies("f"), [])
    }).pipe(Effect.provide(memory))
  )

  it.effect("takes rows as absent from the instant on after which they expire", () =>
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      const mortal = TableStore.row(key("s"), "1", { indexes: { i: { partition: "p", sort: "s" } }, expiresAt: 60 })
      const alone = TableStore.row(key("alone"), "1", { expiresAt: 60 })
      yield* tables.write([put(mortal)])
      yield* tables.write([put(alone)])
      yield* TestClock.adjust("60 seconds")
      assert.isTrue(Option.isSome(yield* tables.get(key("s"))))
      yield* TestClock.adjust("1 millis")
      assert.isTrue(Option.isNone(yield* tables.get(key("s"))))
      assert.lengthOf((yield* tables.query({ table: "t", partition: "p", limit: 10 })).rows, 0)
      assert.lengthOf((yield* tables.query({ table: "t", index: "i", partition: "p", limit: 10 })).rows, 0)
      assert.lengthOf((yield* tables.scan({ table: "t", limit: 10 })).rows, 0)
      const stale = yield* Effect.flip(
        tables.write([
          put(TableStore.row(key("alone"), "2", { expiresAt: 60 }), { _tag: "Revision", revision: alone.revision })
        ])
      )
      assert.strictEqual(stale._tag, "ConditionFailed")
      yield* tables.write([put(TableStore.row(key("s"), "2"), absent)])
      assert.lengthOf((yield* tables.query({ table: "t", index: "i", partition: "p", limit: 10 })).rows, 0)
      assert.lengthOf((yield* tables.query({ table: "t", partition: "p", limit: 10 })).rows, 1)
    }).pipe(Effect.provide(memory))
  )

  it.effect("sweeps expired rows away", () =>
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      const { statement, use } = yield* Database.Database
      const rows = (from: number, count: number, expiresAt: number | undefined) =>
        Array.from({ length: count }, (_, at) =>
          putting(
            TableStore.row(key(String(from + at)), "1", { expiresAt, indexes: { i: { partition: "p", sort: "s" } } })
          )
        )
      const count = (table: string) => use("test", () => statement(`SELECT count(*) AS n FROM ${table}`).get()?.["n"])
      yield* tables.writeBatch(rows(0, 500, 60))
      yield* TestClock.adjust("61 seconds")
      yield* tables.writeBatch(rows(1000, 5000, undefined))
      assert.strictEqual(yield* count("items"), 5000)
      assert.strictEqual(yield* count("places"), 5000)
    }).pipe(Effect.provide(memory))
  )

  it.effect.prop(
    "answers ranges in byte order of keys, in pages of any size, both ways",
    [
      Schema.Array(Schema.Struct({ partition: Schema.Literals(["p", "q"]), sort: KeyText, place: KeyText })),
      Schema.Struct({
        from: Schema.optionalKey(KeyText),
        until: Schema.optionalKey(KeyText),
        descending: Schema.Boolean,
        limit: Schema.Literals([1, 2, 3, 50]),
        index: Schema.Boolean
      })
    ],
    ([items, { descending, from, index, limit, until }]) =>
      Effect.gen(function* () {
        const tables = yield* TableStore.TableStore
        const rows = new Map<string, TableStore.Row>()
        for (const { partition, place, sort } of items) {
          rows.set(
            JSON.stringify([partition, sort]),
            TableStore.row(key(sort, partition), place, { indexes: { i: { partition: "places", sort: place } } })
          )
        }
        yield* tables.writeBatch([...rows.values()].map(putting))
        const placeOf = (row: TableStore.Row): string => (index ? row.body : row.sort)
        const expected = [...rows.values()]
          .filter((row) => index || row.partition === "p")
          .filter(
            (row) =>
              (from === undefined || bytesOrder(placeOf(row), from) >= 0) &&
              (until === undefined || bytesOrder(placeOf(row), until) < 0)
          )
          .sort(
            (a, b) =>
              bytesOrder(placeOf(a), placeOf(b)) || bytesOrder(a.partition, b.partition) || bytesOrder(a.sort, b.sort)
          )
        if (descending) expected.reverse()
        const found = yield* everything({
          table: "t",
          index: index ? "i" : undefined,
          partition: index ? "places" : "p",
          from,
          until,
          descending,
          limit
        })
        assert.deepStrictEqual(found, expected)
      }).pipe(Effect.provide(memory)),
    { arbitrary: { runs: 150, seed: 11 } }
  )

  it.effect("scans a table of any size in pages, each row once", () =>
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      yield* tables.writeBatch(
        Array.from({ length: 2500 }, (_, at) => putting(TableStore.row(key(String(at), String(at % 7)), "1")))
      )
      yield* tables.write([put(TableStore.row(key("s", "p", "other"), "1"))])
      const seen = new Set<string>()
      let cursor: string | undefined
      do {
        const page: TableStore.Page = yield* tables.scan({ table: "t", limit: 400, cursor })
        for (const row of page.rows) seen.add(`${row.partition}/${row.sort}`)
        cursor = page.cursor
      } while (cursor !== undefined)
      assert.strictEqual(seen.size, 2500)
    }).pipe(Effect.provide(memory))
  )
})
