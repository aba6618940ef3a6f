/** Rows, keys and conditions that the suite of a `TableStore` writes and looks for. */
import * as TableStore from "@millrace/core/TableStore"
import * as Effect from "effect/Effect"
import * as assert from "node:assert/strict"

export const table = "conformance"

export const key = (sort: string, partition = "p", inTable = table): TableStore.Key => ({
  table: inTable,
  partition,
  sort
})

export const rowOf = (
  sort: string,
  body: string,
  partition = "p",
  indexes: TableStore.Row["indexes"] = {}
): TableStore.Row => TableStore.row(key(sort, partition), body, { indexes })

export const put = (row: TableStore.Row, condition?: TableStore.Condition): TableStore.Write => ({
  _tag: "Put",
  row,
  condition
})

export const absent: TableStore.Condition = { _tag: "Absent" }
export const present: TableStore.Condition = { _tag: "Present" }
export const revision = (row: TableStore.Row): TableStore.Condition => ({ _tag: "Revision", revision: row.revision })

export const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right))

/** Keys that every collation but the binary one gets wrong, and the separator that collections join segments with. */
export const awkwardKeys = [
  "",
  "0",
  "10",
  "9",
  "A",
  "B",
  "a",
  "a\u001f",
  "a\u001fb\u001f",
  "a b",
  "a!",
  "ab",
  "a\u001fz\u001f",
  "é",
  "e\u0301",
  "ß",
  "ss",
  "\u00ff",
  "\u0100",
  "\ud7ff",
  "\ue000",
  "\uffee",
  "\u{10000}",
  "\u{1f600}",
  "'; drop table x --",
  "%",
  "_",
  '"',
  "\\",
  "[",
  "~"
]

export const all = Effect.fnUntraced(function* (
  query: Omit<TableStore.Query, "table" | "limit"> & { readonly limit?: number }
) {
  const store = yield* TableStore.TableStore
  const rows: Array<TableStore.Row> = []
  let cursor: string | undefined
  let pages = 0
  do {
    const page = yield* store.query({ table, limit: 1000, ...query, cursor })
    assert.ok(page.rows.length <= (query.limit ?? 1000), "a page is no longer than its limit")
    assert.ok(++pages < 1000, "paging comes to an end")
    rows.push(...page.rows)
    cursor = page.cursor
  } while (cursor !== undefined)
  return rows
})

export const sortsOf = (rows: ReadonlyArray<TableStore.Row>): ReadonlyArray<string> => rows.map(({ sort }) => sort)

export const putAll = (sorts: ReadonlyArray<string>, partition = "p") =>
  TableStore.TableStore.use((store) =>
    store.writeBatch(
      sorts.map((sort) => ({ _tag: "Put", row: rowOf(sort, JSON.stringify(sort), partition), condition: undefined }))
    )
  )
