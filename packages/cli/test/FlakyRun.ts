/**
 * A process of its own that takes in a statement while one handler fails once, and then ends a batch's span. It exports to the
 * collector that its environment names.
 */
import type * as Pipeline from "@millrace/core/Pipeline"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"
import * as Modes from "../../handlers/test/direct/Modes.ts"
import { SpanListener } from "../src/telemetry/SpanListener.ts"
import * as Telemetry from "../src/telemetry/Telemetry.ts"

let failures = 0
const program: Pipeline.Program = {
  pipeline: fileProcessing.pipeline,
  handlers: fileProcessing.handlers.map((handler) =>
    handler.name === "analytics"
      ? {
          ...handler,
          run: (message) =>
            Effect.suspend(() => (failures++ === 0 ? Effect.fail(new Error("flaky")) : handler.run(message)))
        }
      : handler
  )
}

const links = ["a", "b"].map((digit) => ({
  span: Tracer.externalSpan({ traceId: digit.repeat(32), spanId: digit.repeat(16), sampled: true }),
  attributes: {}
}))

const work = Effect.gen(function* () {
  yield* Modes.upload("f1", Modes.statement(1))
  yield* Modes.quiesce
  yield* Effect.void.pipe(Effect.withSpan("process batch", { kind: "consumer", links, root: true }))
})

await Effect.gen(function* () {
  const onSpanEnd = yield* SpanListener
  yield* work.pipe(Effect.provide(LocalRuntime.layer({ program, dataDir: ":memory:", onSpanEnd })))
}).pipe(Effect.provide(Telemetry.layer), Effect.runPromise)
