/**
 * A place for commands that put work on queues. In a data directory this process does the work where no other does, and how
 * uploads go is said by `ENABLE_EVENT_PUBLISHING` and `ENABLE_DIRECT_TRIGGERS`; on AWS the stack's functions do it.
 */
import * as Modes from "@millrace/handlers/FileProcessingModes"
import { programs } from "@millrace/handlers/FileProcessingModesProgram"
import * as Database from "@millrace/local/Database"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as LocalWorkplace from "./LocalWorkplace.ts"
import { CommandFailed } from "./Output.ts"
import { isDeployed, type Place } from "./Place.ts"
import * as Store from "./Store.ts"
import { SpanListener } from "./telemetry/SpanListener.ts"

/** The program of the environment's flags. */
export const program: Effect.Effect<Pipeline.Program, CommandFailed> = Effect.suspend(() =>
  Effect.fromResult(Modes.uploadTrigger(process.env))
).pipe(
  Effect.map((trigger) => programs[trigger]),
  Effect.mapError(({ message }) => new CommandFailed({ problem: message, mend: "See docs/migrating.md.", exitCode: 2 }))
)

/** Works on a directory, alone; it is `AlreadyRunning` where another process does. */
export const alone = (dataDir: string) =>
  Effect.gen(function* () {
    return LocalRuntime.layer({ dataDir, program: yield* program, onSpanEnd: yield* SpanListener })
  })

/** Works on a directory that is there, or beside the process that does; or on a deployed stack. */
export const acting = (place: Place) => {
  const { dataDir } = place
  if (isDeployed(place)) return Store.deployed(place)
  return Layer.unwrap(
    Effect.gen(function* () {
      if (!Database.exists(dataDir)) return yield* Store.noData(dataDir)
      const { pipeline } = yield* program
      const runtime = Layer.catchTag(yield* alone(dataDir), "AlreadyRunning", () =>
        LocalRuntime.layerBeside({ dataDir, pipeline })
      )
      return Layer.provideMerge(LocalWorkplace.layer(dataDir), runtime)
    })
  )
}
