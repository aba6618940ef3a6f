/** `millrace status`: queues, what is running and what is not well. Exit code 1 where something is dead or paused. */
import * as Effect from "effect/Effect"
import * as Command from "effect/cli/Command"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"
import * as StatusReport from "../render/StatusReport.ts"

export const status = Command.make(
  "status",
  { dataDir: Options.dataDir, json: Options.json },
  Effect.fnUntraced(function* ({ dataDir, json }) {
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const LocalRuntime = yield* Effect.promise(() => import("@millrace/local/LocalRuntime"))
    const style = yield* Output.style
    const found = yield* Effect.flatMap(LocalRuntime.LocalRuntime, (runtime) => runtime.status).pipe(
      Effect.scoped,
      Effect.provide(Store.beside(dataDir))
    )
    const well = StatusReport.isWell(found)
    yield* json ? Output.json({ well, ...found }) : Output.print(...StatusReport.lines(found, style))
    if (!well) yield* Output.unwell
  })
).pipe(Command.withDescription("Show queues, running deliveries, dead letters and the room that data takes"))
