import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as Tenant from "@millrace/core/Tenant"
import * as Decimal from "@millrace/statements/Decimal"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Transaction } from "../../src/domain/Transaction.ts"
import { MonthEntries } from "../../src/repositories/MonthEntries.ts"
import { MonthMarker, type Of } from "../../src/repositories/MonthMarker.ts"
import { Assignments, HandAssignments } from "../../src/resources/Assignments.ts"
import { MonthMarks } from "../../src/resources/MonthMarks.ts"
import { DuplicateDecisions, Transactions } from "../../src/resources/Transactions.ts"
import { TransferDecisions } from "../../src/resources/TransferDecisions.ts"
import * as InMemory from "./InMemory.ts"

const month = "2026-01"
const key = { accountId: "a", month }

const open = Effect.gen(function* () {
  const tables = MemoryTableStore.make().store
  /** Tables whose items were asked for. */
  const read: Array<string> = []
  const backends = InMemory.backends({
    ...tables,
    query: (query) => {
      if (query.only !== "revisions") read.push(query.table)
      return tables.query(query)
    }
  })
  const capabilities = InMemory.grant(backends, [
    Transactions.Reader,
    DuplicateDecisions.Reader,
    Assignments.Reader,
    HandAssignments.Reader,
    TransferDecisions.Reader,
    MonthMarks.Reader,
    MonthMarks.Writer
  ])
  const build = Effect.map(Layer.build(MonthEntries.layer.pipe(Layer.provide(capabilities))), (built) =>
    Context.get(built, MonthEntries)
  )
  const entries = yield* build
  const marker = Context.get(yield* Layer.build(MonthMarker.layer.pipe(Layer.provide(capabilities))), MonthMarker)
  const move = (of: Of) => marker.move("a", [month], of)
  /** Writes as the handlers do, who move the month's mark afterwards. */
  const moving = <E>(of: Of, write: Effect.Effect<void, E>) => Effect.andThen(write, move(of))
  const transactions = Transactions.Writer.fromBackends(backends)
  const put = (id: string, amount: string, of: Partial<Transaction> = {}) =>
    moving(
      "transactions",
      transactions.put({
        ...key,
        id,
        date: "2026-01-05",
        bookingDate: "2026-01-05",
        valueDate: null,
        amount: Schema.decodeSync(Decimal.schema)(amount),
        currency: "EUR",
        description: "REWE MARKT GMBH 4711",
        counterparty: null,
        counterpartyAccount: null,
        memo: null,
        bankId: null,
        kind: null,
        statedCategory: null,
        balance: null,
        rowKey: id,
        possibleDuplicateOf: null,
        fileId: "f",
        line: 1,
        writtenBy: "e",
        ...of
      })
    )
  return {
    build,
    entries,
    move,
    standing: Effect.flatMap(entries.standings("a", [month]), (standings) =>
      Effect.fromNullishOr(standings.get(month))
    ),
    read,
    put,
    remove: (id: string) => moving("transactions", transactions.delete({ ...key, date: "2026-01-05", id })),
    assign: (transactionId: string, category: "food-and-drink/groceries" | "gifts-and-donations") =>
      moving(
        "categories",
        Assignments.Writer.fromBackends(backends).put({
          ...key,
          transactionId,
          category,
          ruleId: "r",
          confidence: 1,
          why: "",
          rulesVersion: "1"
        })
      ),
    say: (transactionId: string, withdrawn: boolean) =>
      moving(
        "categories",
        HandAssignments.Writer.fromBackends(backends).put({
          ...key,
          transactionId,
          category: null,
          note: null,
          assignedAt: "2026-02-01T00:00:00Z",
          eventId: "e",
          withdrawn
        })
      ),
    decide: (transactionId: string) =>
      moving(
        "categories",
        DuplicateDecisions.Writer.fromBackends(backends).put({
          ...key,
          transactionId,
          decision: "different",
          decidedAt: "2026-02-01T00:00:00Z",
          eventId: "e"
        })
      ),
    transfer: (transactionId: string) =>
      moving(
        "transfers",
        TransferDecisions.Writer.fromBackends(backends).put({
          ...key,
          transactionId,
          otherId: "other",
          decision: "transfer",
          decidedAt: "2026-02-01T00:00:00Z",
          eventId: "e"
        })
      )
  }
})

const asAda = Tenant.provide("ada")

describe("MonthEntries", () => {
  it.effect("after every kind of write answers what a reader that remembers nothing does, and stands otherwise", () =>
    Effect.gen(function* () {
      const { assign, build, decide, entries, move, put, remove, say, standing, transfer } = yield* open
      const seen = new Set<string>()
      const steps = [
        Effect.void,
        put("t1", "-10.00"),
        put("t2", "-5.00", { possibleDuplicateOf: "t1", counterparty: "Oma GmbH" }),
        assign("t1", "food-and-drink/groceries"),
        say("t1", false),
        say("t1", true),
        decide("t2"),
        assign("t2", "gifts-and-donations"),
        transfer("t2"),
        put("t1", "-11.00"),
        remove("t1"),
        remove("t2")
      ]
      for (const step of steps) {
        yield* step
        const now = yield* standing
        const stored = yield* entries.read("a", month, now)
        const anew = yield* (yield* build).read("a", month, now)
        assert.deepStrictEqual(stored(), anew())
        seen.add(now.all)
      }
      assert.strictEqual(seen.size, steps.length)
      const before = yield* standing
      yield* move("transfers")
      const after = yield* standing
      assert.strictEqual(after.transactions, before.transactions)
      assert.notStrictEqual(after.all, before.all)
    }).pipe(asAda)
  )

  it.effect("reads no transaction again while none was written, and nothing to say how a month stands", () =>
    Effect.gen(function* () {
      const { assign, entries, put, read, standing } = yield* open
      yield* put("t1", "-10.00")
      yield* entries.read("a", month, yield* standing)
      assert.include(read, "transactions")
      read.length = 0
      yield* standing
      assert.deepStrictEqual(read, ["month-marks"])
      yield* assign("t1", "food-and-drink/groceries")
      const second = yield* entries.read("a", month, yield* standing)
      assert.notInclude(read, "transactions")
      assert.deepStrictEqual(
        second().map(({ category, counterparty }) => [category, counterparty]),
        [["food-and-drink/groceries", "Rewe Markt"]]
      )
    }).pipe(asAda)
  )

  it.effect("remembers nothing of one tenant's account for another's of the same name", () =>
    Effect.gen(function* () {
      const { entries, put, standing } = yield* open
      yield* asAda(put("t1", "-10.00"))
      yield* asAda(Effect.flatMap(standing, (now) => entries.read("a", month, now)))
      const eve = Tenant.provide("eve")
      yield* eve(put("t2", "-20.00"))
      const read = yield* eve(Effect.flatMap(standing, (now) => entries.read("a", month, now)))
      assert.deepStrictEqual(
        read().map(({ transaction }) => String(transaction.amount)),
        ["-20.00"]
      )
    })
  )
})
