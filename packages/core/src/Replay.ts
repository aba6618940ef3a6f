/**
 * Replay: stored events put on the queues of the consumers named, once more, marked with the replay's id. They do not go over
 * the bus, so nobody else sees them; what the consumers publish meanwhile are new events to everyone downstream.
 *
 * A replay has a record with its cursor. Broken off and started again under the same id, it goes on where it was; an event
 * sent twice is handled once, since the inbox knows it by consumer, event and replay.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as ClaimCheck from "./ClaimCheck.ts"
import * as CollectionKey from "./CollectionKey.ts"
import type * as Consumer from "./Consumer.ts"
import * as Envelope from "./Envelope.ts"
import * as EventStore from "./EventStore.ts"
import * as Subscription from "./Subscription.ts"
import * as TableStore from "./TableStore.ts"
import type { Unavailable } from "./Unavailable.ts"

/** Name of the table that holds the records of replays. */
export const table = "replays"

/** Which stored events. All that are given must hold. */
export const Selection = Schema.Struct({
  type: Schema.NullOr(Schema.String),
  correlationId: Schema.NullOr(Schema.String),
  tenantId: Schema.NullOr(Schema.String),
  /** RFC 3339, inclusive. */
  from: Schema.NullOr(Schema.String),
  /** RFC 3339, exclusive. */
  until: Schema.NullOr(Schema.String)
})

/** Which stored events. */
export type Selection = typeof Selection.Type

/** The record of a replay. */
export const Record = Schema.Struct({
  id: Schema.String,
  consumers: Schema.Array(Schema.String),
  selection: Selection,
  /** Events that the selection held when the replay began. */
  total: Schema.Int,
  /** Of these, events that were put on queues. */
  sent: Schema.Int,
  /** The last of them. */
  lastEventId: Schema.NullOr(Schema.String),
  done: Schema.Boolean
})

/** The record of a replay. */
export type Record = typeof Record.Type

/** A replay of this id exists and is of something else. */
export class ReplayDiffers extends Schema.TaggedError<ReplayDiffers>()("ReplayDiffers", { id: Schema.String }) {
  override get message(): string {
    return `Replay ${this.id} was begun with other consumers or other events. Repeat it as it was, or choose another id.`
  }
}

/** A message for one consumer's queue. */
export interface Message {
  readonly consumer: string
  readonly eventId: string
  /** The envelope's JSON text, marked with the replay's id. */
  readonly body: string
}

/** Events sent at once, and between two writes of the cursor. */
const stride = 200

const Json = Schema.fromJsonString(Record)
const encode = Schema.encodeEffect(Json)
const decode = Schema.decodeUnknownEffect(Json)

const rowKey = (id: string): TableStore.Key => ({
  table,
  partition: CollectionKey.encode(["replays"]),
  sort: CollectionKey.encode([id])
})

/** The record of a replay, where it was begun. */
export const find = (
  tables: TableStore.TableStore["Service"],
  id: string
): Effect.Effect<Option.Option<Record>, Unavailable> =>
  Effect.flatMap(tables.get(rowKey(id)), (row) =>
    Option.isNone(row) ? Effect.succeedNone : Effect.asSome(Effect.orDie(decode(row.value.body)))
  )

const keep = (tables: TableStore.TableStore["Service"], record: Record): Effect.Effect<void, Unavailable> =>
  Effect.flatMap(Effect.orDie(encode(record)), (body) =>
    tables.writeBatch([{ _tag: "Put", row: TableStore.row(rowKey(record.id), body), condition: undefined }])
  )

/** The selected events that any of the consumers takes, in causal order. */
export const select = (
  tables: TableStore.TableStore["Service"],
  consumers: ReadonlyArray<Consumer.Contract>,
  selection: Selection
): Stream.Stream<Envelope.Envelope, Unavailable> => {
  const { correlationId, from, tenantId, type, until } = selection
  const wants = consumers.map(Subscription.wants)
  return EventStore.streamAll(tables, { from: from ?? undefined, until: until ?? undefined }).pipe(
    Stream.filter(
      (event) =>
        (type === null || event.type === type) &&
        (correlationId === null || event.correlationid === correlationId) &&
        (tenantId === null || event.tenantid === tenantId) &&
        wants.some((want) => want(ClaimCheck.entry(event)))
    )
  )
}

const sameSelection = (left: Selection, right: Selection): boolean =>
  left.type === right.type &&
  left.correlationId === right.correlationId &&
  left.tenantId === right.tenantId &&
  left.from === right.from &&
  (right.until === null || left.until === right.until)

/**
 * Begins a replay, or goes on with one of this id. A selection without an end ends now, so that a replay never takes in what
 * it causes. `send` puts messages on consumers' queues, a stride at a time; `onProgress` hears of every stride.
 */
export const run = Effect.fnUntraced(function* <R = never>(options: {
  readonly id: string
  readonly tables: TableStore.TableStore["Service"]
  readonly consumers: ReadonlyArray<Consumer.Contract>
  readonly selection: Selection
  readonly send: (messages: ReadonlyArray<Message>) => Effect.Effect<void, Unavailable, R>
  readonly onProgress?: (record: Record) => Effect.Effect<void, never, R>
}): Effect.fn.Return<Record, ReplayDiffers | Unavailable, R> {
  const { consumers, id, onProgress, selection, send, tables } = options
  const names = consumers.map(({ name }) => name)
  const known = Option.getOrUndefined(yield* find(tables, id))
  if (
    known !== undefined &&
    (!sameSelection(known.selection, selection) || JSON.stringify(known.consumers) !== JSON.stringify(names))
  ) {
    return yield* new ReplayDiffers({ id })
  }
  if (known?.done === true) return known
  let record: Record
  if (known === undefined) {
    const until = selection.until ?? new Date(yield* Clock.currentTimeMillis).toISOString()
    const fixed = { ...selection, until }
    const total = yield* Stream.runCount(select(tables, consumers, fixed))
    record = { id, consumers: names, selection: fixed, total, sent: 0, lastEventId: null, done: false }
    yield* keep(tables, record)
  } else {
    record = known
  }
  const wants = consumers.map((contract) => ({ name: contract.name, wants: Subscription.wants(contract) }))
  const events = select(tables, consumers, record.selection)

  // Where the events are no longer those that the cursor counted, it begins again: what is sent twice is handled once.
  if (record.sent > 0) {
    const last = yield* events.pipe(Stream.drop(record.sent - 1), Stream.runHead)
    if (Option.isNone(last) || last.value.id !== record.lastEventId) record = { ...record, sent: 0, lastEventId: null }
  }

  const strides = events.pipe(Stream.drop(record.sent), Stream.grouped(stride))
  yield* Stream.runForEach(strides, (sent) =>
    Effect.gen(function* () {
      const messages = sent.flatMap((event) => {
        const entry = ClaimCheck.entry(event)
        const body = Envelope.toJson({ ...event, replayid: id })
        return wants.flatMap(({ name, wants: want }) =>
          want(entry) ? [{ consumer: name, eventId: event.id, body }] : []
        )
      })
      yield* send(messages)
      record = { ...record, sent: record.sent + sent.length, lastEventId: sent.at(-1)?.id ?? record.lastEventId }
      // The last stride is told of with the replay's end.
      if (sent.length < stride) return
      yield* keep(tables, record)
      if (onProgress !== undefined) yield* onProgress(record)
    })
  )
  record = { ...record, total: record.sent, done: true }
  yield* keep(tables, record)
  if (onProgress !== undefined) yield* onProgress(record)
  return record
})
