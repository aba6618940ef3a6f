/** Calendar dates and months, as text that sorts: `2024-01-31` and `2024-01`. */
import * as Schema from "effect/Schema"

/** Schema of a calendar date: `YYYY-MM-DD`, no time and no zone. */
export const CalendarDate = Schema.String.check(
  Schema.isPattern(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, { expected: "a date as YYYY-MM-DD" })
)

/** Schema of a calendar month: `YYYY-MM`. */
export const Month = Schema.String.check(Schema.isPattern(/^[0-9]{4}-[0-9]{2}$/, { expected: "a month as YYYY-MM" }))

/** The month of a date. */
export const of = (date: string): string => date.slice(0, 7)

/** The month `count` months later (earlier where negative). */
export const plus = (month: string, count: number): string => {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`
}

/** The first day of the month after, which ends a range of dates. */
export const end = (month: string): string => `${plus(month, 1)}-01`

/** The range of sort keys that begin with a month, from the earliest of some months to the latest. */
export const spanning = (
  months: ReadonlyArray<string>
): { readonly from: ReadonlyArray<string>; readonly until: ReadonlyArray<string> } => {
  const sorted = months.toSorted()
  return { from: [sorted[0] ?? ""], until: [plus(sorted.at(-1) ?? "", 1)] }
}
