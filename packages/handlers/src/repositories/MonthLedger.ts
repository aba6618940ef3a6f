/**
 * Computes a month's analytics anew and stores them, on condition that nobody did since; and looks again after writing, so that
 * what is stored in the end comes from what was there last, whoever wrote in between.
 *
 * Habits of a month are found in the charges of two years before it, which each month's analytics keep: a change of one month
 * costs its own rows, and one reading of the analytics around it. Of two that change a month and a later one at the same time,
 * the last to write looks again after that, and sees what the other wrote.
 */
import * as Collection from "@millrace/core/Collection"
import * as ContentId from "@millrace/core/ContentId"
import type * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Month from "../domain/Month.ts"
import { MonthlyAnalytics } from "../domain/MonthlyAnalytics.ts"
import { compute, rememberingHabits } from "../domain/MonthlyComputation.ts"
import * as Recurring from "../domain/Recurring.ts"
import { Lately } from "../domain/Lately.ts"
import type { StatementCoverage } from "../domain/StatementCoverage.ts"
import { Statements } from "../resources/Accounts.ts"
import { Analytics } from "../resources/Analytics.ts"
import type { Standing } from "./MonthEntries.ts"
import { MonthEntries } from "./MonthEntries.ts"
import { revisionOf } from "./StoredRows.ts"

/** How often others' changes are followed. */
const roundLimit = 16

/** Charges of the months that are kept as they are stored: some 20 MB. */
const keptCharges = 100_000
/** Months kept as they are computed, without habits. */
const keptParts = 16
/** Coverages of accounts, and habits of months, that are kept. */
const keptCoverages = 10_000
const keptHabits = 1000
/** States of accounts' months that are remembered to be in order. */
const keptStates = 1000

const isSame = Schema.toEquivalence(MonthlyAnalytics)

/** A month without its habits, and as what it stood when it was computed. */
interface Part {
  readonly revision: string
  readonly analytics: MonthlyAnalytics
}

/** What the rounds before computed, and what they left stored if nobody else wrote. */
interface Known {
  readonly parts: Map<string, Part>
  readonly left: Map<string, MonthlyAnalytics>
}

/** A month as it is stored. */
type Found = Pick<Collection.Stored<MonthlyAnalytics>, "item" | "revision">

/** What files cover of an account. */
interface Covered {
  readonly revision: string
  readonly coverages: ReadonlyArray<StatementCoverage>
}

const weightOf = ({ currencies }: MonthlyAnalytics): number => {
  let weight = 1
  for (const { charges } of currencies) for (const group of charges ?? []) weight += group.charges.length
  return weight
}

