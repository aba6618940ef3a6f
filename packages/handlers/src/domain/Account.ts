/** An account of a person: what files say of it, and how it came to be known. */
import * as Schema from "effect/Schema"
import * as Money from "./Money.ts"

/**
 * Schema of an account. `origin` says what named it: the upload's metadata, the statement itself, or nothing but the layout
 * of its files. `label` shows a person which one it is, with no more than the last four characters of an identifier.
 */
export const Account = Schema.Struct({
  accountId: Schema.String,
  origin: Schema.Literals(["metadata", "statement", "layout"]),
  label: Schema.String,
  currency: Schema.NullOr(Money.Currency)
})
export type Account = typeof Account.Type

/** The end of an identifier, for people: `…4421`. */
export const masked = (identifier: string): string => {
  const plain = identifier.replace(/[\s-]/g, "")
  return `…${plain.slice(-Math.min(4, Math.floor(plain.length / 2)))}`
}

/** The months of an account that something touched. */
export const AccountMonths = Schema.Struct({ accountId: Schema.String, months: Schema.Array(Schema.String) })
export type AccountMonths = typeof AccountMonths.Type

/** The union of two sets of account months, in order, so that equal sets are equal bytes. */
export const mergeMonths = (
  left: ReadonlyArray<AccountMonths>,
  right: ReadonlyArray<AccountMonths>
): ReadonlyArray<AccountMonths> => {
  const all = new Map<string, Set<string>>()
  for (const { accountId, months } of [...left, ...right]) {
    const known = all.get(accountId) ?? new Set()
    for (const month of months) known.add(month)
    all.set(accountId, known)
  }
  return [...all]
    .map(([accountId, months]) => ({ accountId, months: [...months].sort() }))
    .sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
}
