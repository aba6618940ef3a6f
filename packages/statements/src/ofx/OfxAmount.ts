/**
 * Amounts as OFX writes them: a sign, digits, and a point or a comma as the decimal mark, without grouping (OFX 2.2,
 * section 3.2.9.1). Grouped amounts are read too where the grouping leaves no doubt (`1.234,56`, `-1 234,56`).
 */
import * as Amount from "../Amount.ts"
import type { Decimal } from "../Decimal.ts"

/** `doubtful`: a single comma before three digits, a decimal mark by the specification and a group in many a bank. */
export interface Reading {
  readonly value: Decimal
  readonly doubtful: boolean
}

// Machine-written numerals hold no words and no currency; what does is damaged, and not read.
const shape = /^[-+(]?[\d.,'\u2019 \u00a0\u202f]{1,64}[-+)]?$/

/** Null where the text is no amount. */
export const read = (text: string): Reading | null => {
  if (!shape.test(text)) return null
  const evidence = Amount.evidence(text)
  if (evidence === null) return null
  if (evidence !== "ambiguous") {
    const value = Amount.parse(text, evidence === "," ? "," : ".")
    return value === null ? null : { value, doubtful: false }
  }
  // "1,234" and "1.234": what separates is the decimal mark, as the specification has it.
  const isComma = text.includes(",")
  const value = Amount.parse(text, isComma ? "," : ".")
  return value === null ? null : { value, doubtful: isComma }
}
