import { assert, describe, it } from "@effect/vitest"
import * as EventBus from "@millrace/core/EventBus"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import * as AwsCall from "../src/AwsCall.ts"
import * as AwsFailure from "../src/AwsFailure.ts"
import type { AwsSettings } from "../src/AwsSettings.ts"
import * as EventBridgeBus from "../src/EventBridgeBus.ts"
import * as Scripted from "./peers/Scripted.ts"

const settings: AwsSettings = { region: "eu-central-1", attempts: 3, attemptTimeoutMillis: 1000 }

const thrown = (name: string, status?: number, message = "no") =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: "r" } })

const failing = (error: unknown) => () => Promise.reject(error)

describe("AwsCall", () => {
  it("failures are told apart, and so is whether the call may have happened", () => {
    const cases: ReadonlyArray<readonly [unknown, AwsFailure.Reason, "no" | "unknown"]> = [
      [thrown("ThrottlingException", 400), "throttled", "no"],
      [thrown("ProvisionedThroughputExceededException", 400), "throttled", "no"],
      [thrown("SlowDown", 503), "throttled", "no"],
      [thrown("AccessDeniedException", 400), "denied", "no"],
      [thrown("ExpiredTokenException", 400), "denied", "no"],
      [thrown("ResourceNotFoundException", 400), "missing", "no"],
      [thrown("NoSuchBucket", 404), "missing", "no"],
      [thrown("ConditionalCheckFailedException", 400), "conflict", "no"],
      [thrown("InternalServerError", 500), "unavailable", "unknown"],
      [Object.assign(new Error("no"), { code: "ECONNRESET" }), "unavailable", "unknown"],
      [Object.assign(new Error("no"), { code: "ECONNREFUSED" }), "unavailable", "no"],
      [thrown("TimeoutError"), "timeout", "unknown"],
      [thrown("ValidationException", 400), "invalid", "no"]
    ]
    for (const [error, reason, applied] of cases) {
      const failure = AwsFailure.classify("S3", "S3.GetObject", error)
      assert.deepStrictEqual({ reason: failure.reason, applied: failure.applied }, { reason, applied }, failure.code)
    }
  })

  it("a denial says which permission lacks, and never which object", () => {
    const message =
      'User: arn:aws:sts::1:assumed-role/f/f is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/u/f/Jane Doe.csv"'
    const failure = AwsFailure.classify("S3", "S3.GetObject", thrown("AccessDenied", 403, message))
    assert.strictEqual(failure.lacking, "s3:GetObject")
    assert.strictEqual(failure.message, "S3.GetObject: denied (AccessDenied, HTTP 403, request r, grant s3:GetObject)")
  })

  it.effect("what may pass is tried again as often as the settings say, what may not is not", () =>
    Effect.gen(function* () {
      const tried = Effect.fnUntraced(function* (error: unknown, repeatable = true) {
        let attempts = 0
        const call = AwsCall.make("S3", settings)("PutObject", failing(error), {
          repeatable,
          onFailure: () => void attempts++
        })
        const fiber = yield* Effect.forkChild(Effect.flip(call))
        yield* TestClock.adjust("1 minute")
        yield* Fiber.join(fiber)
        return attempts
      })
      assert.strictEqual(yield* tried(thrown("SlowDown", 503)), 3)
      assert.strictEqual(yield* tried(thrown("InternalError", 500)), 3)
      assert.strictEqual(yield* tried(thrown("AccessDenied", 403)), 1)
      assert.strictEqual(yield* tried(thrown("ValidationException", 400)), 1)
      assert.strictEqual(yield* tried(thrown("InternalError", 500), false), 1)
      assert.strictEqual(yield* tried(thrown("SlowDown", 503), false), 3)
    })
  )

  it.effect("an attempt without an answer ends at its timeout and aborts the request", () =>
    Effect.gen(function* () {
      let aborted = 0
      const call = AwsCall.make("S3", { ...settings, attempts: 1 })("HeadObject", ({ abortSignal }) => {
        abortSignal.addEventListener("abort", () => aborted++)
        return new Promise(() => undefined)
      })
      const fiber = yield* Effect.forkChild(Effect.flip(call))
      yield* TestClock.adjust("1 second")
      const failure = yield* Fiber.join(fiber)
      assert.deepStrictEqual([failure.reason, failure.applied, aborted], ["timeout", "unknown", 1])
    })
  )

  it.live("interruption ends the request on the wire", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(() => "hang")
      const put = EventBus.EventBus.use((bus) =>
        bus.put([{ id: "1", source: "test", detailType: "tested", detail: "{}" }])
      ).pipe(Effect.provide(EventBridgeBus.layer({ settings: server.settings, busName: "bus" })))
      const fiber = yield* Effect.forkChild(put)
      yield* Effect.yieldNow.pipe(
        Effect.andThen(Effect.sleep("1 millis")),
        Effect.repeat({ until: () => server.requests.length > 0 })
      )
      yield* Fiber.interrupt(fiber)
      yield* Effect.sleep("1 millis").pipe(Effect.repeat({ until: () => server.abandoned() > 0 }))
      assert.strictEqual(server.requests.length, 1)
    })
  )
})
