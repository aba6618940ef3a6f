import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as Pipeline from "@millrace/core/Pipeline"
import { AnalyticsUpdated, FileRejected, TransactionsCategorized } from "@millrace/handlers/Events"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { MonthReader } from "@millrace/handlers/repositories/MonthReader"
import { Assignments, HandAssignments } from "@millrace/handlers/resources/Assignments"
import { DuplicateDecisions, Transactions } from "@millrace/handlers/resources/Transactions"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export class PaymentFlagged extends Event.make("payment.flagged", {
  source: "example.alerts",
  payload: Schema.Struct({ transactionId: Schema.String, amount: Schema.String, currency: Schema.String }),
  attributes: ["transactionId"]
}) {}

export class LargePayment extends Consumer.make("large-payment", {
  on: [TransactionsCategorized],
  emits: [PaymentFlagged],
  uses: [Transactions.Reader, DuplicateDecisions.Reader, Assignments.Reader, HandAssignments.Reader],
  where: { largest: [{ numeric: [">", 1000] }] }
}) {}

export const largePayment = LargePayment.handler(
  Effect.fn("large-payment")(function* ({ data }) {
    const reader = yield* MonthReader
    for (const { accountId, months } of data.touched) {
      for (const month of months) {
        for (const { status, transaction } of yield* reader.month(accountId, month)) {
          if (status !== "booked" || transaction.fileId !== data.fileId || Number(transaction.amount) > -1000) continue
          const { amount, currency, id: transactionId } = transaction
          yield* PaymentFlagged.publish({ transactionId, amount, currency })
        }
      }
    }
  }),
  { layer: MonthReader.layer }
)

export const WithAlerts = Pipeline.make("file-processing", [...FileProcessing.consumers, LargePayment], {
  exits: [FileRejected, AnalyticsUpdated, PaymentFlagged]
})
export const withAlerts = Pipeline.implement(WithAlerts, [...fileProcessing.handlers, largePayment])
