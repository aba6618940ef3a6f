/**
 * The worker of one consumer: takes its due deliveries, oldest first, hands as many at once as the contract allows to the
 * delivery algorithm, and does to each queue row what the outcome says. It sleeps until it is woken by a publication or until
 * the next delivery is due; it never polls.
 *
 * A message that no attempt can read is a dead letter after its first delivery, and one that waits for a retry is not due,
 * so neither keeps back what is behind it.
 */
import type * as Delivery from "@millrace/core/Delivery"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import type * as Queue from "./Queue.ts"

/** What a worker has done since it started. */
export interface Tally {
  running: number
  acknowledged: number
  duplicate: number
  /** Deliveries put off, for whatever reason. */
  retried: number
  dead: number
}

/** A worker, seen from outside. */
export interface Worker {
  readonly consumer: string
  readonly tally: Readonly<Tally>
}

/** Deliveries fetched at once, beyond those that are running. */
const prefetch = 32

/** Wait after the database could not answer, milliseconds. */
const storagePauseMillis = 1000

/** Starts the worker of a consumer; it runs until the scope closes, which gives running attempts back. */
export const start = Effect.fnUntraced(function* (
  delivery: Delivery.Delivery,
  queue: Queue.Queue["Service"]
): Effect.fn.Return<Worker, never, Scope.Scope> {
  const { concurrency, name: consumer, retry } = delivery.contract
  const scope = yield* Scope.Scope
  const tally: Tally = { running: 0, acknowledged: 0, duplicate: 0, retried: 0, dead: 0 }
  const latch = Latch.makeUnsafe(false)
  const running = new Set<number>()
  // Due deliveries not yet begun, oldest first.
  let fetched: Array<number> = []
  // When to look at the queue again; infinite where it holds nothing more.
  let lookAt = 0

  const lookAgain = (): void => {
    lookAt = 0
    latch.openUnsafe()
  }
  yield* queue.onGrown(consumer, lookAgain)

  const fetch = Effect.fnUntraced(function* (now: number): Effect.fn.Return<void, Unavailable> {
    const limit = running.size + prefetch
    // A publication from here on is looked for again.
    lookAt = Infinity
    const rows = yield* Effect.tapError(queue.first(consumer, limit), () => Effect.sync(lookAgain))
    const due: Array<number> = []
    let next = rows.length < limit ? Infinity : now
    for (const { dueAt, event } of rows) {
      if (running.has(event)) continue
      if (dueAt > now) {
        next = dueAt
        break
      }
      due.push(event)
    }
    fetched = due
    lookAt = Math.min(lookAt, next)
    // Whoever fetched takes one; the rest may be for lanes that are not open yet.
    if (due.length > 1) latch.openUnsafe()
  })

  /** The next delivery to make, counted as running from here on. */
  const take = Effect.fnUntraced(function* (): Effect.fn.Return<number | undefined, Unavailable> {
    if (fetched.length === 0) {
      const now = yield* Clock.currentTimeMillis
      if (lookAt <= now) yield* fetch(now)
    }
    const event = fetched.shift()
    if (event === undefined) return undefined
    running.add(event)
    tally.running++
    return event
  })

  const leave = (event: number): void => {
    running.delete(event)
    tally.running--
    queue.settled()
  }

  const count = (outcome: Delivery.Outcome): void => {
    if (outcome._tag === "Ack") tally.acknowledged++
    else if (outcome._tag === "Duplicate") tally.duplicate++
    else if (outcome._tag === "Dead") tally.dead++
    else tally.retried++
  }

  const settle = Effect.fnUntraced(function* (
    event: number,
    outcome: Delivery.Outcome
  ): Effect.fn.Return<void, Unavailable> {
    if (outcome._tag !== "RetryAfter") return yield* queue.remove(consumer, event)
    const dueAt = (yield* Clock.currentTimeMillis) + outcome.delayMillis
    yield* queue.postpone(consumer, event, dueAt)
    lookAt = Math.min(lookAt, dueAt)
    latch.openUnsafe()
  })

  /** A delivery never fails; should one do so all the same, the message is not lost and the worker goes on. */
  const deliver = (body: string): Effect.Effect<Delivery.Outcome> =>
    Effect.catchCause(delivery.deliver({ body }), () =>
      Effect.as(Effect.logError("delivery broke").pipe(Effect.annotateLogs({ consumer })), {
        _tag: "RetryAfter",
        delayMillis: retry.initialMillis,
        reason: "Defect"
      } as const)
    )

  const deliverOne = (event: number) =>
    Effect.flatMap(queue.body(event), (body) =>
      Option.isNone(body)
        ? queue.remove(consumer, event)
        : Effect.flatMap(deliver(body.value), (outcome) =>
            // A row that cannot be settled stays due, and its next delivery is a duplicate.
            Effect.tap(
              Effect.retry(settle(event, outcome), { times: 5, schedule: Schedule.spaced("200 millis") }),
              () => Effect.sync(() => count(outcome))
            )
          )
    ).pipe(
      Effect.catch(() => Effect.map(Effect.sleep(storagePauseMillis), lookAgain)),
      Effect.ensuring(Effect.sync(() => leave(event)))
    )

  /** Delivers one after another for as long as something is due. */
  const lane = (first: number): Effect.Effect<void, Unavailable> =>
    Effect.gen(function* () {
      let event: number | undefined = first
      while (event !== undefined) {
        yield* deliverOne(event)
        event = yield* take()
      }
    }).pipe(Effect.ensuring(Effect.sync(() => latch.openUnsafe())))

  const dispatch = Effect.gen(function* () {
    while (true) {
      latch.closeUnsafe()
      while (running.size < concurrency) {
        const event = yield* take()
        if (event === undefined) break
        yield* Effect.forkIn(Effect.ignore(lane(event)), scope)
      }
      if (running.size >= concurrency || lookAt === Infinity) {
        yield* latch.await
      } else {
        const now = yield* Clock.currentTimeMillis
        yield* Effect.timeoutOption(latch.await, Math.max(0, lookAt - now))
      }
    }
  })

  const forever = Effect.forever(Effect.catch(dispatch, () => Effect.sleep(storagePauseMillis)))
  yield* Effect.forkIn(forever, scope)
  return { consumer, tally }
})
