/**
 * A consumer such as a team adds to the pipeline: a receipt for every file, counted through an index. Indexes lag, so what one
 * shows is held against what the file's certificate says, and asked again until it is there.
 */
import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Pipeline from "@millrace/core/Pipeline"
import { Unavailable } from "@millrace/core/Unavailable"
import { AnalyticsUpdated, FileProcessed, FileRejected } from "@millrace/handlers/Events"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { Files } from "@millrace/handlers/resources/Files"
import { Transactions } from "@millrace/handlers/resources/Transactions"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

export class Receipts extends Collection.make("receipts", {
  schema: Schema.Struct({
    fileId: Schema.String,
    /** Transactions that are kept from the file. */
    transactions: Schema.Int
  }),
  key: { partition: [], sort: ["fileId"] }
}) {}

export class Receipt extends Consumer.make("receipt", {
  on: [FileProcessed],
  uses: [Files.Reader, Transactions.Reader, Receipts.Reader, Receipts.Writer],
  timeout: "60 seconds"
}) {}

const later = (detail: string): Unavailable =>
  new Unavailable({ service: "Receipts", operation: "Receipts.count", reason: "throttled", detail })

const receipt = Receipt.handler(
  Effect.fn("receipt")(function* ({ data: { fileId } }) {
    const files = yield* Files.Reader
    const transactions = yield* Transactions.Reader
    const reader = yield* Receipts.Reader
    const writer = yield* Receipts.Writer
    // Read before what it is counted from, so that a count which others overtook meets the condition.
    const before = yield* reader.get({ fileId })
    const file = yield* files.get({ fileId })
    // Deleted, or uploaded anew: what comes of that is another event's to say.
    if (Option.isNone(file) || file.value.item.status !== "processed" || file.value.item.certificate === null) return
    const indexed = yield* Stream.runCount(transactions.queryIndex("byFile", { fileId }))
    if (indexed < file.value.item.certificate.rows.accepted) return yield* later("the index lags")
    yield* Effect.catchTag(
      writer.put({ fileId, transactions: indexed }, Collection.ifUnchanged(before)),
      "ConditionFailed",
      () => Effect.fail(later("another delivery wrote the receipt"))
    )
  })
)

const WithReceipts = Pipeline.make("file-processing", [...FileProcessing.consumers, Receipt], {
  exits: [FileRejected, AnalyticsUpdated]
})

/** The file pipeline with the consumer added. */
export const withReceipts = Pipeline.implement(WithReceipts, [...fileProcessing.handlers, receipt])
