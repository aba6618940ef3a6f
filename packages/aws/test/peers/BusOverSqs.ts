/** A bus with one rule that sends every event to a queue, and what has arrived in the queue. */
import {
  CreateEventBusCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type EventBridgeClient
} from "@aws-sdk/client-eventbridge"
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient
} from "@aws-sdk/client-sqs"
import * as Effect from "effect/Effect"

/** Makes the bus, the queue and the rule; answers the queue's URL. */
export const make = (events: EventBridgeClient, sqs: SQSClient, name: string) =>
  Effect.promise(async () => {
    await events.send(new CreateEventBusCommand({ Name: name }))
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }))
    await events.send(
      new PutRuleCommand({
        Name: name,
        EventBusName: name,
        EventPattern: JSON.stringify({ source: [{ prefix: "" }] }),
        State: "ENABLED"
      })
    )
    await events.send(
      new PutTargetsCommand({
        Rule: name,
        EventBusName: name,
        Targets: [{ Id: "queue", Arn: Attributes?.["QueueArn"] ?? "" }]
      })
    )
    return QueueUrl ?? ""
  })

/** Up to ten messages of the queue, without waiting. */
export const receive = (sqs: SQSClient, QueueUrl: string, VisibilityTimeout?: number) =>
  Effect.promise(async (): Promise<ReadonlyArray<Message>> => {
    const input = {
      QueueUrl,
      MaxNumberOfMessages: 10,
      ...(VisibilityTimeout === undefined ? {} : { VisibilityTimeout })
    }
    return (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? []
  })

/** How many messages the queue holds: to be had, hidden and delayed ones. */
export const depth = (sqs: SQSClient, QueueUrl: string) =>
  Effect.promise(async () => {
    const AttributeNames = [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesDelayed"
    ] as const
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] })
    )
    return AttributeNames.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0)
  })

/** Takes everything off the queue. */
export const drain = Effect.fnUntraced(function* (sqs: SQSClient, QueueUrl: string) {
  const bodies: Array<string> = []
  while (true) {
    const messages = yield* receive(sqs, QueueUrl)
    if (messages.length === 0) return bodies
    for (const { Body, ReceiptHandle } of messages) {
      bodies.push(Body ?? "")
      yield* Effect.promise(() => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })))
    }
  }
})
