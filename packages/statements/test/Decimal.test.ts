import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import * as Decimal from "../src/Decimal.ts"

const decimal = (text: string): Decimal.Decimal => {
  const parsed = Decimal.parse(text)
  if (parsed === null) throw new Error(`${text} is no decimal`)
  return parsed
}

const arbitrary = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 8 }))
  .map(([unscaled, scale]) => Decimal.fromUnscaled(unscaled, scale))

describe("Decimal", () => {
  it("keeps the scale and drops what means nothing", () => {
    const cases = [
      ["12.50", "12.50"],
      ["+12.50", "12.50"],
      ["007", "7"],
      ["-0", "0"],
      ["-0.00", "0.00"],
      [".5", "0.5"],
      ["5.", "5"],
      ["0.12345", "0.12345"],
      ["-00.10", "-0.10"]
    ] as const
    for (const [text, expected] of cases) assert.strictEqual<string | null>(Decimal.parse(text), expected)
  })

  it("refuses what is no plain numeral", () => {
    for (const text of ["", "-", "+", ".", "1.2.3", "1,5", "1e5", " 1", "0x10", "1".repeat(39), "NaN"]) {
      assert.strictEqual(Decimal.parse(text), null, text)
    }
    assert.strictEqual(Decimal.parse("9".repeat(38)), "9".repeat(38))
  })

  it("agrees with integer arithmetic, and every result is canonical", () => {
    const isCanonical = Schema.is(Decimal.schema)
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        const sum = Decimal.add(a, b)
        const common = Math.max(Decimal.scale(a), Decimal.scale(b))
        assert.strictEqual(Decimal.scale(sum), common)
        assert.strictEqual(Decimal.toUnscaled(sum), Decimal.toUnscaled(a, common) + Decimal.toUnscaled(b, common))
        assert.isTrue(Decimal.equals(Decimal.subtract(sum, b), a))
        assert.isTrue(isCanonical(sum) && isCanonical(Decimal.negate(a)) && isCanonical(Decimal.abs(a)))
      }),
      { seed: 7, numRuns: 300 }
    )
  })

  it("sums long columns exactly, beyond safe integers and across scales", () => {
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 40 }), (amounts) => {
        const sum = new Decimal.Sum()
        for (const amount of amounts) sum.add(amount)
        assert.isTrue(Decimal.equals(sum.value(), amounts.reduce(Decimal.add, Decimal.zero)))
      }),
      { seed: 7, numRuns: 300 }
    )
    const cents = new Decimal.Sum()
    for (let index = 0; index < 10_000; index++) cents.add(decimal("0.1"))
    assert.strictEqual(cents.value(), "1000.0")
  })
})
