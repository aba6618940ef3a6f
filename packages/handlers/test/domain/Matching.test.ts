/** What rows become, decided file after file as the file-processor does. */
import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "@millrace/statements/Decimal"
import * as Schema from "effect/Schema"
import * as Identity from "../../src/domain/Identity.ts"
import type { Decision, Row } from "../../src/domain/Matching.ts"
import * as Matching from "../../src/domain/Matching.ts"
import type { StatementCoverage } from "../../src/domain/StatementCoverage.ts"
import type { Occurrence } from "../../src/domain/Occurrence.ts"
import type { Transaction } from "../../src/domain/Transaction.ts"

interface Line {
  readonly date: string
  readonly amount: string
  readonly text: string
  readonly bankId?: string
}

interface TestRow extends Row {
  readonly line: Line
}

const rowOf = (line: Line): TestRow => {
  const amount = Decimal.parse(line.amount) ?? Decimal.zero
  const bankId = line.bankId ?? null
  const key = Identity.rowKey({ bankId, date: line.date, amount, currency: "EUR", description: line.text })
  return { key, amount, currency: "EUR", balance: null, line }
}

/** An account into which files are taken. */
class TestAccount {
  readonly transactions = new Map<string, Transaction>()
  readonly occurrences = new Map<string, Occurrence>()
  readonly coverages = new Map<string, StatementCoverage>()

  take(fileId: string, lines: ReadonlyArray<Line>): ReadonlyArray<Decision> {
    const rows = lines.map(rowOf)
    const digest = new Identity.RowsDigest()
    for (const { key } of rows) digest.add(key)
    const dates = lines.map(({ date }) => date).sort()
    this.coverages.set(fileId, {
      accountId: "a",
      fileId,
      firstDate: dates[0] ?? "",
      lastDate: dates.at(-1) ?? "",
      currency: "EUR",
      opening: null,
      closing: null,
      digest: digest.value(),
      months: []
    })
    const decisions: Array<Decision> = []
    for (const [date, day] of Map.groupBy(rows, ({ line }) => line.date)) {
      const decided = Matching.decide({
        tenantId: "t",
        accountId: "a",
        fileId,
        date,
        rows: day,
        stored: [...this.transactions.values()].filter((transaction) => transaction.date === date),
        occurrences: [...this.occurrences.values()].filter((occurrence) => occurrence.date === date),
        coverages: this.coverages
      })
      for (const [row, decision] of decided) this.#store(fileId, date, row, decision)
      decisions.push(...decided.map(([, decision]) => decision))
    }
    return decisions
  }

  #store(fileId: string, date: string, row: TestRow, decision: Decision): void {
    const { outcome, possibleDuplicateOf, transactionId } = decision
    const place = { accountId: "a", month: date.slice(0, 7), date, fileId, line: 0 }
    const occurrence = { ...place, transactionId, row: decision.row, outcome, possibleDuplicateOf }
    this.occurrences.set(`${transactionId} ${fileId} ${decision.row}`, occurrence)
    if (this.transactions.has(transactionId)) return
    this.transactions.set(transactionId, {
      ...place,
      id: transactionId,
      bookingDate: date,
      valueDate: null,
      amount: row.amount,
      currency: row.currency,
      description: row.line.text,
      counterparty: null,
      counterpartyAccount: null,
      memo: null,
      bankId: row.line.bankId ?? null,
      kind: null,
      statedCategory: null,
      balance: row.balance,
      rowKey: row.key.hash,
      possibleDuplicateOf,
      writtenBy: fileId
    })
  }

  /** The file's rows were decided, and the attempt broke off before they were stored. */
  takeHalf(fileId: string, lines: ReadonlyArray<Line>): void {
    const before = new Map(this.transactions)
    this.take(fileId, lines)
    for (const id of this.transactions.keys()) if (!before.has(id)) this.transactions.delete(id)
  }

  /** What is there, whichever file brought it. */
  ids(): ReadonlyArray<string> {
    return [...this.transactions.keys()].sort()
  }
}

