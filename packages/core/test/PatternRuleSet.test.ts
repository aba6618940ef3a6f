import { assert, describe, it } from "@effect/vitest"
import { compile, type Pattern, PatternInvalid, RuleSet } from "@millrace/core/Pattern"
import * as fc from "fast-check"
import * as Samples from "./PatternSamples.ts"

const naively = (patterns: ReadonlyArray<Pattern>, event: unknown): ReadonlyArray<number> =>
  patterns.flatMap((pattern, index) => (compile(pattern)(event) ? [index] : []))

describe("RuleSet", () => {
  it("finds what asking every pattern finds, for any patterns and events", () => {
    let found = 0
    fc.assert(
      fc.property(
        fc.array(Samples.pattern, { maxLength: 25 }),
        fc.array(Samples.event, { minLength: 1, maxLength: 8 }),
        (patterns, events) => {
          const rules = RuleSet.make(patterns.map((pattern, index) => [index, pattern] as const))
          for (const event of events) {
            const expected = naively(patterns, event)
            found += expected.length
            assert.deepStrictEqual(rules.match(event), expected)
          }
        }
      ),
      { numRuns: 400, seed: 11 }
    )
    // Were matches rare, the law would say little.
    assert.isAbove(found, 1000)
  })

  it("answers in the order of the rules, once per rule, and lets ids repeat", () => {
    const rules = RuleSet.make([
      ["late", { b: [{ exists: false }] }],
      ["twice", { $or: [{ a: ["x"] }, { a: [{ prefix: "x" }] }] }],
      ["twice", { a: ["x", "y"] }],
      ["no", { a: ["z"] }]
    ])
    assert.deepStrictEqual(rules.match({ a: ["x", "y"] }), ["late", "twice", "twice"])
    assert.deepStrictEqual(rules.match({ a: "q", b: 1 }), [])
    assert.deepStrictEqual(rules.match("no object"), [])
  })

  it("finds numbers at, inside and outside the ends of many ranges", () => {
    const patterns: ReadonlyArray<Pattern> = Array.from({ length: 40 }, (_, low) => ({
      n: [{ numeric: [low % 2 === 0 ? ">" : ">=", low, low % 3 === 0 ? "<" : "<=", low + 1 + (low % 7)] }]
    }))
    const rules = RuleSet.make(patterns.map((pattern, index) => [index, pattern] as const))
    for (let n = -1; n < 50; n += 0.5) assert.deepStrictEqual(rules.match({ n }), naively(patterns, { n }))
  })

  it("refuses a pattern without meaning", () => {
    assert.throws(() => RuleSet.make([[1, { a: [] }]]), PatternInvalid)
  })
})
