import { assert, describe, it } from "@effect/vitest"
import { fold, foldValue, equalsIgnoringCase, matchesWildcard, wildcard } from "@millrace/core/PatternText"
import * as fc from "fast-check"

const compiled = (text: string): ((value: string) => boolean) => {
  const read = wildcard(text)
  if (typeof read === "string") return assert.fail(read)
  return matchesWildcard(read)
}

/** The meaning of a wildcard, by trying every split: right and slow. */
const slowly = (pattern: string, text: string): boolean =>
  pattern === ""
    ? text === ""
    : pattern.startsWith("*")
      ? Array.from({ length: text.length + 1 }, (_, cut) => slowly(pattern.slice(1), text.slice(cut))).includes(true)
      : text.startsWith(pattern.charAt(0)) && slowly(pattern.slice(1), text.slice(1))

describe("wildcards", () => {
  it("mean what trying every split means", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 }).map((text) => text.replace(/\*+/g, "*")),
        fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 }),
        (pattern, text) => assert.strictEqual(compiled(pattern)(text), slowly(pattern, text))
      ),
      { numRuns: 2000, seed: 3 }
    )
  })

  it("take time in proportion to the text where backtracking or a quadratic search would not end", () => {
    const hostile = `${"a".repeat(200_000)}c`
    assert.isFalse(compiled(`*${"a".repeat(1000)}b*c`)(hostile))
    assert.isFalse(compiled(`${"a*".repeat(500)}b*c`)(hostile))
  })
})

describe("case-insensitive text", () => {
  const units = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))

  it("has spellings of which neither begins or ends with the other, so that reading never has to choose", () => {
    for (const unit of units) {
      const lower = unit.toLowerCase()
      const upper = unit.toUpperCase()
      if (lower === upper) continue
      assert.isFalse(lower.startsWith(upper) || upper.startsWith(lower), `U+${unit.charCodeAt(0).toString(16)}`)
      assert.isFalse(lower.endsWith(upper) || upper.endsWith(lower), `U+${unit.charCodeAt(0).toString(16)}`)
    }
  })

  it("folds every spelling to the key it is filed under, and refuses to fold the few texts where it could not", () => {
    let refused = 0
    for (const unit of units) {
      const key = fold(unit)
      if (key === null) refused++
      else
        for (const spelling of [unit.toLowerCase(), unit.toUpperCase()]) {
          if (equalsIgnoringCase(unit)(spelling)) assert.strictEqual(foldValue(spelling), key)
        }
    }
    assert.isBelow(refused, 100)
  })
})