export class MonthLedger extends Context.Service<
  MonthLedger,
  {
    /** Brings the stored analytics of an account's months up to date, and the habits of the months after them. */
    readonly refresh: (accountId: string, months: ReadonlyArray<string>) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/handlers/MonthLedger") {
  static readonly layer = Layer.effect(
    MonthLedger,
    Effect.gen(function* () {
      const reader = yield* Analytics.Reader
      const writer = yield* Analytics.Writer
      const statements = yield* Statements.Reader
      const entries = yield* MonthEntries

      // One file after another touches the same months, and every file's months are looked at when it is stored and again when it is
      // categorized.
      const readLately = new Lately<MonthlyAnalytics>(keptCharges, weightOf)
      const coveredLately = new Lately<Covered>(keptCoverages, ({ coverages }) => 1 + coverages.length)
      const habitsOf = rememberingHabits(keptHabits)
      const computedLately = new Lately<Part>(keptParts)
      const foundInOrder = new Lately<true>(keptStates)

      /** The stored analytics of a range of months. Those that were read or written lately are not read again. */
      const around = Effect.fnUntraced(function* (
        accountId: string,
        range: { readonly from: ReadonlyArray<string>; readonly until: ReadonlyArray<string> }
      ): Effect.fn.Return<ReadonlyArray<Found>, Unavailable> {
        const known: Array<Found> = []
        const revisions = yield* Stream.runCollect(reader.revisions({ accountId }, range))
        for (const revision of revisions) {
          const item = readLately.get(revision)
          if (item !== undefined) known.push({ item, revision })
        }
        if (known.length === revisions.length) return known
        const found = yield* Stream.runCollect(reader.query({ accountId }, range))
        return found.map((stored) => {
          const { revision } = stored
          const before = readLately.get(revision)
          if (before !== undefined) return { item: before, revision }
          const { item } = stored
          readLately.set(revision, item)
          return { item, revision }
        })
      })

      /** What files cover of the account. */
      const coveredOf = Effect.fnUntraced(function* (accountId: string): Effect.fn.Return<Covered, Unavailable> {
        const known = coveredLately.get(revisionOf(yield* Stream.runCollect(statements.revisions({ accountId }))))
        if (known !== undefined) return known
        const found = yield* Stream.runCollect(statements.query({ accountId }))
        const revision = revisionOf(found.map((stored) => stored.revision))
        const covered = { revision, coverages: found.map(({ item }) => item) }
        coveredLately.set(revision, covered)
        return covered
      })

      /** Writes a month, and remembers it as it will be found. */
      const put = Effect.fnUntraced(function* (
        next: MonthlyAnalytics,
        condition: TableStore.Condition
      ): Effect.fn.Return<void, TableStore.ConditionFailed | Unavailable> {
        const write = yield* writer.putting(next, condition)
        const written = Collection.ifAsWritten(write)
        if (written._tag === "Revision") readLately.set(written.revision, next)
        yield* writer.transact([Effect.succeed(write)])
      })

      /** Computes a month without its habits, or answers what was computed when it stood as it does. */
      const part = Effect.fnUntraced(function* (
        accountId: string,
        month: string,
        standing: Standing,
        covered: Covered,
        known: Part | undefined
      ): Effect.fn.Return<Part, Unavailable> {
        const revision = ContentId.make([standing.all, covered.revision])
        if (known?.revision === revision) return known
        const before = computedLately.get(revision)
        if (before !== undefined) return before
        const entriesOf = yield* entries.read(accountId, month, standing)
        const { coverages } = covered
        const analytics = compute({ accountId, month, entries: entriesOf(), coverages })
        const computed = { revision, analytics }
        computedLately.set(revision, computed)
        return computed
      })

      /**
       * Computes the months, and the habits of those after them; answers the months to look at once more, none when all is as it
       * should be. What is stored is read before what it is computed from: a change in between then meets the condition.
       */
      const round = Effect.fnUntraced(function* (
        accountId: string,
        wanted: ReadonlyArray<string>,
        known: Known
      ): Effect.fn.Return<ReadonlyArray<string>, Unavailable> {
        const [first, last] = [wanted[0], wanted.at(-1)]
        if (first === undefined || last === undefined) return []
        const range = { from: [Month.plus(first, -Recurring.reach)], until: [Month.plus(last, Recurring.reach + 1)] }
        const found = yield* around(accountId, range)
        const items = found.map(({ item }) => item)
        const stored = new Map(found.map((each) => [each.item.month, each]))
        const outdated = items.filter(({ currencies }) => currencies.some(({ charges }) => charges === undefined))
        const missed = outdated.map((item) => item.month).filter((month) => !wanted.includes(month))
        if (missed.length > 0) return [...wanted, ...missed].sort()

        const standings = yield* entries.standings(accountId, wanted)
        const covered = yield* coveredOf(accountId)
        const months = new Map(items.map((item) => [item.month, item]))
        const revisions: Array<string> = []
        let isChanged = false
        for (const [month, standing] of standings) {
          const computed = yield* part(accountId, month, standing, covered, known.parts.get(month))
          if (computed !== known.parts.get(month)) isChanged = true
          known.parts.set(month, computed)
          months.set(month, computed.analytics)
          revisions.push(computed.revision)
        }
        const state = ContentId.make([accountId, ...wanted, ...revisions, ...found.map(({ revision }) => revision)])
        if (foundInOrder.get(state) === true) return []
        const isAsLeft = (item: MonthlyAnalytics): boolean => {
          const left = known.left.get(item.month)
          return left !== undefined && isSame(item, left)
        }
        if (!isChanged && items.length === known.left.size && items.every(isAsLeft)) {
          foundInOrder.set(state, true)
          return []
        }
        const complete = habitsOf([...months.values()])
        isChanged = false
        known.left.clear()
        for (const [month, without] of months) {
          const follows = wanted.some((of) => of <= month && month <= Month.plus(of, Recurring.reach))
          const next = follows ? complete(without) : without
          const isEmpty = next.currencies.length === 0
          if (!isEmpty) known.left.set(month, next)
          if (!follows) continue
          const before = Option.fromNullishOr(stored.get(month))
          if (Option.isNone(before) ? isEmpty : isSame(before.value.item, next)) continue
          const write =
            isEmpty && Option.isSome(before)
              ? writer.delete({ accountId, month }, Collection.ifRevision(before.value))
              : put(next, Collection.ifUnchanged(before))
          // Written or not because another was first: it is looked at again.
          yield* Effect.catchTag(write, "ConditionFailed", () => Effect.void)
          isChanged = true
        }
        if (isChanged) return wanted
        foundInOrder.set(state, true)
        return []
      })

      const refresh = Effect.fn("MonthLedger.refresh")(function* (
        accountId: string,
        wanted: ReadonlyArray<string>
      ): Effect.fn.Return<void, Unavailable> {
        let pending: ReadonlyArray<string> = [...new Set(wanted)].sort()
        const known: Known = { parts: new Map(), left: new Map() }
        for (let rounds = 0; rounds < roundLimit; rounds++) {
          pending = yield* round(accountId, pending, known)
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
