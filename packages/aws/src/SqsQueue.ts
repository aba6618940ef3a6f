/**
 * A queue on SQS, as far as deliveries need one: put a message on it (replay, redrive), and put one that was received off
 * until later (backoff by visibility).
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as AwsCall from "./AwsCall.ts"
import * as AwsFailure from "./AwsFailure.ts"
import { type AwsSettings, clientOptions } from "./AwsSettings.ts"
import * as LazyClient from "./LazyClient.ts"
import * as MessageText from "./MessageText.ts"

/** Longest time that SQS hides a message, seconds. */
export const maxVisibilitySeconds = 43_200

const lazyClient = (settings: AwsSettings) => LazyClient.make(() => new SQSClient(clientOptions(settings)))

/** A client for SQS that ends with the scope. */
export const client = (settings: AwsSettings) => Effect.map(lazyClient(settings), (made) => made())

/** Queues by their URLs. */
export class SqsQueue extends Context.Service<
  SqsQueue,
  {
    /** Puts a message, JSON text, on the queue. At least once: a lost answer sends it again. */
    readonly send: (queueUrl: string, json: string) => Effect.Effect<void, Unavailable>
    /**
     * Hides a received message for this long, rounded up to seconds and at most twelve hours. A message that is not in
     * flight any more (its visibility ran out) is left as it is.
     */
    readonly putOff: (queueUrl: string, receiptHandle: string, millis: number) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/aws/SqsQueue") {}

/** Queues of the account. */
export const layer = (settings: AwsSettings): Layer.Layer<SqsQueue> =>
  Layer.effect(
    SqsQueue,
    Effect.map(lazyClient(settings), (sqs) => {
      const call = AwsCall.make("SQS", settings)
      return SqsQueue.of({
        send: (QueueUrl, json) => {
          const input = { QueueUrl, MessageBody: MessageText.fromJson(json) }
          return call("SendMessage", (options) => sqs().send(new SendMessageCommand(input), options)).pipe(
            Effect.asVoid,
            Effect.catch(AwsFailure.toUnavailable)
          )
        },
        putOff: (QueueUrl, ReceiptHandle, millis) => {
          const VisibilityTimeout = Math.min(maxVisibilitySeconds, Math.max(0, Math.ceil(millis / 1000)))
          const input = { QueueUrl, ReceiptHandle, VisibilityTimeout }
          return call("ChangeMessageVisibility", (options) =>
            sqs().send(new ChangeMessageVisibilityCommand(input), options)
          ).pipe(
            Effect.asVoid,
            Effect.catch((failure) =>
              // Who was too late with it cannot mend that, and the message comes again by itself.
              failure.reason === "invalid" ? Effect.void : AwsFailure.toUnavailable(failure)
            )
          )
        }
      })
    })
  )
