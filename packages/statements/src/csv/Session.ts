/**
 * The second pass over a CSV file: each record becomes a transaction or a rejection, by the plan.
 *
 * One entry is held back at a time, because the next record may continue its description or, where the running balance
 * gives the signs of a newest-first file, carry the balance that it is compared with.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import * as Currency from "../Currency.ts"
import * as Decimal from "../Decimal.ts"
import type { ReadOptions, Session } from "../Format.ts"
import type { Balance, Certificate, Item, Note, Transaction } from "../Statement.ts"
import { CsvAccount, maxAccounts, type Outside } from "./CsvAccount.ts"
import { fold } from "./HeaderWords.ts"
import { carriesBalance, hasMoney, undatedLine } from "./Lines.ts"
import * as Money from "./Money.ts"
import type { Plan } from "./Plan.ts"
import { repair } from "./Repair.ts"
import { likelyDirection, section, status, type Status } from "./RowWords.ts"
import { summarize } from "./Summary.ts"
import { Row, Tokenizer } from "./Tokenizer.ts"

type Held = { -readonly [Key in keyof Transaction]: Transaction[Key] }

const noDetails: Transaction["details"] = []
const noNotes: Transaction["notes"] = []

const statedOnly: Note = {
  code: "date-assumed",
  message: "The pending entry has no date; the newest date of the file stands in."
}
const signAssumed: Note = {
  code: "sign-assumed",
  message: "Neither a sign nor a balance tells the direction of this amount."
}

export class CsvSession implements Session {
  rowsRead = 0
  readonly #plan: Plan
  readonly #tokenizer: Tokenizer
  readonly #accounts = new Map<string, CsvAccount>()
  #items: Array<Item> = []
  #ordinal = -1
  #held: Held | null = null
  #heldUnsigned = false
  #heldAccount: CsvAccount | null = null
  /** The balance before the held entry (ascending) for signs that come from balances. */
  #previousBalance: Decimal.Decimal | null
  #broken: { readonly fields: ReadonlyArray<string>; readonly line: number } | null = null
  readonly #counts = { header: 0, continuation: 0, footer: 0, blank: 0 }
  #repaired = 0
  #isPendingSection: boolean
  #footerOpening: Balance | null = null
  #footerClosing: Balance | null = null
  #checkedText = ""
  #hasControl = false
  #lastDateText = ""
  #lastDate: string | null = null
  readonly #foldedHeader: string | null
  /** Fields that a record must have so that no money or date column is missing. */
  readonly #required: number
  readonly #textColumns: ReadonlyArray<number>
  readonly #singleDescription: number

  constructor(options: Required<ReadOptions>, plan: Plan) {
    this.#plan = plan
    const { columns } = plan
    this.#required =
      1 +
      Math.max(columns.amount, columns.amount < 0 ? Math.max(columns.debit, columns.credit) : -1, columns.bookingDate)
    this.#textColumns = [...columns.description, ...columns.memo, columns.counterparty].filter((column) => column >= 0)
    this.#singleDescription = columns.description.length === 1 ? (columns.description[0] ?? -1) : -1
    this.#foldedHeader = plan.header === null ? null : fold(plan.header.join(" "))
    this.#previousBalance = plan.preamble.opening?.amount ?? null
    this.#isPendingSection = plan.preamble.pending
    this.#tokenizer = new Tokenizer(
      { delimiter: plan.delimiter, quote: plan.quote, maxFieldLength: options.maxFieldLength },
      (row) => this.#record(row)
    )
  }

  write(text: string): ReadonlyArray<Item> {
    this.#tokenizer.write(text)
    return this.#take()
  }

  end(): ReadonlyArray<Item> {
    this.#tokenizer.end()
    this.#flushBroken()
    this.#flush(null)
    if (this.#accounts.size === 0) this.#account("")
    const outside = this.#outside()
    for (const account of this.#accounts.values()) this.#items.push(account.balances(this.#plan, outside))
    return this.#take()
  }

  readonly summary = (): Pick<Certificate, "csv" | "notes"> =>
    summarize(this.#plan, {
      ...this.#counts,
      entries: this.rowsRead,
      before: Math.min(this.#plan.recordsBefore, this.#ordinal + 1),
      repaired: this.#repaired
    })

  #take(): ReadonlyArray<Item> {
    const items = this.#items
    this.#items = []
    return items
  }

  #record(row: Row): void {
    this.#ordinal++
    if (this.#ordinal < this.#plan.recordsBefore) return
    if (row.text !== this.#checkedText) {
      this.#checkedText = row.text
      this.#hasControl = row.text.includes("\u0000")
    }
    if (this.#hasControl && row.fields().some((field) => field.includes("\u0000"))) {
      this.#flushBroken()
      this.#reject(row, "control-character", "The row holds a NUL character; the file is damaged there.")
      return
    }
    if (this.#broken !== null && this.#completes(row)) return
    const width = this.#plan.width
    if (row.count > width) {
      let surplus = row.count
      while (surplus > width && row.isBlank(surplus - 1)) surplus--
      if (surplus > width) {
        this.#surplus(row, surplus)
        return
      }
    }
    this.#entry(row)
  }

  /** A record with more fields than the table has columns. */
  #surplus(row: Row, count: number): void {
    const repaired = repair(this.#plan, row, count, this.#textColumns)
    if (repaired !== null) {
      this.#repaired++
      this.#entry(repaired)
      return
    }
    if (this.#isRemark(row)) {
      this.#counts.footer++
      return
    }
    this.#reject(
      row,
      "columns-surplus",
      `The row has ${count} fields where the table has ${this.#plan.width} columns, and no reading of it fits.`
    )
  }

  #isRemark(row: Row): boolean {
    return this.#ordinal > this.#plan.lastDatedRecord && !hasMoney(row, this.#plan.columns)
  }

  #entry(row: Row): void {
    const { columns } = this.#plan
    const isBooked = columns.bookingDate >= 0
    const bookingText = isBooked ? Money.trimmed(row, columns.bookingDate) : ""
    const bookingDate = bookingText === "" ? null : this.#date(bookingText)
    if (bookingDate !== null) {
      this.#dated(
        row,
        bookingDate,
        columns.valueDate < 0 ? null : this.#date(Money.trimmed(row, columns.valueDate)),
        null
      )
      return
    }
    const valueText = Money.trimmed(row, columns.valueDate)
    const transactionText = Money.trimmed(row, columns.transactionDate)
    if (bookingText === "" && valueText === "" && transactionText === "") {
      this.#undated(row)
      return
    }
    // The booking date is blank or a word for pending: another date of the row can stand in.
    const state = status(bookingText) ?? status(valueText) ?? status(transactionText)
    if (bookingText === "" || state === "pending") {
      const valueDate = valueText === "" ? null : this.#date(valueText)
      const transactionDate = transactionText === "" ? null : this.#date(transactionText)
      if (valueDate !== null || transactionDate !== null || state === "pending") {
        this.#dated(row, state === "pending" ? null : transactionDate, valueDate, state)
        return
      }
    }
    this.#unreadableDate(row, bookingText !== "" ? bookingText : valueText !== "" ? valueText : transactionText)
  }

  #unreadableDate(row: Row, text: string): void {
    if (this.#isHeader(row)) {
      this.#counts.header++
      return
    }
    if (CalendarDate.looksLikeDate(text)) {
      this.#reject(row, "date-impossible", `The date is none that exists, read as ${this.#plan.dateOrder}.`)
      return
    }
    if (this.#isTitle(row)) return
    const line = undatedLine(row)
    if (line !== null || this.#isRemark(row)) {
      this.#remark(row, line)
      return
    }
    this.#reject(row, "date-unreadable", "The date column holds no date.")
  }

  /** A title between the entries, which says whether those below it are booked. */
  #isTitle(row: Row): boolean {
    const filled = row.fields().filter((field) => field.trim() !== "")
    const title = filled.length === 1 ? section(filled[0] ?? "") : null
    if (title === null) return false
    this.#isPendingSection = title === "pending"
    this.#counts.footer++
    return true
  }

  #isHeader(row: Row): boolean {
    return this.#foldedHeader !== null && row.count > 1 && fold(row.fields().join(" ")) === this.#foldedHeader
  }

  /** A line of a balance, total or remark: its balances are put to use. */
  #remark(row: Row, kind: "opening" | "closing" | "total" | null): void {
    this.#counts.footer++
    if (kind !== "opening" && kind !== "closing") return
    for (let column = row.count - 1; column >= 0; column--) {
      const text = Money.trimmed(row, column)
      if (text === "" || CalendarDate.looksLikeDate(text)) continue
      const amount = Amount.read(text, this.#plan.decimalMark)
      if (amount === null) continue
      const date = this.#date(Money.trimmed(row, this.#plan.columns.bookingDate))
      const balance = { amount: amount.value, currency: amount.currency ?? this.#plan.currency, date }
      if (kind === "opening") {
        this.#footerOpening ??= balance
        this.#previousBalance ??= balance.amount
      } else this.#footerClosing = balance
      return
    }
  }

  #undated(row: Row): void {
    const { columns } = this.#plan
    if (row.isEmpty) {
      this.#counts.blank++
      return
    }
    if (this.#isTitle(row)) return
    const noMoney = !hasMoney(row, columns) && (columns.balance < 0 || row.isBlank(columns.balance))
    const text = this.#textColumns.map((column) => Money.trimmed(row, column)).filter((part) => part !== "")
    if (noMoney && text.length > 0 && (this.#held !== null || this.rowsRead > 0)) {
      this.#counts.continuation++
      const held = this.#held
      // After a rejected row the line has nothing to continue; it belongs to the rejection.
      if (held !== null) held.description = [held.description, ...text].filter((part) => part !== "").join(" ")
      return
    }
    const line = undatedLine(row)
    if (line !== null || this.#isRemark(row)) {
      this.#remark(row, line)
      return
    }
    if (columns.status >= 0 && status(Money.trimmed(row, columns.status)) === "pending") {
      this.#dated(row, null, null, "pending")
      return
    }
    this.#reject(row, "date-missing", "The row has no date.")
  }

  /** Remembers the last date: rows of one day follow each other. */
  #date(text: string): string | null {
    if (text === this.#lastDateText) return this.#lastDate
    this.#lastDateText = text
    this.#lastDate = CalendarDate.parse(text, this.#plan.dateOrder)
    return this.#lastDate
  }

  #dated(row: Row, bookingDate: string | null, valueDate: string | null, dateStatus: Status | null): void {
    const plan = this.#plan
    const { columns } = plan
    const ahead = carriesBalance(row, columns)
    if (ahead !== null) {
      this.#remark(row, ahead)
      return
    }
    if (row.count < this.#required && row.count > 1) {
      // The rest may stand on the next line, behind a line break that should have been quoted.
      this.#flushBroken()
      this.#broken = { fields: row.fields(), line: row.line }
      return
    }
    const money = Money.read(plan, row)
    const ownState = dateStatus ?? (columns.status < 0 ? null : status(Money.trimmed(row, columns.status)))
    const state = ownState ?? (this.#isPendingSection ? "pending" : null)
    if (typeof money === "string") {
      this.#rejectMoney(row, money)
      return
    }
    if (state === "void") {
      this.#reject(row, "not-booked", "The row's status says that the entry was declined, cancelled or reverted.")
      return
    }
    const date = bookingDate ?? valueDate ?? plan.newestDate
    if (date === null) {
      this.#reject(row, "date-missing", "The row has no date.")
      return
    }
    const balanceText = columns.balance < 0 ? "" : Money.trimmed(row, columns.balance)
    const balance = balanceText === "" ? null : Amount.parse(balanceText, plan.decimalMark)
    const account = this.#account(columns.account < 0 ? "" : Money.trimmed(row, columns.account))
    const currencyText = columns.currency < 0 ? "" : Money.trimmed(row, columns.currency)
    const currency = (currencyText === "" ? null : Currency.code(currencyText)) ?? money.currency ?? plan.currency
    const cell = (column: number): string | null => {
      if (column < 0) return null
      const text = Money.trimmed(row, column)
      return text === "" ? null : text
    }
    const counterparty = cell(columns.counterparty)
    const memo = columns.memo.length === 0 ? null : this.#joined(row, columns.memo)
    const described =
      this.#singleDescription >= 0
        ? Money.trimmed(row, this.#singleDescription)
        : this.#joined(row, columns.description)
    const kind = cell(columns.kind)
    this.#flush(balance)
    this.rowsRead++
    this.#heldUnsigned = money.unsigned
    this.#heldAccount = account
    this.#held = {
      _tag: "Transaction",
      account: account.index,
      status: state === "pending" ? "pending" : "booked",
      line: row.line,
      bookingDate,
      valueDate,
      date,
      amount: money.value,
      currency,
      description: described !== null && described !== "" ? described : (counterparty ?? memo ?? kind ?? ""),
      counterparty,
      counterpartyAccount: cell(columns.counterpartyAccount),
      memo,
      bankId: cell(columns.bankId),
      kind,
      category: cell(columns.category),
      balance,
      details: noDetails,
      notes: bookingDate === null && valueDate === null ? [statedOnly] : noNotes
    }
  }

  #joined(row: Row, columns: ReadonlyArray<number>): string | null {
    let joined = ""
    for (const column of columns) {
      const text = Money.trimmed(row, column)
      if (text !== "" && text !== joined) joined = joined === "" ? text : `${joined} ${text}`
    }
    return joined === "" ? null : joined
  }

  /** Hands the held entry out; `next` is the balance after the record that follows it, for signs in newest-first files. */
  #flush(next: Decimal.Decimal | null): void {
    const held = this.#held
    const account = this.#heldAccount
    if (held === null || account === null) return
    if (this.#heldUnsigned) this.#sign(held, next)
    if (held.balance !== null) this.#previousBalance = held.balance
    this.#held = null
    if (held.status === "booked") account.add(held)
    this.#items.push(held)
  }

  /** The sign that makes the running balance move by the amount; the words of the entry where it cannot tell. */
  #sign(held: Held, next: Decimal.Decimal | null): void {
    const before = this.#plan.order === "descending" ? next : this.#previousBalance
    if (before !== null && held.balance !== null) {
      const rise = Decimal.subtract(held.balance, before)
      if (Decimal.equals(rise, held.amount)) return
      if (Decimal.equals(rise, Decimal.negate(held.amount))) {
        held.amount = Decimal.negate(held.amount)
        return
      }
    }
    held.notes = [...held.notes, signAssumed]
    if (likelyDirection(`${held.description} ${held.kind ?? ""}`) !== "in") held.amount = Decimal.negate(held.amount)
  }

  #account(identifier: string): CsvAccount {
    const found = this.#accounts.get(identifier)
    if (found !== undefined) return found
    if (this.#accounts.size >= maxAccounts) {
      const [first] = this.#accounts.values()
      if (first !== undefined) return first
    }
    const account = new CsvAccount(this.#accounts.size)
    this.#accounts.set(identifier, account)
    this.#flush(null)
    const { accountKind, columns, currency, preamble } = this.#plan
    this.#items.push({
      _tag: "Account",
      index: account.index,
      account:
        identifier !== "" ? identifier : columns.account < 0 || this.#accounts.size === 1 ? preamble.account : null,
      currency,
      name: preamble.accountName,
      kind: accountKind
    })
    return account
  }

  /** What the file states outside the entries, which is of the account where there is only one. */
  #outside(): Outside {
    const { preamble } = this.#plan
    if (this.#accounts.size > 1) return { opening: null, closing: null }
    return { opening: preamble.opening ?? this.#footerOpening, closing: this.#footerClosing ?? preamble.closing }
  }

  #reject(row: Row, code: string, reason: string): void {
    this.#flush(null)
    const identifier = this.#plan.columns.account < 0 ? "" : Money.trimmed(row, this.#plan.columns.account)
    const state = this.#accounts.get(identifier) ?? (this.#plan.columns.account < 0 ? this.#account("") : null)
    this.rowsRead++
    state?.reject()
    this.#previousBalance = null
    this.#items.push({ _tag: "Rejection", account: state?.index ?? null, line: row.line, code, reason })
  }

  #rejectMoney(row: Row, problem: Money.MoneyProblem): void {
    if (problem === "missing") this.#reject(row, "amount-missing", "The row has no amount.")
    else if (problem === "both")
      this.#reject(row, "amount-ambiguous", "The row has an amount in the debit and in the credit column.")
    else
      this.#reject(
        row,
        "amount-unreadable",
        `The amount is none that can be read with "${this.#plan.decimalMark}" as the decimal mark and a known direction.`
      )
  }

  /** Whether this record is the rest of a record that a line break cut in two; if so it is read as one. */
  #completes(row: Row): boolean {
    const broken = this.#broken
    if (broken === null) return false
    const [first = "", ...rest] = row.fields()
    const head = broken.fields.slice(0, -1)
    const isRest = head.length + 1 + rest.length === this.#plan.width && this.#date(first.trim()) === null
    if (!isRest) {
      this.#flushBroken()
      return false
    }
    this.#broken = null
    const joined = Row.of([...head, `${broken.fields.at(-1) ?? ""} ${first}`, ...rest], broken.line)
    this.#counts.continuation++
    this.#entry(joined)
    return true
  }

  #flushBroken(): void {
    const broken = this.#broken
    if (broken === null) return
    this.#broken = null
    this.#reject(
      Row.of(broken.fields, broken.line),
      "columns-missing",
      `The row has ${broken.fields.length} fields where the table has ${this.#plan.width} columns.`
    )
  }
}
