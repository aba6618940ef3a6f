/**
 * A push tokenizer for the XML of bank messages: elements, text and attributes, cut anywhere, in linear time.
 *
 * It knows no document types and no entities beyond the five predefined and the numeric ones; a declaration (`<!DOCTYPE`,
 * `<!ENTITY`) is refused. What is not well-formed is repaired where the repair is evident and always reported through
 * `malformed`, so that the listener can distrust what it is reading at that moment instead of losing the file.
 */
import { StatementRejected } from "../Statement.ts"

/** What the tokenizer reports. Opens and closes are balanced, whatever the text. */
export interface Listener {
  /** An element begins, before it counts as open. `attributes` is the raw text between the name and the `>`. */
  open(name: string, attributes: string): void
  /** The innermost element ends. `text` is what stood directly in it since its last child, if `collecting` was on. */
  close(name: string, text: string): void
  /** The text is not well-formed here. */
  malformed(): void
}

/** Longest accepted tag: a start tag with every namespace and schema location of a real message is below 4 KiB. */
const maxTagLength = 65_536

const smallestPiece = 4_096

const mend = "Export the statement again as camt.053 or CSV."

const predefined: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"]
])

const reference = /&(?:([a-z]{2,4})|#(?:([0-9]{1,7})|x([0-9a-fA-F]{1,6})));/g

/** Characters that XML does not allow, numeric references to them included, become U+FFFD. */
const character = (code: number): string => {
  const allowed =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  return allowed ? String.fromCodePoint(code) : "\ufffd"
}

/** Replaces predefined and numeric references. Any other ampersand stays as it is: banks do write `Smith & Sons`. */
export const decode = (text: string): string =>
  text.indexOf("&") < 0
    ? text
    : text.replace(
        reference,
        (whole, name: string | undefined, decimal: string | undefined, hexadecimal: string | undefined) =>
          name !== undefined
            ? (predefined.get(name) ?? whole)
            : character(decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hexadecimal ?? "", 16))
      )

/** The value of an attribute by its local name, out of a start tag's raw attributes; null where there is none. */
export const attribute = (attributes: string, name: string): string | null => {
  let position = attributes.indexOf(name)
  while (position >= 0) {
    const before = position === 0 ? " " : attributes.charAt(position - 1)
    let after = position + name.length
    if (before === ":" || before.trim() === "") {
      while (after < attributes.length && attributes.charAt(after).trim() === "") after++
      if (attributes.charAt(after) === "=") {
        after++
        while (after < attributes.length && attributes.charAt(after).trim() === "") after++
        const quote = attributes.charAt(after)
        const end = quote === '"' || quote === "'" ? attributes.indexOf(quote, after + 1) : -1
        if (end >= 0) return decode(attributes.slice(after + 1, end))
      }
    }
    position = attributes.indexOf(name, position + name.length)
  }
  return null
}

const localName = (qualified: string): string => {
  const colon = qualified.indexOf(":")
  return colon < 0 ? qualified : qualified.slice(colon + 1)
}

const isNameStart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code >= 0x80

const isWhite = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

const nameEnd = (tag: string): number => {
  let position = 0
  while (position < tag.length && !isWhite(tag.charCodeAt(position))) position++
  return position
}

type State = "markup" | "comment" | "cdata"

export class Tokenizer {
  /** Set by the listener: whether text is wanted for the element that is open now. */
  collecting = false
  /** 1-based line of the tag that is being reported. */
  line = 1
  readonly #listener: Listener
  readonly #maxDepth: number
  readonly #maxFieldLength: number
  readonly #maxTagLength: number
  // Qualified names of the open elements.
  readonly #open: Array<string> = []
  #state: State = "markup"
  // What came since the last reading.
  #waiting = ""
  // The undecided end of the last piece, read again in front of the next one.
  #pending = ""
  // Raw text since the last tag, decoded when the tag comes; and text that is already decoded.
  #raw = ""
  #text = ""
  #runLength = 0
  // The line that ends at `#nextLineEnd` of the piece being read.
  #lineThere = 1
  #nextLineEnd = Number.POSITIVE_INFINITY

