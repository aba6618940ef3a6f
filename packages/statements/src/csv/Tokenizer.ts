/**
 * The CSV tokenizer: decoded text, cut anywhere, into records of fields (RFC 4180, with any delimiter, any line end, and
 * tolerance for what banks get wrong).
 *
 * A record is handed out as a view of offsets into the text, and fields become strings only when asked for: most passes
 * need a few columns of many. Where a quoted field is not closed as it should be (text follows the closing quote, or no
 * closing quote comes within the length limit), its opening quote is an ordinary character and only that field is read
 * again, so that a stray quote cannot swallow the rows after it. Work is linear in the text.
 */
import { StatementRejected } from "../Statement.ts"

/** Pending text is scanned once this much has gathered, and again each time it has doubled. */
const scanFrom = 32_768

const LF = 10
const CR = 13
const SPACE = 32

/** One record. The view is reused: it holds only until the next record is asked for. */
export class Row {
  text = ""
  count = 0
  /** 1-based line on which the record begins. */
  line = 1
  starts = new Int32Array(64)
  ends = new Int32Array(64)
  /** 0 bare, 1 quoted, 2 quoted with doubled quotes inside. */
  kinds = new Uint8Array(64)
  quote: string

  constructor(quote: string) {
    this.quote = quote
  }

  /** A record of these fields, as where two lines are put together. */
  static of(fields: ReadonlyArray<string>, line: number): Row {
    const row = new Row("")
    row.line = line
    for (const field of fields) {
      if (row.count === row.starts.length) row.grow()
      row.starts[row.count] = row.text.length
      row.text += field
      row.ends[row.count] = row.text.length
      row.count++
    }
    return row
  }

  /** The field's text, unquoted; "" for a column that the record has not. */
  field(column: number): string {
    if (column >= this.count) return ""
    const text = this.text.slice(this.starts[column], this.ends[column])
    // `="0012"` is how exports keep Excel from reading a number.
    if (text.charCodeAt(0) === 61 && text.length > 2 && text.startsWith('="') && text.endsWith('"'))
      return text.slice(2, -1)
    return this.kinds[column] === 2 ? text.replaceAll(this.quote + this.quote, this.quote) : text
  }

  /** Whether the field holds nothing but blanks. */
  isBlank(column: number): boolean {
    if (column >= this.count) return true
    const end = this.ends[column] ?? 0
    for (let position = this.starts[column] ?? 0; position < end; position++) {
      const code = this.text.charCodeAt(position)
      if (code !== SPACE && code !== 9 && code !== 0xa0) return false
    }
    return true
  }

  /** Whether every field is blank. */
  get isEmpty(): boolean {
    for (let column = 0; column < this.count; column++) if (!this.isBlank(column)) return false
    return true
  }

  fields(): Array<string> {
    const fields: Array<string> = []
    for (let column = 0; column < this.count; column++) fields.push(this.field(column))
    return fields
  }

  grow(): void {
    const starts = new Int32Array(this.starts.length * 2)
    const ends = new Int32Array(this.starts.length * 2)
    const kinds = new Uint8Array(this.starts.length * 2)
    starts.set(this.starts)
    ends.set(this.ends)
    kinds.set(this.kinds)
    this.starts = starts
    this.ends = ends
    this.kinds = kinds
  }
}

export interface TokenizerOptions {
  /** One UTF-16 code unit. */
  readonly delimiter: string
  /** One UTF-16 code unit, or null where nothing is quoted. */
  readonly quote: string | null
  /** Most UTF-16 code units of a record. */
  readonly maxFieldLength: number
}

/** Pushes text in, calls back with each record. Blank lines are no records, as csv-parse's `skip_empty_lines`. */
export class Tokenizer {
  readonly #delimiter: number
  readonly #quoteCode: number
  readonly #quote: string
  readonly #limit: number
  readonly #onRow: (row: Row) => void
  readonly #row: Row
  #pending = ""
  #threshold = scanFrom
  #line = 1
  #quotesAreDead = false
  #first = true
  /** A CR ended the last record at the very end of the text: a LF that follows belongs to it. */
  #swallowLineFeed = false

  constructor(options: TokenizerOptions, onRow: (row: Row) => void) {
    this.#delimiter = options.delimiter.charCodeAt(0)
    this.#quote = options.quote ?? ""
    this.#quoteCode = options.quote === null ? -1 : options.quote.charCodeAt(0)
    this.#limit = options.maxFieldLength
    this.#row = new Row(this.#quote)
    this.#onRow = onRow
  }

