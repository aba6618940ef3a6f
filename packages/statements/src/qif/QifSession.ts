/**
 * Reads the records of a QIF file into items: which section a record stands in, and which account that is.
 *
 * An `!Account` record names the account that the transactions after it belong to; without one, a first record that sets
 * the opening balance does, by the account that its transfer goes to. Accounts that are only listed come
 * last, each as a statement without transactions. A record counts as read at its `^`, or where a header or the file's end
 * takes the place of one.
 */
import * as BalanceProof from "../BalanceProof.ts"
import type { ReadOptions, Session } from "../Format.ts"
import type { Account, Balance, Item, Note } from "../Statement.ts"
import * as QifDate from "./QifDate.ts"
import { QifLines, tooLong } from "./QifLines.ts"
import { clean, QifRecord, readAmount } from "./QifRecord.ts"
import * as QifSection from "./QifSection.ts"
import type { QifPlan } from "./QifSurvey.ts"

interface Declared {
  readonly name: string | null
  readonly kind: Account["kind"]
  readonly balance: Balance | null
  hasStatement: boolean
}

interface Statement {
  readonly index: number
  readonly kind: Account["kind"]
  readonly declared: Declared | null
  /** From `!Account`, or from the first record. */
  name: string | null
  /** The account is emitted with its first record, which may be the one that names it. */
  isAnnounced: boolean
}

/** Accounts that a file may list without transactions. */
const maxListed = 10_000

const noOpening = BalanceProof.unknown(
  "QIF states no opening balance apart from the transactions, so there is nothing to add them to."
)

class QifSession implements Session {
  rowsRead = 0
  readonly #plan: QifPlan
  readonly #maxLength: number
  readonly #lines: QifLines
  #section: QifSection.Section = QifSection.implied
  #record: QifRecord | null = null
  #recordLength = 0
  /** The `!Account` record in the making. */
  #fields = new Map<string, string>()
  readonly #declared = new Map<string, Declared>()
  #current: Declared | null = null
  /** Accounts declared since the last header: after a list of several, none of them is the current one. */
  #listed = 0
  #statement: Statement | null = null
  #accounts = 0
  #items: Array<Item> = []
  readonly #notes = new Map<string, string>()

  constructor(options: Required<ReadOptions>, plan: QifPlan) {
    this.#plan = plan
    this.#maxLength = options.maxFieldLength
    this.#lines = new QifLines((text, line) => this.#line(text, line), options.maxFieldLength)
  }

  write(text: string): ReadonlyArray<Item> {
    this.#lines.write(text)
    return this.#take()
  }

