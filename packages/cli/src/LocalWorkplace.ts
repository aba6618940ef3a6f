/** A data directory as a place to work. */
import type * as Consumer from "@millrace/core/Consumer"
import { draining, pipelines } from "@millrace/handlers/FileProcessingModes"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as SpanStore from "@millrace/local/SpanStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { CommandFailed } from "./Output.ts"
import * as StatusReport from "./render/StatusReport.ts"
import { Workplace } from "./Workplace.ts"

/** The consumers of every way that uploads can go. */
const known: ReadonlyArray<Consumer.Any> = [...pipelines.shadow.consumers, ...draining.shadow]

/** How often a data directory is looked at for whether its process has ended. */
const takeOverEvery = "1 second"

/**
 * Waits until nothing is left to do. Where another process works on the directory it is left to it, and taken over should that
 * process end first.
 */
const finish = Effect.fnUntraced(
  function* (runtime: LocalRuntime.LocalRuntime["Service"], dataDir: string) {
    if (runtime.works) return yield* runtime.quiesce
    // The handlers are loaded by who may have to run them.
    const Working = yield* Effect.promise(() => import("./Working.ts"))
    const takeOver = Effect.gen(function* () {
      yield* Effect.sleep(takeOverEvery)
      const own = Effect.flatMap(LocalRuntime.LocalRuntime, ({ quiesce }) => quiesce)
      yield* Effect.provide(own, yield* Working.alone(dataDir), { local: true })
    }).pipe(Effect.retry({ while: ({ _tag }) => _tag === "AlreadyRunning" }))
    yield* Effect.raceFirst(runtime.quiesce, takeOver)
  },
  Effect.mapError((error) =>
    error._tag === "CommandFailed" || error._tag === "Unavailable"
      ? error
      : new CommandFailed({ problem: error.message, mend: "What was asked is stored and waits.", exitCode: 1 })
  )
)

/** The runtime's directory. */
export const layer = (
  dataDir: string
): Layer.Layer<Workplace, never, LocalRuntime.LocalRuntime | SpanStore.SpanStore> =>
  Layer.effect(
    Workplace,
    Effect.gen(function* () {
      const runtime = yield* LocalRuntime.LocalRuntime
      const spans = yield* SpanStore.SpanStore
      return Workplace.of({
        name: dataDir,
        consumers: known.filter(({ consumerName }) => runtime.consumers.includes(consumerName)),
        send: runtime.send,
        sendAll: runtime.sendAll,
        waiting: (consumers) =>
          Effect.map(runtime.progress, (all) =>
            Math.max(0, ...all.filter(({ consumer }) => consumers.includes(consumer)).map(({ pending }) => pending))
          ),
        finish: () => Effect.as(finish(runtime, dataDir), true),
        spans: (traceId) => spans.byTrace(traceId),
        spansFrom: undefined,
        status: Effect.map(runtime.status, (status) => {
          const well = StatusReport.isWell(status)
          return { well, json: { well, ...status }, lines: (style) => StatusReport.lines(status, style) }
        })
      })
    })
  )
