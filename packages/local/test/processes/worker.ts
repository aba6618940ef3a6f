/**
 * A worker process for the tests that kill one: works on the data directory that it is given, says `working` when it has
 * begun, and runs until it is killed. With a second argument it hangs in the handler that is asked for it.
 */
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LocalRuntime from "../../src/LocalRuntime.ts"
import * as Program from "../Program.ts"

const [dataDir = "", hangOn] = process.argv.slice(2)

const program = Program.make({
  ask: (what) =>
    what === hangOn
      ? Effect.andThen(
          Effect.sync(() => process.stdout.write("hanging\n")),
          Effect.never
        )
      : Effect.void
})

const main = Effect.andThen(
  LocalRuntime.LocalRuntime.use(() => Effect.sync(() => process.stdout.write("working\n"))),
  Effect.never
)

await Effect.runPromise(
  main.pipe(Effect.provide(LocalRuntime.layer({ program, dataDir })), Effect.provide(Logger.layer([])))
)
