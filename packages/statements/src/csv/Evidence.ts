/**
 * What the whole of a CSV file says about date order, decimal mark and signs, counted in one pass over its records.
 *
 * The pass touches the date and money columns only, classifies amounts on the text itself, and remembers what it knows
 * about dates it has seen: it runs at the tokenizer's speed and keeps nothing per row.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import type { DateOrder } from "../CalendarDate.ts"
import { carriesBalance } from "./Lines.ts"
import type { Columns } from "./Plan.ts"
import { direction, status } from "./RowWords.ts"
import type { Row } from "./Tokenizer.ts"

/** Different date texts that are remembered; a bank's file has a few thousand at most, a hostile one is bounded by it. */
const rememberedDates = 8192

interface KnownDate {
  /** The date under each order of `CalendarDate.orders`, or null. */
  readonly byOrder: ReadonlyArray<string | null>
  /** Orders that read it, as a bit set. */
  readonly mask: number
  /** Of numbers only, with a two-digit year or none of four digits. */
  readonly shortYear: boolean
  readonly dotted: boolean
}

const noDate: KnownDate = { byOrder: [null, null, null, null], mask: 0, shortYear: false, dotted: false }

/** Evidence for one of the four date orders. */
interface OrderTally {
  up: number
  down: number
  newest: string | null
  oldest: string | null
  last: string | null
}

/** Signs seen in one column, or in one direction of an indicator. */
export interface SignTally {
  plain: number
  plus: number
  minus: number
  /** `CR` and `DR` beside the amount. */
  credit: number
  debit: number
}

const signTally = (): SignTally => ({ plain: 0, plus: 0, minus: 0, credit: 0, debit: 0 })

export class Evidence {
  /** Records with each combination of possible date orders, by bit set. */
  readonly masks = new Float64Array(16)
  /** The same for dates without a four-digit year. */
  readonly shortMasks = new Float64Array(16)
  dotted = 0
  /** Dates outside the entries that only one reading allows. */
  outsideDayFirst = 0
  outsideMonthFirst = 0
  /** Dates whose day-first and month-first readings differ. */
  differing = 0
  readonly orders: ReadonlyArray<OrderTally> = CalendarDate.orders.map(() => ({
    up: 0,
    down: 0,
    newest: null,
    oldest: null,
    last: null
  }))
  lastDatedRecord = -1

  pointOnly = 0
  commaOnly = 0
  /** One separator and three digits after it: a decimal part or a group. */
  ambiguousPoint = 0
  ambiguousComma = 0
  withoutSeparator = 0

  readonly amount = signTally()
  readonly debit = signTally()
  readonly credit = signTally()
  readonly indicatedIn = signTally()
  readonly indicatedOut = signTally()
  indicatorIn = 0
  indicatorOut = 0
  indicatorBlank = 0
  indicatorOther = 0
  readonly symbols = new Set<string>()

  readonly #columns: Columns
  readonly #dates = new Map<string, KnownDate>()
  #lastDate = ""
  #lastKnown: KnownDate = noDate

  constructor(columns: Columns) {
    this.#columns = columns
  }

  /** Takes one record that can be an entry; `ordinal` counts all records of the file from 0. */
  add(row: Row, ordinal: number): void {
    const columns = this.#columns
    const isDated = this.#date(row, columns.bookingDate, true) || this.#date(row, columns.transactionDate, false)
    const isValued = this.#date(row, columns.valueDate, columns.bookingDate < 0)
    if (isDated || isValued) this.lastDatedRecord = ordinal
    else if (!this.#isPending(row)) return
    if (carriesBalance(row, columns)) return
    let indicated: SignTally | null = null
    if (columns.indicator >= 0) {
      const cell = row.field(columns.indicator)
      const way = direction(cell)
      if (way === "in") this.indicatorIn++
      else if (way === "out") this.indicatorOut++
      else if (cell.trim() === "") this.indicatorBlank++
      else this.indicatorOther++
      indicated = way === "in" ? this.indicatedIn : way === "out" ? this.indicatedOut : null
    }
    if (columns.amount >= 0) this.#money(row, columns.amount, this.amount, indicated)
    if (columns.debit >= 0) this.#money(row, columns.debit, this.debit, null)
    if (columns.credit >= 0) this.#money(row, columns.credit, this.credit, null)
    if (columns.balance >= 0) this.#money(row, columns.balance, null, null)
  }

  /** Counts a date outside the entries, as of a statement period: it tells day from month where the entries do not. */
  addDate(text: string): void {
    const { byOrder } = this.#known(text)
    const isDayFirst = byOrder[1] !== null
    const isMonthFirst = byOrder[2] !== null
    if (isDayFirst && !isMonthFirst) this.outsideDayFirst++
    if (isMonthFirst && !isDayFirst) this.outsideMonthFirst++
  }

  #isPending(row: Row): boolean {
    const { bookingDate, status: state, transactionDate } = this.#columns
    return [bookingDate, transactionDate, state].some(
      (column) => column >= 0 && status(row.field(column)) === "pending"
    )
  }

