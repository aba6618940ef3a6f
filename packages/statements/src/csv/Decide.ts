/**
 * Decides what a CSV file's evidence leaves open, by fixed rules, and says how sure each decision is.
 *
 * **Date order.** The order that reads most dates wins; a year of two digits comes last unless only the other way reads
 * the dates, dots mean day first. Dates outside the entries (a statement period) count where the entries leave it open. Where day-first and month-first read all dates and differ, the file cannot tell
 * (`dateOrderCertain` is false) and these rules pick, in this sequence: the reading under which the rows are sorted by date, the
 * reading whose dates lie much closer together, a decimal comma (day first), words and currency of the United States (month
 * first), else day first.
 *
 * **Decimal mark.** An amount that only one mark can read proves it. Where every separator has three digits behind it,
 * three consecutive steps of the running balance prove it; else currencies of three decimals have a decimal part, and so
 * have five and more amounts that all carry the separator; in all others it groups thousands.
 *
 * **Sign.** See `SignRule`. A running balance decides only where no amount carries a sign and no column gives one.
 */
import * as Amount from "../Amount.ts"
import type { DecimalMark } from "../Amount.ts"
import { RunningBalance } from "../BalanceProof.ts"
import * as CalendarDate from "../CalendarDate.ts"
import type { DateOrder } from "../CalendarDate.ts"
import * as Decimal from "../Decimal.ts"
import type { Certainty, CsvDialect } from "../Statement.ts"
import type { Evidence } from "./Evidence.ts"
import type { Columns, SignRule } from "./Plan.ts"
import { likelyDirection, paysCard } from "./RowWords.ts"
import type { SampleRecord } from "./Sniffer.ts"

export interface DateDecision {
  readonly order: DateOrder
  readonly certain: boolean
}

const countUnder = (masks: Float64Array, bit: number): number => {
  let count = 0
  for (let mask = 1; mask < 16; mask++) if ((mask & (1 << bit)) !== 0) count += masks[mask] ?? 0
  return count
}

const [ymd, dmy, mdy, ydm] = [0, 1, 2, 3] as const

/** What speaks for a reading where the dates themselves do not. */
export interface DateHints {
  readonly decimalMark: DecimalMark
  /** Words or the currency of the United States. */
  readonly american: boolean
}

export const dateOrder = (evidence: Evidence, hints: DateHints): DateDecision => {
  const full = [ymd, dmy, mdy, ydm].map((bit) => countUnder(evidence.masks, bit))
  const short = [ymd, dmy, mdy, ydm].map((bit) => countUnder(evidence.shortMasks, bit))
  const readable = (bit: number): number => (full[bit] ?? 0) + (short[bit] ?? 0)
  const yearLast = Math.max(readable(dmy), readable(mdy))
  const yearFirst = Math.max(readable(ymd), readable(ydm))
  const isYearFirst = (full[ymd] ?? 0) + (full[ydm] ?? 0) > (full[dmy] ?? 0) + (full[mdy] ?? 0) || yearFirst > yearLast
  if (isYearFirst) {
    const order = readable(ydm) > readable(ymd) ? "ydm" : "ymd"
    const isShort = (full[ymd] ?? 0) + (full[ydm] ?? 0) === 0
    return { order, certain: !isShort || yearFirst > yearLast }
  }
  const dayFirst = readable(dmy)
  const monthFirst = readable(mdy)
  if (dayFirst + monthFirst === 0) return { order: "ymd", certain: true }
  // Exclusive evidence, with room for one damaged date in ten.
  let onlyDay = 0
  let onlyMonth = 0
  for (const masks of [evidence.masks, evidence.shortMasks]) {
    for (let mask = 1; mask < 16; mask++) {
      const day = (mask & (1 << dmy)) !== 0
      const month = (mask & (1 << mdy)) !== 0
      if (day && !month) onlyDay += masks[mask] ?? 0
      if (month && !day) onlyMonth += masks[mask] ?? 0
    }
  }
  if (onlyDay !== onlyMonth) {
    const [more, fewer] = onlyDay > onlyMonth ? [onlyDay, onlyMonth] : [onlyMonth, onlyDay]
    return { order: onlyDay > onlyMonth ? "dmy" : "mdy", certain: fewer * 10 <= more }
  }
  if (evidence.differing === 0) return { order: "dmy", certain: true }
  if (evidence.outsideDayFirst > 0 !== evidence.outsideMonthFirst > 0) {
    return { order: evidence.outsideDayFirst > 0 ? "dmy" : "mdy", certain: true }
  }
  if (evidence.dotted > 0) return { order: "dmy", certain: true }
  return { order: likelier(evidence, hints), certain: false }
}

