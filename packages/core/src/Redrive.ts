/**
 * Redriving a dead letter: its delivery gets all its attempts again and its message goes back on the consumer's queue. The
 * history stays with the delivery, so a letter that dies again is the same letter with more attempts.
 *
 * The letter goes last, and only as it was read: whoever is stopped in between redrives again, and a letter that has died
 * again meanwhile stays.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as CollectionKey from "./CollectionKey.ts"
import * as DeadLetters from "./DeadLetters.ts"
import * as Inbox from "./Inbox.ts"
import * as TableStore from "./TableStore.ts"
import type { Unavailable } from "./Unavailable.ts"

/** What became of a letter. `unreadable`: nobody could read it, so no attempt ever will; it stays. */
export type Redriven = "redriven" | "unreadable"

const encode = Schema.encodeEffect(DeadLetters.Json)

const removeUnchanged = Effect.fnUntraced(function* (
  letter: DeadLetters.DeadLetter
): Effect.fn.Return<void, Unavailable, TableStore.TableStore> {
  const tables = yield* TableStore.TableStore
  const key = {
    table: DeadLetters.table,
    partition: CollectionKey.encode(["letters"]),
    sort: CollectionKey.encode([letter.id])
  }
  const revision = TableStore.revisionOf(yield* Effect.orDie(encode(letter)))
  yield* tables
    .write([{ _tag: "Delete", key, condition: { _tag: "Revision", revision } }])
    .pipe(Effect.catchTag("ConditionFailed", () => Effect.void))
})

/** Delivers a letter's message again. `send` puts a message on a consumer's queue. */
export const one = Effect.fnUntraced(function* (
  letter: DeadLetters.DeadLetter,
  send: (consumer: string, body: string) => Effect.Effect<void, Unavailable>
): Effect.fn.Return<Redriven, Unavailable, Inbox.Inbox | TableStore.TableStore> {
  const { body, consumer, eventId, replayId } = letter
  if (eventId === null) return "unreadable"
  const inbox = yield* Inbox.Inbox
  yield* inbox.reopen({ consumer, eventId, replayId: replayId ?? undefined })
  yield* send(consumer, body)
  yield* removeUnchanged(letter)
  return "redriven"
})
