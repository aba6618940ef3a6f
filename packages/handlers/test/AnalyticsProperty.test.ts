/**
 * Whatever sequence of imports, edits, deletions, words of people and redeliveries went before, the stored analytics are those
 * that a loop over the stored transactions gives. The loop is written here and imports nothing of what it checks.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { categories } from "../src/categorization/Category.ts"
import type { MonthlyAnalytics } from "../src/domain/MonthlyAnalytics.ts"
import { withHabits } from "../src/domain/MonthlyComputation.ts"
import * as Transfer from "../src/domain/Transfer.ts"
import { DuplicateDecided, FileDeletionRequested, TransactionAssigned, TransferDecided } from "../src/Events.ts"
import { fileProcessing } from "../src/FileProcessingProgram.ts"
import { Analytics } from "../src/resources/Analytics.ts"
import { Assignments, HandAssignments } from "../src/resources/Assignments.ts"
import * as Occurrence from "../src/domain/Occurrence.ts"
import { DuplicateDecisions, Occurrences, Transactions } from "../src/resources/Transactions.ts"
import { TransferDecisions } from "../src/resources/TransferDecisions.ts"
import { Uploads } from "../src/resources/Uploads.ts"
import type { Random } from "./categorization/RandomRules.ts"
import { pick, random } from "./categorization/RandomRules.ts"

const merchants = ["NETFLIX.COM", "REWE MARKT", "SHELL 1234", "SALARY ACME", "REF 99812", "COFFEE CORNER"] as const
const days = ["2025-11-28", "2025-12-01", "2025-12-24", "2026-01-02", "2026-01-31", "2026-02-01"] as const
const amounts = ["-12.99", "-3.50", "2000.00", "-0.10", "5", "-800.05", "-5", "800.05"] as const
/** Now and then some of these, a habit's charges. */
const habit = [
  "2024-01-15",
  "2025-01-15",
  "2026-01-15",
  "2025-10-31",
  "2025-11-30",
  "2025-12-31",
  "2026-01-31"
] as const
const accounts = ["checking", "savings"] as const
const names = ["f1", "f2", "f3", "f4"] as const

/** Few days, amounts and merchants, so that rows of different files are often the same. */
const statement = (next: Random, account: (typeof accounts)[number]): string => {
  const rows = Array.from({ length: 1 + next(7) }, () => {
    const currency = next(4) === 0 ? "USD" : "EUR"
    return `${pick(next, days)},${pick(next, merchants)},${currency},${pick(next, amounts)}`
  })
  if (next(2) === 0) rows.push(`2025-12-01,TO OR FROM SAVINGS,EUR,${account === "savings" ? "" : "-"}250.00`)
  if (next(2) === 0) for (const day of habit) if (next(6) > 0) rows.push(`${day},GYM CLUB,EUR,-30.00`)
  return `Date,Description,Currency,Amount\n${rows.toSorted().join("\n")}\n`
}

/** Cents: what these statements have, and exact in a BigInt. */
const cents = (amount: string): bigint => {
  const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? []
  const size = BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"))
  return sign === "-" ? -size : size
}

interface Totals {
  income: bigint
  spending: bigint
  transactions: number
  /** Moved between own accounts. */
  in: bigint
  out: bigint
  readonly categories: Record<string, bigint>
}

const decodeWord = Schema.decodeUnknownSync(TransferDecided.payload)

/** Sides of transfers by the latest word on each pair, from what people said and not from what the pipeline made of it. */
const transferred = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline) {
  const words = (yield* t.events).filter(({ type }) => type === "transfer.decided")
  const latest = new Map<string, { readonly sides: ReadonlyArray<string>; readonly isTransfer: boolean }>()
  for (const { data } of words.toSorted((a, b) =>
    a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1
  )) {
    const { decision, incoming, outgoing } = decodeWord(data)
    const sides = [outgoing.transactionId, incoming.transactionId].sort()
    latest.set(sides.join(), { sides, isTransfer: decision === "transfer" })
  }
  return new Set([...latest.values()].flatMap(({ isTransfer, sides }) => (isTransfer ? sides : [])))
})

