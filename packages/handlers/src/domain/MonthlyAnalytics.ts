/**
 * What a month of an account amounts to, a currency at a time: amounts of different currencies are never added. A month
 * without a transaction that counts has no analytics at all.
 */
import * as Schema from "effect/Schema"
import * as Money from "./Money.ts"
import { CalendarDate, Month } from "./Month.ts"

/** Schema of a charge that comes again and again. */
export const RecurringCharge = Schema.Struct({
  counterparty: Schema.String,
  cadence: Schema.Literals(["weekly", "fortnightly", "monthly"]),
  /** The latest charge, negative. */
  amount: Money.Amount,
  /** How much it changed since the charge before: negative where it became dearer. */
  drift: Money.Amount,
  lastDate: CalendarDate,
  nextExpected: CalendarDate,
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
  recurring: Schema.Array(RecurringCharge)
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
