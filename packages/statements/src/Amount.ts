/**
 * Amounts as people and banks write them, read under a given decimal mark. Deciding the mark is the file's business (it
 * takes evidence from many amounts); here one text either is an amount under that mark, whole and unambiguous, or is
 * none: a numeral whose groups do not fit is refused, never repaired, and an empty text is no amount at all.
 */
import * as Currency from "./Currency.ts"
import * as Decimal from "./Decimal.ts"

export type DecimalMark = "." | ","

/** An amount together with what stood around its digits. */
export interface Amount {
  /** As written: negative for a leading, trailing or bracketing minus and for a debit indicator. */
  readonly value: Decimal.Decimal
  /** Whether a sign was written at all; brackets are a minus. */
  readonly sign: "plus" | "minus" | null
  /** `CR`/`C`/`H`aben and `DR`/`D`/`S`oll beside the amount. */
  readonly indicator: "credit" | "debit" | null
  /** ISO 4217 code where a code or an unambiguous symbol stands beside the amount. */
  readonly currency: string | null
}

/** Longest text that can be an amount: 38 digits, groups, sign, currency and blanks, generously. */
const maxLength = 128

// Zeros of the decimal digit ranges of the Basic Multilingual Plane (Unicode general category Nd).
const zeros: ReadonlyArray<number> = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
  0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
  0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10
]

/** The value of a decimal digit of any script, or -1. */
export const digitValue = (code: number): number => {
  if (code < 0x80) return code >= 48 && code <= 57 ? code - 48 : -1
  for (const zero of zeros) if (code >= zero && code <= zero + 9) return code - zero
  return -1
}

const isBlank = (code: number): boolean =>
  code === 0x20 ||
  code === 0xa0 ||
  code === 0x202f ||
  (code >= 0x2000 && code <= 0x200b) ||
  code === 0x09 ||
  code === 0x3000
const isMinus = (code: number): boolean =>
  code === 0x2d ||
  code === 0x2212 ||
  code === 0x2013 ||
  code === 0x2010 ||
  code === 0x2011 ||
  code === 0xfe63 ||
  code === 0xff0d
const isPlus = (code: number): boolean => code === 0x2b || code === 0xff0b
// Marks that only direct the order of writing; exports of right-to-left locales wrap amounts in them.
const isDirectional = (code: number): boolean =>
  code === 0x200e || code === 0x200f || code === 0x061c || code === 0xfeff || (code >= 0x202a && code <= 0x202e)

const indicators: ReadonlyMap<string, "credit" | "debit"> = new Map([
  ["CR", "credit"],
  ["CR.", "credit"],
  ["Cr", "credit"],
  ["Cr.", "credit"],
  ["cr", "credit"],
  ["C", "credit"],
  ["H", "credit"],
  ["DR", "debit"],
  ["DR.", "debit"],
  ["Dr", "debit"],
  ["Dr.", "debit"],
  ["dr", "debit"],
  ["D", "debit"],
  ["S", "debit"]
])

/** The separator class of a character between digits: the character that stands for it, or "" where it is none. */
const separatorOf = (code: number): "." | "," | "'" | " " | "" => {
  switch (code) {
    case 0x2e:
    case 0xff0e:
      return "."
    case 0x2c:
    case 0xff0c:
      return ","
    case 0x27:
    case 0x2019:
    case 0x02bc:
    case 0x00b4:
    case 0x60:
      return "'"
    default:
      return isBlank(code) ? " " : ""
  }
}

/** The plain numeral of grouped digits, or null where groups or mark do not fit. */
const numeral = (text: string, mark: DecimalMark): string | null => {
  let digits = ""
  let fraction = ""
  let group: string | null = null
  // Digits since the last separator; groups are of three, or (Indian) of two before a last one of three.
  let run = 0
  let middle: 2 | 3 | null = null
  let inFraction = false
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position)
    const digit = digitValue(code)
    if (digit >= 0) {
      if (inFraction) fraction += digit
      else {
        digits += digit
        run++
      }
      continue
    }
    if (inFraction) return null
    const isArabicMark = code === 0x066b
    const separator = isArabicMark ? mark : code === 0x066c ? "'" : separatorOf(code)
    if (separator === "") return null
    if (separator === mark) {
      if (group !== null && run !== 3) return null
      inFraction = true
      continue
    }
    if (group === null) {
      if (run < 1 || run > 3) return null
      group = separator
    } else {
      if (group !== separator || (run !== 2 && run !== 3) || (middle !== null && middle !== run)) return null
      middle = run
    }
    run = 0
  }
  if (group !== null && !inFraction && run !== 3) return null
  if (digits === "" && fraction === "") return null
  return fraction === "" ? digits : `${digits}.${fraction}`
}

/** Whether the text is already a canonical-looking ASCII numeral under the mark: the hot path of CSV reading. */
const plain = (text: string, mark: DecimalMark): Decimal.Decimal | null => {
  const length = text.length
  if (length === 0 || length > 24) return null
  const markCode = mark === "." ? 46 : 44
  let at = -1
  let position = text.charCodeAt(0) === 45 ? 1 : 0
  for (; position < length; position++) {
    const code = text.charCodeAt(position)
    if (code >= 48 && code <= 57) continue
    if (code !== markCode || at >= 0) return null
    at = position
  }
  if (at < 0 || mark === ".") return Decimal.parse(text)
  return Decimal.parse(`${text.slice(0, at)}.${text.slice(at + 1)}`)
}

