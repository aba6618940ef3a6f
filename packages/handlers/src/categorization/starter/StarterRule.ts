/**
 * How the starter rules are written: a line a rule, so that a thousand of them can be read and reviewed.
 *
 *     Whole Foods = whole foods | wholefds
 *
 * is a rule named `Whole Foods` that holds when one of the literals occurs as whole words in any text field of the
 * transaction. A line without `=` looks for its own name; one that begins with `|` continues the line before. In a literal,
 *
 * - `*` at either end lets the word go on there: `*apotheke`, `spotify*`;
 * - `==` in front asks for the whole text once the bank's noise is gone, for names that are everyday words: `Gap = == gap`;
 * - `@` in front reads the whole text, noise included (so does a literal of which normalization would take a part for noise:
 *   `murphy usa`, `card fee`);
 * - `!` in front forbids it.
 */
import type { CategoryId } from "../Category.ts"
import type { Condition, TextTest } from "../Condition.ts"
import { normalize } from "../Normalization.ts"
import { fold, words } from "../TextFolding.ts"
import type { Rule } from "../Rule.ts"

/** Priorities of the starter rules. What people write starts at 0 unless told, so these lie below it. */
export const priorities = {
  /** What must be said before any merchant is recognized: fees, cash, salary, rent. */
  nature: -1000,
  /** A merchant by name. */
  merchant: -2000,
  /** A trade by its usual words: `pizzeria`, `tankstelle`. */
  trade: -3000,
  /** How money moved, when nothing says what for. */
  rail: -4000
} as const

/** What the rules of a block have in common. */
export interface Block {
  readonly category: CategoryId
  readonly priority: number
  readonly confidence: number
}

const slug = (name: string): string => words(fold(name)).replaceAll(" ", "-")

const survives = (literal: string): boolean => {
  const bare = literal.replaceAll("*", "")
  return normalize(bare).normalized === words(fold(bare))
}

const conditionOf = (literals: ReadonlyArray<string>): Condition => {
  const asWords: Array<string> = []
  const whole: Array<string> = []
  const anywhere: Array<string> = []
  const unless: Array<string> = []
  for (const literal of literals) {
    if (literal.startsWith("==")) whole.push(literal.slice(2).trim())
    else if (literal.startsWith("!")) unless.push(literal.slice(1).trim())
    else if (literal.startsWith("@")) anywhere.push(literal.slice(1).trim())
    else if (survives(literal)) asWords.push(literal)
    else anywhere.push(literal)
  }
  const tests: Array<TextTest> = []
  if (asWords.length > 0) tests.push({ field: "text", op: "words", value: asWords })
  if (whole.length > 0) tests.push({ field: "text", op: "one-of", value: whole })
  if (anywhere.length > 0) tests.push({ field: "text", op: "words", value: anywhere, on: "original" })
  const [first, ...rest] = tests
  const holds: Condition = first !== undefined && rest.length === 0 ? first : { any: tests }
  return unless.length === 0 ? holds : { all: [holds, { not: { field: "text", op: "words", value: unless } }] }
}

/** The rules of a block, one a line; empty lines are skipped. */
export const block = ({ category, confidence, priority }: Block, lines: string): ReadonlyArray<Rule> =>
  lines
    .replace(/\n\s*\|/g, " |")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const at = line.indexOf(" = ")
      const name = at === -1 ? line : line.slice(0, at)
      const literals =
        at === -1
          ? [name]
          : line
              .slice(at + 3)
              .split("|")
              .map((literal) => literal.trim())
      return {
        id: `starter/${category}/${slug(name)}`,
        name,
        enabled: true,
        priority,
        category,
        confidence,
        when: conditionOf(literals)
      }
    })
