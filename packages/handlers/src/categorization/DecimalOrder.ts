/**
 * The order of decimal numerals by value, on the text itself: exact at any scale, and without building a number for
 * every transaction. `10`, `10.0` and `10.00` are equal.
 */

const numeral = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/

/** Whether a text is a decimal numeral that `compare` can place. */
export const isNumeral = (text: string): boolean => numeral.test(text)

/** The numeral without its sign. */
export const absolute = (value: string): string => (value.startsWith("-") ? value.slice(1) : value)

/** -1, 0 or 1: the sign of the value; `-0.00` is 0. */
export const sign = (value: string): -1 | 0 | 1 => (!/[1-9]/.test(value) ? 0 : value.startsWith("-") ? -1 : 1)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const compareMagnitude = (a: string, b: string): number => {
  const pointA = a.indexOf(".")
  const pointB = b.indexOf(".")
  const wholeA = pointA === -1 ? a : a.slice(0, pointA)
  const wholeB = pointB === -1 ? b : b.slice(0, pointB)
  if (wholeA.length !== wholeB.length) return wholeA.length < wholeB.length ? -1 : 1
  const whole = compareText(wholeA, wholeB)
  if (whole !== 0) return whole
  const fractionA = pointA === -1 ? "" : a.slice(pointA + 1)
  const fractionB = pointB === -1 ? "" : b.slice(pointB + 1)
  const scale = Math.max(fractionA.length, fractionB.length)
  return compareText(fractionA.padEnd(scale, "0"), fractionB.padEnd(scale, "0"))
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. Both must be numerals. */
export const compare = (a: string, b: string): number => {
  const signA = sign(a)
  const signB = sign(b)
  if (signA !== signB) return signA - signB
  if (signA === 0) return 0
  const magnitude = compareMagnitude(absolute(a), absolute(b))
  return signA === 1 ? magnitude : -magnitude
}
