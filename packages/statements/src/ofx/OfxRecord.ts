/**
 * One `<STMTTRN>` (or pending `<STMTTRNP>`) in the making: takes its elements as they come and ends as a transaction or a
 * rejection. Elements and their meaning are those of OFX 2.2, sections 11.4.4.1 and 11.4.4.2.
 */
import * as Currency from "../Currency.ts"
import * as Decimal from "../Decimal.ts"
import type { Note, Rejection, Transaction } from "../Statement.ts"
import * as OfxAmount from "./OfxAmount.ts"
import * as OfxDate from "./OfxDate.ts"

/** Where in the record an element stands: `payeeAccount` is BANKACCTTO or CCACCTTO. */
export type Place = "record" | "currency" | "originalCurrency" | "payee" | "payeeAccount"

type Field =
  | "type"
  | "posted"
  | "user"
  | "available"
  | "pendingSince"
  | "amount"
  | "bankId"
  | "check"
  | "name"
  | "extendedName"
  | "memo"
  | "category"
  | "currency"
  | "payee"
  | "payeeAccount"
  | "correction"

const fields: Readonly<Record<Place, ReadonlyMap<string, Field>>> = {
  record: new Map([
    ["TRNTYPE", "type"],
    ["DTPOSTED", "posted"],
    ["DTUSER", "user"],
    ["DTAVAIL", "available"],
    ["VALUEDATE", "available"],
    ["DTTRAN", "pendingSince"],
    ["TRNAMT", "amount"],
    ["FITID", "bankId"],
    ["CHECKNUM", "check"],
    ["NAME", "name"],
    ["EXTDNAME", "extendedName"],
    ["MEMO", "memo"],
    ["CATEGORY", "category"],
    ["CORRECTFITID", "correction"],
    // Some banks write the code where the specification has an aggregate.
    ["CURRENCY", "currency"],
    ["PAYEE", "payee"]
  ]),
  currency: new Map([["CURSYM", "currency"]]),
  // The amount is in the account's currency here, converted from this one.
  originalCurrency: new Map(),
  payee: new Map([["NAME", "payee"]]),
  payeeAccount: new Map([["ACCTID", "payeeAccount"]])
}

/** What makes two records one when a tag between them got lost: reading either's values would be a guess. */
const identifying: ReadonlySet<Field> = new Set(["posted", "pendingSince", "amount", "bankId"])

type Outcome = Transaction | Rejection

// A record may come before the account is known; the session settles which it is.
const unsettled = 0

const note = (code: string, message: string): Note => ({ code, message })

/** One text of a name and a memo, where banks split one between the two or repeat the one in the other. */
const describe = (name: string | null, memo: string | null): string => {
  if (name === null || memo === null) return name ?? memo ?? ""
  if (memo.includes(name)) return memo
  return name.includes(memo) ? name : `${name} ${memo}`
}

export class OfxRecord {
  readonly line: number
  readonly #isPending: boolean
  readonly #values = new Map<Field, string>()
  #isRepeated = false

  constructor(line: number, isPending: boolean) {
    this.line = line
    this.#isPending = isPending
  }

  /** Takes an element's value; the first of its kind counts. */
  set(place: Place, name: string, value: string): void {
    const field = fields[place].get(name)
    if (field === undefined) return
    const earlier = this.#values.get(field)
    if (earlier === undefined) this.#values.set(field, value)
    else if (identifying.has(field) && (field !== "bankId" || earlier !== value)) this.#isRepeated = true
  }

  /** A record that the file's end cut off: what it holds may be half a value. */
  truncated(): Rejection {
    return this.#reject("record-truncated", "The file ends within this transaction.")
  }

