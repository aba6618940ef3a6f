/**
 * The EventBridge pattern language as data, with a matcher that gives AWS's answers: what a rule selects in the cloud it
 * selects here, fields in arrays, missing fields and all.
 *
 * A pattern is plain JSON. `compile` it once and ask it of many events; put many into a `RuleSet` to ask them all at
 * once. `fromUnknown` and `validate` say what EventBridge would refuse, and how to mend it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
import * as Effect from "effect/Effect"
import * as Condition from "./PatternCondition.ts"
import { Paths } from "./PatternFields.ts"
import * as Issue from "./PatternIssue.ts"
import type { Pattern } from "./PatternLanguage.ts"
import { branchesOf, parse } from "./PatternParse.ts"

export { PatternInvalid, PatternIssue } from "./PatternIssue.ts"
export type { Excluded, Matcher, Numeric, Operator, Pattern, Scalar, Where, WhereMatcher } from "./PatternLanguage.ts"
export { RuleSet } from "./PatternRuleSet.ts"

/** EventBridge's limit on a pattern's length unless an account has a higher one, in characters of its JSON text. */
export const defaultMaxLength = 2048

/** Settings of the check against EventBridge's limits. */
export interface Limits {
  /** Characters of JSON text. Default 2,048. */
  readonly maxLength?: number
}

/** Everything that EventBridge would refuse in a value meant as a pattern. Empty: it would take it. */
export const validate = (pattern: unknown, limits: Limits = {}): ReadonlyArray<Issue.PatternIssue> => {
  const maxLength = limits.maxLength ?? defaultMaxLength
  const { issues } = parse(pattern)
  // What is no pattern at all need not even have a JSON text.
  const length = issues.every(Issue.isLimit) ? JSON.stringify(pattern).length : 0
  if (length <= maxLength) return issues
  const message = `${length} characters long, above the limit of ${maxLength}`
  return [...issues, { kind: "TooLong", path: "", message, mend: "split it into several rules" }]
}

const isPattern = (value: unknown, limits?: Limits): value is Pattern => validate(value, limits).length === 0

/** Reads a pattern from outside, a configuration file say, as EventBridge would. */
export const fromUnknown = (value: unknown, limits?: Limits): Effect.Effect<Pattern, Issue.PatternInvalid> =>
  Effect.suspend(() =>
    isPattern(value, limits)
      ? Effect.succeed(value)
      : Effect.fail(new Issue.PatternInvalid({ issues: validate(value, limits) }))
  )

/**
 * Compiles a pattern to a test of events. An event is JSON data, as parsed; what is no object matches nothing.
 *
 * Throws `PatternInvalid` where the pattern has no meaning. EventBridge's limits (length, size of numbers) are not
 * asked here: see `validate`.
 */
export const compile = (pattern: Pattern): ((event: unknown) => boolean) => {
  const paths = new Paths()
  const branches = branchesOf(pattern).map((branch) => Condition.compile(branch, paths))
  return (event) => {
    const fields = paths.read(event)
    return fields !== null && branches.some((conditions) => Condition.hold(conditions, fields))
  }
}

/** Whether an event matches a pattern. `compile` the pattern where more than one event is to be asked. */
export const matches = (pattern: Pattern, event: unknown): boolean => compile(pattern)(event)

/** A pattern for what lies at a path of the event: `within(["detail", "attributes"], where)`. */
export const within = (path: ReadonlyArray<string>, pattern: Pattern): Pattern =>
  path.reduceRight((inner, name) => ({ [name]: inner }), pattern)

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, inner]): [string, unknown] => [name, sorted(inner)])
  )
}

/** A pattern as the JSON text that EventBridge takes. Equal patterns give equal text, whatever the order of their fields. */
export const toEventBridge = (pattern: Pattern): string => JSON.stringify(sorted(pattern))
