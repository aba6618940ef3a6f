/**
 * Damages files as they get damaged, and worse, on the level of bytes: the same from the same seed.
 */

/** A small deterministic generator of numbers from 0 up to 1 (splitmix32). */
export const generator = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    mixed ^= mixed >>> 15
    return (mixed >>> 0) / 4_294_967_296
  }
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content)

/** Pieces that break parsers: quotes, delimiters, numbers at the edge, broken characters, long runs. */
const nasty: ReadonlyArray<Uint8Array> = [
  ...[
    '"',
    '""',
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "-",
    "+",
    "(",
    ")",
    ".",
    "0",
    "9",
    "00",
    "-0",
    "1e9",
    "NaN",
    "Infinity",
    "\u2212"
  ].map(text),
  ...[
    "31/02/2024",
    "2024-13-45",
    "00/00/0000",
    "1,234.567",
    "1.234,56",
    "99999999999999999999999999999999999999999",
    "٣",
    "=1+1"
  ].map(text),
  ...[
    "<",
    ">",
    "</",
    "<!DOCTYPE x>",
    "&x;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    ":61:",
    ":86:",
    ":60F:",
    ":62F:",
    "\n-\n",
    "^",
    "\n^\n",
    "!Type:Bank\n"
  ].map(text),
  ...[
    "<STMTTRN>",
    "</STMTTRN>",
    "<Ntry>",
    "</Ntry>",
    "<TRNAMT>",
    "\u0000",
    "\ufeff",
    "\u202e",
    "\u{1f4b6}",
    "Total",
    "Pending",
    "CR",
    "EUR"
  ].map(text),
  Uint8Array.from([0xff]),
  Uint8Array.from([0xed, 0xa0, 0x80]),
  Uint8Array.from([0xc3]),
  Uint8Array.from([0x81, 0x30, 0x81, 0x30]),
  Uint8Array.from([0xff, 0xfe]),
  text("x".repeat(3000)),
  text('"'.repeat(501)),
  text(",".repeat(2000)),
  text("<a>".repeat(300)),
  text("\n".repeat(500))
]

const joined = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let position = 0
  for (const part of parts) {
    whole.set(part, position)
    position += part.length
  }
  return whole
}

/** One to six damages. `others` are files of which pieces are taken in. */
export const mutate = (bytes: Uint8Array, next: () => number, others: ReadonlyArray<Uint8Array>): Uint8Array => {
  const upTo = (limit: number) => Math.floor(next() * limit)
  let mutated = bytes
  for (let left = 1 + upTo(6); left > 0; left--) {
    const from = upTo(mutated.length + 1)
    const to = Math.min(mutated.length, from + (next() < 0.7 ? upTo(8) : upTo(200)))
    const before = mutated.subarray(0, from)
    const piece = mutated.subarray(from, to)
    const after = mutated.subarray(to)
    const inserted = nasty[upTo(nasty.length)] ?? piece
    switch (upTo(9)) {
      case 0:
        mutated = joined(before, after)
        break
      case 1:
        mutated = joined(before, piece, piece, after)
        break
      case 2: {
        const target = upTo(after.length + 1)
        mutated = joined(before, after.subarray(0, target), piece, after.subarray(target))
        break
      }
      case 3:
        mutated = next() < 0.2 ? before.slice() : mutated
        break
      case 4: {
        const flipped = mutated.slice()
        const at = upTo(flipped.length)
        flipped[at] = (flipped[at] ?? 0) ^ (1 << upTo(8))
        mutated = flipped
        break
      }
      case 5: {
        const other = others[upTo(others.length)] ?? piece
        const start = upTo(other.length)
        mutated = joined(before, other.subarray(start, start + upTo(300)), after)
        break
      }
      case 6:
        mutated = joined(before, Uint8Array.from([upTo(256)]), after)
        break
      default:
        mutated = joined(before, inserted, next() < 0.5 ? piece : new Uint8Array(0), after)
    }
  }
  return mutated
}
