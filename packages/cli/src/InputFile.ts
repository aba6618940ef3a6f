/** Files that a person names on the command line. */
import { constants } from "node:fs"
import * as FileSystem from "node:fs/promises"
import * as Effect from "effect/Effect"
import { CommandFailed } from "./Output.ts"

/** A file that can be read. */
export interface InputFile {
  /** As the person named it. */
  readonly path: string
  readonly size: number
}

const failed = (problem: string, mend: string) => new CommandFailed({ problem, mend, exitCode: 2 })

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown"

/** Looks at a file, or says what is wrong with it and what to do. */
export const open = Effect.fnUntraced(function* (path: string): Effect.fn.Return<InputFile, CommandFailed> {
  const found = yield* Effect.tryPromise({
    try: async () => {
      const stat = await FileSystem.stat(path)
      if (stat.isFile()) await FileSystem.access(path, constants.R_OK)
      return stat
    },
    catch: (error) => {
      const code = codeOf(error)
      if (code === "ENOENT" || code === "ENOTDIR") return failed(`${path}: there is no such file.`, "Check the path.")
      if (code === "EACCES" || code === "EPERM") {
        return failed(`${path}: you may not read this file.`, "Change its permissions, or run as who may.")
      }
      return failed(`${path}: the file cannot be read (${code}).`, "Check the disk and the path.")
    }
  })
  if (found.isDirectory()) return yield* failed(`${path}: this is a directory.`, `Name the files in it: ${path}/*`)
  if (!found.isFile()) return yield* failed(`${path}: this is no regular file.`, "Save its content to a file first.")
  return { path, size: found.size }
})
