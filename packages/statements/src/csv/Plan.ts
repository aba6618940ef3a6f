/**
 * What a CSV file's survey found out: everything that a session needs to turn records into transactions in one pass, and
 * what the certificate says about it.
 */
import type { DateOrder } from "../CalendarDate.ts"
import type { DecimalMark } from "../Amount.ts"
import type { Balance, CalendarDate, Certainty, CsvDialect, Note } from "../Statement.ts"

/** The columns of each meaning, 0-based; -1 where the file has none. */
export interface Columns {
  readonly bookingDate: number
  /** Used where a row's booking date is blank, as of entries that are not booked yet. */
  readonly transactionDate: number
  readonly valueDate: number
  /** One signed column, or one whose sign stands in `indicator`. */
  readonly amount: number
  readonly debit: number
  readonly credit: number
  readonly balance: number
  readonly indicator: number
  readonly currency: number
  readonly account: number
  readonly counterparty: number
  readonly counterpartyAccount: number
  readonly bankId: number
  readonly kind: number
  readonly category: number
  readonly status: number
  readonly fee: number
  readonly description: ReadonlyArray<number>
  readonly memo: ReadonlyArray<number>
}

/**
 * How a row's sign is found.
 *
 * - `written`: as the amount has it.
 * - `inverted`: the opposite of what the amount has (card exports that list purchases as positive).
 * - `plain-is-out`: an amount is money out unless it carries a plus, `CR` or the like.
 * - `indicator`: the indicator column says it, the amount is a magnitude; a minus reverses it.
 * - `indicator-signed`: an indicator column is there and the amounts carry their signs already.
 * - `columns`: debit and credit columns of magnitudes; a minus reverses it.
 * - `columns-signed`: debit and credit columns, debits written with their minus.
 * - `balance`: the running balance says it, row by row.
 */
export type SignRule =
  | "written"
  | "inverted"
  | "plain-is-out"
  | "indicator"
  | "indicator-signed"
  | "columns"
  | "columns-signed"
  | "balance"

/** What the lines before the entries say. */
export interface Preamble {
  /** Whether the last title before the entries calls them pending. */
  readonly pending: boolean
  readonly account: string | null
  readonly accountName: string | null
  readonly currency: string | null
  readonly opening: Balance | null
  readonly closing: Balance | null
}

export interface Plan {
  readonly delimiter: string
  readonly quote: string | null
  /** Records before the first entry, the header included. */
  readonly recordsBefore: number
  readonly header: ReadonlyArray<string> | null
  readonly firstLine: number
  /** Fields of a regular record. */
  readonly width: number
  readonly columns: Columns
  readonly dateOrder: DateOrder
  readonly dateOrderCertain: boolean
  readonly decimalMark: DecimalMark
  readonly decimalMarkCertainty: Certainty
  readonly signRule: SignRule
  readonly sign: Certainty
  /** What a blank indicator cell means, where the column marks one direction only. */
  readonly blankIndicator: "in" | "out" | null
  readonly order: CsvDialect["order"]
  /** ISO 4217 code that holds for every row without one of its own. */
  readonly currency: string | null
  readonly preamble: Preamble
  /** The account's kind, where header or preamble tell a card's from a bank account's. */
  readonly accountKind: "card" | null
  /** Ordinal among all records of the last one with a readable date; later ones may be footer lines. */
  readonly lastDatedRecord: number
  /** The newest date in the file, for pending rows that have none. */
  readonly newestDate: CalendarDate | null
  readonly notes: ReadonlyArray<Note>
}
