import * as TestPipeline from "@millrace/testing/TestPipeline"
import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "@millrace/statements/Decimal"
import * as Effect from "effect/Effect"
import type { Candidate, TransferDecision } from "../src/domain/Transfer.ts"
import * as Transfer from "../src/domain/Transfer.ts"
import { TransferDecided } from "../src/Events.ts"
import * as Shadow from "../src/direct/Shadow.ts"
import { programs } from "../src/FileProcessingModesProgram.ts"
import { fileProcessing } from "../src/FileProcessingProgram.ts"
import { Analytics } from "../src/resources/Analytics.ts"
import { Transactions } from "../src/resources/Transactions.ts"
import { Uploads } from "../src/resources/Uploads.ts"

const decimal = (text: string): Decimal.Decimal => {
  const parsed = Decimal.parse(text)
  if (parsed === null) throw new Error(text)
  return parsed
}

const candidate = (id: string, accountId: string, date: string, amount: string, currency = "EUR"): Candidate => ({
  id,
  accountId,
  month: date.slice(0, 7),
  date,
  amount: decimal(amount),
  currency
})

const pairs = (candidates: ReadonlyArray<Candidate>, decisions: ReadonlyArray<TransferDecision> = []) =>
  Transfer.propose(candidates, decisions).map((proposal) => `${proposal.out.id} ${proposal.in.id}`)

describe("proposals of transfers", () => {
  const out = candidate("out", "checking", "2026-01-30", "-500.00")

  it("are opposite amounts of one known currency in two accounts, at most five days apart", () => {
    assert.deepStrictEqual(pairs([out, candidate("in", "savings", "2026-02-04", "500")]), ["out in"])
    assert.deepStrictEqual(pairs([out, candidate("in", "savings", "2026-02-05", "500")]), [])
    assert.deepStrictEqual(pairs([out, candidate("in", "checking", "2026-01-30", "500")]), [])
    assert.deepStrictEqual(pairs([out, candidate("in", "savings", "2026-01-30", "500.01")]), [])
    assert.deepStrictEqual(pairs([out, candidate("in", "savings", "2026-01-30", "500", "USD")]), [])
    const unknown = { ...out, currency: "XXX" }
    assert.deepStrictEqual(pairs([unknown, candidate("in", "savings", "2026-01-30", "500", "XXX")]), [])
  })

  it("take the nearest pair first, use each transaction once, and depend on no order", () => {
    const all = [
      out,
      candidate("later", "savings", "2026-02-02", "500.00"),
      candidate("sameDay", "card", "2026-01-30", "500.00"),
      candidate("second", "checking", "2026-02-01", "-500.00")
    ]
    assert.deepStrictEqual(pairs(all), ["out sameDay", "second later"])
    assert.deepStrictEqual(pairs(all.toReversed()), ["out sameDay", "second later"])
  })

  it("leave out what a person decided", () => {
    const word = (decision: TransferDecision["decision"], transactionId: string, otherId: string) => ({
      transactionId,
      otherId,
      decision,
      accountId: "checking",
      month: "2026-01",
      decidedAt: "2026-02-01T00:00:00.000Z",
      eventId: "e"
    })
    const all = [out, candidate("in", "savings", "2026-01-31", "500"), candidate("in2", "card", "2026-02-02", "500")]
    assert.deepStrictEqual(pairs(all, [word("separate", "out", "in")]), ["out in2"])
    assert.deepStrictEqual(pairs(all, [word("transfer", "out", "in")]), [])
  })
})

describe("a confirmed transfer", () => {
  const upload = (t: TestPipeline.TestPipeline, account: string, rows: string) =>
    t.upload(Uploads, `ada/${account}/a.csv`, `Date,Description,Currency,Amount\n${rows}`, {
      contentType: "text/csv",
      metadata: { accountid: account }
    })

  it.effect("is neither income nor spending, until it is taken back, however often and late the words come", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* upload(t, "checking", "2026-01-30,TO SAVINGS,EUR,-500.00\n2026-01-31,REWE,EUR,-20.00\n")
      yield* upload(t, "savings", "2026-02-02,FROM CHECKING,EUR,500.00\n")
      yield* t.settle
      const figures = Effect.map(t.items(Analytics), (items) =>
        items.flatMap(({ accountId, currencies }) =>
          currencies.map(({ income, net, spending, transactions, transfers }) =>
            [accountId, income, spending, net, transactions, transfers?.out ?? "", transfers?.in ?? ""].join(" ")
          )
        )
      )
      const before = yield* figures
      assert.deepStrictEqual(before, ["checking 0 -520.00 -520.00 2  ", "savings 500.00 0 500.00 1  "])
      const found = yield* t.items(Transactions)
      const [proposal] = Transfer.propose(found, [])
      if (proposal === undefined) throw new Error("nothing is proposed")
      const side = ({ accountId, id, month }: Candidate) => ({ transactionId: id, accountId, month })
      const pair = { outgoing: side(proposal.out), incoming: side(proposal.in) }
      const told = { tenantId: "ada" }
      yield* t.deliver(TransferDecided, { ...pair, decision: "transfer" }, { ...told, times: 3 })
      const confirmed = ["checking 0 -20.00 -20.00 2 -500.00 0", "savings 0 0 0 1 0 500.00"]
      assert.deepStrictEqual(yield* figures, confirmed)
      // A new upload of the file takes the rows away and brings them again; the person's word stays.
      yield* upload(t, "savings", "2026-02-02,FROM CHECKING,EUR,500.00\n2026-02-03,INTEREST,EUR,1.00\n")
      yield* t.settle
      assert.deepStrictEqual((yield* figures)[1], "savings 1.00 0 1.00 2 0 500.00")
      yield* t.deliver(TransferDecided, { ...pair, decision: "separate" }, told)
      assert.deepStrictEqual((yield* figures)[0], before[0])
      yield* t.expectHandled
    })
  )

  it.effect("is one on both paths of shadow mode, once a file comes that both look at", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(programs.shadow)
      yield* upload(t, "checking", "2026-01-30,TO SAVINGS,EUR,-500.00\n")
      yield* upload(t, "savings", "2026-01-31,FROM CHECKING,EUR,500.00\n")
      yield* t.settle
      const [proposal] = Transfer.propose(yield* t.items(Transactions), [])
      if (proposal === undefined) throw new Error("nothing is proposed")
      const side = ({ accountId, id, month }: Candidate) => ({ transactionId: id, accountId, month })
      const pair = { outgoing: side(proposal.out), incoming: side(proposal.in) }
      yield* t.deliver(TransferDecided, { ...pair, decision: "transfer" }, { tenantId: "ada" })
      yield* t.upload(Uploads, "ada/more/more.csv", "Date,Description,Currency,Amount\n2026-01-05,REWE,EUR,-20.00\n", {
        contentType: "text/csv",
        metadata: { accountid: "checking" }
      })
      yield* t.settle
      const ofChecking = (items: ReadonlyArray<typeof Analytics.schema.Type>) =>
        items.filter(({ accountId }) => accountId === "checking")
      const seen = ofChecking(yield* t.items(Analytics))
      assert.strictEqual(seen[0]?.currencies[0]?.transfers?.transactions, 1)
      const shadow = { resource: { name: Shadow.tableOf(Analytics.resource.name) }, schema: Analytics.schema }
      assert.deepStrictEqual(ofChecking(yield* t.items(shadow)), seen)
      yield* t.expectHandled
    })
  )
})
