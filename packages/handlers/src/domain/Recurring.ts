/**
 * Charges that come again and again: at least three to one counterparty, of about the same amount, each near the day on which
 * it falls due. A cadence counts days (a week, four weeks) or months (a quarter, a year); one of months falls due on a day of
 * the month, or on the last of a month that is too short for it.
 *
 * What falls due at a weekend is booked on the Friday before or the Monday after, which is no deviation; any other day is,
 * and a cadence has its own patience with it. The due day that explains the bookings best is taken, and the next one
 * expected is the next due day. Three or four charges are a habit only where they are punctual and none was shortly before.
 */
import * as CalendarDate from "@millrace/statements/CalendarDate"
import * as Decimal from "@millrace/statements/Decimal"
import * as Month from "./Month.ts"
import type { Cadence, MonthlyAnalytics, RecurringCharge } from "./MonthlyAnalytics.ts"

/** Money out, to somebody, on a day. */
export interface Charge {
  readonly counterparty: string
  readonly date: string
  readonly amount: Decimal.Decimal
}

/** A charge, and its date in days since 1970-01-01. */
interface Dated extends Charge {
  readonly day: number
}

/** Charges of one currency by counterparty, each group in order of date. */
export type Index = ReadonlyMap<string, ReadonlyArray<Dated>>

/** Months before the one asked about in which its habits are looked for: three yearly charges, the first of them early. */
export const reach = 25

/** Most charges of a month to one counterparty in which habits can be told apart: one a day. */
export const mostInMonth = 31

/** Fewest charges that make a habit. */
const fewest = 3

/** Charges after which what was before them no longer speaks against a habit. */
const settled = 5

/** Most that one charge may differ from the one before, as a share. */
const tolerance = 0.25

interface Rhythm {
  readonly cadence: Cadence
  readonly every: { readonly days: number } | { readonly months: number }
  /** Days that a charge may be off. */
  readonly patience: number
  /** Days between two charges, at least and at most. */
  readonly gap: readonly [number, number]
}

const daily = (cadence: Cadence, days: number, patience: number): Rhythm => ({
  cadence,
  every: { days },
  patience,
  gap: [days - patience - 1, days + patience + 1]
})

const monthly = (cadence: Cadence, months: number, patience: number): Rhythm => ({
  cadence,
  every: { months },
  patience,
  // A month has 28 to 31 days.
  gap: [Math.floor(months * 30.2) - 2 - patience, Math.ceil(months * 30.6) + patience]
})

/** Where two explain charges equally well, the first does. */
const rhythms: ReadonlyArray<Rhythm> = [
  daily("weekly", 7, 1),
  daily("fortnightly", 14, 2),
  monthly("monthly", 1, 4),
  daily("four-weekly", 28, 2),
  monthly("two-monthly", 2, 5),
  monthly("quarterly", 3, 6),
  monthly("half-yearly", 6, 8),
  monthly("yearly", 12, 10)
]

/** 0 is Monday: 1970-01-01 was a Thursday. */
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7

/** Days that a charge is off its due day, which a weekend excuses. */
const deviation = (day: number, due: number): number => {
  const late = day - due
  const at = weekday(due)
  const excused = at === 5 ? late === 2 || late === -1 : at === 6 && (late === 1 || late === -2)
  return excused ? 0 : Math.abs(late)
}

/** Days since 1970-01-01 of a day of a month, or of the month's last. Months are counted from year 0. */
const dueOn = (month: number, day: number): number => {
  const [year, of] = [Math.floor(month / 12), (month % 12) + 1]
  const clipped = Math.min(day, CalendarDate.daysInMonth(year, of))
  return CalendarDate.toDays(`${String(year).padStart(4, "0")}-${two(of)}-${two(clipped)}`)
}

const two = (number: number): string => String(number).padStart(2, "0")

/** A due day: `on(0)` is that of the latest charge, `on(1)` the one before, `on(-1)` the next. */
interface Due {
  readonly on: (back: number) => number
  /** Days between the latest charge and its due day. */
  readonly off: number
}

/** Every due day that the latest charge may have. */
const duesOf = ({ every, patience }: Rhythm, latest: number): ReadonlyArray<Due> => {
  const dues: Array<Due> = []
  for (let off = -patience; off <= patience; off++) {
    const due = latest + off
    if ("days" in every) {
      dues.push({ on: (back) => due - every.days * back, off: Math.abs(off) })
      continue
    }
    const date = CalendarDate.fromDays(due)
    if (date === null) continue
    const [year, of, day] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))]
    const month = year * 12 + of - 1
    // The last of a short month may stand for a day that it has not.
    const most = day === CalendarDate.daysInMonth(year, of) ? 31 : day
    for (let on = day; on <= most; on++) {
      dues.push({ on: (back) => dueOn(month - every.months * back, on), off: Math.abs(off) })
    }
  }
  return dues
}

const isAlike = (one: Decimal.Decimal, other: Decimal.Decimal): boolean => {
  const [a, b] = [Math.abs(Number(one)), Math.abs(Number(other))]
  return Math.abs(a - b) <= tolerance * Math.max(a, b)
}

interface Habit {
  readonly rhythm: Rhythm
  readonly due: Due
  /** Charges, and the days that they are off in all. */
  readonly length: number
  readonly cost: number
}

