/**
 * Field 61, the statement line: `6!n[4!n]2a[1!a]15d1!a3!c16x[//16x]` and on the next line `[34x]`.
 *
 * Value date, entry date, mark (`C`, `D`; `RC` takes a credit back and is money out, `RD` the reverse; `EC`, `ED` of MT942
 * are expected and not booked), third letter of the currency, amount, type, the account owner's and the bank's reference,
 * supplementary details. Source: SWIFT Standards MT, category 9, MT940 field 61.
 */
import type { CalendarDate } from "../CalendarDate.ts"
import * as Decimal from "../Decimal.ts"
import type { Rejection } from "../Statement.ts"
import * as SwiftAmount from "./SwiftAmount.ts"
import * as SwiftDate from "./SwiftDate.ts"

export interface StatementLine {
  readonly valueDate: CalendarDate
  readonly entryDate: CalendarDate | null
  readonly dateAdjusted: boolean
  /** Negative for money out. */
  readonly amount: Decimal.Decimal
  readonly isReversal: boolean
  readonly isExpected: boolean
  /** Transaction type and identification code, `NTRF`. */
  readonly type: string | null
  readonly ownerReference: string | null
  readonly bankReference: string | null
  readonly supplementary: string | null
  /** A name that Rabobank's older files put behind the reference. */
  readonly name: string | null
}

export type Problem = Pick<Rejection, "code" | "reason">

// Blanks stand where a bank pads an empty part.
const layout = /^([0-9]{6}) {0,4}([0-9]{4})? {0,4}(R[CD]|E[CD]|[CD]) ?([A-Z])? ?([0-9,.]+)(?: {0,4}([A-Z][A-Z0-9]{3}))?/

const problem = (code: string, reason: string): Problem => ({ code, reason })

const explain = (text: string): Problem => {
  const rest = /^[0-9]{6} {0,4}(?:[0-9]{4})? {0,4}/.exec(text)?.[0]
  if (rest === undefined) return problem("date-unreadable", "Field 61 does not begin with a value date (YYMMDD).")
  const mark = /^(?:R[CD]|E[CD]|[CD])[A-Z]?/.exec(text.slice(rest.length))?.[0]
  if (mark === undefined) {
    return problem("direction-unreadable", "Field 61 has no debit or credit mark (C, D, RC, RD) behind its dates.")
  }
  return problem("amount-missing", "Field 61 has no amount behind its debit or credit mark.")
}

const referenceWidth = 16

// Words that stand for "none" or "see field 86" in place of a reference.
const placeholders: ReadonlySet<string> = new Set(["NONREF", "NOREF", "EREF", "PREF", "KREF", "MARF", "NOTPROVIDED"])

const reference = (text: string): string | null => {
  const trimmed = text.trim()
  return trimmed === "" || placeholders.has(trimmed) || /^0+$/.test(trimmed) ? null : trimmed
}

const readReferences = (rest: string) => {
  const divider = rest.indexOf("//")
  if (divider >= 0) {
    const bank = rest.slice(divider + 2)
    // Supplementary details on the same line: ING's `/TRCD/00100/`.
    const code = bank.search(/\/[A-Z]{4}\//)
    return {
      owner: reference(rest.slice(0, divider)),
      bank: reference(code < 0 ? bank : bank.slice(0, code)),
      supplementary: code < 0 ? "" : bank.slice(code),
      name: null
    }
  }
  const isPadded = rest.length > referenceWidth && rest.charAt(referenceWidth - 1) === " "
  return {
    owner: reference(isPadded ? rest.slice(0, referenceWidth) : rest),
    bank: null,
    supplementary: "",
    name: isPadded ? rest.slice(referenceWidth).trim() || null : null
  }
}

/** Reads the value of a field 61, or says why it is unreadable. */
export const read = (value: string): StatementLine | Problem => {
  const lines = value.split(/[\r\n]+/).filter((line) => line.trim() !== "")
  const first = lines[0]?.trimStart() ?? ""
  // A file that was wrapped at some width breaks within the fixed part, which then goes on in the next line.
  const isWrapped = lines.length > 1 && !layout.test(first)
  const text = isWrapped ? first + (lines[1] ?? "").trimStart() : first
  const found = layout.exec(text)
  if (found === null) return explain(text)
  const [whole, valueDigits = "", entryDigits, mark = "", , amountText = "", type] = found
  const size = SwiftAmount.read(amountText)
  if (size === null) return problem("amount-unreadable", "The amount in field 61 has more than one decimal mark.")
  const value61 = SwiftDate.read(valueDigits)
  if (value61 === null) return problem("date-impossible", "The value date in field 61 is a day that does not exist.")
  const entry = entryDigits === undefined ? null : SwiftDate.readEntry(entryDigits, valueDigits)
  if (entryDigits !== undefined && entry === null) {
    return problem("date-impossible", "The entry date in field 61 is a day that does not exist.")
  }
  const { bank, name, owner, supplementary } = readReferences(text.slice(whole.length))
  const details = [supplementary, ...lines.slice(isWrapped ? 2 : 1)]
    .map((line) => line.trim())
    .filter((line) => line !== "")
  const isMoneyOut = mark === "D" || mark === "RC" || mark === "ED"
  return {
    valueDate: value61.date,
    entryDate: entry?.date ?? null,
    dateAdjusted: value61.adjusted || entry?.adjusted === true,
    amount: isMoneyOut ? Decimal.negate(size) : size,
    isReversal: mark.startsWith("R"),
    isExpected: mark.startsWith("E"),
    type: type ?? null,
    ownerReference: owner,
    bankReference: bank,
    supplementary: details.length === 0 ? null : details.join(" "),
    name
  }
}
