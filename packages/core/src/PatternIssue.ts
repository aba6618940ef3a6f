/**
 * What EventBridge would refuse in a pattern, said where it is written rather than at deployment.
 */
import * as Schema from "effect/Schema"

/** Kinds of issue. `limits` are those of EventBridge as a service: a local matcher can do without them. */
const kinds = [
  "NotJson",
  "NotAnObject",
  "EmptyObject",
  "EmptyArray",
  "MatcherInvalid",
  "OperatorUnknown",
  "OperandInvalid",
  "NumericInvalid",
  "WildcardInvalid",
  "CidrInvalid",
  "OrInvalid",
  "FieldReserved",
  "TooDeep",
  "TooManyCombinations"
] as const

const limits = ["NumberOutOfRange", "PathTwice", "TooLong"] as const

/** One thing that EventBridge would refuse. No value of the pattern is repeated in it, only names. */
export const PatternIssue = Schema.Struct({
  kind: Schema.Literals([...kinds, ...limits]),
  /** Where, such as `detail.size[0]`; empty for the whole pattern. */
  path: Schema.String,
  /** What is wrong there. */
  message: Schema.String,
  /** How to mend it. */
  mend: Schema.String
})

/** One thing that EventBridge would refuse. */
export type PatternIssue = typeof PatternIssue.Type

const limitKinds: ReadonlySet<string> = new Set(limits)

/** Whether an issue leaves the pattern's meaning clear, so that it can be matched locally all the same. */
export const isLimit = (issue: PatternIssue): boolean => limitKinds.has(issue.kind)

/** A value that is no pattern EventBridge would take, with every issue found. */
export class PatternInvalid extends Schema.TaggedError<PatternInvalid>()("PatternInvalid", {
  issues: Schema.Array(PatternIssue)
}) {
  override get message(): string {
    return this.issues
      .map(({ path, message, mend }) => `${path === "" ? "the pattern" : path}: ${message} (${mend})`)
      .join("; ")
  }
}