  constructor(listener: Listener, limits: { readonly maxDepth: number; readonly maxFieldLength: number }) {
    this.#listener = listener
    this.#maxDepth = limits.maxDepth
    this.#maxFieldLength = limits.maxFieldLength
    this.#maxTagLength = Math.min(maxTagLength, limits.maxFieldLength)
  }

  /** Number of elements that are open. */
  get depth(): number {
    return this.#open.length
  }

  /** Forgets the elements that are open beyond that depth, without closing them one by one. */
  unwind(depth: number): void {
    this.#open.length = depth
  }

  write(piece: string): void {
    this.#waiting += piece
    // However small the pieces are, an unfinished tag is read again only once in so many characters.
    if (this.#waiting.length >= smallestPiece) this.#read()
  }

  end(): void {
    this.#read()
    if (this.#pending !== "" || this.#state !== "markup") this.#listener.malformed()
    this.#pending = ""
    if (this.#open.length > 0) this.#listener.malformed()
    while (this.#open.length > 0) this.#close()
  }

  #read(): void {
    const text = this.#pending + this.#waiting
    this.#waiting = ""
    this.#pending = ""
    this.#seekLineEnd(text, 0)
    const end = this.#scan(text)
    this.#countTo(text, end)
    this.#pending = text.slice(end)
  }

  /** Reads as far as can be decided and returns that position. */
  #scan(text: string): number {
    const length = text.length
    let position = 0
    while (position < length) {
      if (this.#state === "comment") {
        const end = text.indexOf("-->", position)
        if (end < 0) return this.#run(Math.max(position, length - 2), position)
        position = end + 3
        this.#state = "markup"
        this.#runLength = 0
        continue
      }
      if (this.#state === "cdata") {
        const found = text.indexOf("]]>", position)
        const end = found < 0 ? Math.max(position, length - 2) : found
        this.#run(end, position)
        if (this.collecting) this.#text += text.slice(position, end)
        if (found < 0) return end
        position = found + 3
        this.#state = "markup"
        continue
      }
      const tag = text.indexOf("<", position)
      const end = tag < 0 ? length : tag
      if (end > position) {
        this.#run(end, position)
        if (this.collecting) this.#raw += text.slice(position, end)
      }
      if (tag < 0) return length
      const next = this.#markup(text, tag)
      if (next < 0) {
        if (length - tag > this.#maxTagLength) this.#tooLong("A tag", this.#maxTagLength)
        return tag
      }
      position = next
    }
    return position
  }

  /** Reads the markup that begins at `start` and returns the position behind it, or -1 where more text must come first. */
  #markup(text: string, start: number): number {
    const first = text.charCodeAt(start + 1)
    if (Number.isNaN(first)) return -1
    if (first === 0x21) return this.#declaration(text, start)
    if (first !== 0x2f && first !== 0x3f && !isNameStart(first)) {
      this.#listener.malformed()
      if (this.collecting) this.#raw += "<"
      return start + 1
    }
    let end = start + 2
    let code = text.charCodeAt(end)
    while (code !== 0x3e && code !== 0x3c && !Number.isNaN(code)) code = text.charCodeAt(++end)
    if (Number.isNaN(code)) return -1
    // A `<` inside a tag: the tag was never finished, and what begins here is read for what it is.
    if (code === 0x3c) {
      this.#listener.malformed()
      return end
    }
    // An instruction ends at its first `>`, so that `<?xml version="1.0">` does not swallow the file.
    if (first === 0x3f) return end + 1
    let tag = text.slice(start + 1, end)
    if (first !== 0x2f) {
      let quote = unclosedQuote(tag)
      while (quote !== "") {
        // The `>` stands in an attribute's value, unless the quote is missing: then an element begins before it comes.
        const close = text.indexOf(quote, end)
        const element = text.indexOf("<", end)
        if (close < 0 && element < 0) return -1
        if (close < 0 || (element >= 0 && element < close)) {
          this.#listener.malformed()
          break
        }
        const behind = text.indexOf(">", close)
        if (element >= 0 && (behind < 0 || element < behind)) {
          this.#listener.malformed()
          return element
        }
        if (behind < 0) return -1
        end = behind
        tag = text.slice(start + 1, end)
        if (tag.length > this.#maxTagLength) this.#tooLong("A tag", this.#maxTagLength)
        quote = unclosedQuote(tag)
      }
    }
    if (tag.length > this.#maxTagLength) this.#tooLong("A tag", this.#maxTagLength)
    this.#countTo(text, start)
    this.line = this.#lineThere
    if (first === 0x2f) this.#endTag(tag)
    else this.#startTag(tag)
    return end + 1
  }

  #declaration(text: string, start: number): number {
    const head = text.slice(start, start + 9)
    if (head.startsWith("<!--")) {
      this.#state = "comment"
      this.#runLength = 0
      return start + 4
    }
    if (head === "<![CDATA[") {
      this.#flushRaw()
      this.#state = "cdata"
      return start + 9
    }
    if (head.length < 9 && ("<!--".startsWith(head) || "<![CDATA[".startsWith(head))) return -1
    if (/^<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATIO)/i.test(head)) {
      this.#countTo(text, start)
      throw new StatementRejected({
        code: "doctype",
        looksLike: "an XML file with a document type definition",
        reason:
          "The file declares a document type or entities, which no bank message does and which is not safe to read.",
        mend: "Export the statement again from the bank; do not edit the file.",
        line: this.#lineThere
      })
    }
    // Shorter than the longest keyword: undecided, unless the next tag or the end of this one is in sight already.
    if (head.length < 9 && !/[<>]/.test(head.slice(1))) return -1
    this.#listener.malformed()
    if (this.collecting) this.#raw += "<!"
    return start + 2
  }

  #startTag(tag: string): void {
    const empty = tag.endsWith("/")
    const body = empty ? tag.slice(0, -1) : tag
    const end = nameEnd(body)
    const qualified = body.slice(0, end)
    this.#discardText()
    this.#listener.open(localName(qualified), body.slice(end))
    this.#open.push(qualified)
    if (this.#open.length > this.#maxDepth) {
      throw new StatementRejected({
        code: "too-deep",
        looksLike: "an XML file of very deeply nested elements",
        reason: `The file's elements are nested more than ${this.#maxDepth} deep, which no bank message needs.`,
        mend,
        line: this.line
      })
    }
    if (empty) this.#close()
  }

  #endTag(tag: string): void {
    const qualified = tag.slice(1).trimEnd()
    const innermost = this.#open.length - 1
    if (this.#open[innermost] === qualified) {
      this.#close()
      return
    }
    this.#listener.malformed()
    const level = this.#open.lastIndexOf(qualified)
    if (level < 0) return
    while (this.#open.length > level) this.#close()
  }

  #close(): void {
    this.#flushRaw()
    const text = this.#text
    this.#discardText()
    const qualified = this.#open.pop()
    if (qualified !== undefined) this.#listener.close(localName(qualified), text)
  }

