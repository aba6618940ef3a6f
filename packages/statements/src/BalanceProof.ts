/**
 * The balance proof: opening balance + booked amounts = closing balance, exactly, or a reason why that cannot be checked.
 *
 * A statement that adds up was read completely and with the right signs; one that does not add up says so with the
 * difference. Pending entries are on no balance yet and stay out. Where a file has no opening and closing balance, a
 * balance after each entry proves the same, step by step.
 */
import * as Decimal from "./Decimal.ts"
import type { Balance, BalanceCheck } from "./Statement.ts"

export const unknown = (reason: string): BalanceCheck => ({ status: "unknown", reason })

/** What is known about an account statement at its end. */
export interface Evidence {
  readonly opening: Pick<Balance, "amount" | "currency"> | null
  readonly closing: Pick<Balance, "amount" | "currency"> | null
  /** Sum of all booked amounts. */
  readonly booked: Decimal.Decimal
  /** Records of this account statement that were rejected: their amounts are missing from the sum. */
  readonly rejected: number
}

/**
 * Checks opening + booked = closing. Unknown where a balance is missing or the two are in different currencies; a
 * difference beside rejected records is reported as failed, with a reason that names them.
 */
export const openingClosing = ({ booked, closing, opening, rejected }: Evidence): BalanceCheck => {
  if (opening === null && closing === null) return unknown("The file states no balances.")
  if (opening === null) return unknown("The file states a closing balance and no opening balance.")
  if (closing === null) return unknown("The file states an opening balance and no closing balance.")
  if (opening.currency !== null && closing.currency !== null && opening.currency !== closing.currency) {
    return unknown("The opening and the closing balance are in different currencies.")
  }
  const difference = Decimal.subtract(closing.amount, Decimal.add(opening.amount, booked))
  if (Decimal.isZero(difference)) return { status: "proved", by: "opening-closing" }
  const rows = rejected === 1 ? "one record was" : `${rejected} records were`
  return {
    status: "failed",
    difference,
    reason:
      rejected === 0
        ? "The opening balance and the booked amounts do not add up to the closing balance."
        : `The opening balance and the booked amounts do not add up to the closing balance; ${rows} rejected.`
  }
}

/**
 * Follows the balances that a file states after its entries, in file order. Each entry that states a balance is a step
 * from the one before that did; entries between them without a balance are summed into the step. Both directions are
 * followed: in an ascending file a step adds the later entry's amount, in a descending one it takes the earlier's back.
 */
export class RunningBalance {
  ascending = 0
  descending = 0
  steps = 0
  #first: { readonly balance: Decimal.Decimal; readonly amount: Decimal.Decimal } | null = null
  #last: Decimal.Decimal | null = null
  // Amounts since the last stated balance: those after it (ascending) and those from it on (descending).
  #after = Decimal.zero
  #from = Decimal.zero
  #ascendingDifference: Decimal.Decimal | null = null
  #descendingDifference: Decimal.Decimal | null = null

  add(amount: Decimal.Decimal, balance: Decimal.Decimal | null): void {
    if (this.#last === null) {
      if (balance === null) return
      this.#first = { balance, amount }
      this.#last = balance
      this.#from = amount
      return
    }
    this.#after = Decimal.add(this.#after, amount)
    if (balance === null) {
      this.#from = Decimal.add(this.#from, amount)
      return
    }
    this.steps++
    const rise = Decimal.subtract(balance, this.#last)
    const ascendingDifference = Decimal.subtract(rise, this.#after)
    const descendingDifference = Decimal.add(rise, this.#from)
    if (Decimal.isZero(ascendingDifference)) this.ascending++
    else this.#ascendingDifference ??= ascendingDifference
    if (Decimal.isZero(descendingDifference)) this.descending++
    else this.#descendingDifference ??= descendingDifference
    this.#last = balance
    this.#after = Decimal.zero
    this.#from = amount
  }

  /** Forgets where it was: the next entry begins a new chain (a rejected record lies between). */
  interrupt(): void {
    this.#last = null
    this.#after = Decimal.zero
  }

  /** The first stated balance and the amount of its entry, for deriving an opening or closing balance. */
  get first(): { readonly balance: Decimal.Decimal; readonly amount: Decimal.Decimal } | null {
    return this.#first
  }

  /** The last stated balance. */
  get last(): Decimal.Decimal | null {
    return this.#last
  }

  /** Whether every step agrees, in the direction that agrees best; unknown with no step at all. */
  check(): BalanceCheck {
    if (this.steps === 0) return unknown("There are not enough balances in the file to check one against another.")
    if (this.ascending === this.steps || this.descending === this.steps)
      return { status: "proved", by: "running-balance" }
    const backwards = this.descending > this.ascending
    const agree = backwards ? this.descending : this.ascending
    const difference = backwards ? this.#descendingDifference : this.#ascendingDifference
    return {
      status: "failed",
      difference: difference ?? Decimal.zero,
      reason: `${agree} of ${this.steps} steps between the file's running balances agree with the amounts.`
    }
  }
}
