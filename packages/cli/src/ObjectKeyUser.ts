/** The user as the first segment of object keys. */
import * as Effect from "effect/Effect"
import { CommandFailed } from "./Output.ts"

// Not of dots alone: whoever copies objects to a file system would make a path of it.
const validUser = /^(?!\.+$)[A-Za-z0-9._@-]{1,128}$/

/** Refuses a user that object keys cannot carry. */
export const check = (user: string): Effect.Effect<void, CommandFailed> =>
  validUser.test(user) && user !== "restore_packages"
    ? Effect.void
    : Effect.fail(
        new CommandFailed({
          problem: `--user ${JSON.stringify(user)} cannot be used in object keys.`,
          mend: "Use letters, digits and . _ @ - only, at most 128 of them and not dots alone.",
          exitCode: 2
        })
      )