  #flushRaw(): void {
    if (this.#raw === "") return
    this.#text += decode(this.#raw)
    this.#raw = ""
  }

  #discardText(): void {
    this.#raw = ""
    this.#text = ""
    this.#runLength = 0
  }

  /** Accounts for text from `start` to `end`, and returns `end`. */
  #run(end: number, start: number): number {
    this.#runLength += end - start
    if (this.#runLength > this.#maxFieldLength) this.#tooLong("A text")
    return end
  }

  #tooLong(what: string, limit = this.#maxFieldLength): never {
    throw new StatementRejected({
      code: "too-long",
      looksLike: "an XML file with an oversized field",
      reason: `${what} in the file is longer than ${limit} characters, which no bank message needs.`,
      mend,
      line: this.#lineThere
    })
  }

  #countTo(text: string, position: number): void {
    while (this.#nextLineEnd < position) {
      this.#lineThere++
      this.#seekLineEnd(text, this.#nextLineEnd + 1)
    }
  }

  #seekLineEnd(text: string, from: number): void {
    const found = text.indexOf("\n", from)
    this.#nextLineEnd = found < 0 ? Number.POSITIVE_INFINITY : found
  }
}

/** The quote that a tag's text opens and does not close, or "". */
const unclosedQuote = (tag: string): '"' | "'" | "" => {
  let open = 0
  for (let position = 0; position < tag.length; position++) {
    const code = tag.charCodeAt(position)
    if (code !== 0x22 && code !== 0x27) continue
    if (open === 0) open = code
    else if (open === code) open = 0
  }
  return open === 0x22 ? '"' : open === 0x27 ? "'" : ""
}
