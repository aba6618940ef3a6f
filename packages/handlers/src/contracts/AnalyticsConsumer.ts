/** `analytics`: computes the months anew that something touched. */
import * as Consumer from "@millrace/core/Consumer"
import * as Retry from "@millrace/core/Retry"
import { AnalyticsUpdated, FileDeleted, FileProcessed, TransactionsCategorized, TransferRecorded } from "../Events.ts"
import { Statements } from "../resources/Accounts.ts"
import { Analytics } from "../resources/Analytics.ts"
import { Assignments, HandAssignments } from "../resources/Assignments.ts"
import { MonthMarks } from "../resources/MonthMarks.ts"
import { DuplicateDecisions, Transactions } from "../resources/Transactions.ts"
import { TransferDecisions } from "../resources/TransferDecisions.ts"

export class AnalyticsConsumer extends Consumer.make("analytics", {
  on: [FileProcessed, TransactionsCategorized, TransferRecorded, FileDeleted],
  emits: [AnalyticsUpdated],
  uses: [
    Statements.Reader,
    Transactions.Reader,
    DuplicateDecisions.Reader,
    TransferDecisions.Reader,
    Assignments.Reader,
    HandAssignments.Reader,
    MonthMarks.Reader,
    Analytics.Reader,
    Analytics.Writer
  ],
  timeout: "300 seconds",
  retry: Retry.exponential({ attempts: 8, initial: "1 second", max: "5 minutes", maxAge: "24 hours" })
}) {}
