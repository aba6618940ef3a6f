/**
 * Who is who: ids of accounts and transactions, as hashes of what makes them what they are.
 *
 * A row's *key* is what it says of itself: the bank's own id with date and amount, where there is one, else date, amount,
 * currency and identity text. Equal rows of one file are told apart by an *ordinal*. A transaction's id hashes tenant, account, key and ordinal, so
 * the same row in another file is the same transaction, in whatever order files and rows come.
 *
 * Rows with the same bank id, date and amount are one transaction if their texts are the same, and several if not: banks
 * repeat an entry within a file, and banks reuse an id.
 */
import * as ContentId from "@millrace/core/ContentId"
import type * as Decimal from "@millrace/statements/Decimal"
import * as IdentityText from "./IdentityText.ts"
import * as Money from "./Money.ts"

/** What a row is known by. */
export interface RowKey {
  readonly kind: "bank" | "text"
  /** Hash of the key's parts. */
  readonly hash: string
  /** Identity text of the description. */
  readonly text: string
}

/** The key of a row. `currency` is the one that the file states, or `XXX`: what is known of the account beside it may change. */
export const rowKey = (row: {
  readonly bankId: string | null
  readonly date: string
  readonly amount: Decimal.Decimal
  readonly currency: string
  readonly description: string
}): RowKey => {
  const text = IdentityText.of(row.description)
  const amount = Money.canonicalValue(row.amount)
  return row.bankId === null
    ? { kind: "text", text, hash: ContentId.make(["text", IdentityText.version, row.date, amount, row.currency, text]) }
    : { kind: "bank", text, hash: ContentId.make(["bank", row.date, amount, row.bankId]) }
}

/** The id of the transaction that a key and an ordinal (from 0) name in an account. */
export const transactionId = (tenantId: string, accountId: string, key: RowKey, ordinal: number): string =>
  ContentId.make(["transaction", tenantId, accountId, key.hash, String(ordinal)])

/** The id of a row that may be the transaction of that id over again, and was found in this file. */
export const possibleDuplicateId = (transactionId: string, fileId: string): string =>
  ContentId.make(["possible-duplicate", transactionId, fileId])

/** The id of an account that a statement names by an identifier of its own (IBAN, number, name). */
export const namedAccountId = (tenantId: string, identifier: string): string =>
  `account-${ContentId.make(["account", tenantId, identifier.replace(/[\s-]/g, "").toUpperCase()]).slice(0, 16)}`

/** The id of the account of all files of one layout that name no account, so that two banks never mix. */
export const layoutAccountId = (tenantId: string, layout: ReadonlyArray<string>): string =>
  `account-${ContentId.make(["layout", tenantId, ...layout]).slice(0, 16)}`

/**
 * A digest of a set of rows that does not depend on their order: the sum of their hashes. Equal digests are equal sets of
 * rows.
 */
export class RowsDigest {
  #sum = 0n
  #rows = 0

  add(key: RowKey): void {
    // The text is part of it even where the bank's id makes the key: a reworded file is not the same file.
    const hash = ContentId.make([key.hash, key.text])
    this.#sum = BigInt.asUintN(128, this.#sum + BigInt(`0x${hash}`))
    this.#rows++
  }

  /** Takes the rows of another digest in. */
  merge(other: RowsDigest): void {
    this.#sum = BigInt.asUintN(128, this.#sum + other.#sum)
    this.#rows += other.#rows
  }

  value(): string {
    return `${this.#rows}-${this.#sum.toString(16).padStart(32, "0")}`
  }
}
