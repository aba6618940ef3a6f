/**
 * What a CSV file's certificate says: the dialect that was decided, and what became of every record.
 */
import type { Certificate, Note } from "../Statement.ts"
import type { Columns, Plan } from "./Plan.ts"

/** Records by what they were, at the end of a session. */
export interface Counts {
  /** Records before the first entry, the header included. */
  readonly before: number
  /** Repetitions of the header. */
  readonly header: number
  readonly entries: number
  readonly continuation: number
  readonly footer: number
  readonly blank: number
  /** Entries whose text held an unquoted delimiter. */
  readonly repaired: number
}

/** Column roles by name, as the certificate lists them. */
const describeColumns = (columns: Columns): Record<string, number | ReadonlyArray<number>> => {
  const described: Record<string, number | ReadonlyArray<number>> = {}
  for (const [role, column] of Object.entries(columns)) {
    if (typeof column === "number") {
      if (column >= 0) described[role] = column
    } else if (column.length > 0) described[role] = column.length === 1 ? (column[0] ?? -1) : column
  }
  return described
}

const lines = (count: number): string => (count === 1 ? "One line" : `${count} lines`)

export const summarize = (plan: Plan, counts: Counts): Pick<Certificate, "csv" | "notes"> => {
  const { before, blank, continuation, entries, footer, header, repaired } = counts
  const notes: Array<Note> = [...plan.notes]
  if (continuation > 0) {
    notes.push({ code: "continuation-lines", message: `${lines(continuation)} continued the entry before.` })
  }
  if (footer > 0) {
    notes.push({
      code: "lines-without-entries",
      message: `${lines(footer)} held balances, totals or remarks and no entry.`
    })
  }
  if (repaired > 0) {
    notes.push({
      code: "delimiter-unquoted",
      message: `${lines(repaired)} had a delimiter in a text that was not quoted.`
    })
  }
  const ownHeader = plan.header === null ? 0 : 1
  return {
    csv: {
      delimiter: plan.delimiter,
      quote: plan.quote,
      header: plan.header,
      firstLine: plan.firstLine,
      columns: describeColumns(plan.columns),
      dateOrder: plan.dateOrder,
      dateOrderCertain: plan.dateOrderCertain,
      decimalMark: plan.decimalMark,
      decimalMarkCertainty: plan.decimalMarkCertainty,
      sign: plan.sign,
      order: plan.order,
      records: { preamble: before - ownHeader, header: ownHeader + header, entries, continuation, footer, blank }
    },
    notes
  }
}
