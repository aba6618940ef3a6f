/**
 * Functions invoked with what they cannot read: what is no batch fails the invocation with a message that says so; a message
 * that nobody can read is removed and leaves a dead letter; nothing comes back for ever and nothing is lost.
 */
import * as DlqDrain from "@millrace/aws/lambda/DlqDrain"
import * as S3Notifications from "@millrace/aws/lambda/S3Notifications"
import * as ScheduleEntry from "@millrace/aws/lambda/ScheduleEntry"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import * as Bucket from "@millrace/core/Bucket"
import * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import { Unavailable } from "@millrace/core/Unavailable"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as LambdaBench from "./LambdaBench.ts"

class Happened extends Event.make("thing.happened", {
  source: "test",
  entry: true,
  payload: Schema.Struct({ size: Schema.Int })
}) {}

class Counter extends Consumer.make("counter", { on: [Happened] }) {}
class Uploads extends Consumer.make("uploads", { on: [Bucket.ObjectCreated] }) {}
class Tick extends Event.every("tick", "5 minutes", { source: "test" }) {}

const counter = Counter.handler(() => Effect.void)
const uploads = Uploads.handler(() => Effect.void)

const happened = Event.root(
  Happened,
  { size: 1 },
  { tenantId: "u1", stimulus: ["1"], time: "2026-01-02T03:04:05.000Z" }
)

const letters = Effect.flatMap(DeadLetters.DeadLetters, ({ list }) => list)

/** A store that takes no letter. */
const lettersDown = Layer.succeed(DeadLetters.DeadLetters, {
  put: () =>
    Effect.fail(
      new Unavailable({
        service: "TableStore",
        operation: "TableStore.writeBatch",
        reason: "throttled",
        detail: "busy"
      })
    ),
  get: () => Effect.succeedNone,
  list: Effect.succeed([]),
  remove: () => Effect.void
})

const ids = (response: { readonly batchItemFailures: ReadonlyArray<{ readonly itemIdentifier: string }> }) =>
  response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

const notBatches: ReadonlyArray<readonly [string, unknown]> = [
  ["nothing", undefined],
  ["null", null],
  ["text", "hello"],
  ["an object without records", {}],
  ["records that are no list", { Records: "x" }],
  ["a record without an id", { Records: [{ body: "{}", receiptHandle: "h" }] }],
  ["a notification of S3 straight from the bucket", { Records: [{ eventSource: "aws:s3", s3: {} }] }],
  ["an event of EventBridge", { "detail-type": "x", source: "y", detail: {} }]
]

const unreadable: ReadonlyArray<readonly [string, string]> = [
  ["nothing", ""],
  ["no JSON", "{"],
  ["JSON that is no object", "17"],
  ["an object that is no envelope", JSON.stringify({ hello: "world" })],
  ["an event without a detail", LambdaBench.eventBridge(null)],
  ["an event whose detail is no envelope", LambdaBench.eventBridge({ instance: "i-1" }, "EC2 Instance State-change")],
  ["a list of records that are not S3's", JSON.stringify({ Records: [{ eventName: "x" }] })]
]

const consumers = [
  ["SqsConsumer", SqsConsumer.handle, counter],
  ["S3Notifications", S3Notifications.handle, uploads]
] as const

