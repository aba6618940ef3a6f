/**
 * The category that a transaction has in the end: what a person set, else what the rules say, else none. A pure function of
 * the two, whatever the order in which they arrived; what the rules would have said is kept out of a manual assignment, so that
 * a change of rules cannot touch it.
 */
import * as Schema from "effect/Schema"
import { CategoryId } from "./Category.ts"
import type { Outcome } from "./RuleEngine.ts"

/** What a person set: a category, or null for "none, and no rule may say otherwise". */
export const ManualAssignment = Schema.Struct({ category: Schema.NullOr(CategoryId) })
export type ManualAssignment = typeof ManualAssignment.Type

/** Schema of an assignment. `confidence` is between 0 and 1; a person is always sure. */
export const Assignment = Schema.Union([
  Schema.Struct({
    assignedBy: Schema.Literal("manual"),
    category: Schema.NullOr(CategoryId),
    ruleId: Schema.Null,
    confidence: Schema.Literal(1),
    why: Schema.String
  }),
  Schema.Struct({
    assignedBy: Schema.Literal("rule"),
    category: CategoryId,
    ruleId: Schema.String,
    confidence: Schema.Finite,
    why: Schema.String
  }),
  Schema.Struct({
    assignedBy: Schema.Literal("none"),
    category: Schema.Null,
    ruleId: Schema.Null,
    confidence: Schema.Null,
    why: Schema.String
  })
])
export type Assignment = typeof Assignment.Type

/** Decides between a person and the rules. */
export const assign = (outcome: Outcome, manual: ManualAssignment | undefined): Assignment => {
  if (manual !== undefined) {
    return { assignedBy: "manual", category: manual.category, ruleId: null, confidence: 1, why: "set by hand" }
  }
  if (outcome._tag === "Uncategorized") {
    return { assignedBy: "none", category: null, ruleId: null, confidence: null, why: "no rule matches" }
  }
  const { category, confidence, ruleId, why } = outcome
  return { assignedBy: "rule", category, ruleId, confidence, why }
}
