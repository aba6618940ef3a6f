import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "@millrace/statements/Decimal"
import type { StatementCoverage } from "../../src/domain/StatementCoverage.ts"
import { monthsOf, overlap, relationOn } from "../../src/domain/StatementCoverage.ts"

const amount = (text: string) => Decimal.parse(text) ?? Decimal.zero
const file = (
  fileId: string,
  firstDate: string,
  lastDate: string,
  opening?: string,
  closing?: string
): StatementCoverage => ({
  accountId: "a",
  fileId,
  firstDate,
  lastDate,
  currency: "EUR",
  opening: opening === undefined ? null : amount(opening),
  closing: closing === undefined ? null : amount(closing),
  digest: fileId,
  months: []
})

describe("how two files stand to each other", () => {
  it("is the same where one covers the day in full, or both begin or end with it", () => {
    const january = file("1", "2026-01-01", "2026-01-31")
    assert.strictEqual(relationOn("2026-01-15", january, file("2", "2026-01-15", "2026-02-28")), "same")
    assert.strictEqual(relationOn("2026-01-31", january, file("2", "2026-01-20", "2026-01-31")), "same")
    assert.strictEqual(relationOn("2026-01-01", january, file("2", "2026-01-01", "2026-01-10")), "same")
  })

  it("is open where one ends and the other begins, in whatever order they came", () => {
    const [january, february] = [file("1", "2026-01-01", "2026-01-31"), file("2", "2026-01-31", "2026-02-28")]
    assert.strictEqual(relationOn("2026-01-31", january, february), "open")
    assert.strictEqual(relationOn("2026-01-31", february, january), "open")
    const [day, again] = [file("1", "2026-01-31", "2026-01-31"), file("2", "2026-01-31", "2026-01-31")]
    assert.strictEqual(relationOn("2026-01-31", day, again), "open")
    assert.strictEqual(relationOn("2026-01-31", day, { ...again, digest: "1" }), "same")
  })

  it("is decided by balances where both have them", () => {
    const before = file("1", "2026-01-01", "2026-01-31", "10.00", "5.00")
    assert.strictEqual(relationOn("2026-01-31", before, file("2", "2026-01-31", "2026-02-28", "5", "1")), "apart")
    assert.strictEqual(relationOn("2026-01-31", before, file("2", "2026-01-31", "2026-02-28", "9", "1")), "same")
  })

  it("is an overlap from two days on", () => {
    const january = file("1", "2026-01-01", "2026-01-31")
    assert.isFalse(overlap(january, file("2", "2026-01-31", "2026-02-28")))
    assert.isTrue(overlap(january, file("2", "2026-01-30", "2026-02-28")))
  })
})

describe("monthsOf", () => {
  it("carries the balance from month to month", () => {
    const nets = new Map([
      ["2026-02-01", amount("-1.00")],
      ["2026-01-30", amount("-5.00")],
      ["2026-01-02", amount("2.00")]
    ])
    assert.deepStrictEqual(monthsOf(nets, amount("10.00")), [
      { month: "2026-01", from: "2026-01-02", opening: amount("10.00") },
      { month: "2026-02", from: "2026-02-01", opening: amount("7.00") }
    ])
    assert.isNull(monthsOf(nets, null)[1]?.opening)
  })
})
