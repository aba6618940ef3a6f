/**
 * What a month of an account amounts to, a currency at a time: amounts of different currencies are never added. A month
 * without a transaction that counts has no analytics at all.
 */
import * as Schema from "effect/Schema"
import * as Money from "./Money.ts"
import { CalendarDate, Month } from "./Month.ts"

/** How often a charge comes again: by days up to `four-weekly`, `monthly` and beyond by months. */
export const Cadence = Schema.Literals([
  "weekly",
  "fortnightly",
  "four-weekly",
  "monthly",
  "two-monthly",
  "quarterly",
  "half-yearly",
  "yearly"
])
export type Cadence = typeof Cadence.Type

/** Schema of a charge that comes again and again. */
export const RecurringCharge = Schema.Struct({
  counterparty: Schema.String,
  cadence: Cadence,
  /** The latest charge, negative. */
  amount: Money.Amount,
  /** How much it changed since the charge before: negative where it became dearer. */
  drift: Money.Amount,
  lastDate: CalendarDate,
  /** The next day on which it falls due. Banks book what falls due at a weekend on the Friday before or the Monday after. */
  nextExpected: CalendarDate,
  /** How often it came so, one after another; at most what 26 months hold. */
  occurrences: Schema.Int
})
export type RecurringCharge = typeof RecurringCharge.Type

/** Schema of one currency's part of a month. */
export const CurrencyAnalytics = Schema.Struct({
  currency: Money.Currency,
  transactions: Schema.Int,
  /** Sum of money in, not negative. */
  income: Money.Amount,
  /** Sum of money out, not positive. */
  spending: Money.Amount,
  /** Income and spending together. */
  net: Money.Amount,
  /** Confirmed transfers between own accounts, in nothing else of this but `transactions` and `balances`. Absent where there are none. */
  transfers: Schema.optionalKey(Schema.Struct({ in: Money.Amount, out: Money.Amount, transactions: Schema.Int })),
  /** Net by category, largest first; `category` is null for what is uncategorized. */
  byCategory: Schema.Array(
    Schema.Struct({ category: Schema.NullOr(Schema.String), amount: Money.Amount, transactions: Schema.Int })
  ),
  /** The ten counterparties with most money out, the most first. */
  topCounterparties: Schema.Array(
    Schema.Struct({ counterparty: Schema.String, amount: Money.Amount, transactions: Schema.Int })
  ),
  /** Balance at the end of each day with a transaction, from the first day whose balance a statement proves. */
  balances: Schema.Array(Schema.Struct({ date: CalendarDate, balance: Money.Amount })),
  /** Habits whose latest charge is in this month, by counterparty, then amount. */
  recurring: Schema.Array(RecurringCharge),
  /**
   * The month's charges by counterparty, in order of date, in which later months look for habits; none to counterparties with
   * more than one a day. Absent from what was computed before habits were looked for in more than three months.
   */
  charges: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        counterparty: Schema.String,
        charges: Schema.Array(Schema.Struct({ date: CalendarDate, amount: Money.Amount }))
      })
    )
  )
})
export type CurrencyAnalytics = typeof CurrencyAnalytics.Type

/** Schema of a month's analytics. */
export const MonthlyAnalytics = Schema.Struct({
  accountId: Schema.String,
  month: Month,
  /** By code. */
  currencies: Schema.Array(CurrencyAnalytics)
})
export type MonthlyAnalytics = typeof MonthlyAnalytics.Type
