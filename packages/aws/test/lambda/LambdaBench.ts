/** Functions in memory: core's backends in place of AWS's, events as Lambda writes them, and what was hidden until when. */
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as EventBus from "@millrace/core/EventBus"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as Tracing from "@millrace/core/Tracing"
import type { LambdaContext } from "@millrace/aws/lambda/LambdaContext"
import { MessageVisibility } from "@millrace/aws/lambda/MessageVisibility"
import { BucketNames } from "@millrace/aws/lambda/BucketNames"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** Everything that functions stand on, in memory. */
export const make = () => {
  const bus = MemoryEventBus.make()
  const hidden = new Map<string, number>()
  const layer = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer).pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        Tracing.layer(() => {}),
        MemoryTableStore.layer,
        MemoryObjectStore.layer,
        Layer.succeed(EventBus.EventBus, bus.bus),
        Layer.succeed(Inbox.Owner, { id: "bench", isAlive: () => true }),
        Layer.succeed(MessageVisibility, {
          hide: (handle: string, seconds: number) => Effect.sync(() => void hidden.set(handle, seconds))
        }),
        Layer.succeed(BucketNames, {
          declared: (physical: string) => (physical === "acme-uploads" ? "uploads" : undefined)
        })
      )
    )
  )
  return { layer, published: bus.entries, hidden }
}

/** The context of an invocation with so much time. */
export const context = (remainingMillis = 60_000): LambdaContext => ({
  awsRequestId: "request-1",
  getRemainingTimeInMillis: () => remainingMillis
})

/** A batch of messages with these bodies: ids `m0`, `m1`, …, handles `h0`, `h1`, …. */
export const batch = (...bodies: ReadonlyArray<string>) => ({
  Records: bodies.map((body, position) => ({
    messageId: `m${position}`,
    receiptHandle: `h${position}`,
    body,
    attributes: { ApproximateReceiveCount: "1" },
    messageAttributes: {},
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:queue",
    awsRegion: "eu-central-1"
  }))
})

/** An event as EventBridge hands it to a queue. */
export const eventBridge = (detail: unknown, type = "thing.happened") =>
  JSON.stringify({
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": type,
    source: "test",
    account: "123456789012",
    time: "2026-01-02T03:04:05Z",
    region: "eu-central-1",
    resources: [],
    detail
  })

/** A notification of S3 for one object. */
export const notification = (
  object: Record<string, unknown>,
  bucket = "acme-uploads",
  eventName = "ObjectCreated:Put"
) =>
  JSON.stringify({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        eventTime: "2026-01-02T03:04:05.000Z",
        eventName,
        s3: { bucket: { name: bucket }, object: { size: 3, eTag: "e", sequencer: "0A", versionId: "v1", ...object } }
      }
    ]
  })
