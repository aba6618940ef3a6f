import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { limits } from "../../src/categorization/Condition.ts"
import type { RuleProblem } from "../../src/categorization/RuleFile.ts"
import * as RuleFile from "../../src/categorization/RuleFile.ts"
import { starterRules } from "../../src/categorization/StarterRules.ts"
import { random, randomRules } from "./RandomRules.ts"

const rule = (when: unknown, more: object = {}) => ({
  id: "mine",
  name: "Mine",
  enabled: true,
  priority: 0,
  category: "shopping",
  confidence: 1,
  when,
  ...more
})

const problems = (json: unknown): ReadonlyArray<RuleProblem> => {
  const decoded = RuleFile.decode(json)
  return Result.isFailure(decoded) ? decoded.failure.problems : []
}

const where = (json: unknown): ReadonlyArray<string> =>
  problems(json).map(({ path, ruleId }) => `${ruleId ?? ""}${path}`)

describe("RuleFile", () => {
  it("reads back what it writes", () => {
    const rules = [...starterRules, ...randomRules(random(1), 300)]
    const back = RuleFile.parse(RuleFile.print(rules))
    if (Result.isFailure(back)) return assert.fail(back.failure.message)
    assert.deepStrictEqual(
      back.success,
      rules.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    )
  })

  it("says of each wrong rule where it is wrong, about the test that was meant", () => {
    const wrong = [
      rule({
        all: [
          { field: "amount", op: "between", from: "1,50" },
          { field: "memo", op: "contain", value: "x" }
        ]
      }),
      rule({ field: "text", op: "regex", value: "(a" }, { id: "two", category: "food", confidence: 2 }),
      rule({ field: "text", op: "contains", value: "###" }, { id: "three" }),
      rule({ field: "amount", op: "between" }, { id: "four" }),
      rule({ any: [] }, { id: "five", colour: "red" }),
      rule({ field: "note", op: "is", value: "x" }, { id: "bad id" })
    ]
    assert.deepStrictEqual(where(wrong), [
      "mine/when/all/0/from",
      "mine/when/all/1/op",
      "two/category",
      "two/confidence",
      "two/when/value",
      "three/when/value",
      "four/when",
      "five/colour",
      "five/when/any",
      "bad id/id",
      "bad id/when/field"
    ])
    assert.isTrue(problems(wrong).every(({ mend }) => mend !== ""))
  })

  it("never repeats a rule's texts in a problem", () => {
    const secret = "jane-doe-secret"
    const said = JSON.stringify(
      problems([
        rule({ field: "text", op: secret, value: secret }),
        rule({ field: "amount", op: "is", value: secret }, { id: "b" }),
        rule({ field: "memo", op: "regex", value: `(?<=${secret})x` }, { id: "d" }),
        rule({ field: "text", op: "contains", value: [secret, 5] }, { id: "c", name: 7 })
      ])
    )
    assert.notInclude(said, secret)
  })

  it("refuses what is too deep, too much or not JSON before it costs anything", () => {
    let deep: unknown = { field: "text", op: "is", value: "x" }
    for (let i = 0; i < 20_000; i++) deep = { not: deep }
    assert.include(problems([rule(deep)])[0]?.problem ?? "", "nested deeper")
    const wide = { any: Array.from({ length: 100_000 }, () => ({ field: "text", op: "is", value: "x" })) }
    assert.include(problems([rule(wide)])[0]?.problem ?? "", "conditions")
    const many = Array.from({ length: limits.rules + 1 }, (_, i) =>
      rule({ field: "text", op: "is", value: "x" }, { id: `r${i}` })
    )
    assert.deepStrictEqual(where(many), ["/rules"])
    const text = RuleFile.parse("{")
    assert.isTrue(Result.isFailure(text) && text.failure.problems[0]?.problem === "not JSON")
    assert.deepStrictEqual(where({ version: 2, rules: [] }), ["/version"])
    assert.include(
      problems([rule({ field: "text", op: "regex", value: "(a{100}){100}" })])[0]?.problem ?? "",
      "refused"
    )
  })
})
