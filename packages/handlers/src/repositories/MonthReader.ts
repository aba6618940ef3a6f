/**
 * Reads months of an account as a person sees them: transactions with their status and category. What the rules say and what
 * a person says are stored apart; here they become one.
 */
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { Assignment } from "../categorization/Assignment.ts"
import { assign } from "../categorization/Assignment.ts"
import type { Candidate } from "../categorization/Candidate.ts"
import type { HandAssignment, RuleAssignment } from "../domain/Categorized.ts"
import { outcomeOf } from "../domain/Categorized.ts"
import type { Status, Transaction } from "../domain/Transaction.ts"
import { statusOf } from "../domain/Transaction.ts"
import { Assignments, HandAssignments } from "../resources/Assignments.ts"
import { DuplicateDecisions, Transactions } from "../resources/Transactions.ts"
import { byTransaction } from "./StoredRows.ts"

/** A transaction as a person sees it. Only `booked` ones count in totals. */
export interface ViewedTransaction {
  readonly transaction: Transaction
  readonly status: Status
  readonly assignment: Assignment
}

/** A transaction as the rules see it. */
export const candidateOf = (transaction: Transaction): Candidate => ({
  id: transaction.id,
  accountId: transaction.accountId,
  date: transaction.date,
  amount: transaction.amount,
  currency: transaction.currency,
  description: transaction.description,
  counterparty: transaction.counterparty,
  memo: transaction.memo
})

/** The category that counts. */
export const assignmentOf = (rules: RuleAssignment | undefined, hand: HandAssignment | undefined): Assignment =>
  assign(outcomeOf(rules), hand === undefined || hand.withdrawn ? undefined : { category: hand.category })

export class MonthReader extends Context.Service<
  MonthReader,
  {
    /** In order of date and id. */
    readonly month: (accountId: string, month: string) => Effect.Effect<ReadonlyArray<ViewedTransaction>, Unavailable>
  }
>()("@millrace/handlers/MonthReader") {
  static readonly layer = Layer.effect(
    MonthReader,
    Effect.gen(function* () {
      const transactions = yield* Transactions.Reader
      const decisions = yield* DuplicateDecisions.Reader
      const assignments = yield* Assignments.Reader
      const hands = yield* HandAssignments.Reader

      const viewed = Effect.fn("MonthReader.month")(function* (
        accountId: string,
        month: string
      ): Effect.fn.Return<ReadonlyArray<ViewedTransaction>, Unavailable> {
        const partition = { accountId, month }
        const found = yield* Stream.runCollect(transactions.query(partition))
        if (found.length === 0) return []
        const byRules = yield* Stream.runCollect(assignments.query(partition))
        const byHand = yield* Stream.runCollect(hands.query(partition))
        const decided = yield* Stream.runCollect(decisions.query(partition))
        const ruled = byTransaction(byRules)
        const said = byTransaction(byHand)
        const decisionOf = byTransaction(decided)
        const present = new Set(found.map(({ item }) => item.id))
        return found.map(({ item: transaction }) => ({
          transaction,
          status: statusOf(transaction, present, decisionOf.get(transaction.id)?.decision),
          assignment: assignmentOf(ruled.get(transaction.id), said.get(transaction.id))
        }))
      })

      return MonthReader.of({ month: viewed })
    })
  )
}
