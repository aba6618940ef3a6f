/**
 * The events of the file pipeline. Payloads are committed as JSON Schemas in `schemas/`: a change is a new version. What
 * filters may look at are the attributes; amounts there are numbers, near enough to compare, while payloads have them exact.
 */
import * as Event from "@millrace/core/Event"
import * as Schema from "effect/Schema"
import { CategoryId } from "./categorization/Category.ts"
import { AccountMonths } from "./domain/Account.ts"
import { AccountCertificate, Format } from "./domain/Certificate.ts"
import * as Money from "./domain/Money.ts"
import { Month } from "./domain/Month.ts"
import * as Transfer from "./domain/Transfer.ts"

const files = "millrace.files"
const transactions = "millrace.transactions"
const analytics = "millrace.analytics"
/** What people do: by the command line, by an application. */
const people = "millrace.people"

/** A file has arrived and may be processed. Subject: the file's id. */
export class FileUploaded extends Event.make("file.uploaded", {
  source: files,
  payload: Schema.Struct({
    fileId: Schema.String,
    userId: Schema.String,
    /** Key of the object, relative to the tenant. */
    key: Schema.String,
    filename: Schema.String,
    versionId: Schema.String,
    sequencer: Schema.String,
    /** Bytes. */
    size: Schema.Int,
    contentType: Schema.String,
    /** The account that the upload named in its metadata. */
    accountId: Schema.NullOr(Schema.String)
  }),
  attributes: ["fileId", "userId", "size", "contentType"]
}) {}

/** A file was read whole, and its transactions are stored. Subject: the file's id. */
export class FileProcessed extends Event.make("file.processed", {
  source: files,
  payload: Schema.Struct({
    fileId: Schema.String,
    format: Format,
    encoding: Schema.String,
    /** Rows: `read = accepted + duplicate + pending + rejected`; `possibleDuplicate` of the accepted are in no total. */
    read: Schema.Int,
    accepted: Schema.Int,
    duplicate: Schema.Int,
    possibleDuplicate: Schema.Int,
    pending: Schema.Int,
    rejected: Schema.Int,
    /** All accounts' balance proofs together. */
    balanceCheck: Schema.Literals(["proved", "failed", "unknown"]),
    /** The largest amount of a booked row, without its sign, whatever its currency. */
    largest: Schema.Finite,
    accounts: Schema.Array(AccountCertificate),
    /** Every month in which a transaction may have changed. */
    touched: Schema.Array(AccountMonths)
  }),
  attributes: [
    "fileId",
    "format",
    "read",
    "accepted",
    "duplicate",
    "possibleDuplicate",
    "pending",
    "rejected",
    "balanceCheck",
    "largest"
  ]
}) {}

/** A file is refused as a whole, and nothing of it is stored. Subject: the file's id. */
export class FileRejected extends Event.make("file.rejected", {
  source: files,
  payload: Schema.Struct({
    fileId: Schema.String,
    /** Stable and kebab-case: `empty`, `too-large`, `too-many-rows`, `key-invalid`, or a code of the reader. */
    code: Schema.String,
    reason: Schema.String,
    looksLike: Schema.NullOr(Schema.String),
    mend: Schema.NullOr(Schema.String)
  }),
  attributes: ["fileId", "code"]
}) {}

/** A person wants a file gone. Subject: the file's id. */
export class FileDeletionRequested extends Event.make("file.deletion-requested", {
  source: people,
  entry: true,
  payload: Schema.Struct({ fileId: Schema.String }),
  attributes: ["fileId"]
}) {}

/** What a file had brought is gone, except what another file holds too. Subject: the file's id. */
export class FileDeleted extends Event.make("file.deleted", {
  source: files,
  payload: Schema.Struct({
    fileId: Schema.String,
    /** Transactions that are gone. */
    removed: Schema.Int,
    /** Transactions that another file holds. */
    kept: Schema.Int,
    touched: Schema.Array(AccountMonths)
  }),
  attributes: ["fileId", "removed", "kept"]
}) {}

