/**
 * A tokenizer for the markup of OFX: SGML without its end tags (1.x), XML (2.x), and what banks make of either. It takes
 * text in pieces cut anywhere and reports start tags, end tags and the text between them, in time linear in the text.
 *
 * It expands nothing but the predefined and numeric character references, and refuses a document type declaration the
 * moment it begins. What only looks like markup (`5 < 6`, `<jane@example.org>`) is text.
 */
import { StatementRejected } from "../Statement.ts"

/** A tag, taken apart. Names are in capitals, whatever the file says: real exports mix. */
export interface Tag {
  readonly name: string
  readonly kind: "start" | "end" | "empty"
}

/** Receives what the tokenizer finds, in file order. */
export interface Handler {
  /** `line` gives the 1-based line of the tag's `<`. */
  readonly tag: (tag: Tag, line: () => number) => void
  /** The text since the last tag: references resolved, blanks around it and line breaks within it removed; never empty. */
  readonly text: (value: string) => void
  /** A transaction's start tag that stands inside a comment. */
  readonly commentedRecord: (line: number) => void
}

/** The state of the scan: what the characters at hand belong to. */
type Mode = "text" | "tag" | "declaration" | "comment" | "cdata"

const tagShape = /^(\/?)([A-Za-z_][\w.:-]*)(\s[^=]*=[\s\S]*|\s*)$/
const recordInComment = /<STMTTRNP?(?:\s*\/?|\s[^<>=]*=[^<>]*)>/gi
// A CDATA section whose end got lost must not swallow the transactions after it, so a transaction's tag ends it too.
const cdataEnd = /\]\]>|<\/?STMTTRNP?[\s/>]/gi
const cdataEndLength = 12
const forbidden: ReadonlyArray<string> = ["!DOCTYPE", "!ENTITY", "!ELEMENT", "!ATTLIST", "!NOTATION"]
const declarationsWithoutComment: ReadonlyArray<string> = ["![CDATA[", ...forbidden]
const declarations: ReadonlyArray<string> = ["!--", ...declarationsWithoutComment]

const reference = /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/g
const predefined: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "]
])

const resolve = (text: string): string =>
  text.includes("&")
    ? text.replace(
        reference,
        (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
          if (name !== undefined) return predefined.get(name) ?? whole
          const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)
          const isCharacter = code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
          return isCharacter ? String.fromCodePoint(code) : whole
        }
      )
    : text

// oxlint-disable-next-line no-control-regex -- control characters are what it is for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Whether every character stands for itself: no control character, line break or half of a surrogate pair. */
const isPlain = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code === 0x7f || (code >= 0xd800 && code < 0xe000)) return false
  }
  return true
}

/**
 * A value as the model keeps it: one line of well-formed Unicode. Control characters become U+FFFD: left out, they would
 * join what they separate, and a damaged amount could pass for another one.
 */
const clean = (text: string): string => {
  const value = text.trim()
  if (isPlain(value)) return value
  return value
    .replace(controls, "\ufffd")
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ")
    .toWellFormed()
}

const cacheSize = 512
const cachedLength = 40

export class Tokenizer {
  readonly #handler: Handler
  readonly #maxLength: number
  // The same few tags come by the thousand; the cache spares taking each apart again.
  readonly #tags = new Map<string, Tag | null>()
  #mode: Mode = "text"
  /** Text already resolved (CDATA), and text that still has its references. */
  #resolved = ""
  #raw = ""
  /** The tag, declaration, comment or CDATA section read so far, without its opening characters. */
  #markup = ""
  /** The last characters of a comment or CDATA section that goes on in the next chunk. */
  #tail = ""
  #commentsAreText = false
  #chunk = ""
  /** Lines are counted up to this position of the chunk, and only where somebody asks. */
  #counted = 0
  #line = 1
  #endedWithReturn = false
  /** Where the present tag began: its position in the chunk, or its line where that was an earlier chunk. */
  #markupAt = 0
  #markupLine: number | null = null

  constructor(handler: Handler, maxLength: number) {
    this.#handler = handler
    this.#maxLength = maxLength
  }

