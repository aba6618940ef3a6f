/**
 * Dates of SWIFT category 9 fields: `YYMMDD`, and `MMDD` beside one of those.
 *
 * German banks count interest by months of thirty days and write value dates such as 30 February. Of those the month's
 * last day is meant, and it is taken with a note. Any other day that does not exist is no date.
 */
import * as CalendarDate from "../CalendarDate.ts"
import type { Note } from "../Statement.ts"

export interface SwiftDate {
  readonly date: CalendarDate.CalendarDate
  /** The date had to be moved to the month's last day. */
  readonly adjusted: boolean
}

export const adjustedNote: Note = {
  code: "date-adjusted",
  message: "The bank counts thirty days in February; the date is the month's last day."
}

const make = (year: number, month: number, day: number): SwiftDate | null => {
  const date = CalendarDate.make(year, month, day)
  if (date !== null) return { date, adjusted: false }
  if (month !== 2 || (day !== 29 && day !== 30)) return null
  const last = CalendarDate.make(year, month, CalendarDate.daysInMonth(year, month))
  return last === null ? null : { date: last, adjusted: true }
}

/** Reads six digits, `YYMMDD`. */
export const read = (digits: string): SwiftDate | null =>
  make(CalendarDate.fullYear(Number(digits.slice(0, 2))), Number(digits.slice(2, 4)), Number(digits.slice(4, 6)))

/** Reads an entry date, `MMDD`, in the year in which it is nearest to the value date (`YYMMDD`). */
export const readEntry = (digits: string, valueDate: string): SwiftDate | null => {
  const month = Number(digits.slice(0, 2))
  const ahead = month - Number(valueDate.slice(2, 4))
  const year = CalendarDate.fullYear(Number(valueDate.slice(0, 2)))
  return make(ahead > 6 ? year - 1 : ahead < -6 ? year + 1 : year, month, Number(digits.slice(2, 4)))
}