const likelier = (evidence: Evidence, hints: DateHints): "dmy" | "mdy" => {
  const day = evidence.orders[dmy]
  const month = evidence.orders[mdy]
  if (day !== undefined && month !== undefined) {
    const daySorted = day.up === 0 || day.down === 0
    const monthSorted = month.up === 0 || month.down === 0
    if (daySorted !== monthSorted && Math.min(day.up + day.down, month.up + month.down) >= 2)
      return daySorted ? "dmy" : "mdy"
    if (
      day.newest !== null &&
      day.oldest !== null &&
      month.newest !== null &&
      month.oldest !== null &&
      day.up + day.down >= 2
    ) {
      const daySpan = CalendarDate.toDays(day.newest) - CalendarDate.toDays(day.oldest)
      const monthSpan = CalendarDate.toDays(month.newest) - CalendarDate.toDays(month.oldest)
      if (daySpan * 3 < monthSpan) return "dmy"
      if (monthSpan * 3 < daySpan) return "mdy"
    }
  }
  if (hints.decimalMark === ",") return "dmy"
  return hints.american ? "mdy" : "dmy"
}

export interface MarkDecision {
  readonly mark: DecimalMark
  readonly certainty: Certainty
}

/** Currencies whose minor unit is a thousandth (ISO 4217). */
const thousandths: ReadonlySet<string> = new Set(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])

export const decimalMark = (
  evidence: Evidence,
  columns: Columns,
  entries: ReadonlyArray<SampleRecord>,
  currency: string | null
): MarkDecision => {
  const { ambiguousComma, ambiguousPoint, commaOnly, pointOnly } = evidence
  if (pointOnly > 0 || commaOnly > 0) {
    const mark = pointOnly >= commaOnly ? "." : ","
    return { mark, certainty: pointOnly === 0 || commaOnly === 0 ? "proved" : "inferred" }
  }
  if (ambiguousComma + ambiguousPoint === 0) return { mark: ".", certainty: "inferred" }
  const underPoint = longestRun(columns, entries, ".")
  const underComma = longestRun(columns, entries, ",")
  if (underPoint >= 3 !== underComma >= 3) return { mark: underPoint >= 3 ? "." : ",", certainty: "proved" }
  const separator: DecimalMark = ambiguousPoint >= ambiguousComma ? "." : ","
  const other: DecimalMark = separator === "." ? "," : "."
  if (currency !== null && thousandths.has(currency)) return { mark: separator, certainty: "inferred" }
  const isUniform = Math.min(ambiguousComma, ambiguousPoint) === 0 && evidence.withoutSeparator === 0
  if (isUniform && ambiguousComma + ambiguousPoint >= 5) return { mark: separator, certainty: "assumed" }
  return { mark: other, certainty: "assumed" }
}

/** The amounts of an entry as far as they are known before signs are decided. */
const amountsOf = (columns: Columns, fields: ReadonlyArray<string>, mark: DecimalMark) => {
  const at = (column: number) => (column < 0 ? null : Amount.parse((fields[column] ?? "").trim(), mark))
  const debit = at(columns.debit)
  const credit = at(columns.credit)
  const fromColumns = debit !== null && !Decimal.isZero(debit) ? Decimal.negate(Decimal.abs(debit)) : credit
  return { amount: columns.amount >= 0 ? at(columns.amount) : fromColumns, balance: at(columns.balance) }
}

/** The longest run of steps in which the balance moves by the amount's magnitude, either way. */
const longestRun = (columns: Columns, entries: ReadonlyArray<SampleRecord>, mark: DecimalMark): number => {
  const { ascending, descending } = magnitudeRuns(columns, entries, mark)
  return Math.max(ascending, descending)
}

const magnitudeRuns = (columns: Columns, entries: ReadonlyArray<SampleRecord>, mark: DecimalMark) => {
  let ascending = 0
  let descending = 0
  let runAscending = 0
  let runDescending = 0
  let last: { readonly amount: Decimal.Decimal; readonly balance: Decimal.Decimal } | null = null
  for (const { fields } of entries) {
    const { amount, balance } = amountsOf(columns, fields, mark)
    if (amount === null || balance === null) {
      last = null
      continue
    }
    if (last !== null) {
      const rise = Decimal.abs(Decimal.subtract(balance, last.balance))
      const isAscending = Decimal.equals(rise, Decimal.abs(amount)) && !Decimal.isZero(amount)
      const isDescending = Decimal.equals(rise, Decimal.abs(last.amount)) && !Decimal.isZero(last.amount)
      runAscending = isAscending ? runAscending + 1 : 0
      runDescending = isDescending ? runDescending + 1 : 0
      ascending = Math.max(ascending, runAscending)
      descending = Math.max(descending, runDescending)
    }
    last = { amount, balance }
  }
  return { ascending, descending }
}

export interface SignDecision {
  readonly rule: SignRule
  readonly certainty: Certainty
  readonly blankIndicator: "in" | "out" | null
  /** The direction in which the running balance was followed, where it decided. */
  readonly order: "ascending" | "descending" | null
}

