/**
 * Random rules and transactions for comparing the engine with the oracle: from one seed, over a vocabulary small enough that
 * literals meet texts, with umlauts, stars, boundaries, equal ranks and every field and operator.
 */
import type { Candidate } from "../../src/categorization/Candidate.ts"
import { categories } from "../../src/categorization/Category.ts"
import type { Condition, TextOperator } from "../../src/categorization/Condition.ts"
import type { Rule } from "../../src/categorization/Rule.ts"

export type Random = (below: number) => number

/** A small generator (mulberry32): the tests must be able to say which seed failed. */
export const random = (seed: number): Random => {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

export const pick = <A>(next: Random, items: readonly [A, ...ReadonlyArray<A>]): A =>
  items[next(items.length)] ?? items[0]

const vocabulary: readonly [string, ...ReadonlyArray<string>] = [
  "shell",
  "shelly",
  "cafe",
  "Café",
  "müller",
  "mueller",
  "bäcker",
  "baeckerei",
  "apotheke",
  "adler",
  "amazon",
  "uber",
  "eats",
  "AT&T",
  "at",
  "t",
  "o2",
  "motel",
  "6",
  "gap",
  "h&m",
  "smørrebrød",
  "straße",
  "total",
  "a",
  "ab",
  "abc",
  "bc",
  "Ωmega",
  "😀",
  "ﬁt"
]
const patterns: readonly [string, ...ReadonlyArray<string>] = [
  "shell(y)?",
  "ca.e",
  "^uber.*eats$",
  "m(u|ue)ller",
  "a+b",
  "(a|ab)(c|bc)",
  "[0-9]+",
  "\\bgap\\b",
  "ap?o?theke",
  "x{2}|total",
  "(?:adler )?apotheke",
  "total\\."
]
/** What every match of each pattern must contain, worked out by hand, for the specificity of regexes. */
export const requiredLengths: Readonly<Record<string, number>> = {
  "shell(y)?": 5,
  "ca.e": 2,
  "^uber.*eats$": 4,
  "m(u|ue)ller": 4,
  "a+b": 0,
  "(a|ab)(c|bc)": 0,
  "[0-9]+": 0,
  "\\bgap\\b": 3,
  "ap?o?theke": 5,
  "x{2}|total": 0,
  "(?:adler )?apotheke": 8,
  "total\\.": 5
}
const amounts = ["0.00", "-0.00", "5", "-5", "-5.00", "10.5", "-10.50", "-99.99", "100", "1000.001"] as const
const dates = ["2024-01-01", "2024-01-31", "2024-02-29", "2024-12-31", "2025-03-01"] as const
const accounts = ["one", "two", "three"] as const
const textFields = ["description", "counterparty", "memo", "text"] as const
const textOperators: readonly [TextOperator, ...ReadonlyArray<TextOperator>] = [
  "is",
  "one-of",
  "contains",
  "starts",
  "ends",
  "words",
  "words"
]

const phrase = (next: Random): string => {
  const count = 1 + next(2)
  return Array.from({ length: count }, () => pick(next, vocabulary)).join(pick(next, [" ", " ", "-", "."]))
}

const lettersOrDigits = /[\p{L}\p{N}]/u
const literal = (next: Random, op: TextOperator): string => {
  const text = phrase(next)
  const visible = lettersOrDigits.test(text) ? text : `x ${text}`
  const cut = next(4) === 0 && op !== "words" ? visible.slice(0, 1 + next(visible.length)) : visible
  const whole = lettersOrDigits.test(cut) ? cut : visible
  return op === "words" ? `${next(4) === 0 ? "*" : ""}${whole}${next(4) === 0 ? "*" : ""}` : whole
}

const values = (next: Random, one: () => string): string | ReadonlyArray<string> =>
  next(3) === 0 ? Array.from({ length: 1 + next(3) }, one) : one()

export const randomCondition = (next: Random, depth: number): Condition => {
  const kind = next(depth > 0 ? 14 : 10)
  if (kind < 5) {
    const op = pick(next, textOperators)
    const on = next(3) === 0 ? { on: pick(next, ["original", "normalized"] as const) } : {}
    return { field: pick(next, textFields), op, value: values(next, () => literal(next, op)), ...on }
  }
  if (kind === 5)
    return {
      field: pick(next, textFields),
      op: "regex",
      value: pick(next, patterns),
      ...(next(2) === 0 ? { on: "original" } : {})
    }
  if (kind === 6) {
    const field = pick(next, ["amount", "absolute-amount"] as const)
    if (next(3) === 0) return { field, op: "one-of", value: values(next, () => pick(next, amounts)) }
    const side = next(3)
    return {
      field,
      op: "between",
      ...(side === 1 ? {} : { from: pick(next, amounts) }),
      ...(side === 2 ? {} : { to: pick(next, amounts) })
    }
  }
  if (kind === 7) {
    if (next(3) === 0) return { field: "date", op: "is", value: pick(next, dates) }
    return {
      field: "date",
      op: "between",
      from: pick(next, dates),
      ...(next(2) === 0 ? { to: pick(next, dates) } : {})
    }
  }
  if (kind === 8) return { field: "direction", op: "is", value: pick(next, ["in", "out"] as const) }
  if (kind === 9)
    return next(2) === 0
      ? { field: "account", op: "one-of", value: values(next, () => pick(next, accounts)) }
      : { field: "currency", op: "is", value: pick(next, ["EUR", "USD"] as const) }
  const parts = (): ReadonlyArray<Condition> =>
    Array.from({ length: 1 + next(3) }, () => randomCondition(next, depth - 1))
  if (kind === 10) return { not: randomCondition(next, depth - 1) }
  return kind === 11 ? { any: parts() } : { all: parts() }
}

export const randomRules = (next: Random, count: number): ReadonlyArray<Rule> =>
  Array.from({ length: count }, (_, index) => ({
    id: `rule-${index}`,
    name: `Rule ${index}`,
    enabled: next(8) !== 0,
    priority: next(3),
    category: categories[next(categories.length)]?.id ?? "transfers",
    confidence: next(11) / 10,
    when: randomCondition(next, 2)
  }))

const text = (next: Random): string => {
  const parts = Array.from({ length: next(5) }, () => pick(next, vocabulary))
  const noise = pick(next, ["", "", "SQ *", "POS 12.03.24 ", "PAYPAL *", "#0123 "])
  return noise + parts.join(pick(next, [" ", " ", "", "-", ". "]))
}

export const randomCandidate = (next: Random): Candidate => ({
  id: "t",
  accountId: pick(next, accounts),
  date: pick(next, dates),
  amount: pick(next, amounts),
  currency: pick(next, ["EUR", "USD"] as const),
  description: text(next),
  counterparty: next(3) === 0 ? null : text(next),
  memo: next(2) === 0 ? null : text(next)
})

export const shuffled = <A>(next: Random, items: ReadonlyArray<A>): ReadonlyArray<A> => {
  const copy = [...items]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = next(i + 1)
    const a = copy[i]
    const b = copy[j]
    if (a === undefined || b === undefined) continue
    copy[i] = b
    copy[j] = a
  }
  return copy
}
