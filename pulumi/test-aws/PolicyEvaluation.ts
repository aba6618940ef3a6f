/**
 * A small evaluator of IAM policies: whether a policy lets a request through, and by which statements. It knows what our
 * policies use (Allow, Deny, wildcards, four operators of conditions) and throws at anything else, so that no statement is
 * passed over in silence.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import * as Schema from "effect/Schema"

const OneOrMore = Schema.Union([Schema.String, Schema.Array(Schema.String)])

const Statement = Schema.Struct({
  Sid: Schema.String,
  Effect: Schema.Literals(["Allow", "Deny"]),
  Principal: Schema.optionalKey(
    Schema.Union([
      Schema.Literal("*"),
      Schema.Struct({ Service: Schema.String }),
      Schema.Struct({ AWS: Schema.String })
    ])
  ),
  Action: OneOrMore,
  Resource: Schema.optionalKey(OneOrMore),
  Condition: Schema.optionalKey(
    Schema.Record(
      Schema.Literals(["StringEquals", "StringLike", "ArnEquals", "ArnLike", "Bool"]),
      Schema.optionalKey(Schema.Record(Schema.String, OneOrMore))
    )
  )
})

const Document = Schema.Struct({ Version: Schema.Literal("2012-10-17"), Statement: Schema.Array(Statement) })

/** A policy that has been read. */
export type Document = typeof Document.Type

type Statement = typeof Statement.Type

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Document), { onExcessProperty: "error" })

/** Reads a policy from its JSON. Throws where it says what this evaluator does not know, such as `NotAction`. */
export const parse = (json: string): Document => decode(json)

/** What somebody wants to do. */
export interface Request {
  /** For example `s3:GetObject`. */
  readonly action: string
  /** An ARN. */
  readonly resource: string
  /** Condition keys. */
  readonly context: Readonly<Record<string, string>>
  /** The service that asks, for policies of resources and of trust: `events.amazonaws.com`. */
  readonly service?: string
}

/** What a policy answers, and the ids of the statements that say so. */
export interface Answer {
  readonly allowed: boolean
  readonly sids: ReadonlyArray<string>
}

const all = (values: string | ReadonlyArray<string>): ReadonlyArray<string> =>
  typeof values === "string" ? [values] : values

/** Policies say few patterns, and every request is held to many of them. */
const globs = new Map<string, RegExp>()

const glob = (pattern: string): RegExp => {
  const known = globs.get(pattern)
  if (known !== undefined) return known
  const source = pattern
    .replace(/[\\^$.|+(){}[\]]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".")
  const made = new RegExp(`^${source}$`, "s")
  globs.set(pattern, made)
  return made
}

const holds = (operator: string, actual: string | undefined, wanted: string | ReadonlyArray<string>): boolean => {
  // A key that a request does not have fails every operator that has no `IfExists`.
  if (actual === undefined) return false
  switch (operator) {
    case "StringEquals":
      return all(wanted).includes(actual)
    case "Bool":
      return all(wanted).some((value) => value.toLowerCase() === actual.toLowerCase())
    default:
      return all(wanted).some((pattern) => glob(pattern).test(actual))
  }
}

const isAbout = (statement: Statement, { action, context, resource, service }: Request): boolean => {
  const { Action, Condition = {}, Principal, Resource } = statement
  const principal =
    Principal === undefined || Principal === "*" || ("Service" in Principal && Principal.Service === service)
  return (
    principal &&
    // Actions know no case.
    all(Action).some((pattern) => glob(pattern.toLowerCase()).test(action.toLowerCase())) &&
    (Resource === undefined || all(Resource).some((pattern) => glob(pattern).test(resource))) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys ?? {}).every(([key, wanted]) => holds(operator, context[key], wanted))
    )
  )
}

/** A denial goes before everything; what nothing allows is denied. */
export const evaluate = (policy: Document, request: Request): Answer => {
  const about = policy.Statement.filter((statement) => isAbout(statement, request))
  const denying = about.filter(({ Effect }) => Effect === "Deny")
  const deciding = denying.length > 0 ? denying : about
  return { allowed: denying.length === 0 && about.length > 0, sids: deciding.map(({ Sid }) => Sid) }
}
