/**
 * One account statement of MT940, over all the messages (pages) that it is split into, or one MT942 report.
 *
 * The opening and closing balance are the final ones, `:60F:` and `:62F:`. `:60M:` and `:62M:` stand between two pages; a
 * statement of which a page is missing has no opening or closing balance in this file.
 */
import * as BalanceProof from "../BalanceProof.ts"
import * as Decimal from "../Decimal.ts"
import type { Account, Balance, BalanceCheck, Balances, Rejection, Transaction } from "../Statement.ts"

export class AccountStatement {
  readonly index: number
  readonly account: string | null
  readonly currency: string | null
  opening: Balance | null = null
  closing: Balance | null = null
  hasIntermediate = false
  readonly #booked = new Decimal.Sum()
  #rejected = 0

  constructor(index: number, account: string | null, currency: string | null) {
    this.index = index
    this.account = account
    this.currency = currency
  }

  open(): Account {
    return {
      _tag: "Account",
      index: this.index,
      account: this.account,
      currency: this.currency,
      name: null,
      kind: "bank"
    }
  }

  add(item: Transaction | Rejection): void {
    if (item._tag === "Rejection") this.#rejected++
    else if (item.status === "booked") this.#booked.add(item.amount)
  }

  close(isInterim: boolean): Balances {
    const { closing, index, opening } = this
    return { _tag: "Balances", account: index, opening, closing, check: this.#check(isInterim) }
  }

  #check(isInterim: boolean): BalanceCheck {
    const { closing, opening } = this
    if (opening !== null && closing !== null) {
      return BalanceProof.openingClosing({ opening, closing, booked: this.#booked.value(), rejected: this.#rejected })
    }
    if (this.hasIntermediate) {
      return BalanceProof.unknown("The file holds only some pages of the statement; a balance is an intermediate one.")
    }
    if (isInterim) return BalanceProof.unknown("An MT942 report states no balances.")
    return BalanceProof.openingClosing({ opening, closing, booked: this.#booked.value(), rejected: this.#rejected })
  }
}
