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
 *
 * Everything is counted in safe integers of the smallest unit seen; a file with larger numbers cannot be followed, and
 * the check says so.
 */
export class RunningBalance {
  /** Steps between stated balances, and how many of them agree in either direction. */
  steps = 0
  ascending = 0
  descending = 0
  /** Steps in a row that agree, at best, in either direction. */
  longestAscending = 0
  longestDescending = 0
  #runAscending = 0
  #runDescending = 0
  #scale = 0
  #started = false
  #overflown = false
  #last = 0
  // Amounts since the last stated balance: those after it (ascending) and those from it on (descending).
  #after = 0
  #from = 0
  #firstAscendingDifference: Decimal.Decimal | null = null
  #firstDescendingDifference: Decimal.Decimal | null = null

  add(amount: Decimal.Decimal, balance: Decimal.Decimal | null): void {
    if (this.#overflown || (!this.#started && balance === null)) return
    const scale = Math.max(Decimal.scale(amount), balance === null ? 0 : Decimal.scale(balance))
    if (scale > this.#scale) this.#rescale(scale)
    const units = Decimal.toSafeUnscaled(amount, this.#scale)
    const stated = balance === null ? 0 : Decimal.toSafeUnscaled(balance, this.#scale)
    this.#after += units
    if (!Number.isSafeInteger(units + stated) || !Number.isSafeInteger(this.#after + this.#from + this.#last)) {
      this.#overflown = true
      return
    }
    if (balance === null) {
      this.#from += units
      return
    }
    if (this.#started) this.#step(stated - this.#last)
    this.#started = true
    this.#last = stated
    this.#after = 0
    this.#from = units
  }

  /** Forgets where it was: the next entry begins a new chain, as where a rejected record lies between. */
  interrupt(): void {
    this.#started = false
    this.#after = 0
    this.#runAscending = 0
    this.#runDescending = 0
  }

  /** Whether every step agrees, in the direction that agrees best; unknown with no step at all. */
  check(): BalanceCheck {
    if (this.#overflown) return unknown("The amounts are too large to follow the running balance.")
    if (this.steps === 0) return unknown("The file does not state enough balances to check one against another.")
    if (this.ascending === this.steps || this.descending === this.steps)
      return { status: "proved", by: "running-balance" }
    const backwards = this.descending > this.ascending
    const difference = backwards ? this.#firstDescendingDifference : this.#firstAscendingDifference
    return {
      status: "failed",
      difference: difference ?? Decimal.zero,
      reason: `${backwards ? this.descending : this.ascending} of ${this.steps} steps between running balances agree with the amounts.`
    }
  }

  #step(rise: number): void {
    this.steps++
    const ascending = rise - this.#after
    const descending = rise + this.#from
    if (ascending === 0) {
      this.ascending++
      this.longestAscending = Math.max(this.longestAscending, ++this.#runAscending)
    } else {
      this.#runAscending = 0
      this.#firstAscendingDifference ??= Decimal.fromUnscaled(ascending, this.#scale)
    }
    if (descending === 0) {
      this.descending++
      this.longestDescending = Math.max(this.longestDescending, ++this.#runDescending)
    } else {
      this.#runDescending = 0
      this.#firstDescendingDifference ??= Decimal.fromUnscaled(descending, this.#scale)
    }
  }

  #rescale(to: number): void {
    const power = 10 ** (to - this.#scale)
    this.#last *= power
    this.#after *= power
    this.#from *= power
    this.#scale = to
  }
}