  write(text: string): void {
    this.#chunk = text
    this.#counted = 0
    let position = 0
    while (position < text.length) position = this.#step(text, position)
    if (this.#mode !== "text") this.#fixMarkupLine()
    this.#countTo(text.length)
    this.#check(this.#raw.length + this.#resolved.length + this.#markup.length)
  }

  end(): void {
    if (this.#mode === "comment") {
      // It never ended, so it was none: what it hid is read after all.
      const hidden = this.#markup
      this.#commentsAreText = true
      this.#line = this.#markupLine ?? this.#line
      this.#endedWithReturn = false
      this.#markup = ""
      this.#raw += "<!--"
      this.#enter("text")
      this.write(hidden)
    }
    if (this.#mode === "cdata") this.#resolved += this.#markup
    else if (this.#mode !== "text") this.#raw += `<${this.#markup}`
    this.#markup = ""
    this.#enter("text")
    this.#flush()
  }

  /** Reads on from `position` until the mode changes or the chunk ends, and returns where that is. */
  #step(text: string, position: number): number {
    switch (this.#mode) {
      case "text":
        return this.#readText(text, position)
      case "tag":
        return this.#readTag(text, position)
      case "declaration":
        return this.#readDeclaration(text, position)
      case "comment":
        return this.#readComment(text, position)
      case "cdata":
        return this.#readCdata(text, position)
    }
  }

  #readText(text: string, position: number): number {
    const at = text.indexOf("<", position)
    if (at < 0) {
      this.#raw += text.slice(position)
      return text.length
    }
    if (at > position) {
      this.#raw = this.#raw === "" ? text.slice(position, at) : this.#raw + text.slice(position, at)
      this.#check(this.#raw.length)
    }
    this.#markupAt = at
    this.#markupLine = null
    this.#markup = ""
    this.#enter("tag")
    return at + 1
  }

  #readTag(text: string, position: number): number {
    if (this.#markup === "") {
      const first = text.charCodeAt(position)
      if (first === 0x21) {
        this.#enter("declaration")
        return position
      }
      const isLetter = (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a) || first === 0x5f
      if (!isLetter && first !== 0x2f && first !== 0x3f) {
        this.#raw += "<"
        this.#enter("text")
        return position
      }
    }
    let at = position
    let code = 0
    for (; at < text.length; at++) {
      code = text.charCodeAt(at)
      if (code === 0x3e || code === 0x3c) break
    }
    const piece = text.slice(position, at)
    const markup = this.#markup === "" ? piece : this.#markup + piece
    if (at === text.length) {
      this.#markup = markup
      return at
    }
    this.#enter("text")
    this.#check(markup.length)
    if (code === 0x3c) {
      // Another tag begins before this one ended: it was text.
      this.#raw += `<${markup}`
      return at
    }
    this.#closeTag(markup)
    return at + 1
  }

