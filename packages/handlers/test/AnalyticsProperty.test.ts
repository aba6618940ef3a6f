/**
 * Whatever sequence of imports, edits, deletions, words of people and redeliveries went before, the stored analytics are those
 * that a loop over the stored transactions gives. The loop is written here and imports nothing of what it checks.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { categories } from "../src/categorization/Category.ts"
import { DuplicateDecided, FileDeletionRequested, TransactionAssigned } from "../src/Events.ts"
import { fileProcessing } from "../src/FileProcessingProgram.ts"
import { Analytics } from "../src/resources/Analytics.ts"
import { Assignments, HandAssignments } from "../src/resources/Assignments.ts"
import { DuplicateDecisions, Occurrences, Transactions } from "../src/resources/Transactions.ts"
import { Uploads } from "../src/resources/Uploads.ts"
import type { Random } from "./categorization/RandomRules.ts"
import { pick, random } from "./categorization/RandomRules.ts"

const merchants = ["NETFLIX.COM", "REWE MARKT", "SHELL 1234", "SALARY ACME", "REF 99812", "COFFEE CORNER"] as const
const days = ["2025-11-28", "2025-12-01", "2025-12-24", "2026-01-02", "2026-01-31", "2026-02-01"] as const
const amounts = ["-12.99", "-3.50", "2000.00", "-0.10", "5", "-800.05"] as const
const accounts = ["checking", "savings"] as const
const names = ["f1", "f2", "f3", "f4"] as const

/** Few days, amounts and merchants, so that rows of different files are often the same. */
const statement = (next: Random): string => {
  const rows = Array.from({ length: 1 + next(7) }, () => {
    const currency = next(4) === 0 ? "USD" : "EUR"
    return `${pick(next, days)},${pick(next, merchants)},${currency},${pick(next, amounts)}`
  })
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
  readonly categories: Record<string, bigint>
}

/** The same figures from what is stored, by account, month and currency. */
const bruteForce = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline) {
  const transactions = yield* t.items(Transactions)
  const byRules = yield* t.items(Assignments)
  const byHand = yield* t.items(HandAssignments)
  const decisions = yield* t.items(DuplicateDecisions)
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
      categories: {}
    })
    const size = cents(amount)
    if (size < 0n) totals.spending += size
    else totals.income += size
    totals.transactions++
    totals.categories[category] = (totals.categories[category] ?? 0n) + size
  }
  return found
})

const storedTotals = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline) {
  const found: Record<string, Totals> = {}
  for (const { accountId, currencies, month } of yield* t.items(Analytics)) {
    assert.isAbove(currencies.length, 0, "a month without data is absent")
    for (const { byCategory, currency, income, net, spending, transactions } of currencies) {
      assert.strictEqual(cents(net), cents(income) + cents(spending))
      found[`${accountId} ${month} ${currency}`] = {
        income: cents(income),
        spending: cents(spending),
        transactions,
        categories: Object.fromEntries(byCategory.map(({ amount, category }) => [category ?? "none", cents(amount)]))
      }
    }
  }
  return found
})

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
  notices: Array<Parameters<typeof announce>[1]>
) {
  const transactions = yield* t.items(Transactions)
  const one = transactions[next(Math.max(1, transactions.length))]
  const told = { tenantId: "ada" }
  switch (next(7)) {
    case 0:
    case 1:
    case 2:
      notices.push(yield* upload(t, pick(next, names), statement(next), pick(next, accounts)))
      break
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
    `equal a recomputation after any of ${sequences} sequences of imports, edits, deletions, words and redeliveries`,
    () =>
      Effect.gen(function* () {
        for (let seed = 1; seed <= sequences; seed++) {
          const next = random(seed)
          const t = yield* TestPipeline.of(fileProcessing, { seed })
          const notices: Array<Parameters<typeof announce>[1]> = []
          for (let steps = 3 + next(10); steps > 0; steps--) yield* step(t, next, notices)
          yield* t.settle
          assert.deepStrictEqual(yield* storedTotals(t), yield* bruteForce(t), `seed ${seed}`)
        }
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
          const files = names.map((name) => ({ name, content: statement(next) }))
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
          const holders = yield* t.items(Occurrences)
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