  #date(row: Row, column: number, isMain: boolean): boolean {
    if (column < 0 || column >= row.count) return false
    const text = row.field(column)
    const known = text === this.#lastDate ? this.#lastKnown : this.#known(text)
    this.#lastDate = text
    this.#lastKnown = known
    if (known.mask === 0) return false
    this.#count(known)
    if (!isMain) return true
    for (let index = 0; index < 4; index++) {
      const date = known.byOrder[index] ?? null
      const tally = this.orders[index]
      if (date === null || tally === undefined) continue
      if (tally.last !== null) {
        if (date > tally.last) tally.up++
        else if (date < tally.last) tally.down++
      }
      tally.last = date
      if (tally.newest === null || date > tally.newest) tally.newest = date
      if (tally.oldest === null || date < tally.oldest) tally.oldest = date
    }
    return true
  }

  #count(known: KnownDate): void {
    const masks = known.shortYear ? this.shortMasks : this.masks
    masks[known.mask] = (masks[known.mask] ?? 0) + 1
    if (known.dotted) this.dotted++
    if (known.byOrder[1] !== null && known.byOrder[2] !== null && known.byOrder[1] !== known.byOrder[2])
      this.differing++
  }

  #known(text: string): KnownDate {
    const found = this.#dates.get(text)
    if (found !== undefined) return found
    const possible = CalendarDate.possibleOrders(text)
    let known = noDate
    if (possible.length > 0) {
      const byOrder = CalendarDate.orders.map((order: DateOrder) => CalendarDate.parse(text, order))
      const mask = byOrder.reduce((bits, date, index) => (date === null ? bits : bits | (1 << index)), 0)
      known = { byOrder, mask, shortYear: !/\d{4}/.test(text), dotted: /\d\.\s?\d/.test(text) }
    }
    if (this.#dates.size < rememberedDates) this.#dates.set(text, known)
    return known
  }

  /** Classifies an amount's separators and sign on the record's text, without making a string of it. */
  #money(row: Row, column: number, tally: SignTally | null, indicated: SignTally | null): void {
    if (column >= row.count) return
    const text = row.text
    const start = row.starts[column] ?? 0
    const end = row.ends[column] ?? 0
    let points = 0
    let commas = 0
    let pointAt = -1
    let commaAt = -1
    let firstDigit = -1
    let digitsAfter = 0
    let minus = false
    let plus = false
    let isDressed = false
    for (let position = start; position < end; position++) {
      const code = text.charCodeAt(position)
      if (code >= 48 && code <= 57) {
        if (firstDigit < 0) firstDigit = position
        digitsAfter++
      } else if (code === 46) {
        points++
        pointAt = position
        digitsAfter = 0
      } else if (code === 44) {
        commas++
        commaAt = position
        digitsAfter = 0
      } else if (code === 45 || code === 40) minus = true
      else if (code === 43) plus = true
      else if (code !== 32 && code !== 41 && code !== 39) isDressed = true
    }
    if (isDressed) {
      this.#dressed(row.field(column), tally, indicated)
      return
    }
    if (firstDigit < 0) return
    if (points + commas === 0) this.withoutSeparator++
    else if (points > 0 && commas > 0) {
      if (pointAt > commaAt) this.pointOnly++
      else this.commaOnly++
    } else if (points > 1) this.commaOnly++
    else if (commas > 1) this.pointOnly++
    else {
      // One separator: a group has exactly three digits after it, one to three before it and no leading zero.
      const at = points === 1 ? pointAt : commaAt
      const before = at - firstDigit
      const canBeGroup = digitsAfter === 3 && before >= 1 && before <= 3 && text.charCodeAt(firstDigit) !== 48
      if (canBeGroup) {
        if (points === 1) this.ambiguousPoint++
        else this.ambiguousComma++
      } else if (points === 1) this.pointOnly++
      else this.commaOnly++
    }
    for (const counted of [tally, indicated]) {
      if (counted === null) continue
      if (minus) counted.minus++
      else if (plus) counted.plus++
      else counted.plain++
    }
  }

  /** The slow path: symbols, words, other scripts. */
  #dressed(cell: string, tally: SignTally | null, indicated: SignTally | null): void {
    const text = cell.trim()
    const found = Amount.evidence(text)
    if (found === null) return
    if (found === ".") this.pointOnly++
    else if (found === ",") this.commaOnly++
    else if (found === "either") this.withoutSeparator++
    else if (text.includes(".")) this.ambiguousPoint++
    else this.ambiguousComma++
    const amount = Amount.read(text, found === "," ? "," : ".")
    if (amount === null) return
    if (amount.currency !== null && this.symbols.size < 8) this.symbols.add(amount.currency)
    for (const counted of [tally, indicated]) {
      if (counted === null) continue
      if (amount.indicator === "credit") counted.credit++
      else if (amount.indicator === "debit") counted.debit++
      else if (amount.sign === "minus") counted.minus++
      else if (amount.sign === "plus") counted.plus++
      else counted.plain++
    }
  }
}