const Lines = Schema.Array(
  Schema.Struct({
    date: Schema.Literals(["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]),
    amount: Schema.Literals(["-3.50", "-3.5", "-2.00", "10"]),
    text: Schema.Literals(["coffee", "COFFEE", "bakery", "refund"])
  })
).check(Schema.isMinLength(1), Schema.isMaxLength(12))

const BankLines = Schema.Array(
  Schema.Struct({
    date: Schema.Literals(["2026-01-01", "2026-01-02"]),
    amount: Schema.Literals(["-3.50", "-2.00"]),
    text: Schema.Literals(["coffee", "bakery"]),
    bankId: Schema.Literals(["1", "2", "3"])
  })
).check(Schema.isMinLength(1), Schema.isMaxLength(8))

const outcomes = (decisions: ReadonlyArray<Decision>) => decisions.map(({ outcome }) => outcome)

describe("matching", () => {
  it("counts a row as accepted once, where another file came before a broken-off attempt was made again", () => {
    // Found by `npm run simulate`: a crash whose message came back only after the account's turn had run out.
    for (const bankId of [{ bankId: "7" }, {}]) {
      const account = new TestAccount()
      const line: Line = { date: "2026-01-02", amount: "-3.50", text: "coffee", ...bankId }
      const around: ReadonlyArray<Line> = [
        { date: "2026-01-01", amount: "10", text: "refund" },
        line,
        { date: "2026-01-03", amount: "10", text: "refund" }
      ]
      account.takeHalf("f1", around)
      assert.deepStrictEqual(
        account.take("f0", around).map(({ outcome }) => outcome),
        ["accepted", "accepted", "accepted"]
      )
      assert.deepStrictEqual(
        account.take("f1", around).map(({ outcome }) => outcome),
        ["duplicate", "duplicate", "duplicate"]
      )
      assert.deepStrictEqual(
        account.take("f0", around).map(({ outcome }) => outcome),
        ["accepted", "accepted", "accepted"]
      )
      assert.strictEqual(account.ids().length, 3)
    }
  })

  it("decides anew what a broken-off attempt had decided and not stored, where a file of another kind came meanwhile", () => {
    // Found by `npm run simulate`: the two files show one entry, and both counted.
    const account = new TestAccount()
    const line: Line = { date: "2026-01-02", amount: "-3.50", text: "coffee" }
    account.takeHalf("f1", [{ ...line, bankId: "7" }])
    assert.deepStrictEqual(outcomes(account.take("f0", [line])), ["accepted"])
    assert.deepStrictEqual(outcomes(account.take("f1", [{ ...line, bankId: "7" }])), ["possible-duplicate"])
    const counted = [...account.transactions.values()].filter(({ possibleDuplicateOf }) => possibleDuplicateOf === null)
    assert.strictEqual(counted.length, 1)
  })

  it("counts a possible duplicate once, where another file came before a broken-off attempt was made again", () => {
    // Found by `npm run simulate`: two files of one kind beside one of another, and both said that they brought the row.
    const account = new TestAccount()
    const line: Line = { date: "2026-01-02", amount: "-3.50", text: "coffee" }
    assert.deepStrictEqual(outcomes(account.take("f0", [line])), ["accepted"])
    account.takeHalf("f1", [{ ...line, bankId: "7" }])
    assert.deepStrictEqual(outcomes(account.take("f2", [{ ...line, bankId: "7" }])), ["possible-duplicate"])
    assert.deepStrictEqual(outcomes(account.take("f1", [{ ...line, bankId: "7" }])), ["duplicate"])
    assert.deepStrictEqual(outcomes(account.take("f2", [{ ...line, bankId: "7" }])), ["possible-duplicate"])
    assert.strictEqual(account.ids().length, 2)
  })

  it.prop("keeps every row of a first file: two equal rows are two transactions", [Lines], ([lines]) => {
    const account = new TestAccount()
    const decisions = account.take("f1", lines)
    assert.isTrue(decisions.every(({ outcome }) => outcome === "accepted"))
    assert.strictEqual(account.transactions.size, lines.length)
  })

  it.prop("takes a file for the same whatever the order of its rows", [Lines], ([lines]) => {
    const [one, other] = [new TestAccount(), new TestAccount()]
    one.take("f1", lines)
    other.take("f1", lines.toReversed())
    assert.deepStrictEqual(one.ids(), other.ids())
  })

  it.prop(
    "adds nothing for a file that comes again, as the same upload or another",
    [Lines, BankLines],
    ([text, bank]) => {
      for (const lines of [text, bank]) {
        const account = new TestAccount()
        const first = account.take("f1", lines)
        const ids = account.ids()
        assert.deepStrictEqual(account.take("f1", lines), first)
        const again = account.take("f2", lines.toReversed())
        assert.isTrue(again.every(({ outcome }) => outcome === "duplicate"))
        assert.deepStrictEqual(account.take("f1", lines), first)
        assert.deepStrictEqual(account.ids(), ids)
      }
    }
  )

  it.prop(
    "decides once: taking two files in any overlap again, in any order, changes nothing",
    [Lines, Lines],
    ([one, other]) => {
      const account = new TestAccount()
      const first = account.take("f1", one)
      const second = account.take("f2", other)
      const ids = account.ids()
      assert.deepStrictEqual(account.take("f1", one), first)
      assert.deepStrictEqual(account.take("f2", other), second)
      assert.deepStrictEqual(account.take("f1", one), first)
      assert.deepStrictEqual(account.ids(), ids)
    },
    { arbitrary: { runs: 300 } }
  )

  it.prop("never lets one stored transaction answer for two rows", [Lines, Lines], ([one, other]) => {
    const account = new TestAccount()
    account.take("f1", one)
    const decisions = account.take("f2", other)
    const answered = decisions.flatMap(({ outcome, possibleDuplicateOf, transactionId }) =>
      outcome === "duplicate" ? [transactionId] : (possibleDuplicateOf ?? [])
    )
    assert.strictEqual(new Set(answered).size, answered.length)
    const own = decisions.map(({ transactionId }) => transactionId)
    assert.strictEqual(new Set(own).size, own.length)
  })

  it("takes a repeated bank id for one entry, and for two where the words differ", () => {
    const entry = { date: "2026-01-01", amount: "-3.50", text: "coffee", bankId: "1" }
    const account = new TestAccount()
    const decisions = account.take("f1", [entry, entry, { ...entry, text: "tea" }])
    assert.deepStrictEqual(outcomes(decisions), ["accepted", "duplicate", "accepted"])
    assert.strictEqual(account.transactions.size, 2)
  })

  it("lets an overlap by more than a day decide, and a shared boundary day not", () => {
    const coffee = { date: "2026-01-02", amount: "-3.50", text: "coffee" }
    const rent = { date: "2026-01-01", amount: "-800", text: "rent" }
    const later = { date: "2026-01-03", amount: "-2.00", text: "bakery" }
    const account = new TestAccount()
    account.take("f1", [rent, coffee])
    assert.deepStrictEqual(outcomes(account.take("f2", [coffee, later])), ["possible-duplicate", "accepted"])
    assert.deepStrictEqual(outcomes(account.take("f3", [rent, coffee, later])), ["duplicate", "duplicate", "duplicate"])
  })
})
