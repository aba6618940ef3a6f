/**
 * How a data directory is, as plain data: queues, running deliveries, dead letters, circuits, and the room that it takes. It
 * is read from the database alone, so a command sees the same beside a worker as the worker itself.
 */
import * as CollectionKey from "@millrace/core/CollectionKey"
import type * as Circuit from "@millrace/core/Circuit"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as InboxTable from "@millrace/core/InboxTable"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { statSync } from "node:fs"
import type * as Database from "./Database.ts"
import type * as DataDirectory from "./DataDirectory.ts"
import * as Lock from "./Lock.ts"
import * as Sqlite from "./Sqlite.ts"

/** How one consumer is. Times in epoch milliseconds. */
export interface ConsumerStatus {
  readonly consumer: string
  /** Deliveries not yet finished, running ones included. */
  readonly queued: number
  /** Of these, deliveries that are due and not running. */
  readonly due: number
  /** Of these, deliveries that hold a lease. */
  readonly running: number
  /** When the oldest delivery is or was due; null where the queue is empty. */
  readonly oldestDueAt: number | null
  readonly deadLetters: number
  /** Whether consumption is paused because a service is down, since when, and when it is tried again. */
  readonly circuit: {
    readonly state: "closed" | "open"
    readonly since: number | null
    readonly retryAt: number | null
  }
}

/** The room that a data directory takes. */
export interface StorageStatus {
  /** The database with its write-ahead log. */
  readonly databaseBytes: number
  /** Objects that can be read by their keys. */
  readonly objects: number
  readonly objectBytes: number
  /** Versions that were overwritten or deleted and are kept. */
  readonly hiddenVersions: number
  readonly hiddenBytes: number
  readonly spans: number
}

/** How a data directory is. */
export interface Status {
  /** Null in memory. */
  readonly dataDirectory: string | null
  /** Epoch milliseconds. */
  readonly at: number
  /** Whether a process is working in the directory, and which. */
  readonly worker: { readonly running: boolean; readonly pid: number | null }
  /** In the pipeline's order. */
  readonly consumers: ReadonlyArray<ConsumerStatus>
  readonly storage: StorageStatus
}

/** Running deliveries are among those due first: this many of each queue are looked at. */
const lookedAt = 1000

const circuitName = (consumer: string): string => `circuit/${consumer}`

const StoredCircuit = Schema.fromJsonString(Schema.Struct({ since: Schema.Int, retryAt: Schema.Int }))
const decodeCircuit = Schema.decodeUnknownSync(StoredCircuit)

/** Says in the database how a consumer's circuit is. For use inside `Database.use`. */
export const recordCircuit = (
  { statement }: Database.Database["Service"],
  consumer: string,
  state: Circuit.State
): void => {
  if (state._tag === "Closed") statement("DELETE FROM meta WHERE name = ?").run(circuitName(consumer))
  else {
    statement("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(
      circuitName(consumer),
      JSON.stringify({ since: state.since, retryAt: state.retryAt })
    )
  }
}

const fileBytes = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const databaseBytes = ({ statement }: Database.Database["Service"], paths: DataDirectory.Paths | undefined): number => {
  if (paths !== undefined) return fileBytes(paths.database) + fileBytes(`${paths.database}-wal`)
  const pages = Sqlite.integer(statement("PRAGMA page_count").get()?.["page_count"])
  return pages * Sqlite.integer(statement("PRAGMA page_size").get()?.["page_size"])
}

const storageOf = (database: Database.Database["Service"]): StorageStatus => {
  const { paths, statement } = database
  const versions = new Map(
    statement("SELECT newest, count(*) AS count, sum(size) AS bytes FROM objects GROUP BY newest")
      .all()
      .map((row) => [
        Sqlite.integer(row["newest"]),
        { count: Sqlite.integer(row["count"]), bytes: Sqlite.integer(row["bytes"]) }
      ])
  )
  return {
    databaseBytes: databaseBytes(database, paths),
    objects: versions.get(1)?.count ?? 0,
    objectBytes: versions.get(1)?.bytes ?? 0,
    hiddenVersions: versions.get(0)?.count ?? 0,
    hiddenBytes: versions.get(0)?.bytes ?? 0,
    spans: Sqlite.integer(statement("SELECT count(*) AS count FROM spans").get()?.["count"])
  }
}

