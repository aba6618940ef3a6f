/** `audit-seal`: seals what came into the audit trail since the last seal. */
import * as Consumer from "@millrace/core/Consumer"
import * as Retry from "@millrace/core/Retry"
import { AuditSealDue } from "../Events.ts"
import { AuditSeals, UnsealedEntries } from "../resources/AuditSeals.ts"

export class AuditSeal extends Consumer.make("audit-seal", {
  on: [AuditSealDue],
  uses: [AuditSeals.Reader, AuditSeals.Writer, UnsealedEntries.Reader, UnsealedEntries.Writer],
  timeout: "300 seconds",
  memory: 256,
  concurrency: 1,
  // The next tick seals whatever this one could not.
  retry: Retry.exponential({ attempts: 3, initial: "5 seconds", max: "1 minute", maxAge: "1 hour" })
}) {}
