/** `millrace graph`: the pipeline's wiring, as a Mermaid flowchart or as data. */
import * as Effect from "effect/Effect"
import * as Command from "effect/cli/Command"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"

export const graph = Command.make(
  "graph",
  { json: Options.json, dataDir: Options.dataDir },
  Effect.fnUntraced(function* ({ json }) {
    const Graph = yield* Effect.promise(() => import("@millrace/core/Graph"))
    const { FileProcessing } = yield* Effect.promise(() => import("@millrace/handlers/FileProcessing"))
    const drawn = Graph.make(FileProcessing)
    yield* json ? Output.json(drawn) : Output.print(Graph.toMermaid(drawn).trimEnd())
  })
).pipe(Command.withDescription("Print the pipeline's wiring as a Mermaid flowchart"))
