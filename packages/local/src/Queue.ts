/**
 * The queues of the embedded runtime, one a consumer: a row for each delivery that is still to be made, with the instant from
 * which it is due. The event itself is kept once, for as long as one of its deliveries is.
 *
 * Rows hold no lease. Only the process that holds the directory's lock delivers, so which deliveries it is working on is
 * in its memory, and dies with it: after a restart everything unfinished is due again at once.
 */
import * as ContentId from "@millrace/core/ContentId"
import type * as EventBus from "@millrace/core/EventBus"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Database from "./Database.ts"
import * as Sqlite from "./Sqlite.ts"

/** An event and the consumers whose queues it joins. */
export interface Routed {
  readonly entry: EventBus.Entry
  readonly consumers: ReadonlyArray<string>
}

/** A message for one consumer's queue. */
export interface Message {
  readonly consumer: string
  /** An envelope's JSON text, or whatever else. */
  readonly body: string
}

/** A delivery to be made. */
export interface Waiting {
  /** Number of the event in this database. */
  readonly event: number
  /** Epoch milliseconds. */
  readonly dueAt: number
}

/** How long a queue is. */
export interface Depth {
  readonly consumer: string
  /** Deliveries not yet finished, running ones included. */
  readonly deliveries: number
  /** Epoch milliseconds: when the oldest is due. */
  readonly oldestDueAt: number
}

/** The queues. */
export class Queue extends Context.Service<
  Queue,
  {
    /** Puts events on queues and wakes their workers. An event that is there already, by id and replay, is left alone. */
    readonly enqueue: (routed: ReadonlyArray<Routed>) => Effect.Effect<void, Unavailable>
    /** As `enqueue`, for use inside a transaction; answers whom to wake once it is committed. */
    readonly enqueueInTransaction: (routed: ReadonlyArray<Routed>, now: number) => ReadonlySet<string>
    readonly wake: (consumers: Iterable<string>) => void
    /** Puts one message on one consumer's queue, whatever it holds: a replay, a redriven letter. */
    readonly send: (consumer: string, body: string) => Effect.Effect<void, Unavailable>
    /** As `send`, all of them or none. */
    readonly sendAll: (messages: ReadonlyArray<Message>) => Effect.Effect<void, Unavailable>
    /** The deliveries of a consumer that are due first, at most `limit`. */
    readonly first: (consumer: string, limit: number) => Effect.Effect<ReadonlyArray<Waiting>, Unavailable>
    /** The envelope's JSON text of an event. */
    readonly body: (event: number) => Effect.Effect<Option.Option<string>, Unavailable>
    /**
     * The delivery is over: it leaves the queue with the next call to the database, or `flush`. A process that dies before that
     * finds it there again, and its inbox says that it is a duplicate. With its last delivery the event leaves the bus.
     */
    readonly remove: (consumer: string, event: number) => Effect.Effect<void>
    /** Writes what is over. */
    readonly flush: Effect.Effect<void, Unavailable>
    /** The delivery is to be made again, at `dueAt` (epoch milliseconds). */
    readonly postpone: (consumer: string, event: number, dueAt: number) => Effect.Effect<void, Unavailable>
    /** Consumers with deliveries. */
    readonly depths: Effect.Effect<ReadonlyArray<Depth>, Unavailable>
    /** Calls `listener` whenever the consumer's queue may have grown, in this process or another. */
    readonly onGrown: (consumer: string, listener: () => void) => Effect.Effect<void, never, Scope.Scope>
    /** Says that a worker is done with its deliveries, whichever way, and has found none to go on with. */
    readonly settled: () => void
    /** Calls `listener` whenever a worker is done with its deliveries, in this process or another. */
    readonly onSettled: (listener: () => void) => Effect.Effect<void, never, Scope.Scope>
  }
>()("@millrace/local/Queue") {
  /** `pollMillis`: how often to look whether another process has written; 0 for never. */
  static readonly layer = (options: { readonly pollMillis: number }): Layer.Layer<Queue, never, Database.Database> =>
    Layer.effect(Queue, make(options))
}

const Replayed = Schema.fromJsonString(
  Schema.Struct({ id: Schema.optionalKey(Schema.String), replayid: Schema.optionalKey(Schema.String) })
)
const decodeReplayed = Schema.decodeUnknownOption(Replayed)

/** The replay that an envelope names. Most name none, and are not parsed to find out. */
const replayOf = (detail: string): string =>
  detail.includes('"replayid"')
    ? Option.match(decodeReplayed(detail), { onNone: () => "", onSome: ({ replayid }) => replayid ?? "" })
    : ""

const idOf = (body: string): string =>
  Option.match(decodeReplayed(body), { onNone: () => undefined, onSome: ({ id }) => id }) ?? ContentId.ofBytes(body)

class Listeners {
  private readonly listeners = new Set<() => void>()

