/**
 * An index of what rules want at one path: given the event's value there, the rules that may want it. It may name too
 * many, never too few; which of them match is for their conditions to say.
 */
import type { Scalar } from "./PatternLanguage.ts"
import type { Alternative, Bound } from "./PatternParse.ts"
import * as Text from "./PatternText.ts"

/** Takes the number of a branch that may want the value. */
export type Visit = (branch: number) => void

/** How a value is looked up for an alternative. Keys that many branches share are worth less. */
export type Key =
  | { readonly _tag: "Equals"; readonly value: Scalar }
  | { readonly _tag: "Folded"; readonly text: string }
  | { readonly _tag: "Head" | "Tail" | "FoldedHead" | "FoldedTail"; readonly text: string }
  | { readonly _tag: "Range"; readonly low: Bound; readonly high: Bound }
  | { readonly _tag: "Any" }

const any: Key = { _tag: "Any" }

/** The key of an alternative that a present value can pass, or null for `exists: false`. */
export const keyOf = (alternative: Alternative): Key | null => {
  switch (alternative._tag) {
    case "Equals":
    case "Range":
      return alternative
    case "Prefix": {
      // The operand may end in the value's closing quote, which the value here does not carry.
      const text = alternative.text.replace(/"$/, "")
      return end(alternative.ignoreCase ? Text.fold(text) : text, alternative.ignoreCase ? "FoldedHead" : "Head")
    }
    case "Suffix": {
      const text = alternative.text.replace(/^"/, "")
      return end(alternative.ignoreCase ? Text.fold(text) : text, alternative.ignoreCase ? "FoldedTail" : "Tail")
    }
    case "EqualsIgnoreCase": {
      const text = Text.fold(alternative.text)
      return text === null ? any : { _tag: "Folded", text }
    }
    case "Wildcard": {
      const [first, ...rest] = alternative.wildcard
      const last = rest.at(-1)
      if (last === undefined) return { _tag: "Equals", value: first }
      return first === "" ? end(last, "Tail") : end(first, "Head")
    }
    case "Absent":
      return null
    case "Address":
    case "Block":
    case "Present":
    case "Not":
      return any
  }
}

const end = (text: string | null, _tag: "Head" | "Tail" | "FoldedHead" | "FoldedTail"): Key =>
  text === null || text === "" ? any : { _tag, text }

interface TrieNode {
  readonly children: Map<number, TrieNode>
  readonly branches: Array<number>
}

const trieNode = (): TrieNode => ({ children: new Map(), branches: [] })

/** Texts by their beginning, or by their end when read backwards. */
class Trie {
  readonly #root = trieNode()
  readonly #backwards: boolean

  constructor(backwards: boolean) {
    this.#backwards = backwards
  }

  add(text: string, branch: number): void {
    let node = this.#root
    for (let index = 0; index < text.length; index++) {
      const unit = this.#unit(text, index)
      let child = node.children.get(unit)
      if (child === undefined) node.children.set(unit, (child = trieNode()))
      node = child
    }
    node.branches.push(branch)
  }

  visit(text: string, visit: Visit): void {
    let node: TrieNode | undefined = this.#root
    for (let index = 0; node !== undefined; index++) {
      node.branches.forEach(visit)
      node = index < text.length ? node.children.get(this.#unit(text, index)) : undefined
    }
  }

  #unit(text: string, index: number): number {
    return text.charCodeAt(this.#backwards ? text.length - 1 - index : index)
  }
}

/** Ranges of numbers, in a segment tree over the points where one begins or ends and the gaps between them. */
class Ranges {
  readonly #points: ReadonlyArray<number>
  readonly #nodes: ReadonlyArray<Array<number>>

  constructor(ranges: ReadonlyArray<{ readonly low: Bound; readonly high: Bound; readonly branch: number }>) {
    const ends = ranges.flatMap(({ low, high }) => [low.value, high.value])
    this.#points = [...new Set(ends)].toSorted((a, b) => a - b)
    const size = this.#size
    this.#nodes = Array.from({ length: 2 * size }, () => [])
    for (const { low, high, branch } of ranges) {
      let from = this.#leaf(low.value) + (low.included ? 0 : 1) + size
      let to = this.#leaf(high.value) + (high.included ? 1 : 0) + size
      for (; from < to; from >>= 1, to >>= 1) {
        if (from & 1) this.#nodes[from++]?.push(branch)
        if (to & 1) this.#nodes[--to]?.push(branch)
      }
    }
  }

  get #size(): number {
    return 2 * this.#points.length + 1
  }

  /** Odd leaves are points; the even ones the gaps before, between and after them. */
  #leaf(value: number): number {
    let from = 0
    let to = this.#points.length
    while (from < to) {
      const middle = (from + to) >> 1
      if ((this.#points[middle] ?? value) < value) from = middle + 1
      else to = middle
    }
    return 2 * from + (this.#points[from] === value ? 1 : 0)
  }

  visit(value: number, visit: Visit): void {
    for (let node = this.#leaf(value) + this.#size; node > 0; node >>= 1) this.#nodes[node]?.forEach(visit)
  }
}

/** The index of one path. Built once, from all keys of the branches that are to be found there. */
export class PathIndex {
  readonly #equals = new Map<Scalar, Array<number>>()
  readonly #folded = new Map<string, Array<number>>()
  readonly #tries = {
    Head: new Trie(false),
    Tail: new Trie(true),
    FoldedHead: new Trie(false),
    FoldedTail: new Trie(true)
  }
  readonly #ranges: Ranges
  readonly #any: Array<number> = []
  #foldsText = false

  constructor(keys: Iterable<readonly [key: Key, branch: number]>) {
    const ranges: Array<{ readonly low: Bound; readonly high: Bound; readonly branch: number }> = []
    for (const [key, branch] of keys) {
      switch (key._tag) {
        case "Equals":
          push(this.#equals, key.value, branch)
          break
        case "Folded":
          push(this.#folded, key.text, branch)
          this.#foldsText = true
          break
        case "Head":
        case "Tail":
          this.#tries[key._tag].add(key.text, branch)
          break
        case "FoldedHead":
        case "FoldedTail":
          this.#tries[key._tag].add(key.text, branch)
          this.#foldsText = true
          break
        case "Range":
          ranges.push({ low: key.low, high: key.high, branch })
          break
        case "Any":
          this.#any.push(branch)
      }
    }
    this.#ranges = new Ranges(ranges)
  }

  /** Visits every branch that may want a value, some of them more than once. */
  visit(value: Scalar, visit: Visit): void {
    this.#any.forEach(visit)
    this.#equals.get(value)?.forEach(visit)
    if (typeof value === "number") this.#ranges.visit(value, visit)
    if (typeof value !== "string") return
    this.#tries.Head.visit(value, visit)
    this.#tries.Tail.visit(value, visit)
    if (!this.#foldsText) return
    const folded = Text.foldValue(value)
    this.#folded.get(folded)?.forEach(visit)
    this.#tries.FoldedHead.visit(folded, visit)
    this.#tries.FoldedTail.visit(folded, visit)
  }
}

const push = <K>(map: Map<K, Array<number>>, key: K, branch: number): void => {
  const known = map.get(key)
  if (known === undefined) map.set(key, [branch])
  else known.push(branch)
}
