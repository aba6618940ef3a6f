/**
 * The worker of one consumer: takes its due deliveries, oldest first, hands as many at once as the contract allows to the
 * delivery algorithm, and does to each queue row what the outcome says. It sleeps until it is woken by a publication or until
 * the next delivery is due; it never polls.
 *
 * A message that no attempt can read is a dead letter after its first delivery, and one that waits for a retry is not due,
 * so neither keeps back what is behind it.
 *
 * While a service is down, the circuit pauses the consumer: deliveries stay on the queue with their attempts and their age in
 * it, the oldest tries now and then, and when it is answered all go on in order of age.
 */
import * as Circuit from "@millrace/core/Circuit"
import type * as Delivery from "@millrace/core/Delivery"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Option from "effect/Option"
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

/** What a worker may be told. */
export interface Options {
  /** Called when consumption is paused, tried again in vain, and resumed. */
  readonly onCircuit?: (consumer: string, state: Circuit.State) => Effect.Effect<void>
}

/** Deliveries fetched at once, beyond those that are running. */
const prefetch = 32

/** Wait after the database could not answer, milliseconds. */
const storagePauseMillis = 1000

/** Wait before a row that could not be settled is written again. */
const settlePause = "200 millis"

/** Starts the worker of a consumer; it runs until the scope closes, which gives running attempts back. */
export const start = Effect.fnUntraced(function* (
  delivery: Delivery.Delivery,
  queue: Queue.Queue["Service"],
  options: Options = {}
): Effect.fn.Return<Worker, never, Scope.Scope> {
  const { concurrency, name: consumer, retry } = delivery.contract
  const scope = yield* Scope.Scope
  const tally: Tally = { running: 0, acknowledged: 0, duplicate: 0, retried: 0, dead: 0 }
  const latch = Latch.makeUnsafe(false)
  const running = new Set<number>()
  // Due deliveries not yet begun, oldest first.
  let fetched: Array<Queue.Waiting> = []
  let circuit: Circuit.State = Circuit.closed
  // Deliveries put off by an outage, with the instant from which they were due before it.
  const putOff = new Map<number, number>()
  // When to look at the queue again; infinite where it holds nothing more.
  let lookAt = 0

  const lookAgain = (): void => {
    lookAt = 0
    latch.openUnsafe()
  }
  yield* queue.onGrown(consumer, () => {
    lookAt = 0
    // Where every place is taken, whoever leaves one looks.
    if (running.size < concurrency) latch.openUnsafe()
  })

  const fetch = (now: number): Effect.Effect<void, Unavailable> =>
    Effect.suspend(() => {
      const limit = running.size + prefetch
      // A publication from here on is looked for again.
      lookAt = Infinity
      return Effect.map(
        Effect.tapError(queue.first(consumer, limit), () => Effect.sync(lookAgain)),
        (rows) => {
          const due: Array<Queue.Waiting> = []
          let next = rows.length < limit ? Infinity : now
          for (const waiting of rows) {
            if (running.has(waiting.event)) continue
            if (waiting.dueAt > now) {
              next = waiting.dueAt
              break
            }
            due.push(waiting)
          }
          fetched = due
          lookAt = Math.min(lookAt, next)
          // Whoever fetched takes one; the rest may be for lanes that are not open yet.
          if (due.length > 1 && running.size + 1 < concurrency) latch.openUnsafe()
        }
      )
    })

  // Places promised to whoever is looking for a delivery to fill them.
  let promised = 0

  const pick = (): Queue.Waiting | undefined => {
    // Where the oldest has tried in vain, one that has never failed says whether it is the service or only that delivery.
    const second = Circuit.hasTried(circuit) ? fetched.findIndex(({ event }) => !putOff.has(event)) : 0
    const waiting = second > 0 ? fetched.splice(second, 1)[0] : fetched.shift()
    if (waiting === undefined) return undefined
    running.add(waiting.event)
    tally.running++
    return waiting
  }

  /** The next delivery to make, counted as running from here on. */
  const take: Effect.Effect<Queue.Waiting | undefined, Unavailable> = Clock.clockWith((clock) => {
    const now = clock.currentTimeMillisUnsafe()
    if (running.size + promised >= Circuit.admits(circuit, concurrency, now)) return Effect.undefined
    if (fetched.length > 0 || lookAt > now) return Effect.succeed(pick())
    promised++
    return Effect.map(
      Effect.onExit(fetch(now), () => Effect.sync(() => promised--)),
      pick
    )
  })

  const leave = (event: number): void => {
    running.delete(event)
    tally.running--
  }

  const count = (outcome: Delivery.Outcome): void => {
    if (outcome._tag === "Ack") tally.acknowledged++
    else if (outcome._tag === "Duplicate") tally.duplicate++
    else if (outcome._tag === "Dead") tally.dead++
    else tally.retried++
  }

  const postpone = Effect.fnUntraced(function* (
    { dueAt: wasDueAt, event }: Queue.Waiting,
    outcome: Extract<Delivery.Outcome, { readonly _tag: "RetryAfter" }>
  ): Effect.fn.Return<void, Unavailable> {
    const dueAt = (yield* Clock.currentTimeMillis) + outcome.delayMillis
    yield* queue.postpone(consumer, event, dueAt)
    if (Circuit.isOutage(outcome) === true) putOff.set(event, putOff.get(event) ?? wasDueAt)
    lookAt = Math.min(lookAt, dueAt)
    latch.openUnsafe()
  })

  const settle = (waiting: Queue.Waiting, outcome: Delivery.Outcome): Effect.Effect<void, Unavailable> => {
    if (outcome._tag === "RetryAfter") return postpone(waiting, outcome)
    if (putOff.size > 0) putOff.delete(waiting.event)
    return queue.remove(consumer, waiting.event)
  }

  /** Makes deliveries that an outage put off due as they were before it, which gives them their places by age again. */
  const restore = Effect.fnUntraced(function* (
    deliveries: Iterable<readonly [number, number]>
  ): Effect.fn.Return<void, Unavailable> {
    for (const [event, dueAt] of deliveries) yield* queue.postpone(consumer, event, dueAt)
    fetched = []
    lookAgain()
  })

  const oldestPutOff = () => [...putOff].sort(([a, left], [b, right]) => left - right || a - b).slice(0, 1)

  const turn = Effect.fnUntraced(function* (outage: boolean) {
    const before = circuit
    circuit = outage ? Circuit.failed(before, Circuit.standard, yield* Clock.currentTimeMillis) : Circuit.closed
    if (circuit._tag === "Closed" && before._tag === "Closed") {
      if (!outage) putOff.clear()
      return
    }
    if (circuit._tag === "Closed") {
      yield* Effect.logInfo("service is back; consumption goes on").pipe(Effect.annotateLogs({ consumer }))
      // Where the queue cannot be written, deliveries keep the places that their retries gave them.
      yield* Effect.ignore(restore(putOff))
      putOff.clear()
    } else if (before._tag === "Closed") {
      yield* Effect.logWarning("service is down; consumption is paused").pipe(Effect.annotateLogs({ consumer }))
    }
    if (circuit !== before) yield* options.onCircuit?.(consumer, circuit) ?? Effect.void
  })

  const step = (outcome: Delivery.Outcome): Effect.Effect<void> => {
    const outage = Circuit.isOutage(outcome)
    if (outage === undefined) return Effect.void
    // Nearly every delivery of a healthy service finds everything as it was.
    return !outage && circuit === Circuit.closed && putOff.size === 0 ? Effect.void : turn(outage)
  }

  /** A delivery never fails; should one do so all the same, the message is not lost and the worker goes on. */
  const deliver = (body: string): Effect.Effect<Delivery.Outcome> =>
    Effect.catchCause(delivery.deliver({ body }), () =>
      Effect.as(Effect.logError("delivery broke").pipe(Effect.annotateLogs({ consumer })), {
        _tag: "RetryAfter",
        delayMillis: retry.initialMillis,
        reason: "Defect"
      } as const)
    )

  /** A row that cannot be settled stays due, and its next delivery is a duplicate. */
  const settled = (waiting: Queue.Waiting, outcome: Delivery.Outcome): Effect.Effect<void, Unavailable> =>
    // A schedule is a machine of its own; nearly every row is settled at once, and needs none.
    Effect.catch(settle(waiting, outcome), () =>
      Effect.retry(Effect.delay(settle(waiting, outcome), settlePause), { times: 4 })
    )

  const deliverOne = (waiting: Queue.Waiting): Effect.Effect<void> =>
    Effect.flatMap(queue.body(waiting.event), (body) =>
      Option.isNone(body)
        ? queue.remove(consumer, waiting.event)
        : Effect.flatMap(deliver(body.value), (outcome) =>
            Effect.onExit(settled(waiting, outcome), (exit) => {
              if (Exit.isSuccess(exit)) count(outcome)
              return step(outcome)
            })
          )
    ).pipe(
      Effect.catch(() => Effect.map(Effect.sleep(storagePauseMillis), lookAgain)),
      Effect.onExit(() => {
        leave(waiting.event)
        return Effect.void
      })
    )

  /** Delivers one after another for as long as something is due. */
  const lane = (first: Queue.Waiting): Effect.Effect<void, Unavailable> => {
    const on = (waiting: Queue.Waiting): Effect.Effect<void, Unavailable> =>
      Effect.flatMap(
        Effect.flatMap(deliverOne(waiting), () => take),
        (next) => (next === undefined ? Effect.void : on(next))
      )
    const end = Effect.map(Effect.ignore(queue.flush), () => {
      queue.settled()
      latch.openUnsafe()
    })
    return Effect.ensuring(on(first), end)
  }

  const dispatch = Effect.gen(function* () {
    while (true) {
      latch.closeUnsafe()
      const now = yield* Clock.currentTimeMillis
      if (putOff.size > 0 && running.size === 0 && Circuit.isFirstTry(circuit, now)) {
        yield* restore(oldestPutOff())
      }
      while (true) {
        const waiting = yield* take
        if (waiting === undefined) break
        yield* Effect.forkIn(Effect.ignore(lane(waiting)), scope)
      }
      const later = yield* Clock.currentTimeMillis
      const resumesAt = Circuit.resumesAt(circuit, later)
      const full = running.size >= Circuit.admits(circuit, concurrency, later)
      const wakeAt = resumesAt ?? (full ? Infinity : lookAt)
      if (wakeAt === Infinity) yield* latch.await
      else yield* Effect.timeoutOption(latch.await, Math.max(0, wakeAt - later))
    }
  })

  const forever = Effect.forever(Effect.catch(dispatch, () => Effect.sleep(storagePauseMillis)))
  yield* Effect.forkIn(forever, scope)
  return { consumer, tally }
})