const tableNumber = ({ statement }: Database.Database["Service"], table: string): number => {
  const row = statement("SELECT id FROM names WHERE name = ?").get(table)
  return row === undefined ? -1 : Sqlite.integer(row["id"])
}

const lettersByConsumer = (database: Database.Database["Service"]): ReadonlyMap<string, number> =>
  new Map(
    database
      .statement("SELECT body ->> '$.consumer' AS consumer, count(*) AS count FROM items WHERE tbl = ? GROUP BY 1")
      .all(tableNumber(database, DeadLetters.table))
      .map((row) => [Sqlite.text(row["consumer"]), Sqlite.integer(row["count"])])
  )

/** Deliveries of a consumer whose inbox record is leased beyond `now`. */
const runningOf = (database: Database.Database["Service"], consumer: string, now: number): number => {
  const inbox = tableNumber(database, InboxTable.table)
  const { statement } = database
  const first = statement(`
    SELECT event_id, replay_id FROM deliveries d JOIN events e ON e.id = d.event
    WHERE d.consumer = ? ORDER BY d.due_at, d.event LIMIT ?
  `).all(consumer, lookedAt)
  let running = 0
  for (const row of first) {
    const leased = statement(
      "SELECT body ->> '$.leasedUntil' AS until FROM items WHERE tbl = ? AND partition = ? AND sort = ?"
    ).get(
      inbox,
      CollectionKey.encode([consumer, Sqlite.text(row["event_id"])]),
      CollectionKey.encode([Sqlite.text(row["replay_id"])])
    )
    if (leased !== undefined && Sqlite.integer(leased["until"]) > now) running++
  }
  return running
}

const circuitOf = ({ statement }: Database.Database["Service"], consumer: string): ConsumerStatus["circuit"] => {
  const row = statement("SELECT value FROM meta WHERE name = ?").get(circuitName(consumer))
  return row === undefined
    ? { state: "closed", since: null, retryAt: null }
    : { state: "open", ...decodeCircuit(Sqlite.text(row["value"])) }
}

const consumerOf = (
  database: Database.Database["Service"],
  consumer: string,
  now: number,
  works: boolean,
  deadLetters: number
): ConsumerStatus => {
  const { statement } = database
  const depth = statement(`
    SELECT count(*) AS queued, count(*) FILTER (WHERE due_at <= ?) AS due, min(due_at) AS oldest
    FROM deliveries WHERE consumer = ?
  `).get(now, consumer)
  // A lease that outlived its process holds nobody up.
  const running = works ? runningOf(database, consumer, now) : 0
  return {
    consumer,
    queued: Sqlite.integer(depth?.["queued"]),
    due: Math.max(0, Sqlite.integer(depth?.["due"]) - running),
    running,
    oldestDueAt: Sqlite.integerOrNull(depth?.["oldest"]) ?? null,
    deadLetters,
    circuit: works ? circuitOf(database, consumer) : { state: "closed", since: null, retryAt: null }
  }
}

/** Reads how the directory is. `works` where this process is its worker. */
export const read = (
  database: Database.Database["Service"],
  options: { readonly consumers: ReadonlyArray<string>; readonly works: boolean }
): Effect.Effect<Status, Unavailable> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    database.use("Status.read", () => {
      const worker = options.works
        ? { running: true, pid: process.pid }
        : database.paths === undefined
          ? { running: false, pid: null }
          : Lock.holder(database, database.paths)
      const letters = lettersByConsumer(database)
      return {
        dataDirectory: database.paths?.directory ?? null,
        at: now,
        worker,
        consumers: options.consumers.map((consumer) =>
          consumerOf(database, consumer, now, worker.running, letters.get(consumer) ?? 0)
        ),
        storage: storageOf(database)
      }
    })
  )
