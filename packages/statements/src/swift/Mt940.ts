/**
 * SWIFT customer statements (MT940) and interim transaction reports (MT942), as banks export them: with or without SWIFT
 * blocks, several messages in a file, on proper lines or not.
 *
 * The record is field 61: each one counts, and comes out as a transaction or as a rejection.
 */
import { clean, cleanOrNull } from "../camt/PlainText.ts"
import type { Format, Head, ReadOptions, Recognition, Session } from "../Format.ts"
import {
  type Balance,
  type Item,
  type Note,
  type Rejection,
  StatementRejected,
  type Transaction
} from "../Statement.ts"
import { AccountStatement } from "./AccountStatement.ts"
import { FieldReader } from "./Fields.ts"
import * as Narrative from "./Narrative.ts"
import * as StatementLine from "./StatementLine.ts"
import * as SwiftAmount from "./SwiftAmount.ts"
import * as SwiftDate from "./SwiftDate.ts"

const block = /\{2:[IO]94(?:0|2)/
const interimBlock = /\{2:[IO]942/
const line61 = /:61:\s{0,4}[0-9]{6}(?:[0-9]{4})?(?:R[CD]|E[CD]|[CD])[A-Z]?[\s0-9,.]/
const balance = /:6[02][FM]?:\s{0,4}[CD][0-9]{6}[A-Z]{3}/
const interimField = /:34F:[A-Z]{3}|:13D?:[0-9]{6}|:90[CD]:[0-9]/
const headField = /(?:^|[\r\n{}:])[ \t]{0,8}:?(?:20:|25P?:|28C?:)/

const recognize = ({ text }: Head): Recognition | null => {
  const hasRow = line61.test(text)
  const hasBalance = balance.test(text)
  const hasInterim = interimField.test(text)
  const format = interimBlock.test(text) || (hasInterim && !hasBalance) ? "mt942" : "mt940"
  const claim = (score: number): Recognition => ({
    format,
    score,
    certainty: score >= 0.95 ? "stated" : "inferred",
    declaredEncoding: null
  })
  const start = text.trimStart()
  // What is XML, JSON or a mail that quotes a statement is not one.
  if (start.startsWith("<")) return null
  if (block.test(text)) return claim(1)
  const hasHead = headField.test(text)
  if (hasBalance && (hasHead || hasRow)) return claim(0.97)
  if (hasInterim && hasHead) return claim(0.95)
  if (hasRow && hasHead) return claim(0.9)
  if (hasRow && /^[\uFEFF\s]{0,64}:61:/.test(text)) return claim(0.8)
  return hasRow ? claim(0.3) : null
}

const iban = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/
// Rabobank's supplementary details are the other side's account: an IBAN or a former giro number.
const giro = /^P[0-9]{9}$/
// An account identification ends with 35 characters (`35x`); some banks add the currency to it.
const accountWidth = 35
const accountCurrency = /[0-9 ]([A-Z]{3})$/

/** The message that is being read. */
interface Message {
  readonly account: string | null
  readonly opening: Balance | null
  readonly openingIsFinal: boolean
  readonly currency: string | null
  readonly isContinued: boolean
  readonly isClosed: boolean
}

const blankMessage: Message = {
  account: null,
  opening: null,
  openingIsFinal: true,
  currency: null,
  isContinued: false,
  isClosed: false
}

interface Row {
  readonly value: string
  readonly line: number
  readonly narrative: Array<string>
}

class SwiftSession implements Session {
  rowsRead = 0
  readonly #fields: FieldReader
  readonly #isInterim: boolean
  #items: Array<Item> = []
  #message: Message = blankMessage
  // The statement of the message being read, and one that waits for its next page.
  #statement: AccountStatement | null = null
  #waiting: AccountStatement | null = null
  #last: AccountStatement | null = null
  #statements = 0
  #row: Row | null = null
  readonly #notes = new Map<string, Note>()

  constructor(isInterim: boolean, options: Required<ReadOptions>) {
    this.#isInterim = isInterim
    this.#fields = new FieldReader(
      {
        field: (tag, value, line) => this.#field(tag, value, line),
        endOfMessage: () => this.#endMessage()
      },
      options.maxFieldLength
    )
  }

  write(text: string): ReadonlyArray<Item> {
    this.#fields.write(text)
    return this.#take()
  }

  end(): ReadonlyArray<Item> {
    this.#fields.end()
    this.#endMessage()
    this.#close(this.#waiting)
    if (this.#statements === 0) {
      throw new StatementRejected({
        code: "not-a-statement",
        looksLike: "a text with fields of a SWIFT message",
        reason: "The file holds no account statement: neither an account with balances nor a statement line.",
        mend: "Export the account statement as MT940, camt.053 or CSV instead.",
        line: null
      })
    }
    return this.#take()
  }

  readonly summary = (): { readonly csv: null; readonly notes: ReadonlyArray<Note> } => ({
    csv: null,
    notes: [...this.#notes.values()]
  })

  #take(): ReadonlyArray<Item> {
    const items = this.#items
    this.#items = []
    return items
  }

  #note(code: string, message: string): void {
    this.#notes.set(code, { code, message })
  }

  #set(change: Partial<Message>): void {
    this.#message = { ...this.#message, ...change }
  }

  #field(tag: string, value: string, line: number): void {
    switch (tag) {
      case "20":
        this.#endMessage()
        return
      case "25":
      case "25P":
        // A second account without a reference field before it.
        if (this.#message.account !== null || this.#statement !== null) this.#endMessage()
        this.#set({ account: this.#readAccount(value) })
        return
      case "60":
      case "60F":
      case "60M":
        return this.#openingBalance(tag !== "60M", value)
      case "34F":
        if (this.#message.currency === null) this.#set({ currency: /^\s*([A-Z]{3})/.exec(value)?.[1] ?? null })
        return
      case "61":
        this.#finishRow()
        this.rowsRead++
        this.#row = { value, line, narrative: [] }
        return
      case "86":
        // Without a statement line before it, it is about the statement as a whole.
        this.#row?.narrative.push(value)
        return
      case "62":
      case "62F":
      case "62M":
        return this.#closingBalance(tag !== "62M", value)
      case "64":
      case "65":
      case "90C":
      case "90D":
        this.#finishRow()
        return
    }
  }

  #readAccount(value: string): string | null {
    const text = cleanOrNull(SwiftAmount.firstLine(value.trimStart()))?.replace(/^\//, "") ?? null
    if (text === null || text.length <= accountWidth) return text
    this.#note("account-cut", `An account identification is longer than ${accountWidth} characters and was cut there.`)
    return text.slice(0, accountWidth)
  }

  #openingBalance(isFinal: boolean, value: string): void {
    const { account } = this.#message
    if (this.#statement !== null) {
      this.#endMessage()
      this.#set({ account })
    }
    const opening = SwiftAmount.readBalance(value)
    if (opening === null) this.#note("balance-unreadable", "A balance in field 60 is unreadable and was left out.")
    this.#set({ opening, openingIsFinal: isFinal, currency: opening?.currency ?? this.#message.currency })
  }

  #closingBalance(isFinal: boolean, value: string): void {
    this.#finishRow()
    const closing = SwiftAmount.readBalance(value)
    if (closing === null) this.#note("balance-unreadable", "A balance in field 62 is unreadable and was left out.")
    if (this.#message.currency === null && closing !== null) this.#set({ currency: closing.currency })
    const statement = this.#openStatement()
    if (isFinal) statement.closing = closing
    else statement.hasIntermediate = true
    this.#set({ isClosed: isFinal, isContinued: !isFinal })
  }

  /** The statement that the message belongs to. */
  #openStatement(): AccountStatement {
    if (this.#statement !== null) return this.#statement
    const { account, opening, openingIsFinal } = this.#message
    const currency = this.#message.currency ?? accountCurrency.exec(account ?? "")?.[1] ?? null
    const waiting = this.#waiting
    this.#waiting = null
    if (waiting !== null && !openingIsFinal && waiting.account === account) {
      this.#statement = waiting
      return waiting
    }
    this.#close(waiting)
    const statement = new AccountStatement(this.#statements++, account, currency)
    if (openingIsFinal) statement.opening = opening
    else statement.hasIntermediate = true
    this.#items.push(statement.open())
    this.#statement = statement
    this.#last = statement
    return statement
  }

  #endMessage(): void {
    this.#finishRow()
    const { account, isContinued, opening } = this.#message
    if (this.#statement === null && (account !== null || opening !== null)) this.#openStatement()
    if (isContinued) this.#waiting = this.#statement
    else this.#close(this.#statement)
    this.#statement = null
    this.#message = blankMessage
  }

  #close(statement: AccountStatement | null): void {
    if (statement !== null) this.#items.push(statement.close(this.#isInterim))
  }

  #finishRow(): void {
    const row = this.#row
    if (row === null) return
    this.#row = null
    if (this.#message.isClosed) this.#endMessage()
    const { account, opening } = this.#message
    if (this.#statement === null && account === null && opening === null && this.#last !== null) {
      // A line behind the end of a message: the file names no other account.
      this.#note("header-missing", "Entries outside of a message were taken to belong to the account before them.")
      this.#set({ account: this.#last.account, currency: this.#last.currency })
    }
    const statement = this.#openStatement()
    const item = readRow(row, statement)
    statement.add(item)
    this.#items.push(item)
  }
}