for (const [name, handle, handler] of consumers) {
  describe(name, () => {
    const bench = () => {
      const made = LambdaBench.make()
      return { ...made, layer: SqsConsumer.delivery(handler).pipe(Layer.provideMerge(made.layer)) }
    }

    for (const [what, event] of notBatches) {
      it.effect(`invoked with ${what}: fails and says what it expects`, () =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(handle(event, LambdaBench.context()))
          assert.strictEqual(error._tag, "InvocationInvalid")
          assert.include(error.message, "expects a batch of SQS messages")
          assert.deepStrictEqual(yield* letters, [])
        }).pipe(Effect.provide(bench().layer))
      )
    }

    for (const [what, body] of unreadable) {
      it.effect(`a message of ${what}: removed, one dead letter, its neighbours are handled`, () =>
        Effect.gen(function* () {
          const good = Envelope.toJson(yield* happened)
          const response = yield* handle(
            LambdaBench.batch(body, LambdaBench.eventBridge(JSON.parse(good))),
            LambdaBench.context()
          )
          assert.deepStrictEqual(ids(response), [])
          const dead = (yield* letters).filter(({ eventId }) => eventId === null)
          assert.strictEqual(dead.length, 1)
          assert.strictEqual(dead[0]?.cause.kind, "undecodable")
          assert.strictEqual(dead[0]?.consumer, handler.name)
          // The same message once more is the same letter.
          yield* handle(LambdaBench.batch(body), LambdaBench.context())
          assert.strictEqual((yield* letters).filter(({ eventId }) => eventId === null).length, 1)
        }).pipe(Effect.provide(bench().layer))
      )
    }

    it.effect("an event whose payload no version fits: removed, a dead letter that names the event", () =>
      Effect.gen(function* () {
        const event = {
          ...(yield* happened),
          type: handler === counter ? "thing.happened" : "object.created",
          data: {}
        }
        const body = LambdaBench.eventBridge({ ...event, dataschema: `urn:millrace:event:${event.type}:1` })
        const response = yield* handle(LambdaBench.batch(body), LambdaBench.context())
        assert.deepStrictEqual(ids(response), [])
        const [letter] = yield* letters
        assert.strictEqual(letter?.eventId, event.id)
        assert.strictEqual(letter?.cause.kind, "undecodable")
      }).pipe(Effect.provide(bench().layer))
    )

    it.live("a dead letter that cannot be stored: the message stays", () =>
      Effect.gen(function* () {
        const response = yield* handle(LambdaBench.batch("{"), LambdaBench.context())
        assert.deepStrictEqual(ids(response), ["m0"])
      }).pipe(
        Effect.provide(
          SqsConsumer.delivery(handler).pipe(
            Layer.provideMerge(lettersDown),
            Layer.provideMerge(LambdaBench.make().layer)
          )
        )
      )
    )
  })
}

describe("S3Notifications", () => {
  const bench = () => {
    const made = LambdaBench.make()
    return { ...made, layer: SqsConsumer.delivery(uploads).pipe(Layer.provideMerge(made.layer)) }
  }

  it.effect("S3's test event is no upload and no letter", () =>
    Effect.gen(function* () {
      const body = JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "acme-uploads" })
      const response = yield* S3Notifications.handle(LambdaBench.batch(body), LambdaBench.context())
      assert.deepStrictEqual(ids(response), [])
      assert.deepStrictEqual(yield* letters, [])
    }).pipe(Effect.provide(bench().layer))
  )

  for (const [what, body] of [
    ["a key that no form writes", LambdaBench.notification({ key: "u1/f1/%zz.csv" })],
    ["a bucket that is not the pipeline's", LambdaBench.notification({ key: "u1/f1/a.csv" }, "other")]
  ] as const) {
    it.effect(`${what}: removed, one dead letter`, () =>
      Effect.gen(function* () {
        const response = yield* S3Notifications.handle(LambdaBench.batch(body), LambdaBench.context())
        assert.deepStrictEqual(ids(response), [])
        assert.deepStrictEqual(
          (yield* letters).map(({ cause }) => cause.kind),
          ["undecodable"]
        )
      }).pipe(Effect.provide(bench().layer))
    )
  }

  it.effect("something else than a creation is not delivered", () => {
    const { layer, published } = bench()
    return Effect.gen(function* () {
      const body = LambdaBench.notification({ key: "u1/f1/a.csv" }, "acme-uploads", "ObjectRemoved:Delete")
      assert.deepStrictEqual(ids(yield* S3Notifications.handle(LambdaBench.batch(body), LambdaBench.context())), [])
      assert.deepStrictEqual(published, [])
      assert.deepStrictEqual(yield* letters, [])
    }).pipe(Effect.provide(layer))
  })
})

