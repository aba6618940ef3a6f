import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as RuleRegex from "../../src/categorization/RuleRegex.ts"
import type { Random } from "./RandomRules.ts"
import { pick, random } from "./RandomRules.ts"

const refused = (pattern: string): string => {
  const compiled = RuleRegex.compile(pattern)
  return Result.isFailure(compiled) ? compiled.failure : "accepted"
}

const randomPattern = (next: Random, depth: number): string => {
  const atom = (): string => {
    const kind = next(depth > 0 ? 12 : 9)
    if (kind < 5) return pick(next, ["a", "b", "ab", "ba", "c"] as const)
    if (kind === 5) return pick(next, [".", "[ab]", "[^a]", "[]a]"] as const)
    if (kind === 6) return pick(next, ["\\b", "\\w", "\\.", "^", "$"] as const)
    if (kind === 7) return " "
    if (kind === 8) return "{"
    return `(${next(2) === 0 ? "?:" : ""}${randomPattern(next, depth - 1)})`
  }
  const piece = (): string =>
    atom() + (next(3) === 0 ? pick(next, ["*", "+", "?", "{2}", "{0,1}", "*?", "+?"] as const) : "")
  const sequence = Array.from({ length: 1 + next(4) }, piece).join("")
  return next(5) === 0 ? `${sequence}|${piece()}` : sequence
}

describe("RuleRegex", () => {
  it("refuses what cannot run in linear time, or is too large, and says why", () => {
    assert.include(refused("(?=a)b"), "look-around")
    assert.include(refused("(a)\\1"), "invalid escape")
    assert.include(refused("(a{500}){4}"), "repe")
    assert.include(refused("a".repeat(501)), "longer than")
    assert.include(refused("("), "missing")
    assert.strictEqual(refused("(a+)+$"), "accepted")
  })

  it("names only texts that every match contains", () => {
    const next = random(11)
    let known = 0
    for (let i = 0; i < 20_000; i++) {
      const pattern = randomPattern(next, 2)
      const compiled = RuleRegex.compile(pattern)
      if (Result.isFailure(compiled)) continue
      const { required, test } = compiled.success
      if (required === null) continue
      known++
      for (let j = 0; j < 10; j++) {
        const text = Array.from({ length: next(8) }, () => pick(next, ["a", "b", "c", " ", ".", "{"] as const)).join("")
        if (test(text)) assert.include(text, required, pattern)
      }
    }
    assert.isAbove(known, 1_000)
  })
})
