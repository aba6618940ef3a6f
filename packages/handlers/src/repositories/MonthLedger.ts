/**
 * Computes a month's analytics anew and stores them, on condition that nobody did since; and looks again after writing, so that
 * what is stored in the end comes from what was there last, whoever wrote in between.
 */
import * as Collection from "@millrace/core/Collection"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { prepare } from "../categorization/Candidate.ts"
import { counterpartyOf } from "../categorization/Counterparty.ts"
import * as Month from "../domain/Month.ts"
import { MonthlyAnalytics } from "../domain/MonthlyAnalytics.ts"
import type { Entry } from "../domain/MonthlyComputation.ts"
import { compute } from "../domain/MonthlyComputation.ts"
import * as Recurring from "../domain/Recurring.ts"
import * as Transfer from "../domain/Transfer.ts"
import { Statements } from "../resources/Accounts.ts"
import { Analytics } from "../resources/Analytics.ts"
import { TransferDecisions } from "../resources/TransferDecisions.ts"
import type { ViewedTransaction } from "./MonthReader.ts"
import { candidateOf, MonthReader } from "./MonthReader.ts"

/** How often others' changes are followed. */
const roundLimit = 16

const isSame = Schema.toEquivalence(MonthlyAnalytics)

/** A transaction as analytics look at it. */
export const entryOf = (
  { assignment, status, transaction }: ViewedTransaction,
  transfers: ReadonlySet<string>
): Entry => ({
  transaction,
  status,
  isTransfer: transfers.has(transaction.id),
  category: assignment.category,
  counterparty: counterpartyOf(prepare(candidateOf(transaction)))
})

export class MonthLedger extends Context.Service<
  MonthLedger,
  {
    /** Brings the stored analytics of an account's months up to date. */
    readonly refresh: (accountId: string, months: ReadonlyArray<string>) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/handlers/MonthLedger") {
  static readonly layer = Layer.effect(
    MonthLedger,
    Effect.gen(function* () {
      const reader = yield* Analytics.Reader
      const writer = yield* Analytics.Writer
      const statements = yield* Statements.Reader
      const decisions = yield* TransferDecisions.Reader
      const months = yield* MonthReader

      const read = Effect.fnUntraced(function* (
        accountId: string,
        month: string
      ): Effect.fn.Return<ReadonlyArray<Entry>, Unavailable> {
        const viewed = yield* months.month(accountId, month)
        if (viewed.length === 0) return []
        const decided = yield* Stream.runCollect(decisions.query({ accountId, month }))
        const transfers = Transfer.confirmed(decided.map(({ item }) => item))
        return viewed.map((each) => entryOf(each, transfers))
      })

      /** Computes months in their order; answers those that were not as they should be. */
      const round = Effect.fnUntraced(function* (
        accountId: string,
        wanted: ReadonlyArray<string>
      ): Effect.fn.Return<ReadonlyArray<string>, Unavailable> {
        const coverages = (yield* Stream.runCollect(statements.query({ accountId }))).map(({ item }) => item)
        const known = new Map<string, ReadonlyArray<Entry>>()
        const entriesOf = Effect.fnUntraced(function* (
          month: string
        ): Effect.fn.Return<ReadonlyArray<Entry>, Unavailable> {
          const entries = known.get(month) ?? (yield* read(accountId, month))
          known.set(month, entries)
          return entries
        })
        const changed: Array<string> = []
        for (const month of wanted) {
          const key = { accountId, month }
          // Read before what it is computed from: a change in between then meets the condition.
          const stored = yield* reader.get(key)
          const entries = yield* entriesOf(month)
          const history: Array<Entry> = []
          for (let back = Recurring.window - 1; back > 0 && entries.length > 0; back--) {
            for (const entry of yield* entriesOf(Month.plus(month, -back))) history.push(entry)
          }
          for (const past of known.keys()) if (past <= Month.plus(month, -Recurring.window)) known.delete(past)
          const next = compute({ accountId, month, entries, history, coverages })
          const isEmpty = next.currencies.length === 0
          if (Option.isNone(stored) ? isEmpty : isSame(stored.value.item, next)) continue
          const write =
            isEmpty && Option.isSome(stored)
              ? writer.delete(key, Collection.ifRevision(stored.value))
              : writer.put(next, Collection.ifUnchanged(stored))
          // Written or not because another was first: it is looked at again.
          yield* Effect.catchTag(write, "ConditionFailed", () => Effect.void)
          changed.push(month)
        }
        return changed
      })

      const refresh = Effect.fn("MonthLedger.refresh")(function* (
        accountId: string,
        wanted: ReadonlyArray<string>
      ): Effect.fn.Return<void, Unavailable> {
        let pending: ReadonlyArray<string> = [...new Set(wanted)].sort()
        for (let rounds = 0; rounds < roundLimit; rounds++) {
          pending = yield* round(accountId, pending)
          if (pending.length === 0) return
        }
        return yield* new Unavailable({
          service: "MonthLedger",
          operation: "MonthLedger.refresh",
          reason: "throttled",
          detail: `a month changed ${roundLimit} times meanwhile`
        })
      })

      return MonthLedger.of({ refresh })
    })
  )
}
