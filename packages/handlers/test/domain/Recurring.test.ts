import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "@millrace/statements/Decimal"
import * as Schema from "effect/Schema"
import type { Cadence } from "../../src/domain/MonthlyAnalytics.ts"
import * as Recurring from "../../src/domain/Recurring.ts"
import type { Random } from "../categorization/RandomRules.ts"
import { pick, random } from "../categorization/RandomRules.ts"

const amount = (text: string) => Decimal.parse(text) ?? Decimal.zero

const charges = (dates: ReadonlyArray<string>, amounts: string | ReadonlyArray<string>): Array<Recurring.Charge> =>
  dates.map((date, at) => ({
    counterparty: "Gym",
    date,
    amount: amount(typeof amounts === "string" ? amounts : (amounts[at] ?? "0"))
  }))

const find = (of: ReadonlyArray<Recurring.Charge>, month: string) => Recurring.find(Recurring.index(of), month)

/** Cadence and next date, in the month of the last charge. */
const said = (dates: ReadonlyArray<string>) =>
  find(charges(dates, "-5"), dates.at(-1)?.slice(0, 7) ?? "").map(
    ({ cadence, nextExpected, occurrences }) => `${cadence} ${nextExpected} ${occurrences}`
  )

const dayLength = 86_400_000
const text = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** Due days by the calendar of the language, not by the product's arithmetic. */
const steps: Record<Cadence, { readonly days: number } | { readonly months: number }> = {
  weekly: { days: 7 },
  fortnightly: { days: 14 },
  "four-weekly": { days: 28 },
  monthly: { months: 1 },
  "two-monthly": { months: 2 },
  quarterly: { months: 3 },
  "half-yearly": { months: 6 },
  yearly: { months: 12 }
}

const due = (cadence: Cadence, first: number, at: number): number => {
  const step = steps[cadence]
  if ("days" in step) return first + at * step.days * dayLength
  const start = new Date(first)
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + at * step.months]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(start.getUTCDate(), last))
}

/** Saturdays and Sundays are booked on Monday. */
const onBusinessDay = (time: number): number => {
  const weekday = new Date(time).getUTCDay()
  return time + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * dayLength
}

const Start = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1500 }))
const startOf = (days: number): number => Date.UTC(2022, 0, 1) + days * dayLength
const Cadences = Schema.Literals([
  "weekly",
  "fortnightly",
  "monthly",
  "two-monthly",
  "quarterly",
  "half-yearly",
  "yearly"
])

