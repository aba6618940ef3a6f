/**
 * A literal of a rule in the form in which it is looked for: folded like the text it meets, with the alternative spelling
 * of umlauts, and with the stars of `words` taken off. `holdsAt` is the one place that says what an operator demands of an
 * occurrence.
 */
import type { TextForm, TextOperator, TextTest } from "./Condition.ts"
import { valuesOf } from "./Condition.ts"
import { foldLiteral, words } from "./TextFolding.ts"

export interface RuleLiteral {
  /** What to look for; never empty. */
  readonly text: string
  readonly op: TextOperator
  /** Whether the word may begin before the literal, and go on after it (`words` only). */
  readonly openStart: boolean
  readonly openEnd: boolean
}

/** The forms to look for; none when nothing of the literal is left on normalized text (`#`, `***`). */
export const formsOf = (value: string, op: TextOperator, on: TextForm): ReadonlyArray<RuleLiteral> => {
  const openStart = op === "words" && value.startsWith("*")
  const openEnd = op === "words" && value.endsWith("*")
  const bare =
    op === "words" ? value.slice(openStart ? 1 : 0, openEnd ? Math.max(1, value.length - 1) : undefined) : value
  return foldLiteral(bare)
    .map((form) => (on === "normalized" ? words(form) : op === "words" ? form.trim() : form))
    .filter((text) => text !== "")
    .map((text) => ({ text, op, openStart, openEnd }))
}

/** All forms of all literals of a test. */
export const formsOfTest = (test: TextTest): ReadonlyArray<RuleLiteral> =>
  valuesOf(test.value).flatMap((value) => formsOf(value, test.op, test.on ?? "normalized"))

/** Whether the character there is a letter or a digit. */
export const isWordCharacter = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index)
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
  const whole =
    code >= 0xdc00 && code <= 0xdfff && index > 0 ? text.slice(index - 1, index + 1) : text.slice(index, index + 2)
  const first = /^(?:[\ud800-\udbff][\udc00-\udfff]|.)/s.exec(whole)?.[0] ?? whole
  return /^[\p{L}\p{N}]/u.test(first)
}

/** Whether the occurrence of the literal that ends before `end` is one that its operator asks for. */
export const holdsAt = (literal: RuleLiteral, text: string, end: number): boolean => {
  const start = end - literal.text.length
  switch (literal.op) {
    case "is":
    case "one-of":
      return start === 0 && end === text.length
    case "contains":
      return true
    case "starts":
      return start === 0
    case "ends":
      return end === text.length
    case "words":
      return (
        (literal.openStart || start === 0 || !isWordCharacter(text, start - 1)) &&
        (literal.openEnd || end === text.length || !isWordCharacter(text, end))
      )
  }
}

/** Whether the literal is found in a text as its operator asks. */
export const holdsIn = (literal: RuleLiteral, text: string): boolean => {
  for (let at = text.indexOf(literal.text); at !== -1; at = text.indexOf(literal.text, at + 1)) {
    if (holdsAt(literal, text, at + literal.text.length)) return true
  }
  return false
}
