/** `millrace what-if`: what a consumer's present code, or changed rules, would make of stored events, without writing. */
import * as FileSystem from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as Progress from "../Progress.ts"
import * as WhatIfReport from "../render/WhatIfReport.ts"
import { instant, selecting } from "./Replay.ts"

export const whatIf = Command.make(
  "what-if",
  {
    consumer: Flag.String("consumer").pipe(
      Flag.withDescription("Whose code is tried"),
      Flag.withDefault("categorization")
    ),
    rules: Flag.String("rules").pipe(
      Flag.withDescription("JSON file of rules: what if these were the --user's own?"),
      Flag.optional
    ),
    ...selecting,
    user: Options.user,
    place: Options.place,
    json: Options.json
  },
  Effect.fnUntraced(function* ({ consumer, correlation, place, from, json, rules: path, type, until, user }) {
    const WhatIf = yield* Effect.promise(() => import("../WhatIfRun.ts"))
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const style = yield* Output.style
    const selection = {
      type: Option.getOrNull(type),
      correlationId: Option.getOrNull(correlation),
      tenantId: user,
      from: yield* instant("from", from),
      until: yield* instant("until", until)
    }
    const text = Option.isNone(path)
      ? undefined
      : yield* Effect.tryPromise({
          try: () => FileSystem.readFile(path.value, "utf8"),
          catch: () =>
            new CommandFailed({
              problem: `${path.value}: the rules cannot be read.`,
              mend: "Check the path.",
              exitCode: 2
            })
        })
    let done = 0
    const found = yield* Progress.during(
      WhatIf.run({ consumer, selection, user, rules: text, onEvent: (events) => (done = events) }),
      Effect.sync(() => ({ done, of: Math.max(done, 1), what: "events tried" }))
    ).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    yield* json ? Output.json(found) : Output.print(...WhatIfReport.lines(found, style))
    if (Object.keys(found.failed).length > 0) yield* Output.unwell
  })
).pipe(Command.withDescription("Show what present code or changed rules would change, without changing it"))