const readRow = (row: Row, statement: AccountStatement): Transaction | Rejection => {
  const line = StatementLine.read(row.value)
  if ("code" in line) return { _tag: "Rejection", account: statement.index, line: row.line, ...line }
  const narrative = Narrative.read(row.narrative)
  const supplementary = cleanOrNull(line.supplementary)
  const ownerReference = cleanOrNull(line.ownerReference)
  const counterparty = narrative.counterparty ?? cleanOrNull(line.name)
  const isAccount = supplementary !== null && (iban.test(supplementary) || giro.test(supplementary))
  const counterpartyAccount = narrative.counterpartyAccount ?? (isAccount ? supplementary : null)
  const further = [narrative.postingText, isAccount ? null : supplementary, ownerReference]
  const description = clean(
    narrative.purpose ||
      narrative.postingText ||
      counterparty ||
      (isAccount ? "" : supplementary) ||
      ownerReference ||
      ""
  )
  const memo = new Set(further.filter((text) => text !== null && text !== description))
  const notes: Array<Note> = []
  if (line.dateAdjusted) notes.push(SwiftDate.adjustedNote)
  if (line.isReversal) notes.push({ code: "reversal", message: "The bank takes back an earlier entry." })
  return {
    _tag: "Transaction",
    account: statement.index,
    status: line.isExpected ? "pending" : "booked",
    line: row.line,
    bookingDate: line.entryDate,
    valueDate: line.valueDate,
    date: line.entryDate ?? line.valueDate,
    amount: line.amount,
    currency: statement.currency,
    description,
    counterparty,
    counterpartyAccount,
    memo: memo.size === 0 ? null : [...memo].join("; "),
    bankId: cleanOrNull(line.bankReference),
    kind: line.type,
    category: null,
    balance: null,
    details: [],
    notes
  }
}

/** SWIFT MT940 and MT942. */
export const format: Format = {
  names: ["mt940", "mt942"],
  recognize,
  open: (recognition, options) => new SwiftSession(recognition.format === "mt942", options)
}
