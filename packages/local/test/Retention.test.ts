import * as ObjectStore from "@millrace/core/ObjectStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Database from "../src/Database.ts"
import * as LocalRuntime from "../src/LocalRuntime.ts"
import type * as Retention from "../src/Retention.ts"
import * as SpanStore from "../src/SpanStore.ts"
import * as Program from "./Program.ts"

const runtime = (retention: Retention.Options) =>
  Layer.fresh(
    LocalRuntime.layer({ program: Program.make(), dataDir: ":memory:", retention }).pipe(
      Layer.provideMerge(Logger.layer([]))
    )
  )

const bytes = (text: string) => Stream.succeed(new TextEncoder().encode(text))

const upload = Effect.fnUntraced(function* (text: string, metadata: Readonly<Record<string, string>> = {}) {
  const local = yield* LocalRuntime.LocalRuntime
  const stored = yield* local.upload({ key: "t/a.txt", contentType: "text/plain", metadata }, bytes(text))
  yield* local.quiesce
  return stored.object
})

const read = Effect.fnUntraced(function* (versionId: string | undefined) {
  const objects = yield* ObjectStore.ObjectStore
  return yield* objects.get({ bucket: "drop", key: "t/a.txt", versionId }).pipe(Stream.decodeText, Stream.mkString)
})

/** Spans of a trace: schedules of the pipeline leave spans of their own. */
const spansOf = Effect.fnUntraced(function* (traceId: string) {
  const spans = yield* SpanStore.SpanStore
  return (yield* spans.byTrace(traceId)).length
})

const traceId = "0af7651916cd43dd8448eb211c80319c"

const hidden = Effect.map(
  LocalRuntime.LocalRuntime.use(({ status }) => status),
  ({ storage }) => storage.hiddenVersions
)

describe("Retention", () => {
  it.effect("spans go when their time is over, and overwritten versions stay unless told otherwise", () =>
    Effect.gen(function* () {
      const first = yield* upload("one", { traceparent: `00-${traceId}-b7ad6b7169203331-01` })
      yield* upload("one two")
      yield* TestClock.adjust("20 hours")
      assert.isAbove(yield* spansOf(traceId), 5)
      yield* TestClock.adjust("6 hours")
      assert.strictEqual(yield* spansOf(traceId), 0)
      assert.strictEqual(yield* read(first.versionId), "one")
    }).pipe(Effect.provide(runtime({ spans: "1 day" })))
  )

  it.effect("hidden versions go when told, and nothing that a key still reads", () =>
    Effect.gen(function* () {
      const first = yield* upload("one")
      yield* TestClock.adjust("10 hours")
      const second = yield* upload("one two")
      yield* TestClock.adjust("5 hours")
      assert.strictEqual(yield* read(first.versionId), "one")
      assert.strictEqual(yield* hidden, 1)
      yield* TestClock.adjust("3 hours")
      assert.isTrue(Exit.isFailure(yield* Effect.exit(read(first.versionId))))
      assert.strictEqual(yield* read(second.versionId), "one two")
      assert.strictEqual(yield* read(undefined), "one two")
      assert.strictEqual(yield* hidden, 0)
    }).pipe(Effect.provide(runtime({ hiddenVersions: "6 hours", spans: "1 day" })))
  )

  it.effect("more spans than one transaction takes go too", () =>
    Effect.gen(function* () {
      const { statement, use } = yield* Database.Database
      yield* use("test", () => {
        const insert = statement("INSERT INTO spans VALUES (?, ?, NULL, 'n', 'internal', 1, 1, 'ok', NULL, '{}', '[]')")
        for (let at = 0; at < 2500; at++) insert.run(traceId, String(at))
      })
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* spansOf(traceId), 2500)
      yield* TestClock.adjust("24 hours")
      assert.strictEqual(yield* spansOf(traceId), 0)
    }).pipe(Effect.provide(runtime({ spans: "1 day" })))
  )
})