describe("DlqDrain", () => {
  const bench = () =>
    Layer.merge(
      LambdaBench.make().layer,
      Layer.succeed(DlqDrain.DrainedQueues, { "arn:aws:sqs:eu-central-1:123456789012:queue": "counter" })
    )

  for (const [what, event] of notBatches) {
    it.effect(`invoked with ${what}: fails and says what it expects`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(DlqDrain.handle(event, LambdaBench.context()))
        assert.strictEqual(error._tag, "InvocationInvalid")
      }).pipe(Effect.provide(bench()))
    )
  }

  for (const [what, body] of unreadable) {
    it.effect(`a message of ${what} becomes one letter of its consumer`, () =>
      Effect.gen(function* () {
        for (let time = 0; time < 2; time++) {
          assert.deepStrictEqual(ids(yield* DlqDrain.handle(LambdaBench.batch(body), LambdaBench.context())), [])
        }
        const all = yield* letters
        assert.deepStrictEqual(
          all.map(({ cause, consumer, eventId }) => [consumer, eventId, cause.tag]),
          [["counter", null, "ReceiveLimit"]]
        )
      }).pipe(Effect.provide(bench()))
    )
  }

  it.effect(
    "an event that EventBridge could not deliver says so, and has the id that its delivery's letter would have",
    () =>
      Effect.gen(function* () {
        const envelope = yield* happened
        const event = LambdaBench.batch(LambdaBench.eventBridge(envelope))
        const records = event.Records.map((record) => ({
          ...record,
          messageAttributes: { ERROR_CODE: { stringValue: "NO_PERMISSIONS", dataType: "String" } }
        }))
        yield* DlqDrain.handle({ Records: records }, LambdaBench.context())
        const [letter] = yield* letters
        assert.strictEqual(letter?.id, DeadLetters.idOf("counter", envelope.id, undefined))
        assert.strictEqual(letter?.body, Envelope.toJson(envelope))
        assert.strictEqual(letter?.cause.tag, "Undeliverable")
      }).pipe(Effect.provide(bench()))
  )

  it.effect("a letter that a delivery wrote stays as it is", () =>
    Effect.gen(function* () {
      const store = yield* DeadLetters.DeadLetters
      const envelope = yield* happened
      yield* DlqDrain.handle(LambdaBench.batch(Envelope.toJson(envelope)), LambdaBench.context())
      const [first] = yield* letters
      if (first === undefined) return assert.fail("no letter")
      const better = { ...first, cause: { kind: "terminal", tag: "Known", message: "why" } as const }
      yield* store.put(better)
      yield* DlqDrain.handle(LambdaBench.batch(Envelope.toJson(envelope)), LambdaBench.context())
      assert.deepStrictEqual(yield* letters, [better])
    }).pipe(Effect.provide(bench()))
  )

  it.effect("a letter that cannot be stored: the message stays", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(ids(yield* DlqDrain.handle(LambdaBench.batch("{"), LambdaBench.context())), ["m0"])
    }).pipe(Effect.provide(lettersDown.pipe(Layer.provideMerge(bench()))))
  )
})

describe("ScheduleEntry", () => {
  const handle = ScheduleEntry.handle([Tick, Happened])

  for (const [what, input] of [
    ["nothing", undefined],
    ["text", "tick"],
    ["an event of EventBridge", { "detail-type": "Scheduled Event", detail: {} }],
    ["a schedule of another pipeline", { type: "tock", scheduledFor: "2026-01-02T03:05:00Z" }],
    ["an event that is no schedule", { type: "thing.happened", scheduledFor: "2026-01-02T03:05:00Z" }],
    ["a time that is none", { type: "tick", scheduledFor: "<aws.scheduler.scheduled-time>" }]
  ] as const) {
    it.effect(`invoked with ${what}: answers, publishes nothing, leaves one dead letter`, () => {
      const { layer, published } = LambdaBench.make()
      return Effect.gen(function* () {
        yield* handle(input, LambdaBench.context())
        yield* handle(input, LambdaBench.context())
        assert.deepStrictEqual(published, [])
        assert.deepStrictEqual(
          (yield* letters).map(({ consumer }) => consumer),
          ["schedule-entry"]
        )
      }).pipe(Effect.provide(layer))
    })
  }

  it.effect("the same instant twice is one event, whatever its text", () => {
    const { layer, published } = LambdaBench.make()
    return Effect.gen(function* () {
      yield* handle({ type: "tick", scheduledFor: "2026-01-02T03:05:00Z" }, LambdaBench.context())
      yield* handle({ type: "tick", scheduledFor: "2026-01-02T03:05:00.000Z" }, LambdaBench.context())
      assert.strictEqual(published.length, 2)
      assert.strictEqual(new Set(published.map(({ id }) => id)).size, 1)
    }).pipe(Effect.provide(layer))
  })
})
