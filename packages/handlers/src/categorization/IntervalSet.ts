/**
 * Sets of values of an ordered domain as disjoint intervals in ascending order, for reasoning about rules without running
 * them: what remains when two ranges must both hold, and whether one range lies within another.
 */

/** One end of an interval; a value of null is the end of the domain. */
export interface Bound {
  readonly value: string | null
  readonly included: boolean
}
export interface Interval {
  readonly from: Bound
  readonly to: Bound
}
export type IntervalSet = ReadonlyArray<Interval>
type Compare = (a: string, b: string) => number

const open: Bound = { value: null, included: false }

/** Every value. */
export const everything: IntervalSet = [{ from: open, to: open }]

/** The values between two ends, both included; an end left out is open. No interval when the ends are upside down. */
export const between = (from: string | undefined, to: string | undefined, compare: Compare): IntervalSet =>
  from !== undefined && to !== undefined && compare(from, to) > 0
    ? []
    : [
        {
          from: from === undefined ? open : { value: from, included: true },
          to: to === undefined ? open : { value: to, included: true }
        }
      ]

const compareFrom = (a: Bound, b: Bound, compare: Compare): number => {
  if (a.value === null || b.value === null) return (a.value === null ? 0 : 1) - (b.value === null ? 0 : 1)
  return compare(a.value, b.value) || Number(b.included) - Number(a.included)
}
const compareTo = (a: Bound, b: Bound, compare: Compare): number => {
  if (a.value === null || b.value === null) return (a.value === null ? 1 : 0) - (b.value === null ? 1 : 0)
  return compare(a.value, b.value) || Number(a.included) - Number(b.included)
}

const isEmptyInterval = ({ from, to }: Interval, compare: Compare): boolean => {
  if (from.value === null || to.value === null) return false
  const order = compare(from.value, to.value)
  return order > 0 || (order === 0 && !(from.included && to.included))
}

/** The values in both. */
export const intersection = (a: IntervalSet, b: IntervalSet, compare: Compare): IntervalSet =>
  a
    .flatMap((one) =>
      b.map((two) => ({
        from: compareFrom(one.from, two.from, compare) >= 0 ? one.from : two.from,
        to: compareTo(one.to, two.to, compare) <= 0 ? one.to : two.to
      }))
    )
    .filter((interval) => !isEmptyInterval(interval, compare))

/** The values not in the set. */
export const complement = (set: IntervalSet, compare: Compare): IntervalSet =>
  set.reduce<IntervalSet>((rest, { from, to }) => {
    const outside: Array<Interval> = []
    if (from.value !== null) outside.push({ from: open, to: { value: from.value, included: !from.included } })
    if (to.value !== null) outside.push({ from: { value: to.value, included: !to.included }, to: open })
    return intersection(rest, outside, compare)
  }, everything)

/** Whether every value of `inner` is in `outer`. */
export const isSubset = (inner: IntervalSet, outer: IntervalSet, compare: Compare): boolean =>
  intersection(inner, complement(outer, compare), compare).length === 0
