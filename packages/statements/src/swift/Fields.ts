/**
 * Cuts the text of MT940 and MT942 files into fields, in linear time, wherever the pieces of the text are cut.
 *
 * A field begins with its tag (`:61:`) at the start of a line and ends where the next one begins. Files without line ends
 * and with lost ones are common, so within a line a tag counts too, if what follows it is what such a field must hold and
 * the field before it is one after which it may come. Anything else that looks like a tag (the end of `17:20:15`, say) is
 * text. SWIFT blocks and lines around the messages are passed over.
 */
import { StatementRejected } from "../Statement.ts"

export interface Listener {
  /** A field is complete. `value` is what stands between its tag and the next one, line ends included. */
  field(tag: string, value: string, line: number): void
  /** The message ends here (`-`, `-}`). */
  endOfMessage(): void
}

const candidate = /:(?:\r?\n)?(20|21|25P?|28C?|60[FM]?|61|62[FM]?|64|65|86|13D?|34F|90[CD]|NS):/g

/** Characters behind a tag that may be needed to decide whether it is one. */
const lookahead = 16

/** Longest candidate: colon, line end, three characters, colon. */
const longestTag = 7

const smallestPiece = 4_096

const balanceStart = /^[CD][0-9]{6}/

/** What a tag inside a line must be followed by, and which field it may follow; undefined where neither says enough. */
const insideLine: ReadonlyMap<string, { readonly after?: ReadonlyArray<string>; readonly holds?: RegExp }> = new Map([
  ["20", { after: ["", "62F", "62M", "62", "64", "65", "90C", "90D"] }],
  ["21", { after: ["20"] }],
  ["25", { after: ["20", "21"] }],
  ["25P", { after: ["20", "21"] }],
  ["28", { after: ["20", "21", "25", "25P"], holds: /^[0-9]/ }],
  ["28C", { after: ["20", "21", "25", "25P"], holds: /^[0-9]/ }],
  ["60F", { holds: balanceStart }],
  ["60M", { holds: balanceStart }],
  ["61", { holds: /^[0-9]{6}/ }],
  ["62F", { holds: balanceStart }],
  ["62M", { holds: balanceStart }],
  ["64", { holds: balanceStart }],
  ["65", { holds: balanceStart }],
  ["86", { after: ["61", "62F", "62M", "62", "64", "65"] }],
  ["13D", { holds: /^[0-9]{10}/ }],
  ["34F", { holds: /^[A-Z]{3}[CD]?[0-9]/ }],
  ["90C", { holds: /^[0-9]{1,5}[A-Z]{3}/ }],
  ["90D", { holds: /^[0-9]{1,5}[A-Z]{3}/ }]
])

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09

/** Whether nothing but a few blanks stands between the position and the start of its line. */
const startsLine = (text: string, position: number, isTextStart: boolean): boolean => {
  let at = position - 1
  const furthest = Math.max(0, position - 8)
  while (at >= furthest && isBlank(text.charCodeAt(at))) at--
  if (at < 0) return isTextStart
  const code = text.charCodeAt(at)
  return code === 0x0a || code === 0x0d
}

// A payment text wrapped inside a time: "… 17" and ":20:15 …" on the next line.
const hour = /(?:^|[^0-9])[0-9]{2}[\r\n]+$/
const minute = /^[0-9]{2}(?:[^0-9]|$)/
const timeTags: ReadonlySet<string> = new Set(["20", "21", "25", "28"])

const row = /^:61:[0-9]{6}/

