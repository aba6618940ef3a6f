/**
 * How the starter rules are written: a line a rule, so that a thousand of them can be read and reviewed.
 *
 *     Whole Foods = whole foods | wholefds
 *
 * is a rule named `Whole Foods` that holds when one of the literals occurs as whole words in any text field of the
 * transaction. A line without `=` looks for its own name; one that begins with `|` continues the line before. In a literal,
 *
 * - `*` at either end lets the word go on there: `*apotheke`, `spotify*`;
 * - `~` in front marks a name that is also a word or a person's name: it decides only where no trade's word does, so that
 *   `Hotel Regal` is a hotel and `Regal 0221` a cinema;
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
  /** A merchant whose name is also a word: after every trade. */
  everyday: -3500,
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

/** The names among literals that are not words too, and those that are. */
const parted = (literals: ReadonlyArray<string>): readonly [ReadonlyArray<string>, ReadonlyArray<string>] => {
  const everyday = literals.filter((literal) => literal.startsWith("~")).map((literal) => literal.slice(1).trim())
  const exceptions = literals.filter((literal) => literal.startsWith("!"))
  const names = literals.filter((literal) => !literal.startsWith("~"))
  const isNothing = names.length === exceptions.length
  return [isNothing ? [] : names, everyday.length === 0 ? [] : [...everyday, ...exceptions]]
}

/** The rules of a block, one a line, and a second one for names that are also words; empty lines are skipped. */
export const block = ({ category, confidence, priority }: Block, lines: string): ReadonlyArray<Rule> =>
  lines
    .replace(/\n\s*\|/g, " |")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .flatMap((line) => {
      const at = line.indexOf(" = ")
      const name = at === -1 ? line : line.slice(0, at)
      const literals =
        at === -1
          ? [name]
          : line
              .slice(at + 3)
              .split("|")
              .map((literal) => literal.trim())
      const [names, everyday] = parted(literals)
      const id = `starter/${category}/${slug(name)}`
      const rule = { name, enabled: true, category }
      return [
        ...(names.length === 0 ? [] : [{ ...rule, id, priority, confidence, when: conditionOf(names) }]),
        ...(everyday.length === 0
          ? []
          : [
              {
                ...rule,
                id: names.length === 0 ? id : `${id}-by-word`,
                priority: priorities.everyday,
                confidence: Math.min(confidence, 0.8),
                when: conditionOf(everyday)
              }
            ])
      ]
    })
