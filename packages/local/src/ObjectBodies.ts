/**
 * The contents of objects, apart from what is known of them: files in the data directory, or memory. A body is written out
 * of sight and put in its place in one step, so no reader ever sees half of one.
 */
import * as ContentId from "@millrace/core/ContentId"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync
} from "node:fs"
import { dirname, join } from "node:path"
import type * as Database from "./Database.ts"
import * as DataDirectory from "./DataDirectory.ts"

/** Names one version of an object. */
export interface BodyRef {
  readonly bucket: string
  readonly key: string
  /** Number of the put. */
  readonly put: number
}

/** A body being written. */
export interface Draft {
  readonly write: (chunk: Uint8Array) => Effect.Effect<void, Unavailable>
  /** Everything is written; with `durability: "full"` it is on the disk. */
  readonly finish: Effect.Effect<void, Unavailable>
  /** Puts the body in its place, over what a crash may have left there. Throws the operating system's errors. */
  readonly place: (ref: BodyRef) => void
}

/** Where contents are kept. */
export interface ObjectBodies {
  /** A draft that disappears with its scope unless it was placed. */
  readonly draft: Effect.Effect<Draft, Unavailable, Scope.Scope>
  readonly read: (ref: BodyRef) => Stream.Stream<Uint8Array, Unavailable>
  readonly remove: (ref: BodyRef) => Effect.Effect<void, Unavailable>
}

/** Bytes of one chunk of a read. */
const chunkBytes = 65_536

const attempt = <A>(operation: string, run: () => A): Effect.Effect<A, Unavailable> =>
  Effect.try({
    try: run,
    catch: (error) =>
      new Unavailable({
        service: "ObjectStore",
        operation: `ObjectStore.${operation}`,
        reason: DataDirectory.systemCode(error) === "EACCES" ? "denied" : "unavailable",
        detail: DataDirectory.systemCode(error) ?? "unknown error"
      })
  })

/** Contents in memory. */
export const memory = (): ObjectBodies => {
  const bodies = new Map<string, ReadonlyArray<Uint8Array>>()
  const nameOf = ({ bucket, key, put }: BodyRef): string => JSON.stringify([bucket, key, put])
  return {
    draft: Effect.sync(() => {
      const chunks: Array<Uint8Array> = []
      return {
        // A copy: the writer may use its buffer again.
        write: (chunk) => Effect.sync(() => void chunks.push(chunk.slice())),
        finish: Effect.void,
        place: (ref) => void bodies.set(nameOf(ref), chunks)
      }
    }),
    read: (ref) => Stream.suspend(() => Stream.fromIterable(bodies.get(nameOf(ref)) ?? [])),
    remove: (ref) => Effect.sync(() => void bodies.delete(nameOf(ref)))
  }
}

/** Whether a process is there. One of another user counts: its drafts are not ours to remove. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return DataDirectory.systemCode(error) === "EPERM"
  }
}

/** Contents as files below `paths.objects`. Names are hashes: an object's key is text, whatever a file system makes of it. */
export const files = (paths: DataDirectory.Paths, durability: Database.Durability): ObjectBodies => {
  const drafts = join(paths.objects, ".drafts")
  let count = 0

  const pathOf = ({ bucket, key, put }: BodyRef): string => {
    const name = ContentId.make(["body", bucket, key, String(put)])
    // Buckets are named by the program: lower-case letters, digits, hyphens.
    return join(paths.objects, bucket, name.slice(0, 2), name.slice(2))
  }

  const syncDirectory = (path: string): void => {
    const directory = openSync(path, "r")
    try {
      fsyncSync(directory)
    } finally {
      closeSync(directory)
    }
  }

  return {
    draft: Effect.gen(function* () {
      const path = join(drafts, `${process.pid}-${count++}`)
      const descriptor = yield* Effect.acquireRelease(
        attempt("put", () => {
          mkdirSync(drafts, { recursive: true })
          return openSync(path, "w")
        }),
        (opened) =>
          Effect.sync(() => {
            closeSync(opened)
            rmSync(path, { force: true })
          })
      )
      return {
        write: (chunk) =>
          attempt("put", () => {
            for (let at = 0; at < chunk.length;) at += writeSync(descriptor, chunk, at)
          }),
        finish: durability === "full" ? attempt("put", () => fsyncSync(descriptor)) : Effect.void,
        place: (ref) => {
          const final = pathOf(ref)
          mkdirSync(dirname(final), { recursive: true })
          renameSync(path, final)
          if (durability === "full") syncDirectory(dirname(final))
        }
      }
    }),
    read: (ref) =>
      Stream.unwrap(
        Effect.map(
          Effect.acquireRelease(
            attempt("get", () => openSync(pathOf(ref), "r")),
            (descriptor) => Effect.sync(() => closeSync(descriptor))
          ),
          (descriptor) =>
            Stream.fromPull(
              Effect.succeed(
                Effect.flatMap(
                  attempt("get", () => {
                    const buffer = Buffer.allocUnsafeSlow(chunkBytes)
                    return buffer.subarray(0, readSync(descriptor, buffer))
                  }),
                  (chunk) => (chunk.length === 0 ? Cause.done() : Effect.succeed([chunk] as const))
                )
              )
            )
        )
      ),
    remove: (ref) => attempt("delete", () => rmSync(pathOf(ref), { force: true }))
  }
}

/** Removes drafts of processes that died while they wrote. */
export const removeAbandonedDrafts = (paths: DataDirectory.Paths): Effect.Effect<void> =>
  Effect.ignore(
    attempt("sweep", () => {
      const drafts = join(paths.objects, ".drafts")
      for (const name of readdirSync(drafts)) {
        if (!isRunning(Number.parseInt(name, 10))) rmSync(join(drafts, name), { force: true })
      }
    })
  )
