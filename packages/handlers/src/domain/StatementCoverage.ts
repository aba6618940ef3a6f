/**
 * What a file covers of an account: the days, and the evidence by which an equal row of another file can be told to be
 * the same transaction or another.
 */
import type * as Decimal from "@millrace/statements/Decimal"
import * as DecimalValue from "@millrace/statements/Decimal"
import * as Schema from "effect/Schema"
import * as Money from "./Money.ts"
import { CalendarDate, Month } from "./Month.ts"

/** Schema of a file's coverage of an account. */
export const StatementCoverage = Schema.Struct({
  accountId: Schema.String,
  fileId: Schema.String,
  firstDate: CalendarDate,
  lastDate: CalendarDate,
  currency: Money.Currency,
  opening: Schema.NullOr(Money.Amount),
  closing: Schema.NullOr(Money.Amount),
  /** Order-independent digest of the booked rows. */
  digest: Schema.String,
  months: Schema.Array(
    Schema.Struct({
      month: Month,
      /** First covered day of the month. */
      from: CalendarDate,
      /** The account's balance before that day, where the file states balances that its rows prove. */
      opening: Schema.NullOr(Money.Amount)
    })
  )
})
export type StatementCoverage = typeof StatementCoverage.Type

/**
 * What an equal row in another file of the account says. `same`: both files cover the day in full, or from the same side, so it
 * is one transaction. `open`: the day is where one file ends and the other begins, so each may have its own. `apart`: balances
 * prove that one file goes on where the other ends.
 */
export type Relation = "same" | "open" | "apart"

/** How two files stand to each other on a day that both cover. */
export const relationOn = (date: string, one: StatementCoverage, other: StatementCoverage): Relation => {
  if (one.digest === other.digest) return "same"
  const isBoundary =
    (date === one.lastDate && date === other.firstDate) || (date === one.firstDate && date === other.lastDate)
  if (!isBoundary) return "same"
  const [earlier, later] = inOrder(one, other)
  const { closing } = earlier
  const { opening } = later
  if (closing === null || opening === null) return "open"
  return DecimalValue.equals(closing, opening) ? "apart" : "same"
}

const inOrder = (
  one: StatementCoverage,
  other: StatementCoverage
): readonly [earlier: StatementCoverage, later: StatementCoverage] => {
  const isAfter =
    one.firstDate > other.firstDate || (one.firstDate === other.firstDate && one.lastDate > other.lastDate)
  if (isAfter) return [other, one]
  // Two files of the same single day: the one whose closing balance the other opens with comes first.
  const follows = one.opening !== null && other.closing !== null && DecimalValue.equals(one.opening, other.closing)
  const isSingleDay = one.firstDate === other.firstDate && one.lastDate === other.lastDate
  return isSingleDay && follows ? [other, one] : [one, other]
}

/** Whether two files have more than a boundary day in common, so that a row missing from one of them was reworded or dropped. */
export const overlap = (one: StatementCoverage, other: StatementCoverage): boolean =>
  one.firstDate < other.lastDate && other.firstDate < one.lastDate

/** Adds the days of a statement up to the balance before each month's first covered day. */
export const monthsOf = (
  nets: ReadonlyMap<string, Decimal.Decimal>,
  opening: Decimal.Decimal | null
): StatementCoverage["months"] => {
  const months = new Map<string, { month: string; from: string; opening: Decimal.Decimal | null }>()
  let balance = opening
  for (const date of [...nets.keys()].sort()) {
    const month = date.slice(0, 7)
    if (!months.has(month)) months.set(month, { month, from: date, opening: balance })
    if (balance !== null) balance = DecimalValue.add(balance, nets.get(date) ?? DecimalValue.zero)
  }
  return [...months.values()]
}
