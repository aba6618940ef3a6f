/**
 * Decides what each column of a CSV file's table is.
 *
 * Headers suggest, contents decide: a column is a date because its cells are dates, and the header tells a booking date
 * from a value date. Without a header the contents alone decide, by the rules at `#bareMoney` and `#bareText`.
 */
import type { ColumnProfile } from "./ColumnProfile.ts"
import * as HeaderWords from "./HeaderWords.ts"
import type { Columns } from "./Plan.ts"
import { follow, rowPair, runningPair } from "./RunningColumns.ts"
import type { SampleRecord } from "./Sniffer.ts"

type Fits = (profile: ColumnProfile) => boolean

export class ColumnChooser {
  readonly cells: ReadonlyArray<HeaderWords.HeaderCell>
  readonly #profiles: ReadonlyArray<ColumnProfile>
  readonly #header: ReadonlyArray<string> | null
  readonly #hasHeader: boolean
  readonly #taken = new Set<number>()

  constructor(header: ReadonlyArray<string> | null, profiles: ReadonlyArray<ColumnProfile>) {
    this.#profiles = profiles
    this.#header = header
    this.#hasHeader = header !== null
    this.cells = profiles.map((_, column) => HeaderWords.read(header?.[column] ?? ""))
  }

  choose(entries: ReadonlyArray<SampleRecord>): Columns {
    const isDate: Fits = (profile) => profile.isDate
    const isMoney: Fits = (profile) => profile.isAmount
    const isText: Fits = (profile) => !profile.isDate
    const anything: Fits = () => true

    const valueDate = this.#take("valueDate", isDate)
    const booking = this.#take("bookingDate", isDate)
    const transaction = this.#take("date", isDate)
    let bookingDate = booking >= 0 ? booking : transaction
    let value = valueDate
    if (bookingDate < 0)
      bookingDate = this.#takeFirst((profile, column) => profile.isDate && !this.#means(column, "other"))
    if (value < 0 && !this.#hasHeader) value = this.#takeFirst(isDate)

    const status = this.#take("status", (profile) => profile.isStatus)
    const named = this.#take("indicator", (profile) => profile.isIndicator)
    const balance = this.#take("balance", isMoney)
    this.#takeAll("foreign")
    const fee = this.#take("fee", isMoney)
    let amount = this.#take("amount", isMoney)
    let debit = this.#take("debit", isMoney)
    let credit = this.#take("credit", isMoney)
    const amountProfile = this.#profiles[amount]
    if (amountProfile !== undefined && debit >= 0 && credit >= 0) {
      // Both layouts in one file: the single column wins where it says more than magnitudes.
      if (amountProfile.negative > 0 || (amountProfile.isBlank === false && this.#bothBlank(debit, credit))) {
        debit = -1
        credit = -1
      } else amount = -1
    } else if (amount >= 0) {
      debit = -1
      credit = -1
    }
    let bareBalance = balance
    if (amount < 0 && debit < 0 && credit < 0) {
      // "Debit/Credit" over numbers is a signed amount and no indicator.
      const signed = this.#find("indicator", isMoney)
      if (signed >= 0 && this.#profiles[signed]?.isBlank === false) {
        this.#taken.add(signed)
        amount = signed
      }
    }
    if (amount < 0 && debit < 0 && credit < 0) {
      const bare = this.#bareMoney(entries, balance)
      amount = bare.amount
      debit = bare.debit
      credit = bare.credit
      bareBalance = bare.balance
    }
    if (bareBalance < 0 && !this.#hasHeader && amount >= 0) bareBalance = this.#bareBalance(entries, amount)

    let indicator = named
    if (indicator < 0 && amount >= 0) {
      const typed = this.#find("kind", (profile) => profile.isIndicator)
      if (typed >= 0) indicator = typed
      else if ((this.#profiles[amount]?.negative ?? 0) === 0) {
        indicator = this.#takeFirst(
          (profile, column) =>
            profile.isIndicator &&
            !profile.isAmount &&
            this.#isUnnamed(column) &&
            (this.#isBlankHeader(column) || (profile.filled >= 4 && profile.values.size <= 2))
        )
      }
    }
    const currency = this.#currency(amount >= 0 ? amount : debit)
    const counterparty = this.#take("counterparty", isText)
    const account = this.#account(counterparty)
    let counterpartyAccount = this.#take("counterpartyAccount", isText)
    if (counterpartyAccount < 0)
      counterpartyAccount = this.#take("account", (profile) => !profile.isDate && !profile.isBlank)
    if (counterpartyAccount < 0 && !this.#hasHeader) counterpartyAccount = this.#takeFirst((profile) => profile.isIban)
    const bankId = this.#take(
      "bankId",
      (profile) => profile.filled > 0 && profile.isDistinct && profile.blank <= profile.filled
    )
    const kind = this.#take("kind", anything)
    const category = this.#take("category", isText)
    const byContent =
      status >= 0
        ? status
        : this.#takeFirst(
            (profile, column) =>
              profile.isStatus && profile.averageLength > 3 && (this.#isUnnamed(column) || this.#means(column, "other"))
          )
    const description = this.#takeAll("description").filter((column) => this.#profiles[column]?.isDate !== true)
    const memo = this.#takeAll("memo")
    if (description.length === 0) description.push(...this.#bareText(counterparty >= 0))
    return {
      bookingDate,
      transactionDate: transaction >= 0 && transaction !== bookingDate ? transaction : -1,
      valueDate: value,
      amount,
      debit,
      credit,
      balance: bareBalance,
      indicator,
      currency,
      account,
      counterparty,
      counterpartyAccount,
      bankId,
      kind,
      category,
      status: byContent,
      fee,
      description,
      memo
    }
  }

  #means(column: number, role: HeaderWords.Role): boolean {
    return this.cells[column]?.meanings.some((meaning) => meaning.role === role) === true
  }

  #isUnnamed(column: number): boolean {
    return (this.cells[column]?.meanings.length ?? 0) === 0
  }

  #isBlankHeader(column: number): boolean {
    return (this.#header?.[column] ?? "").trim() === ""
  }

  #bothBlank(left: number, right: number): boolean {
    return this.#profiles[left]?.isBlank === true && this.#profiles[right]?.isBlank === true
  }

  /** The free column that the header gives this role, and whose content fits or is blank; the best named first. */
  #find(role: HeaderWords.Role, fits: Fits): number {
    let best = -1
    let bestScore = 0
    this.#profiles.forEach((profile, column) => {
      if (this.#taken.has(column) || (!profile.isBlank && !fits(profile))) return
      const weight = this.cells[column]?.meanings.find((meaning) => meaning.role === role)?.weight ?? 0
      const score = weight === 0 ? 0 : weight + (profile.isBlank ? 0 : 0.5)
      if (score > bestScore) {
        best = column
        bestScore = score
      }
    })
    return best
  }

