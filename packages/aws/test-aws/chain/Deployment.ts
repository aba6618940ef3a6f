/**
 * A pipeline deployed on a peer: its tables and buckets, a bus with a rule and a queue for each consumer, the upload bucket's
 * notification, and each function's bundle in a process of its own, fed from its queue as Lambda's poller would.
 */
import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge"
import { PutBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3"
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand
} from "@aws-sdk/client-sqs"
import * as Bucket from "@millrace/core/Bucket"
import type * as Consumer from "@millrace/core/Consumer"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as Subscription from "@millrace/core/Subscription"
import * as Effect from "effect/Effect"
import * as AwsNames from "../../src/AwsNames.ts"
import type { AwsSettings } from "../../src/AwsSettings.ts"
import * as EventBridgeBus from "../../src/EventBridgeBus.ts"
import * as Environment from "../../src/lambda/FunctionEnvironment.ts"
import * as S3ObjectStore from "../../src/S3ObjectStore.ts"
import * as SqsQueue from "../../src/SqsQueue.ts"
import * as Provision from "../../test/peers/Provision.ts"
import { FunctionProcess } from "./FunctionProcess.ts"

interface Deployed {
  readonly contract: Consumer.Contract
  readonly queueUrl: string
  readonly process: FunctionProcess
}

/** The environment of a consumer's function, by the module that functions read it with. */
export const environmentOf = (
  contract: Consumer.Contract,
  options: {
    readonly settings: AwsSettings
    readonly names: AwsNames.AwsNames
    readonly busName: string
    readonly queueUrl: string
    readonly collector: string
  }
): Record<string, string> => {
  const { busName, collector, names, queueUrl, settings } = options
  const { buckets, tables } = Environment.storageOf(contract)
  return {
    AWS_ACCESS_KEY_ID: settings.credentials?.accessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: settings.credentials?.secretAccessKey ?? "",
    AWS_LAMBDA_FUNCTION_NAME: contract.name,
    [Environment.region]: settings.region,
    [Environment.endpoint]: settings.endpoint ?? "",
    [Environment.busName]: busName,
    [Environment.queueUrl]: queueUrl,
    [Environment.otlpEndpoint]: collector,
    ...Object.fromEntries(tables.map((name) => [Environment.table(name), names({ kind: "table", name })])),
    ...Object.fromEntries(buckets.map((name) => [Environment.bucket(name), names({ kind: "bucket", name })]))
  }
}

/** Deploys a pipeline; its processes end with the scope. */
export const make = Effect.fnUntraced(function* (options: {
  readonly pipeline: Pipeline.Pipeline
  readonly settings: AwsSettings
  readonly prefix: string
  readonly collector: string
  /** Variables that every function has beside its own. */
  readonly environment?: Readonly<Record<string, string>>
  /** The bundle of a consumer's function. */
  readonly bundleOf: (consumer: string) => string
}) {
  const { bundleOf, collector, pipeline, prefix, settings } = options
  const names = AwsNames.prefixed(prefix)
  const busName = `${prefix}bus`
  const events = yield* EventBridgeBus.client(settings)
  const s3 = yield* S3ObjectStore.client(settings)
  const sqs = yield* SqsQueue.client(settings)
  const needed = Provision.ofResources(pipeline.resources)
  yield* Provision.tables(settings, names, needed.tables)
  yield* Provision.buckets(settings, names, needed.buckets)
  yield* Effect.promise(() => events.send(new CreateEventBusCommand({ Name: busName })))

  const functions: Array<Deployed> = []
  for (const { contract } of pipeline.consumers) {
    const { queueArn, queueUrl } = yield* Effect.promise(async () => {
      const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: `${prefix}${contract.name}` }))
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }))
      return { queueUrl: QueueUrl, queueArn: Attributes?.["QueueArn"] ?? "" }
    })
    const isNotified = contract.on !== "*" && contract.on.includes(Bucket.ObjectCreated)
    yield* Effect.promise(async () => {
      if (isNotified) {
        await s3.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket: names({ kind: "bucket", name: "uploads" }),
            NotificationConfiguration: {
              QueueConfigurations: [{ QueueArn: queueArn, Events: ["s3:ObjectCreated:*"] }]
            }
          })
        )
        return
      }
      const Name = `${prefix}${contract.name}-events`
      const EventPattern = JSON.stringify(Subscription.pattern(contract))
      await events.send(new PutRuleCommand({ Name, EventBusName: busName, EventPattern, State: "ENABLED" }))
      const Targets = [{ Id: "queue", Arn: queueArn }]
      await events.send(new PutTargetsCommand({ Rule: Name, EventBusName: busName, Targets }))
    })
    const process = yield* Effect.acquireRelease(
      Effect.sync(
        () =>
          new FunctionProcess(bundleOf(contract.name), {
            ...environmentOf(contract, { settings, names, busName, queueUrl, collector }),
            ...options.environment
          })
      ),
      (started) => Effect.sync(() => started.stop())
    )
    functions.push({ contract, queueUrl, process })
  }

  /** One poll of a function's queue; answers how many messages there were. */
  const poll = async ({ contract, process, queueUrl }: Deployed): Promise<number> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 })
    )
    if (Messages.length === 0) return 0
    const response = (await process.invoke(
      {
        Records: Messages.map(({ Body, MessageId, ReceiptHandle }) => ({
          messageId: MessageId,
          receiptHandle: ReceiptHandle,
          body: Body,
          attributes: {},
          messageAttributes: {},
          eventSource: "aws:sqs",
          eventSourceARN: `arn:aws:sqs:${settings.region}:123456789012:${contract.name}`,
          awsRegion: settings.region
        }))
      },
      contract.timeoutMillis
    )) as { readonly batchItemFailures: ReadonlyArray<{ readonly itemIdentifier: string }> }
    const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    const Entries = Messages.flatMap(({ MessageId = "", ReceiptHandle }) =>
      failed.has(MessageId) ? [] : [{ Id: MessageId, ReceiptHandle }]
    )
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
    return Messages.length
  }

  const isEmpty = async ({ queueUrl }: Deployed): Promise<boolean> => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
      })
    )
    return Object.values(Attributes ?? {}).every((count) => count === "0")
  }

  return {
    names,
    busName,
    functions,
    /** Feeds every function until no queue holds a message, hidden ones included. */
    quiesce: Effect.promise(async () => {
      while (true) {
        const counts = await Promise.all(functions.map(poll))
        if (counts.some((count) => count > 0)) continue
        const empty = await Promise.all(functions.map(isEmpty))
        if (empty.every((is) => is)) return
      }
    })
  }
})
