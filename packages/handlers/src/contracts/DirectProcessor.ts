/**
 * `direct-processor`: what the upload triggers in direct mode, the rollback. The handlers of the chain run one after
 * another in one process, on the same collections, so an upload becomes the same whichever way it goes. What no upload leads to,
 * such as people's words, stays the events': see `direct/Withheld`.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as Consumer from "@millrace/core/Consumer"
import * as EventStore from "@millrace/core/EventStore"
import * as Retry from "@millrace/core/Retry"
import { Accounts, AccountTurns, Statements } from "../resources/Accounts.ts"
import { Analytics } from "../resources/Analytics.ts"
import { Announcer } from "../resources/AuditSeals.ts"
import { Assignments, HandAssignments, Rules } from "../resources/Assignments.ts"
import { CsvMappings } from "../resources/CsvMappings.ts"
import { Files, Rejections } from "../resources/Files.ts"
import { MonthMarks } from "../resources/MonthMarks.ts"
import { DuplicateDecisions, Occurrences, Transactions } from "../resources/Transactions.ts"
import { TransferDecisions } from "../resources/TransferDecisions.ts"
import { Uploads } from "../resources/Uploads.ts"

export class DirectProcessor extends Consumer.make("direct-processor", {
  on: [Bucket.ObjectCreated],
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
    Rules.Reader,
    Assignments.Reader,
    Assignments.Writer,
    HandAssignments.Reader,
    DuplicateDecisions.Reader,
    TransferDecisions.Reader,
    MonthMarks.Reader,
    MonthMarks.Writer,
    Analytics.Reader,
    Analytics.Writer,
    EventStore.Reader,
    EventStore.Writer,
    Announcer
  ],
  timeout: "900 seconds",
  memory: 1024,
  retry: Retry.exponential({ attempts: 5, initial: "2 seconds", max: "10 minutes", maxAge: "24 hours" }),
  terminal: ["ObjectMissing", "InvalidRules"]
}) {}
