/**
 * Finds amount and balance columns by arithmetic, in a head of entries without a header: where one column is the running
 * balance of another, nothing but these two can be amount and balance.
 */
import * as Amount from "../Amount.ts"
import { RunningBalance } from "../BalanceProof.ts"
import * as Decimal from "../Decimal.ts"
import type { SampleRecord } from "./Sniffer.ts"

/** Columns where each row says opening balance + amount = closing balance: amount and closing balance. */
export const rowPair = (entries: ReadonlyArray<SampleRecord>, columns: ReadonlyArray<number>) => {
  if (columns.length < 3) return null
  for (const mark of [".", ","] as const) {
    const rows = entries.map(({ fields }) => columns.map((column) => Amount.parse((fields[column] ?? "").trim(), mark)))
    for (const [a, before] of columns.entries()) {
      for (const [b, after] of columns.entries()) {
        for (const [c, amount] of columns.entries()) {
          if (new Set([before, after, amount]).size < 3) continue
          const agree = rows.filter((row) => {
            const [opening, closing, value] = [row[a] ?? null, row[b] ?? null, row[c] ?? null]
            if (opening === null || closing === null || value === null || Decimal.isZero(value)) return false
            return Decimal.equals(Decimal.add(opening, value), closing)
          }).length
          if (agree >= 2 && agree * 10 >= rows.length * 8) return { amount, balance: after }
        }
      }
    }
  }
  return null
}

/** Follows one column as the running balance of another. */
export const follow = (
  entries: ReadonlyArray<SampleRecord>,
  amount: number,
  balance: number,
  mark: Amount.DecimalMark
): RunningBalance => {
  const running = new RunningBalance()
  for (const { fields } of entries) {
    const value = Amount.parse((fields[amount] ?? "").trim(), mark)
    if (value !== null) running.add(value, Amount.parse((fields[balance] ?? "").trim(), mark))
  }
  return running
}

/** The first pair of columns where the second is the running balance of the first over at least three steps. */
export const runningPair = (entries: ReadonlyArray<SampleRecord>, columns: ReadonlyArray<number>) => {
  for (const amount of columns) {
    for (const balance of columns) {
      if (amount === balance) continue
      for (const mark of [".", ","] as const) {
        const running = follow(entries, amount, balance, mark)
        if (Math.max(running.longestAscending, running.longestDescending) >= 3) return { amount, balance }
      }
    }
  }
  return null
}
