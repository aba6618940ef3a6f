/** Running a format over a text in tests: whole, in pieces, and damaged in seeded ways. */
import { existsSync } from "node:fs"
import type { Format, ReadOptions } from "../../src/Format.ts"
import { type Item, type Rejection, StatementRejected, type Transaction } from "../../src/Statement.ts"

export const defaults: Required<ReadOptions> = { maxDepth: 64, maxFieldLength: 1_048_576 }

export interface Reading {
  readonly items: ReadonlyArray<Item>
  readonly rowsRead: number
  readonly notes: ReadonlyArray<string>
}

/** Cuts never fall inside a surrogate pair, as the decoder guarantees. */
export const pieces = function* (text: string, length: number): Iterable<string> {
  for (let at = 0; at < text.length;) {
    let end = Math.min(text.length, at + length)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end++
    yield text.slice(at, end)
    at = end
  }
}

export const read = (format: Format, text: string, length = Number.POSITIVE_INFINITY, options = defaults): Reading => {
  const head = { bytes: new Uint8Array(), text: text.slice(0, 65_536), complete: text.length <= 65_536 }
  const recognition = format.recognize(head) ?? {
    format: format.names[0] ?? "csv",
    score: 0,
    certainty: "assumed",
    declaredEncoding: null
  }
  const session = format.open(recognition, options, undefined)
  const items: Array<Item> = []
  for (const piece of pieces(text, length)) items.push(...session.write(piece))
  items.push(...session.end())
  return { items, rowsRead: session.rowsRead, notes: session.summary().notes.map((note) => note.code) }
}

/** The reading, or the code with which the file was refused. Anything else that is thrown is a defect and passes. */
export const attempt = (
  format: Format,
  text: string,
  length?: number,
  options?: Required<ReadOptions>
): Reading | string => {
  try {
    return read(format, text, length, options)
  } catch (error) {
    if (error instanceof StatementRejected) return error.code
    throw error
  }
}

export const transactions = (reading: Reading): ReadonlyArray<Transaction> =>
  reading.items.filter((item) => item._tag === "Transaction")

export const rejections = (reading: Reading): ReadonlyArray<Rejection> =>
  reading.items.filter((item) => item._tag === "Rejection")

export const accounts = (reading: Reading) => reading.items.filter((item) => item._tag === "Account")

export const balances = (reading: Reading) => reading.items.filter((item) => item._tag === "Balances")

/** The transaction of a text that holds exactly one. */
export const only = (format: Format, text: string): Transaction => {
  const [transaction, ...others] = transactions(read(format, text))
  if (transaction === undefined || others.length > 0) throw new Error("expected exactly one transaction")
  return transaction
}

/** Numbers from 0 to below `bound`, the same for the same seed (mulberry32). */
export const random = (seed: number) => {
  let state = seed >>> 0
  return (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound)
  }
}

/** Damages a text in one to four places: characters changed, lost and doubled, parts moved, the end cut off. */
export const mutate = (text: string, next: (bound: number) => number, noise: ReadonlyArray<string>): string => {
  let result = text
  for (let left = 1 + next(4); left > 0; left--) {
    const at = next(result.length + 1)
    const length = 1 + next(next(4) === 0 ? 200 : 6)
    const from = next(result.length + 1)
    switch (next(7)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + length)
        break
      case 1:
        result = result.slice(0, at) + (noise[next(noise.length)] ?? "") + result.slice(at)
        break
      case 2:
        result = result.slice(0, at) + (noise[next(noise.length)] ?? "") + result.slice(at + 1)
        break
      case 3:
        result = result.slice(0, at) + result.slice(from, from + length) + result.slice(at)
        break
      case 4:
        result = result.slice(0, at) + String.fromCharCode(next(next(3) === 0 ? 65_536 : 128)) + result.slice(at + 1)
        break
      case 5:
        if (next(4) === 0) result = result.slice(0, at)
        break
      case 6: {
        const end = result.indexOf("\n", at)
        if (end >= 0) result = result.slice(0, end) + result.slice(end + 1)
        break
      }
    }
  }
  return result
}

const corpora = process.env["MILLRACE_CORPORA"] ?? "../shared/corpora"

/** A corpus folder, or null where the corpora are absent (one line says so). */
export const corpus = (name: string): string | null => {
  const path = `${corpora}/${name}`
  if (existsSync(path)) return path
  process.stderr.write(`corpus ${name}: absent, its tests are skipped\n`)
  return null
}
