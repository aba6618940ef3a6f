/**
 * Puts the lines before a CSV file's entries to use: the account that the statement is of, its currency, its opening and
 * closing balance. A line is a label and its value, in two cells or behind a colon in one.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import * as Currency from "../Currency.ts"
import type { Balance } from "../Statement.ts"
import { isIban } from "./ColumnProfile.ts"
import type { Preamble } from "./Plan.ts"
import { isAccountLabel, isCurrencyLabel, lineKind, section, speaksOfCard } from "./RowWords.ts"
import type { SampleRecord } from "./Sniffer.ts"

export interface PreambleReading {
  readonly preamble: Preamble
  readonly isCard: boolean
  /** Texts that may be dates, as evidence for the date order. */
  readonly dates: ReadonlyArray<string>
}

/** Label and values of a line: cells, with a first cell "Label: value" split at its colon. */
const labelled = (fields: ReadonlyArray<string>): ReadonlyArray<string> => {
  const cells = fields.map((field) => field.trim()).filter((cell) => cell !== "")
  const [first, ...rest] = cells
  if (first === undefined) return []
  const colon = first.indexOf(":")
  if (colon < 0 || colon === first.length - 1) return [first.replace(/:$/, ""), ...rest]
  return [first.slice(0, colon), first.slice(colon + 1).trim(), ...rest]
}

const ibanIn = (cell: string): string | null => {
  if (isIban(cell)) return cell.replaceAll(" ", "")
  for (const word of cell.split(/[\s:,;()]+/)) if (isIban(word)) return word
  return null
}

/** The account's identifier in a value cell: its longest run of digits, masks and marks between them, else none. */
const identifierIn = (cell: string): string | null => {
  if (cell.length > 120 || CalendarDate.looksLikeDate(cell)) return null
  let best: string | null = null
  for (const run of cell.match(/[\dXx*#][\dXx*#./-]*(?: [\dXx*#]+)*/g) ?? []) {
    if ((run.match(/\d/g) ?? []).length >= 4 && run.length > (best?.length ?? 0)) best = run
  }
  return best
}

/** A preamble amount carries its own evidence; an ambiguous one is left to the file's decimal mark. */
const amountIn = (cell: string, mark: Amount.DecimalMark): Amount.Amount | null => {
  const evidence = Amount.evidence(cell)
  if (evidence === null) return null
  return Amount.read(cell, evidence === "ambiguous" || evidence === "either" ? mark : evidence)
}

const dateIn = (cells: ReadonlyArray<string>, order: CalendarDate.DateOrder): string | null => {
  for (const cell of cells) {
    for (const word of [cell, ...cell.split(/[\s:()]+/)]) {
      if (!/\d.*\d/.test(word) || !CalendarDate.looksLikeDate(word)) continue
      const date = CalendarDate.parse(word, order)
      if (date !== null) return date
    }
  }
  return null
}

/** Dates written in the preamble, before the order is known. */
export const datesIn = (records: ReadonlyArray<SampleRecord>): ReadonlyArray<string> => {
  const dates: Array<string> = []
  for (const { fields } of records) {
    for (const field of fields) {
      if (field.length > 200) continue
      for (const word of field.split(/[\s:()]+/)) {
        if (word.length >= 6 && /[./-]/.test(word) && CalendarDate.looksLikeDate(word)) dates.push(word)
      }
    }
  }
  return dates.slice(0, 50)
}

export const read = (
  records: ReadonlyArray<SampleRecord>,
  mark: Amount.DecimalMark,
  order: CalendarDate.DateOrder
): { readonly preamble: Preamble; readonly isCard: boolean } => {
  let account: string | null = null
  let accountName: string | null = null
  let currency: string | null = null
  let opening: Balance | null = null
  let closing: Balance | null = null
  let isCard = false
  let pending = false
  for (const { fields } of records) {
    const cells = labelled(fields)
    const [label, ...values] = cells
    if (label === undefined || label.length > 200) continue
    if (cells.length <= 6 && speaksOfCard(cells.join(" ").slice(0, 400))) isCard = true
    const title = values.length === 0 ? section(label) : null
    if (title !== null) pending = title === "pending"
    const kind = lineKind(label)
    if (kind === "opening" || kind === "closing") {
      for (const value of values) {
        const amount = amountIn(value, mark)
        if (amount === null) continue
        const balance = {
          amount: amount.value,
          currency: amount.currency ?? values.map(Currency.code).find((found) => found !== null) ?? null,
          date: dateIn(cells, order)
        }
        if (kind === "opening") opening ??= balance
        else closing ??= balance
        currency ??= balance.currency
        break
      }
      continue
    }
    if (isCurrencyLabel(label)) {
      const found = values.map(Currency.code).find((value) => value !== null)
      if (found !== undefined) currency ??= found
      continue
    }
    const iban = cells.map(ibanIn).find((value) => value !== null)
    if (iban !== undefined && (account === null || !isIban(account))) account = iban
    if (isAccountLabel(label)) {
      const beside = values
        .flatMap((value) => value.split(/[\s()]+/))
        .find((word) => /^[A-Z]{3}$/.test(word) && Currency.code(word) !== null)
      if (beside !== undefined) currency ??= beside
      const identifier = values.map(identifierIn).find((value) => value !== null) ?? identifierIn(label)
      account ??= identifier ?? null
      const name = values.find((value) => identifierIn(value) === null && value.length <= 60 && /\p{L}{3}/u.test(value))
      if (name !== undefined) accountName ??= name
    }
  }
  return { preamble: { pending, account, accountName, currency, opening, closing }, isCard }
}