const readDressed = (text: string, mark: DecimalMark): Amount | null => {
  let from = 0
  let to = text.length
  let sign: "plus" | "minus" | null = null
  let indicator: "credit" | "debit" | null = null
  let currency: string | null | undefined = undefined
  let opened = false
  let closed = false
  // From the left: sign, bracket, currency and indicator in any order, until the first digit or mark.
  while (from < to) {
    const code = text.charCodeAt(from)
    if (isBlank(code) || isDirectional(code)) {
      from++
      continue
    }
    if (isMinus(code) || isPlus(code)) {
      if (sign !== null) return null
      sign = isMinus(code) ? "minus" : "plus"
      from++
      continue
    }
    if (code === 0x28) {
      if (opened) return null
      opened = true
      from++
      continue
    }
    if (digitValue(code) >= 0) break
    if ((code === 0x2e || code === 0x2c) && digitValue(text.charCodeAt(from + 1)) >= 0) break
    let end = from
    while (end < to && !isWordEnd(text.charCodeAt(end)) && digitValue(text.charCodeAt(end)) < 0) end++
    const last = text.charCodeAt(end - 1)
    // "$.50": the mark belongs to the digits, unlike the one of "Rs. 50" or "Fr.50".
    if (end - from > 1 && (last === 0x2e || last === 0x2c) && Currency.symbol(text.slice(from, end)) === undefined)
      end--
    if (end === from) return null
    const word = text.slice(from, end)
    const asCurrency = Currency.symbol(word)
    const asIndicator = indicators.get(word)
    if (asCurrency !== undefined && currency === undefined) currency = asCurrency
    else if (asIndicator !== undefined && indicator === null) indicator = asIndicator
    else return null
    from = end
  }
  // From the right: the same, until the last digit or mark.
  while (to > from) {
    const code = text.charCodeAt(to - 1)
    if (isBlank(code) || isDirectional(code)) {
      to--
      continue
    }
    if (isMinus(code) || isPlus(code)) {
      if (sign !== null) return null
      // "12.-" is how Swiss prices write a whole amount, and not a minus.
      const before = text.charCodeAt(to - 2)
      if (before === 0x2e || before === 0x2c) return null
      sign = isMinus(code) ? "minus" : "plus"
      to--
      continue
    }
    if (code === 0x29) {
      if (closed) return null
      closed = true
      to--
      continue
    }
    if (digitValue(code) >= 0) break
    if ((code === 0x2e || code === 0x2c) && digitValue(text.charCodeAt(to - 2)) >= 0) break
    let start = to
    while (start > from && !isWordEnd(text.charCodeAt(start - 1)) && digitValue(text.charCodeAt(start - 1)) < 0) start--
    if (start === to) return null
    const word = text.slice(start, to)
    const asCurrency = Currency.symbol(word)
    const asIndicator = indicators.get(word)
    if (asCurrency !== undefined && currency === undefined) currency = asCurrency
    else if (asIndicator !== undefined && indicator === null) indicator = asIndicator
    else return null
    to = start
  }
  if (opened !== closed || from >= to) return null
  if (opened) {
    if (sign !== null) return null
    sign = "minus"
  }
  const plainNumeral = numeral(text.slice(from, to), mark)
  const magnitude = plainNumeral === null ? null : Decimal.parse(plainNumeral)
  if (magnitude === null) return null
  // A minus beside a debit indicator says the same thing twice; a minus beside a credit one is a reversal.
  const negative = sign === "minus" || indicator === "debit"
  return { value: negative ? Decimal.negate(magnitude) : magnitude, sign, indicator, currency: currency ?? null }
}

const isWordEnd = (code: number): boolean =>
  isBlank(code) || isMinus(code) || isPlus(code) || code === 0x28 || code === 0x29 || isDirectional(code)

/** Reads an amount with all that stands around it, or null where the text is no amount under this mark. */
export const read = (text: string, mark: DecimalMark): Amount | null => {
  const value = plain(text, mark)
  if (value !== null) {
    return { value, sign: text.charCodeAt(0) === 45 ? "minus" : null, indicator: null, currency: null }
  }
  return text.length > maxLength ? null : readDressed(text, mark)
}

/** The amount's value, or null where the text is no amount under this mark. The scale is kept. */
export const parse = (text: string, mark: DecimalMark): Decimal.Decimal | null => {
  const value = plain(text, mark)
  if (value !== null) return value
  return text.length > maxLength ? null : (readDressed(text, mark)?.value ?? null)
}

/**
 * What one amount says about the decimal mark: the mark it can only be read with, `"either"` where both readings agree
 * (no separator, or a blank or apostrophe only), `"ambiguous"` where both are possible and differ ("1,234"), and null
 * where it is no amount.
 */
export const evidence = (text: string): DecimalMark | "either" | "ambiguous" | null => {
  const point = parse(text, ".")
  const comma = parse(text, ",")
  if (point === null) return comma === null ? null : ","
  if (comma === null) return "."
  return point === comma ? "either" : "ambiguous"
}
