/**
 * One account's statement within a CSV file: what is booked on it, and what its balances prove.
 */
import { openingClosing, RunningBalance, unknown } from "../BalanceProof.ts"
import * as Decimal from "../Decimal.ts"
import type { Balance, BalanceCheck, Balances, Transaction } from "../Statement.ts"
import type { Plan } from "./Plan.ts"

/** Account statements of one file are kept apart by account; more than this is no bank's export. */
export const maxAccounts = 10_000

/** Balances that stand outside the entries, in the preamble or a closing line. */
export interface Outside {
  readonly opening: Balance | null
  readonly closing: Balance | null
}

export class CsvAccount {
  readonly index: number
  readonly #booked = new Decimal.Sum()
  readonly #running = new RunningBalance()
  readonly #currencies = new Set<string | null>()
  #rejected = 0
  /** Balances stated beside entries: the first and the last in file order. */
  #first: Balance | null = null
  #last: Balance | null = null

  constructor(index: number) {
    this.index = index
  }

  /** Books an entry. */
  add({ amount, balance, currency, date }: Transaction): void {
    this.#booked.add(amount)
    this.#running.add(amount, balance)
    this.#currencies.add(currency)
    if (balance === null) return
    const stated = { amount: balance, currency, date }
    this.#first ??= stated
    this.#last = stated
  }

  /** A record of the account was rejected: its amount is unknown, and the running balance has a gap. */
  reject(): void {
    this.#rejected++
    this.#running.interrupt()
  }

  balances(plan: Plan, { closing: stated, opening }: Outside): Balances {
    const newest = plan.order === "descending" ? this.#first : this.#last
    const closing = newest ?? stated
    return { _tag: "Balances", account: this.index, opening, closing, check: this.#check(plan, opening, closing) }
  }

  #check(plan: Plan, opening: Balance | null, closing: Balance | null): BalanceCheck {
    if (this.#currencies.size > 1) return unknown("The account has entries in several currencies.")
    if (opening !== null && closing !== null) {
      return openingClosing({ opening, closing, booked: this.#booked.value(), rejected: this.#rejected })
    }
    return plan.columns.balance < 0 ? unknown("The file states no opening and closing balance.") : this.#running.check()
  }
}
