/**
 * Gathers a file's rows into whole days of an account. How many rows each day has is known from the survey, so a day is
 * whole as soon as its last row has come, whatever the order of the rows. A file in order of its dates, as banks write them, keeps
 * a day at a time; one in no order keeps the days that are not whole yet.
 */
import type { Surveyed } from "./StatementSurvey.ts"

/** Whole days by account. */
export type WholeDays<R> = ReadonlyMap<string, ReadonlyMap<string, ReadonlyArray<R>>>

export class DayBuffer<R> {
  readonly #surveyed: Surveyed
  readonly #open = new Map<string, Map<string, Array<R>>>()
  #whole = new Map<string, Map<string, ReadonlyArray<R>>>()
  #rows = 0

  constructor(surveyed: Surveyed) {
    this.#surveyed = surveyed
  }

  /** Rows in whole days that nobody has taken yet. */
  get ready(): number {
    return this.#rows
  }

  add(accountId: string, date: string, row: R): void {
    const days = this.#open.get(accountId) ?? new Map<string, Array<R>>()
    this.#open.set(accountId, days)
    const day = days.get(date) ?? []
    days.set(date, day)
    day.push(row)
    if (day.length < (this.#surveyed.accounts.get(accountId)?.days.get(date) ?? 0)) return
    days.delete(date)
    const whole = this.#whole.get(accountId) ?? new Map<string, ReadonlyArray<R>>()
    this.#whole.set(accountId, whole)
    whole.set(date, day)
    this.#rows += day.length
  }

  /** The whole days so far, once. */
  take(): WholeDays<R> {
    const taken = this.#whole
    this.#whole = new Map()
    this.#rows = 0
    return taken
  }
}
