/**
 * Dates as QIF writes them: in the order of the exporting computer's locale, with an apostrophe before a year of this
 * century (`1/ 5'24`), single digits padded with blanks, and single-digit years (`3/11' 2`).
 */
import * as CalendarDate from "../CalendarDate.ts"

/** Orders that QIF files come in. */
export type QifDateOrder = "mdy" | "dmy" | "ymd"

export const orders: ReadonlyArray<QifDateOrder> = ["mdy", "dmy", "ymd"]

const singleDigitYear = /^(\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.'’-]\s*)(\d)\s*$/

const normalize = (text: string): string =>
  text.length > 40 ? text : text.replace("’", "'").replace(singleDigitYear, "$10$2")

/** A date that opens with a four-digit year has one order only, whatever the file's others have (ISO 8601). */
const yearFirst = /^\s*\d{4}(?:\D|\d{4}\s*$)/

/** The date under the file's order, or null where the text is none. */
export const parse = (text: string, order: QifDateOrder): CalendarDate.CalendarDate | null => {
  const normal = normalize(text)
  return (yearFirst.test(normal) ? CalendarDate.parse(normal, "ymd") : null) ?? CalendarDate.parse(normal, order)
}

/** Why `parse` gave null. */
export const problem = (text: string, order: QifDateOrder): "empty" | "unreadable" | "impossible" | null => {
  const normal = normalize(text)
  return CalendarDate.problem(normal, yearFirst.test(normal) ? "ymd" : order)
}
