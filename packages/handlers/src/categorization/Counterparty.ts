/**
 * Who a payment went to or came from, for grouping and display: the counterparty that the bank names, unless that is only a
 * payment facilitator, else the merchant's name as the normalized description has it. Spelled as in the original where the
 * original is not all capitals, without legal forms.
 */
import type { Candidate, PreparedCandidate } from "./Candidate.ts"
import type { NormalizedText } from "./Normalization.ts"
import { normalize } from "./Normalization.ts"
import { fold, words } from "./TextFolding.ts"

const facilitators: ReadonlySet<string> = new Set(
  "paypal adyen stripe klarna sumup zettle izettle square mollie worldline payone ppro nexi unzer".split(" ")
)

/** Said after a name, and no part of it. */
const legalForms: ReadonlySet<string> = new Set(
  "gmbh ag kg ohg se ug ev inc llc ltd limited plc corp bv nv sa sas sarl spa srl ab as oy aps oyj sl sau lda sp zoo".split(
    " "
  )
)

/** Words that are left of a payment without a merchant. */
const meaningless: ReadonlySet<string> = new Set(
  (
    "check cheque chq scheck transfer transaction payment debit credit deposit withdrawal ref reference trx ach pos misc " +
    "adjustment memo batch auth invoice sepa gutschrift uberweisung ueberweisung lastschrift dauerauftrag virement vir prlv " +
    "bonifico transferencia traspaso overboeking przelew xfer pmt eft ext ord trn"
  ).split(" ")
)

/** A name is rarely longer, and what follows is rarely part of it. */
const maximumWords = 5

const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

const spelled = (word: string, spellings: ReadonlyMap<string, string>): string => {
  const original = spellings.get(word)
  return original === undefined || original === original.toUpperCase()
    ? capitalized(original?.toLowerCase() ?? word)
    : original
}

// eslint-disable-next-line no-control-regex -- the ASCII range is the point: its words fold to themselves in lower case
const plainCapitals = /^[\x00-\x26\x28-\x5f\x7b-\x7f]*$/

/** The words of a text as it spells them. Of one that is all capitals they say nothing. */
const spellingsIn = (text: string): ReadonlyMap<string, string> =>
  plainCapitals.test(text)
    ? unspelled
    : new Map(text.split(/[^\p{L}\p{N}\p{M}'’]+/u).map((word) => [words(fold(word)), word]))

const unspelled: ReadonlyMap<string, string> = new Map()

const nameIn = ({ normalized }: NormalizedText, text: string): string | null => {
  const kept = normalized
    .split(" ")
    .filter((word) => !legalForms.has(word))
    .slice(0, maximumWords)
  if (!kept.some((word) => !meaningless.has(word) && /\p{L}{2}/u.test(word))) return null
  const spellings = spellingsIn(text)
  return kept.map((word) => spelled(word, spellings)).join(" ")
}

const isFacilitator = ({ normalized }: NormalizedText): boolean => facilitators.has(normalized.split(" ")[0] ?? "")

/** The counterparty's name, or null when neither field has one. */
export const counterpartyOf = ({ candidate, counterparty, description }: PreparedCandidate): string | null =>
  named(candidate, counterparty) ?? nameIn(description, candidate.description)

/** The same of a candidate that nobody has prepared: only what is looked at is normalized. */
export const counterpartyIn = (candidate: Candidate): string | null =>
  named(candidate, candidate.counterparty === null ? null : normalize(candidate.counterparty)) ??
  nameIn(normalize(candidate.description), candidate.description)

const named = (candidate: Candidate, counterparty: NormalizedText | null): string | null =>
  counterparty === null || candidate.counterparty === null || isFacilitator(counterparty)
    ? null
    : nameIn(counterparty, candidate.counterparty)