/** The same figures from what is stored, by account, month and currency. */
const bruteForce = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline) {
  const transactions = yield* t.items(Transactions)
  const byRules = yield* t.items(Assignments)
  const byHand = yield* t.items(HandAssignments)
  const decisions = yield* t.items(DuplicateDecisions)
  const moved = yield* transferred(t)
  const found: Record<string, Totals> = {}
  for (const { accountId, amount, currency, id, month, possibleDuplicateOf } of transactions) {
    const other = transactions.find((one) => one.id === possibleDuplicateOf && one.accountId === accountId)
    const isPossible = other !== undefined && other.month === month
    const decision = decisions.find(({ transactionId }) => transactionId === id)?.decision
    if (isPossible && decision !== "different") continue
    const hand = byHand.find(({ transactionId }) => transactionId === id)
    const rule = byRules.find(({ transactionId }) => transactionId === id)
    const category = (hand === undefined || hand.withdrawn ? rule?.category : hand.category) ?? "none"
    const totals = (found[`${accountId} ${month} ${currency}`] ??= {
      income: 0n,
      spending: 0n,
      transactions: 0,
      in: 0n,
      out: 0n,
      categories: {}
    })
    const size = cents(amount)
    totals.transactions++
    if (moved.has(id)) {
      if (size < 0n) totals.out += size
      else totals.in += size
      continue
    }
    if (size < 0n) totals.spending += size
    else totals.income += size
    totals.categories[category] = (totals.categories[category] ?? 0n) + size
  }
  return found
})

const storedTotals = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline) {
  const found: Record<string, Totals> = {}
  for (const { accountId, currencies, month } of yield* t.items(Analytics)) {
    assert.isAbove(currencies.length, 0, "a month without data is absent")
    for (const { byCategory, currency, income, net, spending, transactions, transfers } of currencies) {
      assert.strictEqual(cents(net), cents(income) + cents(spending))
      found[`${accountId} ${month} ${currency}`] = {
        income: cents(income),
        spending: cents(spending),
        transactions,
        in: cents(transfers?.in ?? "0"),
        out: cents(transfers?.out ?? "0"),
        categories: Object.fromEntries(byCategory.map(({ amount, category }) => [category ?? "none", cents(amount)]))
      }
    }
  }
  return found
})

/** Habits are those of all charges stored in the end, whichever month's were stored last. Answers how many there are. */
const expectHabits = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline) {
  const stored = yield* t.items(Analytics)
  const habits = (of: MonthlyAnalytics) => of.currencies.flatMap(({ recurring }) => recurring)
  for (const account of accounts) {
    const months = stored.filter(({ accountId }) => accountId === account)
    const complete = withHabits(months)
    for (const month of months) assert.deepStrictEqual(habits(month), habits(complete(month)))
  }
  return stored.flatMap(habits).length
})

/** A word on two transactions: on a pair that is proposed, on one that somebody spoke of before, or on any two. */
const decideTransfer = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline, next: Random, pairs: Array<Pair>) {
  const found = yield* t.items(Transactions)
  const side = ({ accountId, id, month }: Transfer.Candidate) => ({ transactionId: id, accountId, month })
  const proposals = Transfer.propose(found, yield* t.items(TransferDecisions))
  const proposal = proposals[next(Math.max(1, proposals.length))]
  const [one, other] = [found[next(Math.max(1, found.length))], found[next(Math.max(1, found.length))]]
  const kind = next(5)
  let pair = pairs[next(Math.max(1, pairs.length))]
  if (kind < 3 && proposal !== undefined) pair = { outgoing: side(proposal.out), incoming: side(proposal.in) }
  else if (kind === 3 && one !== undefined && other !== undefined && one !== other) {
    pair = { outgoing: side(one), incoming: side(other) }
  }
  if (pair === undefined) return
  pairs.push(pair)
  const decision = next(3) === 0 ? "separate" : "transfer"
  const told = { tenantId: "ada", stimulus: ["word", String(pairs.length)] }
  yield* t.publish(TransferDecided, { ...pair, decision }, told)
})

type Pair = Pick<(typeof TransferDecided)["payload"]["Type"], "incoming" | "outgoing">

const upload = (t: TestPipeline.TestPipeline, name: string, content: string, account: string) =>
  t.upload(Uploads, `ada/${name}/${name}.csv`, content, {
    contentType: "text/csv",
    metadata: { accountid: account }
  })

const remove = (t: TestPipeline.TestPipeline, fileId: string) =>
  t.publish(FileDeletionRequested, { fileId }, { tenantId: "ada", subject: fileId })

