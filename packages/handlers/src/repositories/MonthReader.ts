/**
 * Reads months of an account as a person sees them: transactions with their status and category. What the rules say and what
 * a person says are stored apart; here they become one.
 */
import type { Stored } from "@millrace/core/Collection"
import * as ContentId from "@millrace/core/ContentId"
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

/** A month as it is stored at one moment. */
export interface StoredMonth {
  /** Equal where every row of the month is: nothing that is made of the month is other then. */
  readonly revision: string
  /** Its transactions in order of date and id. They are read when asked for. */
  readonly viewed: () => ReadonlyArray<ViewedTransaction>
}

const empty: StoredMonth = { revision: "", viewed: () => [] }

export class MonthReader extends Context.Service<
  MonthReader,
  {
    /** Looks at a month without reading its rows, so that looking again costs little where nothing changed. */
    readonly look: (accountId: string, month: string) => Effect.Effect<StoredMonth, Unavailable>
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

      const look = Effect.fn("MonthReader.look")(function* (
        accountId: string,
        month: string
      ): Effect.fn.Return<StoredMonth, Unavailable> {
        const partition = { accountId, month }
        const found = yield* Stream.runCollect(transactions.query(partition))
        if (found.length === 0) return empty
        const byRules = yield* Stream.runCollect(assignments.query(partition))
        const byHand = yield* Stream.runCollect(hands.query(partition))
        const decided = yield* Stream.runCollect(decisions.query(partition))
        return {
          revision: ContentId.make([found, byRules, byHand, decided].map(revisionsOf)),
          viewed: () => {
            const ruled = byTransaction(byRules)
            const said = byTransaction(byHand)
            const decisionOf = byTransaction(decided)
            const present = new Set(found.map(({ item }) => item.id))
            return found.map(({ item: transaction }) => ({
              transaction,
              status: statusOf(transaction, present, decisionOf.get(transaction.id)?.decision),
              assignment: assignmentOf(ruled.get(transaction.id), said.get(transaction.id))
            }))
          }
        }
      })

      return MonthReader.of({
        look,
        month: (accountId, month) => Effect.map(look(accountId, month), ({ viewed }) => viewed())
      })
    })
  )
}

/** A row's revision is the hash of all that is in it, its key too. */
const revisionsOf = (found: ReadonlyArray<Stored<unknown>>): string => {
  let text = ""
  for (const { revision } of found) text += revision
  return text
}

const byTransaction = <A extends { readonly transactionId: string }>(
  found: ReadonlyArray<Stored<A>>
): ReadonlyMap<string, A> => new Map(found.map(({ item }) => [item.transactionId, item]))
