/**
 * One worker process a data directory. The lock is an open exclusive transaction on a database of its own, which is a lock
 * of the operating system on a file: it ends with its process, however that ends, and can neither be left behind nor stolen.
 * (On a network file system that does not keep locks it protects nothing; SQLite does not work there either.)
 *
 * Holding it makes this process the only owner of leases that is alive, so what a dead one left leased is free at once.
 */
import * as Inbox from "@millrace/core/Inbox"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Database from "./Database.ts"
import * as DataDirectory from "./DataDirectory.ts"
import * as Sqlite from "./Sqlite.ts"

/** Held while this process may deliver. */
export class Lock extends Context.Service<
  Lock,
  {
    /** Id of this process incarnation as an owner of leases; drawn from `Random`. */
    readonly owner: string
  }
>()("@millrace/local/Lock") {
  /** Takes the lock for as long as the layer lives, or fails at once. In memory there is nothing to lock. */
  static readonly layer: Layer.Layer<
    Lock,
    DataDirectory.AlreadyRunning | DataDirectory.DataDirectoryUnusable,
    Database.Database
  > = Layer.effect(
    Lock,
    Effect.gen(function* () {
      const database = yield* Database.Database
      const owner = yield* drawOwner
      if (database.paths !== undefined) {
        const { paths } = database
        yield* Effect.acquireRelease(take(database, paths), (held) => Effect.sync(() => held.close()))
        yield* Effect.mapError(
          database.use("Lock.layer", () => {
            database
              .statement("INSERT INTO meta VALUES ('pid', ?) ON CONFLICT DO UPDATE SET value = excluded.value")
              .run(String(process.pid))
          }),
          ({ detail }) =>
            new DataDirectory.DataDirectoryUnusable({ directory: paths.directory, reason: "notWritable", detail })
        )
      }
      return Lock.of({ owner })
    })
  )
}

const drawOwner = Effect.map(Effect.all([Random.nextInt, Random.nextInt]), (parts) =>
  parts.map((part) => Math.abs(part).toString(36)).join("-")
)

const take = (
  database: Database.Database["Service"],
  paths: DataDirectory.Paths
): Effect.Effect<Sqlite.Connection, DataDirectory.AlreadyRunning | DataDirectory.DataDirectoryUnusable> =>
  Effect.suspend((): ReturnType<typeof take> => {
    const { directory } = paths
    let connection: Sqlite.Connection | undefined
    try {
      connection = new Sqlite.DatabaseSync(paths.lock)
      connection.exec("BEGIN EXCLUSIVE")
      return Effect.succeed(connection)
    } catch (error) {
      connection?.close()
      const sqlite = Sqlite.errorOf(error)
      if (sqlite === undefined) return Effect.fail(DataDirectory.unusable(directory, error))
      if (sqlite.code !== Sqlite.resultCode.busy && sqlite.code !== Sqlite.resultCode.locked) {
        return Effect.fail(
          new DataDirectory.DataDirectoryUnusable({ directory, reason: "notWritable", detail: sqlite.message })
        )
      }
      const holder = database.use("Lock.take", () =>
        database.statement("SELECT value FROM meta WHERE name = 'pid'").get()
      )
      return Effect.flatMap(
        Effect.orElseSucceed(holder, () => undefined),
        (row) => {
          const pid = Number(row?.["value"])
          return Effect.fail(
            new DataDirectory.AlreadyRunning({ directory, pid: Number.isSafeInteger(pid) && pid > 0 ? pid : null })
          )
        }
      )
    }
  })

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return DataDirectory.systemCode(error) === "EPERM"
  }
}

const isHeld = (paths: DataDirectory.Paths): boolean => {
  const connection = new Sqlite.DatabaseSync(paths.lock)
  try {
    connection.exec("BEGIN; SELECT count(*) FROM sqlite_schema; COMMIT")
    return false
  } catch (error) {
    const code = Sqlite.errorOf(error)?.code
    if (code === Sqlite.resultCode.busy || code === Sqlite.resultCode.locked) return true
    throw error
  } finally {
    connection.close()
  }
}

/** Whether another process works in the directory, and which. For use inside `Database.use`. */
export const holder = (
  database: Database.Database["Service"],
  paths: DataDirectory.Paths
): { readonly running: boolean; readonly pid: number | null } => {
  const pid = Number(database.statement("SELECT value FROM meta WHERE name = 'pid'").get()?.["value"])
  // The lock is looked at only where its last holder lives: a look is a lock too, and a worker may be about to start.
  const running = Number.isSafeInteger(pid) && pid > 0 && isAlive(pid) && isHeld(paths)
  return { running, pid: running ? pid : null }
}

/** This process as the only owner of leases that is alive. */
export const owner: Layer.Layer<Inbox.Owner, never, Lock> = Layer.effect(
  Inbox.Owner,
  Effect.map(Lock, (lock) => Inbox.Owner.of({ id: lock.owner, isAlive: (id) => id === lock.owner }))
)

/** An owner for a process that works beside a worker: it takes nobody's leases for dead. */
export const ownerBeside: Layer.Layer<Inbox.Owner> = Layer.effect(
  Inbox.Owner,
  Effect.map(drawOwner, (id) => Inbox.Owner.of({ id, isAlive: () => true }))
)
