/**
 * Turns at accounts: files of one account are taken in one after the other, on however many machines they are handled,
 * because what a row is depends on the rows that are there. The turn belongs to the event that is handled, so after a crash its
 * next attempt goes on at once.
 *
 * A turn is a lease, and leases run out by clocks that may be wrong and under programs that may be slow. So what is written
 * during a turn is written by it: together with the condition that nobody has taken the turn since. Who lost it writes nothing
 * more, and does all of it again when it is its turn.
 */
import * as Collection from "@millrace/core/Collection"
import type * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { AccountTurns } from "../resources/Accounts.ts"

/** How long a turn lasts at most: above the file-processor's timeout. */
const turnMillis = 11 * 60_000
/** How soon somebody who waits looks again: after twice the time before, and at last four times a second. */
const firstLookMillis = 50
const longestLookMillis = 250
/** How long somebody waits before the event is put off, which costs it no attempt. */
const patienceMillis = 20_000

/** A turn at some accounts, while it is held. */
export interface Turn {
  /**
   * Writes what belongs to an account, in the order given, a part at a time. Fails, with the parts before written, as soon as
   * somebody else has taken the turn at the account.
   */
  readonly write: (
    accountId: string,
    writes: ReadonlyArray<Effect.Effect<TableStore.Write>>
  ) => Effect.Effect<void, Unavailable>
}

export class TurnTaker extends Context.Service<
  TurnTaker,
  {
    /** Runs a program while it has its turn at all the accounts. */
    readonly during: (
      accountIds: ReadonlyArray<string>,
      holder: string
    ) => <A, E, R>(program: (turn: Turn) => Effect.Effect<A, E, R>) => Effect.Effect<A, E | Unavailable, R>
  }
>()("@millrace/handlers/TurnTaker") {
  static readonly layer = Layer.effect(
    TurnTaker,
    Effect.gen(function* () {
      const reader = yield* AccountTurns.Reader
      const writer = yield* AccountTurns.Writer

      /** Answers how the turn stands when it is taken, or nothing where somebody else has it. */
      const attempt = Effect.fnUntraced(function* (
        accountId: string,
        holder: string
      ): Effect.fn.Return<TableStore.Condition | undefined, Unavailable> {
        const now = yield* Clock.currentTimeMillis
        const read = yield* reader.get({ accountId })
        if (Option.isSome(read)) {
          const { holder: current, untilMillis } = read.value.item
          // A turn that ends later than any can was taken by a clock that is ahead, and nobody may come back for it for hours.
          const isPossible = untilMillis <= now + 2 * turnMillis
          if (current !== holder && untilMillis > now && isPossible) return undefined
        }
        const untilMillis = now + turnMillis
        const taking = yield* writer.putting(
          { accountId, holder, untilMillis, expiresAt: Math.ceil(untilMillis / 1000) + 3600 },
          Collection.ifUnchanged(read)
        )
        return yield* writer.transact([Effect.succeed(taking)]).pipe(
          Effect.as(Collection.ifAsWritten(taking)),
          Effect.catchTag("ConditionFailed", () => Effect.succeed(undefined))
        )
      })

      const take = Effect.fn("TurnTaker.take")(function* (
        accountId: string,
        holder: string
      ): Effect.fn.Return<TableStore.Condition, Unavailable> {
        let pause = firstLookMillis
        for (
          let waited = 0;
          waited <= patienceMillis;
          waited += pause, pause = Math.min(2 * pause, longestLookMillis)
        ) {
          const taken = yield* attempt(accountId, holder)
          if (taken !== undefined) return taken
          yield* Effect.sleep(pause)
        }
        return yield* unavailable("take", "another file of the account is being taken in")
      })

      const turnOf = (held: ReadonlyMap<string, TableStore.Condition>): Turn => ({
        write: (accountId, writes) => {
          const condition = held.get(accountId)
          if (condition === undefined) return Effect.die(new Error("A write is of an account without a turn."))
          return writer
            .transactWhile(writer.checking({ accountId }, condition), writes)
            .pipe(Effect.catchTag("ConditionFailed", () => unavailable("write", "another file has taken the turn")))
        }
      })

      return TurnTaker.of({
        during: (accountIds, holder) =>
          Effect.fnUntraced(function* (program) {
            const held = new Map<string, TableStore.Condition>()
            // In one order for all, so that two files of two accounts never wait for each other.
            for (const accountId of [...new Set(accountIds)].sort()) held.set(accountId, yield* take(accountId, holder))
            const answer = yield* program(turnOf(held))
            // A failed attempt keeps its turn: what it wrote by halves is decided, and no other file need build on it before
            // its own retry has finished it. A turn that nobody comes back for runs out.
            for (const [accountId, condition] of held) yield* Effect.ignore(writer.delete({ accountId }, condition))
            return answer
          })
      })
    })
  )
}

const unavailable = (operation: string, detail: string): Unavailable =>
  new Unavailable({ service: "TurnTaker", operation: `TurnTaker.${operation}`, reason: "throttled", detail })
