/**
 * The tenant's accounts, what each file covers of them, and whose turn it is to write to one. Files of one account are
 * taken in one after the other, because what a row is depends on the rows that are there.
 */
import * as Collection from "@millrace/core/Collection"
import * as Schema from "effect/Schema"
import { Account } from "../domain/Account.ts"
import { StatementCoverage } from "../domain/StatementCoverage.ts"

export class Accounts extends Collection.make("accounts", {
  schema: Account,
  key: { partition: [], sort: ["accountId"] }
}) {}

export class Statements extends Collection.make("statements", {
  schema: StatementCoverage,
  key: { partition: ["accountId"], sort: ["fileId"] }
}) {}

export class AccountTurns extends Collection.make("account-turns", {
  schema: Schema.Struct({
    accountId: Schema.String,
    /** Id of the event whose handling has the turn: it has it again after a crash. */
    holder: Schema.String,
    /** Epoch milliseconds after which nobody has it. */
    untilMillis: Schema.Int,
    /** Epoch seconds after which the record may disappear. */
    expiresAt: Schema.Int
  }),
  key: { partition: ["accountId"], sort: [] },
  ttl: "expiresAt"
}) {}
