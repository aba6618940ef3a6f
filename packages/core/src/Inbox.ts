/**
 * The inbox: one record for each (consumer, event, replay), which is what makes at-least-once delivery safe. It grants
 * leases, counts attempts, and holds a delivery's outputs between the moment they are decided and the moment they are
 * published.
 *
 *     idle ──begin──▶ leased ──commit──▶ committed ──complete──▶ completed
 *       ▲               │ │ └──commit of no outputs──────────────────▲
 *       └────release────┘ └──bury──▶ dead ──reopen──▶ idle
 *
 * Every write after `begin` is conditional on the lease's token, so a handler whose lease was taken over can neither commit
 * nor complete. The caller chooses the token, so a `begin` whose answer was lost is simply asked again. Asking any
 * operation twice with the same token is asking it once.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Unavailable } from "./Unavailable.ts"

/** Identifies a record. */
export interface Key {
  readonly consumer: string
  readonly eventId: string
  readonly replayId: string | undefined
}

/** One attempt, as a dead letter shows it. Times in epoch milliseconds. */
export const Attempt = Schema.Struct({
  /** From 1; 0 for one that was refunded. */
  attempt: Schema.Int,
  startedAt: Schema.Int,
  /** Null while it runs, and for ever where its process died. */
  endedAt: Schema.NullOr(Schema.Int),
  /** `running`, `crashed`, `interrupted`, or the failure's tag and message. */
  outcome: Schema.String
})

/** One attempt, as a dead letter shows it. */
export type Attempt = typeof Attempt.Type

/** The answer to `begin`. */
export type Begin =
  | {
      /** The lease is yours and the attempt is counted. */
      readonly _tag: "Started"
      readonly attempt: number
      readonly firstSeenAt: number
      /** How many times in a row the event was put off because a dependency was unavailable. */
      readonly deferrals: number
      readonly history: ReadonlyArray<Attempt>
    }
  | {
      /** An earlier attempt decided the outputs; publish these, then complete. The lease is yours. */
      readonly _tag: "Committed"
      readonly outputs: ReadonlyArray<string>
      readonly attempt: number
      readonly firstSeenAt: number
      readonly deferrals: number
      readonly history: ReadonlyArray<Attempt>
    }
  | { readonly _tag: "Leased"; readonly untilMillis: number }
  | { readonly _tag: "Completed" }
  | { readonly _tag: "Buried"; readonly letter: string }

/** The lease has been taken over, or the record is in a state that the operation does not lead from. */
export class LeaseLost extends Schema.TaggedError<LeaseLost>()("LeaseLost", {
  operation: Schema.String,
  consumer: Schema.String,
  eventId: Schema.String
}) {
  override get message(): string {
    return `${this.operation}: the lease of ${this.consumer} on event ${this.eventId} was taken over`
  }
}

/** How a release ends an attempt. */
export interface Release {
  readonly outcome: string
  /** `attempt`: it counts. `deferral`: it costs age only. `refund`: it never was. */
  readonly counts: "attempt" | "deferral" | "refund"
}

/** The inbox. */
export class Inbox extends Context.Service<
  Inbox,
  {
    readonly begin: (
      key: Key,
      options: {
        readonly token: string
        readonly leaseMillis: number
      }
    ) => Effect.Effect<Begin, Unavailable>
    /** Decides the outputs. Where there are none, nothing is left to be done, and the delivery is completed. */
    readonly commit: (
      key: Key,
      token: string,
      outputs: ReadonlyArray<string>
    ) => Effect.Effect<void, LeaseLost | Unavailable>
    readonly complete: (key: Key, token: string) => Effect.Effect<void, LeaseLost | Unavailable>
    readonly release: (key: Key, token: string, release: Release) => Effect.Effect<void, LeaseLost | Unavailable>
    /** Marks the record dead and keeps the letter with it until the letter is stored. */
    readonly bury: (key: Key, token: string, letter: string) => Effect.Effect<void, LeaseLost | Unavailable>
    /** Lets a dead event be tried again with all its attempts; its history stays. Does nothing for a record that is not dead. */
    readonly reopen: (key: Key) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/core/Inbox") {}

/**
 * Who holds leases. A token begins with its owner, so a runtime that knows which owners are dead (one process a directory,
 * by a lock) takes their leases over at once instead of waiting for them to expire.
 */
export class Owner extends Context.Service<
  Owner,
  {
    readonly id: string
    readonly isAlive: (owner: string) => boolean
  }
>()("@millrace/core/Inbox/Owner") {}

/** The owner part of a token. */
export const ownerOf = (token: string): string => token.slice(0, Math.max(0, token.lastIndexOf("/")))
