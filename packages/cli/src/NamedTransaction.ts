/**
 * The transaction that a person names, by its id or the beginning of it. No index leads to one. Its assignment lies in its month
 * by the id, so each of the user's months is asked for the ids that begin so; a transaction that no rule has been tried on yet
 * has no assignment, and is looked for among all that are stored.
 */
import type * as Backends from "@millrace/core/Backends"
import * as Collection from "@millrace/core/Collection"
import * as Tenant from "@millrace/core/Tenant"
import type { Unavailable } from "@millrace/core/Unavailable"
import type { Transaction } from "@millrace/handlers/domain/Transaction"
import { Accounts, Statements } from "@millrace/handlers/resources/Accounts"
import { Assignments } from "@millrace/handlers/resources/Assignments"
import { Transactions } from "@millrace/handlers/resources/Transactions"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { CommandFailed } from "./Output.ts"
import * as Store from "./Store.ts"

/** Accounts or months that are read at once. */
const concurrency = 16

/**
 * Digits that are enough to be one transaction's alone: of a million others one begins so once in 280 million times. Fewer may
 * name one that has an assignment and another that has none yet.
 */
const telling = 12

/** The months that statements cover of the user's accounts, the newest first. */
const monthsOf = Effect.fnUntraced(function* (from: Backends.Backends) {
  const statements = Statements.Reader.fromBackends(from)
  const accounts = yield* Stream.runCollect(Accounts.Reader.fromBackends(from).query({}))
  const covered = yield* Effect.forEach(
    accounts,
    ({ item: { accountId } }) =>
      Effect.map(Stream.runCollect(statements.query({ accountId })), (files) => {
        const months = new Set(files.flatMap(({ item }) => item.months.map(({ month }) => month)))
        return [...months].map((month) => ({ accountId, month }))
      }),
    { concurrency }
  )
  return covered.flat().sort((a, b) => (a.month < b.month ? 1 : a.month > b.month ? -1 : 0))
})

/** Transactions that have an assignment and begin so. An assignment may outlive its transaction, which then is in no month. */
const assigned = (from: Backends.Backends, id: string): Stream.Stream<Transaction, Unavailable> => {
  const assignments = Assignments.Reader.fromBackends(from)
  const transactions = Transactions.Reader.fromBackends(from)
  return Stream.fromIterableEffect(monthsOf(from)).pipe(
    Stream.mapEffect(
      Effect.fnUntraced(function* (partition): Effect.fn.Return<ReadonlyArray<Transaction>, Unavailable> {
        const hit = yield* assignments.first(partition, { from: [id], until: [`${id}~`] })
        if (Option.isNone(hit)) return []
        const month = yield* Stream.runCollect(transactions.query(partition))
        return month.flatMap(({ item }) => (item.id.startsWith(id) ? [item] : []))
      }),
      { concurrency }
    ),
    Stream.flattenIterable
  )
}

/** The same of all that are stored. */
const stored = (from: Backends.Backends, user: string, id: string): Stream.Stream<Transaction, Unavailable> =>
  Collection.scanAll(from.tables, Transactions).pipe(
    Stream.filter(({ item, tenantId }) => tenantId === user && item.id.startsWith(id)),
    Stream.map(({ item }) => item)
  )

/** One is the answer, two are too many; nothing more begins like a whole id. */
const enough = (id: string) => (found: Stream.Stream<Transaction, Unavailable>) =>
  found.pipe(
    Stream.takeUntil((transaction) => transaction.id === id),
    Stream.take(2),
    Stream.runCollect
  )

/** The user's transactions that begin so, two at most. */
const beginning = Effect.fnUntraced(function* (
  from: Backends.Backends,
  user: string,
  id: string
): Effect.fn.Return<ReadonlyArray<Transaction>, Unavailable> {
  if (id === "") return []
  const found = yield* Tenant.provide(user)(enough(id)(assigned(from, id)))
  const isSure = found.length > 1 || (found.length === 1 && id.length >= telling)
  return isSure ? found : yield* enough(id)(stored(from, user, id))
})

/** The user's transaction that a text names. */
export const find = Effect.fnUntraced(function* (user: string, id: string) {
  const [only, another] = yield* beginning(yield* Store.backends, user, id)
  if (only !== undefined && another === undefined) return only
  return yield* new CommandFailed({
    problem: only === undefined ? `${id}: there is no such transaction.` : `${id}: several transactions begin so.`,
    mend: "See `millrace transactions`, and name the --user whose it is.",
    exitCode: 2
  })
})
