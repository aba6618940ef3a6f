/**
 * What must hold of every reading of every file, checked without trusting the reader: records are counted by csv-parse or
 * by the format's own marks in the text, and every amount's digits must stand in the file.
 */
import { parse } from "csv-parse/sync"
import * as Result from "effect/Result"
import { readBytes } from "../../src/Reader.ts"
import type { Certificate, Item, Transaction } from "../../src/Statement.ts"

export interface Outcome {
  readonly verdict: "read" | "rejected" | "broken"
  /** What does not hold, for a broken one. */
  readonly problem: string | null
  /** Whether the records were counted independently. */
  readonly counted: boolean
  readonly rows: number
  readonly milliseconds: number
}

/** Longest permitted reading of a fuzzed file. */
export const limitMilliseconds = 1000

const zeros = [0x660, 0x6f0, 0x966, 0xff10]

/** ASCII digits of a text, those of other scripts included. */
const digitsOf = (text: string): string => {
  let digits = ""
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position)
    if (code >= 48 && code <= 57) digits += text.charAt(position)
    else if (code >= 0x660) {
      for (const zero of zeros) if (code >= zero && code < zero + 10) digits += code - zero
    }
  }
  return digits
}

const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length

/** Fewest and most records that an independent count allows. */
type Bounds = readonly [fewest: number, most: number]

/**
 * Records by an independent count, or null where none is to be had for this text. A `:61:` within a line and an element in
 * a comment may count or not, by rules that the formats' own tests check exactly; here they widen the bounds.
 */
const independentCount = (text: string, certificate: Certificate): Bounds | null => {
  const { csv, format } = certificate
  if (csv !== null) {
    try {
      const records: ReadonlyArray<unknown> = parse(text, {
        bom: true,
        delimiter: csv.delimiter,
        quote: csv.quote,
        record_delimiter: ["\r\n", "\n", "\r"],
        relax_column_count: true,
        skip_empty_lines: true
      })
      return [records.length, records.length]
    } catch {
      // csv-parse refuses stray quotes; the reader does not.
      return null
    }
  }
  if (format === "mt940" || format === "mt942") {
    const most = count(text, /:\r?\n?61:/g)
    return [Math.min(most, count(text, /^:61:\d{6}/gm)), most]
  }
  if (format === "ofx") {
    const all = count(text, /<STMTTRNP?(?:\s*\/?|\s[^<>=]*=[^<>]*)>/gi)
    return [all, all]
  }
  if (format.startsWith("camt")) return [0, count(text, /<(?:[\w.-]+:)?Ntry[\s/>]/g)]
  // A block that ends in `^` is a record, or a line of a list that is none; the last record may lack its mark.
  return [0, count(text, /^[ \t]*\^/gm) + count(text, /^[ \t]*!/gm) + 1]
}

const claimedCount = ({ csv, rows }: Certificate): number => {
  if (csv?.records === undefined) return rows.read
  const { blank, continuation, entries, footer, header, preamble } = csv.records
  return blank + continuation + entries + footer + header + preamble
}

/** The first transaction whose amount's digits are nowhere in the file's text from its line on, or null. */
const inventedAmount = (text: string, transactions: ReadonlyArray<Transaction>): Transaction | null => {
  const lines = text.split(/\r\n|\n|\r/).map(digitsOf)
  for (const transaction of transactions) {
    const digits = digitsOf(transaction.amount).replace(/^0+/, "")
    const region = lines.slice(Math.max(0, transaction.line - 1)).join("")
    if (!region.includes(digits === "" ? "0" : digits)) return transaction
  }
  return null
}

const broken = (problem: string, milliseconds: number): Outcome => ({
  verdict: "broken",
  problem,
  counted: false,
  rows: 0,
  milliseconds
})

const check = (items: ReadonlyArray<Item>, bytes: Uint8Array, milliseconds: number): Outcome => {
  const certificate = items.at(-1)
  if (certificate?._tag !== "Certificate") return broken("no certificate at the end", milliseconds)
  if (items.filter(({ _tag }) => _tag === "Certificate").length !== 1)
    return broken("several certificates", milliseconds)
  const transactions = items.filter((item) => item._tag === "Transaction")
  const rejections = items.filter((item) => item._tag === "Rejection")
  const pending = transactions.filter(({ status }) => status === "pending").length
  const { rows } = certificate
  if (rows.read !== rows.accepted + rows.pending + rows.rejected)
    return broken("the rows law does not hold", milliseconds)
  if (
    rows.pending !== pending ||
    rows.rejected !== rejections.length ||
    rows.accepted !== transactions.length - pending
  ) {
    return broken("the certificate counts other rows than came out", milliseconds)
  }
  const text = new TextDecoder(certificate.encoding).decode(bytes)
  const counted = independentCount(text, certificate)
  const claimed = claimedCount(certificate)
  if (counted !== null && (claimed < counted[0] || claimed > counted[1])) {
    return broken(`counted ${counted.join(" to ")} records, the certificate claims ${claimed}`, milliseconds)
  }
  const invented = inventedAmount(text, transactions)
  if (invented !== null)
    return broken(`the amount ${invented.amount} of line ${invented.line} is not in the file`, milliseconds)
  for (const { amount, date } of transactions) {
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(amount) || /^-0(?:\.0+)?$/.test(amount))
      return broken(`the amount ${amount} is not canonical`, milliseconds)
    if (!/^\d{4}-\d\d-\d\d$/.test(date)) return broken("a date is none", milliseconds)
  }
  const isSlow = milliseconds > limitMilliseconds
  return {
    verdict: isSlow ? "broken" : "read",
    problem: isSlow ? "took too long" : null,
    counted: counted !== null,
    rows: rows.read,
    milliseconds
  }
}

/** Reads the bytes and checks the laws. Throws nothing. */
export const examine = (bytes: Uint8Array): Outcome => {
  const before = performance.now()
  try {
    const result = readBytes(bytes)
    const milliseconds = performance.now() - before
    if (Result.isSuccess(result)) return check(result.success, bytes, milliseconds)
    if (milliseconds > limitMilliseconds) return broken("took too long to refuse", milliseconds)
    return { verdict: "rejected", problem: null, counted: false, rows: 0, milliseconds }
  } catch (error) {
    return broken(
      `a defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      performance.now() - before
    )
  }
}
