import * as S3Notifications from "@millrace/aws/lambda/S3Notifications"
import * as SqsBatch from "@millrace/aws/lambda/SqsBatch"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import * as Bucket from "@millrace/core/Bucket"
import * as Consumer from "@millrace/core/Consumer"
import * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Retry from "@millrace/core/Retry"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as LambdaBench from "./LambdaBench.ts"

class Asked extends Event.make("asked", {
  source: "test",
  entry: true,
  payload: Schema.Struct({ name: Schema.String, answer: Schema.Literals(["yes", "no", "never"]) })
}) {}

class Answerer extends Consumer.make("answerer", {
  on: [Asked],
  timeout: "300 seconds",
  retry: Retry.exponential({ attempts: 3, initial: "90 seconds", max: "12 hours", maxAge: "10 days" })
}) {}

class Slow extends Consumer.make("slow", {
  on: [Asked],
  retry: Retry.fixed({ attempts: 3, delay: "12 hours", maxAge: "10 days" })
}) {}

const runs: Array<string> = []
const program = ({ data }: { readonly data: { readonly name: string; readonly answer: string } }) =>
  Effect.suspend(() => {
    runs.push(data.name)
    return data.answer === "yes" ? Effect.void : data.answer === "no" ? Effect.fail(new Error("no")) : Effect.never
  })
const answerer = Answerer.handler(program)

const asked = (name: string, answer: "yes" | "no" | "never") =>
  Effect.map(
    Event.root(Asked, { name, answer }, { tenantId: "u1", stimulus: [name], time: "2026-01-02T03:04:05.000Z" }),
    (envelope) => LambdaBench.eventBridge(envelope, "asked")
  )

const bench = (handler: Consumer.Handler) => {
  const made = LambdaBench.make()
  return { ...made, layer: SqsConsumer.delivery(handler).pipe(Layer.provideMerge(made.layer)) }
}

const kept = (response: { readonly batchItemFailures: ReadonlyArray<{ readonly itemIdentifier: string }> }) =>
  response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

