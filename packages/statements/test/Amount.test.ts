import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Amount from "../src/Amount.ts"

describe("Amount", () => {
  it("reads amounts as people and banks write them", () => {
    const cases: ReadonlyArray<readonly [text: string, mark: Amount.DecimalMark, expected: string]> = [
      ["$1,234.50", ".", "1234.50"],
      ["(12.00)", ".", "-12.00"],
      ["($1,234.50)", ".", "-1234.50"],
      ["12.00-", ".", "-12.00"],
      ["1.234,56", ",", "1234.56"],
      ["1.234.567,89", ",", "1234567.89"],
      ["3,50", ",", "3.50"],
      ["1'234.50", ".", "1234.50"],
      ["1’234.50", ".", "1234.50"],
      ["1 234,56", ",", "1234.56"],
      ["1\u00a0234,56", ",", "1234.56"],
      ["1\u202f234,56 €", ",", "1234.56"],
      ["1,23,456.78", ".", "123456.78"],
      ["12,34,56,789.00", ".", "123456789.00"],
      ["١٢٣", ".", "123"],
      ["١٬٢٣٤٫٥٠", ".", "1234.50"],
      ["१२३.४५", ".", "123.45"],
      ["\u2212 5.00", ".", "-5.00"],
      ["+ £1,100.00", ".", "1100.00"],
      ["-USD12.50", ".", "-12.50"],
      ["USD -12.50", ".", "-12.50"],
      ["12,50 zł", ",", "12.50"],
      ["R$ 1.234,56", ",", "1234.56"],
      ["Rs. 50", ".", "50"],
      ["$.50", ".", "0.50"],
      ["12.00 CR", ".", "12.00"],
      ["12.00DR", ".", "-12.00"],
      ["12,00 S", ",", "-12.00"],
      ["1.23456", ".", "1.23456"],
      ["-0.00", ".", "0.00"],
      ["1,234", ".", "1234"],
      ["1,234", ",", "1.234"]
    ]
    for (const [text, mark, expected] of cases)
      assert.strictEqual(Amount.parse(text, mark), expected, `${text} under ${mark}`)
  })

  it("refuses what is no amount, and never reads a missing one as zero", () => {
    const refused: ReadonlyArray<readonly [text: string, mark: Amount.DecimalMark]> = [
      ["", "."],
      [" ", "."],
      ["-", "."],
      ["--", "."],
      ["()", "."],
      ["$", "."],
      [".", "."],
      ["N/A", "."],
      ["1,2345", "."],
      ["12,34", "."],
      ["1.23,4", "."],
      ["12.50", ","],
      ["1,234,56", "."],
      ["1 23", "."],
      ["1.2.3", "."],
      ["1e5", "."],
      ["12.-", "."],
      ["-(12)", "."],
      ["- 5 -", "."],
      ["(12", "."],
      ["12)", "."],
      ["5%", "."],
      ["12 34.50", "."],
      ["1'234,567.00", "."],
      ["12 items", "."],
      ["1".repeat(39), "."],
      ["1".repeat(500), "."],
      ["\ud83d", "."],
      ["1\u00001", "."]
    ]
    for (const [text, mark] of refused) assert.strictEqual(Amount.parse(text, mark), null, `${text} under ${mark}`)
  })

  it("says what stood beside the digits", () => {
    assert.deepStrictEqual(
      { ...Amount.read("+ £1,100.00", ".") },
      { value: "1100.00", sign: "plus", indicator: null, currency: "GBP" }
    )
    assert.deepStrictEqual(
      { ...Amount.read("$5.00 CR", ".") },
      { value: "5.00", sign: null, indicator: "credit", currency: null }
    )
    assert.deepStrictEqual(
      { ...Amount.read("(EUR 5.00)", ".") },
      { value: "-5.00", sign: "minus", indicator: null, currency: "EUR" }
    )
  })

  it("says what an amount proves about the decimal mark", () => {
    const cases: ReadonlyArray<readonly [string, ReturnType<typeof Amount.evidence>]> = [
      ["1,234.50", "."],
      ["1.234,50", ","],
      ["3,5", ","],
      ["3.50", "."],
      ["1,234", "ambiguous"],
      ["1'234", "either"],
      ["1234", "either"],
      ["1.234.567", ","],
      ["1,234,567", "."],
      ["abc", null]
    ]
    for (const [text, expected] of cases) assert.strictEqual(Amount.evidence(text), expected, text)
  })

  it("reads back every grouping of every amount exactly, under the right mark only", () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 15n })
    fc.assert(
      fc.property(
        digits,
        fc.constantFrom([".", " ,'\u00a0"], [",", " .'\u202f"]),
        fc.nat(4),
        fc.nat(3),
        fc.boolean(),
        (value, [mark, groups], scale, which, minus) => {
          const plain = value.toString()
          const fraction = "7".repeat(scale)
          const group = (groups ?? "").charAt(which)
          if (group === mark || group === "") return
          const grouped = plain.replace(/\B(?=(?:\d{3})+$)/g, group)
          const text = `${minus ? "-" : ""}${grouped}${scale > 0 ? mark : ""}${fraction}`
          const expected = `${minus && (value !== 0n || scale > 0) ? "-" : ""}${plain}${scale > 0 ? "." : ""}${fraction}`
          assert.strictEqual(Amount.parse(text, mark === "," ? "," : "."), expected)
        }
      ),
      { seed: 7, numRuns: 500 }
    )
  })
})
