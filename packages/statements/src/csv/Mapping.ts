/**
 * An explicit reading of a CSV file, which overrides inference: for layouts that cannot be told from their content, kept in
 * a file or with an account. Everything is optional; what is left out is inferred.
 */
import * as Schema from "effect/Schema"
import * as HeaderWords from "./HeaderWords.ts"
import type { GivenColumns } from "./Layout.ts"

/** A column: its 0-based position, or its header's text (compared without case, diacritics and punctuation). */
const Column = Schema.Union([Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)), Schema.String])
const ColumnList = Schema.Union([Column, Schema.Array(Column)])

/** Columns by the model's fields. */
const MappedColumns = Schema.Struct({
  bookingDate: Schema.optionalKey(Column),
  transactionDate: Schema.optionalKey(Column),
  valueDate: Schema.optionalKey(Column),
  amount: Schema.optionalKey(Column),
  debit: Schema.optionalKey(Column),
  credit: Schema.optionalKey(Column),
  balance: Schema.optionalKey(Column),
  indicator: Schema.optionalKey(Column),
  currency: Schema.optionalKey(Column),
  account: Schema.optionalKey(Column),
  counterparty: Schema.optionalKey(Column),
  counterpartyAccount: Schema.optionalKey(Column),
  bankId: Schema.optionalKey(Column),
  kind: Schema.optionalKey(Column),
  category: Schema.optionalKey(Column),
  status: Schema.optionalKey(Column),
  fee: Schema.optionalKey(Column),
  description: Schema.optionalKey(ColumnList),
  memo: Schema.optionalKey(ColumnList)
})

/** Decodes a mapping from JSON. */
export const CsvMapping = Schema.Struct({
  /** WHATWG label. */
  encoding: Schema.optionalKey(Schema.String),
  delimiter: Schema.optionalKey(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(1))),
  /** Null: nothing is quoted. */
  quote: Schema.optionalKey(Schema.NullOr(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(1)))),
  /** 1-based line of the header; 0 where the file has none. */
  headerLine: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  columns: Schema.optionalKey(MappedColumns),
  dateOrder: Schema.optionalKey(Schema.Literals(["ymd", "dmy", "mdy", "ydm"])),
  decimalMark: Schema.optionalKey(Schema.Literals([".", ","])),
  /** How signs are read: as written, the opposite, or a plain amount as money out. */
  sign: Schema.optionalKey(Schema.Literals(["written", "inverted", "plain-is-out"])),
  /** ISO 4217 code for rows that name none. */
  currency: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/))),
  /** The account's identifier where the file names none. */
  account: Schema.optionalKey(Schema.String)
})
export type CsvMapping = typeof CsvMapping.Type

/** A column that the mapping names and the file has not. */
export interface MissingColumn {
  readonly role: string
}

/** The mapping's columns as positions under this header. Calls `missing` for a name that the header has not. */
export const columnsUnder = (
  mapping: CsvMapping,
  header: ReadonlyArray<string> | null,
  missing: (column: MissingColumn) => void
): GivenColumns => {
  const folded = header?.map(HeaderWords.fold)
  const position = (role: string, column: string | number): number => {
    if (typeof column === "number") return column
    const found = folded?.indexOf(HeaderWords.fold(column)) ?? -1
    if (found < 0) missing({ role })
    return found
  }
  const given: Record<string, number | ReadonlyArray<number>> = {}
  for (const [role, column] of Object.entries(mapping.columns ?? {})) {
    if (role === "description" || role === "memo") {
      const list: ReadonlyArray<string | number> = Array.isArray(column) ? column : [column]
      given[role] = list.map((each) => position(role, each))
    } else if (typeof column === "string" || typeof column === "number") given[role] = position(role, column)
  }
  // One layout of money only: naming it rules the inferred other one out.
  if (given["amount"] !== undefined) return { debit: -1, credit: -1, ...given }
  if (given["debit"] !== undefined || given["credit"] !== undefined)
    return { amount: -1, indicator: -1, debit: -1, credit: -1, ...given }
  return given
}
