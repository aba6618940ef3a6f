/**
 * `shadow-processor`: in shadow mode, the direct path as one more consumer beside the events. It writes shadow collections
 * alone, publishes nothing and deletes no object; the comparison says where the two paths disagree.
 */
import * as Consumer from "@millrace/core/Consumer"
import * as Retry from "@millrace/core/Retry"
import * as Shadows from "../direct/Shadows.ts"
import { FileDeletionRequested, FileUploaded } from "../Events.ts"
import { HandAssignments, Rules } from "../resources/Assignments.ts"
import { CsvMappings } from "../resources/CsvMappings.ts"
import { DuplicateDecisions } from "../resources/Transactions.ts"
import { TransferDecisions } from "../resources/TransferDecisions.ts"
import { Uploads } from "../resources/Uploads.ts"

export class ShadowProcessor extends Consumer.make("shadow-processor", {
  on: [FileUploaded, FileDeletionRequested],
  uses: [
    Uploads.Reader,
    CsvMappings.Reader,
    Rules.Reader,
    HandAssignments.Reader,
    DuplicateDecisions.Reader,
    TransferDecisions.Reader,
    Shadows.FilesReader,
    Shadows.FilesWriter,
    Shadows.RejectionsReader,
    Shadows.RejectionsWriter,
    Shadows.AccountsReader,
    Shadows.AccountsWriter,
    Shadows.AccountTurnsReader,
    Shadows.AccountTurnsWriter,
    Shadows.StatementsReader,
    Shadows.StatementsWriter,
    Shadows.TransactionsReader,
    Shadows.TransactionsWriter,
    Shadows.OccurrencesReader,
    Shadows.OccurrencesWriter,
    Shadows.AssignmentsReader,
    Shadows.AssignmentsWriter,
    Shadows.MonthMarksReader,
    Shadows.MonthMarksWriter,
    Shadows.AnalyticsReader,
    Shadows.AnalyticsWriter
  ],
  timeout: "900 seconds",
  memory: 1024,
  retry: Retry.exponential({ attempts: 5, initial: "2 seconds", max: "10 minutes", maxAge: "24 hours" }),
  terminal: ["ObjectMissing", "InvalidRules"]
}) {}
