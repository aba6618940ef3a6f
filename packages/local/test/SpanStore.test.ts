import type { EndedSpan } from "@millrace/core/Tracing"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Database from "../src/Database.ts"
import * as SpanStore from "../src/SpanStore.ts"

const memory = Layer.fresh(
  SpanStore.SpanStore.layer.pipe(Layer.provide(Database.Database.layer({ dataDir: ":memory:" })))
)

const memoryWithDatabase = Layer.fresh(
  SpanStore.SpanStore.layer.pipe(Layer.provideMerge(Database.Database.layer({ dataDir: ":memory:" })))
)

const span = (spanId: string, parentSpanId: string | undefined, more: Partial<EndedSpan> = {}): EndedSpan => ({
  traceId: "trace",
  spanId,
  parentSpanId,
  name: `span ${spanId}`,
  kind: "internal",
  startTime: 1_700_000_000_123_456_789n,
  endTime: 1_700_000_000_123_456_790n,
  exit: Exit.void,
  attributes: new Map(),
  links: [],
  localRoot: parentSpanId === undefined,
  ...more
})

const ids = Effect.map(
  SpanStore.SpanStore.use(({ byTrace }) => byTrace("trace")),
  (spans) => spans.map(({ spanId }) => spanId).toSorted()
)

describe("SpanStore", () => {
  it.effect("shows nothing of a delivery until its root has ended, then all of it", () =>
    Effect.gen(function* () {
      const { record } = yield* SpanStore.SpanStore
      record(span("grandchild", "child"))
      record(span("child", "root"))
      record(span("stranger", "other root"))
      assert.deepStrictEqual(yield* ids, [])
      record(span("root", "remote", { localRoot: true }))
      assert.deepStrictEqual(yield* ids, ["child", "grandchild", "root"])
      record(span("late", "root"))
      assert.deepStrictEqual(yield* ids, ["child", "grandchild", "late", "root"])
    }).pipe(Effect.provide(memory))
  )

  it.effect("writes a delivery's spans with the next call, again where that is taken back", () =>
    Effect.gen(function* () {
      const { record } = yield* SpanStore.SpanStore
      const { statement, use } = yield* Database.Database
      const stored = () => statement("SELECT span_id FROM spans ORDER BY span_id").all().length
      record(span("child", "root"))
      record(span("root", "remote", { kind: "consumer", localRoot: true }))
      assert.strictEqual(stored(), 0)
      yield* Effect.exit(
        use("Test.fail", () => {
          assert.strictEqual(stored(), 2)
          throw new Error("on purpose")
        })
      )
      assert.strictEqual(stored(), 0)
      record(span("late", "root"))
      assert.deepStrictEqual(yield* ids, ["child", "late", "root"])
    }).pipe(Effect.provide(memoryWithDatabase))
  )

  it.effect("keeps what a span is, to the nanosecond, and of an error its tag alone", () =>
    Effect.gen(function* () {
      const { byTrace, record } = yield* SpanStore.SpanStore
      record(
        span("1", undefined, {
          kind: "consumer",
          exit: Exit.fail({ _tag: "CardRefused", message: "card 4111 of Ann" }),
          attributes: new Map<string, unknown>([
            ["messaging.system", "millrace"],
            ["rows", 3],
            ["secret", { name: "Ann" }]
          ]),
          links: [
            {
              span: {
                _tag: "ExternalSpan",
                traceId: "t2",
                spanId: "s2",
                sampled: true,
                annotations: Cause.annotations(Cause.empty)
              },
              attributes: {}
            }
          ]
        })
      )
      const [stored] = yield* byTrace("trace")
      assert.deepStrictEqual(stored, {
        traceId: "trace",
        spanId: "1",
        parentSpanId: undefined,
        name: "span 1",
        kind: "consumer",
        startTime: 1_700_000_000_123_456_789n,
        endTime: 1_700_000_000_123_456_790n,
        status: "error",
        error: "CardRefused",
        attributes: { "messaging.system": "millrace", rows: 3 },
        links: [{ traceId: "t2", spanId: "s2" }]
      })
    }).pipe(Effect.provide(memory))
  )

  it.effect("names a defect by its kind and an interruption as one", () =>
    Effect.gen(function* () {
      const { byTrace, record } = yield* SpanStore.SpanStore
      record(span("1", undefined, { exit: Exit.die(new TypeError("Ann's card")) }))
      record(span("2", undefined, { exit: Exit.interrupt() }))
      record(span("3", undefined, { exit: Exit.fail("a sentence about Ann") }))
      const stored = yield* byTrace("trace")
      assert.deepStrictEqual(
        stored.map(({ error, status }) => [status, error]),
        [
          ["error", "TypeError"],
          ["interrupted", undefined],
          ["error", "Error"]
        ]
      )
    }).pipe(Effect.provide(memory))
  )

  it.effect("a span recorded again, by a delivery that publishes again, is one span", () =>
    Effect.gen(function* () {
      const { record } = yield* SpanStore.SpanStore
      record(span("1", undefined))
      record(span("1", undefined))
      assert.deepStrictEqual(yield* ids, ["1"])
    }).pipe(Effect.provide(memory))
  )
})
