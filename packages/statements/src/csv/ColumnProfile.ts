/**
 * What a column's cells look like, counted over the sample at the head of the file. Headers suggest what a column is;
 * the profile decides whether it can be that.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import * as Currency from "../Currency.ts"
import { direction, status } from "./RowWords.ts"

export class ColumnProfile {
  blank = 0
  filled = 0
  dates = 0
  amounts = 0
  /** Amounts with a decimal part, a sign or a currency: money rather than a number of something. */
  money = 0
  negative = 0
  zero = 0
  currencies = 0
  directionsIn = 0
  directionsOut = 0
  statuses = 0
  pendings = 0
  ibans = 0
  /** Numbers without separators, of eight digits and more or with a leading zero: account numbers, references. */
  identifiers = 0
  /** Cells with two letters in a row: words, and not marks. */
  words = 0
  characters = 0
  readonly values = new Set<string>()

  add(cell: string): void {
    const text = cell.trim()
    if (text === "") {
      this.blank++
      return
    }
    this.filled++
    this.characters += text.length
    if (/\p{L}{2}/u.test(text)) this.words++
    if (this.values.size < 2000) this.values.add(text)
    const way = direction(text)
    if (way === "in") this.directionsIn++
    else if (way === "out") this.directionsOut++
    const state = status(text)
    if (state !== null) this.statuses++
    if (state === "pending") this.pendings++
    if (Currency.code(text) !== null) this.currencies++
    if (isIban(text)) this.ibans++
    const evidence = Amount.evidence(text)
    if (evidence !== null) {
      this.amounts++
      if (/^(?:\d{8,}|0\d{3,})$/.test(text)) this.identifiers++
      const isPlainInteger = /^\d+$/.test(text)
      if (!isPlainInteger) this.money++
      const value = Amount.parse(text, evidence === "," ? "," : ".")
      if (value !== null && value.startsWith("-")) this.negative++
      if (value !== null && /^-?[0.]+$/.test(value)) this.zero++
    }
    // Eight and six bare digits can be a date or a number: such a cell counts as both here.
    if (CalendarDate.looksLikeDate(text)) this.dates++
  }

  get isBlank(): boolean {
    return this.filled === 0
  }

  share(count: number): number {
    return this.filled === 0 ? 0 : count / this.filled
  }

  /** Cells that are dates; a minority of other content (a word for "pending", a damaged cell) is tolerated. */
  get isDate(): boolean {
    return this.dates > 0 && this.share(this.dates) >= 0.5
  }

  get isAmount(): boolean {
    return this.amounts > 0 && this.share(this.amounts) >= 0.6 && !(this.isDate && this.money < this.filled)
  }

  get isCurrency(): boolean {
    return this.currencies > 0 && this.share(this.currencies) >= 0.9
  }

  get isIndicator(): boolean {
    return this.filled > 0 && this.directionsIn + this.directionsOut === this.filled
  }

  get isStatus(): boolean {
    return this.filled > 0 && this.share(this.statuses) >= 0.9
  }

  get isIban(): boolean {
    return this.ibans > 0 && this.share(this.ibans) >= 0.5
  }

  /** Whether every filled cell differs from every other. */
  get isDistinct(): boolean {
    return this.filled === this.values.size
  }

  get isText(): boolean {
    return this.filled > 0 && !this.isDate && !this.isAmount && !this.isCurrency
  }

  get averageLength(): number {
    return this.filled === 0 ? 0 : this.characters / this.filled
  }
}

/** Whether the text has the shape of an IBAN: country, two check digits, 11 to 30 letters or digits, blanks between. */
export const isIban = (text: string): boolean => {
  if (text.length < 15 || text.length > 42) return false
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text.replaceAll(" ", ""))
}
