/**
 * Finds out, over the whole file, in which order its dates are written and which character is its decimal mark: QIF
 * states neither. The rules, strongest first:
 *
 * 1. **proved**: some dates exist in one order only, and none in another one only;
 * 2. **inferred**: most dates exist in one order only (a few in another); or all exist in both, and in one order alone
 *    they go steadily forwards or backwards through the file;
 * 3. **assumed**: with points between the parts, or commas in the amounts, the day comes first; else the month does, as in
 *    Quicken, from which the format comes.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import type { ReadOptions, Survey } from "../Format.ts"
import type { Certainty } from "../Statement.ts"
import * as QifDate from "./QifDate.ts"
import { QifLines } from "./QifLines.ts"
import * as QifSection from "./QifSection.ts"

export interface QifPlan {
  readonly dateOrder: QifDate.QifDateOrder
  readonly dateOrderCertainty: Certainty
  readonly decimalMark: Amount.DecimalMark
  readonly decimalMarkCertainty: Certainty
}

/** Follows whether dates go in one direction, equal ones aside. */
class Direction {
  #last = Number.NaN
  #rises = 0
  #falls = 0

  add(days: number): void {
    if (days > this.#last) this.#rises++
    else if (days < this.#last) this.#falls++
    this.#last = days
  }

  get isSteady(): boolean {
    return (this.#rises === 0) !== (this.#falls === 0) && this.#rises + this.#falls >= 2
  }
}

/** What one written date says, kept per text: the same dates come again and again. */
interface Possible {
  readonly order: "mdy" | "dmy" | "ymd" | "both" | "same" | "none"
  readonly monthFirstDays: number
  readonly dayFirstDays: number
}

const cacheSize = 4096

const consider = (text: string): Possible => {
  const [monthFirst, dayFirst, yearFirst] = QifDate.orders.map((order) => QifDate.parse(text, order))
  const monthFirstDays = monthFirst ? CalendarDate.toDays(monthFirst) : Number.NaN
  const dayFirstDays = dayFirst ? CalendarDate.toDays(dayFirst) : Number.NaN
  const order = ((): Possible["order"] => {
    if (monthFirst && dayFirst) return monthFirst === dayFirst ? "same" : "both"
    if (monthFirst) return "mdy"
    if (dayFirst) return "dmy"
    return yearFirst ? "ymd" : "none"
  })()
  return { order, monthFirstDays, dayFirstDays }
}

export class QifSurvey implements Survey<QifPlan> {
  readonly #lines: QifLines
  #section: QifSection.Section = QifSection.implied
  readonly #known = new Map<string, Possible>()
  readonly #counts: Record<Possible["order"], number> = { mdy: 0, dmy: 0, ymd: 0, both: 0, same: 0, none: 0 }
  readonly #monthFirst = new Direction()
  readonly #dayFirst = new Direction()
  #dotted = 0
  #separated = 0
  #points = 0
  #commas = 0
  #ambiguousAmounts = 0
  /** A split or a memorized transaction's schedule has dates of its own; the record's comes first. */
  #isDated = false

  constructor(options: Required<ReadOptions>) {
    this.#lines = new QifLines((text) => this.#line(text), options.maxFieldLength)
  }

  write(text: string): void {
    this.#lines.write(text)
  }

  end(): QifPlan {
    this.#lines.end()
    const marked = this.#points + this.#commas
    const looksDotted = this.#dotted > this.#separated - this.#dotted
    const decimalMark = marked > 0 ? (this.#commas > this.#points ? "," : ".") : looksDotted ? "," : "."
    const isDecimalMarkDoubtful = marked === 0 && this.#ambiguousAmounts > 0
    const isMixed = this.#points > 0 && this.#commas > 0
    return {
      ...this.#order(looksDotted || (marked > 0 && decimalMark === ",")),
      decimalMark,
      decimalMarkCertainty: isDecimalMarkDoubtful ? "assumed" : isMixed ? "inferred" : "proved"
    }
  }

  #order(suggestsDayFirst: boolean): Pick<QifPlan, "dateOrder" | "dateOrderCertainty"> {
    const { both, dmy, mdy, ymd } = this.#counts
    if (ymd > dmy && ymd > mdy) {
      return { dateOrder: "ymd", dateOrderCertainty: dmy + mdy + both === 0 ? "proved" : "inferred" }
    }
    if (dmy !== mdy) {
      return {
        dateOrder: dmy > mdy ? "dmy" : "mdy",
        dateOrderCertainty: dmy === 0 || mdy === 0 ? "proved" : "inferred"
      }
    }
    const assumed = suggestsDayFirst ? "dmy" : "mdy"
    // No date means two days: there is nothing to decide.
    if (both === 0 && dmy === 0) return { dateOrder: assumed, dateOrderCertainty: "proved" }
    if (dmy === 0 && this.#monthFirst.isSteady !== this.#dayFirst.isSteady) {
      return { dateOrder: this.#dayFirst.isSteady ? "dmy" : "mdy", dateOrderCertainty: "inferred" }
    }
    return { dateOrder: assumed, dateOrderCertainty: "assumed" }
  }

  #line(raw: string): void {
    const text = raw.trim()
    const header = QifSection.header(text)
    if (header !== null) {
      if (header._tag === "AccountListEnds" || header._tag === "Option") return
      this.#section = header
      this.#isDated = false
      return
    }
    if (!QifSection.mayHoldTransactions(this.#section)) return
    switch (text.charCodeAt(0)) {
      case 0x5e: // ^
        this.#isDated = false
        return
      case 0x44: // D
        if (!this.#isDated) this.#date(text.slice(1).trim())
        return
      case 0x54: // T
      case 0x55: // U
      case 0x24: // $
        return this.#amount(text.slice(1).trim())
    }
  }

  #date(text: string): void {
    if (text.length > 40 || text === "") return
    this.#isDated = true
    const known = this.#known.get(text)
    const possible = known ?? consider(text)
    if (known === undefined && this.#known.size < cacheSize) this.#known.set(text, possible)
    this.#counts[possible.order]++
    if (possible.order === "none") return
    this.#separated++
    if (text.includes(".")) this.#dotted++
    if (possible.order !== "both" && possible.order !== "same") return
    this.#monthFirst.add(possible.monthFirstDays)
    this.#dayFirst.add(possible.dayFirstDays)
  }

  #amount(text: string): void {
    switch (Amount.evidence(text)) {
      case ".":
        this.#points++
        return
      case ",":
        this.#commas++
        return
      case "ambiguous":
        this.#ambiguousAmounts++
    }
  }
}
