/** Keeps the newest word of a person, whatever order the events that say it come in. */
import type * as Collection from "@millrace/core/Collection"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { isNewer } from "../domain/Categorized.ts"

/** How often a write that lost a race is decided anew. */
const raceLimit = 8

/** Writes a person's word unless a newer one is known. */
export const keep = Effect.fnUntraced(function* <Word extends { readonly eventId: string }>(options: {
  readonly word: Word
  readonly at: (word: Word) => string
  readonly read: Effect.Effect<Option.Option<Collection.Stored<Word>>, Unavailable>
  readonly write: (
    word: Word,
    read: Option.Option<Collection.Stored<Word>>
  ) => Effect.Effect<void, Unavailable | { readonly _tag: "ConditionFailed" }>
}): Effect.fn.Return<void, Unavailable> {
  const { at, word } = options
  const named = (of: Word) => ({ assignedAt: at(of), eventId: of.eventId })
  for (let race = 0; race < raceLimit; race++) {
    const read = yield* options.read
    if (!isNewer(named(word), Option.isSome(read) ? named(read.value.item) : undefined)) return
    const written = yield* Effect.result(options.write(word, read))
    if (written._tag === "Success") return
    if (written.failure._tag === "Unavailable") return yield* written.failure
  }
  return yield* new Unavailable({
    service: "NewestWord",
    operation: "NewestWord.keep",
    reason: "throttled",
    detail: `the record was written by others ${raceLimit} times in a row`
  })
})
