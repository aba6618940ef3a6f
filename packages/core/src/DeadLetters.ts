/**
 * Dead letters: events that a consumer could not handle, kept with everything needed to understand them, mend the cause
 * and deliver them again. A letter's id is its delivery's, so an event that dies again is the same letter with more
 * attempts.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as CollectionKey from "./CollectionKey.ts"
import * as ContentId from "./ContentId.ts"
import type { Envelope } from "./Envelope.ts"
import { Attempt } from "./Inbox.ts"
import * as TableStore from "./TableStore.ts"
import * as TraceContext from "./TraceContext.ts"
import type { Unavailable } from "./Unavailable.ts"

/** Why an event died. */
export const Cause = Schema.Struct({
  /**
   * `undecodable`: no attempt can read it. `terminal`: a failure that the contract says no retry can mend. `exhausted`: attempts
   * ran out. `expired`: age ran out.
   */
  kind: Schema.Literals(["undecodable", "terminal", "exhausted", "expired"]),
  /** Tag of the last failure, `Defect`, `Crash`, `HandlerTimeout`, … */
  tag: Schema.String,
  /** For a person. */
  message: Schema.String
})

/** A dead letter. Times in epoch milliseconds. */
export const DeadLetter = Schema.Struct({
  id: Schema.String,
  consumer: Schema.String,
  /** Null where the message had none that could be read. */
  eventId: Schema.NullOr(Schema.String),
  eventType: Schema.NullOr(Schema.String),
  tenantId: Schema.NullOr(Schema.String),
  correlationId: Schema.NullOr(Schema.String),
  traceId: Schema.NullOr(Schema.String),
  replayId: Schema.NullOr(Schema.String),
  /** The message as it was delivered. */
  body: Schema.String,
  cause: Cause,
  attempts: Schema.Array(Attempt),
  firstSeenAt: Schema.Int,
  diedAt: Schema.Int
})

/** A dead letter. */
export type DeadLetter = typeof DeadLetter.Type

/** Id of the letter of a delivery. */
export const idOf = (consumer: string, eventId: string, replayId: string | undefined): string =>
  ContentId.make(["letter", consumer, eventId, replayId ?? ""])

/** The letter of a message that `consumer` could not handle; `envelope` is undefined where the message is none. */
export const of = (death: {
  readonly consumer: string
  readonly envelope: Envelope | undefined
  readonly body: string
  readonly cause: DeadLetter["cause"]
  readonly attempts: DeadLetter["attempts"]
  readonly firstSeenAt: number
  readonly diedAt: number
}): DeadLetter => {
  const { attempts, body, cause, consumer, diedAt, envelope, firstSeenAt } = death
  return {
    id: idOf(consumer, envelope?.id ?? ContentId.ofBytes(body), envelope?.replayid),
    consumer,
    eventId: envelope?.id ?? null,
    eventType: envelope?.type ?? null,
    tenantId: envelope?.tenantid ?? null,
    correlationId: envelope?.correlationid ?? null,
    traceId: TraceContext.parse(envelope?.traceparent)?.traceId ?? null,
    replayId: envelope?.replayid ?? null,
    body,
    cause,
    attempts,
    firstSeenAt,
    diedAt
  }
}

/** JSON text of a letter. */
export const Json = Schema.fromJsonString(DeadLetter)

const encode = Schema.encodeEffect(Json)
const decode = Schema.decodeUnknownEffect(Json)

/** Name of the table that holds dead letters. */
export const table = "dead-letters"

const rowKey = (id: string): TableStore.Key => ({
  table,
  partition: CollectionKey.encode(["letters"]),
  sort: CollectionKey.encode([id])
})

/** The dead letters of a deployment. */
export class DeadLetters extends Context.Service<
  DeadLetters,
  {
    /** Stores a letter, or replaces the one of the same id. */
    readonly put: (letter: DeadLetter) => Effect.Effect<void, Unavailable>
    readonly get: (id: string) => Effect.Effect<Option.Option<DeadLetter>, Unavailable>
    /** All letters, oldest death first. */
    readonly list: Effect.Effect<ReadonlyArray<DeadLetter>, Unavailable>
    readonly remove: (id: string) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/core/DeadLetters") {
  /** Dead letters kept in the table `dead-letters` of a `TableStore`. */
  static readonly layer: Layer.Layer<DeadLetters, never, TableStore.TableStore> = Layer.effect(
    DeadLetters,
    Effect.gen(function* () {
      const tables = yield* TableStore.TableStore
      const page = (cursor: string | undefined) =>
        tables.query({ table, partition: CollectionKey.encode(["letters"]), limit: 100, cursor })
      return DeadLetters.of({
        put: (letter) =>
          Effect.flatMap(Effect.orDie(encode(letter)), (body) =>
            tables.writeBatch([{ _tag: "Put", row: TableStore.row(rowKey(letter.id), body), condition: undefined }])
          ),
        get: (id) =>
          Effect.flatMap(tables.get(rowKey(id)), (row) =>
            Option.isNone(row) ? Effect.succeedNone : Effect.asSome(Effect.orDie(decode(row.value.body)))
          ),
        list: Effect.gen(function* () {
          const letters: Array<DeadLetter> = []
          let cursor: string | undefined
          do {
            const { cursor: next, rows } = yield* page(cursor)
            for (const row of rows) letters.push(yield* Effect.orDie(decode(row.body)))
            cursor = next
          } while (cursor !== undefined)
          return letters.sort((a, b) => a.diedAt - b.diedAt || (a.id < b.id ? -1 : 1))
        }),
        remove: (id) => tables.writeBatch([{ _tag: "Delete", key: rowKey(id), condition: undefined }])
      })
    })
  )
}
