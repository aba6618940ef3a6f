/** `millrace graph`: the pipeline's wiring, as a Mermaid flowchart or as data. */
import * as Effect from "effect/Effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"

export const graph = Command.make(
  "graph",
  {
    json: Options.json,
    dataDir: Options.dataDir,
    asyncapi: Flag.Boolean("asyncapi").pipe(
      Flag.withDescription("The event catalogue as an AsyncAPI 3 document"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(function* ({ asyncapi, json }) {
    const Graph = yield* Effect.promise(() => import("@millrace/core/Graph"))
    const { FileProcessing } = yield* Effect.promise(() => import("@millrace/handlers/FileProcessing"))
    if (asyncapi) {
      const AsyncApi = yield* Effect.promise(() => import("@millrace/core/AsyncApi"))
      const catalogue = AsyncApi.make(FileProcessing, {
        title: "Millrace file processing",
        version: "1",
        description: "Bank statements in, categorized and audited transactions out: every event of the pipeline."
      })
      return yield* Output.print(JSON.stringify(catalogue, undefined, 2))
    }
    const drawn = Graph.make(FileProcessing)
    yield* json ? Output.json(drawn) : Output.print(Graph.toMermaid(drawn).trimEnd())
  })
).pipe(Command.withDescription("Print the pipeline's wiring as a Mermaid flowchart"))
