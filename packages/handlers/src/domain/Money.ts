/**
 * Money: an exact decimal and the ISO 4217 code of its currency. Amounts of different currencies are never added. A
 * currency that neither the file nor its account names is {@link unknownCurrency}.
 */
import * as Decimal from "@millrace/statements/Decimal"
import * as Schema from "effect/Schema"

/** ISO 4217's code for "no currency involved", which stands here for a currency that nobody names. */
export const unknownCurrency = "XXX"

/** Schema of an ISO 4217 code. Withdrawn codes and codes of funds count: old statements have them. */
export const Currency = Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/, { expected: "an ISO 4217 code" }))

/** Schema of an exact decimal: a canonical numeral whose scale is the bank's own. */
export const Amount: Schema.Codec<Decimal.Decimal, string> = Decimal.schema

/** The numeral without trailing zeros after its point, so that equal values are equal texts: for hashing and grouping. */
export const canonicalValue = (amount: Decimal.Decimal): string => {
  if (!amount.includes(".")) return amount
  let end = amount.length
  while (amount.charCodeAt(end - 1) === 48) end--
  if (amount.charCodeAt(end - 1) === 46) end--
  return amount.slice(0, end)
}

/** Whether two codes may mean the same currency: the unknown one may be any. */
export const mayBeSameCurrency = (left: string, right: string): boolean =>
  left === right || left === unknownCurrency || right === unknownCurrency

/** The larger of two sizes: amounts without their sign. */
export const larger = (one: Decimal.Decimal, other: Decimal.Decimal): Decimal.Decimal => {
  const [a, b] = [Number(one), Number(other)]
  // Numbers decide what they can; only what they take for equal is compared exactly.
  if (a !== b) return a > b ? one : other
  return Decimal.compare(one, other) < 0 ? other : one
}

/** The size of an amount as a number: near enough for a filter, never for a sum. */
export const approximately = (amount: Decimal.Decimal): number => Math.abs(Number(amount))
