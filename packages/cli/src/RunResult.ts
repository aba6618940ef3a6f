/** What became of the files of one run, read from the stores once everything is done. */
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as EventStore from "@millrace/core/EventStore"
import * as Tenant from "@millrace/core/Tenant"
import * as TraceContext from "@millrace/core/TraceContext"
import type { StoredFile } from "@millrace/handlers/domain/StoredFile"
import { Files } from "@millrace/handlers/resources/Files"
import * as Decimal from "@millrace/statements/Decimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Store from "./Store.ts"

/** A file of the run. */
export interface UploadedFile {
  readonly path: string
  readonly fileId: string
  /** It was there before: nothing was uploaded. */
  readonly known: boolean
  /** Leads to the events that the upload caused. */
  readonly correlationId: string | undefined
}

/** A file as the run left it. */
export interface FileResult extends UploadedFile {
  readonly status: StoredFile["status"] | "missing"
  readonly record: StoredFile | undefined
}

/** Transactions of one category and currency. */
export interface CategoryTotal {
  readonly category: string | null
  readonly currency: string
  readonly transactions: number
  readonly amount: string
}

/** Everything that a report shows. */
export interface Result {
  readonly files: ReadonlyArray<FileResult>
  readonly transactions: number
  readonly categorized: number
  readonly uncategorized: number
  readonly categories: ReadonlyArray<CategoryTotal>
  readonly events: Readonly<Record<string, number>>
  readonly deadLetters: number
  readonly traceIds: ReadonlyArray<string>
}

/** Reads the records of a user's files. */
export const fileRecords = Effect.fnUntraced(function* (user: string) {
  const files = Files.Reader.fromBackends(yield* Store.backends)
  const get = (fileId: string) => Effect.map(Tenant.provide(user)(files.get({ fileId })), Option.getOrUndefined)
  return { get, status: (fileId: string) => Effect.map(get(fileId), (stored) => stored?.item.status) }
})

/** Collects the result of a run. */
export const collect = Effect.fnUntraced(function* (user: string, uploaded: ReadonlyArray<UploadedFile>) {
  const records = yield* fileRecords(user)
  const events = EventStore.Reader.fromBackends(yield* Store.backends)
  const letters = yield* Effect.flatMap(DeadLetters.DeadLetters, ({ list }) => list)

  const files: Array<FileResult> = []
  const counts: Record<string, number> = {}
  const traceIds = new Set<string>()
  const correlations = new Set<string>()
  for (const file of uploaded) {
    const record = (yield* records.get(file.fileId))?.item
    files.push({ ...file, status: record?.status ?? "missing", record })
    if (file.correlationId === undefined) continue
    correlations.add(file.correlationId)
    for (const event of yield* Tenant.provide(user)(events.query({ correlationId: file.correlationId }))) {
      counts[event.type] = (counts[event.type] ?? 0) + 1
      const traceId = TraceContext.parse(event.traceparent)?.traceId
      if (traceId !== undefined) traceIds.add(traceId)
    }
  }

  const reader = yield* Store.monthReader
  const mine = new Set(files.map(({ fileId }) => fileId))
  const owned = files.flatMap(({ record }) => (record === undefined ? [] : [{ tenantId: user, item: record }]))
  const totals = new Map<
    string,
    { category: string | null; currency: string; transactions: number; amount: Decimal.Decimal }
  >()
  let transactions = 0
  let categorized = 0
  yield* Stream.runForEach(Store.transactions(owned, reader), ({ viewed }) =>
    Effect.sync(() => {
      for (const { assignment, transaction } of viewed) {
        if (!mine.has(transaction.fileId)) continue
        transactions++
        if (assignment.category !== null) categorized++
        const key = `${assignment.category}\n${transaction.currency}`
        const total = totals.get(key) ?? {
          category: assignment.category,
          currency: transaction.currency,
          transactions: 0,
          amount: Decimal.zero
        }
        totals.set(key, {
          ...total,
          transactions: total.transactions + 1,
          amount: Decimal.add(total.amount, transaction.amount)
        })
      }
    })
  )
  const result: Result = {
    files,
    transactions,
    categorized,
    uncategorized: transactions - categorized,
    categories: [...totals.values()].sort((a, b) =>
      a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : Decimal.compare(a.amount, b.amount)
    ),
    events: counts,
    deadLetters: letters.filter(({ correlationId }) => correlationId !== null && correlations.has(correlationId))
      .length,
    traceIds: [...traceIds]
  }
  return result
})
