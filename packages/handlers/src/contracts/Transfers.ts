/** `transfers`: keeps what a person says of transfers between their own accounts. */
import * as Consumer from "@millrace/core/Consumer"
import * as Retry from "@millrace/core/Retry"
import { TransferDecided, TransferRecorded } from "../Events.ts"
import { MonthMarks } from "../resources/MonthMarks.ts"
import { TransferDecisions } from "../resources/TransferDecisions.ts"

export class Transfers extends Consumer.make("transfers", {
  on: [TransferDecided],
  emits: [TransferRecorded],
  uses: [TransferDecisions.Reader, TransferDecisions.Writer, MonthMarks.Reader, MonthMarks.Writer],
  timeout: "300 seconds",
  memory: 256,
  retry: Retry.exponential({ attempts: 5, initial: "2 seconds", max: "5 minutes", maxAge: "24 hours" })
}) {}