const terminator = /[\r\n]-(?:\}[^\r\n]*|XXX)?[ \t]{0,8}(?=[\r\n]|$)|-\}(?=\{5:|\s{0,4}\{1:|\s{0,4}$)/

export class FieldReader {
  readonly #listener: Listener
  readonly #maxFieldLength: number
  #waiting = ""
  // Text from the current field's value on.
  #buffer = ""
  #scanned = 0
  #tag = ""
  #tagLine = 1
  #valueLine = 1
  #isTextStart = true

  constructor(listener: Listener, maxFieldLength: number) {
    this.#listener = listener
    this.#maxFieldLength = maxFieldLength
  }

  write(piece: string): void {
    this.#waiting += piece
    // However small the pieces are, an unfinished field is read again only once in so many characters.
    if (this.#waiting.length >= smallestPiece) this.#read(false)
  }

  end(): void {
    this.#read(true)
    this.#finish(this.#buffer)
    this.#buffer = ""
  }

  #read(isLast: boolean): void {
    let text = this.#buffer + this.#waiting
    this.#waiting = ""
    if (this.#isTextStart && text.charCodeAt(0) === 0xfeff) text = text.slice(1)
    let start = 0
    let resume = Math.max(this.#scanned, text.length - longestTag)
    candidate.lastIndex = this.#scanned
    for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
      const [raw, tag = ""] = found
      const end = found.index + raw.length
      if (!isLast && end + lookahead > text.length) {
        resume = found.index
        break
      }
      if (this.#isTag(text, found.index, raw, tag)) {
        const value = text.slice(start, found.index)
        this.#finish(value)
        this.#isTextStart = false
        this.#tag = tag
        this.#tagLine = this.#valueLine + countLines(value)
        this.#valueLine = this.#tagLine + countLines(raw)
        start = end
      } else {
        // The colon that ends this one may begin the next.
        candidate.lastIndex = end - 1
      }
      resume = Math.max(candidate.lastIndex, text.length - longestTag)
    }
    this.#buffer = text.slice(start)
    this.#scanned = Math.max(0, resume - start)
    if (this.#buffer.length > this.#maxFieldLength) {
      throw new StatementRejected({
        code: "too-long",
        looksLike: "a SWIFT statement with an oversized field",
        reason: `A field of the file is longer than ${this.#maxFieldLength} characters, which no bank message needs.`,
        mend: "Export the statement again as MT940, camt.053 or CSV.",
        line: this.#tagLine
      })
    }
  }

  /** Whether the candidate at the position begins a field. */
  #isTag(text: string, position: number, raw: string, tag: string): boolean {
    const end = position + raw.length
    // A lost value: the statement line right behind the tag is worth more than the empty field.
    if (row.test(text.slice(end - 1, end + 9))) return false
    const isFirst = startsLine(text, position, this.#isTextStart)
    if (raw.length > tag.length + 2) {
      const isRow = tag === "61" && insideLine.get("61")?.holds?.test(text.slice(end, end + lookahead)) === true
      return isFirst && (isRow || (tag === "86" && this.#tag === "61"))
    }
    if (isFirst) {
      if (this.#tag !== "86" && this.#tag !== "61") return true
      if (tag === "13" || tag === "NS") return false
      const isTime =
        timeTags.has(tag) &&
        hour.test(text.slice(Math.max(0, position - 6), position)) &&
        minute.test(text.slice(end, end + 3))
      return !isTime
    }
    if (text.startsWith("{4:", position - 3)) return true
    const rule = insideLine.get(tag)
    if (rule === undefined) return false
    if (rule.after !== undefined && !rule.after.includes(this.#tag)) return false
    return rule.holds === undefined || rule.holds.test(text.slice(end, end + lookahead))
  }

  #finish(raw: string): void {
    const end = terminator.exec(raw)
    const value = end === null ? raw : raw.slice(0, end.index)
    if (this.#tag !== "") this.#listener.field(this.#tag, value, this.#tagLine)
    if (end === null) return
    this.#tag = ""
    this.#listener.endOfMessage()
  }
}

/** Line ends of every kind: LF, CR LF, and CR alone. */
const countLines = (text: string): number => {
  let lines = 0
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position)
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(position + 1) !== 0x0a)) lines++
  }
  return lines
}
