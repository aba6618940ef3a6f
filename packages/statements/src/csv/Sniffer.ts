/**
 * Finds a CSV file's delimiter and quote from its head: the pair under which most records are regular and hold both a date
 * and an amount. A `sep=;` line, as Excel writes it, is the file's own statement and wins.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import { status } from "./RowWords.ts"
import * as HeaderWords from "./HeaderWords.ts"
import { Tokenizer } from "./Tokenizer.ts"

/** One record of the head, as strings. */
export interface SampleRecord {
  readonly fields: ReadonlyArray<string>
  readonly line: number
}

export interface Sniffed {
  readonly delimiter: string
  readonly quote: string | null
  readonly records: ReadonlyArray<SampleRecord>
  /** Records with a date and an amount in different cells. */
  readonly entries: number
  readonly headerLike: number
}

const delimiters: ReadonlyArray<string> = [",", ";", "\t", "|", "^", "~"]

/** Records of the head that are looked at: enough for long preambles, small enough to be read a dozen times. */
const sampleRecords = 600

/** Tokenizes the head. The last record is left out where the head is cut off inside it. */
export const sample = (
  text: string,
  complete: boolean,
  delimiter: string,
  quote: string | null,
  maxFieldLength: number
): ReadonlyArray<SampleRecord> => {
  const records: Array<SampleRecord> = []
  const end = complete ? text.length : Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1
  const tokenizer = new Tokenizer({ delimiter, quote, maxFieldLength }, (row) => {
    if (records.length < sampleRecords) records.push({ fields: row.fields(), line: row.line })
  })
  tokenizer.write(end > 0 ? text.slice(0, end) : text)
  tokenizer.end()
  return records
}

/** What `looksLikeEntry` said of a record: several looks at the head ask it of the same ones. */
const known = new WeakMap<ReadonlyArray<string>, boolean>()

/** Whether the record has a date, or a word for pending in its place, and an amount in another cell. */
export const isEntry = (fields: ReadonlyArray<string>): boolean => {
  const before = known.get(fields)
  if (before !== undefined) return before
  const found = looksLikeEntry(fields)
  known.set(fields, found)
  return found
}

const looksLikeEntry = (fields: ReadonlyArray<string>): boolean => {
  let dates = 0
  let amounts = 0
  let both = 0
  let pending = 0
  for (const field of fields) {
    if (field === "" || field.length > 64) continue
    const date = CalendarDate.looksLikeDate(field)
    const amount = Amount.evidence(field.trim()) !== null
    if (date && amount) both++
    else if (date) dates++
    else if (amount) amounts++
    else if (status(field) === "pending") pending++
  }
  if (dates > 0) return amounts + both > 0
  if (both > 0) return amounts > 0 || both > 1
  return pending > 0 && amounts > 0
}

const headerScore = (fields: ReadonlyArray<string>): number => {
  const roles = new Set<string>()
  for (const field of fields) {
    if (field.length > 80) continue
    const meaning = HeaderWords.read(field).meanings[0]
    if (meaning !== undefined && meaning.weight >= 2) roles.add(meaning.role)
  }
  return roles.size
}

const assess = (records: ReadonlyArray<SampleRecord>) => {
  const widths = new Map<number, number>()
  let entries = 0
  let headerLike = 0
  for (const { fields } of records) {
    if (fields.length < 2) continue
    if (isEntry(fields)) {
      entries++
      widths.set(fields.length, (widths.get(fields.length) ?? 0) + 1)
    } else if (headerLike < 6) headerLike = Math.max(headerLike, headerScore(fields))
  }
  const regular = entries === 0 ? 0 : Math.max(...widths.values()) / entries
  return { entries, headerLike, regular }
}

/** The delimiter stated by a first line `sep=;`, or null. */
export const statedDelimiter = (text: string): string | null => {
  const found = /^\uFEFF?"?sep=(.)"?\s*[\r\n]/i.exec(text.slice(0, 16))
  return found?.[1] ?? null
}

/** The delimiter and quote that fit the head best, or null where no reading of it is a table. */
export const sniff = (
  text: string,
  complete: boolean,
  maxFieldLength: number,
  given: { readonly delimiter?: string | undefined; readonly quote?: string | null | undefined }
): Sniffed | null => {
  const stated = given.delimiter ?? statedDelimiter(text)
  const tried = stated === null ? delimiters.filter((delimiter) => text.includes(delimiter)) : [stated]
  const quotes = given.quote !== undefined ? [given.quote] : singleQuoted(text) ? ['"', "'"] : ['"']
  let best: Sniffed | null = null
  let bestScore = 0
  for (const delimiter of tried) {
    for (const quote of quotes) {
      const records = sample(text, complete, delimiter, quote, maxFieldLength)
      const { entries, headerLike, regular } = assess(records)
      const score = entries * (0.5 + regular / 2) + (headerLike >= 2 ? headerLike / 2 : 0) + (stated === null ? 0 : 0.1)
      if (score > bestScore) {
        best = { delimiter, quote, records, entries, headerLike }
        bestScore = score
      }
    }
  }
  return best
}

// Single quotes count as quotes only where fields are wrapped in them throughout: they are apostrophes otherwise.
const singleQuoted = (text: string): boolean => /^'[^'\r\n]*'[,;\t|]'/m.test(text.slice(0, 4096))
