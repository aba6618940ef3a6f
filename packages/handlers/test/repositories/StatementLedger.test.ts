import * as Tenant from "@millrace/core/Tenant"
import * as Decimal from "@millrace/statements/Decimal"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Identity from "../../src/domain/Identity.ts"
import * as Occurrence from "../../src/domain/Occurrence.ts"
import { MonthMarker } from "../../src/repositories/MonthMarker.ts"
import { type Arrival, type IncomingRow, StatementLedger } from "../../src/repositories/StatementLedger.ts"
import { TurnTaker } from "../../src/repositories/TurnTaker.ts"
import { Accounts, AccountTurns, Statements } from "../../src/resources/Accounts.ts"
import { Assignments } from "../../src/resources/Assignments.ts"
import { MonthMarks } from "../../src/resources/MonthMarks.ts"
import { Occurrences, Transactions } from "../../src/resources/Transactions.ts"
import * as InMemory from "./InMemory.ts"

const date = "2026-01-05"
const months = ["2026-01"]

const open = Effect.gen(function* () {
  const backends = InMemory.backends()
  const capabilities = InMemory.grant(backends, [
    Accounts.Reader,
    Accounts.Writer,
    AccountTurns.Reader,
    AccountTurns.Writer,
    Statements.Reader,
    Statements.Writer,
    Transactions.Reader,
    Transactions.Writer,
    Occurrences.Reader,
    Occurrences.Writer,
    Assignments.Writer,
    MonthMarks.Reader,
    MonthMarks.Writer
  ])
  const built = yield* Layer.build(
    Layer.merge(StatementLedger.layer.pipe(Layer.provide(MonthMarker.layer)), TurnTaker.layer).pipe(
      Layer.provide(capabilities)
    )
  )
  const ledger = Context.get(built, StatementLedger)
  const during = Context.get(built, TurnTaker).during(["a"], "e")
  const arrival = (fileId: string): Arrival => ({
    tenantId: "ada",
    fileId,
    eventId: "e",
    account: { accountId: "a", origin: "metadata", label: "a", currency: "EUR" },
    coverages: new Map()
  })
  return {
    take: (fileId: string, rows: ReadonlyArray<IncomingRow>) =>
      during((turn) => ledger.take(turn, arrival(fileId), new Map([[date, rows]]))),
    plan: (fileId: string) => ledger.plan(fileId, [{ accountId: "a", months }]),
    remove: (fileId: string) => during((turn) => ledger.remove(turn, fileId, [{ accountId: "a", months }])),
    occurrences: Stream.runCollect(
      Occurrences.Reader.fromBackends(backends).query({ accountId: "a", month: "2026-01" })
    ),
    transactions: Stream.runCollect(
      Transactions.Reader.fromBackends(backends).query({ accountId: "a", month: "2026-01" })
    )
  }
})

const row = (description: string, line: number, cents = 100 + line): IncomingRow => {
  const amount = Decimal.fromUnscaled(-cents, 2)
  const entry = {
    account: 0,
    line,
    status: "booked" as const,
    date,
    bookingDate: date,
    valueDate: null,
    amount,
    currency: "EUR",
    description,
    counterparty: null,
    counterpartyAccount: null,
    memo: null,
    bankId: null,
    kind: null,
    category: null,
    balance: null,
    details: [],
    notes: []
  }
  const key = Identity.rowKey({ date, amount, currency: "EUR", description, bankId: null })
  return { key, amount, currency: "EUR", balance: null, entry: { _tag: "Transaction", ...entry } }
}

const asAda = Tenant.provide("ada")

describe("StatementLedger", () => {
  it.effect("keeps what was decided of a day's rows together, and takes it again as it is", () =>
    Effect.gen(function* () {
      const { occurrences, plan, remove, take, transactions } = yield* open
      const rows = Array.from({ length: 250 }, (_, at) => row(`SHOP ${at}`, at + 2))
      assert.deepStrictEqual(yield* take("f1", rows), { accepted: 250, duplicate: 0, "possible-duplicate": 0 })
      const parts = yield* occurrences
      assert.deepStrictEqual(
        parts.map(({ item }) => [item.part, item.rows.length]),
        [
          ["000000", 100],
          ["000001", 100],
          ["000002", 50]
        ]
      )
      assert.deepStrictEqual(yield* take("f1", rows), { accepted: 250, duplicate: 0, "possible-duplicate": 0 })
      assert.deepStrictEqual(
        (yield* occurrences).map(({ revision }) => revision),
        parts.map(({ revision }) => revision)
      )
      assert.deepStrictEqual(yield* plan("f1"), { removed: 250, kept: 0 })
      yield* remove("f1")
      assert.strictEqual((yield* occurrences).length + (yield* transactions).length, 0)
    }).pipe(asAda)
  )

  it.effect("keeps for the file what an attempt before had read otherwise, so that a deletion takes that too", () =>
    Effect.gen(function* () {
      const { occurrences, plan, remove, take, transactions } = yield* open
      yield* take("f1", [row("READ WRONG", 2), row("READ RIGHT", 3)])
      yield* take("f1", [row("READ RIGHT", 3)])
      const held = (yield* occurrences).flatMap(({ item }) => Occurrence.of(item))
      assert.deepStrictEqual(
        held.map(({ line }) => line),
        [3, 2]
      )
      assert.deepStrictEqual(yield* plan("f1"), { removed: 2, kept: 0 })
      yield* remove("f1")
      assert.strictEqual((yield* occurrences).length + (yield* transactions).length, 0)
    }).pipe(asAda)
  )

  it.effect("gives a row that its own file loses to a file that holds it too", () =>
    Effect.gen(function* () {
      const { occurrences, remove, take, transactions } = yield* open
      yield* take("f1", [row("SHARED", 2), row("ALONE", 3)])
      yield* take("f2", [row("SHARED", 7)])
      yield* remove("f1")
      assert.deepStrictEqual(
        (yield* transactions).map(({ item }) => [item.description, item.fileId, item.line]),
        [["SHARED", "f2", 7]]
      )
      assert.strictEqual((yield* occurrences).length, 1)
    }).pipe(asAda)
  )
})
