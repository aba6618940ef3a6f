/** What the rules say of transactions, apart from what people say, and the rules of the tenant. */
import * as Collection from "@millrace/core/Collection"
import { Rule } from "../categorization/Rule.ts"
import { HandAssignment, RuleAssignment } from "../domain/Categorized.ts"

export class Assignments extends Collection.make("assignments", {
  schema: RuleAssignment,
  key: { partition: ["accountId", "month"], sort: ["transactionId"] }
}) {}

/** Never deleted by a file's deletion: an import that brings the transaction back finds the person's word again. */
export class HandAssignments extends Collection.make("manual-assignments", {
  schema: HandAssignment,
  key: { partition: ["accountId", "month"], sort: ["transactionId"] }
}) {}

/** A tenant's own rules. One with the id of a starter rule stands in its place. */
export class Rules extends Collection.make("rules", {
  schema: Rule,
  key: { partition: [], sort: ["id"] }
}) {}
