/** Amounts (`15d`) and balances of SWIFT category 9 fields: the decimal comma is mandatory, digits after it are not. */
import * as Decimal from "../Decimal.ts"
import type { Balance } from "../Statement.ts"
import * as SwiftDate from "./SwiftDate.ts"

// A point instead of the comma, and an amount without either, are what some banks write; both are unambiguous.
const numeral = /^(?:[0-9]+(?:[,.][0-9]*)?|[,.][0-9]+)$/

/** Reads an unsigned amount, or null where the text is none or has more than one mark. */
export const read = (text: string): Decimal.Decimal | null =>
  numeral.test(text) ? Decimal.parse(text.replace(",", ".")) : null

const balance = /^([CD])([0-9]{6})([A-Z]{3}) {0,16}([0-9,.]+)/

/** Reads field 60, 62, 64 or 65: mark, date, currency, amount. */
export const readBalance = (value: string): Balance | null => {
  const start = value.trimStart()
  // The first line holds it all, unless the file was wrapped at some width.
  const found = balance.exec(firstLine(start)) ?? balance.exec(start.slice(0, 80).replaceAll(/[\r\n]/g, ""))
  if (found === null) return null
  const [, mark, date = "", currency = "", digits = ""] = found
  const size = read(digits)
  if (size === null) return null
  return {
    amount: mark === "D" ? Decimal.negate(size) : size,
    currency,
    date: SwiftDate.read(date)?.date ?? null
  }
}

export const firstLine = (text: string): string => {
  const end = text.search(/[\r\n]/)
  return end < 0 ? text : text.slice(0, end)
}