export const sign = (
  evidence: Evidence,
  columns: Columns,
  entries: ReadonlyArray<SampleRecord>,
  mark: DecimalMark,
  isCard: boolean
): SignDecision => {
  const decided = (rule: SignRule, certainty: Certainty): SignDecision => ({
    rule,
    certainty,
    blankIndicator: null,
    order: null
  })
  if (columns.amount < 0) {
    const { debit } = evidence
    const isSigned = debit.minus + debit.debit > 0 && debit.plain + debit.plus === 0
    return decided(isSigned ? "columns-signed" : "columns", "stated")
  }
  const { amount } = evidence
  const indicated = evidence.indicatorIn + evidence.indicatorOut
  if (columns.indicator >= 0 && indicated > 0 && evidence.indicatorOther * 10 <= indicated) {
    const { indicatedIn, indicatedOut, indicatorBlank, indicatorIn, indicatorOut } = evidence
    const outMinus = indicatedOut.minus + indicatedOut.debit
    const outPlain = indicatedOut.plain + indicatedOut.plus
    const inMinus = indicatedIn.minus + indicatedIn.debit
    const inPlain = indicatedIn.plain + indicatedIn.plus + indicatedIn.credit
    // A column that marks one direction only means the other one where it is blank.
    const blankIndicator = indicatorBlank === 0 ? null : indicatorOut === 0 ? "out" : indicatorIn === 0 ? "in" : null
    const isSigned = outMinus > 0 && outPlain === 0 && inMinus === 0
    const isInverted = inMinus > 0 && inPlain === 0 && outMinus === 0 && outPlain > 0
    const rule: SignRule = isSigned ? "indicator-signed" : isInverted ? "inverted" : "indicator"
    return { rule, certainty: "stated", blankIndicator, order: null }
  }
  const minus = amount.minus + amount.debit
  const marked = amount.plus + amount.credit
  if (minus > 0)
    return isInverted(evidence, columns, entries, mark, isCard)
      ? decided("inverted", "inferred")
      : decided("written", "stated")
  if (marked > 0 && amount.plain > 0) return decided("plain-is-out", "inferred")
  if (marked > 0) return decided("written", "stated")
  if (columns.balance >= 0) {
    const runs = magnitudeRuns(columns, entries, mark)
    if (Math.max(runs.ascending, runs.descending) >= 3) {
      return {
        rule: "balance",
        certainty: "proved",
        blankIndicator: null,
        order: runs.ascending >= runs.descending ? "ascending" : "descending"
      }
    }
  }
  return isCard ? decided("plain-is-out", "assumed") : decided("written", "assumed")
}

/** Whether a card export lists what was spent as positive: payments to the card and refunds are negative in it. */
const isInverted = (
  evidence: Evidence,
  columns: Columns,
  entries: ReadonlyArray<SampleRecord>,
  mark: DecimalMark,
  isCard: boolean
): boolean => {
  if (columns.balance >= 0) {
    const running = new RunningBalance()
    for (const { fields } of entries) {
      const { amount, balance } = amountsOf(columns, fields, mark)
      if (amount !== null) running.add(amount, balance)
    }
    // Signs and balances that agree as written leave nothing to decide.
    if (Math.max(running.longestAscending, running.longestDescending) >= 3) return false
  }
  let agree = 0
  let against = 0
  let cardPayments = 0
  for (const { fields } of entries) {
    const { amount } = amountsOf(columns, fields, mark)
    if (amount === null || Decimal.isZero(amount)) continue
    const texts = [...columns.description, columns.counterparty, columns.kind, columns.category]
    const text = texts.map((column) => (column < 0 ? "" : (fields[column] ?? ""))).join(" ")
    if (Decimal.isNegative(amount) && paysCard(text)) cardPayments++
    const way = likelyDirection(text)
    if (way === null) continue
    if ((way === "out") === Decimal.isNegative(amount)) agree++
    else against++
  }
  const mostlyPositive = evidence.amount.plain + evidence.amount.plus > evidence.amount.minus
  if (cardPayments > 0 && mostlyPositive && against > agree) return true
  return isCard && against > agree && against >= 1
}

/** Oldest or newest first, by the dates; equal dates only are ascending unless the running balance says otherwise. */
export const rowOrder = (
  evidence: Evidence,
  order: DateOrder,
  columns: Columns,
  entries: ReadonlyArray<SampleRecord>,
  mark: DecimalMark
): CsvDialect["order"] => {
  const tally = evidence.orders[CalendarDate.orders.indexOf(order)]
  if (tally === undefined) return "ascending"
  if (tally.up === 0 && tally.down === 0) {
    if (columns.balance < 0) return "ascending"
    const runs = magnitudeRuns(columns, entries, mark)
    return runs.descending >= 3 && runs.descending > runs.ascending ? "descending" : "ascending"
  }
  if (tally.down === 0 || tally.up >= tally.down * 20) return "ascending"
  if (tally.up === 0 || tally.down >= tally.up * 20) return "descending"
  return "unordered"
}
