/** `millrace status`: queues, what is running and what is not well. Exit code 1 where something is dead or paused. */
import * as Effect from "effect/Effect"
import * as Command from "effect/cli/Command"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"

export const status = Command.make(
  "status",
  { place: Options.place, json: Options.json },
  Effect.fnUntraced(function* ({ place, json }) {
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const { Workplace } = yield* Effect.promise(() => import("../Workplace.ts"))
    const style = yield* Output.style
    const shown = yield* Effect.flatMap(Workplace, ({ status }) => status).pipe(
      Effect.scoped,
      Effect.provide(Store.beside(place))
    )
    yield* json ? Output.json(shown.json) : Output.print(...shown.lines(style))
    if (!shown.well) yield* Output.unwell
  })
).pipe(
  Command.withDescription(
    "Show queues, running deliveries, dead letters and, of a data directory, the room that it takes"
  )
)
