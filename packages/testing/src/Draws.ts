/**
 * Chance that is decided by a seed and a label. A draw depends on nothing but the two, so taking one thing out of a run leaves
 * every other draw what it was: that is what lets a failing schedule shrink.
 */

/** A 32-bit hash of text, well mixed: FNV-1a, finished as MurmurHash3 is. */
const hash = (seed: number, label: string): number => {
  let h = (0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1)) | 0
  for (let at = 0; at < label.length; at++) h = Math.imul(h ^ label.charCodeAt(at), 0x01000193)
  return mix(h ^ Math.imul(Math.floor(seed / 0x1_0000_0000), 0x85ebca6b))
}

const mix = (value: number): number => {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A number from 0 to 1, 1 excluded. */
export const at = (seed: number, label: string): number => hash(seed, label) / 0x1_0000_0000

/** Draws one after another, for what is made up as a whole, such as a workload. */
export interface Draws {
  /** From 0 to 1, 1 excluded. */
  readonly next: () => number
  /** A whole number from `least` to `most`, both included. */
  readonly int: (least: number, most: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <A>(choices: readonly [A, ...ReadonlyArray<A>]) => A
  readonly shuffle: <A>(list: ReadonlyArray<A>) => ReadonlyArray<A>
  /** Draws of its own, which do not disturb these. */
  readonly fork: (label: string) => Draws
}

/** The draws of a seed and a label. */
export const make = (seed: number, label: string): Draws => {
  let count = 0
  const base = hash(seed, label)
  const next = (): number => mix(base + Math.imul(++count, 0x9e3779b1)) / 0x1_0000_0000
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (choices) => choices[int(0, choices.length - 1)] ?? choices[0],
    shuffle: (list) => {
      const keyed = list.map((item) => [next(), item] as const)
      return keyed.sort(([left], [right]) => left - right).map(([, item]) => item)
    },
    fork: (child) => make(seed, `${label}/${child}`)
  }
}
