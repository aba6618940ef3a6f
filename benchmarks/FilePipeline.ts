/**
 * The file pipeline on the embedded runtime, as `millrace run` runs it: files are uploaded, everything that follows is worked
 * off, traces are kept. Shared by the benchmarks that measure it.
 */
import * as ContentId from "@millrace/core/ContentId"
import * as TableStore from "@millrace/core/TableStore"
import type * as Tracing from "@millrace/core/Tracing"
import { withLimits } from "@millrace/handlers/FileProcessingProgram"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { MonthlyAnalytics } from "@millrace/handlers/domain/MonthlyAnalytics"
import { RuleAssignment } from "@millrace/handlers/domain/Categorized"
import { Transaction } from "@millrace/handlers/domain/Transaction"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { createReadStream } from "node:fs"
import { basename } from "node:path"
import type { BankFile } from "./BankFiles.ts"

/** Whose files they are. */
export const tenantId = "bench"

/** The standard limits are what ten minutes allow on the slower runtime; the large file is larger. */
const program = withLimits({ maxBytes: 4 * 2 ** 30, maxRows: 20_000_000 })

/** The embedded runtime with the file pipeline, its log off. */
export const layer = (dataDir: string, onSpanEnd?: (span: Tracing.EndedSpan) => void) =>
  LocalRuntime.layer({ program, dataDir, onSpanEnd }).pipe(Layer.provideMerge(Logger.layer([])))

const content = (path: string): Stream.Stream<Uint8Array, Unavailable> =>
  Stream.fromAsyncIterable(
    createReadStream(path, { highWaterMark: 1 << 18 }),
    () => new Unavailable({ service: "FileSystem", operation: "read", reason: "unavailable", detail: "not readable" })
  )

/** Uploads a file for the account that it is of. */
export const upload = Effect.fnUntraced(function* ({ accountId, fileId, path }: BankFile) {
  const runtime = yield* LocalRuntime.LocalRuntime
  return yield* runtime.upload(
    {
      key: `${tenantId}/${fileId}/${basename(path)}`,
      contentType: "text/csv",
      metadata: { accountid: accountId }
    },
    content(path)
  )
})

/** Takes files in and works until nothing is left to do. */
export const takeIn = (dataDir: string, files: ReadonlyArray<BankFile>): Promise<void> =>
  Effect.gen(function* () {
    const runtime = yield* LocalRuntime.LocalRuntime
    yield* Effect.forEach(files, upload, { concurrency: 2, discard: true })
    yield* runtime.quiesce
  }).pipe(Effect.provide(layer(dataDir)), Effect.runPromise)

/** What is stored in the end, in a form that another program's work can be compared with. */
export interface Outcome {
  readonly transactions: number
  readonly categorized: number
  readonly months: number
  /** Of all transactions with their amounts, dates and categories, in order of their ids. */
  readonly transactionsDigest: string
  /** Of all months' analytics, in order of account and month. */
  readonly analyticsDigest: string
}

/** A transaction as two programs must agree on it. */
export const transactionLine = (of: {
  readonly id: string
  readonly accountId: string
  readonly date: string
  readonly amount: string
  readonly currency: string
  readonly description: string
  readonly possibleDuplicateOf: string | null
  readonly category: string | null
}): string =>
  JSON.stringify([
    of.id,
    of.accountId,
    of.date,
    of.amount,
    of.currency,
    of.description,
    of.possibleDuplicateOf,
    of.category
  ])

/** Digests what a program stored. Lines are sorted, so the order of storage says nothing. */
export const outcomeOf = (
  transactions: Array<string>,
  categorized: number,
  analytics: ReadonlyArray<MonthlyAnalytics>
): Outcome => ({
  transactions: transactions.length,
  categorized,
  months: analytics.length,
  transactionsDigest: ContentId.make(transactions.sort()),
  analyticsDigest: ContentId.make(
    analytics.map((month) => JSON.stringify(Schema.encodeSync(MonthlyAnalytics)(month))).sort()
  )
})

const scan = Effect.fnUntraced(function* <S extends Schema.Codec<object, object>>(table: string, schema: S) {
  const tables = yield* TableStore.TableStore
  const decode = Schema.decodeUnknownSync(Schema.fromJsonString(schema))
  const items: Array<S["Type"]> = []
  let cursor: string | undefined
  do {
    const page: TableStore.Page = yield* tables.scan({ table, limit: 5000, cursor })
    for (const { body } of page.rows) items.push(decode(body))
    cursor = page.cursor
  } while (cursor !== undefined)
  return items
})

/** Reads what a data directory holds. */
export const read = (dataDir: string): Promise<Outcome> =>
  Effect.gen(function* () {
    const transactions = yield* scan("transactions", Transaction)
    const assignments = yield* scan("assignments", RuleAssignment)
    const categories = new Map(assignments.map(({ category, transactionId }) => [transactionId, category]))
    const analytics = yield* scan("analytics", MonthlyAnalytics)
    return outcomeOf(
      transactions.map((each) => transactionLine({ ...each, category: categories.get(each.id) ?? null })),
      assignments.filter(({ category }) => category !== null).length,
      analytics
    )
  }).pipe(Effect.provide(LocalRuntime.layerBeside({ pipeline: FileProcessing, dataDir })), Effect.runPromise)

/** How many transactions a data directory holds. */
export const count = (dataDir: string): Promise<number> =>
  Effect.gen(function* () {
    const tables = yield* TableStore.TableStore
    let found = 0
    let cursor: string | undefined
    do {
      const page: TableStore.Page = yield* tables.scan({ table: "transactions", limit: 5000, cursor })
      found += page.rows.length
      cursor = page.cursor
    } while (cursor !== undefined)
    return found
  }).pipe(Effect.provide(LocalRuntime.layerBeside({ pipeline: FileProcessing, dataDir })), Effect.runPromise)
