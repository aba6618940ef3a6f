/**
 * One `Stmt`, `Rpt` or `Ntfctn` while it is read: its account, the sum of what was booked, and its balances at the end.
 *
 * Opening is `OPBD`, else `PRCD` (the closing balance of the period before); closing is `CLBD`. Interim, available,
 * forward and expected balances (`ITBD`, `OPAV`, `CLAV`, `FWAV`, `XPCD`, `INFO`, …) include or leave out what is not in the
 * statement, so they are neither.
 */
import * as BalanceProof from "../BalanceProof.ts"
import * as Decimal from "../Decimal.ts"
import type { Account, Balance, BalanceCheck, Balances, Rejection, Transaction } from "../Statement.ts"
import type { StatementDraft } from "./Draft.ts"
import * as Entry from "./Entry.ts"
import { cleanOrNull } from "./PlainText.ts"

const kinds: ReadonlyMap<string, Account["kind"]> = new Map([
  ["CARD", "card"],
  ["LOAN", "liability"]
])

const openingCodes = ["OPBD", "PRCD"]
const closingCodes = ["CLBD"]

const readBalance = (draft: StatementDraft, codes: ReadonlyArray<string>): Balance | null => {
  for (const code of codes) {
    const balance = draft.balances.find((candidate) => candidate.code === code)
    const amount = balance === undefined ? null : Entry.readSigned(balance.amount, balance.direction)
    if (balance !== undefined && amount !== null) {
      return {
        amount,
        currency: Entry.readCurrency(balance.amount) ?? draft.currency,
        date: balance.date === null ? null : Entry.readDate(balance.date)
      }
    }
  }
  return null
}

export class AccountStatement {
  readonly index: number
  readonly draft: StatementDraft
  readonly #booked = new Decimal.Sum()
  readonly #currencies = new Set<string>()
  #rejected = 0
  #announced = false

  constructor(index: number, draft: StatementDraft) {
    this.index = index
    this.draft = draft
  }

  get context(): Entry.Context {
    const { created, currency, iban, name, otherId } = this.draft
    return { account: this.index, accountId: iban ?? otherId, currency, isBookedOnly: name === "Stmt", created }
  }

  /** The account, the first time it is asked for: it stands before all entries. */
  announce(): ReadonlyArray<Account> {
    if (this.#announced) return []
    this.#announced = true
    const { accountName, accountType, currency, iban, otherId, ownerName } = this.draft
    return [
      {
        _tag: "Account",
        index: this.index,
        account: cleanOrNull(iban ?? otherId),
        currency,
        name: cleanOrNull(accountName ?? ownerName),
        kind: kinds.get(accountType ?? "") ?? "bank"
      }
    ]
  }

  add(item: Transaction | Rejection): void {
    if (item._tag === "Rejection") this.#rejected++
    else if (item.status === "booked") {
      this.#booked.add(item.amount)
      if (item.currency !== null) this.#currencies.add(item.currency)
    }
  }

  close(): Balances {
    const opening = readBalance(this.draft, openingCodes)
    const closing = readBalance(this.draft, closingCodes)
    return { _tag: "Balances", account: this.index, opening, closing, check: this.#check(opening, closing) }
  }

  #check(opening: Balance | null, closing: Balance | null): BalanceCheck {
    if (this.draft.name === "Ntfctn" && opening === null && closing === null) {
      return BalanceProof.unknown("A camt.054 notification states no balances.")
    }
    const check = BalanceProof.openingClosing({
      opening,
      closing,
      booked: this.#booked.value(),
      rejected: this.#rejected
    })
    if (check.status !== "failed") return check
    const foreign = [...this.#currencies].some((code) => code !== opening?.currency)
    if (foreign) return BalanceProof.unknown("Entries are in another currency than the balances.")
    const { lastPage, page } = this.draft
    const isPart = lastPage === "false" || lastPage === "0" || (page !== null && page !== "1")
    return isPart ? BalanceProof.unknown("The file is one page of a statement of several.") : check
  }
}
