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
import { Statements } from "../resources/Accounts.ts"
import { Analytics } from "../resources/Analytics.ts"
import type { ViewedTransaction } from "./MonthReader.ts"
import { candidateOf, MonthReader } from "./MonthReader.ts"

/** How often others' changes are followed. */
const roundLimit = 16

const isSame = Schema.toEquivalence(MonthlyAnalytics)

/** A transaction as analytics look at it. */
export const entryOf = ({ assignment, status, transaction }: ViewedTransaction): Entry => ({
  transaction,
  status,
  category: assignment.category,
  counterparty: counterpartyOf(prepare(candidateOf(transaction)))
})

export class MonthLedger extends Context.Service<
  MonthLedger,
  {
    /** Brings the stored analytics of a month up to date. */
    readonly refresh: (accountId: string, month: string) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/handlers/MonthLedger") {
  static readonly layer = Layer.effect(
    MonthLedger,
    Effect.gen(function* () {
      const months = yield* MonthReader
      const statements = yield* Statements.Reader
      const reader = yield* Analytics.Reader
      const writer = yield* Analytics.Writer

      const computed = Effect.fnUntraced(function* (
        accountId: string,
        month: string
      ): Effect.fn.Return<MonthlyAnalytics, Unavailable> {
        const entries = (yield* months.month(accountId, month)).map(entryOf)
        if (entries.length === 0) return { accountId, month, currencies: [] }
        const history: Array<Entry> = []
        for (let back = 1; back < Recurring.window; back++) {
          history.push(...(yield* months.month(accountId, Month.plus(month, -back))).map(entryOf))
        }
        const coverages = yield* Stream.runCollect(statements.query({ accountId }))
        return compute({ accountId, month, entries, history, coverages: coverages.map(({ item }) => item) })
      })

      const refresh = Effect.fn("MonthLedger.refresh")(function* (
        accountId: string,
        month: string
      ): Effect.fn.Return<void, Unavailable> {
        const key = { accountId, month }
        for (let round = 0; round < roundLimit; round++) {
          // Read before what it is computed from: a change in between then meets the condition.
          const read = yield* reader.get(key)
          const next = yield* computed(accountId, month)
          const isEmpty = next.currencies.length === 0
          if (Option.isNone(read) ? isEmpty : isSame(read.value.item, next)) return
          const write =
            isEmpty && Option.isSome(read)
              ? writer.delete(key, Collection.ifRevision(read.value))
              : writer.put(next, Collection.ifUnchanged(read))
          // Whether it was written or another was first: look again.
          yield* Effect.catchTag(write, "ConditionFailed", () => Effect.void)
        }
        return yield* new Unavailable({
          service: "MonthLedger",
          operation: "MonthLedger.refresh",
          reason: "throttled",
          detail: `the month changed ${roundLimit} times meanwhile`
        })
      })

      return MonthLedger.of({ refresh })
    })
  )
}
