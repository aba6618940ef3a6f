/**
 * The function of the consumer that uploads begin with. Its queue holds S3's notifications; each object created becomes the
 * envelope that every runtime makes of an upload, is delivered, and is then told to the bus for whoever listens to everything.
 *
 * The envelope is decided by the notification and the object alone, PRODUCER span included, so a notification that comes twice is
 * the same event to the byte. Its trace continues the one that the uploader left in the object's metadata (`traceparent`).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
import * as Bucket from "@millrace/core/Bucket"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import type * as Consumer from "@millrace/core/Consumer"
import * as ContentId from "@millrace/core/ContentId"
import * as Envelope from "@millrace/core/Envelope"
import * as EventBus from "@millrace/core/EventBus"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as TraceContext from "@millrace/core/TraceContext"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Tracer from "effect/Tracer"
import { BucketNames } from "./BucketNames.ts"
import * as LambdaFunction from "./LambdaFunction.ts"
import * as MessageBody from "./MessageBody.ts"
import type { MessageVisibility } from "./MessageVisibility.ts"
import * as SqsBatch from "./SqsBatch.ts"
import * as SqsConsumer from "./SqsConsumer.ts"
import * as SqsEvent from "./SqsEvent.ts"

const Created = Schema.Struct({
  eventName: Schema.String,
  eventTime: Schema.String,
  s3: Schema.Struct({
    bucket: Schema.Struct({ name: Schema.String }),
    object: Schema.Struct({
      /** As HTML forms write it. */
      key: Schema.String,
      size: Schema.optionalKey(Schema.Int),
      versionId: Schema.optionalKey(Schema.String),
      sequencer: Schema.optionalKey(Schema.String)
    })
  })
})

const Notification = Schema.Struct({ Records: Schema.Array(Created) })

/** What S3 sends when a notification is configured. */
const TestEvent = Schema.Struct({ Event: Schema.Literal("s3:TestEvent") })

const decodeNotification = Schema.decodeUnknownOption(Schema.fromJsonString(Notification))
const decodeTestEvent = Schema.decodeUnknownOption(Schema.fromJsonString(TestEvent))

/** The version id that S3 gives objects of a bucket without versions. */
const unversioned = "null"

const spanOf = (envelope: Envelope.Envelope, traceparent: string | undefined): Effect.Effect<Tracer.Span> => {
  const id = ContentId.make(["object-created", envelope.id])
  const parent =
    TraceContext.parse(traceparent) ??
    // Where the uploader began no trace, the upload does; its id is content too.
    Tracer.externalSpan({ traceId: id.slice(0, 32), spanId: id.slice(-16), sampled: true })
  return Publish.producerSpan(envelope, parent, id.slice(0, 16))
}

/** The one text of an instant, as every runtime writes it. */
const timeOf = (text: string): string =>
  Option.match(DateTime.make(text), { onNone: () => text, onSome: DateTime.formatIso })

/** The envelope of an object created, and the span that it names. */
const envelopeOf = Effect.fnUntraced(function* (
  created: typeof Created.Type,
  bucket: string,
  key: string
): Effect.fn.Return<readonly [Envelope.Envelope, Tracer.Span], Unavailable, ObjectStore.ObjectStore> {
  const objects = yield* ObjectStore.ObjectStore
  const { object } = created.s3
  // An object that is gone already is the handler's to judge: it looks for itself.
  const head = yield* objects.head({ bucket, key, versionId: object.versionId }).pipe(
    Effect.asSome,
    Effect.catchTag("ObjectMissing", () => Effect.succeedNone)
  )
  const metadata = Option.isSome(head) ? head.value.metadata : {}
  // A bucket that keeps versions names one in every notification.
  const versionId = object.versionId ?? (Option.isSome(head) ? head.value.versionId : unversioned)
  const root = yield* Bucket.objectCreated(
    { bucket, key, versionId, sequencer: object.sequencer ?? "", size: object.size ?? 0 },
    { time: timeOf(created.eventTime), tracestate: metadata["tracestate"] }
  )
  const span = yield* spanOf(root, metadata["traceparent"])
  return [{ ...root, traceparent: TraceContext.format(span) }, span]
})

type Needs = SqsConsumer.ConsumerDelivery | ObjectStore.ObjectStore | EventBus.EventBus | BucketNames

const again: SqsBatch.Settled = { _tag: "Again", delayMillis: 5000 }
const done: SqsBatch.Settled = { _tag: "Done" }

/** Delivers one object created, then tells the bus: that a notification is repeated must not repeat what came of it. */
const settleCreated = Effect.fnUntraced(function* (
  created: typeof Created.Type,
  remainingMillis: number
): Effect.fn.Return<SqsBatch.Settled, never, Needs> {
  const { deliver } = yield* SqsConsumer.ConsumerDelivery
  const bus = yield* EventBus.EventBus
  const names = yield* BucketNames
  if (!created.eventName.startsWith("ObjectCreated:")) return done
  const bucket = names.declared(created.s3.bucket.name)
  const key = Bucket.keyFromNotification(created.s3.object.key)
  if (bucket === undefined || key === undefined) {
    // No envelope can be made of it: the delivery leaves a dead letter with the record as it came.
    return SqsBatch.ofOutcome(yield* deliver({ body: JSON.stringify(created), remainingMillis }))
  }
  const made = yield* Effect.result(envelopeOf(created, bucket, key))
  if (made._tag === "Failure") return again
  const [envelope, span] = made.success
  const settled = SqsBatch.ofOutcome(yield* deliver({ body: Envelope.toJson(envelope), remainingMillis }))
  if (settled._tag === "Again") return settled
  const told = yield* Effect.result(Publish.publishWithSpans(bus, [ClaimCheck.entry(envelope)], [span]))
  return told._tag === "Success" ? done : again
})

/** A message's fate is that of the record that is worst off. */
const settle = Effect.fnUntraced(function* (
  body: string,
  remainingMillis: number
): Effect.fn.Return<SqsBatch.Settled, never, Needs> {
  const notification = decodeNotification(body)
  if (Option.isNone(notification)) {
    if (Option.isSome(decodeTestEvent(body))) return done
    const { deliver } = yield* SqsConsumer.ConsumerDelivery
    return SqsBatch.ofOutcome(yield* deliver({ body: MessageBody.envelopeOf(body), remainingMillis }))
  }
  let soonest: number | undefined
  for (const created of notification.value.Records) {
    const settled = yield* settleCreated(created, remainingMillis)
    if (settled._tag === "Again") soonest = Math.min(soonest ?? settled.delayMillis, settled.delayMillis)
  }
  return soonest === undefined ? done : { _tag: "Again", delayMillis: soonest }
})

/** Answers one batch of notifications; replayed events and redriven letters of the consumer are taken as well. */
export const handle: LambdaFunction.Handle<SqsEvent.BatchResponse, Needs | MessageVisibility> = (event, context) =>
  Effect.flatMap(SqsEvent.decode(event), (records) =>
    SqsBatch.run(records, context, ({ body }, remainingMillis) => settle(body, remainingMillis))
  )

/** The function of a consumer that is fed by S3's notifications. */
export const make = <E>(options: {
  readonly handler: Consumer.Handler
  readonly layer: Layer.Layer<SqsConsumer.Services | BucketNames, E>
}): LambdaFunction.LambdaFunction<SqsEvent.BatchResponse> =>
  LambdaFunction.make({
    layer: SqsConsumer.delivery(options.handler).pipe(Layer.provideMerge(options.layer)),
    handle
  })
