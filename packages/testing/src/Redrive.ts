/** What an operator does with a deployment's dead letters. */
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import type * as TableStore from "@millrace/core/TableStore"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as World from "./World.ts"

const operator = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer).pipe(
  Layer.provide(Layer.succeed(Inbox.Owner, { id: "operator", isAlive: () => true }))
)

/** Every dead letter, oldest death first. */
export const list: Effect.Effect<
  ReadonlyArray<DeadLetters.DeadLetter>,
  Unavailable,
  TableStore.TableStore
> = Effect.provide(
  DeadLetters.DeadLetters.use((letters) => letters.list),
  operator
)

/**
 * Opens the deliveries of letters again, puts their messages back on the queue and removes the letters. Letters of bytes that
 * nobody can read stay. Answers how many.
 */
export const all = (
  world: World.World,
  options?: { readonly where?: (letter: DeadLetters.DeadLetter) => boolean }
): Effect.Effect<number, Unavailable, TableStore.TableStore> =>
  Effect.gen(function* () {
    const letters = yield* DeadLetters.DeadLetters
    const inbox = yield* Inbox.Inbox
    let count = 0
    for (const letter of yield* letters.list) {
      const { body, consumer, eventId, eventType, id, replayId } = letter
      if (eventId === null || eventType === null || options?.where?.(letter) === false) continue
      yield* inbox.reopen({ consumer, eventId, replayId: replayId ?? undefined })
      yield* letters.remove(id)
      const source = world.entries.find((entry) => entry.id === eventId)?.source ?? ""
      world.enqueue(consumer, { id: eventId, source, detailType: eventType, detail: body }, 0, 0)
      world.note({ process: "", what: "operator", text: `redrives ${consumer} ← ${eventType}#${eventId.slice(0, 6)}` })
      count++
    }
    return count
  }).pipe(Effect.provide(operator))
