/** What a person says of pairs of transactions, with each side's month. A file's deletion leaves it: an import finds it again. */
import * as Collection from "@millrace/core/Collection"
import { TransferDecision } from "../domain/Transfer.ts"

export class TransferDecisions extends Collection.make("transfer-decisions", {
  schema: TransferDecision,
  key: { partition: ["accountId", "month"], sort: ["transactionId", "otherId"] }
}) {}
