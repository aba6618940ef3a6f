/**
 * The event that Lambda invokes a function with for a batch of SQS messages, and the answer that names the messages to keep.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import * as IssueText from "@millrace/core/IssueText"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const MessageAttribute = Schema.Struct({ stringValue: Schema.optionalKey(Schema.NullOr(Schema.String)) })

/** A message, as far as functions look at it. */
export const Record = Schema.Struct({
  messageId: Schema.String.check(Schema.isNonEmpty()),
  receiptHandle: Schema.String,
  body: Schema.String,
  messageAttributes: Schema.optionalKey(Schema.Record(Schema.String, MessageAttribute)),
  /** ARN of the queue. */
  eventSourceARN: Schema.optionalKey(Schema.String)
})

/** A message. */
export type Record = typeof Record.Type

const SqsEvent = Schema.Struct({ Records: Schema.Array(Record) })

/** The answer: ids of the messages that stay on the queue. Every other one is removed. */
export interface BatchResponse {
  readonly batchItemFailures: ReadonlyArray<{ readonly itemIdentifier: string }>
}

/**
 * The function was invoked with what is no batch of SQS messages. The invocation fails, so Lambda keeps whatever messages there
 * were, and the operator reads what is wrong: the function is wired to something else than a queue.
 */
export class InvocationInvalid extends Schema.TaggedError<InvocationInvalid>()("InvocationInvalid", {
  expected: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `The function expects ${this.expected}, but was invoked with something else: ${this.reason}. Check its trigger.`
  }
}

const decodeEvent = Schema.decodeUnknownEffect(SqsEvent, { errors: "all" })

/** Reads the messages of an invocation. */
export const decode = (event: unknown): Effect.Effect<ReadonlyArray<Record>, InvocationInvalid> =>
  decodeEvent(event).pipe(
    Effect.map(({ Records }) => Records),
    Effect.mapError(
      (error) => new InvocationInvalid({ expected: "a batch of SQS messages", reason: IssueText.oneLine(error) })
    )
  )
