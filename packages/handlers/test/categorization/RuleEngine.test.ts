import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import type { Candidate } from "../../src/categorization/Candidate.ts"
import { prepare } from "../../src/categorization/Candidate.ts"
import type { Condition } from "../../src/categorization/Condition.ts"
import type { Rule } from "../../src/categorization/Rule.ts"
import * as RuleEngine from "../../src/categorization/RuleEngine.ts"
import type { NaiveRule } from "./NaiveRules.ts"
import { naiveSpecificity, naiveWinner } from "./NaiveRules.ts"
import { random, randomCandidate, randomRules, requiredLengths, shuffled } from "./RandomRules.ts"

const candidate = (description: string, more: Partial<Candidate> = {}): Candidate => ({
  id: "t1",
  accountId: "checking",
  date: "2024-03-15",
  amount: "-12.50",
  currency: "EUR",
  description,
  counterparty: null,
  memo: null,
  ...more
})

const rule = (id: string, when: Condition, more: Partial<Rule> = {}): Rule => ({
  id,
  name: id,
  enabled: true,
  priority: 0,
  category: "shopping",
  confidence: 0.9,
  when,
  ...more
})

const engineOf = (rules: ReadonlyArray<Rule>): RuleEngine.RuleEngine => {
  const compiled = RuleEngine.compile(rules)
  if (Result.isFailure(compiled)) return assert.fail(compiled.failure.message)
  return compiled.success
}

const winner = (rules: ReadonlyArray<Rule>, of: Candidate): string | null => {
  const outcome = engineOf(rules).categorize(of)
  return outcome._tag === "Categorized" ? outcome.ruleId : null
}

