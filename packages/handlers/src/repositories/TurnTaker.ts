/**
 * Turns at an account: files of one account are taken in one after the other, on however many machines they are handled,
 * because what a row is depends on the rows that are there. The turn belongs to the event that is handled, so after a crash its
 * next attempt goes on at once.
 *
 * The turn makes the counts of a certificate exact. It is not what keeps transactions from doubling: their ids do that, even
 * if a turn should run out under a very slow handler.
 */
import * as Collection from "@millrace/core/Collection"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { AccountTurns } from "../resources/Accounts.ts"

/** How long a turn lasts at most: above the file-processor's timeout. */
const turnMillis = 11 * 60_000
/** How often somebody who waits looks again. */
const lookMillis = 50
/** How long somebody waits before the event is put off, which costs it no attempt. */
const patienceMillis = 20_000

export class TurnTaker extends Context.Service<
  TurnTaker,
  {
    /** Runs a program while it has its turn at all the accounts. */
    readonly during: (
      accountIds: ReadonlyArray<string>,
      holder: string
    ) => <A, E, R>(program: Effect.Effect<A, E, R>) => Effect.Effect<A, E | Unavailable, R>
  }
>()("@millrace/handlers/TurnTaker") {
  static readonly layer = Layer.effect(
    TurnTaker,
    Effect.gen(function* () {
      const reader = yield* AccountTurns.Reader
      const writer = yield* AccountTurns.Writer

      const attempt = Effect.fnUntraced(function* (
        accountId: string,
        holder: string
      ): Effect.fn.Return<boolean, Unavailable> {
        const now = yield* Clock.currentTimeMillis
        const read = yield* reader.get({ accountId })
        if (Option.isSome(read)) {
          const { holder: current, untilMillis } = read.value.item
          if (current !== holder && untilMillis > now) return false
        }
        const untilMillis = now + turnMillis
        return yield* writer
          .put(
            { accountId, holder, untilMillis, expiresAt: Math.ceil(untilMillis / 1000) + 3600 },
            Collection.ifUnchanged(read)
          )
          .pipe(
            Effect.as(true),
            Effect.catchTag("ConditionFailed", () => Effect.succeed(false))
          )
      })

      const take = Effect.fn("TurnTaker.take")(function* (
        accountId: string,
        holder: string
      ): Effect.fn.Return<void, Unavailable> {
        for (let waited = 0; waited <= patienceMillis; waited += lookMillis) {
          if (yield* attempt(accountId, holder)) return
          yield* Effect.sleep(lookMillis)
        }
        return yield* new Unavailable({
          service: "TurnTaker",
          operation: "TurnTaker.take",
          reason: "throttled",
          detail: "another file of the account is being taken in"
        })
      })

      const giveBack = (accountId: string, holder: string): Effect.Effect<void> =>
        Effect.ignore(
          Effect.flatMap(reader.get({ accountId }), (read) =>
            Option.isSome(read) && read.value.item.holder === holder
              ? writer.delete({ accountId }, Collection.ifRevision(read.value))
              : Effect.void
          )
        )

      return TurnTaker.of({
        during: (accountIds, holder) => (program) => {
          // In one order for all, so that two files of two accounts never wait for each other.
          const ordered = [...new Set(accountIds)].sort()
          const release = Effect.forEach(ordered, (accountId) => giveBack(accountId, holder), { discard: true })
          return Effect.forEach(ordered, (accountId) => take(accountId, holder), { discard: true }).pipe(
            Effect.andThen(program),
            // A failed attempt keeps its turn: what it wrote by halves is decided, and no other file may build on it before
            // its own retry has finished it. A turn that nobody comes back for runs out.
            Effect.tap(release)
          )
        }
      })
    })
  )
}
