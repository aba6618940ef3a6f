/**
 * Who a payment went to or came from, for grouping and display: the counterparty that the bank names, unless that is only a
 * payment facilitator, else the merchant's name as the normalized description has it. Spelled as in the original where the
 * original is not all capitals, without legal forms.
 */
import type { PreparedCandidate } from "./Candidate.ts"
import type { NormalizedText } from "./Normalization.ts"
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

const nameIn = ({ normalized }: NormalizedText, text: string): string | null => {
  const spellings = new Map(text.split(/[^\p{L}\p{N}\p{M}'’]+/u).map((word) => [words(fold(word)), word]))
  const kept = normalized
    .split(" ")
    .filter((word) => !legalForms.has(word))
    .slice(0, maximumWords)
  const says = kept.some((word) => !meaningless.has(word) && /\p{L}{2}/u.test(word))
  return says ? kept.map((word) => spelled(word, spellings)).join(" ") : null
}

const isFacilitator = ({ normalized }: NormalizedText): boolean => facilitators.has(normalized.split(" ")[0] ?? "")

/** The counterparty's name, or null when neither field has one. */
export const counterpartyOf = ({ candidate, counterparty, description }: PreparedCandidate): string | null => {
  if (counterparty !== null && candidate.counterparty !== null && !isFacilitator(counterparty)) {
    const named = nameIn(counterparty, candidate.counterparty)
    if (named !== null) return named
  }
  return nameIn(description, candidate.description)
}
