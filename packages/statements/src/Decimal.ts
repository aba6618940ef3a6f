/**
 * Exact decimals, as text. An amount of money is a decimal numeral whose scale is part of what the bank said ("10",
 * "10.0" and "10.00" are equal in value and different in scale), so the numeral itself is the value: it survives JSON,
 * SQLite and DynamoDB unchanged and never passes through a float.
 */
import * as Brand from "effect/Brand"
import * as Schema from "effect/Schema"

/**
 * A canonical decimal numeral: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, never `-0`. What is read from a file has at most 38
 * digits, as DynamoDB's numbers; sums of such amounts may have more.
 */
export type Decimal = string & Brand.Brand<"@millrace/statements/Decimal">

const trusted = Brand.nominal<Decimal>()

const canonical = /^(?:0|-?[1-9][0-9]*|-?[1-9][0-9]*\.[0-9]+|0\.[0-9]+|-0\.[0-9]*[1-9][0-9]*)$/

/** Most digits, before and after the point together, of a numeral that `parse` accepts. */
export const maxDigits = 38

/** Canonical numerals, as they stand in JSON and in storage. */
export const schema = Schema.String.check(
  Schema.isPattern(canonical, { expected: "a canonical decimal numeral" }),
  Schema.isMaxLength(128)
).pipe(Schema.brand("@millrace/statements/Decimal"))

export const zero: Decimal = trusted("0")

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/**
 * Reads a plain numeral: an optional `+` or `-`, ASCII digits, at most one `.`. Leading zeros and the sign of a zero are
 * dropped, the scale is kept; `.5` and `5.` are read as `0.5` and `5`. Null for anything else and above 38 digits.
 */
export const parse = (text: string): Decimal | null => {
  const length = text.length
  let position = 0
  let negative = false
  const first = text.charCodeAt(0)
  if (first === 45 || first === 43) {
    negative = first === 45
    position = 1
  }
  const start = position
  let point = -1
  let nonZero = false
  for (; position < length; position++) {
    const code = text.charCodeAt(position)
    if (isDigit(code)) {
      if (code !== 48) nonZero = true
    } else if (code === 46 && point < 0) point = position
    else return null
  }
  const integerEnd = point < 0 ? length : point
  const fractionLength = point < 0 ? 0 : length - point - 1
  if (integerEnd - start + fractionLength === 0) return null
  let significant = start
  while (significant < integerEnd - 1 && text.charCodeAt(significant) === 48) significant++
  if (integerEnd - significant + fractionLength > maxDigits) return null
  const isCanonical =
    significant === start &&
    integerEnd > start &&
    (fractionLength !== 0) === point >= 0 &&
    first !== 43 &&
    (nonZero || !negative)
  if (isCanonical) return trusted(text)
  const integer = integerEnd > significant ? text.slice(significant, integerEnd) : "0"
  const fraction = fractionLength > 0 ? `.${text.slice(point + 1)}` : ""
  return trusted(`${negative && nonZero ? "-" : ""}${integer}${fraction}`)
}

/** The decimal `unscaled / 10^scale`. A number must be a safe integer; the scale is an integer from 0. */
export const fromUnscaled = (unscaled: bigint | number, scale: number): Decimal => {
  const negative = unscaled < 0
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, "0")
  const integer = digits.slice(0, digits.length - scale)
  const numeral = scale === 0 ? integer : `${integer}.${digits.slice(digits.length - scale)}`
  return trusted(negative ? `-${numeral}` : numeral)
}

/** Digits after the point. */
export const scale = (self: Decimal): number => {
  const point = self.indexOf(".")
  return point < 0 ? 0 : self.length - point - 1
}

/** The value as an integer number of units of `10^-scale`; `toScale` must not be below the decimal's own scale. */
export const toUnscaled = (self: Decimal, toScale: number = scale(self)): bigint => {
  const own = scale(self)
  const digits = own === 0 ? self : self.slice(0, self.length - own - 1) + self.slice(self.length - own)
  const value = BigInt(digits)
  return toScale === own ? value : value * 10n ** BigInt(toScale - own)
}

