/**
 * What a command works on, wherever it is: a data directory or a deployed stack. The stores come beside it; this is what only
 * a runtime can say: who consumes, how a message gets onto a consumer's queue, and when what was begun has come to its end.
 */
import type * as Consumer from "@millrace/core/Consumer"
import type * as Envelope from "@millrace/core/Envelope"
import type * as Inbox from "@millrace/core/Inbox"
import type * as Replay from "@millrace/core/Replay"
import type { Unavailable } from "@millrace/core/Unavailable"
import type { StoredSpan } from "@millrace/local/SpanStore"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { CommandFailed } from "./Output.ts"
import * as Output from "./Output.ts"
import type { Style } from "./render/Style.ts"

/** What a command has begun. */
export type Begun =
  /** An event, with all that follows from it. */
  | { readonly _tag: "Event"; readonly envelope: Envelope.Envelope }
  /** Deliveries, whatever becomes of them. */
  | { readonly _tag: "Deliveries"; readonly keys: ReadonlyArray<Inbox.Key> }

/** How a place is. */
export interface StatusShown {
  /** Whether nothing is dead, paused or switched off. */
  readonly well: boolean
  readonly json: object
  readonly lines: (style: Style) => ReadonlyArray<string>
}

/** See the module. */
export class Workplace extends Context.Service<
  Workplace,
  {
    /** The data directory, or the deployment. */
    readonly name: string
    readonly consumers: ReadonlyArray<Consumer.Any>
    /** Puts a message straight on one consumer's queue. */
    readonly send: (consumer: string, body: string) => Effect.Effect<void, Unavailable>
    /** As `send`, many at once; in a data directory all of them or none. */
    readonly sendAll: (messages: ReadonlyArray<Replay.Message>) => Effect.Effect<void, Unavailable>
    /** Deliveries that wait on the longest of these consumers' queues. */
    readonly waiting: (consumers: ReadonlyArray<string>) => Effect.Effect<number, Unavailable>
    /** Waits for what was begun; `false` where that took longer than anybody waits. */
    readonly finish: (begun: Begun) => Effect.Effect<boolean, Unavailable | CommandFailed>
    /** What is known here of a trace, in order of start; `event` is one of the trace, where one is known. */
    readonly spans: (
      traceId: string,
      event?: Envelope.Envelope
    ) => Effect.Effect<ReadonlyArray<StoredSpan>, Unavailable>
    /** Where spans are drawn from, if not from spans. */
    readonly spansFrom: string | undefined
    readonly status: Effect.Effect<StatusShown, Unavailable>
  }
>()("millrace/Workplace") {}

/** Waits for what was begun, and says so where it has not come to its end. */
export const finish = (begun: Begun): Effect.Effect<void, Unavailable | CommandFailed, Workplace> =>
  Effect.gen(function* () {
    const { finish, name } = yield* Workplace
    if (yield* finish(begun)) return
    yield* Output.note(`${name}: this is still being worked on. What is shown is how far it is.`)
    yield* Output.unwell
  })
