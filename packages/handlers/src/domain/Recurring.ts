/**
 * Charges that come again and again: at least three to one counterparty, at even distances and of about the same amount. Looked
 * for in three months, so cadences from a week to a month are found.
 */
import * as CalendarDate from "@millrace/statements/CalendarDate"
import * as Decimal from "@millrace/statements/Decimal"
import * as Month from "./Month.ts"
import type { RecurringCharge } from "./MonthlyAnalytics.ts"

/** Money out, to somebody, on a day. */
export interface Charge {
  readonly counterparty: string
  readonly date: string
  readonly amount: Decimal.Decimal
}

/** Months looked at, the one asked about included. */
export const window = 3

/** Fewest charges that make a habit. */
const fewest = 3

/** Days between charges: banks book late on weekends. */
const cadences = [
  { cadence: "weekly", least: 6, most: 8, days: 7 },
  { cadence: "fortnightly", least: 13, most: 15, days: 14 },
  { cadence: "monthly", least: 26, most: 35, days: null }
] as const

/** Most that one charge may differ from the one before, as a share. */
const tolerance = 0.25

const isAlike = (one: Decimal.Decimal, other: Decimal.Decimal): boolean => {
  const [a, b] = [Math.abs(Number(one)), Math.abs(Number(other))]
  return Math.abs(a - b) <= tolerance * Math.max(a, b)
}

/** The same day of the next month, or its last. */
const aMonthLater = (date: string): string => {
  const month = Month.plus(Month.of(date), 1)
  const last = CalendarDate.daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)))
  return `${month}-${String(Math.min(last, Number(date.slice(8)))).padStart(2, "0")}`
}

/** Habits among the charges whose latest charge is in the month, by counterparty. */
export const find = (charges: ReadonlyArray<Charge>, month: string): ReadonlyArray<RecurringCharge> => {
  const found: Array<RecurringCharge> = []
  for (const [counterparty, group] of Map.groupBy(charges, (charge) => charge.counterparty)) {
    const ordered = group.toSorted((a, b) =>
      a.date < b.date ? -1 : a.date > b.date ? 1 : Decimal.compare(a.amount, b.amount)
    )
    const last = ordered.at(-1)
    const previous = ordered.at(-2)
    if (last === undefined || previous === undefined || ordered.length < fewest) continue
    if (Month.of(last.date) !== month) continue
    const steps = ordered.slice(1).map((charge, index) => ({ charge, before: ordered[index] ?? charge }))
    if (!steps.every(({ before, charge }) => isAlike(before.amount, charge.amount))) continue
    const gaps = steps.map(({ before, charge }) => CalendarDate.toDays(charge.date) - CalendarDate.toDays(before.date))
    const kind = cadences.find(({ least, most }) => gaps.every((gap) => gap >= least && gap <= most))
    if (kind === undefined) continue
    const next =
      kind.days === null ? aMonthLater(last.date) : CalendarDate.fromDays(CalendarDate.toDays(last.date) + kind.days)
    found.push({
      counterparty,
      cadence: kind.cadence,
      amount: last.amount,
      drift: Decimal.subtract(last.amount, previous.amount),
      lastDate: last.date,
      nextExpected: next ?? last.date,
      occurrences: ordered.length
    })
  }
  return found.toSorted((a, b) => (a.counterparty < b.counterparty ? -1 : 1))
}
