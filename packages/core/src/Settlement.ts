/**
 * How a delivery ends that did not go well: given back to its transport for later, by the contract's policy, or dead with a
 * letter that says why. The inbox is written before the transport hears of it.
 */
import type * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Consumer from "./Consumer.ts"
import * as DeadLetters from "./DeadLetters.ts"
import type { Outcome } from "./Delivery.ts"
import type * as Envelope from "./Envelope.ts"
import * as Failure from "./Failure.ts"
import type * as Inbox from "./Inbox.ts"
import * as Retry from "./Retry.ts"
import { askAgain, type Unavailable } from "./Unavailable.ts"

/** A delivery that has begun. */
export interface Held {
  readonly envelope: Envelope.Envelope
  readonly body: string
  readonly key: Inbox.Key
  readonly token: string
  readonly begun: Extract<Inbox.Begin, { readonly _tag: "Started" | "Committed" }>
}

/** Ends deliveries to one consumer. */
export interface Settlement {
  readonly letterOf: (
    message: Pick<Held, "body"> & { readonly envelope: Envelope.Envelope | undefined },
    cause: DeadLetters.DeadLetter["cause"],
    times: Pick<DeadLetters.DeadLetter, "firstSeenAt" | "diedAt" | "attempts">
  ) => DeadLetters.DeadLetter
  /** Stores the letter before the transport may forget the message. */
  readonly dead: (letter: DeadLetters.DeadLetter) => Effect.Effect<Outcome>
  /** The letter that an inbox record holds, which may not have been stored. */
  readonly buried: (letter: string) => Effect.Effect<Outcome>
  /** By the policy: dead, or released and to be delivered again. */
  readonly settle: (held: Held, failure: Failure.Failure) => Effect.Effect<Outcome>
  /** The handler failed, or its time or its fiber did. */
  readonly failed: (held: Held, cause: Cause.Cause<unknown>) => Effect.Effect<Outcome>
  /** What was committed could not be published. */
  readonly unpublished: (held: Held, cause: Cause.Cause<unknown>) => Effect.Effect<Outcome>
  /** The handler has run and its outputs could not be stored: another holds the lease, or nobody can say. */
  readonly undecided: (held: Held, error: Inbox.LeaseLost | Unavailable) => Effect.Effect<Outcome>
}

/** The outcome by which a transport delivers again. */
export const retryAfter = (delayMillis: number, reason: string): Outcome => ({
  _tag: "RetryAfter",
  delayMillis: Math.max(0, Math.round(delayMillis)),
  reason
})

const encodeLetter = Schema.encodeEffect(DeadLetters.Json)
const decodeLetter = Schema.decodeUnknownEffect(DeadLetters.Json)

/** Ends deliveries by a contract. */
export const make = (
  contract: Consumer.Contract,
  inbox: Inbox.Inbox["Service"],
  deadLetters: DeadLetters.DeadLetters["Service"]
): Settlement => {
  const letterOf: Settlement["letterOf"] = ({ body, envelope }, cause, times) =>
    DeadLetters.of({ consumer: contract.name, envelope, body, cause, ...times })

  const dead = (letter: DeadLetters.DeadLetter): Effect.Effect<Outcome> =>
    askAgain(deadLetters.put(letter)).pipe(
      Effect.as<Outcome>({ _tag: "Dead", letter }),
      Effect.tap(() =>
        Effect.logError("event is dead").pipe(
          Effect.annotateLogs({ letter: letter.id, kind: letter.cause.kind, error: letter.cause.tag })
        )
      ),
      Effect.catch((error) => Effect.succeed(retryAfter(contract.retry.initialMillis, error._tag)))
    )

  const diesAt = ({ begun }: Held): number => begun.firstSeenAt + contract.retry.maxAgeMillis

  const settle = Effect.fnUntraced(function* (held: Held, failure: Failure.Failure): Effect.fn.Return<Outcome> {
    const { begun, key, token } = held
    const now = yield* Clock.currentTimeMillis
    const age = now - begun.firstSeenAt
    const { retry } = contract
    const outcome = failure.message === "" ? failure.tag : `${failure.tag}: ${failure.message}`
    const kind =
      failure.kind === "undecodable" || failure.kind === "terminal"
        ? failure.kind
        : failure.kind === "attempt" && begun.attempt >= retry.attempts
          ? "exhausted"
          : age >= retry.maxAgeMillis
            ? "expired"
            : undefined
    if (kind !== undefined) {
      const letter = letterOf(
        held,
        { kind, tag: failure.tag, message: failure.message },
        {
          firstSeenAt: begun.firstSeenAt,
          diedAt: now,
          attempts: begun.history.map((attempt) =>
            attempt.outcome === "running" ? { ...attempt, endedAt: now, outcome } : attempt
          )
        }
      )
      const buried = yield* Effect.flatMap(Effect.orDie(encodeLetter(letter)), (json) =>
        askAgain(inbox.bury(key, token, json))
      ).pipe(Effect.result)
      return buried._tag === "Success" ? yield* dead(letter) : retryAfter(retry.initialMillis, buried.failure._tag)
    }
    const counts = failure.kind === "attempt" ? "attempt" : "deferral"
    const delayMillis = Math.min(
      Retry.delayMillis(retry, counts === "attempt" ? begun.attempt : begun.deferrals + 1, key.eventId),
      retry.maxAgeMillis - age
    )
    // A release that cannot be written is made good by the lease's end.
    yield* Effect.ignore(askAgain(inbox.release(key, token, { outcome, counts })))
    yield* Effect.logWarning("delivery failed").pipe(
      Effect.annotateLogs({ error: failure.tag, counts, retryAfterMillis: delayMillis })
    )
    return retryAfter(delayMillis, failure.tag)
  })

  const interrupted = ({ key, token }: Held): Effect.Effect<void> =>
    Effect.ignore(askAgain(inbox.release(key, token, { outcome: "interrupted", counts: "refund" })))

  const failed = Effect.fnUntraced(function* (held: Held, cause: Cause.Cause<unknown>): Effect.fn.Return<Outcome> {
    const failure = Failure.fromCause(cause, contract.terminal)
    if (failure?.tag === "TransportTimeout" && (yield* Clock.currentTimeMillis) >= diesAt(held)) {
      return yield* settle(held, { ...failure, kind: "deferral" })
    }
    if (failure === undefined || failure.tag === "TransportTimeout") {
      yield* interrupted(held)
      return failure === undefined ? yield* Effect.interrupt : retryAfter(0, failure.tag)
    }
    return yield* settle(held, failure)
  })

  const unpublished = (held: Held, cause: Cause.Cause<unknown>): Effect.Effect<Outcome> => {
    const failure = Failure.fromCause(cause, [])
    return failure === undefined
      ? Effect.andThen(interrupted(held), Effect.interrupt)
      : settle(held, { ...failure, kind: "deferral" })
  }

  const undecided = (held: Held, error: Inbox.LeaseLost | Unavailable): Effect.Effect<Outcome> =>
    error._tag === "LeaseLost"
      ? Effect.as(
          Effect.logWarning("lease was taken over; what this attempt did is not committed"),
          retryAfter(contract.retry.initialMillis, error._tag)
        )
      : settle(held, { tag: error._tag, message: error.message, kind: "deferral" })

  return {
    letterOf,
    dead,
    buried: (letter) => Effect.flatMap(Effect.orDie(decodeLetter(letter)), dead),
    settle,
    failed,
    unpublished,
    undecided
  }
}