describe("SqsConsumer", () => {
  it.effect("names exactly the messages that failed, and hides them for the policy's delay", () => {
    const { hidden, layer } = bench(answerer)
    return Effect.gen(function* () {
      const bodies = [yield* asked("a", "yes"), yield* asked("b", "no"), yield* asked("c", "yes")]
      const first = yield* SqsConsumer.handle(LambdaBench.batch(...bodies), LambdaBench.context())
      assert.deepStrictEqual(kept(first), ["m1"])
      assert.deepStrictEqual([...hidden], [["h1", 90]])
      const second = yield* SqsConsumer.handle(LambdaBench.batch(...bodies), LambdaBench.context())
      assert.deepStrictEqual(kept(second), ["m1"])
      assert.deepStrictEqual([...hidden], [["h1", 180]])
      // The third attempt is the policy's last: dead, its letter stored, the message removed.
      assert.deepStrictEqual(kept(yield* SqsConsumer.handle(LambdaBench.batch(...bodies), LambdaBench.context())), [])
    }).pipe(Effect.provide(layer))
  })

  it.effect("a replayed envelope without an EventBridge event around it is the same message", () => {
    const { layer } = bench(answerer)
    return Effect.gen(function* () {
      runs.length = 0
      const body = yield* asked("raw", "yes")
      const raw = JSON.stringify((JSON.parse(body) as { readonly detail: unknown }).detail)
      yield* SqsConsumer.handle(LambdaBench.batch(raw), LambdaBench.context())
      yield* SqsConsumer.handle(LambdaBench.batch(body), LambdaBench.context())
      assert.deepStrictEqual(runs, ["raw"])
    }).pipe(Effect.provide(layer))
  })

  it.effect("twelve hours, SQS's longest, is kept within what SQS takes from a message received a while ago", () => {
    const { hidden, layer } = bench(Slow.handler(program))
    return Effect.gen(function* () {
      yield* SqsConsumer.handle(LambdaBench.batch(yield* asked("s", "no")), LambdaBench.context())
      assert.deepStrictEqual([...hidden], [["h0", SqsBatch.maxHiddenSeconds]])
      assert.isBelow(SqsBatch.maxHiddenSeconds, 43_200 - 600)
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "what does not end within the invocation's time stays, its attempt given back; what ended is removed",
    () => {
      const { layer } = bench(answerer)
      return Effect.gen(function* () {
        const bodies = [yield* asked("quick", "yes"), yield* asked("stuck", "never")]
        for (let invocation = 0; invocation < 5; invocation++) {
          const fiber = yield* Effect.forkChild(
            SqsConsumer.handle(LambdaBench.batch(...bodies), LambdaBench.context(20_000))
          )
          yield* TestClock.adjust("20 seconds")
          assert.deepStrictEqual(kept(yield* Fiber.join(fiber)), ["m1"])
        }
      }).pipe(Effect.provide(layer))
    }
  )

  it.effect("with no time left nothing is begun and nothing is removed", () => {
    const { layer } = bench(answerer)
    return Effect.gen(function* () {
      runs.length = 0
      const response = yield* SqsConsumer.handle(
        LambdaBench.batch(yield* asked("late", "yes")),
        LambdaBench.context(500)
      )
      assert.deepStrictEqual(kept(response), ["m0"])
      assert.deepStrictEqual(runs, [])
    }).pipe(Effect.provide(layer))
  })
})

class UploadSeen extends Consumer.make("upload-seen", { on: [Bucket.ObjectCreated] }) {}

describe("S3Notifications", () => {
  const seen: Array<Envelope.Envelope> = []
  const handler = UploadSeen.handler(({ envelope }) => Effect.sync(() => void seen.push(envelope)))

  it.effect(
    "makes the envelope that every runtime makes, in the uploader's trace, the same to the byte when repeated",
    () => {
      const { layer, published } = bench(handler)
      return Effect.gen(function* () {
        seen.length = 0
        const objects = yield* ObjectStore.ObjectStore
        const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        const { versionId } = yield* objects.put(
          { bucket: "uploads", key: "u1/f1/My File (1).csv", contentType: "text/csv", metadata: { traceparent } },
          Stream.succeed(new Uint8Array(3))
        )
        const body = LambdaBench.notification({ key: "u1/f1/My+File+%281%29.csv", versionId })
        for (let time = 0; time < 2; time++) {
          assert.deepStrictEqual(
            kept(yield* S3Notifications.handle(LambdaBench.batch(body), LambdaBench.context())),
            []
          )
        }
        const made = yield* Bucket.objectCreated(
          { bucket: "uploads", key: "u1/f1/My File (1).csv", versionId, sequencer: "0A", size: 3 },
          { time: "2026-01-02T03:04:05.000Z" }
        )
        assert.strictEqual(seen.length, 1)
        const { traceparent: own, ...rest } = seen[0] ?? made
        assert.deepStrictEqual(rest, made)
        assert.match(own ?? "", /^00-0af7651916cd43dd8448eb211c80319c-/)
        // Whoever listens to everything is told by the bus; a repetition repeats the bytes.
        assert.strictEqual(published.length, 2)
        assert.strictEqual(new Set(published.map(({ detail }) => detail)).size, 1)
        assert.strictEqual(published[0]?.detail, Envelope.toJson(seen[0] ?? made))
      }).pipe(Effect.provide(layer))
    }
  )

  it.effect("an object that is gone is delivered all the same: its consumer decides", () => {
    const { layer } = bench(handler)
    return Effect.gen(function* () {
      seen.length = 0
      yield* S3Notifications.handle(
        LambdaBench.batch(LambdaBench.notification({ key: "u1/f9/gone.csv" })),
        LambdaBench.context()
      )
      assert.strictEqual(seen[0]?.subject, "u1/f9/gone.csv")
    }).pipe(Effect.provide(layer))
  })
})
