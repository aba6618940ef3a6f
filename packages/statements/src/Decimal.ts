/**
 * Exact decimals, as text. An amount of money is a decimal numeral whose scale is part of what the bank said ("10",
 * "10.0" and "10.00" are equal in value and different in scale), so the numeral itself is the value: it survives JSON,
 * SQLite and DynamoDB unchanged and never passes through a float.
 */
import type * as Brand from "effect/Brand"

/** A canonical decimal numeral: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, never `-0`. At most 38 digits, as DynamoDB's numbers. */
export type Decimal = string & Brand.Brand<"@millrace/statements/Decimal">
