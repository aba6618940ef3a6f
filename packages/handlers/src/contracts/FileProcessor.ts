/** `file-processor`: reads a statement whole and stores its transactions, or takes away what a file had brought. */
import * as Consumer from "@millrace/core/Consumer"
import * as Retry from "@millrace/core/Retry"
import { FileDeleted, FileDeletionRequested, FileProcessed, FileRejected, FileUploaded } from "../Events.ts"
import { Accounts, AccountTurns, Statements } from "../resources/Accounts.ts"
import { Assignments } from "../resources/Assignments.ts"
import { CsvMappings } from "../resources/CsvMappings.ts"
import { Files, Rejections } from "../resources/Files.ts"
import { MonthMarks } from "../resources/MonthMarks.ts"
import { Occurrences, Transactions } from "../resources/Transactions.ts"
import { Uploads } from "../resources/Uploads.ts"

export class FileProcessor extends Consumer.make("file-processor", {
  on: [FileUploaded, FileDeletionRequested],
  emits: [FileProcessed, FileRejected, FileDeleted],
  uses: [
    Uploads.Reader,
    Uploads.Writer,
    CsvMappings.Reader,
    Files.Reader,
    Files.Writer,
    Rejections.Reader,
    Rejections.Writer,
    Accounts.Reader,
    Accounts.Writer,
    AccountTurns.Reader,
    AccountTurns.Writer,
    Statements.Reader,
    Statements.Writer,
    Transactions.Reader,
    Transactions.Writer,
    Occurrences.Reader,
    Occurrences.Writer,
    Assignments.Writer,
    MonthMarks.Reader,
    MonthMarks.Writer
  ],
  timeout: "600 seconds",
  memory: 1024,
  retry: Retry.exponential({ attempts: 5, initial: "2 seconds", max: "10 minutes", maxAge: "24 hours" }),
  // The object was deleted before or while it was read.
  terminal: ["ObjectMissing"]
}) {}
