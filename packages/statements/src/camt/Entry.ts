/**
 * The meaning of an `Ntry`: a transaction from the account holder's side, or the reason why it is none.
 *
 * `CdtDbtInd` already states the direction in which the entry was booked, reversals included: `RvslInd` only marks that an
 * earlier entry is taken back, so it never changes the sign. A batch is one entry on the account; its payments are kept as
 * details. An amount, a direction and a date are taken from the entry itself, never guessed from its details.
 */
import * as CalendarDate from "../CalendarDate.ts"
import * as Decimal from "../Decimal.ts"
import type { Detail, Note, Rejection, Transaction } from "../Statement.ts"
import { clean, cleanOrNull } from "./PlainText.ts"
import type { AmountDraft, DetailDraft, EntryDraft, PartyDraft } from "./Draft.ts"

/** What an entry inherits from its account statement. */
export interface Context {
  readonly account: number
  readonly accountId: string | null
  readonly currency: string | null
  /** A camt.053 holds booked entries by definition; the other messages may hold any. */
  readonly isBookedOnly: boolean
  /** When the bank made the statement. */
  readonly created: string | null
}

type Problem = Pick<Rejection, "code" | "reason">

const numeral = /^\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/
const isoDate = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:$|[TZ+-])/
const currencyCode = /^[A-Z]{3}$/

/** The size of an amount, which the schema states without a sign; null where the text is no such numeral. */
export const readAmount = (draft: AmountDraft | null): Decimal.Decimal | null =>
  draft !== null && numeral.test(draft.text) ? Decimal.parse(draft.text) : null

export const readCurrency = (draft: AmountDraft | null): string | null =>
  draft !== null && draft.currency !== null && currencyCode.test(draft.currency) ? draft.currency : null

/** The calendar day of a date or of a date and time, as the bank wrote it: no zone is applied. */
export const readDate = (text: string): CalendarDate.CalendarDate | null => {
  const found = isoDate.exec(text)
  return found === null ? null : CalendarDate.make(Number(found[1]), Number(found[2]), Number(found[3]))
}

const readDirection = (text: string | null): "credit" | "debit" | null =>
  text === "CRDT" ? "credit" : text === "DBIT" ? "debit" : null

const isTrue = (text: string | null): boolean => text === "true" || text === "1"

export const signed = (size: Decimal.Decimal, direction: "credit" | "debit"): Decimal.Decimal =>
  direction === "debit" ? Decimal.negate(size) : size

/** A balance's or entry's direction together with its amount; null where either is missing or unreadable. */
export const readSigned = (amount: AmountDraft | null, direction: string | null): Decimal.Decimal | null => {
  const size = readAmount(amount)
  const side = readDirection(direction)
  return size === null || side === null ? null : signed(size, side)
}

/** Longest piece of unstructured remittance information (`Max140Text`): a text that fills it goes on in the next piece. */
const remittanceWidth = 140

const joinRemittance = (pieces: ReadonlyArray<string>): string => {
  let joined = ""
  let previous = 0
  for (const piece of pieces) {
    joined += joined === "" || previous === remittanceWidth ? piece : ` ${piece}`
    previous = piece.length
  }
  return joined
}

const remittance = (detail: DetailDraft): string => {
  const unstructured = joinRemittance(detail.unstructured)
  // Banks repeat a creditor reference in both forms.
  const structured = detail.structured.filter((text) => !unstructured.includes(text))
  return clean([unstructured, ...new Set(structured)].join(" "))
}

// The two words that stand for "no reference": of ISO 20022 and of older formats carried over into it.
const isReference = (text: string | null): text is string =>
  text !== null && text !== "NOTPROVIDED" && text !== "NOT PROVIDED" && text !== "NONREF"

/**
 * Whether an `NtryRef` can identify an entry. Short numbers are its position in this one file, and Swiss banks put the
 * account's QR-IBAN there, which all its entries share.
 */
const isEntryReference = (text: string | null): text is string =>
  isReference(text) && !/^[0-9]{1,6}$/.test(text) && !/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(text)

const bankIdOfDetail = (detail: DetailDraft): string | null =>
  [detail.servicerReference, detail.transactionId, detail.endToEndId].find(isReference) ?? null

/**
 * The bank's identifier of the entry: `AcctSvcrRef`, which ISO 20022 calls unique; of an entry with one payment that
 * payment's `AcctSvcrRef`; `NtryRef`; of one payment its `TxId`, then its `EndToEndId`.
 */
