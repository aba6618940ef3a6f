/**
 * Reads months of an account as analytics look at them. A month is looked at when a file brings rows to it, again when they have
 * categories, and after each of these once more, to see whether anything was written meanwhile: what a transaction says of itself
 * is remembered by the revisions of the month's transactions, and whether anything is other is told by revisions alone.
 */
import * as ContentId from "@millrace/core/ContentId"
import type { Stored } from "@millrace/core/Collection"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { counterpartyIn } from "../categorization/Counterparty.ts"
import { Lately } from "../domain/Lately.ts"
import type { HandAssignment } from "../domain/Categorized.ts"
import type { Entry } from "../domain/MonthlyComputation.ts"
import type { DuplicateDecision, Transaction } from "../domain/Transaction.ts"
import { statusOf } from "../domain/Transaction.ts"
import * as Transfer from "../domain/Transfer.ts"
import { Assignments, HandAssignments } from "../resources/Assignments.ts"
import { DuplicateDecisions, Transactions } from "../resources/Transactions.ts"
import { TransferDecisions } from "../resources/TransferDecisions.ts"
import { assignmentOf, candidateOf } from "./MonthReader.ts"
import { each, revisionOf } from "./StoredRows.ts"

/** Transactions that are remembered, of the months asked for last: some 25 MB. */
const keptTransactions = 100_000

/** What a transaction says of itself, whatever is said of it. */
interface Sketch extends Pick<Transaction, "id" | "date" | "amount" | "currency" | "possibleDuplicateOf"> {
  /** The counterparty's name. */
  readonly counterparty: string | null
}

/** A month's transactions, in order of date and id. */
interface Sketches {
  readonly revision: string
  readonly sketches: ReadonlyArray<Sketch>
}

/** A month as it is stored at one moment. */
export interface StoredEntries {
  /** Equal where every row of the month is: nothing that is made of the month is other then. Empty where it has none. */
  readonly revision: string
  /** In order of date and id. They are made when asked for. */
  readonly entries: () => ReadonlyArray<Entry>
}

const none: StoredEntries = { revision: "", entries: () => [] }

/** Keeps one of many equal texts: days, currencies and names repeat in a month. */
const sharing = (): ((text: string) => string) => {
  const known = new Map<string, string>()
  return (text) => {
    const first = known.get(text)
    if (first === undefined) known.set(text, text)
    return first ?? text
  }
}

const sketchOf = (transaction: Transaction, shared: (text: string) => string): Sketch => {
  const { amount, currency, date, id, possibleDuplicateOf } = transaction
  const counterparty = counterpartyIn(candidateOf(transaction))
  return {
    id,
    date: shared(date),
    amount,
    currency: shared(currency),
    possibleDuplicateOf,
    counterparty: counterparty === null ? null : shared(counterparty)
  }
}

/** Looks at one item after the other, and answers the revision of them all. */
const readAll = Effect.fnUntraced(function* <A>(
  items: Stream.Stream<Stored<A>, Unavailable>,
  look: (item: A) => void
): Effect.fn.Return<string, Unavailable> {
  const revisions: Array<string> = []
  yield* each(items, ({ item, revision }) => {
    revisions.push(revision)
    look(item)
  })
  return revisionOf(revisions)
})

export class MonthEntries extends Context.Service<
  MonthEntries,
  {
    /** The revision that `read` would answer, without reading a row. */
    readonly revision: (accountId: string, month: string) => Effect.Effect<string, Unavailable>
    readonly read: (accountId: string, month: string) => Effect.Effect<StoredEntries, Unavailable>
  }
>()("@millrace/handlers/MonthEntries") {
  static readonly layer = Layer.effect(
    MonthEntries,
    Effect.gen(function* () {
      const transactions = yield* Transactions.Reader
      const decisions = yield* DuplicateDecisions.Reader
      const assignments = yield* Assignments.Reader
      const hands = yield* HandAssignments.Reader
      const transfers = yield* TransferDecisions.Reader

      const remembered = new Lately<Sketches>(keptTransactions, ({ sketches }) => sketches.length)

      const together = (
        month: string,
        revisions: readonly [transactions: string, rules: string, hands: string, duplicates: string, transfers: string]
      ): string => ContentId.make([month, ...revisions])

      const revision = Effect.fn("MonthEntries.revision")(function* (
        accountId: string,
        month: string
      ): Effect.fn.Return<string, Unavailable> {
        const partition = { accountId, month }
        const own = revisionOf(yield* Stream.runCollect(transactions.revisions(partition)))
        if (own === "") return ""
        return together(month, [
          own,
          revisionOf(yield* Stream.runCollect(assignments.revisions(partition))),
          revisionOf(yield* Stream.runCollect(hands.revisions(partition))),
          revisionOf(yield* Stream.runCollect(decisions.revisions(partition))),
          revisionOf(yield* Stream.runCollect(transfers.revisions(partition)))
        ])
      })

      /** The month's transactions: those remembered, where they are still what is stored. */
      const sketched = Effect.fnUntraced(function* (
        accountId: string,
        month: string
      ): Effect.fn.Return<Sketches, Unavailable> {
        const partition = { accountId, month }
        const name = ContentId.make([accountId, month])
        const before = remembered.get(name)
        if (before !== undefined) {
          const now = revisionOf(yield* Stream.runCollect(transactions.revisions(partition)))
          if (now === before.revision) return before
        }
        const sketches: Array<Sketch> = []
        const shared = sharing()
        const revision = yield* readAll(transactions.query(partition), (item) => {
          sketches.push(sketchOf(item, shared))
        })
        const read = { revision, sketches }
        remembered.set(name, read)
        return read
      })

      const read = Effect.fn("MonthEntries.read")(function* (
        accountId: string,
        month: string
      ): Effect.fn.Return<StoredEntries, Unavailable> {
        const partition = { accountId, month }
        const { revision: own, sketches } = yield* sketched(accountId, month)
        if (own === "") return none
        const said = new Map<string, HandAssignment>()
        const byHand = yield* readAll(hands.query(partition), (item) => {
          said.set(item.transactionId, item)
        })
        const categories = new Map<string, string | null>()
        const byRules = yield* readAll(assignments.query(partition), (item) => {
          categories.set(item.transactionId, assignmentOf(item, said.get(item.transactionId)).category)
        })
        for (const [id, hand] of said) {
          if (!categories.has(id)) categories.set(id, assignmentOf(undefined, hand).category)
        }
        const decided = new Map<string, DuplicateDecision["decision"]>()
        const duplicates = yield* readAll(decisions.query(partition), (item) => {
          decided.set(item.transactionId, item.decision)
        })
        const sides: Array<Transfer.TransferDecision> = []
        const moved = yield* readAll(transfers.query(partition), (item) => {
          sides.push(item)
        })
        return {
          revision: together(month, [own, byRules, byHand, duplicates, moved]),
          entries: () => {
            const confirmed = Transfer.confirmed(sides)
            const isSuspected = sketches.some(({ possibleDuplicateOf }) => possibleDuplicateOf !== null)
            const present = new Set(isSuspected ? sketches.map(({ id }) => id) : [])
            return sketches.map((sketch) => ({
              transaction: sketch,
              status: statusOf(sketch, present, decided.get(sketch.id)),
              isTransfer: confirmed.has(sketch.id),
              category: categories.get(sketch.id) ?? null,
              counterparty: sketch.counterparty
            }))
          }
        }
      })

      return MonthEntries.of({ revision, read })
    })
  )
}
