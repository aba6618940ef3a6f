/** The `millrace` command as a program: arguments in, output and an exit code out. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as References from "effect/References"
import * as Command from "effect/cli/Command"
import { analytics } from "./commands/Analytics.ts"
import { audit } from "./commands/Audit.ts"
import { categorize } from "./commands/Categorize.ts"
import { compare } from "./commands/Compare.ts"
import { deadLetters } from "./commands/DeadLetters.ts"
import { dev } from "./commands/Dev.ts"
import { events } from "./commands/Events.ts"
import { files } from "./commands/Files.ts"
import { filesDelete } from "./commands/FilesDelete.ts"
import { graph } from "./commands/Graph.ts"
import { inspect } from "./commands/Inspect.ts"
import { mappings } from "./commands/Mappings.ts"
import { replay } from "./commands/Replay.ts"
import { run } from "./commands/Run.ts"
import { status } from "./commands/Status.ts"
import { trace } from "./commands/Trace.ts"
import { transactions } from "./commands/Transactions.ts"
import { transfers } from "./commands/Transfers.ts"
import { upload } from "./commands/Upload.ts"
import { verify } from "./commands/Verify.ts"
import { whatIf } from "./commands/WhatIf.ts"
import { CommandFailed } from "./Output.ts"
import * as Output from "./Output.ts"
import * as Telemetry from "./telemetry/Telemetry.ts"

const millrace = Command.make("millrace").pipe(
  Command.withDescription("Bank statements in, categorized and audited transactions out."),
  Command.withSubcommands([
    run,
    upload,
    verify,
    dev,
    replay,
    whatIf,
    compare,
    status,
    inspect,
    transactions,
    files.pipe(Command.withSubcommands([filesDelete])),
    categorize,
    analytics,
    audit,
    transfers,
    events,
    trace,
    deadLetters,
    graph,
    mappings
  ])
)

// Results own standard output; what is logged goes beside it.
const logging = Layer.merge(
  Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)]),
  Layer.succeed(References.MinimumLogLevel, "None")
)

/** Says what went wrong in one paragraph, never with a stack trace, and decides the exit code. */
const report = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>) {
  if (Cause.hasInterruptsOnly(cause)) {
    process.exitCode = 130
    return
  }
  const error = Option.getOrElse(Cause.findErrorOption(cause), () => Cause.squash(cause))
  // Wrong flags and arguments: effect/cli has shown the help and the error already.
  if (typeof error === "object" && error !== null && "_tag" in error && error._tag === "ShowHelp") {
    process.exitCode = 2
    return
  }
  if (error instanceof CommandFailed) {
    yield* Output.note(`millrace: ${error.message}`)
    process.exitCode = error.exitCode
    return
  }
  if (error instanceof Unavailable) {
    const mend = error.reason === "denied" ? " Check which credentials are used, and what they may do." : ""
    yield* Output.note(`millrace: ${error.message}.${mend}`)
    process.exitCode = 1
    return
  }
  const text = error instanceof Error ? error.message : String(error)
  yield* Output.note(`millrace: ${text}`)
  process.exitCode = typeof error === "object" && error !== null && "_tag" in error ? 2 : 1
})

/** Runs a command line. It never fails: what went wrong is told on standard error, and `process.exitCode` says how it ended. */
export const program = (args: ReadonlyArray<string>): Effect.Effect<void> =>
  Command.runWith(millrace, { version: "0.1.0" })(args).pipe(
    Effect.provide(Telemetry.layer),
    Effect.catchCause(report),
    Effect.provide(Layer.merge(NodeServices.layer, logging))
  )
