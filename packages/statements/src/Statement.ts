/**
 * What a bank's file says, in one shape for every format: the model that all readers produce.
 *
 * A file is read as a sequence of items in file order. An `Account` opens an account statement, `Transaction` and
 * `Rejection` follow, `Balances` closes it, and one `Certificate` ends the file. Every record that the format's
 * tokenizer counts becomes exactly one transaction or one rejection: nothing is dropped in silence.
 */
import * as Schema from "effect/Schema"
import type { Decimal } from "./Decimal.ts"

/** A calendar date, `YYYY-MM-DD`: no time, no zone. */
export type CalendarDate = string

/** The formats that are read. `camt.05x` is ISO 20022 bank-to-customer cash management, `mt94x` is SWIFT category 9. */
export type FormatName = "csv" | "ofx" | "qif" | "camt.052" | "camt.053" | "camt.054" | "mt940" | "mt942"

/** Something about a reading that a careful person wants to know, such as a date that had to be adjusted. */
export interface Note {
  /** A stable, kebab-case code: `date-adjusted`, `currency-assumed`, … */
  readonly code: string
  /** One sentence for a person. Never holds an account number, a name or a payment text. */
  readonly message: string
}

/** A balance of an account on a date, money owed by the account holder negative. */
export interface Balance {
  readonly amount: Decimal
  readonly currency: string | null
  readonly date: CalendarDate | null
}

/** Opens an account statement within the file. */
export interface Account {
  readonly _tag: "Account"
  /** Position of the account statement in the file, from 0. */
  readonly index: number
  /** The account's identifier as the file gives it (IBAN, account number, …), or null where it names none. */
  readonly account: string | null
  /** ISO 4217 code that the file states for the account, or null. */
  readonly currency: string | null
  readonly name: string | null
  readonly kind: "bank" | "card" | "cash" | "asset" | "liability" | "investment" | null
}

/** A part of an entry: a batch's single payment, a split of a QIF record. Its amount is not booked by itself. */
export interface Detail {
  readonly amount: Decimal | null
  readonly currency: string | null
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
  readonly description: string
  readonly bankId: string | null
  readonly category: string | null
}

/** One entry on the account, from the account holder's side: money out is negative. */
export interface Transaction {
  readonly _tag: "Transaction"
  /** `Account.index` of the statement that it belongs to. */
  readonly account: number
  readonly status: "booked" | "pending"
  /** 1-based line of the file on which the record begins. */
  readonly line: number
  readonly bookingDate: CalendarDate | null
  readonly valueDate: CalendarDate | null
  /** The booking date, else the value date. */
  readonly date: CalendarDate
  readonly amount: Decimal
  /** ISO 4217 code from the record or its account statement; null where the file does not say. */
  readonly currency: string | null
  readonly description: string
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
  readonly memo: string | null
  /** The bank's own identifier of the entry (FITID, AcctSvcrRef, a transaction-id column, …). */
  readonly bankId: string | null
  /** The format's own kind of transaction (TRNTYPE, SWIFT type code, BkTxCd, a type column), verbatim. */
  readonly kind: string | null
  /** The category that the file itself names, if any. */
  readonly category: string | null
  /** The account's running balance after this entry, where the file has it. */
  readonly balance: Decimal | null
  readonly details: ReadonlyArray<Detail>
  readonly notes: ReadonlyArray<Note>
}

/** A record that could not be read, with the line on which it begins and a reason for a person. */
export interface Rejection {
  readonly _tag: "Rejection"
  readonly account: number | null
  readonly line: number
  /** A stable, kebab-case code: `date-unreadable`, `amount-missing`, `date-impossible`, `columns-missing`, … */
  readonly code: string
  /** One sentence that names the field and what is wrong with it. Holds no payment text and no account number. */
  readonly reason: string
}

/** Whether opening balance + booked amounts = closing balance. */
export type BalanceCheck =
  | { readonly status: "proved"; readonly by: "opening-closing" | "running-balance" }
  | { readonly status: "failed"; readonly difference: Decimal; readonly reason: string }
  | { readonly status: "unknown"; readonly reason: string }

/** Closes an account statement. */
export interface Balances {
  readonly _tag: "Balances"
  readonly account: number
  readonly opening: Balance | null
  readonly closing: Balance | null
  readonly check: BalanceCheck
}

/** How certain a choice is: `stated` by the file, `proved` from its content, `inferred`, or `assumed` by a documented rule. */
export type Certainty = "stated" | "proved" | "inferred" | "assumed"

/** What a CSV file's bytes turned out to mean. */
export interface CsvDialect {
  readonly delimiter: string
  readonly quote: string | null
  /** The header's cells, or null where the file has none. */
  readonly header: ReadonlyArray<string> | null
  /** 1-based line of the header, or of the first record where there is none. */
  readonly firstLine: number
  /** Field of the model → column(s), 0-based. */
  readonly columns: Readonly<Record<string, number | ReadonlyArray<number>>>
  readonly dateOrder: "ymd" | "dmy" | "mdy" | "ydm"
  readonly dateOrderCertain: boolean
  readonly decimalMark: "." | ","
  readonly decimalMarkCertainty: Certainty
  readonly sign: Certainty
  readonly order: "ascending" | "descending" | "unordered"
  readonly records?: CsvRecords
}

/**
 * What became of each record that the tokenizer found in a CSV file; the numbers add up to all of them. Records of
 * nothing but blanks count as `blank`; lines without any character are no records.
 */
export interface CsvRecords {
  /** Lines before the entries, without the header. */
  readonly preamble: number
  /** The header, and its repetitions. */
  readonly header: number
  /** Entries: the certificate's `rows.read`. */
  readonly entries: number
  /** Lines that continue the entry before them. */
  readonly continuation: number
  /** Balances, totals and closing remarks among and after the entries. */
  readonly footer: number
  readonly blank: number
}

/** Ends every file that was read. */
export interface Certificate {
  readonly _tag: "Certificate"
  readonly format: FormatName
  readonly formatCertainty: Certainty
  readonly encoding: string
  readonly encodingCertainty: Certainty
  /** `read` is counted by the tokenizer: `read = accepted + pending + rejected`. */
  readonly rows: {
    readonly read: number
    readonly accepted: number
    readonly pending: number
    readonly rejected: number
  }
  readonly csv: CsvDialect | null
  readonly notes: ReadonlyArray<Note>
}

/** What reading a file yields, in file order. */
export type Item = Account | Transaction | Rejection | Balances | Certificate

/** The whole file is refused. `looksLike` says what it seems to be, `mend` what to do instead. */
export class StatementRejected extends Schema.TaggedError<StatementRejected>()("StatementRejected", {
  /** A stable, kebab-case code: `empty`, `not-a-statement`, `doctype`, `too-deep`, `too-long`, `no-columns`, … */
  code: Schema.String,
  looksLike: Schema.NullOr(Schema.String),
  reason: Schema.String,
  mend: Schema.String,
  line: Schema.NullOr(Schema.Number)
}) {
  override get message(): string {
    return `${this.reason} ${this.mend}`
  }
}
