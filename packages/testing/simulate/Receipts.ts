/**
 * A consumer such as a team adds to the pipeline: a receipt for every file, whose lines are kept by day and counted through an
 * index. Indexes lag, so what one shows is held against what the file's certificate says, and asked again until it is there.
 */
import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Retry from "@millrace/core/Retry"
import { AnalyticsUpdated, FileProcessed, FileRejected } from "@millrace/handlers/Events"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { Files } from "@millrace/handlers/resources/Files"
import { Transactions } from "@millrace/handlers/resources/Transactions"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
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

/** How the transactions of a receipt are spread over days. The only index of the simulation: core's own are read by nobody here. */
export class ReceiptLines extends Collection.make("receipt-lines", {
  schema: Schema.Struct({ fileId: Schema.String, date: Schema.String, transactions: Schema.Int }),
  key: { partition: ["date"], sort: ["fileId"] },
  indexes: { byFile: { partition: ["fileId"], sort: ["date"] } }
}) {}

export class Receipt extends Consumer.make("receipt", {
  on: [FileProcessed],
  uses: [Files.Reader, Transactions.Reader, Receipts.Reader, Receipts.Writer, ReceiptLines.Reader, ReceiptLines.Writer],
  timeout: "60 seconds",
  retry: Retry.exponential({ attempts: 3, initial: "2 seconds", max: "2 minutes", maxAge: "24 hours" })
}) {}

/** The index does not show all of the file yet. */
class IndexLags extends Schema.TaggedError<IndexLags>()("IndexLags", { missing: Schema.Int }) {}

/** Somebody else has written the receipt meanwhile, and may have counted more. */
class Overtaken extends Schema.TaggedError<Overtaken>()("Overtaken", {}) {}

/** What passes in a moment is worth waiting for. */
const inAMoment = { times: 1, schedule: Schedule.spaced("2 seconds") }
/** An index is behind by a moment or by many seconds, and nobody knows which. */
const whenCaughtUp = Effect.map(Random.nextBoolean, (isNear) => ({
  times: 1,
  schedule: Schedule.spaced(isNear ? "2 seconds" : "25 seconds")
}))

const receipt = Receipt.handler(
  Effect.fn("receipt")(function* ({ data: { fileId } }) {
    const files = yield* Files.Reader
    const transactions = yield* Transactions.Reader
    const reader = yield* Receipts.Reader
    const writer = yield* Receipts.Writer
    const lines = { reader: yield* ReceiptLines.Reader, writer: yield* ReceiptLines.Writer }
    // Read before what it is counted from, so that a count which others overtook meets the condition.
    const before = yield* reader.get({ fileId })
    const file = yield* files.get({ fileId })
    // Deleted, or uploaded anew: what comes of that is another event's to say.
    if (Option.isNone(file) || file.value.item.status !== "processed" || file.value.item.certificate === null) return
    const { certificate, touched } = file.value.item
    const { accepted } = certificate.rows
    const days = new Map<string, number>()
    for (const { accountId, months } of touched) {
      for (const month of months) {
        yield* Stream.runForEach(transactions.query({ accountId, month }), ({ item }) =>
          Effect.sync(() => {
            if (item.fileId === fileId) days.set(item.date, (days.get(item.date) ?? 0) + 1)
          })
        )
      }
    }
    const written = lines.writer.putAll([...days].map(([date, count]) => ({ fileId, date, transactions: count })))
    // Some of them may be written and others not; all of them again does no harm.
    yield* Effect.retry(written, inAMoment)
    const counted = yield* Stream.runCollect(lines.reader.queryIndex("byFile", { fileId })).pipe(
      Effect.flatMap((shown) => {
        // A day without transactions is of an earlier upload of the file.
        const found = shown.reduce((sum, { item }) => sum + (days.has(item.date) ? item.transactions : 0), 0)
        const missing = accepted - found
        return missing > 0 ? Effect.fail(new IndexLags({ missing })) : Effect.succeed(found)
      }),
      Effect.retry({ ...(yield* whenCaughtUp), while: ({ _tag }) => _tag === "IndexLags" })
    )
    yield* Effect.catchTag(
      writer.put({ fileId, transactions: counted }, Collection.ifUnchanged(before)),
      "ConditionFailed",
      () => Effect.fail(new Overtaken())
    )
  })
)

const WithReceipts = Pipeline.make("file-processing", [...FileProcessing.consumers, Receipt], {
  exits: [FileRejected, AnalyticsUpdated]
})

/** The file pipeline with the consumer added. */
export const withReceipts = Pipeline.implement(WithReceipts, [...fileProcessing.handlers, receipt])
