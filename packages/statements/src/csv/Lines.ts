/**
 * Records among the entries of a CSV file that are no entries: balance lines, totals, closing remarks. The survey and the
 * session must agree on them, so the rule stands here.
 */
import type { Columns } from "./Plan.ts"
import { lineKind, type LineKind, wholeLine } from "./RowWords.ts"
import type { Row } from "./Tokenizer.ts"

const hasMoney = (row: Row, columns: Columns): boolean =>
  (columns.amount >= 0 && !row.isBlank(columns.amount)) ||
  (columns.debit >= 0 && !row.isBlank(columns.debit)) ||
  (columns.credit >= 0 && !row.isBlank(columns.credit))

/**
 * Whether a dated record carries a balance forward instead of an entry: its amount cells are blank, its balance is
 * filled, and its text says opening or closing balance; or its text says just that and nothing else.
 */
export const carriesBalance = (row: Row, columns: Columns): LineKind | null => {
  for (const column of columns.description) {
    const length = (row.ends[column] ?? 0) - (row.starts[column] ?? 0)
    // Texts are long, names of balances are short: most rows end here without a look-up.
    if (column >= row.count || length < 4 || length > 40) continue
    const kind = wholeLine(row.field(column))
    if (kind !== null) return kind
  }
  if (columns.balance < 0 || hasMoney(row, columns) || row.isBlank(columns.balance)) return null
  for (const column of columns.description) {
    const kind = lineKind(row.field(column))
    if (kind !== null) return kind
  }
  return columns.counterparty >= 0 ? lineKind(row.field(columns.counterparty)) : null
}

/** What an undated record's own words say it is. Only the first two filled cells are labels. */
export const undatedLine = (row: Row): LineKind | null => {
  let seen = 0
  for (let column = 0; column < row.count && seen < 2; column++) {
    if (row.isBlank(column)) continue
    seen++
    const text = row.field(column)
    if (text.length > 120) continue
    const kind = lineKind(text)
    if (kind !== null) return kind
  }
  return null
}

export { hasMoney }
