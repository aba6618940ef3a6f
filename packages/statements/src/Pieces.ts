/** Bytes as parsers take them: neither by the handful nor all at once. */

/** Text is handed to parsers in pieces of this many bytes and more, so that tiny chunks of a source cost nothing. */
export const pieceSize = 65_536

/** Gathers bytes until there are enough of them for a piece. */
export class Pieces {
  #parts: Array<Uint8Array> = []
  #length = 0

  push(bytes: Uint8Array): Uint8Array | null {
    if (this.#length === 0 && bytes.length >= pieceSize) return bytes
    this.#parts.push(bytes)
    this.#length += bytes.length
    return this.#length >= pieceSize ? this.take() : null
  }

  take(): Uint8Array {
    const [first] = this.#parts
    let joined = first ?? new Uint8Array(0)
    if (this.#parts.length > 1) {
      joined = new Uint8Array(this.#length)
      let position = 0
      for (const part of this.#parts) {
        joined.set(part, position)
        position += part.length
      }
    }
    this.#parts = []
    this.#length = 0
    return joined
  }
}
