/**
 * A transaction as the rules see it: the fields they may test, and the same with its texts prepared. Preparing is most of
 * the work of categorizing, so whoever asks several times about one transaction prepares it once.
 */
import type { NormalizedText } from "./Normalization.ts"
import { normalize } from "./Normalization.ts"

export interface Candidate {
  readonly id: string
  readonly accountId: string
  /** Calendar date, `YYYY-MM-DD`. */
  readonly date: string
  /** Decimal numeral from the account holder's side: money out is negative. */
  readonly amount: string
  /** ISO 4217 code, `XXX` when unknown. */
  readonly currency: string
  readonly description: string
  readonly counterparty: string | null
  readonly memo: string | null
}

/** A candidate with its texts normalized; a field that is null stays null. */
export interface PreparedCandidate {
  readonly candidate: Candidate
  readonly description: NormalizedText
  readonly counterparty: NormalizedText | null
  readonly memo: NormalizedText | null
}

/** Normalizes a candidate's texts. */
export const prepare = (candidate: Candidate): PreparedCandidate => ({
  candidate,
  description: normalize(candidate.description),
  counterparty: candidate.counterparty === null ? null : normalize(candidate.counterparty),
  memo: candidate.memo === null ? null : normalize(candidate.memo)
})
