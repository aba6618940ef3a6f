/**
 * CSV exports of any bank, by rules rather than by banks: `Survey` finds the table and decides what is open over the whole
 * file, `Session` reads it. A `CsvMapping` overrides what is inferred.
 */
import type { Format, Head, Recognition } from "../Format.ts"
import * as Layout from "./Layout.ts"
import type { CsvMapping } from "./Mapping.ts"
import { CsvSession } from "./Session.ts"
import * as Sniffer from "./Sniffer.ts"
import { CsvSurvey, type Table } from "./Survey.ts"
import { areWrapped, Unwrapper, type WrappedPlan, WrappedSession, WrappedSurvey } from "./WrappedLines.ts"

/** Recognition needs no more of the head than this, in UTF-16 code units. */
const recognizedFrom = 16_384

/** The tables by which files were recognized that the head holds in full: the survey finds the same. */
const recognized = new WeakMap<Recognition, Table>()

const recognize = (head: Head, mapping: CsvMapping | null): Recognition | null => {
  const written = head.text.slice(0, recognizedFrom)
  const text = areWrapped(written, head.complete) ? new Unwrapper(recognizedFrom).write(`${written}\n`) : written
  const first = /\S/.exec(text)?.[0]
  // Markup and binary containers can hold enough commas and numbers to look like a table.
  if (first === undefined || first === "<" || text.includes("\u0000") || /^(?:%PDF|PK|\{|\[)/.test(text)) return null
  const complete = head.complete && written.length === head.text.length
  const { delimiter, quote } = mapping ?? {}
  const sniffed = Sniffer.sniff(text, complete, text.length + 1, { delimiter, quote })
  if (mapping !== null)
    return { format: "csv", score: 1, certainty: "stated", declaredEncoding: mapping.encoding ?? null }
  if (sniffed === null) return null
  const layout = Layout.infer(sniffed.records, {})
  if (layout === null) return null
  const { columns } = layout
  const hasDate = columns.bookingDate >= 0 || columns.valueDate >= 0
  const hasMoney = columns.amount >= 0 || columns.debit >= 0 || columns.credit >= 0
  if (sniffed.entries === 0 && (!hasDate || !hasMoney || layout.headerAt < 0)) return null
  const score = layout.header !== null && hasDate && hasMoney ? 0.8 : hasDate && hasMoney ? 0.6 : 0.4
  const recognition: Recognition = { format: "csv", score, certainty: "inferred", declaredEncoding: null }
  if (complete) recognized.set(recognition, { text, sniffed, layout })
  return recognition
}

/** The CSV format under a mapping, or with everything inferred. */
export const make = (mapping: CsvMapping | null): Format<WrappedPlan> => ({
  names: ["csv"],
  recognize: (head) => recognize(head, mapping),
  survey: (recognition, options) =>
    new WrappedSurvey(new CsvSurvey(options, mapping ?? {}, recognized.get(recognition)), options.maxFieldLength),
  open: (_recognition, options, { plan, wrapped }) => {
    const session = new CsvSession(options, plan)
    return wrapped ? new WrappedSession(session, options.maxFieldLength) : session
  }
})

export const format: Format<WrappedPlan> = make(null)
