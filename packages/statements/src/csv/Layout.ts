/**
 * Finds the table in a CSV file's head: which record is the header, where the entries begin, and what each column is.
 *
 * What each column is decides `ColumnChooser`, from the header's words and the columns' contents.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import { ColumnChooser } from "./ColumnChooser.ts"
import { ColumnProfile } from "./ColumnProfile.ts"
import * as HeaderWords from "./HeaderWords.ts"
import type { Columns } from "./Plan.ts"
import { isEntry, type SampleRecord } from "./Sniffer.ts"

export interface Layout {
  /** Position of the header among the records, or -1. */
  readonly headerAt: number
  /** Position of the first record that can be an entry. */
  readonly dataAt: number
  readonly header: ReadonlyArray<string> | null
  readonly width: number
  readonly columns: Columns
  readonly profiles: ReadonlyArray<ColumnProfile>
  /** ISO 4217 code in the header of the amount column(s). */
  readonly headerCurrency: string | null
}

const isAmountCell = (cell: string): boolean => Amount.evidence(cell.trim()) !== null

/** How many different roles the record's cells name; 0 where it cannot be a header. */
const headerRoles = (fields: ReadonlyArray<string>): number => {
  const roles = new Set<HeaderWords.Role>()
  // Entries are told apart before any words are looked up: they are most of the records.
  if (fields.some((field) => field.length > 80 || isAmountCell(field))) return 0
  for (const field of fields) {
    for (const { role, weight } of HeaderWords.read(field).meanings.slice(0, 1)) if (weight >= 1) roles.add(role)
  }
  const isTable =
    roles.has("amount") ||
    roles.has("debit") ||
    roles.has("credit") ||
    roles.has("date") ||
    roles.has("bookingDate") ||
    roles.has("valueDate")
  return isTable ? roles.size : 0
}

const modalWidth = (records: ReadonlyArray<SampleRecord>): number => {
  const counts = new Map<number, number>()
  let best = 0
  for (const { fields } of records) {
    if (fields.length < 2 || !isEntry(fields)) continue
    const count = (counts.get(fields.length) ?? 0) + 1
    counts.set(fields.length, count)
    if (best === 0 || count > (counts.get(best) ?? 0)) best = fields.length
  }
  return best
}

const findHeader = (records: ReadonlyArray<SampleRecord>): number => {
  let at = -1
  let best = 1
  records.slice(0, 200).forEach(({ fields }, index) => {
    if (fields.length < 2) return
    const roles = headerRoles(fields)
    if (roles > best) {
      best = roles
      at = index
    }
  })
  if (at >= 0) return at
  // No known word: the record above the first entry is a header if it is as wide, and all of it is words.
  const first = records.findIndex(({ fields }) => fields.length >= 2 && isEntry(fields))
  const above = records[first - 1]
  const entry = records[first]
  if (above === undefined || entry === undefined || above.fields.length !== entry.fields.length) return -1
  const cells = above.fields.filter((field) => field.trim() !== "")
  const isWords = cells.every((cell) => cell.length < 60 && /\p{L}/u.test(cell) && !isAmountCell(cell))
  return isWords && cells.length >= 2 && new Set(cells).size === cells.length ? first - 1 : -1
}

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell.trim() === ""

const means = (cell: string, ...roles: ReadonlyArray<HeaderWords.Role>): boolean =>
  HeaderWords.read(cell).meanings.some(({ role, weight }) => weight >= 2 && roles.includes(role))

/**
 * Columns of a table with a header. Where every record is wider than it in the same way and has its money under the
 * header's money columns, the table has columns without a name; else wider records hold delimiters in their texts that
 * should have been quoted.
 */
const widthUnder = (header: ReadonlyArray<string>, records: ReadonlyArray<SampleRecord>, modal: number): number => {
  const width = header.length
  const entries = records.filter(({ fields }) => isEntry(fields))
  if (modal <= width || entries.length < 2) return width
  const money = header.flatMap((cell, column) => (means(cell, "amount", "debit", "credit", "balance") ? [column] : []))
  const isWider = entries.every(
    ({ fields }) =>
      fields.length === modal && money.every((column) => isBlank(fields[column]) || isAmountCell(fields[column] ?? ""))
  )
  return isWider ? modal : width
}

/** The record with its surplus fields put back into the first text column. */
const realigned = (
  header: ReadonlyArray<string>,
  fields: ReadonlyArray<string>,
  width: number
): ReadonlyArray<string> => {
  const at = header.findIndex((cell) => means(cell, "description", "counterparty", "memo"))
  if (at < 0 || fields.slice(width).every(isBlank)) return fields
  const surplus = fields.length - width
  return [...fields.slice(0, at), fields.slice(at, at + surplus + 1).join(" "), ...fields.slice(at + surplus + 1)]
}

/** The columns that the caller names, by position or header; they are taken as given. */
export type GivenColumns = { readonly [Role in keyof Columns]?: Columns[Role] }

export interface GivenLayout {
  /** 1-based line of the header; 0: there is none. */
  readonly headerLine?: number | undefined
  readonly columns?: ((header: ReadonlyArray<string> | null) => GivenColumns) | undefined
}

/** The table in these records, or null where no record has a date and an amount and none is a header. */
export const infer = (records: ReadonlyArray<SampleRecord>, given: GivenLayout): Layout | null => {
  const headerAt =
    given.headerLine === undefined
      ? findHeader(records)
      : given.headerLine === 0
        ? -1
        : records.findIndex(({ line }) => line === given.headerLine)
  const after = records.slice(headerAt + 1)
  const modal = modalWidth(after)
  const firstEntry = after.findIndex(({ fields }) => fields.length >= Math.max(2, modal) && isEntry(fields))
  if (headerAt < 0 && firstEntry < 0) return null
  const header = headerAt < 0 ? null : (records[headerAt]?.fields ?? null)
  let dataAt = headerAt >= 0 ? headerAt + 1 : firstEntry
  const width = header === null ? modal : widthUnder(header, after, modal)
  const profiles = Array.from({ length: width }, () => new ColumnProfile())
  const hasEntries = firstEntry >= 0
  for (const { fields } of records.slice(dataAt)) {
    // Totals and remarks would blur what the columns hold; they only count where there is nothing else.
    if (hasEntries && !isEntry(fields)) continue
    const aligned = fields.length > width && header !== null ? realigned(header, fields, width) : fields
    profiles.forEach((profile, column) => profile.add(aligned[column] ?? ""))
  }
  const chooser = new ColumnChooser(header, profiles)
  const columns = { ...chooser.choose(records.slice(dataAt)), ...given.columns?.(header) }
  // A line of a preamble can hold a date and an amount, too; the entries begin where the date column does.
  const dateColumn = columns.bookingDate >= 0 ? columns.bookingDate : columns.valueDate
  if (headerAt < 0 && dateColumn >= 0) {
    const first = records.findIndex(
      ({ fields }, at) => at >= dataAt && CalendarDate.looksLikeDate(fields[dateColumn] ?? "")
    )
    if (first > dataAt) dataAt = first
  }
  const moneyColumn = columns.amount >= 0 ? columns.amount : columns.debit >= 0 ? columns.debit : columns.credit
  const headerCurrency = moneyColumn < 0 ? null : (chooser.cells[moneyColumn]?.currency ?? null)
  return { headerAt, dataAt, header, width, columns, profiles, headerCurrency }
}
