import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "@millrace/statements/Decimal"
import * as Schema from "effect/Schema"
import type { Entry } from "../../src/domain/MonthlyComputation.ts"
import { compute, rememberingHabits, withHabits } from "../../src/domain/MonthlyComputation.ts"
import type { StatementCoverage } from "../../src/domain/StatementCoverage.ts"

const amount = (text: string) => Decimal.parse(text) ?? Decimal.zero

const Entries = Schema.Array(
  Schema.Struct({
    day: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 28 })),
    cents: Schema.Int.check(Schema.isBetween({ minimum: -99_999, maximum: 99_999 })),
    currency: Schema.Literals(["EUR", "JPY", "XXX"]),
    status: Schema.Literals(["booked", "possible-duplicate", "duplicate"]),
    category: Schema.Literals(["income", "shopping", "none"]),
    counterparty: Schema.Literals(["Acme", "Bakery", "none"])
  })
)

const entryOf = (row: (typeof Entries.Type)[number]): Entry => ({
  transaction: {
    date: `2026-01-${String(row.day).padStart(2, "0")}`,
    amount: Decimal.fromUnscaled(row.cents, 2),
    currency: row.currency
  },
  status: row.status,
  category: row.category === "none" ? null : row.category,
  counterparty: row.counterparty === "none" ? null : row.counterparty
})

const month = (entries: ReadonlyArray<Entry>, coverages: ReadonlyArray<StatementCoverage> = []) =>
  compute({ accountId: "a", month: "2026-01", entries, coverages })

/** Cents, by plain arithmetic on whole numbers. */
const cents = (text: string): number => Number(Decimal.toUnscaled(amount(text), 2))

describe("a month's analytics", () => {
  it.prop("are what adding up by hand gives, a currency at a time", [Entries], ([rows]) => {
    const { currencies } = month(rows.map(entryOf))
    const counted = rows.filter(({ status }) => status === "booked")
    assert.deepStrictEqual(
      currencies.map(({ currency }) => currency),
      [...new Set(counted.map(({ currency }) => currency))].sort()
    )
    for (const part of currencies) {
      const own = counted.filter(({ currency }) => currency === part.currency)
      const sum = (of: ReadonlyArray<{ readonly cents: number }>) => of.reduce((total, row) => total + row.cents, 0)
      assert.strictEqual(part.transactions, own.length)
      assert.strictEqual(cents(part.income), sum(own.filter((row) => row.cents >= 0)))
      assert.strictEqual(cents(part.spending), sum(own.filter((row) => row.cents < 0)))
      assert.strictEqual(cents(part.net), sum(own))
      assert.strictEqual(
        part.byCategory.reduce((total, group) => total + cents(group.amount), 0),
        sum(own)
      )
      for (const group of part.byCategory) {
        const same = own.filter(({ category }) => category === (group.category ?? "none"))
        assert.strictEqual(cents(group.amount), sum(same))
        assert.strictEqual(group.transactions, same.length)
      }
      const named = own.filter((row) => row.cents < 0 && row.counterparty !== "none")
      assert.strictEqual(
        part.topCounterparties.reduce((total, group) => total + cents(group.amount), 0),
        sum(named)
      )
    }
  })

  it.prop("do not depend on the order of what is stored", [Entries], ([rows]) => {
    assert.deepStrictEqual(month(rows.map(entryOf)), month(rows.toReversed().map(entryOf)))
  })

  it("have the habits that looking anew finds, whichever charge of them changed and wherever they are looked for", () => {
    const charge = (date: string, text: string, counterparty = "Gym"): Entry => ({
      transaction: { date, amount: amount(text), currency: "EUR" },
      status: "booked",
      category: null,
      counterparty
    })
    const dates = ["2025-11-03", "2025-12-03", "2026-01-03", "2026-02-03"]
    const of = (date: string, entries: ReadonlyArray<Entry>) =>
      compute({ accountId: "a", month: date.slice(0, 7), entries, coverages: [] })
    const usual = dates.map((date) => [charge(date, "-30.00"), charge(date, "-1.50", "Kiosk")])
    const changes: ReadonlyArray<(entries: ReadonlyArray<Entry>, at: number) => ReadonlyArray<Entry>> = [
      (entries) => entries,
      (entries) => entries,
      (entries, at) => (at === 1 ? entries.slice(1) : entries),
      (entries, at) => (at === 2 ? [charge("2026-01-04", "-31.00"), ...entries.slice(1)] : entries),
      (entries) => entries.map((entry) => ({ ...entry, category: "shopping" })),
      (entries) => entries.map((entry) => ({ ...entry, transaction: { ...entry.transaction, currency: "USD" } })),
      (entries) => entries
    ]
    const remembering = rememberingHabits(3)
    let found = 0
    for (const change of changes) {
      const months = usual.map((entries, at) => of(dates[at] ?? "", change(entries, at)))
      for (const seen of [months, months.slice(1), months.toReversed()]) {
        const [remembered, anew] = [remembering(seen), withHabits(seen)]
        for (const month of seen) {
          assert.deepStrictEqual(remembered(month), anew(month))
          found += remembered(month).currencies.flatMap(({ recurring }) => recurring).length
        }
      }
    }
    assert.isAbove(found, 20)
  })

  it("keep cents that a float would lose, and the scale of yen and dinars", () => {
    const entry = (text: string, currency: string): Entry => ({
      transaction: { date: "2026-01-02", amount: amount(text), currency },
      status: "booked",
      category: null,
      counterparty: null
    })
    const { currencies } = month([
      ...["0.10", "0.20", "-0.30", "90071992547409.93"].map((text) => entry(text, "EUR")),
      entry("-500", "JPY"),
      entry("-1.250", "BHD")
    ])
    assert.deepStrictEqual(
      currencies.map(({ currency, net }) => [currency, net]),
      [
        ["BHD", "-1.250"],
        ["EUR", "90071992547409.93"],
        ["JPY", "-500"]
      ]
    )
  })

  it("draw the balance line from where a statement proves it", () => {
    const coverage: StatementCoverage = {
      accountId: "a",
      fileId: "f",
      firstDate: "2026-01-03",
      lastDate: "2026-01-31",
      currency: "EUR",
      opening: amount("100.00"),
      closing: amount("80.00"),
      digest: "",
      months: [{ month: "2026-01", from: "2026-01-03", opening: amount("100.00") }]
    }
    const entry = (date: string, text: string): Entry => ({
      transaction: { date, amount: amount(text), currency: "EUR" },
      status: "booked",
      category: null,
      counterparty: null
    })
    const entries = [entry("2026-01-02", "-5"), entry("2026-01-09", "-15.00"), entry("2026-01-03", "-5.00")]
    assert.deepStrictEqual(month(entries, [coverage]).currencies[0]?.balances, [
      { date: "2026-01-03", balance: amount("95.00") },
      { date: "2026-01-09", balance: amount("80.00") }
    ])
    assert.deepStrictEqual(month(entries).currencies[0]?.balances, [])
  })
})