  #closeTag(markup: string): void {
    // `<?xml …?>`, `<?OFX …?>`: what they say was read when the file was recognized.
    if (markup.charCodeAt(0) === 0x3f) return this.#flush()
    const tag = this.#tag(markup)
    if (tag === null) {
      this.#raw += `<${markup}>`
      return
    }
    this.#flush()
    this.#handler.tag(tag, this.#lineOfMarkup)
  }

  #tag(markup: string): Tag | null {
    const known = this.#tags.get(markup)
    if (known !== undefined) return known
    const isEmpty = markup.endsWith("/")
    const shape = tagShape.exec(isEmpty ? markup.slice(0, -1) : markup)
    const name = shape?.[2]
    const tag: Tag | null =
      name === undefined
        ? null
        : { name: name.toUpperCase(), kind: shape?.[1] === "/" ? "end" : isEmpty ? "empty" : "start" }
    if (markup.length <= cachedLength && this.#tags.size < cacheSize) this.#tags.set(markup, tag)
    return tag
  }

  #readDeclaration(text: string, position: number): number {
    this.#markup += text.charAt(position)
    const capitals = this.#markup.toUpperCase()
    const known = this.#commentsAreText ? declarationsWithoutComment : declarations
    const fitting = known.find((declaration) => declaration.startsWith(capitals))
    if (fitting === undefined) {
      this.#raw += `<${this.#markup.slice(0, -1)}`
      this.#enter("text")
      return position
    }
    if (fitting === capitals) {
      if (forbidden.includes(fitting)) throw this.#doctype()
      this.#markup = ""
      this.#enter(fitting === "!--" ? "comment" : "cdata")
    }
    return position + 1
  }

  #readComment(text: string, position: number): number {
    // The end may have begun in the chunk before.
    const tail = this.#tail.slice(-2)
    const straddling = tail === "" ? -1 : (tail + text.slice(position, position + 2)).indexOf("-->")
    const at = straddling >= 0 ? position + straddling - tail.length : text.indexOf("-->", position)
    const isOpen = straddling < 0 && at < 0
    const end = isOpen ? text.length : at + 3
    this.#gather(text.slice(position, end))
    if (isOpen) return end
    let line = this.#lineOfMarkup()
    let counted = 0
    for (const { index } of this.#markup.matchAll(recordInComment)) {
      line += countLines(this.#markup.slice(counted, index))
      counted = index
      this.#handler.commentedRecord(line)
    }
    this.#markup = ""
    this.#enter("text")
    return end
  }

  #readCdata(text: string, position: number): number {
    // Joined with what may be the beginning of an end; at most once a chunk.
    const tail = this.#tail
    const window = tail === "" ? text : tail + text.slice(position)
    const offset = tail === "" ? 0 : position - tail.length
    cdataEnd.lastIndex = tail === "" ? position : 0
    const found = cdataEnd.exec(window)
    if (found === null) {
      this.#gather(text.slice(position))
      return text.length
    }
    const at = found.index + offset
    const inside = at < position ? this.#markup.slice(0, at - position) : this.#markup + text.slice(position, at)
    const begun = at < position ? this.#markup.slice(at - position) : ""
    this.#resolved += resolve(this.#raw) + inside
    this.#raw = ""
    this.#markup = ""
    this.#check(this.#resolved.length)
    this.#enter("text")
    if (found[0] === "]]>") return at + 3
    if (begun === "") return at
    // The transaction's tag began in the chunk before: go on inside it.
    this.#countTo(position)
    this.#markupLine = this.#line
    this.#markup = begun.slice(1)
    this.#enter("tag")
    return position
  }

  #gather(piece: string): void {
    this.#markup += piece
    this.#tail = (this.#tail + piece.slice(-cdataEndLength)).slice(-cdataEndLength)
    this.#check(this.#markup.length)
  }

  #flush(): void {
    if (this.#raw === "" && this.#resolved === "") return
    const value = clean(this.#resolved === "" ? resolve(this.#raw) : this.#resolved + resolve(this.#raw))
    this.#raw = ""
    this.#resolved = ""
    if (value !== "") this.#handler.text(value)
  }

  #enter(mode: Mode): void {
    this.#mode = mode
    this.#tail = ""
  }

  readonly #lineOfMarkup = (): number => {
    if (this.#markupLine !== null) return this.#markupLine
    this.#countTo(this.#markupAt)
    return this.#line
  }

  #fixMarkupLine(): void {
    this.#markupLine = this.#lineOfMarkup()
  }

  /** Counts the line breaks of the chunk up to `position`: LF, CR LF, and the lone CR of old Macintosh exports. */
  #countTo(position: number): void {
    const chunk = this.#chunk
    let afterReturn = this.#endedWithReturn
    for (let at = this.#counted; at < position; at++) {
      const code = chunk.charCodeAt(at)
      if (code === 0x0a) {
        if (!afterReturn) this.#line++
        afterReturn = false
      } else if (code === 0x0d) {
        this.#line++
        afterReturn = true
      } else afterReturn = false
    }
    if (position > this.#counted) {
      this.#counted = position
      this.#endedWithReturn = afterReturn
    }
  }

  #check(length: number): void {
    if (length <= this.#maxLength) return
    throw new StatementRejected({
      code: "too-long",
      looksLike: "an OFX file",
      reason: `One value or tag of the file is longer than ${this.#maxLength} characters.`,
      mend: "Download the statement again as OFX or QFX; the file seems to be damaged.",
      line: this.#lineOfMarkup()
    })
  }

  #doctype(): StatementRejected {
    return new StatementRejected({
      code: "doctype",
      looksLike: "an XML file with a document type declaration",
      reason: "The file declares a document type or entities, which no OFX file needs and which are not expanded.",
      mend: "Download the statement again as OFX or QFX from the bank's own site.",
      line: this.#lineOfMarkup()
    })
  }
}

/** The line breaks of a text that no CR LF is cut in two by. */
const countLines = (text: string): number => text.split(/\r\n?|\n/).length - 1
