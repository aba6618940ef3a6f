/** What no peer does on demand: throttled batches, races, answers that are lost. */
import { assert, describe, it } from "@effect/vitest"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as AwsNames from "../src/AwsNames.ts"
import * as DynamoTableStore from "../src/DynamoTableStore.ts"
import * as Scripted from "./peers/Scripted.ts"

const key = (sort: string): TableStore.Key => ({ table: "t", partition: "p", sort })

const put = (sort: string, condition?: TableStore.Condition, body = "1"): TableStore.Write => ({
  _tag: "Put",
  row: TableStore.row(key(sort), body),
  condition
})

const storeOf = ({ settings }: Scripted.Scripted, attempts = 7) =>
  DynamoTableStore.layer({ settings: { ...settings, attempts }, names: AwsNames.prefixed("x-") }).pipe(
    Layer.provideMerge(MemoryObjectStore.layer)
  )

const write = (...writes: ReadonlyArray<TableStore.Write>) => TableStore.TableStore.use((store) => store.write(writes))

const conditionFailed = (writer: string) =>
  Scripted.error(400, "ConditionalCheckFailedException", { Item: { writer: { S: writer } } })

describe("DynamoTableStore", () => {
  it.live("rows that a batch leaves unprocessed are sent again, alone, until all are taken", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(({ body }) => {
        const items: ReadonlyArray<unknown> = JSON.parse(body).RequestItems["x-t"]
        const left = items.slice(10)
        return Scripted.json(200, { UnprocessedItems: left.length === 0 ? {} : { "x-t": left } })
      })
      const rows = Array.from({ length: 25 }, (_, at) => ({
        _tag: "Put" as const,
        row: TableStore.row(key(`${at}`), "1"),
        condition: undefined
      }))
      yield* TableStore.TableStore.use((store) => store.writeBatch(rows)).pipe(Effect.provide(storeOf(server)))
      assert.deepStrictEqual(
        server.requests.map(({ body }) => JSON.parse(body).RequestItems["x-t"].length),
        [25, 15, 5]
      )
    })
  )

  it.live("rows that are never taken fail the batch", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(({ body }) =>
        Scripted.json(200, { UnprocessedItems: JSON.parse(body).RequestItems })
      )
      const row = { _tag: "Put" as const, row: TableStore.row(key("s"), "1"), condition: undefined }
      const error = yield* TableStore.TableStore.use((store) => Effect.flip(store.writeBatch([row]))).pipe(
        Effect.provide(storeOf(server, 3))
      )
      assert.strictEqual(error.reason, "throttled")
      assert.strictEqual(server.requests.length, 3)
    })
  )

  it.live("a conditional write whose answer was lost is known again by its writer", () =>
    Effect.gen(function* () {
      let writer = ""
      const server = yield* Scripted.start(({ body }, at) => {
        if (at > 0) return conditionFailed(writer)
        writer = JSON.parse(body).Item.writer.S
        return "reset"
      })
      yield* write(put("s", { _tag: "Absent" })).pipe(Effect.provide(storeOf(server)))
      assert.strictEqual(server.requests.length, 2)
    })
  )

  it.live("where another has written since, nobody claims that the write did or did not happen", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start((_, at) => (at > 0 ? conditionFailed("another") : "reset"))
      const error = yield* Effect.flip(write(put("s", { _tag: "Absent" }))).pipe(Effect.provide(storeOf(server)))
      assert.strictEqual(error._tag, "Unavailable")
    })
  )

  it.live("a throttled write that then meets its condition has not happened", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start((_, at) =>
        at > 0 ? conditionFailed("another") : Scripted.error(400, "ProvisionedThroughputExceededException")
      )
      const error = yield* Effect.flip(write(put("s", { _tag: "Absent" }))).pipe(Effect.provide(storeOf(server)))
      assert.strictEqual(error._tag, "ConditionFailed")
    })
  )

  it.live("an atomic write that raced another is asked again with its token; a condition names its position", () =>
    Effect.gen(function* () {
      const cancelled = (...codes: ReadonlyArray<string>) =>
        Scripted.error(400, "TransactionCanceledException", {
          Message: "cancelled",
          CancellationReasons: codes.map((Code) => ({ Code }))
        })
      const server = yield* Scripted.start((_, at) =>
        at < 2 ? cancelled("None", "TransactionConflict") : cancelled("None", "ConditionalCheckFailed")
      )
      const error = yield* Effect.flip(write(put("a"), put("b", { _tag: "Absent" }))).pipe(
        Effect.provide(storeOf(server))
      )
      assert.ok(error._tag === "ConditionFailed" && error.position === 1 && error.table === "t")
      const tokens = new Set(server.requests.map(({ body }) => JSON.parse(body).ClientRequestToken))
      assert.deepStrictEqual([server.requests.length, tokens.size], [3, 1])
    })
  )

  it.live("a row above 400 KB leaves its body in the object store and reads back whole", () =>
    Effect.gen(function* () {
      let item: unknown
      const server = yield* Scripted.start(({ body, operation }) => {
        if (operation !== "PutItem") return Scripted.json(200, { Item: item })
        item = JSON.parse(body).Item
        return Scripted.json(200, {})
      })
      const row = TableStore.row(key("s"), "ü😀x".repeat(100_000))
      yield* Effect.gen(function* () {
        yield* write({ _tag: "Put", row, condition: undefined })
        assert.ok((server.requests[0]?.body.length ?? 0) < 1000)
        const store = yield* TableStore.TableStore
        assert.deepStrictEqual(yield* store.get(row), Option.some(row))
        const objects = yield* ObjectStore.ObjectStore
        yield* objects.delete({ bucket: "claims", key: `rows/${row.revision}` })
        const error = yield* Effect.flip(store.get(row))
        assert.match(error.message, /long row's body is not there/)
      }).pipe(Effect.provide(storeOf(server)))
    })
  )

  it.live("an atomic write above DynamoDB's 4 MB is made to fit", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(() => Scripted.json(200, {}))
      const body = "x".repeat(100_000)
      const rows = Array.from({ length: 60 }, (_, at) => put(`${at}`, undefined, `${at}${body}`))
      yield* write(...rows).pipe(Effect.provide(storeOf(server)))
      assert.ok((server.requests[0]?.body.length ?? Number.POSITIVE_INFINITY) < 4_000_000)
    })
  )
})
