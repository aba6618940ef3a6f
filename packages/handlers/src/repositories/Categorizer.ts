/**
 * Puts transactions into categories: asks the rules and stores what they say, apart from what people say. If the rules
 * change while that goes on, it is done again, so what is stored in the end comes from the newest rules.
 */
import { Unavailable } from "@millrace/core/Unavailable"
import * as Decimal from "@millrace/statements/Decimal"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { InvalidRules } from "../categorization/RuleFile.ts"
import type { Assignment } from "../categorization/Assignment.ts"
import type { RuleAssignment } from "../domain/Categorized.ts"
import { ruleAssignment } from "../domain/Categorized.ts"
import { larger } from "../domain/Money.ts"
import { Assignments, HandAssignments } from "../resources/Assignments.ts"
import { Transactions } from "../resources/Transactions.ts"
import { assignmentOf, candidateOf } from "./MonthReader.ts"
import { RuleBook } from "./RuleBook.ts"
import { byTransaction, each } from "./StoredRows.ts"

/** How often a change of rules under way is followed. */
const roundLimit = 8

/** How some transactions stand. */
export interface Standing {
  readonly transactions: number
  readonly categorized: number
  readonly uncategorized: number
  readonly manual: number
  /** The largest amount, without its sign. */
  readonly largest: Decimal.Decimal
}

/** No transactions. */
export const nothing: Standing = {
  transactions: 0,
  categorized: 0,
  uncategorized: 0,
  manual: 0,
  largest: Decimal.zero
}

/** Counts how transactions stand. */
class Tally {
  #transactions = 0
  #categorized = 0
  #manual = 0
  #largest = Decimal.zero

  add(amount: Decimal.Decimal, { assignedBy, category }: Assignment): void {
    this.#transactions++
    if (category !== null) this.#categorized++
    if (assignedBy === "manual") this.#manual++
    this.#largest = larger(this.#largest, Decimal.abs(amount))
  }

  standing(): Standing {
    const [transactions, categorized] = [this.#transactions, this.#categorized]
    return {
      transactions,
      categorized,
      uncategorized: transactions - categorized,
      manual: this.#manual,
      largest: this.#largest
    }
  }
}

/** Both together. */
export const plus = (a: Standing, b: Standing): Standing => ({
  transactions: a.transactions + b.transactions,
  categorized: a.categorized + b.categorized,
  uncategorized: a.uncategorized + b.uncategorized,
  manual: a.manual + b.manual,
  largest: larger(a.largest, b.largest)
})

export class Categorizer extends Context.Service<
  Categorizer,
  {
    /** Categorizes the transactions of a month that `wanted` names. */
    readonly month: (
      accountId: string,
      month: string,
      wanted: (transactionId: string) => boolean
    ) => Effect.Effect<Standing, Unavailable | InvalidRules>
  }
>()("@millrace/handlers/Categorizer") {
  static readonly layer = Layer.effect(
    Categorizer,
    Effect.gen(function* () {
      const rules = yield* RuleBook
      const transactions = yield* Transactions.Reader
      const hands = yield* HandAssignments.Reader
      // What the rules said before is written over, and never read.
      const assignments = yield* Assignments.Writer

      const month = Effect.fn("Categorizer.month")(function* (
        accountId: string,
        month: string,
        wanted: (transactionId: string) => boolean
      ): Effect.fn.Return<Standing, Unavailable | InvalidRules> {
        const partition = { accountId, month }
        let { engine, version } = yield* rules.current
        for (let round = 0; round < roundLimit; round++) {
          const rulings: Array<RuleAssignment> = []
          const tally = new Tally()
          const said = byTransaction(yield* Stream.runCollect(hands.query(partition)))
          yield* each(transactions.query(partition), ({ item: transaction }) => {
            if (!wanted(transaction.id)) return
            const outcome = engine.categorize(candidateOf(transaction))
            const ruling = ruleAssignment({ accountId, month, transactionId: transaction.id }, outcome, version)
            rulings.push(ruling)
            tally.add(transaction.amount, assignmentOf(ruling, said.get(transaction.id)))
          })
          yield* assignments.putAll(rulings)
          const now = yield* rules.current
          if (now.version === version) return tally.standing()
          engine = now.engine
          version = now.version
        }
        return yield* new Unavailable({
          service: "Categorizer",
          operation: "Categorizer.month",
          reason: "throttled",
          detail: `the rules changed ${roundLimit} times meanwhile`
        })
      })

      return Categorizer.of({ month })
    })
  )
}
