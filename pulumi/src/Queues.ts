/**
 * Queues: one a consumer, and one for what it cannot get rid of. The dead-letter queue takes both what a queue gave up on and
 * what the bus could not deliver to it, so a message's consumer is known by the queue that it lies in.
 */
import { Queue } from "@pulumi/aws/sqs/queue.js"
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js"
import { RedriveAllowPolicy } from "@pulumi/aws/sqs/redriveAllowPolicy.js"
import * as pulumi from "@pulumi/pulumi"
import { type Deployment, json } from "./Deployment.ts"
import { type ConsumerPlan, maxRetentionSeconds } from "./Plan.ts"
import * as Policy from "./Policy.ts"

/** A consumer's queues. */
export interface Made {
  readonly queue: Queue
  readonly deadLetters: Queue
}

const encryption = (deployment: Deployment) => {
  const { kmsKeyArn } = deployment.plan.settings
  return kmsKeyArn === null ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn }
}

/** Makes a consumer's queue and its dead-letter queue. */
export const make = (deployment: Deployment, consumer: ConsumerPlan): Made => {
  const { options, tags } = deployment
  const name = `${deployment.name}-${consumer.contract.name}`
  const deadLetters = new Queue(
    `${name}-dlq`,
    {
      name: `${name}-dlq`,
      // Its messages keep the age that they came with, so it must keep them longest.
      messageRetentionSeconds: maxRetentionSeconds,
      visibilityTimeoutSeconds: deployment.plan.drain.timeoutSeconds * 6,
      ...encryption(deployment),
      tags
    },
    options
  )
  const queue = new Queue(
    name,
    {
      name,
      visibilityTimeoutSeconds: consumer.queue.visibilitySeconds,
      messageRetentionSeconds: consumer.queue.retentionSeconds,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: deadLetters.arn.apply((deadLetterTargetArn) =>
        JSON.stringify({ deadLetterTargetArn, maxReceiveCount: consumer.queue.maxReceives })
      ),
      ...encryption(deployment),
      tags
    },
    options
  )
  new RedriveAllowPolicy(
    `${name}-dlq`,
    {
      queueUrl: deadLetters.url,
      redriveAllowPolicy: queue.arn.apply((arn) =>
        JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arn] })
      )
    },
    options
  )
  return { queue, deadLetters }
}

/** Says who may send to a consumer's queues: its rule, and the bucket whose notifications it takes. */
export const protect = (
  deployment: Deployment,
  name: string,
  made: Made,
  senders: { readonly rule?: pulumi.Output<string> | undefined; readonly bucket?: pulumi.Output<string> | undefined }
): QueuePolicy => {
  const of = (queue: Queue, from: typeof senders) =>
    pulumi
      .all([
        queue.arn,
        from.rule ?? pulumi.output(undefined),
        from.bucket ?? pulumi.output(undefined),
        deployment.place
      ])
      .apply(([arn, rule, bucket, { account }]) => json(Policy.ofQueue(arn, { rule, bucket, account })))
  const logical = `${deployment.name}-${name}`
  new QueuePolicy(
    `${logical}-dlq`,
    { queueUrl: made.deadLetters.url, policy: of(made.deadLetters, { rule: senders.rule }) },
    deployment.options
  )
  return new QueuePolicy(logical, { queueUrl: made.queue.url, policy: of(made.queue, senders) }, deployment.options)
}
