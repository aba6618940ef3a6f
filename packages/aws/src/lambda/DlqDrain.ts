/**
 * The function that empties dead-letter queues into the collection of dead letters, so that there is one place to look and one
 * way to deliver again. What comes here had no delivery to bury it: a message that SQS gave up on (the backstop above the
 * retry policy) or an event that EventBridge could not hand to a queue.
 *
 * A letter that a delivery has written already is better informed and stays as it is.
 */
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Envelope from "@millrace/core/Envelope"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Config from "effect/Config"
import * as Environment from "./FunctionEnvironment.ts"
import * as LambdaFunction from "./LambdaFunction.ts"
import * as MessageBody from "./MessageBody.ts"
import * as SqsEvent from "./SqsEvent.ts"

/** Which consumer a dead-letter queue belongs to. */
export class DrainedQueues extends Context.Service<DrainedQueues, Readonly<Record<string, string>>>()(
  "@millrace/aws/lambda/DrainedQueues"
) {
  /** As the environment says. */
  static readonly layer: Layer.Layer<DrainedQueues, Config.ConfigError> = Layer.effect(
    DrainedQueues,
    Effect.suspend(() => Environment.drainedQueues)
  )
}

/** What the function stands on. */
export type Services = DeadLetters.DeadLetters | DrainedQueues

/** Stands for the consumer where a queue is none of those that the environment names. */
export const unknownConsumer = "unknown"

/** Why a message is here, in words; EventBridge leaves its reason in the message's attributes. */
const causeOf = ({ messageAttributes }: SqsEvent.Record): DeadLetters.DeadLetter["cause"] => {
  const code = messageAttributes?.["ERROR_CODE"]?.stringValue
  return typeof code === "string"
    ? {
        kind: "exhausted",
        tag: "Undeliverable",
        message: `EventBridge could not hand the event to the consumer's queue: ${code}.`
      }
    : {
        kind: "exhausted",
        tag: "ReceiveLimit",
        message: "The queue handed the message out as often as it may, and no delivery came to an end."
      }
}

const letterOf = Effect.fnUntraced(function* (record: SqsEvent.Record, consumer: string) {
  const body = MessageBody.envelopeOf(record.body)
  const envelope = Option.getOrUndefined(yield* Effect.option(Envelope.fromJson(body)))
  const now = yield* Clock.currentTimeMillis
  return DeadLetters.of({
    consumer,
    envelope,
    body,
    cause: causeOf(record),
    attempts: [],
    firstSeenAt: now,
    diedAt: now
  })
})

/** Answers one batch: a message whose letter could not be stored stays. */
export const handle: LambdaFunction.Handle<SqsEvent.BatchResponse, Services> = (event) =>
  Effect.gen(function* () {
    const letters = yield* DeadLetters.DeadLetters
    const queues = yield* DrainedQueues
    const records = yield* SqsEvent.decode(event)
    const kept: Array<{ readonly itemIdentifier: string }> = []
    for (const record of records) {
      const letter = yield* letterOf(record, queues[record.eventSourceARN ?? ""] ?? unknownConsumer)
      const stored = yield* Effect.result(
        Effect.flatMap(letters.get(letter.id), (known) => (Option.isSome(known) ? Effect.void : letters.put(letter)))
      )
      if (stored._tag === "Failure") {
        kept.push({ itemIdentifier: record.messageId })
        continue
      }
      yield* Effect.logError("event is dead").pipe(
        Effect.annotateLogs({ letter: letter.id, consumer: letter.consumer, error: letter.cause.tag })
      )
    }
    return { batchItemFailures: kept }
  })

/** The function that drains dead-letter queues. */
export const make = <E>(options: {
  readonly layer: Layer.Layer<Services, E>
}): LambdaFunction.LambdaFunction<SqsEvent.BatchResponse> => LambdaFunction.make({ layer: options.layer, handle })