  /** Takes the next piece of text. Throws `StatementRejected` for a record above the limit. */
  write(text: string): void {
    if (this.#first && text.length > 0) {
      this.#first = false
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1)
    }
    this.#pending = this.#pending === "" ? text : this.#pending + text
    if (this.#pending.length < this.#threshold) return
    const consumed = this.#scan(this.#pending, false)
    this.#pending = this.#pending.slice(consumed)
    if (this.#pending.length > this.#limit) throw this.#tooLong()
    this.#threshold = Math.max(scanFrom, this.#pending.length * 2)
  }

  /** Takes the end of the text. */
  end(): void {
    const consumed = this.#scan(this.#pending, true)
    if (consumed < this.#pending.length) throw this.#tooLong()
    this.#pending = ""
  }

  /** Scans complete records and returns how much of the text they took. */
  #scan(text: string, final: boolean): number {
    const row = this.#row
    const delimiter = this.#delimiter
    const quoteCode = this.#quoteCode
    const length = text.length
    row.text = text
    let recordStart = 0
    let position = 0
    if (this.#swallowLineFeed && length > 0) {
      this.#swallowLineFeed = false
      if (text.charCodeAt(0) === LF) {
        recordStart = 1
        position = 1
      }
    }
    while (recordStart < length) {
      row.count = 0
      row.line = this.#line
      let lines = 0
      // One turn for each field.
      let ended = false
      while (!ended) {
        let start = position
        let kind = 0
        let end = -1
        if (quoteCode >= 0 && !this.#quotesAreDead) {
          let opening = position
          while (opening < length && text.charCodeAt(opening) === SPACE) opening++
          if (opening < length && text.charCodeAt(opening) === quoteCode) {
            const close = this.#close(text, opening, final)
            if (close === -1) return recordStart
            if (close >= 0) {
              start = opening + 1
              end = close
              kind = this.#escaped ? 2 : 1
              lines += this.#newlines(text, start, end)
              position = close + 1
              while (position < length && text.charCodeAt(position) === SPACE && delimiter !== SPACE) position++
            }
          } else if (opening === length && !final) return recordStart
        }
        let code = -1
        while (position < length) {
          code = text.charCodeAt(position)
          if (code === delimiter || code === LF || code === CR) break
          position++
        }
        if (position >= length) {
          if (!final) return recordStart
          code = -1
          ended = true
        }
        if (row.count === row.starts.length) row.grow()
        row.starts[row.count] = start
        row.ends[row.count] = end < 0 ? position : end
        row.kinds[row.count] = kind
        row.count++
        if (code === delimiter) position++
        else if (!ended) {
          ended = true
          position++
          lines++
          if (code === CR) {
            if (position < length) {
              if (text.charCodeAt(position) === LF) position++
            } else if (!final) this.#swallowLineFeed = true
          }
        }
      }
      if (position - recordStart > this.#limit) throw this.#tooLong()
      const isNothing = row.count === 1 && row.starts[0] === row.ends[0] && row.kinds[0] === 0
      this.#line += lines
      recordStart = position
      if (!isNothing) this.#onRow(row)
    }
    return recordStart
  }

  #escaped = false

  /** Where the quoted field closes; -1: not decided by this text yet; -2: its quote is an ordinary character. */
  #close(text: string, opening: number, final: boolean): number {
    const quoteCode = this.#quoteCode
    let from = opening + 1
    this.#escaped = false
    for (;;) {
      const at = text.indexOf(this.#quote, from)
      if (at < 0) {
        if (text.length - opening > this.#limit) return -2
        if (!final) return -1
        // No quote is left in the file, so none of those still open can close either.
        this.#quotesAreDead = true
        return -2
      }
      if (at - opening > this.#limit) return -2
      let next = at + 1
      if (next >= text.length) return final ? at : -1
      if (text.charCodeAt(next) === quoteCode) {
        this.#escaped = true
        from = next + 1
        continue
      }
      while (next < text.length && text.charCodeAt(next) === SPACE) next++
      if (next >= text.length) return final ? at : -1
      const code = text.charCodeAt(next)
      return code === this.#delimiter || code === LF || code === CR ? at : -2
    }
  }

  #newlines(text: string, start: number, end: number): number {
    let count = 0
    for (let position = start; position < end; position++) {
      const code = text.charCodeAt(position)
      if (code === LF || (code === CR && text.charCodeAt(position + 1) !== LF)) count++
    }
    return count
  }

  #tooLong(): StatementRejected {
    return new StatementRejected({
      code: "too-long",
      looksLike: null,
      reason: `A record is longer than ${this.#limit} characters.`,
      mend: "Export the statement again; a file with such a line is damaged or is no statement.",
      line: this.#line
    })
  }
}
