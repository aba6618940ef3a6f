/**
 * The first pass over a CSV file: finds the table in its head, gathers evidence over all of it, and decides.
 */
import * as CalendarDate from "../CalendarDate.ts"
import type { ReadOptions, Survey } from "../Format.ts"
import { type Note, StatementRejected } from "../Statement.ts"
import * as Decide from "./Decide.ts"
import { Evidence } from "./Evidence.ts"
import * as Layout from "./Layout.ts"
import { columnsUnder, type CsvMapping } from "./Mapping.ts"
import type { Plan } from "./Plan.ts"
import * as Preamble from "./Preamble.ts"
import { soundsAmerican, speaksOfCard } from "./RowWords.ts"
import * as Sniffer from "./Sniffer.ts"
import { Tokenizer } from "./Tokenizer.ts"

/** The head in which the table is looked for, in UTF-16 code units. */
const headLength = 131_072

const refuse = (code: string, reason: string, mend: string): StatementRejected =>
  new StatementRejected({ code, looksLike: "a CSV file", reason, mend, line: null })

const mendColumns = "Export it with a column for the date and one for the amount, or give a column mapping."

/** A table that was found in a text which is a whole file. */
export interface Table {
  readonly text: string
  readonly sniffed: Sniffer.Sniffed
  readonly layout: Layout.Layout
}

/** Everything that the head settles. */
interface Found {
  readonly sniffed: Sniffer.Sniffed
  readonly layout: Layout.Layout
  readonly evidence: Evidence
  readonly tokenizer: Tokenizer
}

export class CsvSurvey implements Survey<Plan> {
  readonly #options: Required<ReadOptions>
  readonly #mapping: CsvMapping
  readonly #table: Table | undefined
  #head = ""
  #found: Found | null = null

  /** `table` is what was found in the file before, without a mapping. */
  constructor(options: Required<ReadOptions>, mapping: CsvMapping, table?: Table) {
    this.#options = options
    this.#mapping = mapping
    this.#table = table
  }