  readonly add = (listener: () => void): Effect.Effect<void, never, Scope.Scope> =>
    Effect.asVoid(
      Effect.acquireRelease(
        Effect.sync(() => this.listeners.add(listener)),
        () => Effect.sync(() => this.listeners.delete(listener))
      )
    )

  readonly notify = (): void => {
    for (const listener of this.listeners) listener()
  }
}

const make = Effect.fnUntraced(function* (options: { readonly pollMillis: number }) {
  const database = yield* Database.Database
  const { flush, join, peek, statement, transaction, use } = database
  const grown = new Map<string, Listeners>()
  const settled = new Listeners()

  const wake = (consumers: Iterable<string>): void => {
    for (const consumer of consumers) grown.get(consumer)?.notify()
  }

  const eventNumber = (id: string, replayId: string): number =>
    Sqlite.integer(statement("SELECT id FROM events WHERE event_id = ? AND replay_id = ?").get(id, replayId)?.["id"])

  const insertEvent = (entry: Pick<EventBus.Entry, "id" | "detail">, replayId: string): number | undefined => {
    const { changes, lastInsertRowid } = statement(
      "INSERT INTO events (event_id, replay_id, detail) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    ).run(entry.id, replayId, entry.detail)
    return changes === 1 ? Number(lastInsertRowid) : undefined
  }

  const insertDelivery = (event: number, consumer: string, dueAt: number): void => {
    statement("INSERT INTO deliveries (event, consumer, due_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING").run(
      event,
      consumer,
      dueAt
    )
  }

  const enqueueInTransaction = (routed: ReadonlyArray<Routed>, now: number): ReadonlySet<string> => {
    const woken = new Set<string>()
    for (const { consumers, entry } of routed) {
      if (consumers.length === 0) continue
      const event = insertEvent(entry, replayOf(entry.detail))
      if (event === undefined) continue
      for (const consumer of consumers) {
        insertDelivery(event, consumer, now)
        woken.add(consumer)
      }
    }
    return woken
  }

  if (options.pollMillis > 0) {
    // What another process does is seen by a number that SQLite keeps: one read of shared memory.
    let seen = yield* Effect.orElseSucceed(database.dataVersion, () => 0)
    const look = Effect.map(
      Effect.orElseSucceed(database.dataVersion, () => seen),
      (version) => {
        if (version === seen) return
        seen = version
        for (const listeners of grown.values()) listeners.notify()
        settled.notify()
      }
    )
    yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(options.pollMillis), look)))
  }

  const sendAll = (messages: ReadonlyArray<Message>): Effect.Effect<void, Unavailable> =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Effect.map(
        transaction("Queue.send", () => {
          for (const { body, consumer } of messages) {
            const entry = { id: idOf(body), detail: body }
            const replayId = replayOf(body)
            insertDelivery(insertEvent(entry, replayId) ?? eventNumber(entry.id, replayId), consumer, now)
          }
        }),
        () => wake(new Set(messages.map(({ consumer }) => consumer)))
      )
    )

  return Queue.of({
    enqueue: (routed) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.map(
          transaction("EventBus.put", () => enqueueInTransaction(routed, now)),
          wake
        )
      ),
    enqueueInTransaction,
    wake,
    send: (consumer, body) => sendAll([{ consumer, body }]),
    sendAll,
    first: (consumer, limit) =>
      use("Queue.first", () =>
        statement("SELECT event, due_at FROM deliveries WHERE consumer = ? ORDER BY due_at, event LIMIT ?")
          .all(consumer, limit)
          .map((row) => ({ event: Sqlite.integer(row["event"]), dueAt: Sqlite.integer(row["due_at"]) }))
      ),
    body: (event) =>
      peek("Queue.body", () => {
        const row = statement("SELECT detail FROM events WHERE id = ?").get(event)
        return row === undefined ? Option.none() : Option.some(Sqlite.text(row["detail"]))
      }),
    remove: (consumer, event) =>
      Effect.sync(() =>
        join(() => statement("DELETE FROM deliveries WHERE event = ? AND consumer = ?").run(event, consumer))
      ),
    flush,
    postpone: (consumer, event, dueAt) =>
      use("Queue.postpone", () => {
        statement("UPDATE deliveries SET due_at = ? WHERE event = ? AND consumer = ?").run(dueAt, event, consumer)
      }),
    depths: use("Queue.depths", () =>
      statement(`
        SELECT consumer, count(*) AS deliveries, min(due_at) AS oldest FROM deliveries GROUP BY consumer ORDER BY consumer
      `)
        .all()
        .map((row) => ({
          consumer: Sqlite.text(row["consumer"]),
          deliveries: Sqlite.integer(row["deliveries"]),
          oldestDueAt: Sqlite.integer(row["oldest"])
        }))
    ),
    onGrown: (consumer, listener) => {
      const listeners = grown.get(consumer) ?? new Listeners()
      grown.set(consumer, listeners)
      return listeners.add(listener)
    },
    settled: settled.notify,
    onSettled: settled.add
  })
})