const bankIdOf = (entry: EntryDraft): string | null => {
  const only = entry.details.length === 1 ? entry.details[0] : undefined
  if (isReference(entry.servicerReference)) return entry.servicerReference
  if (only !== undefined && isReference(only.servicerReference)) return only.servicerReference
  if (isEntryReference(entry.reference)) return entry.reference
  return only === undefined ? null : bankIdOfDetail(only)
}

const isKnown = (party: PartyDraft): boolean => party.name !== null || party.ultimate !== null || party.account !== null

/**
 * The other side: the debtor of money in, the creditor of money out; where the bank reverses an entry, the parties keep
 * the roles that they had in it. A party with this very account is never the other side, and where only one party with
 * another account is named, it is.
 */
const otherParty = (detail: DetailDraft, isCredit: boolean, accountId: string | null): PartyDraft | null => {
  const { creditor, debtor } = detail
  const byRole = isCredit ? debtor : creditor
  const opposite = isCredit ? creditor : debtor
  const isSelf = (party: PartyDraft) => accountId !== null && party.account === accountId
  if (isKnown(byRole) && !(isSelf(byRole) && isKnown(opposite) && !isSelf(opposite))) return byRole
  const isForeign = opposite.account !== null && !isSelf(opposite)
  return isKnown(byRole) || isForeign ? opposite : null
}

const kindOf = (entry: EntryDraft): string | null => {
  if (entry.domain === null) return cleanOrNull(entry.proprietaryCode)
  return clean([entry.domain, entry.family, entry.subFamily].filter((code) => code !== null).join("-"))
}

const readDetail = (
  detail: DetailDraft,
  entry: EntryDraft,
  direction: "credit" | "debit",
  context: Context
): Detail => {
  const amount = detail.amount ?? detail.transactionAmount ?? detail.instructedAmount
  const size = readAmount(amount)
  const side = readDirection(detail.direction) ?? direction
  const other = otherParty(detail, (side === "credit") !== isTrue(entry.reversal), context.accountId)
  return {
    amount: size === null ? null : signed(size, side),
    currency: readCurrency(amount) ?? (amount === null ? null : context.currency),
    counterparty: cleanOrNull(other?.name ?? other?.ultimate ?? null),
    counterpartyAccount: cleanOrNull(other?.account ?? null),
    description: remittance(detail) || clean(detail.information ?? ""),
    bankId: cleanOrNull(bankIdOfDetail(detail)),
    category: null
  }
}

const common = (values: ReadonlyArray<string | null>): string | null => {
  const [first = null] = values
  return values.every((value) => value === first) ? first : null
}

/** Longest description that is put together from a batch's payments. */
const maxBatchDescription = 1_000

const describeBatch = (details: ReadonlyArray<Detail>): string => {
  const distinct = new Set<string>()
  let length = 0
  for (const { description } of details) {
    if (description === "" || distinct.has(description)) continue
    length += description.length + 2
    if (length > maxBatchDescription) break
    distinct.add(description)
  }
  return [...distinct].join("; ")
}

const chargesNote = (entry: EntryDraft): Note | null => {
  const totals = entry.charges.filter((charge) => charge.total !== null)
  const amounts =
    totals.length > 0 ? totals.map((charge) => charge.total) : entry.charges.map((charge) => charge.amount)
  const shown = amounts.flatMap((amount) => {
    const size = readAmount(amount)
    if (size === null || Decimal.isZero(size)) return []
    const currency = readCurrency(amount)
    return [currency === null ? size : `${size} ${currency}`]
  })
  if (shown.length === 0) return null
  const listed = shown.length > 5 ? [...shown.slice(0, 5), "…"] : shown
  return { code: "charges", message: `The bank states charges for this entry: ${listed.join(", ")}.` }
}

const problem = (code: string, reason: string): Problem => ({ code, reason })

const dateProblem = (name: string, text: string): Problem =>
  isoDate.test(text)
    ? problem("date-impossible", `${name} is a day that does not exist.`)
    : problem("date-unreadable", `${name} is no date.`)

const amountProblem = (draft: AmountDraft | null): Problem =>
  draft === null
    ? problem("amount-missing", "The entry has no amount (Amt).")
    : problem("amount-unreadable", "The entry's amount (Amt) is no unsigned decimal number.")

