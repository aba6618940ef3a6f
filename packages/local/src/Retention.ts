/**
 * What a data directory forgets by itself. Spans are for looking at, so they go after a month; versions of objects that were
 * overwritten or deleted are somebody's data, which a replay of old events reads again, so they stay unless told otherwise.
 *
 * Events, items and dead letters are never forgotten here. What is to go goes in small transactions, at the start and every
 * hour of the worker, oldest first.
 */
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Database from "./Database.ts"
import * as LocalObjectStore from "./LocalObjectStore.ts"
import * as Sqlite from "./Sqlite.ts"

/** How long a data directory keeps what it may forget. */
export interface Options {
  /** Spans, from their end. Default 30 days. */
  readonly spans?: Duration.Input | undefined
  /** Versions of objects that cannot be read by their keys any more, from when they were hidden. Default: for ever. */
  readonly hiddenVersions?: Duration.Input | undefined
}

/** What was forgotten. */
export interface Forgotten {
  readonly spans: number
  readonly hiddenVersions: number
}

const batchRows = 1000

const everyMillis = 3_600_000

const forgetSpans = Effect.fnUntraced(function* (
  before: bigint
): Effect.fn.Return<number, Unavailable, Database.Database> {
  const { statement, transaction } = yield* Database.Database
  let forgotten = 0
  while (true) {
    // Spans are stored in the order of their end, but for those of traces that ran side by side: where the oldest rows are
    // young, all are.
    const { looked, removed } = yield* transaction("Retention.forget", () => {
      const { last, rows } = statement(
        "SELECT max(rowid) AS last, count(*) AS rows FROM (SELECT rowid FROM spans ORDER BY rowid LIMIT ?)"
      ).get(batchRows) ?? { last: null, rows: 0 }
      if (last === null || last === undefined) return { looked: 0, removed: 0 }
      const { changes } = statement("DELETE FROM spans WHERE rowid <= ? AND ended_at < ?").run(last, before)
      return { looked: Sqlite.integer(rows), removed: Number(changes) }
    })
    forgotten += removed
    if (looked === 0 || removed < looked) return forgotten
    yield* Effect.yieldNow
  }
})

const forgetVersions = Effect.fnUntraced(function* (
  before: number
): Effect.fn.Return<number, Unavailable, Database.Database | LocalObjectStore.LocalObjectStore> {
  const { statement, use } = yield* Database.Database
  const { store, versionIdOf } = yield* LocalObjectStore.LocalObjectStore
  let forgotten = 0
  while (true) {
    const hidden = yield* use("Retention.hidden", () =>
      statement("SELECT bucket, key, put FROM objects WHERE hidden_at < ? ORDER BY hidden_at LIMIT ?").all(
        before,
        batchRows
      )
    )
    for (const row of hidden) {
      yield* store.delete({
        bucket: Sqlite.text(row["bucket"]),
        key: Sqlite.text(row["key"]),
        versionId: versionIdOf(Sqlite.integer(row["put"]))
      })
    }
    forgotten += hidden.length
    if (hidden.length < batchRows) return forgotten
  }
})

/** Forgets what is older than it is to be kept. */
export const forget = Effect.fnUntraced(function* (
  options: Options
): Effect.fn.Return<Forgotten, Unavailable, Database.Database | LocalObjectStore.LocalObjectStore> {
  const now = yield* Clock.currentTimeMillis
  const spansMillis = Duration.toMillis(options.spans ?? "30 days")
  const versionsMillis =
    options.hiddenVersions === undefined ? Number.POSITIVE_INFINITY : Duration.toMillis(options.hiddenVersions)
  const spans = Number.isFinite(spansMillis)
    ? yield* forgetSpans(BigInt(Math.floor(now - spansMillis)) * 1_000_000n)
    : 0
  const hiddenVersions = Number.isFinite(versionsMillis) ? yield* forgetVersions(now - versionsMillis) : 0
  return { spans, hiddenVersions }
})

/** Forgets now and every hour, until the scope closes. */
export const start = (
  options: Options
): Effect.Effect<void, never, Scope.Scope | Database.Database | LocalObjectStore.LocalObjectStore> =>
  forget(options).pipe(
    Effect.catch((error) => Effect.logWarning("retention failed").pipe(Effect.annotateLogs({ error: error._tag }))),
    Effect.andThen(Effect.sleep(everyMillis)),
    Effect.forever,
    Effect.forkScoped,
    Effect.asVoid
  )
