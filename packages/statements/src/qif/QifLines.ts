/**
 * Splits text that comes in pieces, cut anywhere, into lines: LF, CR LF, and the lone CR of Macintosh exports. A line
 * longer than the limit refuses the file before it is held in memory.
 */
import { StatementRejected } from "../Statement.ts"

/** A line and its 1-based number. */
export type TakeLine = (text: string, line: number) => void

export const tooLong = (what: string, maxLength: number, line: number): StatementRejected =>
  new StatementRejected({
    code: "too-long",
    looksLike: "a QIF file",
    reason: `One ${what} of the file is longer than ${maxLength} characters.`,
    mend: "Export the file again as QIF; it seems to be damaged.",
    line
  })

export class QifLines {
  readonly #take: TakeLine
  readonly #maxLength: number
  #partial = ""
  #line = 1
  #afterReturn = false

  constructor(take: TakeLine, maxLength: number) {
    this.#take = take
    this.#maxLength = maxLength
  }

  write(text: string): void {
    let start = 0
    // A CR LF cut in two is one line break.
    if (this.#afterReturn && text.charCodeAt(0) === 0x0a) start = 1
    if (text.length > 0) this.#afterReturn = false
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code !== 0x0a && code !== 0x0d) continue
      this.#emit(this.#partial + text.slice(start, at))
      this.#partial = ""
      if (code === 0x0d) {
        if (at + 1 === text.length) this.#afterReturn = true
        else if (text.charCodeAt(at + 1) === 0x0a) at++
      }
      start = at + 1
    }
    this.#partial += text.slice(start)
    if (this.#partial.length > this.#maxLength) throw tooLong("line", this.#maxLength, this.#line)
  }

  /** Takes the last line, and tells whether it lacked its line break. */
  end(): boolean {
    const isCutOff = this.#partial !== ""
    if (isCutOff) this.#emit(this.#partial)
    this.#partial = ""
    return isCutOff
  }

  #emit(text: string): void {
    if (text.length > this.#maxLength) throw tooLong("line", this.#maxLength, this.#line)
    this.#take(text, this.#line++)
  }
}