/** One thing that may happen. Now and then the next one does not wait for it. */
const step = Effect.fnUntraced(function* (
  t: TestPipeline.TestPipeline,
  next: Random,
  notices: Array<Parameters<typeof announce>[1]>,
  pairs: Array<Pair>
) {
  const transactions = yield* t.items(Transactions)
  const one = transactions[next(Math.max(1, transactions.length))]
  const told = { tenantId: "ada" }
  switch (next(9)) {
    case 0:
    case 1:
    case 2: {
      const account = pick(next, accounts)
      notices.push(yield* upload(t, pick(next, names), statement(next, account), account))
      break
    }
    case 3:
      yield* remove(t, pick(next, names))
      break
    case 4: {
      const notice = notices[next(Math.max(1, notices.length))]
      if (notice !== undefined) yield* announce(t, notice)
      break
    }
    case 5:
      if (one === undefined) break
      yield* t.publish(
        TransactionAssigned,
        {
          transactionId: one.id,
          accountId: one.accountId,
          month: one.month,
          category: categories[next(categories.length)]?.id ?? null,
          withdrawn: next(3) === 0,
          note: null
        },
        told
      )
      break
    case 6: {
      const possible = transactions.find(({ possibleDuplicateOf }) => possibleDuplicateOf !== null)
      if (possible === undefined) break
      const { accountId, id: transactionId, month } = possible
      const decision = next(2) === 0 ? "same" : "different"
      yield* t.publish(DuplicateDecided, { transactionId, accountId, month, decision }, told)
      break
    }
    case 7:
    case 8:
      yield* decideTransfer(t, next, pairs)
      break
  }
  if (next(3) > 0) yield* t.settle
})

/** An upload's notification, once more. */
const announce = (
  t: TestPipeline.TestPipeline,
  head: Effect.Success<ReturnType<typeof upload>>
): Effect.Effect<string> => {
  const { bucket, key, sequencer, size, versionId } = head
  return t.publish(Bucket.ObjectCreated, { bucket, key, sequencer, size, versionId }, { tenantId: "ada" })
}

const sequences = 40

describe("analytics", () => {
  it.effect(
    `equal a recomputation after any of ${sequences} sequences of imports, edits, deletions, words on transfers and others, and redeliveries`,
    () =>
      Effect.gen(function* () {
        let [habits, transfers] = [0, 0]
        for (let seed = 1; seed <= sequences; seed++) {
          const next = random(seed)
          const pairs: Array<Pair> = []
          const t = yield* TestPipeline.of(fileProcessing, { seed })
          const notices: Array<Parameters<typeof announce>[1]> = []
          for (let steps = 3 + next(10); steps > 0; steps--) yield* step(t, next, notices, pairs)
          yield* t.settle
          yield* t.expectHandled
          const stored = yield* storedTotals(t)
          assert.deepStrictEqual(stored, yield* bruteForce(t), `seed ${seed}`)
          habits += yield* expectHabits(t)
          transfers += Object.values(stored).filter((totals) => totals.in !== 0n || totals.out !== 0n).length
        }
        assert.isAbove(habits, sequences / 4, "too few sequences with a habit to say anything")
        assert.isAbove(transfers, sequences / 8, "too few sequences with a transfer to say anything")
      }),
    120_000
  )
})

describe("deleting files", () => {
  it.effect(
    "leaves what other files hold, keeps the trail, and importing them again brings all of it back, nothing twice",
    () =>
      Effect.gen(function* () {
        for (let seed = 1; seed <= 10; seed++) {
          const next = random(1000 + seed)
          const t = yield* TestPipeline.of(fileProcessing, { seed })
          const files = names.map((name) => ({ name, content: statement(next, "checking") }))
          for (const { content, name } of files) {
            yield* upload(t, name, content, "checking")
            yield* t.settle
          }
          const rows = Effect.map(t.items(Transactions), (items) => items.map(({ id }) => id).sort())
          const before = { rows: yield* rows, totals: yield* storedTotals(t) }
          const gone = files.slice(0, 1 + next(files.length))
          const trail = (yield* t.events).length
          for (const { name } of gone) yield* remove(t, name)
          yield* t.settle
          const holders = (yield* t.items(Occurrences)).flatMap(Occurrence.of)
          const goneIds = new Set<string>(gone.map(({ name }) => name))
          assert.isFalse(holders.some(({ fileId }) => goneIds.has(fileId)))
          assert.deepStrictEqual(yield* rows, [...new Set(holders.map(({ transactionId }) => transactionId))].sort())
          assert.deepStrictEqual(yield* storedTotals(t), yield* bruteForce(t), `seed ${seed}`)
          const left = new Set(yield* rows)
          assert.isTrue((yield* t.items(Assignments)).every(({ transactionId }) => left.has(transactionId)))
          assert.isAbove((yield* t.events).length, trail)
          for (const { content, name } of gone) {
            yield* upload(t, name, content, "checking")
            yield* t.settle
          }
          yield* t.expectHandled
          assert.strictEqual((yield* rows).length, before.rows.length, `seed ${seed}`)
          // Which of two equal rows is the possible duplicate is the order's to say; all files again in their order say the same.
          if (gone.length === files.length)
            assert.deepStrictEqual(yield* storedTotals(t), before.totals, `seed ${seed}`)
          assert.deepStrictEqual(yield* storedTotals(t), yield* bruteForce(t), `seed ${seed}`)
        }
      }),
    120_000
  )
})
