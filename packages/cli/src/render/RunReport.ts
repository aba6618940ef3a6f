/** The report of a run. */
import { pathOf } from "@millrace/handlers/categorization/Category"
import type { Result } from "../RunResult.ts"
import * as CertificateLine from "./CertificateLine.ts"
import type * as Style from "./Style.ts"
import * as Table from "./Table.ts"

/** Files shown one by one; a larger run shows the ones that are not well, and counts the rest. */
const shown = 30

const chain = [
  "object.created",
  "file.uploaded",
  "file.processed",
  "file.rejected",
  "transactions.categorized",
  "analytics.updated"
]

/** The document of `run --json`. */
export const toJson = (result: Result, durationMs: number) => ({
  files: result.files.map(({ fileId, known, path, record, status }) => {
    const rows = record?.certificate?.rows
    return {
      file: path,
      fileId,
      status,
      reason: record?.refusal?.reason ?? null,
      known,
      accepted: known ? 0 : (rows?.accepted ?? 0),
      duplicate: known ? (rows?.accepted ?? 0) + (rows?.duplicate ?? 0) : (rows?.duplicate ?? 0),
      possibleDuplicate: rows?.possibleDuplicate ?? 0,
      pending: rows?.pending ?? 0,
      rejected: rows?.rejected ?? 0
    }
  }),
  transactions: result.transactions,
  categorized: result.categorized,
  uncategorized: result.uncategorized,
  events: result.events,
  deadLetters: result.deadLetters,
  traceIds: result.traceIds,
  durationMs
})

/** Lines of the report for a person. */
export const lines = (result: Result, durationMs: number, style: Style.Style): ReadonlyArray<string> => {
  const out: Array<string> = []
  const unwell = result.files.filter(({ status }) => status !== "processed")
  const listed = result.files.length <= shown ? result.files : unwell.slice(0, shown)
  for (const file of listed) {
    out.push(
      file.record === undefined
        ? `${style.bold(file.path)}  ${style.red("not taken in")}  See \`millrace dead-letters list\`.`
        : CertificateLine.line(file.record, style, file.known)
    )
  }
  if (listed.length < result.files.length) {
    out.push(
      `${result.files.length} files, ${result.files.length - unwell.length} processed; \`millrace files\` lists them`
    )
  }
  const known = result.files.filter((file) => file.known).length
  if (known > 0) {
    out.push(
      `${known === result.files.length ? "All" : known} of ${result.files.length} files were already known; nothing of them was added.`
    )
  }
  out.push("", style.bold("Transactions by category"))
  out.push(
    ...Table.lines(
      [
        { title: "category" },
        { title: "transactions", align: "right" },
        { title: "amount", align: "right" },
        { title: "" }
      ],
      result.categories.map(({ amount, category, currency, transactions }) => [
        category === null ? style.yellow("uncategorized") : pathOf(category),
        String(transactions),
        amount,
        currency === "XXX" ? "currency unknown" : currency
      ]),
      style.dim
    )
  )
  out.push(
    `${result.transactions} transactions, ${result.categorized} categorized, ${result.uncategorized} uncategorized`
  )
  const types = [...chain, ...Object.keys(result.events).filter((type) => !chain.includes(type))]
  const counted = types
    .filter((type) => (result.events[type] ?? 0) > 0)
    .map((type) => `${type} ×${result.events[type]}`)
  out.push("", style.bold("Events"), counted.length === 0 ? "none" : counted.join(" → "))
  if (result.deadLetters > 0) out.push(style.red(`${result.deadLetters} dead letters: millrace dead-letters list`))
  out.push("", style.dim(`${(durationMs / 1000).toFixed(2)} s`))
  return out
}
