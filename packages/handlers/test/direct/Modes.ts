/** The file pipeline in one of its modes, in memory or in a directory, with generated statements. */
import * as TableStore from "@millrace/core/TableStore"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"

/** A runtime of its own. */
export const runtime = (program: Pipeline.Program, dataDir = ":memory:") =>
  Layer.fresh(LocalRuntime.layer({ program, dataDir, pollMillis: 0 }).pipe(Layer.provideMerge(Logger.layer([]))))

/** Uploads a CSV statement. */
export const upload = (name: string, content: string, account = "checking", user = "ada") =>
  LocalRuntime.LocalRuntime.use((local) =>
    local.upload(
      { key: `${user}/${name}/${name}.csv`, contentType: "text/csv", metadata: { accountid: account } },
      Stream.succeed(new TextEncoder().encode(content))
    )
  )

/** Waits until nothing is left to do. */
export const quiesce = LocalRuntime.LocalRuntime.use((local) => local.quiesce)

const descriptions = ["NETFLIX.COM", "COFFEE CORNER", "SALARY ACME", "ALDI 0412", "SHELL 7721", "UNKNOWN PAYEE"]

/** A statement of a month, some rows long; every eleventh has a row that cannot be read. */
export const statement = (seed: number, rows = 6): string => {
  const month = `2025-${String((seed % 12) + 1).padStart(2, "0")}`
  const lines = Array.from({ length: rows }, (_, row) => {
    const draw = (seed * 7919 + row * 104_729) % 99_991
    const date = `${month}-${String((draw % 28) + 1).padStart(2, "0")}`
    const amount = `${draw % 3 === 0 ? "" : "-"}${(draw % 9000) + 1}.${String(draw % 100).padStart(2, "0")}`
    return `${date},${descriptions[draw % descriptions.length]},${seed % 11 === 0 && row === 2 ? "n/a" : amount}`
  })
  return `Date,Description,Amount\n${lines.sort().join("\n")}\n`
}

/** Every row of a table, as text in order. */
export const rows = Effect.fnUntraced(function* (table: string) {
  const tables = yield* TableStore.TableStore
  const found: Array<string> = []
  let cursor: string | undefined
  do {
    const page: TableStore.Page = yield* tables.scan({ table, limit: 500, cursor })
    for (const { body, partition, sort } of page.rows) found.push(`${partition}${sort} ${body}`)
    cursor = page.cursor
  } while (cursor !== undefined)
  return found.sort()
})

/** Names of what is compared between two runs. */
export const results = ["transactions", "occurrences", "assignments", "analytics", "statements", "rejections"] as const
