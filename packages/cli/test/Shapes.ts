/** The JSON shapes that scripts rely on, written down again so that a renamed field fails a test. */
import * as Schema from "effect/Schema"

const Text = Schema.NullOr(Schema.String)
const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const Money = Schema.String.check(Schema.isPattern(/^-?\d+(\.\d+)?$/))
const Day = Schema.String.check(Schema.isPattern(/^\d{4}-\d{2}-\d{2}$/))

const Row = Schema.Struct({
  date: Day,
  bookingDate: Schema.NullOr(Day),
  valueDate: Schema.NullOr(Day),
  amount: Money,
  currency: Schema.String,
  description: Schema.String,
  counterparty: Text,
  bankId: Text,
  line: Count
})

const Balance = Schema.NullOr(Schema.Struct({ amount: Money, currency: Schema.String, date: Schema.NullOr(Day) }))

export const Inspect = Schema.Struct({
  file: Schema.String,
  status: Schema.Literals(["readable", "rejected"]),
  reason: Text,
  format: Schema.NullOr(Schema.Literals(["csv", "ofx", "qif", "camt.052", "camt.053", "camt.054", "mt940", "mt942"])),
  encoding: Text,
  rows: Schema.Struct({ read: Count, accepted: Count, pending: Count, rejected: Count }),
  accounts: Schema.Array(
    Schema.Struct({
      account: Text,
      currency: Text,
      opening: Balance,
      closing: Balance,
      balanceCheck: Schema.Literals(["proved", "failed", "unknown"]),
      transactions: Schema.Array(Row),
      pending: Schema.Array(Row)
    })
  ),
  rejections: Schema.Array(Schema.Struct({ line: Count, reason: Schema.String })),
  csv: Schema.optionalKey(
    Schema.Struct({
      delimiter: Schema.String,
      header: Schema.Unknown,
      columns: Schema.Unknown,
      dateOrder: Schema.String,
      dateOrderCertain: Schema.Boolean,
      decimalMark: Schema.String
    })
  )
})

export const Run = Schema.Struct({
  files: Schema.Array(
    Schema.Struct({
      file: Schema.String,
      fileId: Schema.String,
      status: Schema.String,
      reason: Text,
      known: Schema.Boolean,
      accepted: Count,
      duplicate: Count,
      possibleDuplicate: Count,
      pending: Count,
      rejected: Count
    })
  ),
  transactions: Count,
  categorized: Count,
  uncategorized: Count,
  events: Schema.Record(Schema.String, Count),
  deadLetters: Count,
  traceIds: Schema.Array(Schema.String),
  durationMs: Schema.Finite
})

export const Transaction = Schema.Struct({
  id: Schema.String,
  fileId: Schema.String,
  accountId: Schema.String,
  date: Day,
  amount: Money,
  currency: Schema.String,
  description: Schema.String,
  counterparty: Text,
  status: Schema.String,
  category: Text,
  assignedBy: Schema.Literals(["rule", "manual", "none"]),
  ruleId: Text
})

export const Trace = Schema.Struct({
  traceId: Schema.String.check(Schema.isPattern(/^[0-9a-f]{32}$/)),
  spans: Schema.Array(
    Schema.Struct({
      spanId: Schema.String.check(Schema.isPattern(/^[0-9a-f]{16}$/)),
      parentSpanId: Text,
      name: Schema.String,
      kind: Schema.String,
      start: Schema.String,
      durationMs: Schema.Finite,
      status: Schema.String,
      attributes: Schema.Record(Schema.String, Schema.Unknown)
    })
  )
})
