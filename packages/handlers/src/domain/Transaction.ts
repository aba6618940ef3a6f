/**
 * A transaction, kept once however many files it came in, and its occurrences: one for each row of each file that is this
 * transaction.
 */
import * as Schema from "effect/Schema"
import * as Money from "./Money.ts"
import { CalendarDate, Month } from "./Month.ts"

/** Schema of a transaction, from the account holder's side: money out is negative. */
export const Transaction = Schema.Struct({
  id: Schema.String,
  accountId: Schema.String,
  month: Month,
  /** The booking date, else the value date. */
  date: CalendarDate,
  bookingDate: Schema.NullOr(CalendarDate),
  valueDate: Schema.NullOr(CalendarDate),
  amount: Money.Amount,
  currency: Money.Currency,
  description: Schema.String,
  counterparty: Schema.NullOr(Schema.String),
  counterpartyAccount: Schema.NullOr(Schema.String),
  memo: Schema.NullOr(Schema.String),
  bankId: Schema.NullOr(Schema.String),
  /** The format's own kind of transaction, verbatim. */
  kind: Schema.NullOr(Schema.String),
  /** The category that the file itself names. */
  statedCategory: Schema.NullOr(Schema.String),
  /** The account's balance after this entry, where the file has it. */
  balance: Schema.NullOr(Money.Amount),
  /** Hash of what the row says of itself: equal rows of two files have equal keys. */
  rowKey: Schema.String,
  /** The transaction that this one may be over again: then it is in no total until a person decides, or that one goes. */
  possibleDuplicateOf: Schema.NullOr(Schema.String),
  /** The file that it is kept from, and the line there. Where several hold it, the first to come. */
  fileId: Schema.String,
  line: Schema.Int,
  /** The event that first wrote it. */
  writtenBy: Schema.String
})
export type Transaction = typeof Transaction.Type

/** What became of a row: a new transaction, one that was there already, or one of which nobody can say. */
export const RowOutcome = Schema.Literals(["accepted", "duplicate", "possible-duplicate"])
export type RowOutcome = typeof RowOutcome.Type

/** Schema of a person's word on a possible duplicate: `same` keeps it out of the totals, `different` lets it in. */
export const DuplicateDecision = Schema.Struct({
  accountId: Schema.String,
  month: Month,
  transactionId: Schema.String,
  decision: Schema.Literals(["same", "different"]),
  decidedAt: Schema.String,
  eventId: Schema.String
})
export type DuplicateDecision = typeof DuplicateDecision.Type

/** How a transaction stands: `booked` counts, `possible-duplicate` does not yet, `duplicate` never (a person said so). */
export type Status = "booked" | "possible-duplicate" | "duplicate"

/**
 * The status of a transaction among those of its month. A possible duplicate of a transaction that is gone is one no
 * longer.
 */
export const statusOf = (
  transaction: Pick<Transaction, "possibleDuplicateOf">,
  present: { readonly has: (transactionId: string) => boolean },
  decision: DuplicateDecision["decision"] | undefined
): Status => {
  const { possibleDuplicateOf } = transaction
  if (possibleDuplicateOf === null || decision === "different" || !present.has(possibleDuplicateOf)) return "booked"
  return decision === "same" ? "duplicate" : "possible-duplicate"
}
