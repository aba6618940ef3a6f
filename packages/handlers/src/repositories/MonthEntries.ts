/**
 * Reads months of an account as analytics look at them. A month is looked at when a file brings rows to it, again when they have
 * categories, and after each of these once more, to see whether anything was written meanwhile: what a transaction says of itself
 * is remembered as long as the month's mark says that no transaction was written, and marks alone tell whether anything is other.
 */
import * as ContentId from "@millrace/core/ContentId"
import * as Tenant from "@millrace/core/Tenant"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { counterpartyIn } from "../categorization/Counterparty.ts"
import { Lately } from "../domain/Lately.ts"
import * as Month from "../domain/Month.ts"
import type { Entry } from "../domain/MonthlyComputation.ts"
import type { DuplicateDecision, Transaction } from "../domain/Transaction.ts"
import { statusOf } from "../domain/Transaction.ts"
import * as Transfer from "../domain/Transfer.ts"
import { Assignments, HandAssignments } from "../resources/Assignments.ts"
import { MonthMarks } from "../resources/MonthMarks.ts"
import { DuplicateDecisions, Transactions } from "../resources/Transactions.ts"
import { TransferDecisions } from "../resources/TransferDecisions.ts"
import type { Of } from "./MonthMarker.ts"
import { assignmentOf, candidateOf } from "./MonthReader.ts"
import { byTransaction, each } from "./StoredRows.ts"

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

/** How a month stands by its marks. */
export interface Standing {
  /** Other when any of the month's transactions was written. */
  readonly transactions: string
  /** Other when any row of the month was written. */
  readonly all: string
  /** Whether anything was ever said of its transactions, by rules or a person. Nothing is looked for otherwise. */
  readonly isCategorized: boolean
}

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

export class MonthEntries extends Context.Service<
  MonthEntries,
  {
    /** How months stand. Asked before their rows are read: what was written since makes them stand otherwise. */
    readonly standings: (
      accountId: string,
      months: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyMap<string, Standing>, Unavailable>
    /** A month's entries, in order of date and id. They are made when asked for. */
    readonly read: (
      accountId: string,
      month: string,
      standing: Standing
    ) => Effect.Effect<() => ReadonlyArray<Entry>, Unavailable>
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
      const marks = yield* MonthMarks.Reader

      const remembered = new Lately<Sketches>(keptTransactions, ({ sketches }) => sketches.length)

      const standings = Effect.fn("MonthEntries.standings")(function* (
        accountId: string,
        months: ReadonlyArray<string>
      ): Effect.fn.Return<ReadonlyMap<string, Standing>, Unavailable> {
        const tenant = yield* Tenant.require("Analytics")
        const sorted = [...months].sort()
        const counts = new Map<string, number>()
        yield* each(marks.query({ accountId }, Month.spanning(months)), ({ item }) => {
          counts.set(`${item.month} ${item.of}`, item.count)
        })
        const countOf = (month: string, of: Of): number => counts.get(`${month} ${of}`) ?? 0
        return new Map(
          sorted.map((month) => {
            const categories = countOf(month, "categories")
            const own = ContentId.make([tenant, accountId, month, String(countOf(month, "transactions"))])
            const all = ContentId.make([own, String(categories), String(countOf(month, "transfers"))])
            return [month, { transactions: own, all, isCategorized: categories > 0 }]
          })
        )
      })

      /** The month's transactions: those remembered, where none was written since. */
      const sketched = Effect.fnUntraced(function* (
        accountId: string,
        month: string,
        { transactions: revision }: Standing
      ): Effect.fn.Return<ReadonlyArray<Sketch>, Unavailable> {
        const name = `${accountId} ${month}`
        const before = remembered.get(name)
        if (before?.revision === revision) return before.sketches
        const sketches: Array<Sketch> = []
        const shared = sharing()
        yield* each(transactions.query({ accountId, month }), ({ item }) => {
          sketches.push(sketchOf(item, shared))
        })
        remembered.set(name, { revision, sketches })
        return sketches
      })

      const read = Effect.fn("MonthEntries.read")(function* (
        accountId: string,
        month: string,
        standing: Standing
      ): Effect.fn.Return<() => ReadonlyArray<Entry>, Unavailable> {
        const partition = { accountId, month }
        const sketches = yield* sketched(accountId, month, standing)
        if (sketches.length === 0) return () => []
        const categories = new Map<string, string | null>()
        let decided: ReadonlyMap<string, DuplicateDecision> = new Map()
        if (standing.isCategorized) {
          const said = byTransaction(yield* Stream.runCollect(hands.query(partition)))
          yield* each(assignments.query(partition), ({ item }) => {
            categories.set(item.transactionId, assignmentOf(item, said.get(item.transactionId)).category)
          })
          for (const [id, hand] of said) {
            if (!categories.has(id)) categories.set(id, assignmentOf(undefined, hand).category)
          }
          decided = byTransaction(yield* Stream.runCollect(decisions.query(partition)))
        }
        // Whatever its mark says: in shadow mode marks are the shadow's, and people's words are not.
        const sides = yield* Stream.runCollect(transfers.query(partition))
        return () => {
          const confirmed = Transfer.confirmed(sides.map(({ item }) => item))
          const isSuspected = sketches.some(({ possibleDuplicateOf }) => possibleDuplicateOf !== null)
          const present = new Set(isSuspected ? sketches.map(({ id }) => id) : [])
          return sketches.map((sketch) => ({
            transaction: sketch,
            status: statusOf(sketch, present, decided.get(sketch.id)?.decision),
            isTransfer: confirmed.has(sketch.id),
            category: categories.get(sketch.id) ?? null,
            counterparty: sketch.counterparty
          }))
        }
      })

      return MonthEntries.of({ standings, read })
    })
  )
}
