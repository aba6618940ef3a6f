/**
 * The one SQLite database of an embedded runtime: tables, bus, object metadata and spans, so that what belongs together is
 * written in one transaction.
 *
 * What survives: a transaction that has returned survives the death of the process, `kill -9` included, whatever the setting.
 * It survives a power cut too with `durability: "full"`, which waits for the disk on every commit; with `"process"`, the
 * default, a power cut may take the last transactions, never a part of one and never the database (WAL with
 * `synchronous=NORMAL`).
 *
 * Statements that are small and cannot be answered, a span that has ended or a delivery that is over, wait for the next call and
 * become part of its transaction: nothing that is written after them is there without them, and they cost no commit of their own.
 *
 * Calls are synchronous, as `node:sqlite` is, so nothing else of this process runs inside a transaction. Other processes may
 * write at the same time: a call waits for them up to five seconds, then fails as `Unavailable`, which retries mend.
 */
import { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { existsSync } from "node:fs"
import * as DataDirectory from "./DataDirectory.ts"
import * as Migrations from "./Migrations.ts"
import * as Sqlite from "./Sqlite.ts"

/** Marks a file as Millrace's: "Mlrc". */
const applicationId = 0x4d6c7263

/** How long a call waits for another process's transaction, milliseconds. */
const busyTimeoutMillis = 5000

/** What a returned write survives: the death of the process, or a power cut too. */
export type Durability = "process" | "full"

/** How to open a database. */
export interface Options {
  /** The data directory, or `:memory:`. */
  readonly dataDir: string
  /** Default `process`. */
  readonly durability?: Durability | undefined
}

/** The open database. */
export class Database extends Context.Service<
  Database,
  {
    /** Absolute path of the data directory; `undefined` in memory. */
    readonly paths: DataDirectory.Paths | undefined
    readonly durability: Durability
    /** The prepared statement of an SQL text, prepared once. Only for use inside `use` and `transaction`. */
    readonly statement: (sql: string) => Sqlite.Statement
    /** Runs statements that need no transaction of their own. `operation` names the call in errors: `TableStore.get`. */
    readonly use: <A>(operation: string, run: () => A) => Effect.Effect<A, Unavailable>
    /** As `use`, for statements that only read, and nothing that waits to be written. */
    readonly peek: <A>(operation: string, run: () => A) => Effect.Effect<A, Unavailable>
    /** Has statements run with the next `use` or `transaction`, before it and in one transaction with it. */
    readonly join: (run: () => void) => void
    /** Runs what waits to be joined. */
    readonly flush: Effect.Effect<void, Unavailable>
    /** Runs statements in one transaction. What `run` throws rolls it back. */
    readonly transaction: <A>(operation: string, run: () => A) => Effect.Effect<A, Unavailable>
    /** As `transaction`, for callers outside an Effect; inside a call it is part of that. Throws SQLite's errors. */
    readonly transactionSync: <A>(run: () => A) => A
    /** Calls `listener` whenever a transaction was taken back. */
    readonly onRollback: (listener: () => void) => void
    /** A number that changes when another connection has written. */
    readonly dataVersion: Effect.Effect<number, Unavailable>
  }
>()("@millrace/local/Database") {
  /** Opens the database, brings its format up to date, and closes it with the layer. */
  static readonly layer = (options: Options): Layer.Layer<Database, DataDirectory.OpenError> =>
    Layer.effect(Database, open(options))
}

const unavailable = (operation: string, error: unknown): Unavailable | undefined => {
  const service = operation.slice(0, Math.max(0, operation.indexOf(".")))
  const sqlite = Sqlite.errorOf(error)
  if (sqlite !== undefined) {
    const busy = sqlite.code === Sqlite.resultCode.busy || sqlite.code === Sqlite.resultCode.locked
    return new Unavailable({ service, operation, reason: busy ? "throttled" : "unavailable", detail: sqlite.message })
  }
  // A call after the end: the runtime has shut down under a fiber that outlived it.
  return DataDirectory.systemCode(error) === "ERR_INVALID_STATE"
    ? new Unavailable({ service, operation, reason: "unavailable", detail: "the database is closed" })
    : undefined
}

const openError = (directory: string, error: unknown): DataDirectory.OpenError => {
  if (error instanceof DataDirectory.DataDirectoryNewer || error instanceof DataDirectory.DataDirectoryUnusable)
    return error
  const sqlite = Sqlite.errorOf(error)
  if (sqlite === undefined) return DataDirectory.unusable(directory, error)
  const reason =
    sqlite.code === Sqlite.resultCode.notADatabase
      ? "notADatabase"
      : sqlite.code === Sqlite.resultCode.full
        ? "full"
        : sqlite.code === Sqlite.resultCode.readOnly || sqlite.code === Sqlite.resultCode.cannotOpen
          ? "notWritable"
          : "unusable"
  return new DataDirectory.DataDirectoryUnusable({ directory, reason, detail: sqlite.message })
}

const pragma = (connection: Sqlite.Connection, name: string): number => {
  const value = connection.prepare(`PRAGMA ${name}`).get()?.[name]
  return typeof value === "number" ? value : 0
}

/** Brings the format up to date. Two processes may try at once: the second finds nothing to do. */
const migrate = (connection: Sqlite.Connection, directory: string): void => {
  const foreign = pragma(connection, "application_id")
  const version = pragma(connection, "user_version")
  if (foreign !== applicationId && (foreign !== 0 || version !== 0)) {
    throw new DataDirectory.DataDirectoryUnusable({
      directory,
      reason: "notADatabase",
      detail: "it belongs to another program"
    })
  }
  const refuseNewer = (found: number) => {
    if (found > Migrations.newest) {
      throw new DataDirectory.DataDirectoryNewer({ directory, found, supported: Migrations.newest })
    }
  }
  refuseNewer(version)
  if (version === Migrations.newest) return
  connection.exec("BEGIN IMMEDIATE")
  try {
    const found = pragma(connection, "user_version")
    refuseNewer(found)
    for (const step of Migrations.steps.slice(found)) connection.exec(step)
    connection.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${Migrations.newest}; COMMIT`)
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK")
    throw error
  }
}

const connect = (path: string, directory: string, durability: Durability): Sqlite.Connection => {
  const connection = new Sqlite.DatabaseSync(path)
  try {
    // A file that another Millrace or another program wrote is left as it was found.
    connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMillis}`)
    if (pragma(connection, "user_version") <= Migrations.newest) connection.exec("PRAGMA journal_mode = WAL")
    connection.exec(`
      PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"};
      PRAGMA cache_size = -32768;
      PRAGMA temp_store = MEMORY;
      PRAGMA wal_autocheckpoint = 8000;
      PRAGMA journal_size_limit = 67108864;
    `)
    migrate(connection, directory)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

const open = Effect.fnUntraced(function* (
  options: Options
): Effect.fn.Return<Database["Service"], DataDirectory.OpenError, Scope.Scope> {
  const durability = options.durability ?? "process"
  const paths = DataDirectory.isMemory(options.dataDir) ? undefined : yield* DataDirectory.create(options.dataDir)
  const directory = paths?.directory ?? DataDirectory.memory
  const connection = yield* Effect.acquireRelease(
    Effect.try({
      try: () => connect(paths?.database ?? DataDirectory.memory, directory, durability),
      catch: (error) => openError(directory, error)
    }),
    (opened) => Effect.sync(() => opened.close())
  )
  const statements = new Map<string, Sqlite.Statement>()
  const statement = (sql: string): Sqlite.Statement => {
    let prepared = statements.get(sql)
    if (prepared === undefined) {
      prepared = connection.prepare(sql)
      statements.set(sql, prepared)
    }
    return prepared
  }
  const begin = statement("BEGIN IMMEDIATE")
  const commit = statement("COMMIT")
  const rollback = statement("ROLLBACK")
  const rollbackListeners: Array<() => void> = []
  let isInTransaction = false
  const transactionSync = <A>(run: () => A): A => {
    if (isInTransaction) return run()
    begin.run()
    isInTransaction = true
    try {
      const answer = run()
      commit.run()
      return answer
    } catch (error) {
      if (connection.isTransaction) rollback.run()
      for (const listener of rollbackListeners) listener()
      throw error
    } finally {
      isInTransaction = false
    }
  }
  let joining: Array<() => void> = []
  const joined = <A>(run: () => A): A => {
    if (joining.length === 0 || isInTransaction) return run()
    const before = joining
    joining = []
    try {
      return transactionSync(() => {
        for (const join of before) join()
        return run()
      })
    } catch (error) {
      joining = [...before, ...joining]
      throw error
    }
  }
  const peek = <A>(operation: string, run: () => A): Effect.Effect<A, Unavailable> =>
    Effect.suspend(() => {
      try {
        return Effect.succeed(run())
      } catch (error) {
        const failure = unavailable(operation, error)
        return failure === undefined ? Effect.die(error) : Effect.fail(failure)
      }
    })
  const use = <A>(operation: string, run: () => A): Effect.Effect<A, Unavailable> => peek(operation, () => joined(run))
  const flush = use("Database.flush", () => {})
  yield* Effect.addFinalizer(() => Effect.ignore(flush))
  return Database.of({
    paths,
    durability,
    statement,
    use,
    peek,
    join: (run) => void joining.push(run),
    flush,
    transaction: (operation, run) => use(operation, () => transactionSync(run)),
    transactionSync,
    onRollback: (listener) => void rollbackListeners.push(listener),
    dataVersion: use("Database.dataVersion", () =>
      Sqlite.integer(statement("PRAGMA data_version").get()?.["data_version"])
    )
  })
})

/** Whether a database is there already, so that a command can tell a new directory from a used one. */
export const exists = (dataDir: string): boolean =>
  !DataDirectory.isMemory(dataDir) && existsSync(DataDirectory.pathsOf(dataDir).database)
