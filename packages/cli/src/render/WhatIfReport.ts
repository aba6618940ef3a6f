/** What would be otherwise, for a person. */
import { pathOf } from "@millrace/handlers/categorization/Category"
import type { Found } from "../WhatIfRun.ts"
import type * as Style from "./Style.ts"
import * as Table from "./Table.ts"

const category = (id: string | null): string => (id === null ? "uncategorized" : pathOf(id))

/** Collections in the domain's words. */
const words: Readonly<Record<string, string>> = {
  analytics: "months of analytics",
  assignments: "rule assignments",
  "manual-assignments": "assignments by hand",
  transactions: "transactions",
  rejections: "unreadable rows",
  files: "files",
  statements: "statement coverages",
  occurrences: "occurrences"
}

/** Lines of the report. */
export const lines = ({ events, failed, rows, transactions }: Found, style: Style.Style): ReadonlyArray<string> => {
  const ways = new Map<string, { readonly from: string; readonly to: string; count: number }>()
  for (const { after, before } of transactions) {
    const way = ways.get(`${before} ${after}`) ?? { from: category(before), to: category(after), count: 0 }
    way.count++
    ways.set(`${before} ${after}`, way)
  }
  const others = Object.entries(rows).filter(([, { added, changed, removed }]) => added + changed + removed > 0)
  return [
    style.bold(`${transactions.length} transactions change category`),
    ...Table.lines(
      [{ title: "transactions", align: "right" }, { title: "from" }, { title: "to" }],
      [...ways.values()].sort((a, b) => b.count - a.count).map(({ count, from, to }) => [String(count), from, to]),
      style.dim
    ),
    ...others.map(
      ([table, { added, changed, removed }]) =>
        `${words[table] ?? table}: ${changed} would change, ${added} would be new, ${removed} would go`
    ),
    ...Object.entries(failed).map(([tag, count]) => style.red(`${count} events would fail: ${tag}`)),
    style.dim(`${events} events tried; nothing was written`)
  ]
}
