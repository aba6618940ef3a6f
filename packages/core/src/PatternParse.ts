/**
 * Reads a pattern from plain data: either what it means, as branches of typed alternatives, or every issue in it.
 *
 * `$or` is multiplied out, so that a branch is only a conjunction of paths. An event matches a pattern if it matches one
 * branch.
 */
import * as Address from "./PatternAddress.ts"
import { isLimit, type PatternIssue, PatternInvalid } from "./PatternIssue.ts"
import type { Scalar } from "./PatternLanguage.ts"
import * as Text from "./PatternText.ts"

/** One alternative of a field, with its operand read. */
export type Alternative =
  | { readonly _tag: "Equals"; readonly value: Scalar }
  /** Text that is an IP address: equal to every way of writing that address. */
  | { readonly _tag: "Address"; readonly block: Address.Block }
  | { readonly _tag: "Block"; readonly block: Address.Block }
  | { readonly _tag: "Prefix" | "Suffix"; readonly text: string; readonly ignoreCase: boolean }
  | { readonly _tag: "EqualsIgnoreCase"; readonly text: string }
  | { readonly _tag: "Wildcard"; readonly wildcard: Text.Wildcard }
  | { readonly _tag: "Range"; readonly low: Bound; readonly high: Bound }
  | { readonly _tag: "Present" }
  | { readonly _tag: "Absent" }
  | { readonly _tag: "Not"; readonly excluded: ReadonlyArray<Alternative> }

/** An end of a range, infinite where the pattern has none. */
export interface Bound {
  readonly value: number
  readonly included: boolean
}

/** Alternatives by path. */
export type Branch = ReadonlyMap<string, ReadonlyArray<Alternative>>

/** What reading gave. `branches` mean something only where every issue is a limit. */
export interface Parsed {
  readonly branches: ReadonlyArray<Branch>
  readonly issues: ReadonlyArray<PatternIssue>
}

/** EventBridge's limit on what `$or` multiplies out to. */
const maxBranches = 1000

/** Deeper nesting than AWS's own JSON parser takes. */
const maxDepth = 1000

/** Where reading gives up, so that a value that contains itself is refused too. */
const maxIssues = 100

/** Names that AWS keeps for operators, present and future, and so refuses as fields inside `$or`. */
const reserved: ReadonlySet<string> = new Set(
  (
    "exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr html = < <= > >= regex " +
    "not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range " +
    "ip-address-in-range ip-address-not-in-range"
  ).split(" ")
)

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isArray = (value: unknown): value is ReadonlyArray<unknown> => Array.isArray(value)

/** Documented for `numeric`: from -5e9 to 5e9 with six digits after the point. */
const isWithinLimits = (value: number): boolean => {
  const millionths = Math.round(value * 1e6)
  // Multiplying may be off by one in the last place near the ends of the range.
  return Math.abs(value) <= 5e9 && [millionths - 1, millionths, millionths + 1].some((each) => each / 1e6 === value)
}

type Branches = ReadonlyArray<Map<string, ReadonlyArray<Alternative>>>

/** Where reading is: as issues write it, as fields name it, how deep, and whether inside `$or`. */
interface Place {
  readonly at: string
  readonly names: ReadonlyArray<string>
  readonly depth: number
  readonly inOr: boolean
}

const below = (place: Place, name: string): Place => ({
  ...place,
  at: place.at === "" ? name : `${place.at}.${name}`,
  names: [...place.names, name],
  depth: place.depth + 1
})

