/**
 * An Aho–Corasick automaton: finds every occurrence of every one of many literals in one pass over a text. States and
 * edges lie in flat arrays (an open-addressed table keyed by state and character class), so that a thousand rules cost
 * hardly more per character than one.
 */

export interface AhoCorasick {
  /** Calls `hit` with the literal's index and the index after its last character, for every occurrence, ends ascending. */
  readonly scan: (text: string, hit: (literal: number, end: number) => void) => void
}

const powerOfTwoAbove = (size: number): number => {
  let power = 16
  while (power < size) power *= 2
  return power
}

/** Builds the automaton. Literals must be distinct and not empty. */
export const make = (literals: ReadonlyArray<string>): AhoCorasick => {
  const total = literals.reduce((sum, literal) => sum + literal.length, 0)

  // Class 0 is every character that no literal has: it leads back to the root from everywhere.
  const classOf = new Uint16Array(65_536)
  let classes = 1
  for (const literal of literals) {
    for (let i = 0; i < literal.length; i++) {
      const code = literal.charCodeAt(i)
      if (classOf[code] === 0) classOf[code] = classes++
    }
  }

  const mask = powerOfTwoAbove(2 * (total + 1)) - 1
  const keys = new Float64Array(mask + 1).fill(-1)
  const targets = new Int32Array(mask + 1)
  const slotOf = (state: number, kind: number): number => {
    let slot = (Math.imul(state, 0x9e3779b1) ^ Math.imul(kind, 0x85ebca6b)) & mask
    const key = state * classes + kind
    for (let found = keys[slot]; found !== key && found !== -1; found = keys[slot]) slot = (slot + 1) & mask
    return slot
  }

  const parent = new Int32Array(total + 1)
  const kindOf = new Uint16Array(total + 1)
  const depth = new Uint16Array(total + 1)
  const output = new Int32Array(total + 1).fill(-1)
  let states = 1
  literals.forEach((literal, index) => {
    let state = 0
    for (let i = 0; i < literal.length; i++) {
      const kind = classOf[literal.charCodeAt(i)] ?? 0
      const slot = slotOf(state, kind)
      if (keys[slot] === -1) {
        keys[slot] = state * classes + kind
        targets[slot] = states
        parent[states] = state
        kindOf[states] = kind
        depth[states] = i + 1
        states++
      }
      state = targets[slot] ?? 0
    }
    output[state] = index
  })

  // Shallower states first: a state's fallback is always shallower than the state.
  const order = Int32Array.from({ length: states }, (_, state) => state).sort(
    (a, b) => (depth[a] ?? 0) - (depth[b] ?? 0) || a - b
  )
  const fallback = new Int32Array(states)
  const shorter = new Int32Array(states)
  const step = (from: number, kind: number): number => {
    let state = from
    for (;;) {
      const slot = slotOf(state, kind)
      if (keys[slot] !== -1) return targets[slot] ?? 0
      if (state === 0) return 0
      state = fallback[state] ?? 0
    }
  }
  for (const state of order) {
    if (state === 0) continue
    const above = parent[state] ?? 0
    const back = above === 0 ? 0 : step(fallback[above] ?? 0, kindOf[state] ?? 0)
    fallback[state] = back
    shorter[state] = (output[back] ?? -1) >= 0 ? back : (shorter[back] ?? 0)
  }

  return {
    scan: (text, hit) => {
      let state = 0
      for (let i = 0; i < text.length; i++) {
        const kind = classOf[text.charCodeAt(i)] ?? 0
        if (kind === 0) {
          state = 0
          continue
        }
        state = step(state, kind)
        for (let at = state; at !== 0; at = shorter[at] ?? 0) {
          const literal = output[at] ?? -1
          if (literal >= 0) hit(literal, i + 1)
        }
      }
    }
  }
}
