import * as Retry from "@millrace/core/Retry"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const base = { attempts: 5, initial: "2 seconds", max: "5 minutes", maxAge: "24 hours" } as const

describe("Retry", () => {
  it("doubles from the initial delay up to the longest", () => {
    const policy = Retry.exponential(base)
    assert.deepStrictEqual(
      [1, 2, 3, 7, 8, 9, 100].map((failures) => Retry.delayMillis(policy, failures, "event")),
      [2000, 4000, 8000, 128_000, 256_000, 300_000, 300_000]
    )
  })

  it("a fixed policy waits the same every time", () => {
    const policy = Retry.fixed({ attempts: 3, delay: "10 seconds", maxAge: "1 hour" })
    assert.deepStrictEqual(
      [1, 2, 9].map((failures) => Retry.delayMillis(policy, failures, "e")),
      [10_000, 10_000, 10_000]
    )
  })

  const refused: ReadonlyArray<readonly [string, () => unknown, RegExp]> = [
    ["no attempt", () => Retry.exponential({ ...base, attempts: 0 }), /attempts must be a whole number/],
    ["half an attempt", () => Retry.exponential({ ...base, attempts: 1.5 }), /attempts must be a whole number/],
    ["a delay above SQS's 12 hours", () => Retry.exponential({ ...base, max: "13 hours" }), /above 12 hours/],
    ["an age above SQS's retention", () => Retry.exponential({ ...base, maxAge: "14 days" }), /above 13.5 days/],
    ["an endless age", () => Retry.exponential({ ...base, maxAge: "Infinity" }), /positive, finite/],
    ["no delay", () => Retry.exponential({ ...base, initial: 0 }), /initial must be a positive/],
    [
      "an initial delay above the longest",
      () => Retry.exponential({ ...base, initial: "10 minutes" }),
      /initial is above max/
    ],
    ["a shrinking delay", () => Retry.exponential({ ...base, factor: 0.5 }), /factor must be 1 or more/],
    ["more jitter than delay", () => Retry.exponential({ ...base, jitter: 2 }), /jitter must be from 0 to 1/]
  ]
  for (const [what, make, message] of refused) {
    it(`refuses ${what}`, () => assert.throws(make, message))
  }

  it.prop(
    "jitter takes off at most its share, and the same event always waits the same",
    [Schema.String, Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 }))],
    ([eventId, failures]) => {
      const plain = Retry.delayMillis(Retry.exponential(base), failures, eventId)
      const jittered = Retry.exponential({ ...base, jitter: 0.5 })
      const delay = Retry.delayMillis(jittered, failures, eventId)
      assert.isAtMost(delay, plain)
      assert.isAtLeast(delay, Math.floor(plain / 2))
      assert.strictEqual(delay, Retry.delayMillis(jittered, failures, eventId))
    }
  )
})
