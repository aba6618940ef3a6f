/**
 * A categorization rule: when a condition holds, a category, and how sure that is. Rules are data: people write them as
 * JSON, keep them in files and hand them on (`RuleFile`).
 *
 * When several rules match, the first of this order decides: higher `priority`, then higher `specificity`, then the
 * smaller id. Ids are unique in a set, so the order is total and does not depend on how the rules are stored.
 */
import * as Schema from "effect/Schema"
import { CategoryId } from "./Category.ts"
import type { Condition, Test } from "./Condition.ts"
import * as Conditions from "./Condition.ts"
import { formsOf } from "./RuleLiteral.ts"
import * as RuleRegex from "./RuleRegex.ts"

const limits = Conditions.limits

const header = {
  id: Schema.String.check(
    Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/, {
      expected: "an id of letters, digits, '.', '_', '/' and '-', at most 100 of them"
    })
  ),
  name: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(limits.literal)),
  enabled: Schema.Boolean,
  priority: Schema.Int.check(Schema.isBetween({ minimum: -1_000_000, maximum: 1_000_000 })),
  category: CategoryId,
  confidence: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
}

/** Schema of a rule. `priority` is an integer, higher goes first; `confidence` is between 0 and 1. */
export const Rule = Schema.Struct({ ...header, when: Conditions.Condition })
export type Rule = typeof Rule.Type

const operatorWeight = { is: 40, "one-of": 40, starts: 20, ends: 20, words: 15, contains: 10, regex: 10 } as const

const specificityOfTest = (test: Test): number => {
  switch (test.field) {
    case "description":
    case "counterparty":
    case "memo":
    case "text": {
      if (test.op === "regex") return operatorWeight.regex + (RuleRegex.requiredLiteral(test.value)?.length ?? 0)
      const { op } = test
      const on = test.on ?? "normalized"
      const lengths = Conditions.valuesOf(test.value).flatMap((value) =>
        formsOf(value, op, on).map((form) => form.text.length)
      )
      return operatorWeight[op] + Math.min(limits.literal, ...lengths)
    }
    case "amount":
    case "absolute-amount":
    case "date":
      if (test.op !== "between") return 30
      return (test.from === undefined ? 0 : 6) + (test.to === undefined ? 0 : 6)
    case "account":
      return 10
    case "currency":
    case "direction":
      return 4
  }
}

/**
 * How narrow a condition is, from its form alone: a text test counts 40 (`is`), 20 (`starts`, `ends`), 15 (`words`) or 10
 * (`contains`, `regex`) plus the length of its shortest literal; an exact amount or date 30, each end of a range 6, an account
 * 10, direction and currency 4. `all` adds its parts up, `any` is as narrow as its widest part, `not` counts 1.
 */
export const specificity = (condition: Condition): number => {
  if ("all" in condition) return condition.all.reduce((sum, part) => sum + specificity(part), 0)
  if ("any" in condition) return condition.any.reduce((least, part) => Math.min(least, specificity(part)), Infinity)
  if ("not" in condition) return 1
  return specificityOfTest(condition)
}

/** A rule with its place in the order worked out. */
export interface RankedRule {
  readonly rule: Rule
  readonly specificity: number
}

const byRank = (a: RankedRule, b: RankedRule): number =>
  b.rule.priority - a.rule.priority ||
  b.specificity - a.specificity ||
  (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0)

/** The rules in the order in which they decide. */
export const rank = (rules: ReadonlyArray<Rule>): ReadonlyArray<RankedRule> =>
  rules.map((rule) => ({ rule, specificity: specificity(rule.when) })).toSorted(byRank)
