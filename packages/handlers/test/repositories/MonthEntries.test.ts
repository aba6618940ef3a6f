import type * as Backends from "@millrace/core/Backends"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
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
import { Assignments, HandAssignments } from "../../src/resources/Assignments.ts"
import { DuplicateDecisions, Transactions } from "../../src/resources/Transactions.ts"
import { TransferDecisions } from "../../src/resources/TransferDecisions.ts"

const month = "2026-01"
const key = { accountId: "a", month }

const open = Effect.gen(function* () {
  const tables = MemoryTableStore.make().store
  /** Tables whose items were asked for. */
  const read: Array<string> = []
  const backends: Backends.Backends = {
    tables: {
      ...tables,
      query: (query) => {
        if (query.only !== "revisions") read.push(query.table)
        return tables.query(query)
      }
    },
    objects: MemoryObjectStore.make().store,
    bus: MemoryEventBus.make().bus
  }
  const capabilities = Layer.mergeAll(
    Layer.succeed(Transactions.Reader, Transactions.Reader.fromBackends(backends)),
    Layer.succeed(DuplicateDecisions.Reader, DuplicateDecisions.Reader.fromBackends(backends)),
    Layer.succeed(Assignments.Reader, Assignments.Reader.fromBackends(backends)),
    Layer.succeed(HandAssignments.Reader, HandAssignments.Reader.fromBackends(backends)),
    Layer.succeed(TransferDecisions.Reader, TransferDecisions.Reader.fromBackends(backends))
  )
  const build = Effect.map(Layer.build(MonthEntries.layer.pipe(Layer.provide(capabilities))), (built) =>
    Context.get(built, MonthEntries)
  )
  const transactions = Transactions.Writer.fromBackends(backends)
  const put = (id: string, amount: string, of: Partial<Transaction> = {}) =>
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
  return {
    build,
    entries: yield* build,
    read,
    put,
    remove: (id: string) => transactions.delete({ ...key, date: "2026-01-05", id }),
    assign: (transactionId: string, category: "food-and-drink/groceries" | "gifts-and-donations") =>
      Assignments.Writer.fromBackends(backends).put({
        ...key,
        transactionId,
        category,
        ruleId: "r",
        confidence: 1,
        why: "",
        rulesVersion: "1"
      }),
    say: (transactionId: string, withdrawn: boolean) =>
      HandAssignments.Writer.fromBackends(backends).put({
        ...key,
        transactionId,
        category: null,
        note: null,
        assignedAt: "2026-02-01T00:00:00Z",
        eventId: "e",
        withdrawn
      }),
    decide: (transactionId: string) =>
      DuplicateDecisions.Writer.fromBackends(backends).put({
        ...key,
        transactionId,
        decision: "different",
        decidedAt: "2026-02-01T00:00:00Z",
        eventId: "e"
      }),
    transfer: (transactionId: string) =>
      TransferDecisions.Writer.fromBackends(backends).put({
        ...key,
        transactionId,
        otherId: "other",
        decision: "transfer",
        decidedAt: "2026-02-01T00:00:00Z",
        eventId: "e"
      })
  }
})

const asAda = Tenant.provide("ada")

describe("MonthEntries", () => {
  it.effect(
    "after every kind of write answers what a reader that remembers nothing does, and says that it is other",
    () =>
      Effect.gen(function* () {
        const { assign, build, decide, entries, put, remove, say, transfer } = yield* open
        const revisions = new Set<string>()
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
          remove("t1")
        ]
        for (const step of steps) {
          yield* step
          const stored = yield* entries.read("a", month)
          const anew = yield* (yield* build).read("a", month)
          assert.deepStrictEqual(stored.entries(), anew.entries())
          assert.strictEqual(stored.revision, anew.revision)
          assert.strictEqual(stored.revision, yield* entries.revision("a", month))
          revisions.add(stored.revision)
        }
        assert.strictEqual(revisions.size, steps.length)
        yield* remove("t2")
        assert.strictEqual((yield* entries.read("a", month)).revision, "")
        assert.strictEqual(yield* entries.revision("a", month), "")
      }).pipe(asAda)
  )

  it.effect("reads no transaction again that is as it was, and nothing to say whether anything is other", () =>
    Effect.gen(function* () {
      const { assign, entries, put, read } = yield* open
      yield* put("t1", "-10.00")
      const first = yield* entries.read("a", month)
      assert.include(read, "transactions")
      read.length = 0
      assert.strictEqual(yield* entries.revision("a", month), first.revision)
      assert.deepStrictEqual(read, [])
      yield* assign("t1", "food-and-drink/groceries")
      const second = yield* entries.read("a", month)
      assert.notInclude(read, "transactions")
      assert.deepStrictEqual(
        second.entries().map(({ category, counterparty }) => [category, counterparty]),
        [["food-and-drink/groceries", "Rewe Markt"]]
      )
    }).pipe(asAda)
  )
})
