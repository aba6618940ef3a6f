import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { Assignment, assign } from "../../src/categorization/Assignment.ts"
import type { Outcome } from "../../src/categorization/RuleEngine.ts"

const byRule: Outcome = { _tag: "Categorized", category: "cash", ruleId: "r", confidence: 0.9, why: "because" }

describe("Assignment", () => {
  it("is what a person set, even when that is no category, whatever the rules say", () => {
    for (const outcome of [byRule, { _tag: "Uncategorized" } as const]) {
      assert.strictEqual(assign(outcome, { category: "shopping" }).category, "shopping")
      assert.strictEqual(assign(outcome, { category: null }).category, null)
      assert.strictEqual(assign(outcome, { category: null }).assignedBy, "manual")
    }
  })

  it("is what the rules say otherwise, and says so when they say nothing", () => {
    assert.deepStrictEqual(assign(byRule, undefined), {
      assignedBy: "rule",
      category: "cash",
      ruleId: "r",
      confidence: 0.9,
      why: "because"
    })
    const none = assign({ _tag: "Uncategorized" }, undefined)
    assert.strictEqual(none.assignedBy, "none")
    assert.deepStrictEqual(Schema.decodeUnknownSync(Assignment)(JSON.parse(JSON.stringify(none))), none)
  })
})
