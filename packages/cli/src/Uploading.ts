/** Puts files that a person names into the bucket of uploads, each once. */
import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { basename, extname } from "node:path"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { InputFile } from "./InputFile.ts"
import { CommandFailed } from "./Output.ts"

/** A file with the id that its content gives it. */
export interface Identified {
  readonly path: string
  readonly fileId: string
  readonly name: string
  /** Key of the object. */
  readonly key: string
  readonly contentType: string
}

const contentTypes: Readonly<Record<string, string>> = {
  ".csv": "text/csv",
  ".xml": "application/xml",
  ".ofx": "application/x-ofx",
  ".qfx": "application/x-ofx",
  ".qif": "application/qif"
}

const bytes = (path: string): AsyncIterable<Uint8Array> => createReadStream(path, { highWaterMark: 1 << 18 })

/** The file's bytes, for an upload. */
export const content = (path: string): Stream.Stream<Uint8Array, Unavailable> =>
  Stream.fromAsyncIterable(
    { [Symbol.asyncIterator]: () => bytes(path)[Symbol.asyncIterator]() },
    () =>
      new Unavailable({
        service: "FileSystem",
        operation: "read",
        reason: "unavailable",
        detail: "the file could not be read"
      })
  )

/** Decides a file's id: a hash of whose it is, the account it is for, its name and its bytes. The same upload is one file. */
export const identify = (
  file: InputFile,
  user: string,
  account: Option.Option<string>
): Effect.Effect<Identified, CommandFailed> =>
  Effect.tryPromise({
    try: async () => {
      const name = basename(file.path)
      const hash = createHash("sha256").update(JSON.stringify([user, Option.getOrNull(account), name]))
      for await (const chunk of bytes(file.path)) hash.update(chunk)
      const fileId = hash.digest("hex").slice(0, 32)
      return {
        path: file.path,
        fileId,
        name,
        key: `${user}/${fileId}/${name}`,
        contentType: contentTypes[extname(name).toLowerCase()] ?? "application/octet-stream"
      }
    },
    catch: () =>
      new CommandFailed({
        problem: `${file.path}: reading stopped.`,
        mend: "Check the disk and try again.",
        exitCode: 1
      })
  })
