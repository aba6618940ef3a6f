/**
 * Finds the table in a CSV file's head: which record is the header, where the entries begin, and what each column is.
 *
 * Headers suggest, contents decide: a column is a date because its cells are dates, and the header tells a booking date
 * from a value date. Without a header the contents alone decide, by the rules at `bareMoney` and `bareText`.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import * as Decimal from "../Decimal.ts"
import { RunningBalance } from "../BalanceProof.ts"
import { ColumnProfile } from "./ColumnProfile.ts"
import * as HeaderWords from "./HeaderWords.ts"
import type { Columns } from "./Plan.ts"
import { isEntry, type SampleRecord } from "./Sniffer.ts"

export interface Layout {
  /** Position of the header among the records, or -1. */
  readonly headerAt: number
  /** Position of the first record that can be an entry. */
  readonly dataAt: number
  readonly header: ReadonlyArray<string> | null
  readonly width: number
  readonly columns: Columns
  readonly profiles: ReadonlyArray<ColumnProfile>
  /** ISO 4217 code in the header of the amount column(s). */
  readonly headerCurrency: string | null
}

const isAmountCell = (cell: string): boolean => Amount.evidence(cell.trim()) !== null

/** How many different roles the record's cells name; 0 where it cannot be a header. */
const headerRoles = (fields: ReadonlyArray<string>): number => {
  const roles = new Set<HeaderWords.Role>()
  for (const field of fields) {
    if (field.length > 80 || isAmountCell(field)) return 0
    for (const { role, weight } of HeaderWords.read(field).meanings.slice(0, 1)) if (weight >= 1) roles.add(role)
  }
  const isTable =
    roles.has("amount") ||
    roles.has("debit") ||
    roles.has("credit") ||
    roles.has("date") ||
    roles.has("bookingDate") ||
    roles.has("valueDate")
  return isTable ? roles.size : 0
}

const modalWidth = (records: ReadonlyArray<SampleRecord>): number => {
  const counts = new Map<number, number>()
  let best = 0
  for (const { fields } of records) {
    if (fields.length < 2 || !isEntry(fields)) continue
    const count = (counts.get(fields.length) ?? 0) + 1
    counts.set(fields.length, count)
    if (best === 0 || count > (counts.get(best) ?? 0)) best = fields.length
  }
  return best
}

const findHeader = (records: ReadonlyArray<SampleRecord>): number => {
  let at = -1
  let best = 1
  records.slice(0, 200).forEach(({ fields }, index) => {
    if (fields.length < 2) return
    const roles = headerRoles(fields)
    if (roles > best) {
      best = roles
      at = index
    }
  })
  if (at >= 0) return at
  // No known word: the record above the first entry is a header if it is as wide, and all of it is words.
  const first = records.findIndex(({ fields }) => fields.length >= 2 && isEntry(fields))
  const above = records[first - 1]
  const entry = records[first]
  if (above === undefined || entry === undefined || above.fields.length !== entry.fields.length) return -1
  const cells = above.fields.filter((field) => field.trim() !== "")
  const isWords = cells.every((cell) => cell.length < 60 && /\p{L}/u.test(cell) && !isAmountCell(cell))
  return isWords && cells.length >= 2 && new Set(cells).size === cells.length ? first - 1 : -1
}

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell.trim() === ""

const means = (cell: string, ...roles: ReadonlyArray<HeaderWords.Role>): boolean =>
  HeaderWords.read(cell).meanings.some(({ role, weight }) => weight >= 2 && roles.includes(role))

/**
 * Columns of a table with a header. Where every record is wider than it in the same way and has its money under the
 * header's money columns, the table has columns without a name; else wider records hold delimiters in their texts that
 * should have been quoted.
 */
const widthUnder = (header: ReadonlyArray<string>, records: ReadonlyArray<SampleRecord>, modal: number): number => {
  const width = header.length
  const entries = records.filter(({ fields }) => isEntry(fields))
  if (modal <= width || entries.length < 2) return width
  const money = header.flatMap((cell, column) => (means(cell, "amount", "debit", "credit", "balance") ? [column] : []))
  const isWider = entries.every(
    ({ fields }) =>
      fields.length === modal && money.every((column) => isBlank(fields[column]) || isAmountCell(fields[column] ?? ""))
  )
  return isWider ? modal : width
}

/** The record with its surplus fields put back into the first text column. */
const realigned = (
  header: ReadonlyArray<string>,
  fields: ReadonlyArray<string>,
  width: number
): ReadonlyArray<string> => {
  const at = header.findIndex((cell) => means(cell, "description", "counterparty", "memo"))
  if (at < 0 || fields.slice(width).every(isBlank)) return fields
  const surplus = fields.length - width
  return [...fields.slice(0, at), fields.slice(at, at + surplus + 1).join(" "), ...fields.slice(at + surplus + 1)]
}

/** The columns that the caller names, by position or header; they are taken as given. */
export type GivenColumns = { readonly [Role in keyof Columns]?: Columns[Role] }

export interface GivenLayout {
  /** 1-based line of the header; 0: there is none. */
  readonly headerLine?: number | undefined
  readonly columns?: ((header: ReadonlyArray<string> | null) => GivenColumns) | undefined
}

