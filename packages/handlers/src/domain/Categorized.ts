/**
 * What is stored of a categorization: what the rules say of a transaction, and, apart from it, what a person said. The
 * category that counts is made of the two when they are read (`categorization/Assignment`).
 */
import * as Schema from "effect/Schema"
import { CategoryId } from "../categorization/Category.ts"
import type { Outcome } from "../categorization/RuleEngine.ts"
import { Month } from "./Month.ts"

/** Schema of what the rules say of a transaction. All null where no rule matches. */
export const RuleAssignment = Schema.Struct({
  accountId: Schema.String,
  month: Month,
  transactionId: Schema.String,
  category: Schema.NullOr(CategoryId),
  ruleId: Schema.NullOr(Schema.String),
  /** Between 0 and 1. */
  confidence: Schema.NullOr(Schema.Finite),
  why: Schema.NullOr(Schema.String),
  /** Hash of the rules that said so. */
  rulesVersion: Schema.String
})
export type RuleAssignment = typeof RuleAssignment.Type

/** Schema of what a person said of a transaction: a category, or null for "none, and no rule may say otherwise". */
export const HandAssignment = Schema.Struct({
  accountId: Schema.String,
  month: Month,
  transactionId: Schema.String,
  category: Schema.NullOr(CategoryId),
  note: Schema.NullOr(Schema.String),
  /** RFC 3339: when the person said so. The latest word counts, whatever order the events come in. */
  assignedAt: Schema.String,
  eventId: Schema.String,
  /** The person took the word back: rules decide again. Kept, so that an older event cannot bring it back. */
  withdrawn: Schema.Boolean
})
export type HandAssignment = typeof HandAssignment.Type

/** The stored form of a rule engine's outcome. */
export const ruleAssignment = (
  of: { readonly accountId: string; readonly month: string; readonly transactionId: string },
  outcome: Outcome,
  rulesVersion: string
): RuleAssignment => ({
  accountId: of.accountId,
  month: of.month,
  transactionId: of.transactionId,
  ...(outcome._tag === "Categorized"
    ? { category: outcome.category, ruleId: outcome.ruleId, confidence: outcome.confidence, why: outcome.why }
    : { category: null, ruleId: null, confidence: null, why: null }),
  rulesVersion
})

/** The engine's outcome again. */
export const outcomeOf = (assignment: RuleAssignment | undefined): Outcome =>
  assignment === undefined || assignment.category === null || assignment.ruleId === null
    ? { _tag: "Uncategorized" }
    : {
        _tag: "Categorized",
        category: assignment.category,
        ruleId: assignment.ruleId,
        confidence: assignment.confidence ?? 0,
        why: assignment.why ?? ""
      }

/** Whether a word of a person is newer than the one known, events of one instant in the order of their ids. */
export const isNewer = (
  word: { readonly assignedAt: string; readonly eventId: string },
  known: { readonly assignedAt: string; readonly eventId: string } | undefined
): boolean =>
  known === undefined ||
  word.assignedAt > known.assignedAt ||
  (word.assignedAt === known.assignedAt && word.eventId > known.eventId)