describe("RuleEngine", () => {
  it("says which rule decided, how sure it is and why, in the rule's own words", () => {
    const coffee = rule(
      "coffee",
      {
        all: [
          { field: "description", op: "words", value: ["blue bottle", "starbucks"] },
          { field: "direction", op: "is", value: "out" }
        ]
      },
      { category: "food-and-drink/coffee-shops", confidence: 0.95 }
    )
    assert.deepStrictEqual(engineOf([coffee]).categorize(candidate("SQ *STARBUCKS #0123 SEATTLE WA")), {
      _tag: "Categorized",
      category: "food-and-drink/coffee-shops",
      ruleId: "coffee",
      confidence: 0.95,
      why: 'description words "starbucks" and direction is "out"'
    })
    assert.deepStrictEqual(engineOf([coffee]).categorize(candidate("CHECK 1043")), { _tag: "Uncategorized" })
  })

  it("orders by priority, then specificity, then id", () => {
    const wide = rule("a-wide", { field: "description", op: "contains", value: "amazon" })
    const narrow = rule("z-narrow", { field: "description", op: "contains", value: "amazon prime" })
    const twin = rule("y-narrow", { field: "description", op: "contains", value: "amazon prime" })
    const first = rule("wide-but-first", { field: "description", op: "contains", value: "a" }, { priority: 1 })
    const text = candidate("AMAZON PRIME")
    assert.strictEqual(winner([wide, narrow], text), "z-narrow")
    assert.strictEqual(winner([narrow, twin], text), "y-narrow")
    assert.strictEqual(winner([wide, narrow, first], text), "wide-but-first")
    assert.strictEqual(winner([{ ...first, enabled: false }, wide], text), "a-wide")
  })

  it("reads words as words, and literals with umlauts in both spellings", () => {
    const shell = rule("shell", { field: "text", op: "words", value: "shell" })
    assert.strictEqual(winner([shell], candidate("SHELL 0123 ULM")), "shell")
    assert.strictEqual(winner([shell], candidate("SHELLY'S DINER")), null)
    const baker = rule("baker", { field: "text", op: "words", value: "*bäckerei" })
    for (const text of ["Landbäckerei Huber", "LANDBAECKEREI HUBER", "landbackerei huber"]) {
      assert.strictEqual(winner([baker], candidate(text)), "baker")
    }
  })

  it("compares amounts exactly, signed or not", () => {
    const exactly = rule("exactly", { field: "absolute-amount", op: "is", value: "12.5" })
    assert.strictEqual(winner([exactly], candidate("x", { amount: "-12.50" })), "exactly")
    assert.strictEqual(winner([exactly], candidate("x", { amount: "12.500000000000000001" })), null)
    const spent = rule("spent", { field: "amount", op: "between", to: "-100" })
    assert.strictEqual(winner([spent], candidate("x", { amount: "-100.00" })), "spent")
    assert.strictEqual(winner([spent], candidate("x", { amount: "-99.99" })), null)
    const huge = rule("huge", { field: "amount", op: "between", from: "9007199254740993" })
    assert.strictEqual(winner([huge], candidate("x", { amount: "9007199254740992" })), null)
  })

  it("fails every test of a field that is absent, and so holds its negation", () => {
    const absent = rule("absent", { not: { field: "memo", op: "regex", value: ".*" } })
    assert.strictEqual(winner([absent], candidate("x")), "absent")
    assert.strictEqual(winner([absent], candidate("x", { memo: "" })), null)
  })

  it("evaluates a regex that would explode in time linear in the text", () => {
    const engine = engineOf([rule("redos", { field: "text", op: "regex", value: "(a+)+$", on: "original" })])
    const hostile = candidate(`${"a".repeat(50_000)}!`, { memo: "x".repeat(50_000) })
    const before = performance.now()
    assert.deepStrictEqual(engine.categorize(hostile), { _tag: "Uncategorized" })
    assert.isBelow(performance.now() - before, 2_000)
  })

  it("refuses rules that cannot be compiled, with rule, place and mend", () => {
    const compiled = RuleEngine.compile([
      rule("look", { any: [{ field: "memo", op: "regex", value: "(?=a)b" }] }),
      rule("look", { field: "memo", op: "contains", value: "x" })
    ])
    if (Result.isSuccess(compiled)) return assert.fail("compiled")
    assert.deepStrictEqual(
      compiled.failure.problems.map(({ path, ruleId }) => [ruleId, path]),
      [
        ["look", "/id"],
        ["look", "/when/any/0/value"]
      ]
    )
  })

  it("explains what was tried: who won, who was outranked, who did not match and on which condition", () => {
    const engine = engineOf([
      rule("prime", { field: "text", op: "words", value: "amazon prime" }),
      rule("amazon", { field: "text", op: "words", value: "amazon" }),
      rule("large", {
        all: [
          { field: "text", op: "words", value: "amazon" },
          { field: "absolute-amount", op: "between", from: "500" }
        ]
      }),
      rule("elsewhere", { field: "text", op: "words", value: "zalando" }),
      rule("off", { field: "text", op: "words", value: "amazon" }, { enabled: false })
    ])
    const explained = engine.explain(candidate("AMAZON PRIME*123"))
    assert.deepStrictEqual(
      explained.tried.map(({ ruleId, status }) => [ruleId, status]),
      [
        ["large", "no-match"],
        ["prime", "won"],
        ["amazon", "outranked"]
      ]
    )
    assert.strictEqual(explained.untried, 2)
    assert.deepStrictEqual(explained.tried[0]?.condition, {
      condition: "all",
      holds: false,
      parts: [
        { condition: 'text words "amazon"', holds: true, evidence: "amazon", parts: [] },
        { condition: "absolute-amount is at least 500", holds: false, parts: [] }
      ]
    })
    assert.deepStrictEqual(
      engine
        .explain(candidate("AMAZON PRIME*123"), { all: true })
        .tried.map(({ matches, ruleId, status }) => [ruleId, status, matches]),
      [
        ["large", "no-match", false],
        ["prime", "won", true],
        ["elsewhere", "no-match", false],
        ["amazon", "outranked", true],
        ["off", "disabled", true]
      ]
    )
  })

  it("agrees with the naive loop on 100,000 random cases", () => {
    const next = random(20240315)
    const required = (pattern: string): number => requiredLengths[pattern] ?? 0
    let cases = 0
    let matched = 0
    for (let set = 0; set < 400; set++) {
      const rules = randomRules(next, 1 + next(40))
      const engine = engineOf(rules)
      const specificities = new Map(rules.map(({ id, when }) => [id, naiveSpecificity(when, required)]))
      const specificityOf = ({ id }: NaiveRule): number => specificities.get(id) ?? 0
      for (let i = 0; i < 250; i++) {
        const prepared = prepare(randomCandidate(next))
        const outcome = engine.categorizePrepared(prepared)
        const expected = naiveWinner(rules, prepared.candidate, prepared, specificityOf)
        const actual = outcome._tag === "Categorized" ? outcome.ruleId : null
        if (actual !== expected) {
          assert.deepStrictEqual(
            { actual, rule: rules.find(({ id }) => id === actual)?.when },
            { actual: expected, rule: rules.find(({ id }) => id === expected)?.when },
            JSON.stringify(prepared)
          )
        }
        cases++
        if (expected !== null) matched++
      }
    }
    assert.strictEqual(cases, 100_000)
    assert.isAbove(matched, 30_000)
    assert.isBelow(matched, 99_000)
  })

  it("decides the same whatever the order of the rules and however often it is asked: 10,000 random rule sets", () => {
    const next = random(7)
    for (let set = 0; set < 10_000; set++) {
      const rules = randomRules(next, 1 + next(6))
      const engine = engineOf(rules)
      const other = engineOf(shuffled(next, rules))
      const one = randomCandidate(next)
      const two = randomCandidate(next)
      const first = engine.categorize(one)
      engine.explain(two)
      engine.categorize(two)
      assert.deepStrictEqual(engine.categorize(one), first)
      assert.deepStrictEqual(other.categorize(one), first)
      assert.deepStrictEqual(engine.explain(one).outcome, first)
    }
  })
})
