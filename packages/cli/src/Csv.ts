/**
 * CSV (RFC 4180) that a spreadsheet may open: a text that one would take for a formula is preceded by an apostrophe, numbers are
 * left as they are.
 */

const numeral = /^-?[0-9]+(?:\.[0-9]+)?$/

// What spreadsheets begin formulas with, full-width forms and leading space included (OWASP, "CSV Injection").
const formula = /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠|%]|^[\t\r\n]/

const cell = (value: string): string => {
  const safe = !numeral.test(value) && formula.test(value) ? `'${value}` : value
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One record, without its line break. */
export const record = (values: ReadonlyArray<string>): string => values.map(cell).join(",")
