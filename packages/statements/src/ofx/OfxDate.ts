/**
 * Dates as OFX writes them: `YYYYMMDD[HHMM[SS[.XXX]]][[offset:zone]]` (OFX 2.2, section 3.2.8). A statement's date is the
 * calendar day that the bank wrote, so the time and the zone are left where they are: a payment posted on the 31st at
 * 23:00 in São Paulo stays on the 31st.
 */
import * as CalendarDate from "../CalendarDate.ts"

/** Why a text is no date: it has the shape of none, names a day that does not exist, or could be two different days. */
export type Problem = "unreadable" | "impossible" | "ambiguous"

export type Reading =
  | { readonly date: CalendarDate.CalendarDate; readonly problem: null }
  | { readonly date: null; readonly problem: Problem }

const failed = (problem: Problem): Reading => ({ date: null, problem })

// Eight digits, then a time of whole pairs (with milliseconds at most), then anything that is no digit.
const packed = /^(\d{4})(\d{2})(\d{2})(?:\d{9}|\d{6}|\d{4}|\d{2})?(?!\d)/
const yearFirst = /^(\d{4})[-/.](\d{2})[-/.](\d{2})(?!\d)/

/** Reads a date of OFX, and the separated dates that some banks write in its place where they can mean one day only. */
export const read = (text: string): Reading => {
  const found = packed.exec(text) ?? yearFirst.exec(text)
  if (found !== null) {
    const date = CalendarDate.make(Number(found[1]), Number(found[2]), Number(found[3]))
    return date === null ? failed("impossible") : { date, problem: null }
  }
  const dates = new Set<string>()
  for (const order of CalendarDate.possibleOrders(text)) {
    const date = CalendarDate.parse(text, order)
    if (date !== null) dates.add(date)
  }
  const [only] = dates
  if (only !== undefined) return dates.size > 1 ? failed("ambiguous") : { date: only, problem: null }
  return failed(CalendarDate.looksLikeDate(text) ? "impossible" : "unreadable")
}