  end(): ReadonlyArray<Item> {
    const isCutOff = this.#lines.end()
    this.#endRecord(isCutOff ? "cut-off" : "unended", 0)
    if (this.#section._tag === "Accounts") this.#endAccount()
    this.#closeStatement()
    for (const declared of this.#declared.values()) {
      if (declared.hasStatement) continue
      this.#open(declared.kind, declared)
      this.#closeStatement()
    }
    return this.#take()
  }

  readonly summary = (): { csv: null; notes: ReadonlyArray<Note> } => {
    const notes = [...this.#notes].map(([code, message]): Note => ({ code, message }))
    if (this.rowsRead > 0) notes.push(...planNotes(this.#plan))
    return { csv: null, notes }
  }

  #take(): ReadonlyArray<Item> {
    const items = this.#items
    this.#items = []
    return items
  }

  #line(raw: string, line: number): void {
    const text = raw.trim()
    if (text === "") return
    const header = QifSection.header(text)
    if (header !== null) return this.#header(header, line)
    if (text.charCodeAt(0) === 0x5e) {
      if (this.#section._tag === "Accounts") this.#endAccount()
      else this.#endRecord("ended", line)
      return
    }
    const code = text.charAt(0)
    const value = text.slice(1).trim()
    if (this.#section._tag === "Accounts") {
      if (!this.#fields.has(code)) this.#fields.set(code, value)
      return
    }
    if (this.#section._tag === "List") return
    this.#recordLength += text.length
    if (this.#recordLength > this.#maxLength) throw tooLong("record", this.#maxLength, line)
    this.#record ??= new QifRecord(line)
    this.#record.set(code, value)
  }

  #header(header: QifSection.Header, line: number): void {
    this.#endRecord("unended", line)
    if (this.#section._tag === "Accounts") this.#endAccount()
    switch (header._tag) {
      case "Option":
        return
      case "AccountListEnds":
        if (this.#listed > 1) this.#current = null
        this.#leaveAccount()
        this.#section = QifSection.implied
        return
      case "Accounts":
        this.#listed = 0
        break
      case "Transactions":
        this.#openFor(header.kind)
        break
      case "Unknown":
        this.#leaveAccount()
        break
      case "List":
      case "Implied":
    }
    this.#section = header
  }

  /** What follows is of no known type: not the account's whose transactions stood before it. */
  #leaveAccount(): void {
    this.#closeStatement()
    if (this.#current?.hasStatement === true) this.#current = null
  }

  #endAccount(): void {
    const fields = this.#fields
    if (fields.size === 0) return
    this.#fields = new Map()
    this.#closeStatement()
    const name = clean(fields.get("N") ?? "")
    const type = QifSection.header(`!Type:${fields.get("T") ?? ""}`)
    const declared: Declared = {
      name: name === "" ? null : name,
      kind: type?._tag === "Transactions" ? type.kind : null,
      balance: statementBalance(fields, this.#plan),
      hasStatement: false
    }
    this.#listed++
    this.#current = declared
    if (declared.name === null) return
    const known = this.#declared.get(declared.name)
    if (known !== undefined) declared.hasStatement = known.hasStatement
    if (known !== undefined || this.#declared.size < maxListed) this.#declared.set(declared.name, declared)
  }

  #endRecord(how: "ended" | "unended" | "cut-off", line: number): void {
    const record = this.#record
    this.#record = null
    this.#recordLength = 0
    const section = this.#section
    if (section._tag === "Accounts" || section._tag === "List") return
    if (record === null) {
      // A `^` after nothing is a record, an empty one, where records of transactions are expected.
      if (how !== "ended" || section._tag !== "Transactions") return
    } else if (!isTransaction(record, section, how)) {
      if (section._tag === "Unknown") {
        this.#notes.set("section-unknown", "A section of unknown type holds records that are no transactions.")
      }
      return
    } else if (how === "unended") {
      this.#notes.set("record-unended", "A record ends without the ^ that should end it; it was read nevertheless.")
    }
    if (section._tag !== "Transactions" && this.#statement === null) {
      this.#notes.set("section-assumed", "Transactions stand under no header that names a type of account.")
      this.#openFor(this.#current?.kind ?? null)
    }
    const statement = this.#statement ?? this.#openFor(section._tag === "Transactions" ? section.kind : null)
    this.rowsRead++
    const finished = record ?? new QifRecord(line)
    this.#announce(statement, finished.ownAccount)
    this.#items.push(
      how === "cut-off"
        ? finished.truncated(statement.index)
        : finished.finish({ account: statement.index, name: statement.name, kind: statement.kind }, this.#plan)
    )
  }

  /** The statement that transactions of this kind belong to: the open one, where it is the same account. */
  #openFor(kind: Account["kind"]): Statement {
    const open = this.#statement
    if (open !== null && open.declared === this.#current) {
      if (open.kind === kind) return open
      // Another type of account under the same `!Account` is another account, one that the file does not name.
      this.#current = null
    }
    this.#closeStatement()
    return this.#open(kind, this.#current)
  }

  #open(kind: Account["kind"], declared: Declared | null): Statement {
    const statement: Statement = {
      index: this.#accounts++,
      kind,
      declared,
      name: declared?.name ?? null,
      isAnnounced: false
    }
    this.#statement = statement
    if (declared !== null) declared.hasStatement = true
    return statement
  }

  #announce(statement: Statement, ownName: string | null): void {
    if (statement.isAnnounced) return
    statement.isAnnounced = true
    statement.name ??= ownName
    const name = statement.name
    this.#items.push({
      _tag: "Account",
      index: statement.index,
      account: name,
      currency: null,
      name,
      kind: statement.kind
    })
  }

  #closeStatement(): void {
    const statement = this.#statement
    if (statement === null) return
    this.#statement = null
    this.#announce(statement, null)
    const closing = statement.declared?.balance ?? null
    this.#items.push({
      _tag: "Balances",
      account: statement.index,
      opening: null,
      closing,
      check: closing === null ? BalanceProof.unknown("The file states no balance of this account.") : noOpening
    })
  }
}

/** Whether a record is one of a transaction: always under a header that says so, else by what it holds. */
const isTransaction = (
  record: QifRecord,
  section: QifSection.Section,
  how: "ended" | "unended" | "cut-off"
): boolean => {
  if (section._tag === "Transactions") return true
  // Above all headers, a damaged record is told from a preamble by the `^` that ends it.
  return (
    record.likeness === "transaction" ||
    (section._tag === "Implied" && how === "ended" && record.likeness === "damaged")
  )
}

/** The balance of the last statement, `$` on the date `/`: only with its date does it say anything. */
const statementBalance = (fields: ReadonlyMap<string, string>, plan: QifPlan): Balance | null => {
  const date = QifDate.parse(fields.get("/") ?? "", plan.dateOrder)
  const amount = date === null ? null : readAmount(fields.get("$") ?? "", plan)
  return amount === null ? null : { amount, currency: null, date }
}

const planNotes = (plan: QifPlan): ReadonlyArray<Note> => {
  const notes: Array<Note> = []
  const order = { mdy: "month first", dmy: "day first", ymd: "year first" }[plan.dateOrder]
  if (plan.dateOrderCertainty === "assumed") {
    notes.push({
      code: "date-order-ambiguous",
      message: `The dates fit day first and month first alike; ${order} was assumed.`
    })
  } else if (plan.dateOrderCertainty === "inferred") {
    notes.push({
      code: "date-order-inferred",
      message: `Not every date settles the order; most of them, or their sequence, say ${order}.`
    })
  }
  const mark = plan.decimalMark === "." ? "point" : "comma"
  if (plan.decimalMarkCertainty === "assumed") {
    notes.push({
      code: "decimal-mark-ambiguous",
      message: `The amounts fit either decimal mark; the ${mark} was assumed.`
    })
  } else if (plan.decimalMarkCertainty === "inferred") {
    notes.push({
      code: "decimal-mark-mixed",
      message: `Amounts use either decimal mark; those that fit both are read with the ${mark}.`
    })
  }
  return notes
}

/** Opens the reading of one QIF file. */
export const open = (options: Required<ReadOptions>, plan: QifPlan): Session => new QifSession(options, plan)
