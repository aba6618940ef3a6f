/**
 * Transactions and their occurrences, a partition for each account and month: what a statement adds, what a category or an
 * analysis looks at and what a deletion takes away are all a few months of an account. A month of a busy account is some
 * thousand rows of half a kilobyte. Neither has an index, which would cost every row one more write; a person's transaction is
 * found by its id through its assignment, and a file's through the months that it touched.
 *
 * `occurrences` says which files hold a transaction, so deleting a file reads nothing but the months it touched, and takes
 * nothing that another file holds.
 */
import * as Collection from "@millrace/core/Collection"
import { OccurrencePart } from "../domain/Occurrence.ts"
import { DuplicateDecision, Transaction } from "../domain/Transaction.ts"

export class Transactions extends Collection.make("transactions", {
  schema: Transaction,
  key: { partition: ["accountId", "month"], sort: ["date", "id"] }
}) {}

export class Occurrences extends Collection.make("occurrences", {
  schema: OccurrencePart,
  key: { partition: ["accountId", "month"], sort: ["date", "fileId", "part"] }
}) {}

export class DuplicateDecisions extends Collection.make("duplicate-decisions", {
  schema: DuplicateDecision,
  key: { partition: ["accountId", "month"], sort: ["transactionId"] }
}) {}
