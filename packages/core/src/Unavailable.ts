/**
 * A dependency that cannot serve at the moment: down, throttling, refusing, too slow. It is the one failure that says
 * nothing about the work itself, so a delivery that meets it costs age and never an attempt.
 */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"

/** What kept the dependency from serving. `denied` is here because a mended permission lets the same work succeed. */
export type UnavailableReason = "unavailable" | "throttled" | "timeout" | "denied"

/** A dependency could not serve a call. Every backend call fails with this or with an outcome of its own. */
export class Unavailable extends Schema.TaggedError<Unavailable>()("Unavailable", {
  /** The service that could not serve, such as `TableStore`. */
  service: Schema.String,
  /** The operation that was asked of it, such as `TableStore.get`. */
  operation: Schema.String,
  reason: Schema.Literals(["unavailable", "throttled", "timeout", "denied"]),
  /** What the service said, without payload data. */
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.operation}: ${this.service} is ${this.reason === "timeout" ? "too slow" : this.reason} (${this.detail})`
  }
}

const pauseMillis = 50

const again = { times: 1, schedule: Schedule.spaced(pauseMillis) }

/** A lost answer is asked for again, at once and twice; more is for the transport's own retry. */
export const askAgain = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E | Unavailable, R>) =>
  // A schedule is a machine of its own; nearly every call is answered, and needs none.
  Effect.catch(effect, (error): Effect.Effect<A, E | Unavailable, R> =>
    error._tag === "Unavailable"
      ? Effect.delay(Effect.retry(effect, { ...again, while: ({ _tag }) => _tag === "Unavailable" }), pauseMillis)
      : Effect.fail(error)
  )
