/** Reads bytes or text through the whole reader and sorts the items; the rows law is asserted on every reading. */
import { assert } from "@effect/vitest"
import * as Result from "effect/Result"
import { type ReadOptions, readBytes } from "../src/Reader.ts"
import type {
  Account,
  Balances,
  Certificate,
  CsvDialect,
  Item,
  Rejection,
  StatementRejected,
  Transaction
} from "../src/Statement.ts"

export interface Reading {
  readonly items: ReadonlyArray<Item>
  readonly accounts: ReadonlyArray<Account>
  readonly transactions: ReadonlyArray<Transaction>
  readonly pending: ReadonlyArray<Transaction>
  readonly rejections: ReadonlyArray<Rejection>
  readonly balances: ReadonlyArray<Balances>
  readonly certificate: Certificate
}

export const sorted = (items: ReadonlyArray<Item>): Reading => {
  const of = <Tag extends Item["_tag"]>(tag: Tag) =>
    items.filter((item): item is Extract<Item, { readonly _tag: Tag }> => item._tag === tag)
  const entries = of("Transaction")
  const certificates = of("Certificate")
  const [certificate] = certificates
  assert.strictEqual(certificates.length, 1, "one certificate")
  assert.strictEqual(items.at(-1), certificate, "the certificate comes last")
  if (certificate === undefined) throw new Error("unreachable")
  const reading = {
    items,
    accounts: of("Account"),
    transactions: entries.filter(({ status }) => status === "booked"),
    pending: entries.filter(({ status }) => status === "pending"),
    rejections: of("Rejection"),
    balances: of("Balances"),
    certificate
  }
  assert.deepStrictEqual(certificate.rows, {
    read: reading.transactions.length + reading.pending.length + reading.rejections.length,
    accepted: reading.transactions.length,
    pending: reading.pending.length,
    rejected: reading.rejections.length
  })
  assert.strictEqual(reading.accounts.length, reading.balances.length)
  return reading
}

const bytesOf = (input: string | Uint8Array): Uint8Array =>
  typeof input === "string" ? new TextEncoder().encode(input) : input

export const read = (input: string | Uint8Array, options?: ReadOptions): Reading => {
  const result = readBytes(bytesOf(input), options)
  if (Result.isFailure(result)) throw new Error(`rejected: ${result.failure.code}: ${result.failure.reason}`)
  return sorted(result.success)
}

export const refused = (input: string | Uint8Array, options?: ReadOptions): StatementRejected => {
  const result = readBytes(bytesOf(input), options)
  if (Result.isSuccess(result)) throw new Error("the file was read")
  return result.failure
}

/** The certificate's dialect of a CSV reading. */
export const dialect = (reading: Reading): CsvDialect => {
  if (reading.certificate.csv === null) throw new Error("no CSV")
  return reading.certificate.csv
}

/** `date amount` of each booked transaction: what most expectations are about. */
export const booked = (reading: Reading): ReadonlyArray<string> =>
  reading.transactions.map(({ amount, date }) => `${date} ${amount}`)
