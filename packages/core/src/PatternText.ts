/**
 * Text operators of the pattern language: wildcards and case-insensitive comparison, both in time linear in the text.
 */

/** A wildcard pattern taken apart: the literals between its asterisks, escapes resolved. One literal: no asterisk. */
export type Wildcard = readonly [string, ...Array<string>]

/** Why a text is no wildcard pattern. */
export type WildcardFault = "ConsecutiveAsterisks" | "EscapeInvalid"

/** Reads a wildcard pattern. Only `\*` and `\\` are escapes, and two asterisks may not touch. */
export const wildcard = (text: string): Wildcard | WildcardFault => {
  const done: Array<string> = []
  let literal = ""
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === "*") {
      if (text.charAt(index + 1) === "*") return "ConsecutiveAsterisks"
      done.push(literal)
      literal = ""
    } else if (character === "\\") {
      const escaped = text.charAt(++index)
      if (escaped !== "*" && escaped !== "\\") return "EscapeInvalid"
      literal += escaped
    } else {
      literal += character
    }
  }
  const [first, ...rest] = [...done, literal]
  return [first, ...rest]
}

/** Where a literal is looked for: Knuth-Morris-Pratt, because `indexOf` is quadratic on texts made for it. */
const finder = (literal: string): ((text: string, from: number, to: number) => number) => {
  const fallback = new Uint32Array(literal.length)
  for (let index = 1, length = 0; index < literal.length; index++) {
    while (length > 0 && literal.charCodeAt(index) !== literal.charCodeAt(length)) length = fallback[length - 1] ?? 0
    if (literal.charCodeAt(index) === literal.charCodeAt(length)) length++
    fallback[index] = length
  }
  return (text, from, to) => {
    for (let index = from, length = 0; index < to; index++) {
      while (length > 0 && text.charCodeAt(index) !== literal.charCodeAt(length)) length = fallback[length - 1] ?? 0
      if (text.charCodeAt(index) === literal.charCodeAt(length)) length++
      if (length === literal.length) return index + 1
    }
    return -1
  }
}

/** A test for texts that a wildcard pattern matches as a whole. */
export const matchesWildcard = ([first, ...rest]: Wildcard): ((text: string) => boolean) => {
  const last = rest.pop()
  if (last === undefined) return (text) => text === first
  const finders = rest.map(finder)
  return (text) => {
    const to = text.length - last.length
    if (to < first.length || !text.startsWith(first) || !text.endsWith(last)) return false
    // The earliest place for each literal leaves the most room for the next, so no choice ever has to be taken back.
    let from = first.length
    for (const find of finders) {
      from = find(text, from, to)
      if (from < 0) return false
    }
    return true
  }
}

/** Half a character beyond the Basic Multilingual Plane. */
const isSurrogate = (unit: string): boolean => unit >= "\ud800" && unit <= "\udfff"

/**
 * The two spellings of each UTF-16 unit. AWS folds unit by unit: `ß` is also `SS`, never `ss`, and a character of two units,
 * such as an emoji, breaks into two question marks. Neither spelling begins or ends with the other, so reading never has
 * to choose.
 */
const spellings = (text: string): ReadonlyArray<readonly [string, string]> =>
  text.split("").map((unit) => (isSurrogate(unit) ? ["?", "?"] : [unit.toLowerCase(), unit.toUpperCase()]))

/** Reads the spellings from the start of a text. Returns where they end, or -1 where the text does not begin so. */
const readSpellings = (wanted: ReadonlyArray<readonly [string, string]>, text: string): number => {
  let at = 0
  for (const [lower, upper] of wanted) {
    if (text.startsWith(lower, at)) at += lower.length
    else if (text.startsWith(upper, at)) at += upper.length
    else return -1
  }
  return at
}

/** A test for texts that are `wanted` in either case of each character. */
export const equalsIgnoringCase = (wanted: string): ((text: string) => boolean) => {
  const read = spellings(wanted)
  return (text) => readSpellings(read, text) === text.length
}

/** A test for texts that begin with `prefix` in either case of each character. */
export const startsWithIgnoringCase = (prefix: string): ((text: string) => boolean) => {
  const read = spellings(prefix)
  return (text) => readSpellings(read, text) >= 0
}

/** A test for texts that end with `suffix` in either case of each character. */
export const endsWithIgnoringCase = (suffix: string): ((text: string) => boolean) => {
  const wanted = spellings(suffix).toReversed()
  return (text) => {
    let at = text.length
    for (const [lower, upper] of wanted) {
      if (text.endsWith(lower, at)) at -= lower.length
      else if (text.endsWith(upper, at)) at -= upper.length
      else return false
    }
    return true
  }
}

/** Folds a text's units one by one, to look it up among folded texts. */
export const foldValue = (text: string): string => {
  let folded = ""
  for (let index = 0; index < text.length; index++) folded += text.charAt(index).toUpperCase().toLowerCase()
  return folded
}

/**
 * One text for all spellings of a text, to look it up by; null for the few texts whose spellings do not fold to one. A
 * text passes `equalsIgnoringCase` only if `foldValue` gives the same for it.
 */
export const fold = (text: string): string | null =>
  spellings(text).every(([lower, upper]) => foldValue(lower) === foldValue(upper))
    ? spellings(text)
        .map(([lower]) => foldValue(lower))
        .join("")
    : null
