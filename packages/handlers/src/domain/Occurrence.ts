/**
 * Rows of files, as occurrences of transactions. They say which files hold a transaction, and what was decided of a row stays
 * decided. Those that a file has of a day are kept together, a hundred to an item: a row is decided with its day and goes with
 * its file, and never alone.
 */
import * as Schema from "effect/Schema"
import { CalendarDate, Month } from "./Month.ts"
import { RowOutcome } from "./Transaction.ts"

const Decided = Schema.Struct({
  transactionId: Schema.String,
  /** Tells rows of one file apart that are the same transaction. Key and ordinal of the row. */
  row: Schema.String,
  line: Schema.Int,
  outcome: RowOutcome,
  possibleDuplicateOf: Schema.NullOr(Schema.String)
})

const day = { accountId: Schema.String, month: Month, date: CalendarDate, fileId: Schema.String }

/** Schema of some of the rows that a file has of a day. `part` numbers them from `000000`. */
export const OccurrencePart = Schema.Struct({ ...day, part: Schema.String, rows: Schema.Array(Decided) })
export type OccurrencePart = typeof OccurrencePart.Type

/** The day of a file and an account. */
export type Day = Pick<OccurrencePart, keyof typeof day>

/** What was decided of a row. */
export type Decided = typeof Decided.Type

/** A row of a file, as an occurrence of a transaction. */
export interface Occurrence extends Day, Decided {}

/** What was decided of a row that is an occurrence. */
export const decided = ({ line, outcome, possibleDuplicateOf, row, transactionId }: Occurrence): Decided => ({
  transactionId,
  row,
  line,
  outcome,
  possibleDuplicateOf
})

/** Rows of an item: some sixteen kilobytes. */
export const rowsPerPart = 100

/** A day's rows in parts, the same for the same rows in the same order. */
export const inParts = (day: Day, rows: ReadonlyArray<Decided>): ReadonlyArray<OccurrencePart> => {
  const parts: Array<OccurrencePart> = []
  for (let start = 0; start < rows.length; start += rowsPerPart) {
    const part = String(parts.length).padStart(6, "0")
    parts.push({ ...day, part, rows: rows.slice(start, start + rowsPerPart) })
  }
  return parts
}

/** The rows of a part. */
export const of = ({ accountId, date, fileId, month, rows }: OccurrencePart): ReadonlyArray<Occurrence> =>
  rows.map((row) => ({ accountId, month, date, fileId, ...row }))
