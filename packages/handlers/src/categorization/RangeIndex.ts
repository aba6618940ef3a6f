/**
 * Ranges over an ordered domain of texts (decimals, dates), by rank. Every end that any range names is sorted once; a value
 * is then placed among them by one binary search, and whether it lies in a range is a comparison of integers. Odd ranks are
 * the named ends themselves, even ranks the gaps before, between and after them.
 */

/** A range of ranks, both ends included. */
export interface RankRange {
  readonly low: number
  readonly high: number
}

export interface RangeIndex {
  /** How many ranks there are. */
  readonly size: number
  /** Where a value lies. */
  readonly rankOf: (value: string) => number
  /** The ranks from one named end to another; an end left out is open. Empty (`low > high`) when upside down. */
  readonly rangeOf: (from: string | undefined, to: string | undefined) => RankRange
}

/** Indexes the ends that ranges name. */
export const make = (ends: ReadonlyArray<string>, compare: (a: string, b: string) => number): RangeIndex => {
  const sorted: Array<string> = []
  for (const end of ends.toSorted(compare)) {
    const last = sorted.at(-1)
    if (last === undefined || compare(last, end) !== 0) sorted.push(end)
  }
  const rankOf = (value: string): number => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const order = compare(sorted[middle] ?? "", value)
      if (order === 0) return 2 * middle + 1
      if (order < 0) low = middle + 1
      else high = middle
    }
    return 2 * low
  }
  const size = 2 * sorted.length + 1
  return {
    size,
    rankOf,
    rangeOf: (from, to) => ({
      low: from === undefined ? 0 : rankOf(from),
      high: to === undefined ? size - 1 : rankOf(to)
    })
  }
}
