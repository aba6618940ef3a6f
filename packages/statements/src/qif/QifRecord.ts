/**
 * One QIF record in the making: takes its lines, each a one-letter code and a value, and ends as a transaction or a
 * rejection. Codes are those of Intuit's "Quicken Interchange Format (QIF) files".
 */
import * as Amount from "../Amount.ts"
import * as Decimal from "../Decimal.ts"
import type { Account, Detail, Note, Rejection, Transaction } from "../Statement.ts"
import * as QifDate from "./QifDate.ts"
import * as QifInvestment from "./QifInvestment.ts"
import type { QifPlan } from "./QifSurvey.ts"

/** The amount under the file's decimal mark, or under the other one where the text can only be read with that. */
export const readAmount = (text: string, plan: QifPlan): Decimal.Decimal | null =>
  Amount.parse(text, plan.decimalMark) ?? Amount.parse(text, plan.decimalMark === "." ? "," : ".")

// oxlint-disable-next-line no-control-regex -- control characters are what it is for
const controls = /[\u0000-\u001f\u007f]/g

/** A text as the model keeps it: well-formed Unicode, tabs as blanks, other control characters as U+FFFD. */
export const clean = (text: string): string => {
  const value = text.search(controls) < 0 ? text : text.replace(controls, (code) => (code === "\t" ? " " : "\ufffd"))
  return value.isWellFormed() ? value : value.toWellFormed()
}

/** The account that a record belongs to: its index, its name where the file gives one, and its kind. */
export interface Owner {
  readonly account: number
  readonly name: string | null
  readonly kind: Account["kind"]
}

interface Split {
  target: string
  memo: string
  amount: string
}

/** A category, or the account that a transfer's other side is on: `[Savings]`. A class after a slash is left out. */
const readTarget = (text: string): { readonly category: string | null; readonly account: string | null } => {
  if (text.startsWith("[")) {
    const end = text.indexOf("]")
    const account = end < 0 ? text.slice(1) : text.slice(1, end)
    return { category: null, account: account === "" ? null : account }
  }
  const slash = text.indexOf("/")
  const category = (slash < 0 ? text : text.slice(0, slash)).trim()
  return { category: category === "" || category === "--Split--" ? null : category, account: null }
}

const openingBalances: ReadonlySet<string> = new Set([
  "opening balance",
  "anfangssaldo",
  "anfangsbestand",
  "solde initial",
  "solde d'ouverture",
  "saldo inicial",
  "saldo iniziale",
  "beginsaldo",
  "startsaldo"
])

const note = (code: string, message: string): Note => ({ code, message })

export class QifRecord {
  /** Line of the record's first field. */
  readonly line: number
  readonly #values = new Map<string, string>()
  readonly #splits: Array<Split> = []
  #isRepeated = false

  constructor(line: number) {
    this.line = line
  }

