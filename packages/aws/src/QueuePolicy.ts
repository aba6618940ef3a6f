/**
 * Whether a queue's policy lets a sender of AWS's own put messages on it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const Several = Schema.Union([Schema.String, Schema.Array(Schema.String)])

const Statement = Schema.Struct({
  Effect: Schema.Literals(["Allow", "Deny"]),
  Principal: Schema.optionalKey(Schema.Union([Schema.String, Schema.Struct({ Service: Schema.optionalKey(Several) })])),
  Action: Schema.optionalKey(Several),
  Resource: Schema.optionalKey(Several),
  Condition: Schema.optionalKey(Schema.Record(Schema.String, Schema.Record(Schema.String, Schema.Unknown)))
})

const decode = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Struct({ Statement: Schema.Union([Statement, Schema.Array(Statement)]) }))
)

/** Who sends, and to which queue. ARNs. */
export interface Sender {
  /** For example `events.amazonaws.com`. */
  readonly service: string
  readonly arn: string
  readonly queue: string
}

const includes = (value: string | ReadonlyArray<string> | undefined, ...wanted: ReadonlyArray<string>): boolean =>
  (typeof value === "string" ? [value] : (value ?? [])).some((one) => wanted.includes(one))

/** A statement that names no source permits every one; one that names another permits none of ours. */
const isSource = (condition: typeof Statement.Type.Condition, arn: string): boolean => {
  const sources = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    /^(Arn|String)(Equals|Like)$/.test(operator)
      ? Object.entries(keys).flatMap(([key, value]) =>
          key.toLowerCase() === "aws:sourcearn" ? (Array.isArray(value) ? value : [value]) : []
        )
      : []
  )
  return sources.length === 0 || sources.includes(arn)
}

/** Whether some statement of the policy (JSON) lets the sender send. Wildcards inside ARNs are not looked into. */
export const permits = (policy: string | undefined, { arn, queue, service }: Sender): boolean => {
  const document = Option.getOrUndefined(decode(policy))
  const statements = document === undefined ? [] : [document.Statement].flat()
  return statements.some(
    (statement) =>
      statement.Effect === "Allow" &&
      (typeof statement.Principal === "string"
        ? statement.Principal === "*"
        : includes(statement.Principal?.Service, service)) &&
      includes(statement.Action, "sqs:SendMessage", "SQS:SendMessage", "sqs:*", "*") &&
      includes(statement.Resource, queue, "*") &&
      isSource(statement.Condition, arn)
  )
}
