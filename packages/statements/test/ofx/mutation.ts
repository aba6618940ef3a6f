/** Damages texts in the ways that files get damaged, and in worse ones, the same from the same seed. */

/** A small deterministic generator (mulberry32): numbers from 0 up to 1. */
export const generator = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One to eight damages: pieces deleted, doubled, moved, cut off, or overwritten by the format's own words and by noise. */
export const mutate = (text: string, next: () => number, words: ReadonlyArray<string>): string => {
  const upTo = (limit: number) => Math.floor(next() * limit)
  let mutated = text
  for (let left = 1 + upTo(8); left > 0; left--) {
    const from = upTo(mutated.length + 1)
    const to = Math.min(mutated.length, from + (next() < 0.8 ? upTo(12) : upTo(400)))
    const before = mutated.slice(0, from)
    const piece = mutated.slice(from, to)
    const after = mutated.slice(to)
    switch (upTo(7)) {
      case 0:
        mutated = before + after
        break
      case 1:
        mutated = before + piece + piece + after
        break
      case 2: {
        const target = upTo(after.length + 1)
        mutated = before + after.slice(0, target) + piece + after.slice(target)
        break
      }
      case 3:
        mutated = next() < 0.2 ? before : mutated
        break
      case 4:
      case 5:
        mutated = before + (words[upTo(words.length)] ?? "") + (next() < 0.5 ? piece : "") + after
        break
      default:
        mutated = before + String.fromCharCode(upTo(next() < 0.7 ? 128 : 65_536)) + after
    }
  }
  return mutated
}

/** Cuts a text at random, never inside a surrogate pair. */
export const cut = (text: string, next: () => number): ReadonlyArray<string> => {
  const pieces: Array<string> = []
  let from = 0
  while (from < text.length) {
    let to = Math.min(text.length, from + 1 + Math.floor(next() * (next() < 0.5 ? 4 : 200)))
    const last = text.charCodeAt(to - 1)
    if (last >= 0xd800 && last < 0xdc00 && to < text.length) to++
    pieces.push(text.slice(from, to))
    from = to
  }
  return pieces
}
