/**
 * The data directory: everything that the embedded runtime keeps, in one place that can be copied while nothing runs.
 *
 *     millrace.db            tables, bus, object metadata, spans (SQLite, WAL)
 *     lock.db                held by the one worker process
 *     objects/<bucket>/…     contents of objects, one file a version
 *
 * Every way in which a directory cannot serve is a typed error that names the directory and what mends it.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { existsSync, mkdirSync } from "node:fs"
import { dirname, join, resolve } from "node:path"

/** The location that keeps everything in memory. */
export const memory = ":memory:"

/** Whether a location keeps nothing. */
export const isMemory = (location: string): boolean => location === memory

/** Why a data directory cannot serve. */
export const Reason = Schema.Literals(["notADirectory", "notWritable", "notADatabase", "full", "unusable"])

/** The data directory cannot be used. */
export class DataDirectoryUnusable extends Schema.TaggedError<DataDirectoryUnusable>()("DataDirectoryUnusable", {
  directory: Schema.String,
  reason: Reason,
  /** What the operating system or SQLite said. */
  detail: Schema.String
}) {
  override get message(): string {
    const { detail, directory } = this
    switch (this.reason) {
      case "notADirectory":
        return `The data directory ${directory} is not a directory: a file is in its place. Move the file away or name another directory.`
      case "notWritable":
        return `The data directory ${directory} cannot be written (${detail}). Make it writable for this user or name another directory.`
      case "notADatabase":
        return `The data directory ${directory} holds a millrace.db that is no Millrace database (${detail}). Restore it from a copy or name another directory.`
      case "full":
        return `The disk of the data directory ${directory} is full. Make room or name another directory.`
      default:
        return `The data directory ${directory} cannot be used (${detail}). Mend it or name another directory.`
    }
  }
}

/** The data directory was written by a newer Millrace, whose format this one does not know. */
export class DataDirectoryNewer extends Schema.TaggedError<DataDirectoryNewer>()("DataDirectoryNewer", {
  directory: Schema.String,
  /** Format version of the directory. */
  found: Schema.Int,
  /** Newest format version known here. */
  supported: Schema.Int
}) {
  override get message(): string {
    return `The data directory ${this.directory} has format version ${this.found}, and this Millrace knows versions up to ${this.supported}. Update Millrace or name another directory; nothing was changed.`
  }
}

/** Another process is working in the data directory. */
export class AlreadyRunning extends Schema.TaggedError<AlreadyRunning>()("AlreadyRunning", {
  directory: Schema.String,
  /** The other process, where it has said so. */
  pid: Schema.NullOr(Schema.Int)
}) {
  override get message(): string {
    const who = this.pid === null ? "Another Millrace process" : `Millrace process ${this.pid}`
    return `${who} is already working in the data directory ${this.directory}. Wait for it to end, stop it, or name another directory.`
  }
}

/** Every way in which opening a data directory fails. */
export type OpenError = DataDirectoryUnusable | DataDirectoryNewer

/** Where things are in a data directory. */
export interface Paths {
  readonly directory: string
  readonly database: string
  readonly lock: string
  readonly objects: string
}

/** Where things are in the data directory at `location`. */
export const pathsOf = (location: string): Paths => {
  const directory = resolve(location)
  return {
    directory,
    database: join(directory, "millrace.db"),
    lock: join(directory, "lock.db"),
    objects: join(directory, "objects")
  }
}

/** The operating system's code of an error, such as `EACCES`. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined

/** The typed error of a failed system call on the directory. */
export const unusable = (directory: string, error: unknown): DataDirectoryUnusable => {
  const code = systemCode(error)
  switch (code) {
    case "EEXIST":
    case "ENOTDIR":
      return new DataDirectoryUnusable({ directory, reason: "notADirectory", detail: code })
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new DataDirectoryUnusable({ directory, reason: "notWritable", detail: code })
    case "ENOSPC":
    case "EDQUOT":
      return new DataDirectoryUnusable({ directory, reason: "full", detail: code })
    default:
      return new DataDirectoryUnusable({ directory, reason: "unusable", detail: code ?? "unknown error" })
  }
}

/**
 * Makes a directory and those above it, level by level: `mkdirSync` with `recursive` tries for ever where a file system
 * answers "no such file" below a directory that exists, as `/proc` does.
 */
const makeDirectory = (path: string): void => {
  if (existsSync(path)) return
  const parent = dirname(path)
  if (parent !== path) makeDirectory(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process was first.
    if (systemCode(error) !== "EEXIST") throw error
  }
}

/** Creates the directory where it is missing. */
export const create = (location: string): Effect.Effect<Paths, DataDirectoryUnusable> =>
  Effect.suspend(() => {
    const paths = pathsOf(location)
    return Effect.try({
      try: () => {
        makeDirectory(paths.objects)
        return paths
      },
      catch: (error) => unusable(paths.directory, error)
    })
  })
