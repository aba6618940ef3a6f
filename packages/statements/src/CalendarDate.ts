/**
 * Calendar dates as people and banks write them, read under a given order of day, month and year. Deciding the order is
 * the file's business (it takes evidence from many dates); here one text either is a date under that order or is none.
 *
 * Read are: separated numbers (`31/01/2024`, `31.1.24`, `2024-01-31`), eight or six digits without separators
 * (`20240131`, `310124`), month names in some thirty languages (`01 Jan 2024`, `1 de enero de 2024`), ISO week and
 * ordinal dates (`2024-W01-1`, `2024-032`) and CJK dates (`2024年1月31日`). A time or zone after the date is ignored: a
 * statement's date is the bank's calendar day. Two-digit years follow a fixed pivot: 00–69 are 2000–2069, 70–99 are
 * 1970–1999. Every scan is linear in the text's length.
 */
import { digitValue } from "./Amount.ts"
import * as MonthName from "./MonthName.ts"
import type { CalendarDate } from "./Statement.ts"

export type { CalendarDate }

export type DateOrder = "ymd" | "dmy" | "mdy" | "ydm"

export const orders: ReadonlyArray<DateOrder> = ["ymd", "dmy", "mdy", "ydm"]

/** Longest text that can be a date with a time and a zone name. */
const maxLength = 64

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const lengths: ReadonlyArray<number> = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days of a month, 1-based. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0)

/** The full year of a two-digit one: 00–69 are 2000–2069, 70–99 are 1970–1999. */
export const fullYear = (twoDigits: number): number => (twoDigits < 70 ? 2000 + twoDigits : 1900 + twoDigits)

/** The date of these numbers, or null where there is no such day. Years are 1900–2199. */
export const make = (year: number, month: number, day: number): CalendarDate | null => {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return `${year}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}`
}

/** Days since 1970-01-01 of the proleptic Gregorian calendar, for distances between dates. */
export const toDays = (date: CalendarDate): number => {
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7))
  const day = Number(date.slice(8, 10))
  // Days from civil, with years that begin in March so that the leap day comes last.
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