/** The table in these records, or null where no record has a date and an amount and none is a header. */
export const infer = (records: ReadonlyArray<SampleRecord>, given: GivenLayout): Layout | null => {
  const headerAt =
    given.headerLine === undefined
      ? findHeader(records)
      : given.headerLine === 0
        ? -1
        : records.findIndex(({ line }) => line === given.headerLine)
  const after = records.slice(headerAt + 1)
  const modal = modalWidth(after)
  const firstEntry = after.findIndex(({ fields }) => fields.length >= Math.max(2, modal) && isEntry(fields))
  if (headerAt < 0 && firstEntry < 0) return null
  const header = headerAt < 0 ? null : (records[headerAt]?.fields ?? null)
  let dataAt = headerAt >= 0 ? headerAt + 1 : firstEntry
  const width = header === null ? modal : widthUnder(header, after, modal)
  const profiles = Array.from({ length: width }, () => new ColumnProfile())
  const hasEntries = firstEntry >= 0
  for (const { fields } of records.slice(dataAt)) {
    // Totals and remarks would blur what the columns hold; they only count where there is nothing else.
    if (hasEntries && !isEntry(fields)) continue
    const aligned = fields.length > width && header !== null ? realigned(header, fields, width) : fields
    profiles.forEach((profile, column) => profile.add(aligned[column] ?? ""))
  }
  const chooser = new Chooser(header, profiles)
  const columns = { ...chooser.choose(records.slice(dataAt)), ...given.columns?.(header) }
  // A line of a preamble can hold a date and an amount, too; the entries begin where the date column does.
  const dateColumn = columns.bookingDate >= 0 ? columns.bookingDate : columns.valueDate
  if (headerAt < 0 && dateColumn >= 0) {
    const first = records.findIndex(
      ({ fields }, at) => at >= dataAt && CalendarDate.looksLikeDate(fields[dateColumn] ?? "")
    )
    if (first > dataAt) dataAt = first
  }
  const moneyColumn = columns.amount >= 0 ? columns.amount : columns.debit >= 0 ? columns.debit : columns.credit
  const headerCurrency = moneyColumn < 0 ? null : (chooser.cells[moneyColumn]?.currency ?? null)
  return { headerAt, dataAt, header, width, columns, profiles, headerCurrency }
}

type Fits = (profile: ColumnProfile) => boolean

class Chooser {
  readonly cells: ReadonlyArray<HeaderWords.HeaderCell>
  readonly #profiles: ReadonlyArray<ColumnProfile>
  readonly #hasHeader: boolean
  readonly #taken = new Set<number>()

  constructor(header: ReadonlyArray<string> | null, profiles: ReadonlyArray<ColumnProfile>) {
    this.#profiles = profiles
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
      const bare = this.#bareMoney(entries, balance)
      amount = bare.amount
      debit = bare.debit
      credit = bare.credit
      bareBalance = bare.balance
    }
    if (bareBalance < 0 && !this.#hasHeader && amount >= 0)
      bareBalance = this.#takeFirst((profile) => profile.isAmount && profile.money > 0 && profile.blank === 0)

    let indicator = named
    if (indicator < 0 && amount >= 0) {
      const typed = this.#find("kind", (profile) => profile.isIndicator)
      if (typed >= 0) indicator = typed
      else
        indicator = this.#takeFirst(
          (profile, column) => profile.isIndicator && !profile.isAmount && this.#isUnnamed(column)
        )
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

/** Columns where each row says opening balance + amount = closing balance: amount and closing balance. */
const rowPair = (entries: ReadonlyArray<SampleRecord>, columns: ReadonlyArray<number>) => {
  if (columns.length < 3) return null
  for (const mark of [".", ","] as const) {
    const rows = entries.map(({ fields }) => columns.map((column) => Amount.parse((fields[column] ?? "").trim(), mark)))
    for (const [a, before] of columns.entries()) {
      for (const [b, after] of columns.entries()) {
        for (const [c, amount] of columns.entries()) {
          if (new Set([before, after, amount]).size < 3) continue
          const agree = rows.filter((row) => {
            const [opening, closing, value] = [row[a] ?? null, row[b] ?? null, row[c] ?? null]
            if (opening === null || closing === null || value === null || Decimal.isZero(value)) return false
            return Decimal.equals(Decimal.add(opening, value), closing)
          }).length
          if (agree >= 2 && agree * 10 >= rows.length * 8) return { amount, balance: after }
        }
      }
    }
  }
  return null
}

/** The first pair of columns where the second is the running balance of the first over at least three steps. */
const runningPair = (entries: ReadonlyArray<SampleRecord>, columns: ReadonlyArray<number>) => {
  for (const amount of columns) {
    for (const balance of columns) {
      if (amount === balance) continue
      for (const mark of [".", ","] as const) {
        const running = new RunningBalance()
        for (const { fields } of entries) {
          const value = Amount.parse((fields[amount] ?? "").trim(), mark)
          if (value !== null) running.add(value, Amount.parse((fields[balance] ?? "").trim(), mark))
        }
        if (Math.max(running.longestAscending, running.longestDescending) >= 3) return { amount, balance }
      }
    }
  }
  return null
}