/** Reads a pattern from a JSON value. */
export const parse = (pattern: unknown): Parsed => {
  const issues: Array<PatternIssue> = []
  /** Notes an issue; the result stands for "nothing read". */
  const refuse = (kind: PatternIssue["kind"], path: string, message: string, mend: string): null => {
    issues.push({ kind, path, message, mend })
    return null
  }

  const readObject = (value: object, place: Place, branches: Branches): Branches => {
    if (issues.length >= maxIssues) return branches
    const entries = Object.entries(value)
    if (entries.length === 0)
      refuse("EmptyObject", place.at, "an object without fields", "name a field or leave it out")
    if (place.depth >= maxDepth) {
      refuse("TooDeep", place.at, `nested deeper than ${maxDepth} objects`, "look at fields nearer the top")
      return branches
    }
    return entries.reduce((sofar, [name, inner]) => readField(name, inner, place, sofar), branches)
  }

  const readField = (name: string, value: unknown, parent: Place, branches: Branches): Branches => {
    const place = below(parent, name)
    if (name === "$or") return readOr(value, { ...place, names: parent.names, inOr: true }, branches)
    if (place.inOr && reserved.has(name)) {
      refuse("FieldReserved", place.at, "an operator's name as a field inside $or", "move the field out of $or")
    } else if (isArray(value)) {
      const alternatives = readAlternatives(value, place.at)
      const field = place.names.join(".")
      if (branches.some((branch) => branch.has(field))) {
        refuse("PathTwice", place.at, "a field that the pattern already has", "keep one condition per field")
      }
      // AWS's matcher, where it is let, takes the later condition.
      for (const branch of branches) branch.set(field, alternatives)
    } else if (isObject(value)) {
      return readObject(value, place, branches)
    } else {
      refuse("MatcherInvalid", place.at, "neither an object nor an array", "write the value in an array")
    }
    return branches
  }

  const readOr = (value: unknown, place: Place, branches: Branches): Branches => {
    if (!isArray(value) || value.length < 2) {
      refuse("OrInvalid", place.at, "not an array of at least two objects", "give two patterns, or drop $or")
      return branches
    }
    const read: Array<Map<string, ReadonlyArray<Alternative>>> = []
    for (const [index, option] of value.entries()) {
      const optionPlace = { ...place, at: `${place.at}[${index}]` }
      if (!isObject(option)) {
        refuse("OrInvalid", optionPlace.at, "not an object", "write a pattern here")
        continue
      }
      for (const branch of readObject(
        option,
        optionPlace,
        branches.map((branch) => new Map(branch))
      ))
        read.push(branch)
      if (read.length > maxBranches) {
        const message = `more than ${maxBranches} combinations of $or`
        refuse("TooManyCombinations", place.at, message, "split the pattern into several rules")
        return branches
      }
    }
    return read
  }

  const readAlternatives = (values: ReadonlyArray<unknown>, at: string): ReadonlyArray<Alternative> => {
    if (values.length === 0) refuse("EmptyArray", at, "an array without values", "name a value or leave the field out")
    return values.flatMap((value, index) => readAlternative(value, `${at}[${index}]`) ?? [])
  }

  const readAlternative = (value: unknown, at: string): Alternative | null => {
    switch (typeof value) {
      case "string": {
        const digits = Address.digitsOf(value)
        return digits === null ? { _tag: "Equals", value } : { _tag: "Address", block: { first: digits, last: digits } }
      }
      case "boolean":
        return { _tag: "Equals", value }
      case "number":
        if (Number.isFinite(value)) return { _tag: "Equals", value }
        return refuse("NotJson", at, "a number that JSON cannot write", "write a finite number")
      default:
        if (value === null) return { _tag: "Equals", value }
        if (!isObject(value)) {
          return refuse("MatcherInvalid", at, "neither a plain value nor a matcher", "write a value or an operator")
        }
    }
    const [entry, ...others] = Object.entries(value)
    if (entry === undefined || others.length > 0) {
      return refuse("MatcherInvalid", at, "not exactly one operator", "write each operator as an object of its own")
    }
    const [operator, operand]: [string, unknown] = entry
    return readOperator(operator, operand, `${at}.${operator}`, at)
  }

  const readOperator = (operator: string, operand: unknown, at: string, matcherAt: string): Alternative | null => {
    switch (operator) {
      case "prefix":
      case "suffix": {
        const _tag = operator === "prefix" ? "Prefix" : "Suffix"
        if (typeof operand === "string") return { _tag, text: operand, ignoreCase: false }
        if (isObject(operand)) {
          const [entry, ...others] = Object.entries(operand)
          const text: unknown = entry?.[1]
          if (entry?.[0] === "equals-ignore-case" && others.length === 0 && typeof text === "string") {
            return { _tag, text, ignoreCase: true }
          }
        }
        return refuse("OperandInvalid", at, "not text", 'write text or { "equals-ignore-case": text }')
      }
      case "equals-ignore-case":
        if (typeof operand === "string") return { _tag: "EqualsIgnoreCase", text: operand }
        return refuse("OperandInvalid", at, "not text", "write text; for several, one matcher each")
      case "wildcard":
        return readWildcard(operand, at)
      case "cidr": {
        const block = typeof operand === "string" ? Address.block(operand) : null
        if (block !== null) return { _tag: "Block", block }
        const mend = "write address/bits, bits below 32 (IPv4) or 128 (IPv6); one address alone is a plain value"
        return refuse("CidrInvalid", at, "not a block of IP addresses", mend)
      }
      case "numeric":
        return readNumeric(operand, at)
      case "exists":
        if (typeof operand === "boolean") return { _tag: operand ? "Present" : "Absent" }
        return refuse("OperandInvalid", at, "neither true nor false", "write true or false")
      case "anything-but":
        return readExcluded(operand, at)
      default:
        return refuse("OperatorUnknown", matcherAt, "an operator that the language lacks", "use one of its operators")
    }
  }

  const readWildcard = (operand: unknown, at: string): Alternative | null => {
    if (typeof operand !== "string") return refuse("OperandInvalid", at, "not text", "write text")
    const wildcard = Text.wildcard(operand)
    if (wildcard === "ConsecutiveAsterisks") {
      return refuse("WildcardInvalid", at, "two asterisks in a row", "one asterisk stands for any run of characters")
    }
    if (wildcard === "EscapeInvalid") {
      return refuse("WildcardInvalid", at, "a backslash before neither * nor \\", "write \\\\ for a backslash")
    }
    return { _tag: "Wildcard", wildcard }
  }

  const checkLimits = (value: number, at: string): void => {
    if (isWithinLimits(value)) return
    refuse("NumberOutOfRange", at, "beyond ±5e9 or six decimals", "compare smaller numbers or fewer decimals")
  }

  const readNumeric = (operand: unknown, at: string): Alternative | null => {
    const invalid = (message: string): null =>
      refuse("NumericInvalid", at, message, 'write ["=", 5], [">", 5], or a range as in [">", 5, "<=", 9]')
    if (!isArray(operand)) return invalid("not an array")
    const [operator, value, second, top, ...others] = operand
    if (typeof value !== "number" || !Number.isFinite(value)) return invalid("an operator without its number")
    checkLimits(value, at)
    if (operand.length === 2) {
      const here = { value, included: operator !== "<" && operator !== ">" }
      const endless = { value: Number.POSITIVE_INFINITY, included: true }
      const bottomless = { value: Number.NEGATIVE_INFINITY, included: true }
      if (operator === "=") return { _tag: "Equals", value }
      if (operator === ">" || operator === ">=") return { _tag: "Range", low: here, high: endless }
      if (operator === "<" || operator === "<=") return { _tag: "Range", low: bottomless, high: here }
      return invalid("an unknown comparison")
    }
    if ((operator !== ">" && operator !== ">=") || (second !== "<" && second !== "<=") || others.length > 0) {
      return invalid("not one comparison, nor a range from below to above")
    }
    if (typeof top !== "number" || !Number.isFinite(top)) return invalid("an operator without its number")
    checkLimits(top, at)
    if (value >= top) return invalid("a range whose bottom is not below its top")
    return {
      _tag: "Range",
      low: { value, included: operator === ">=" },
      high: { value: top, included: second === "<=" }
    }
  }

  const readExcluded = (operand: unknown, at: string): Alternative | null => {
    if (isObject(operand)) {
      const [entry, ...others] = Object.entries(operand)
      if (entry === undefined || others.length > 0) {
        return refuse("OperandInvalid", at, "not exactly one operator", "exclude by one operator")
      }
      const [operator, inner]: [string, unknown] = entry
      return readExcludedTexts(operator, inner, `${at}.${operator}`)
    }
    const values = isArray(operand) ? operand : [operand]
    const texts = values.filter((value) => typeof value === "string")
    const numbers = values.filter((value) => typeof value === "number")
    for (const value of numbers) checkLimits(value, at)
    if (values.length > 0 && (texts.length === values.length || numbers.length === values.length)) {
      return { _tag: "Not", excluded: values.length === texts.length ? texts.map(equals) : numbers.map(equals) }
    }
    return refuse("OperandInvalid", at, "neither only text nor only numbers", "exclude either text or numbers")
  }

  const readExcludedTexts = (operator: string, operand: unknown, at: string): Alternative | null => {
    const values = isArray(operand) ? operand : [operand]
    const texts = values.filter((value) => typeof value === "string")
    if (texts.length === 0 || texts.length < values.length) {
      return refuse("OperandInvalid", at, "not text", "write text or an array of text")
    }
    switch (operator) {
      case "prefix":
      case "suffix": {
        const _tag = operator === "prefix" ? "Prefix" : "Suffix"
        if (texts.includes("")) return refuse("OperandInvalid", at, "empty text, which excludes all", "write text")
        return { _tag: "Not", excluded: texts.map((text) => ({ _tag, text, ignoreCase: false })) }
      }
      case "equals-ignore-case":
        return { _tag: "Not", excluded: texts.map((text) => ({ _tag: "EqualsIgnoreCase", text })) }
      case "wildcard": {
        const excluded = texts.flatMap((text) => readWildcard(text, at) ?? [])
        return excluded.length === texts.length ? { _tag: "Not", excluded } : null
      }
      default: {
        const mend = "use prefix, suffix, equals-ignore-case or wildcard"
        return refuse("OperatorUnknown", at, "an operator that anything-but does not take", mend)
      }
    }
  }

  if (!isObject(pattern)) {
    refuse("NotAnObject", "", "not an object", "write an object of fields")
    return { branches: [], issues }
  }
  const root: Place = { at: "", names: [], depth: 0, inOr: false }
  return { branches: readObject(pattern, root, [new Map()]), issues }
}

const equals = (value: Scalar): Alternative => ({ _tag: "Equals", value })

/** The branches of a pattern. Throws `PatternInvalid` where it has no meaning; EventBridge's limits are no concern here. */
export const branchesOf = (pattern: unknown): ReadonlyArray<Branch> => {
  const { branches, issues } = parse(pattern)
  const serious = issues.filter((issue) => !isLimit(issue))
  if (serious.length > 0) throw new PatternInvalid({ issues: serious })
  return branches
}