  /** The record as it stands, of account 0 and in its own currency, else the given one. */
  finish(accountCurrency: string | null): Outcome {
    if (this.#isRepeated) {
      const reason = "A date, amount or FITID stands twice in this transaction, as if two had run into one."
      return this.#reject("field-repeated", reason)
    }
    const notes: Array<Note> = []
    const amountText = this.#values.get("amount")
    if (amountText === undefined) return this.#reject("amount-missing", "TRNAMT is missing or empty.")
    const amount = OfxAmount.read(amountText)
    if (amount === null) return this.#reject("amount-unreadable", "TRNAMT is not an amount.")
    if (amount.doubtful)
      notes.push(note("amount-doubtful", "TRNAMT's comma is read as the decimal mark, as OFX has it."))
    const dates = this.#dates(notes)
    if ("_tag" in dates) return dates

    const kind = this.#text("type")
    const isAgainstType =
      kind !== null && !Decimal.isZero(amount.value) && isOpposite(kind, Decimal.isNegative(amount.value))
    if (isAgainstType)
      notes.push(note("sign-against-type", "TRNAMT's sign is not what TRNTYPE says; the sign was kept."))
    if (this.#values.has("correction"))
      notes.push(note("correction", "This transaction corrects an earlier one, says CORRECTFITID."))

    const name = this.#text("payee") ?? this.#text("extendedName") ?? this.#text("name")
    const memo = this.#text("memo")
    const check = this.#text("check")
    const description = describe(name, memo)
    return {
      _tag: "Transaction",
      account: unsettled,
      status: this.#isPending ? "pending" : "booked",
      line: this.line,
      bookingDate: dates.booking,
      valueDate: dates.value,
      date: dates.date,
      amount: amount.value,
      currency: Currency.code(this.#values.get("currency") ?? "") ?? accountCurrency,
      description: description === "" && check !== null ? `Check ${check}` : description,
      counterparty: name,
      counterpartyAccount: this.#text("payeeAccount"),
      memo,
      bankId: this.#text("bankId"),
      kind,
      category: this.#text("category"),
      balance: null,
      details: [],
      notes
    }
  }

  #text(field: Field): string | null {
    return this.#values.get(field) ?? null
  }

  /** DTPOSTED (DTTRAN where pending) is the booking date, DTAVAIL the value date; DTUSER helps out where both are missing. */
  #dates(notes: Array<Note>): { booking: string | null; value: string | null; date: string } | Rejection {
    const [first, second]: ReadonlyArray<Field> = this.#isPending
      ? ["pendingSince", "posted"]
      : ["posted", "pendingSince"]
    const bookingField = first !== undefined && this.#values.has(first) ? first : second
    const bookingText = bookingField === undefined ? undefined : this.#values.get(bookingField)
    const availableText = this.#values.get("available")
    const available = availableText === undefined ? null : OfxDate.read(availableText)
    if (bookingText !== undefined) {
      const booking = OfxDate.read(bookingText)
      if (booking.date === null)
        return this.#rejectDate(bookingField === "posted" ? "DTPOSTED" : "DTTRAN", booking.problem)
      if (available !== null && available.date === null) {
        notes.push(note("value-date-unreadable", "DTAVAIL is no date and was left out."))
      }
      return { booking: booking.date, value: available?.date ?? null, date: booking.date }
    }
    if (available !== null) {
      if (available.date === null) return this.#rejectDate("DTAVAIL", available.problem)
      return { booking: null, value: available.date, date: available.date }
    }
    const userText = this.#values.get("user")
    if (userText === undefined) {
      return this.#reject("date-missing", `${this.#isPending ? "DTTRAN" : "DTPOSTED"} is missing or empty.`)
    }
    const user = OfxDate.read(userText)
    if (user.date === null) return this.#rejectDate("DTUSER", user.problem)
    notes.push(note("date-of-purchase", "There is no DTPOSTED; the date is DTUSER, on which the payment was made."))
    return { booking: user.date, value: null, date: user.date }
  }

  #rejectDate(field: string, problem: OfxDate.Problem): Rejection {
    switch (problem) {
      case "impossible":
        return this.#reject("date-impossible", `${field} names a day that does not exist.`)
      case "ambiguous":
        return this.#reject("date-ambiguous", `${field} is not written as OFX has it and could be more than one day.`)
      case "unreadable":
        return this.#reject("date-unreadable", `${field} is not a date.`)
    }
  }

  #reject(code: string, reason: string): Rejection {
    return { _tag: "Rejection", account: unsettled, line: this.line, code, reason }
  }
}

const isOpposite = (kind: string, isNegative: boolean): boolean => {
  const capitals = kind.toUpperCase()
  return isNegative ? capitals === "CREDIT" : capitals === "DEBIT"
}
