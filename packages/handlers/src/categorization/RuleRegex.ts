/**
 * Regexes of rules. They run on RE2's algorithm (re2js), in time linear in the text whatever the pattern says; what that
 * algorithm cannot do (look-around, back-references) or what would be too large is refused when the rule is entered.
 *
 * A regex is slow beside a literal, so the engine first asks whether a text that every match must contain is there.
 * `requiredLiteral` finds such a text where it plainly can, and says nothing otherwise.
 */
import * as Result from "effect/Result"
import { RE2JS } from "re2js"
import { limits } from "./Condition.ts"

/** A compiled pattern. */
export interface CompiledRegex {
  /** Whether the pattern is found anywhere in the text. Linear in the text. */
  readonly test: (text: string) => boolean
  /** A lower-case ASCII text that every match contains, or null where none is known. */
  readonly required: string | null
}

/** Compiles a pattern, or says why it is refused, without quoting it. */
export const compile = (pattern: string): Result.Result<CompiledRegex, string> => {
  if (pattern.length > limits.regex) return Result.fail(`longer than ${limits.regex} characters`)
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
    if (compiled.programSize() > limits.regexProgram) {
      return Result.fail(`compiles to more than ${limits.regexProgram} instructions: its repetitions are too large`)
    }
    return Result.succeed({ test: (text) => compiled.test(text), required: requiredLiteral(pattern) })
  } catch (error) {
    const reason =
      error instanceof Error
        ? error.message.replace(/^error parsing regexp: /, "").replace(/: `.*/s, "")
        : "not a regex"
    return Result.fail(`${reason} (patterns follow RE2: no look-around, no back-references, repetitions up to 1000)`)
  }
}

const plain = /^[a-z0-9 ]$/i
const quantifier = /^[*+?{]$/

/** The index after the group or class that opens at `start`, or -1 where it does not close. */
const skipGroup = (pattern: string, start: number): number => {
  let depth = 0
  for (let i = start; i < pattern.length; i++) {
    const char = pattern[i]
    if (char === "\\") i++
    else if (char === "[") {
      const end = skipClass(pattern, i)
      if (end === -1) return -1
      i = end - 1
    } else if (char === "(") depth++
    else if (char === ")" && --depth === 0) return i + 1
  }
  return -1
}

const skipClass = (pattern: string, start: number): number => {
  let i = start + 1
  if (pattern[i] === "^") i++
  if (pattern[i] === "]") i++
  for (; i < pattern.length; i++) {
    const char = pattern[i]
    if (char === "\\") i++
    else if (char === "[" && pattern[i + 1] === ":") {
      const end = pattern.indexOf(":]", i + 2)
      if (end === -1) return -1
      i = end + 1
    } else if (char === "]") return i + 1
  }
  return -1
}

/**
 * The longest run of plain characters outside groups and classes that no quantifier makes optional. Nothing is claimed
 * for a pattern with an alternation at its top, with flags, or with escapes beyond the common ones.
 */
export const requiredLiteral = (pattern: string): string | null => {
  let best = ""
  let run = ""
  const close = (): void => {
    if (run.length > best.length) best = run
    run = ""
  }
  let i = 0
  while (i < pattern.length) {
    const char = pattern[i] ?? ""
    let text = ""
    let next = i + 1
    if (char === "|") return null
    if (char === "(") {
      if (pattern[i + 1] === "?" && pattern[i + 2] !== ":") return null
      next = skipGroup(pattern, i)
      if (next === -1) return null
    } else if (char === "[") {
      next = skipClass(pattern, i)
      if (next === -1) return null
    } else if (char === "\\") {
      const escaped = pattern[i + 1] ?? ""
      if (!/^[dDwWsSbB.*+?()[\]{}|/\\^$&-]$/.test(escaped)) return null
      next = i + 2
    } else if (plain.test(char)) text = char
    const following = pattern[next] ?? ""
    if (text !== "" && !quantifier.test(following)) run += text.toLowerCase()
    else {
      // One repetition at least is required by "+", but what follows it need not be adjacent to the first.
      if (text !== "" && following === "+") run += text.toLowerCase()
      close()
      if (following === "{") {
        const repetition = /^\{\d+(?:,\d*)?\}/.exec(pattern.slice(next, next + 12))?.[0]
        if (repetition === undefined) return null
        next += repetition.length
      } else if (quantifier.test(following)) next++
      if (pattern[next] === "?") next++
    }
    i = next
  }
  close()
  return best.length >= 2 ? best : null
}