  /** Takes a line's code and value. A split goes on until the next one begins, and has its own memo, amount and date. */
  set(code: string, value: string): void {
    if (code === "S") {
      this.#splits.push({ target: value, memo: "", amount: "" })
      return
    }
    const split = this.#splits.at(-1)
    if (
      split !== undefined &&
      (code === "E" || code === "$" || code === "%" || (code === "D" && this.#values.has("D")))
    ) {
      if (code === "E") split.memo = value
      if (code === "$") split.amount = value
      return
    }
    if (value === "") return
    if (!this.#values.has(code)) this.#values.set(code, value)
    else if (code === "D" || code === "T" || code === "U") this.#isRepeated = true
  }

  /** How much of it only a transaction has: a date and an amount, one of the two, or neither. */
  get likeness(): "transaction" | "damaged" | "none" {
    const hasDate = this.#values.has("D")
    const hasAmount = this.#values.has("T") || this.#values.has("U")
    return hasDate && hasAmount ? "transaction" : hasDate || hasAmount ? "damaged" : "none"
  }

  /** The account that a record of an opening balance belongs to: the format names it there as if it were a transfer. */
  get ownAccount(): string | null {
    return this.#isNamedOpeningBalance ? this.#target.account : null
  }

  get #isNamedOpeningBalance(): boolean {
    return openingBalances.has((this.#values.get("P") ?? "").toLowerCase())
  }

  get #target(): ReturnType<typeof readTarget> {
    return readTarget(this.#text("L") ?? "")
  }

  /** A record that the file's end cut off within a line: what it holds may be half a value. */
  truncated(account: number): Rejection {
    return this.#reject(account, "record-truncated", "The file ends within this record.")
  }

  finish(owner: Owner, plan: QifPlan): Transaction | Rejection {
    const { account, kind } = owner
    if (this.#values.size === 0 && this.#splits.length === 0) {
      return this.#reject(account, "record-empty", "The record is empty.")
    }
    if (this.#isRepeated) {
      const reason = "The date or the amount stands twice in this record, as if two had run into one."
      return this.#reject(account, "field-repeated", reason)
    }
    const notes: Array<Note> = []
    const dateText = this.#values.get("D")
    if (dateText === undefined) return this.#reject(account, "date-missing", "The date (D) is missing or empty.")
    const date = QifDate.parse(dateText, plan.dateOrder)
    if (date === null) {
      return QifDate.problem(dateText, plan.dateOrder) === "impossible"
        ? this.#reject(
            account,
            "date-impossible",
            `The date (D) names a day that does not exist, read as ${orderInWords[plan.dateOrder]}.`
          )
        : this.#reject(account, "date-unreadable", "The date (D) is not a date.")
    }
    const total = this.#total(account, plan, notes)
    if (typeof total !== "string") return total
    const amount = kind === "investment" ? this.#cash(account, total) : total
    if (typeof amount !== "string") return amount

    const payee = this.#text("P")
    const memo = this.#text("M")
    const number = this.#text("N")
    const target = this.#target
    // A transfer from an account to itself is how the format writes the balance that it opens with.
    const isOpeningBalance = this.#isNamedOpeningBalance || (target.account !== null && target.account === owner.name)
    if (isOpeningBalance) {
      notes.push(note("opening-balance", "This record sets the account's opening balance; it is no payment."))
    }
    const details = this.#details(plan)
    if (details.length > 0 && !addsUp(details, total)) {
      notes.push(note("splits-differ", "The splits do not add up to the record's amount; the amount was kept."))
    }
    const isCheck = number !== null && /^\d+$/.test(number)
    return {
      _tag: "Transaction",
      account,
      status: "booked",
      line: this.line,
      bookingDate: date,
      valueDate: null,
      date,
      amount,
      currency: null,
      description: payee ?? memo ?? this.#text("Y") ?? (isCheck ? `Check ${number}` : ""),
      counterparty: this.#isNamedOpeningBalance ? null : payee,
      counterpartyAccount: isOpeningBalance ? null : target.account,
      memo,
      bankId: null,
      kind: isCheck ? null : number,
      category: target.category,
      balance: null,
      details,
      notes
    }
  }

  /** `T` is the amount; `U` is the same with room for more digits, so it counts where the two differ. */
  #total(account: number, plan: QifPlan, notes: Array<Note>): Decimal.Decimal | Rejection {
    const shortText = this.#values.get("T")
    const longText = this.#values.get("U")
    const text = longText ?? shortText
    if (text === undefined) return this.#reject(account, "amount-missing", "The amount (T) is missing or empty.")
    const amount = readAmount(text, plan)
    if (amount === null) {
      return this.#reject(
        account,
        "amount-unreadable",
        `The amount (${longText === undefined ? "T" : "U"}) is not an amount.`
      )
    }
    const short = shortText === undefined || longText === undefined ? null : readAmount(shortText, plan)
    if (short !== null && !Decimal.equals(short, amount)) {
      notes.push(
        note("amounts-differ", "The record states two amounts (T and U); U, which has room for more digits, was kept.")
      )
    }
    return amount
  }

  #cash(account: number, total: Decimal.Decimal): Decimal.Decimal | Rejection {
    const effect = QifInvestment.effect(this.#text("N"), this.#values.has("Y"))
    switch (effect) {
      case "none":
        return this.#reject(account, "no-cash-effect", "This investment record moves no cash of this account.")
      case "unknown":
        return this.#reject(
          account,
          "action-unknown",
          "What this investment record does to the account's cash is not clear."
        )
      default:
        return QifInvestment.cash(total, effect)
    }
  }

  #details(plan: QifPlan): ReadonlyArray<Detail> {
    return this.#splits.map((split) => {
      const target = readTarget(clean(split.target))
      return {
        amount: split.amount === "" ? null : readAmount(split.amount, plan),
        currency: null,
        counterparty: null,
        counterpartyAccount: target.account,
        description: clean(split.memo),
        bankId: null,
        category: target.category
      }
    })
  }

  #text(code: string): string | null {
    const value = this.#values.get(code)
    if (value === undefined) return null
    const text = clean(value)
    return text === "" ? null : text
  }

  #reject(account: number, code: string, reason: string): Rejection {
    return { _tag: "Rejection", account, line: this.line, code, reason }
  }
}

const orderInWords: Readonly<Record<QifDate.QifDateOrder, string>> = {
  mdy: "month, day, year",
  dmy: "day, month, year",
  ymd: "year, month, day"
}

/** False only where every split has an amount and their sum is another. */
const addsUp = (details: ReadonlyArray<Detail>, total: Decimal.Decimal): boolean => {
  const sum = new Decimal.Sum()
  for (const { amount } of details) {
    if (amount === null) return true
    sum.add(amount)
  }
  return Decimal.equals(sum.value(), total)
}
