import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { prepare } from "../../src/categorization/Candidate.ts"
import type { Condition } from "../../src/categorization/Condition.ts"
import type { Rule } from "../../src/categorization/Rule.ts"
import * as RuleEngine from "../../src/categorization/RuleEngine.ts"
import { findings } from "../../src/categorization/RuleFindings.ts"
import { starterRules } from "../../src/categorization/StarterRules.ts"
import { naiveHolds } from "./NaiveRules.ts"
import { random, randomCandidate, randomRules } from "./RandomRules.ts"

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

const said = (...rules: ReadonlyArray<Rule>): ReadonlyArray<string> =>
  findings(rules).map((finding) => {
    const other = finding.kind === "shadowed" ? ` ${finding.by}` : finding.kind === "conflict" ? ` ${finding.with}` : ""
    return `${finding.kind} ${finding.ruleId}${other}`
  })

describe("RuleFindings", () => {
  it("finds rules that can never match", () => {
    const never: ReadonlyArray<Condition> = [
      { field: "amount", op: "between", from: "10", to: "5" },
      {
        all: [
          { field: "direction", op: "is", value: "out" },
          { field: "amount", op: "between", from: "0" }
        ]
      },
      {
        all: [
          { field: "absolute-amount", op: "is", value: "5" },
          { not: { field: "absolute-amount", op: "between", to: "5.00" } }
        ]
      },
      {
        all: [
          { field: "date", op: "between", to: "2023-12-31" },
          { field: "date", op: "between", from: "2024-01-01" }
        ]
      },
      {
        all: [
          { field: "account", op: "is", value: "a" },
          { field: "account", op: "one-of", value: ["b", "c"] }
        ]
      },
      {
        all: [
          { field: "text", op: "words", value: "amazon prime" },
          { not: { field: "text", op: "contains", value: "amazon" } }
        ]
      },
      {
        all: [
          { field: "memo", op: "is", value: "rent" },
          { field: "memo", op: "contains", value: "deposit" }
        ]
      },
      { field: "text", op: "words", value: "store 0221" }
    ]
    for (const when of never) assert.deepStrictEqual(said(rule("r", when)), ["never r"], JSON.stringify(when))
    const fine: ReadonlyArray<Condition> = [
      { field: "text", op: "words", value: "store 0221", on: "original" },
      {
        all: [
          { field: "direction", op: "is", value: "in" },
          { field: "absolute-amount", op: "is", value: "5" }
        ]
      },
      {
        any: [
          { field: "amount", op: "between", from: "10", to: "5" },
          { field: "memo", op: "is", value: "x" }
        ]
      }
    ]
    for (const when of fine) assert.deepStrictEqual(said(rule("r", when)), [], JSON.stringify(when))
  })

  it("finds rules that another always decides before", () => {
    const amazon = rule("amazon", { field: "text", op: "words", value: ["amazon", "amzn"] }, { priority: 1 })
    const prime: Condition = { field: "description", op: "words", value: "amazon prime" }
    assert.deepStrictEqual(said(amazon, rule("prime", prime)), ["shadowed prime amazon"])
    assert.deepStrictEqual(said(amazon, rule("prime", prime, { priority: 2 })), [])
    assert.deepStrictEqual(said(amazon, rule("inner", { field: "text", op: "contains", value: "amazon" })), [])
    assert.deepStrictEqual(said({ ...amazon, enabled: false }, rule("prime", prime)), [])
    const large = rule("large", { field: "absolute-amount", op: "between", from: "100" }, { priority: 1 })
    const rent: Condition = {
      all: [
        { field: "memo", op: "is", value: "rent" },
        { field: "amount", op: "between", from: "-900", to: "-800" }
      ]
    }
    assert.deepStrictEqual(said(large, rule("rent", rent)), ["shadowed rent large"])
  })

  it("finds rules that only their ids tell apart", () => {
    const one = rule("one", { field: "text", op: "words", value: "shell" })
    const two = rule("two", { field: "text", op: "words", value: ["shell", "esso1"] }, { category: "transportation" })
    assert.deepStrictEqual(said(one, two), ["conflict one two"])
    assert.deepStrictEqual(said(one, { ...two, category: "shopping" }), [])
    assert.deepStrictEqual(said(one, { ...two, priority: 1 }), ["shadowed one two"])
    assert.deepStrictEqual(
      said(one, rule("three", { field: "text", op: "words", value: "total" }, { category: "cash" })),
      []
    )
  })

  it("never says of a random rule that it is dead when a random transaction reaches it", () => {
    const next = random(99)
    let dead = 0
    for (let set = 0; set < 1_500; set++) {
      const rules = randomRules(next, 1 + next(15))
      const all = findings(rules)
      const never = new Set(all.flatMap((one) => (one.kind === "never" ? [one.ruleId] : [])))
      const shadowed = new Set(all.flatMap((one) => (one.kind === "shadowed" ? [one.ruleId] : [])))
      dead += never.size + shadowed.size
      const compiled = RuleEngine.compile(rules)
      if (Result.isFailure(compiled)) return assert.fail(compiled.failure.message)
      for (let i = 0; i < 20; i++) {
        const prepared = prepare(randomCandidate(next))
        const outcome = compiled.success.categorizePrepared(prepared)
        if (outcome._tag === "Categorized") assert.isFalse(shadowed.has(outcome.ruleId), outcome.ruleId)
        for (const { id, when } of rules) {
          if (never.has(id)) assert.isFalse(naiveHolds(when, prepared.candidate, prepared), JSON.stringify(when))
        }
      }
    }
    assert.isAbove(dead, 500)
  })

  it("has nothing to say against the starter rules", () => {
    assert.deepStrictEqual(said(...starterRules), [])
  })
})