  write(text: string): void {
    if (this.#found !== null) {
      this.#found.tokenizer.write(text)
      return
    }
    this.#head += text
    if (this.#head.length >= headLength) this.#start(false)
  }

  end(): Plan {
    const found = this.#found ?? this.#start(true)
    found.tokenizer.end()
    return this.#plan(found)
  }

  #start(complete: boolean): Found {
    const maxFieldLength = this.#options.maxFieldLength
    const head = this.#head
    this.#head = ""
    const { delimiter, quote } = this.#mapping
    // What is longer than a field may be is refused below, so it must be looked at anew.
    const table = this.#table?.text === head && complete && head.length <= maxFieldLength ? this.#table : undefined
    const sniffed = table?.sniffed ?? Sniffer.sniff(head, complete, maxFieldLength, { delimiter, quote })
    if (sniffed === null) throw refuse("no-columns", "The file holds no table of dates and amounts.", mendColumns)
    const missing: Array<string> = []
    const layout =
      table?.layout ??
      Layout.infer(sniffed.records, {
        headerLine: this.#mapping.headerLine,
        columns: (header) => columnsUnder(this.#mapping, header, ({ role }) => missing.push(role))
      })
    if (missing.length > 0) {
      throw refuse(
        "mapping",
        `The mapping names columns that the file has not: ${missing.join(", ")}.`,
        "Correct the mapping."
      )
    }
    if (layout === null) throw refuse("no-columns", "The file holds no table of dates and amounts.", mendColumns)
    const { columns, dataAt } = layout
    if (columns.bookingDate < 0 && columns.valueDate < 0) {
      throw refuse("no-columns", "No column of the table holds dates.", mendColumns)
    }
    if (columns.amount < 0 && columns.debit < 0 && columns.credit < 0) {
      throw refuse("no-columns", "No column of the table holds amounts.", mendColumns)
    }
    const evidence = new Evidence(columns)
    let ordinal = 0
    const tokenizer = new Tokenizer({ delimiter: sniffed.delimiter, quote: sniffed.quote, maxFieldLength }, (row) => {
      if (ordinal >= dataAt) evidence.add(row, ordinal)
      ordinal++
    })
    tokenizer.write(head)
    this.#found = { sniffed, layout, evidence, tokenizer }
    return this.#found
  }

  #plan({ evidence, layout, sniffed }: Found): Plan {
    const mapping = this.#mapping
    const notes: Array<Note> = []
    const { columns, dataAt, header, headerAt } = layout
    const before = sniffed.records.slice(0, dataAt).filter((_, index) => index !== headerAt)
    const entries = sniffed.records.slice(dataAt)
    const known = Preamble.read(before, ".", "ymd").preamble.currency
    const stated =
      mapping.currency ??
      layout.headerCurrency ??
      (evidence.symbols.size === 1 ? [...evidence.symbols][0] : null) ??
      known
    const columnCurrency = layout.profiles[columns.currency]?.values ?? new Set<string>()
    const likelyCurrency = stated ?? (columnCurrency.size === 1 ? ([...columnCurrency][0] ?? null) : null)

    const inferredMark = Decide.decimalMark(evidence, columns, entries, likelyCurrency)
    const decimalMark = mapping.decimalMark ?? inferredMark.mark
    const decimalMarkCertainty = mapping.decimalMark === undefined ? inferredMark.certainty : "stated"
    if (decimalMarkCertainty === "assumed") {
      notes.push({
        code: "decimal-mark-ambiguous",
        message: `Every separator in the amounts has three digits behind it; "${decimalMark}" was taken as the decimal mark.`
      })
    }
    for (const text of Preamble.datesIn(before)) evidence.addDate(text)
    const hints = {
      decimalMark,
      american:
        likelyCurrency === "USD" ||
        soundsAmerican([...(header ?? []), ...before.flatMap(({ fields }) => fields)].join(" | ").slice(0, 4000))
    }
    const inferredOrder = Decide.dateOrder(evidence, hints)
    const dateOrder = mapping.dateOrder ?? inferredOrder.order
    const dateOrderCertain = mapping.dateOrder !== undefined || inferredOrder.certain
    if (!dateOrderCertain) {
      notes.push({
        code: "date-order-ambiguous",
        message: `The dates do not tell day from month; they were read as ${dateOrder === "mdy" ? "month first" : dateOrder === "dmy" ? "day first" : dateOrder}.`
      })
    }
    const { isCard: preambleIsCard, preamble } = Preamble.read(before, decimalMark, dateOrder)
    const isCard = preambleIsCard || (header ?? []).some(speaksOfCard)
    const inferredSign = Decide.sign(evidence, columns, entries, decimalMark, isCard)
    const sign =
      mapping.sign === undefined ? inferredSign : { ...inferredSign, rule: mapping.sign, certainty: "stated" as const }
    if (sign.certainty === "assumed") {
      notes.push({
        code: "sign-assumed",
        message:
          sign.rule === "plain-is-out"
            ? "No amount has a sign; this is a card's export, so they were taken as money out."
            : "No amount has a sign and no column gives one; they were taken as money in."
      })
    } else if (sign.rule === "inverted") {
      notes.push({
        code: "sign-inverted",
        message: "The export lists purchases as positive amounts; signs were turned to the account holder's side."
      })
    }
    const order = sign.order ?? Decide.rowOrder(evidence, dateOrder, columns, entries, decimalMark)
    return {
      delimiter: sniffed.delimiter,
      quote: sniffed.quote,
      recordsBefore: dataAt,
      header,
      firstLine: sniffed.records[headerAt >= 0 ? headerAt : dataAt]?.line ?? 1,
      width: layout.width,
      columns,
      dateOrder,
      dateOrderCertain,
      decimalMark,
      decimalMarkCertainty,
      signRule: sign.rule,
      sign: sign.certainty,
      blankIndicator: sign.blankIndicator,
      order,
      currency: stated ?? preamble.currency,
      preamble: { ...preamble, account: mapping.account ?? preamble.account },
      accountKind: preambleIsCard && columns.balance < 0 ? "card" : null,
      lastDatedRecord: evidence.lastDatedRecord,
      newestDate: evidence.orders[CalendarDate.orders.indexOf(dateOrder)]?.newest ?? null,
      notes
    }
  }
}