/** Transactions have their categories. Subject: the file's id, where a file was the cause. */
export class TransactionsCategorized extends Event.make("transactions.categorized", {
  source: transactions,
  payload: Schema.Struct({
    /** Null where rules or a person were the cause. */
    fileId: Schema.NullOr(Schema.String),
    /** How many transactions were looked at, and how they stand now. */
    transactions: Schema.Int,
    categorized: Schema.Int,
    uncategorized: Schema.Int,
    /** Of the categorized, those that a person set. */
    manual: Schema.Int,
    /** The largest amount without its sign, whatever its currency: a number for filters. */
    largest: Schema.Finite,
    /** The same, exact. */
    largestAmount: Money.Amount,
    touched: Schema.Array(AccountMonths)
  }),
  attributes: ["fileId", "transactions", "categorized", "uncategorized", "manual", "largest"]
}) {}

/** A person set a transaction's category, or took that back. Subject: the transaction's id. */
export class TransactionAssigned extends Event.make("transaction.assigned", {
  source: people,
  entry: true,
  payload: Schema.Struct({
    transactionId: Schema.String,
    accountId: Schema.String,
    month: Month,
    /** Null for "none, and no rule may say otherwise". */
    category: Schema.NullOr(CategoryId),
    /** True takes the person's word back: the rules decide again. */
    withdrawn: Schema.Boolean,
    note: Schema.NullOr(Schema.String)
  }),
  attributes: ["transactionId", "accountId", "category"]
}) {}

/** A person decided whether a possible duplicate is one. Subject: the transaction's id. */
export class DuplicateDecided extends Event.make("duplicate.decided", {
  source: people,
  entry: true,
  payload: Schema.Struct({
    transactionId: Schema.String,
    accountId: Schema.String,
    month: Month,
    decision: Schema.Literals(["same", "different"])
  }),
  attributes: ["transactionId", "accountId", "decision"]
}) {}

/** A person decided whether two transactions are one transfer between their own accounts. */
export class TransferDecided extends Event.make("transfer.decided", {
  source: people,
  entry: true,
  payload: Schema.Struct({ outgoing: Transfer.Side, incoming: Transfer.Side, decision: Transfer.Decision }),
  attributes: ["decision"]
}) {}

/** A decision on a transfer is stored. */
export class TransferRecorded extends Event.make("transfer.recorded", {
  source: transactions,
  payload: Schema.Struct({ decision: Transfer.Decision, touched: Schema.Array(AccountMonths) }),
  attributes: ["decision"]
}) {}

/** The tenant's rules are others now; their text is in the collection `rules`. */
export class CategoryRulesChanged extends Event.make("category-rules.changed", {
  source: people,
  entry: true,
  payload: Schema.Struct({
    /** Hash of the rules as they are now. */
    rulesVersion: Schema.String
  }),
  attributes: ["rulesVersion"]
}) {}

/** A month of an account is to be categorized again. */
export class RecategorizationRequested extends Event.make("recategorization.requested", {
  source: transactions,
  payload: Schema.Struct({ accountId: Schema.String, month: Month, rulesVersion: Schema.String }),
  attributes: ["accountId", "month"]
}) {}

/** Analytics of some months are others now. Subject: the file's id, where a file was the cause. */
export class AnalyticsUpdated extends Event.make("analytics.updated", {
  source: analytics,
  payload: Schema.Struct({
    fileId: Schema.NullOr(Schema.String),
    /** How many months were computed. */
    months: Schema.Int,
    touched: Schema.Array(AccountMonths)
  }),
  attributes: ["fileId", "months"]
}) {}

/** The audit trail is to be sealed: what came into it since the last seal. */
export class AuditSealDue extends Event.every("audit.seal-due", "5 minutes", { source: "millrace.audit" }) {}

/** All of them. */
export const all = [
  FileUploaded,
  FileProcessed,
  FileRejected,
  FileDeletionRequested,
  FileDeleted,
  TransactionsCategorized,
  TransactionAssigned,
  DuplicateDecided,
  CategoryRulesChanged,
  RecategorizationRequested,
  AnalyticsUpdated,
  TransferDecided,
  TransferRecorded,
  AuditSealDue
] as const
