/**
 * The sections of a QIF file. A line that begins with `!` opens one: transactions of an account (`!Type:Bank`), the
 * accounts themselves (`!Account`), lists that hold no transactions (`!Type:Cat`, `!Type:Memorized`, …), and options.
 * Source: Intuit's "Quicken Interchange Format (QIF) files".
 */
import type { Account } from "../Statement.ts"

export type Section =
  /** Before the first header, and after a list of accounts: records here are transactions if they look like it. */
  | { readonly _tag: "Implied" }
  | { readonly _tag: "Transactions"; readonly kind: Account["kind"] }
  /** A type that the format does not define. Its records are transactions if they look like it. */
  | { readonly _tag: "Unknown" }
  | { readonly _tag: "Accounts" }
  | { readonly _tag: "List" }

export type Header = Section | { readonly _tag: "AccountListEnds" } | { readonly _tag: "Option" }

export const implied: Section = { _tag: "Implied" }

const kinds: ReadonlyMap<string, Account["kind"]> = new Map([
  ["bank", "bank"],
  ["cash", "cash"],
  ["ccard", "card"],
  ["otha", "asset"],
  ["othl", "liability"],
  ["invst", "investment"],
  ["port", "investment"],
  ["invoice", "asset"],
  ["bill", "liability"]
])

const lists: ReadonlySet<string> = new Set([
  "cat",
  "class",
  "memorized",
  "security",
  "prices",
  "budget",
  "tag",
  "template",
  "invitem"
])

/** What a line opens, or null where it is no header. Names are taken without regard to case and blanks. */
export const header = (line: string): Header | null => {
  if (line.charCodeAt(0) !== 0x21) return null
  const text = line
    .slice(1, 64)
    .toLowerCase()
    .replace(/[^a-z:]/g, "")
  if (text === "account") return { _tag: "Accounts" }
  if (text === "clear:autoswitch") return { _tag: "AccountListEnds" }
  if (!text.startsWith("type:")) return { _tag: "Option" }
  const name = text.slice(5)
  const kind = kinds.get(name)
  if (kind !== undefined) return { _tag: "Transactions", kind }
  return { _tag: lists.has(name) ? "List" : "Unknown" }
}

/** Whether the section's records are transactions, or may be. */
export const mayHoldTransactions = (section: Section): boolean =>
  section._tag === "Transactions" || section._tag === "Unknown" || section._tag === "Implied"