export const isZero = (self: Decimal): boolean => {
  for (let position = 0; position < self.length; position++) {
    const code = self.charCodeAt(position)
    if (code > 48 && code <= 57) return false
  }
  return true
}

export const isNegative = (self: Decimal): boolean => self.charCodeAt(0) === 45

export const negate = (self: Decimal): Decimal =>
  isNegative(self) ? trusted(self.slice(1)) : isZero(self) ? self : trusted(`-${self}`)

export const abs = (self: Decimal): Decimal => (isNegative(self) ? trusted(self.slice(1)) : self)

/** The exact sum, at the larger of both scales. */
export const add = (self: Decimal, that: Decimal): Decimal => {
  const common = Math.max(scale(self), scale(that))
  return fromUnscaled(toUnscaled(self, common) + toUnscaled(that, common), common)
}

/** The exact difference, at the larger of both scales. */
export const subtract = (self: Decimal, that: Decimal): Decimal => add(self, negate(that))

/** By value: decimals that differ in scale only compare as 0. */
export const compare = (self: Decimal, that: Decimal): -1 | 0 | 1 => {
  const common = Math.max(scale(self), scale(that))
  const left = toUnscaled(self, common)
  const right = toUnscaled(that, common)
  return left < right ? -1 : left > right ? 1 : 0
}

/** Equal by value, whatever the scales. */
export const equals = (self: Decimal, that: Decimal): boolean => self === that || compare(self, that) === 0

const powersOfTen: ReadonlyArray<number> = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

/**
 * Reads up to 15 digits as a safe integer of units of `10^-toScale`, or NaN where they do not fit. The number is an exact
 * integer throughout: this is the fast path of `Sum` and of the running-balance checks.
 */
export const toSafeUnscaled = (self: Decimal, toScale: number): number => {
  const length = self.length
  if (length > 16) return Number.NaN
  let value = 0
  let position = self.charCodeAt(0) === 45 ? 1 : 0
  const negative = position === 1
  let point = -1
  for (; position < length; position++) {
    const code = self.charCodeAt(position)
    if (code === 46) point = position
    else value = value * 10 + (code - 48)
  }
  const missing = toScale - (point < 0 ? 0 : length - point - 1)
  const power = powersOfTen[missing]
  if (power === undefined) return Number.NaN
  const unscaled = value * power
  if (unscaled > Number.MAX_SAFE_INTEGER) return Number.NaN
  return negative ? -unscaled : unscaled
}

/** An exact, mutable sum for hot loops: safe integers while they suffice, bigints beyond. */
export class Sum {
  #scale = 0
  #safe = 0
  #exact = 0n

  add(amount: Decimal): void {
    const own = scale(amount)
    if (own > this.#scale) this.#rescale(own)
    const unscaled = toSafeUnscaled(amount, this.#scale)
    const next = this.#safe + unscaled
    if (Number.isSafeInteger(next)) this.#safe = next
    else this.#exact += toUnscaled(amount, this.#scale)
  }

  subtract(amount: Decimal): void {
    this.add(negate(amount))
  }

  /** The sum so far, at the largest scale that was added. */
  value(): Decimal {
    return this.#exact === 0n
      ? fromUnscaled(this.#safe, this.#scale)
      : fromUnscaled(this.#exact + BigInt(this.#safe), this.#scale)
  }

  #rescale(to: number): void {
    const power = 10n ** BigInt(to - this.#scale)
    this.#exact = (this.#exact + BigInt(this.#safe)) * power
    this.#safe = 0
    this.#scale = to
    if (this.#exact >= BigInt(Number.MIN_SAFE_INTEGER) && this.#exact <= BigInt(Number.MAX_SAFE_INTEGER)) {
      this.#safe = Number(this.#exact)
      this.#exact = 0n
    }
  }
}