const isBetter = (one: Habit, other: Habit): boolean =>
  one.length !== other.length
    ? one.length > other.length
    : one.cost !== other.cost
      ? one.cost < other.cost
      : one.rhythm === other.rhythm && one.due.off < other.due.off

/** The habit that the latest of these charges belongs to, if any. They are in order of date. */
const habitOf = (charges: ReadonlyArray<Dated>): Habit | undefined => {
  const end = charges.length - 1
  const [latest, previous] = [charges[end], charges[end - 1]]
  if (latest === undefined || previous === undefined || charges.length < fewest) return undefined
  let best: Habit | undefined
  for (const rhythm of rhythms) {
    const [least, most] = rhythm.gap
    const gap = latest.day - previous.day
    if (gap < least || gap > most) continue
    for (const due of duesOf(rhythm, latest.day)) {
      let cost = deviation(latest.day, due.on(0))
      let length = 1
      for (; length <= end; length++) {
        const [charge, after] = [charges[end - length], charges[end - length + 1]]
        if (charge === undefined || after === undefined || !isAlike(charge.amount, after.amount)) break
        const off = deviation(charge.day, due.on(length))
        if (off > rhythm.patience) break
        cost += off
      }
      if (length < fewest) continue
      const [before, first] = [charges[end - length], charges[end - length + 1]]
      const pause = before === undefined || first === undefined ? Number.POSITIVE_INFINITY : first.day - before.day
      // Shopping without a rhythm has even stretches too: a habit begins after nothing or a pause, and few charges are punctual.
      const isDoubtful = pause < (3 * (least + most)) / 4 || cost > rhythm.patience * (length - 2)
      if (isDoubtful && length < settled) continue
      const habit: Habit = { rhythm, due, length, cost }
      if (best === undefined || isBetter(habit, best)) best = habit
    }
  }
  return best
}

/** Groups of like amounts: from one to the next is no more than a habit's charges may differ. */
const alike = (charges: ReadonlyArray<Dated>): ReadonlyArray<ReadonlyArray<Dated>> => {
  const groups: Array<Array<Dated>> = []
  let before: Dated | undefined
  for (const charge of charges.toSorted((a, b) => Number(a.amount) - Number(b.amount))) {
    if (before !== undefined && isAlike(before.amount, charge.amount)) groups.at(-1)?.push(charge)
    else groups.push([charge])
    before = charge
  }
  return groups.map((group) => group.sort(byDate))
}

const byDate = (a: Dated, b: Dated): number => a.day - b.day || Decimal.compare(a.amount, b.amount)

const recurring = (charges: ReadonlyArray<Dated>, { due, length, rhythm }: Habit): RecurringCharge | undefined => {
  const [latest, previous] = [charges.at(-1), charges.at(-2)]
  const next = CalendarDate.fromDays(due.on(-1))
  if (latest === undefined || previous === undefined || next === null) return undefined
  return {
    counterparty: latest.counterparty,
    cadence: rhythm.cadence,
    amount: latest.amount,
    drift: Decimal.subtract(latest.amount, previous.amount),
    lastDate: latest.date,
    nextExpected: next,
    occurrences: length
  }
}

/** Orders charges for {@link find}. */
export const index = (charges: Iterable<Charge>): Index => {
  const groups = new Map<string, Array<Dated>>()
  for (const charge of charges) {
    const group = groups.get(charge.counterparty)
    const dated = { ...charge, day: CalendarDate.toDays(charge.date) }
    if (group === undefined) groups.set(charge.counterparty, [dated])
    else group.push(dated)
  }
  for (const group of groups.values()) group.sort(byDate)
  return groups
}

/** Habits whose latest charge is in the month, by counterparty, then amount. Later charges are not looked at. */
export const find = (charges: Index, month: string): ReadonlyArray<RecurringCharge> => {
  const found: Array<RecurringCharge> = []
  const [from, until] = [`${Month.plus(month, -reach)}-01`, Month.end(month)]
  for (const all of charges.values()) {
    if (!all.some(({ date }) => Month.of(date) === month)) continue
    const group = all.filter(({ date }) => date >= from && date < until)
    for (const like of alike(group)) {
      const equal = () => Map.groupBy(like, ({ amount }) => Number(amount)).values()
      for (const series of habitOf(like) === undefined ? equal() : [like]) {
        if (Month.of(series.at(-1)?.date ?? "") !== month) continue
        const habit = habitOf(series)
        const charge = habit === undefined ? undefined : recurring(series, habit)
        if (charge !== undefined) found.push(charge)
      }
    }
  }
  return found.toSorted(
    (a, b) =>
      (a.counterparty < b.counterparty ? -1 : a.counterparty > b.counterparty ? 1 : 0) ||
      Decimal.compare(a.amount, b.amount) ||
      (a.lastDate < b.lastDate ? -1 : 1)
  )
}

/** The charges of months, of one currency, as {@link find} takes them. */
export const indexOf = (months: Iterable<MonthlyAnalytics>, currency: string): Index => {
  const charges: Array<Charge> = []
  for (const { currencies } of months) {
    for (const part of currencies) {
      if (part.currency !== currency) continue
      for (const { charges: of, counterparty } of part.charges ?? []) {
        for (const { amount, date } of of) charges.push({ counterparty, amount, date })
      }
    }
  }
  return index(charges)
}
