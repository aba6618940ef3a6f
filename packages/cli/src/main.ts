#!/usr/bin/env node
/** The `millrace` command. Exit codes: 0 done; 1 some file was rejected or a delivery is dead; 2 usage. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Millrace from "./Millrace.ts"

// A reader that has seen enough (`| head`) ends the command, which has nobody left to talk to.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1)
})

NodeRuntime.runMain(Millrace.program(process.argv.slice(2)), { disableErrorReporting: true })
