/**
 * The certificate of a file: how it was read and what became of every row, so that a person can trust the rest.
 * `read = accepted + duplicate + pending + rejected`; possible duplicates are kept and therefore among the accepted.
 */
import * as Schema from "effect/Schema"
import * as Money from "./Money.ts"

const Certainty = Schema.Literals(["stated", "proved", "inferred", "assumed"])

/** Schema of the formats that are read. */
export const Format = Schema.Literals(["csv", "ofx", "qif", "camt.052", "camt.053", "camt.054", "mt940", "mt942"])

/** Schema of a balance proof: opening balance + booked rows = closing balance, or why that cannot be said. */
export const BalanceCheck = Schema.Union([
  Schema.Struct({ status: Schema.Literal("proved"), by: Schema.Literals(["opening-closing", "running-balance"]) }),
  Schema.Struct({ status: Schema.Literal("failed"), difference: Money.Amount, reason: Schema.String }),
  Schema.Struct({ status: Schema.Literal("unknown"), reason: Schema.String })
])
export type BalanceCheck = typeof BalanceCheck.Type

/** Schema of the counts of rows. `possibleDuplicate` of the `accepted` are kept out of all totals. */
export const RowCounts = Schema.Struct({
  read: Schema.Int,
  accepted: Schema.Int,
  duplicate: Schema.Int,
  possibleDuplicate: Schema.Int,
  pending: Schema.Int,
  rejected: Schema.Int
})
export type RowCounts = typeof RowCounts.Type

/** Schema of one account's part of a certificate. */
export const AccountCertificate = Schema.Struct({
  accountId: Schema.String,
  currency: Money.Currency,
  firstDate: Schema.NullOr(Schema.String),
  lastDate: Schema.NullOr(Schema.String),
  opening: Schema.NullOr(Money.Amount),
  closing: Schema.NullOr(Money.Amount),
  balanceCheck: BalanceCheck,
  accepted: Schema.Int,
  duplicate: Schema.Int,
  possibleDuplicate: Schema.Int
})
export type AccountCertificate = typeof AccountCertificate.Type

/** Schema of what a CSV file's bytes turned out to mean. */
export const Csv = Schema.Struct({
  delimiter: Schema.String,
  quote: Schema.NullOr(Schema.String),
  header: Schema.NullOr(Schema.Array(Schema.String)),
  firstLine: Schema.Int,
  columns: Schema.Record(Schema.String, Schema.Union([Schema.Int, Schema.Array(Schema.Int)])),
  dateOrder: Schema.Literals(["ymd", "dmy", "mdy", "ydm"]),
  dateOrderCertain: Schema.Boolean,
  decimalMark: Schema.Literals([".", ","]),
  decimalMarkCertainty: Certainty,
  sign: Certainty,
  order: Schema.Literals(["ascending", "descending", "unordered"])
})

/** Schema of a certificate. Rejections are kept apart, each with its line and reason. */
export const Certificate = Schema.Struct({
  format: Format,
  formatCertainty: Certainty,
  encoding: Schema.String,
  encodingCertainty: Certainty,
  rows: RowCounts,
  accounts: Schema.Array(AccountCertificate),
  csv: Schema.NullOr(Csv),
  notes: Schema.Array(Schema.Struct({ code: Schema.String, message: Schema.String }))
})
export type Certificate = typeof Certificate.Type

/** The proof of several statements together: failed where one failed, proved where all are. */
export const combineChecks = (checks: ReadonlyArray<BalanceCheck>): BalanceCheck =>
  checks.find(({ status }) => status === "failed") ??
  checks.find(({ status }) => status === "unknown") ??
  checks[0] ?? { status: "unknown", reason: "The file has no account statement." }

/** Schema of a row that could not be read. */
export const RejectedRow = Schema.Struct({
  fileId: Schema.String,
  /** The line, padded with zeros so that rows sort by it, and a number where several share it. */
  place: Schema.String,
  line: Schema.Int,
  code: Schema.String,
  reason: Schema.String
})
export type RejectedRow = typeof RejectedRow.Type