describe("recurring charges", () => {
  it("are found by cadence, with what comes next and how the amount drifts", () => {
    const monthly = charges(["2025-11-30", "2025-12-31", "2026-01-31"], ["-30.00", "-30.00", "-32.50"])
    assert.deepStrictEqual(find(monthly, "2026-01"), [
      {
        counterparty: "Gym",
        cadence: "monthly",
        amount: amount("-32.50"),
        drift: amount("-2.50"),
        lastDate: "2026-01-31",
        nextExpected: "2026-02-28",
        occurrences: 3
      }
    ])
    assert.deepStrictEqual(said(["2025-12-27", "2026-01-03", "2026-01-10"]), ["weekly 2026-01-17 3"])
    assert.deepStrictEqual(said(["2025-08-31", "2025-11-30", "2026-02-28"]), ["quarterly 2026-05-31 3"])
    assert.deepStrictEqual(said(["2025-01-15", "2025-07-15", "2026-01-15"]), ["half-yearly 2026-07-15 3"])
    assert.deepStrictEqual(said(["2024-02-29", "2025-02-28", "2026-02-28"]), ["yearly 2027-02-28 3"])
    assert.deepStrictEqual(said(["2024-03-03", "2025-03-01", "2026-03-02"]), ["yearly 2027-03-02 3"])
  })

  it("are due on the first when Mondays after it are the bank's doing", () => {
    assert.deepStrictEqual(said(["2026-02-02", "2026-03-02", "2026-04-01"]), ["monthly 2026-05-01 3"])
  })

  it("are not two of them, uneven ones, unlike ones, or ones that ended", () => {
    assert.deepStrictEqual(said(["2025-12-31", "2026-01-31"]), [])
    assert.deepStrictEqual(said(["2026-01-01", "2026-01-03", "2026-01-20"]), [])
    const monthly = ["2025-11-30", "2025-12-31", "2026-01-31"]
    assert.deepStrictEqual(find(charges(monthly, ["-5", "-50", "-5"]), "2026-01"), [])
    assert.deepStrictEqual(find(charges(monthly, "-5"), "2026-02"), [])
    assert.deepStrictEqual(said(["2025-11-30", "2025-12-31", "2026-01-12", "2026-01-31"]), [])
  })

  it("are told from other purchases at the same place by their amount, and from each other", () => {
    const prime = charges(["2025-11-07", "2025-12-07", "2026-01-07"], "-8.99")
    const storage = charges(["2025-11-12", "2025-12-12", "2026-01-12"], "-1.99")
    const goods = charges(["2025-11-20", "2025-12-03", "2025-12-19", "2026-01-09"], ["-45", "-210.5", "-33.1", "-61"])
    assert.deepStrictEqual(
      find([...goods, ...storage, ...prime], "2026-01").map(({ amount, nextExpected }) => `${amount} ${nextExpected}`),
      ["-8.99 2026-02-07", "-1.99 2026-02-12"]
    )
  })

  it("go on after a pause, and count from there", () => {
    assert.deepStrictEqual(said(["2025-06-10", "2025-11-10", "2025-12-10", "2026-01-10"]), ["monthly 2026-02-10 3"])
  })

  it.prop(
    "of any cadence are found with their next due day, whatever weekends and month ends do to them",
    [Cadences, Start, Schema.Int.check(Schema.isBetween({ minimum: 3, maximum: 9 })), Schema.Boolean],
    ([cadence, start, count, isBusiness]) => {
      const first = startOf(start)
      const booked = Array.from({ length: count }, (_, at) => {
        const day = due(cadence, first, at)
        return text(isBusiness ? onBusinessDay(day) : day)
      })
      const last = booked.at(-1) ?? ""
      const [found, ...others] = find(charges(booked, "-9.99"), last.slice(0, 7))
      assert.deepStrictEqual(others, [])
      if (found === undefined) return assert.fail(`none in ${booked.join(" ")}`)
      assert.strictEqual(found.cadence, cadence, booked.join(" "))
      assert.strictEqual(found.lastDate, last)
      const next = due(cadence, first, count)
      const off = Math.abs(Date.parse(found.nextExpected) - next) / dayLength
      // Few charges that all came late or at the end of short months do not tell their due day from the day booked.
      assert.isAtMost(off, 3, `${booked.join(" ")}: ${found.nextExpected}, due ${text(next)}`)
      if (!isBusiness && (count >= 4 || new Date(first).getUTCDate() <= 28))
        assert.strictEqual(off, 0, booked.join(" "))
    },
    { arbitrary: { runs: 300 } }
  )

  it.prop(
    "are found though each is a day early or late, and dearer by a few percent each time",
    [Cadences, Start, Schema.Int],
    ([cadence, start, seed]) => {
      const next = random(seed)
      const first = startOf(start)
      const booked = Array.from({ length: 5 }, (_, at) => due(cadence, first, at) + (next(3) - 1) * dayLength).map(text)
      const amounts = Array.from({ length: 5 }, (_, at) => `-${(20 * 1.04 ** at).toFixed(2)}`)
      const last = booked.at(-1) ?? ""
      const [found] = find(charges(booked, amounts), last.slice(0, 7))
      if (found === undefined) return assert.fail(`none in ${booked.join(" ")}`)
      assert.strictEqual(found.cadence, cadence, booked.join(" "))
      assert.isTrue(Decimal.isNegative(found.drift))
      const off = Math.abs(Date.parse(found.nextExpected) - due(cadence, first, 5)) / dayLength
      assert.isAtMost(off, 3, booked.join(" "))
    },
    { arbitrary: { runs: 300 } }
  )

  it.prop("every four weeks are no monthly ones, from five on", [Start], ([start]) => {
    const first = startOf(start)
    const booked = Array.from({ length: 5 }, (_, at) => text(due("four-weekly", first, at)))
    assert.deepStrictEqual(said(booked), [`four-weekly ${text(due("four-weekly", first, 5))} 5`])
  })

  it.prop("do not depend on the order in which charges are stored", [Schema.Int], ([seed]) => {
    const next = random(seed)
    const some = Array.from({ length: 20 }, () =>
      charges([text(startOf(next(120)))], `-${pick(next, ["5", "5.5", "7"])}`)
    ).flat()
    const shuffled = some.map((charge) => ({ charge, at: next(1000) })).sort((a, b) => a.at - b.at)
    assert.deepStrictEqual(
      find(
        shuffled.map(({ charge }) => charge),
        "2022-03"
      ),
      find(some, "2022-03")
    )
  })

  it("are seldom seen in shopping without a habit, however often somebody goes", () => {
    /** Share of months in which two years of random purchases look like a habit. */
    const share = (next: Random, everyDays: number, price: () => string): number => {
      let [seen, months] = [0, 0]
      for (let person = 0; person < 25; person++) {
        const dates = Array.from({ length: Math.round(730 / everyDays) }, () => text(startOf(next(730)))).sort()
        const index = Recurring.index(dates.flatMap((date) => charges([date], price())))
        for (const month of new Set(dates.slice(2).map((date) => date.slice(0, 7)))) {
          months++
          if (Recurring.find(index, month).length > 0) seen++
        }
      }
      return seen / months
    }
    const next = random(1)
    for (const everyDays of [3, 7, 30, 90]) {
      const basket = share(next, everyDays, () => `-${(5 + next(9500) / 100).toFixed(2)}`)
      const ticket = share(next, everyDays, () => "-2.90")
      assert.isBelow(basket, 0.015, `a basket every ${everyDays} days`)
      assert.isBelow(ticket, 0.04, `a ticket every ${everyDays} days`)
    }
  })
})