/** The date that many days after 1970-01-01. */
export const fromDays = (days: number): CalendarDate | null => {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return make(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

/** A written date taken apart, before anything is decided about its order. */
type Parts =
  /** Three numbers in the order written; `named` is the position of a month name, or -1. */
  | {
      readonly _tag: "Three"
      readonly values: readonly [number, number, number]
      readonly widths: readonly [number, number, number]
      readonly named: number
    }
  /** Six or eight digits without separators. */
  | { readonly _tag: "Packed"; readonly digits: string }
  | { readonly _tag: "Week"; readonly year: number; readonly week: number; readonly day: number }
  | { readonly _tag: "Ordinal"; readonly year: number; readonly day: number }

const isLetter = (code: number): boolean =>
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && code < 0x2000) ||
  (code >= 0x3000 && code < 0xff00 && code !== 0x3000)

const isWhite = (code: number): boolean =>
  code === 0x20 || code === 0xa0 || code === 0x09 || code === 0x202f || code === 0x3000

const dissect = (raw: string): Parts | null => {
  if (raw.length > maxLength) return null
  const text = raw.trim()
  if (text.length < 5) return null
  const values: Array<number> = []
  const widths: Array<number> = []
  let named = -1
  let position = 0
  while (position < text.length && values.length < 3) {
    const code = text.charCodeAt(position)
    const digit = digitValue(code)
    if (digit >= 0) {
      let digits = ""
      let value = digit
      while (position < text.length && value >= 0) {
        digits += value
        position++
        value = position < text.length ? digitValue(text.charCodeAt(position)) : -1
      }
      if (
        values.length === 0 &&
        (digits.length === 8 || digits.length === 6 || digits.length === 12 || digits.length === 14)
      ) {
        if (!isTimeOrNothing(text, position)) return null
        return { _tag: "Packed", digits: digits.length > 8 ? digits.slice(0, 8) : digits }
      }
      if (values.length === 1 && digits.length === 3 && widths[0] === 4 && isTimeOrNothing(text, position)) {
        return { _tag: "Ordinal", year: values[0] ?? 0, day: Number(digits) }
      }
      if (digits.length > 4 || digits.length === 3) return null
      values.push(Number(digits))
      widths.push(digits.length)
      continue
    }
    if (isLetter(code)) {
      const start = position
      while (position < text.length && (isLetter(text.charCodeAt(position)) || text.charCodeAt(position) === 0x307))
        position++
      const word = text.slice(start, position)
      if (word.length === 1 && (word === "W" || word === "w") && values.length === 1 && widths[0] === 4) {
        return week(text, position, values[0] ?? 0)
      }
      if (MonthName.isSeparator(word)) continue
      const month = MonthName.month(word)
      if (month === null) {
        if (MonthName.isWeekday(word) && values.length === 0) continue
        return null
      }
      if (named >= 0) return null
      named = values.length
      values.push(month)
      widths.push(0)
      continue
    }
    // Separators: blanks, and a dot, comma, slash, hyphen or apostrophe between the parts.
    if (
      isWhite(code) ||
      code === 0x2e ||
      code === 0x2c ||
      code === 0x2f ||
      code === 0x2d ||
      code === 0x27 ||
      code === 0x2013 ||
      code === 0x5f
    ) {
      if (values.length === 0 && code !== 0x2c && code !== 0x2e && !isWhite(code)) return null
      position++
      continue
    }
    return null
  }
  const [a, b, c] = values
  const [widthA, widthB, widthC] = widths
  if (a === undefined || b === undefined || c === undefined) return null
  if (widthA === undefined || widthB === undefined || widthC === undefined) return null
  if (!isTimeOrNothing(text, position)) return null
  return { _tag: "Three", values: [a, b, c], widths: [widthA, widthB, widthC], named }
}

/** What may follow a date: nothing, a dot (Hungarian), a CJK day sign, or a blank or `T` and then a time. */
const isTimeOrNothing = (text: string, from: number): boolean => {
  let position = from
  while (position < text.length && (text.charCodeAt(position) === 0x2e || text.charCodeAt(position) === 0x2c))
    position++
  if (position < text.length && MonthName.isSeparator(text.charAt(position))) position++
  if (position >= text.length) return true
  const code = text.charCodeAt(position)
  if (
    !isWhite(code) &&
    code !== 0x54 &&
    code !== 0x74 &&
    code !== 0x5a &&
    code !== 0x2d &&
    code !== 0x3a &&
    code !== 0x5b
  )
    return false
  let rest = position + 1
  while (rest < text.length && isWhite(text.charCodeAt(rest))) rest++
  if (rest >= text.length) return code !== 0x2d
  const first = text.charCodeAt(rest)
  // A time begins with a digit, a zone or weekday in brackets with a bracket.
  if (digitValue(first) >= 0 || first === 0x5b || first === 0x28) return true
  return isWhite(code) && MonthName.isWeekday(text.slice(rest))
}

const week = (text: string, from: number, year: number): Parts | null => {
  const found = /^(\d\d)-?([1-7])(?![0-9])/.exec(text.slice(from, from + 5))
  if (found === null) return null
  return { _tag: "Week", year, week: Number(found[1]), day: Number(found[2]) }
}

const yearOf = (value: number, width: number): number => (width === 4 ? value : width === 2 ? fullYear(value) : -1)

const weekDate = (year: number, weekNumber: number, day: number): CalendarDate | null => {
  const fourth = make(year, 1, 4)
  if (fourth === null || weekNumber < 1 || weekNumber > 53) return null
  const fourthDays = toDays(fourth)
  // 1970-01-01 was a Thursday; the week of 4 January is week 1, Monday its first day (ISO 8601).
  const weekday = (((fourthDays + 3) % 7) + 7) % 7
  const days = fourthDays - weekday + (weekNumber - 1) * 7 + day - 1
  const date = fromDays(days)
  if (weekNumber < 53 || date === null) return date
  const nextFourth = make(year + 1, 1, 4)
  if (nextFourth === null) return null
  const nextDays = toDays(nextFourth)
  return days < nextDays - ((((nextDays + 3) % 7) + 7) % 7) ? date : null
}

const assemble = (parts: Parts, order: DateOrder): CalendarDate | null => {
  if (parts._tag === "Week") return weekDate(parts.year, parts.week, parts.day)
  if (parts._tag === "Ordinal") {
    const first = make(parts.year, 1, 1)
    if (first === null || parts.day < 1 || parts.day > (isLeap(parts.year) ? 366 : 365)) return null
    return fromDays(toDays(first) + parts.day - 1)
  }
  if (parts._tag === "Packed") return packed(parts.digits, order)
  const { named, values, widths } = parts
  if (named >= 0) {
    const month = values[named] ?? 0
    const others = named === 0 ? ([1, 2] as const) : named === 1 ? ([0, 2] as const) : ([0, 1] as const)
    const [first, second] = others
    // A name settles the month; the year is the four-digit part, else by the file's order the day comes first.
    const yearFirst = widths[first] === 4 || (widths[second] !== 4 && (order === "ymd" || order === "ydm"))
    const yearAt = yearFirst ? first : second
    const dayAt = yearFirst ? second : first
    if ((widths[dayAt] ?? 0) > 2) return null
    return make(yearOf(values[yearAt] ?? 0, widths[yearAt] ?? 0), month, values[dayAt] ?? 0)
  }
  const yearAt = order === "ymd" || order === "ydm" ? 0 : 2
  const monthAt = order === "mdy" ? 0 : order === "ydm" ? 2 : 1
  const dayAt = order === "dmy" ? 0 : order === "ymd" ? 2 : 1
  if (widths[monthAt] === 4 || widths[dayAt] === 4) return null
  return make(yearOf(values[yearAt] ?? 0, widths[yearAt] ?? 0), values[monthAt] ?? 0, values[dayAt] ?? 0)
}

const packed = (digits: string, order: DateOrder): CalendarDate | null => {
  const yearWidth = digits.length - 4
  const yearAt = order === "ymd" || order === "ydm" ? 0 : 4
  const rest = yearAt === 0 ? yearWidth : 0
  const year = yearOf(Number(digits.slice(yearAt, yearAt + yearWidth)), yearWidth)
  const first = Number(digits.slice(rest, rest + 2))
  const second = Number(digits.slice(rest + 2, rest + 4))
  return order === "ymd" || order === "mdy" ? make(year, first, second) : make(year, second, first)
}

const two = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

/** The hot path: exactly `YYYY-MM-DD` or `DD-MM-YYYY` (any of `-/.`), in the given order. Undefined: not of that shape. */
const fixed = (text: string, order: DateOrder): CalendarDate | null | undefined => {
  if (text.length !== 10) return undefined
  const yearFirst = order === "ymd" || order === "ydm"
  const firstSeparator = text.charCodeAt(yearFirst ? 4 : 2)
  if (firstSeparator !== text.charCodeAt(yearFirst ? 7 : 5)) return undefined
  if (firstSeparator !== 0x2d && firstSeparator !== 0x2f && firstSeparator !== 0x2e) return undefined
  const century = two(text, yearFirst ? 0 : 6)
  const yearOfCentury = two(text, yearFirst ? 2 : 8)
  const first = two(text, yearFirst ? 5 : 0)
  const second = two(text, yearFirst ? 8 : 3)
  if (century < 0 || yearOfCentury < 0 || first < 0 || second < 0) return undefined
  const monthFirst = order === "ymd" || order === "mdy"
  const month = monthFirst ? first : second
  const day = monthFirst ? second : first
  const date = make(century * 100 + yearOfCentury, month, day)
  return date === text ? text : date
}

/** Reads a date under the given order, or null where the text is none or names a day that does not exist. */
export const parse = (text: string, order: DateOrder): CalendarDate | null => {
  const quick = fixed(text, order)
  if (quick !== undefined) return quick
  const parts = dissect(text)
  return parts === null ? null : assemble(parts, order)
}

/** Why `parse` gave null: the text is blank, is no date at all, or is a date of this shape that does not exist. */
export const problem = (text: string, order: DateOrder): "empty" | "unreadable" | "impossible" | null => {
  if (text.trim() === "") return "empty"
  const parts = dissect(text)
  if (parts === null) return "unreadable"
  return assemble(parts, order) === null ? "impossible" : null
}

/**
 * The orders under which the text is a date that exists, in the sequence of `orders`; empty where it is none. A date that
 * needs no order (a name with a four-digit year, an ISO week) is possible under all of them.
 */
export const possibleOrders = (text: string): ReadonlyArray<DateOrder> => {
  const parts = dissect(text)
  return parts === null ? [] : orders.filter((order) => assemble(parts, order) !== null)
}

/** Whether the text has the shape of a date, existing or not (`31/02/2024` has it, `Total` and `20-00-00` have not). */
export const looksLikeDate = (text: string): boolean => {
  const parts = dissect(text)
  if (parts === null) return false
  if (parts._tag !== "Three") return parts._tag !== "Packed" || orders.some((order) => assemble(parts, order) !== null)
  const { values, widths } = parts
  return widths.filter((width) => width === 4).length <= 1 && values.filter((value) => value === 0).length <= 1
}