const directionProblem = (text: string | null): Problem =>
  text === null
    ? problem("direction-missing", "The entry does not say whether it is a credit or a debit (CdtDbtInd).")
    : problem("direction-unreadable", "The entry's CdtDbtInd is neither CRDT nor DBIT.")

/**
 * Both dates of an entry are optional. Without them its date is that of its one payment, else the day on which the bank
 * made the statement, and a note says so.
 */
const substituteDate = (entry: EntryDraft, context: Context): { readonly date: string; readonly note: Note } | null => {
  const related = entry.details.length === 1 ? (entry.details[0]?.date ?? null) : null
  const ofPayment = related === null ? null : readDate(related)
  const message = "The entry has neither a booking date nor a value date; "
  if (ofPayment !== null) {
    return { date: ofPayment, note: { code: "date-assumed", message: `${message}its date is that of the payment.` } }
  }
  const date = context.created === null ? null : readDate(context.created)
  if (date === null) return null
  return { date, note: { code: "date-assumed", message: `${message}its date is the day the statement was made.` } }
}

/** Reads an entry that has ended. */
export const read = (entry: EntryDraft, context: Context): Transaction | Rejection => {
  const reject = ({ code, reason }: Problem): Rejection => ({
    _tag: "Rejection",
    account: context.account,
    line: entry.line,
    code,
    reason
  })
  if (entry.malformed) {
    return reject(
      problem("entry-malformed", "The XML of the entry is broken or incomplete, so no part of it is certain.")
    )
  }
  if (entry.repeated) {
    return reject(problem("field-repeated", "The entry has an amount, a direction or a date more than once."))
  }
  const size = readAmount(entry.amount)
  if (size === null) return reject(amountProblem(entry.amount))
  const direction = readDirection(entry.direction)
  if (direction === null) return reject(directionProblem(entry.direction))
  const bookingDate = entry.bookingDate === null ? null : readDate(entry.bookingDate)
  if (entry.bookingDate !== null && bookingDate === null)
    return reject(dateProblem("The booking date", entry.bookingDate))
  const valueDate = entry.valueDate === null ? null : readDate(entry.valueDate)
  if (entry.valueDate !== null && valueDate === null) return reject(dateProblem("The value date", entry.valueDate))
  const substitute = bookingDate === null && valueDate === null ? substituteDate(entry, context) : null
  const date = bookingDate ?? valueDate ?? substitute?.date ?? null
  if (date === null) return reject(problem("date-missing", "The entry has neither a booking date nor a value date."))

  const notes: Array<Note> = []
  if (substitute !== null) notes.push(substitute.note)
  if (isTrue(entry.reversal)) notes.push({ code: "reversal", message: "The bank takes back an earlier entry." })
  if (entry.status === null) {
    const meaning = context.isBookedOnly ? "booked, as a camt.053 holds booked entries" : "pending"
    notes.push({
      code: "status-missing",
      message: `The entry does not say whether it is booked and counts as ${meaning}.`
    })
  }
  const charges = chargesNote(entry)
  if (charges !== null) notes.push(charges)

  const details = entry.details.map((detail) => readDetail(detail, entry, direction, context))
  const only = details.length === 1 ? details[0] : undefined
  const information = clean(entry.information ?? "")
  const counterparty = common(details.map((detail) => detail.counterparty))
  const ofPayments = only === undefined ? describeBatch(details) : only.description
  // A batch is best told by the bank's own line about it, a single payment by what its sender wrote.
  const [first, second] = only === undefined ? [information, ofPayments] : [ofPayments, information]
  const description = first || second || counterparty || ""
  const returned = only === undefined ? [] : (entry.details[0]?.returnReason ?? [])
  const memo = [information, ...returned.map(clean)].filter((text) => text !== "" && text !== description)
  return {
    _tag: "Transaction",
    account: context.account,
    status: entry.status === "BOOK" || (entry.status === null && context.isBookedOnly) ? "booked" : "pending",
    line: entry.line,
    bookingDate,
    valueDate,
    date,
    amount: signed(size, direction),
    currency: readCurrency(entry.amount) ?? context.currency,
    description,
    counterparty,
    counterpartyAccount: common(details.map((detail) => detail.counterpartyAccount)),
    memo: memo.length === 0 ? null : memo.join("; "),
    bankId: cleanOrNull(bankIdOf(entry)),
    kind: kindOf(entry),
    category: null,
    balance: null,
    details,
    notes
  }
}