  #take(role: HeaderWords.Role, fits: Fits): number {
    const column = this.#find(role, fits)
    if (column >= 0) this.#taken.add(column)
    return column
  }

  #takeFirst(fits: (profile: ColumnProfile, column: number) => boolean): number {
    const column = this.#profiles.findIndex((profile, index) => !this.#taken.has(index) && fits(profile, index))
    if (column >= 0) this.#taken.add(column)
    return column
  }

  /** Every free column whose first meaning is the role, best named first. */
  #takeAll(role: HeaderWords.Role): Array<number> {
    const columns: Array<number> = []
    this.cells.forEach((cell, column) => {
      if (!this.#taken.has(column) && cell.meanings[0]?.role === role) columns.push(column)
    })
    for (const column of columns) this.#taken.add(column)
    return columns
  }

  /** The currency column nearest to the amount, to its right first: others are those of foreign amounts. */
  #currency(amount: number): number {
    let best = -1
    let bestScore = -1
    this.#profiles.forEach((profile, column) => {
      const isNamed = this.#means(column, "currency")
      if (
        this.#taken.has(column) ||
        !(profile.isCurrency || (isNamed && profile.isBlank && !this.#means(column, "valueDate")))
      )
        return
      const distance = amount < 0 ? column : column > amount ? column - amount : 2 * (amount - column)
      const score = (isNamed ? 1000 : 0) + (profile.isBlank ? 0 : 500) - distance
      if (score > bestScore) {
        best = column
        bestScore = score
      }
    })
    if (best >= 0) this.#taken.add(best)
    return best
  }

  /** The column of the holder's own account: much the same in every row, and not beside the counterparty. */
  #account(counterparty: number): number {
    const isOwn: Fits = (profile) => profile.values.size <= Math.max(2, profile.filled * 0.3) && !profile.isDate
    const column = this.#find("account", isOwn)
    const profile = this.#profiles[column]
    if (profile !== undefined && !profile.isBlank && (counterparty < 0 || column !== counterparty + 1)) {
      this.#taken.add(column)
      return column
    }
    if (this.#hasHeader) {
      const iban = this.#find(
        "counterpartyAccount",
        (candidate) => candidate.isIban && candidate.values.size === 1 && candidate.filled > 3
      )
      if (iban >= 0 && this.#profiles[iban]?.isBlank === false) {
        this.#taken.add(iban)
        return iban
      }
      return -1
    }
    return this.#takeFirst((candidate) => candidate.isIban && candidate.values.size === 1)
  }

  /** The first money column that moves with the amounts at least once; one that never does is something else. */
  #bareBalance(entries: ReadonlyArray<SampleRecord>, amount: number): number {
    return this.#takeFirst((profile, column) => {
      if (!profile.isAmount || profile.money === 0 || profile.blank > 0) return false
      return ([".", ","] as const).some((mark) => {
        const { ascending, descending } = follow(entries, amount, column, mark)
        return ascending + descending > 0
      })
    })
  }

  /**
   * Money columns by content alone. Two that are never filled in the same row are debit and credit, in this order. Of
   * two that are filled together the pair whose second runs with the first is amount and balance; else the first column
   * is the amount and the last a balance.
   */
  #bareMoney(entries: ReadonlyArray<SampleRecord>, balance: number) {
    const candidates: Array<number> = []
    this.#profiles.forEach((profile, column) => {
      const meaning = this.cells[column]?.meanings[0]
      if (this.#taken.has(column) || !profile.isAmount || (meaning !== undefined && meaning.role !== "amount")) return
      if (profile.share(profile.identifiers) > 0.5 && profile.money < profile.filled / 2) return
      candidates.push(column)
    })
    // Money has decimals or signs somewhere; bare integers are the amount only where nothing else can be.
    const money = candidates.filter((column) => (this.#profiles[column]?.money ?? 0) > 0)
    const usable = money.length > 0 ? money : candidates
    const none = { amount: -1, debit: -1, credit: -1, balance }
    const [first, second] = usable
    if (first === undefined) return none
    if (second !== undefined) {
      const exclusive = entries.every(
        ({ fields }) => (fields[first] ?? "").trim() === "" || (fields[second] ?? "").trim() === ""
      )
      const isSparse = (this.#profiles[first]?.blank ?? 0) > 0 && (this.#profiles[second]?.blank ?? 0) > 0
      if (exclusive && isSparse) {
        this.#taken.add(first)
        this.#taken.add(second)
        const rest = usable[2]
        if (rest !== undefined && balance < 0) this.#taken.add(rest)
        return { amount: -1, debit: first, credit: second, balance: balance < 0 ? (rest ?? -1) : balance }
      }
      if (balance < 0) {
        const pair = rowPair(entries, usable) ?? runningPair(entries, usable)
        if (pair !== null) {
          this.#taken.add(pair.amount)
          this.#taken.add(pair.balance)
          return { amount: pair.amount, debit: -1, credit: -1, balance: pair.balance }
        }
      }
    }
    // Of several columns the amount is the first that ever goes below zero.
    const signed = usable.find((column) => (this.#profiles[column]?.negative ?? 0) > 0) ?? first
    this.#taken.add(signed)
    return { amount: signed, debit: -1, credit: -1, balance }
  }

  /** Text columns by content alone: all of them but constants; the longest only, where a counterparty is named. */
  #bareText(hasCounterparty: boolean): Array<number> {
    const columns: Array<number> = []
    this.#profiles.forEach((profile, column) => {
      if (
        this.#taken.has(column) ||
        !profile.isText ||
        profile.words === 0 ||
        profile.isIban ||
        this.#means(column, "other")
      )
        return
      if (profile.values.size === 1 && profile.filled > 3) return
      columns.push(column)
    })
    if (!this.#hasHeader) return columns
    const longest = columns.reduce<number>((best, column) => {
      const length = this.#profiles[column]?.averageLength ?? 0
      return best < 0 || length > (this.#profiles[best]?.averageLength ?? 0) ? column : best
    }, -1)
    return hasCounterparty || longest < 0 ? [] : [longest]
  }
}
