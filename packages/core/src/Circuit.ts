/**
 * A circuit breaker, as data and arithmetic: it stops the consumption of a queue while a service that its deliveries stand on
 * is down, so that an outage costs one delivery now and then instead of every delivery its patience.
 *
 *     closed ──failures in a row──▶ open ──pause over──▶ deliveries try ──answered──▶ closed
 *                                     ▲                              │
 *                                     └───────longer pause──unavailable
 *
 * The oldest delivery tries first, and where it fails one that has not failed yet, so that deliveries which alone are out of
 * luck do not keep the rest waiting. Only answers that say a service is down count: a handler that fails has been reached, and so has its storage.
 */
import type * as Delivery from "./Delivery.ts"

/** When a circuit opens and how long it pauses. Times in milliseconds. */
export interface Policy {
  /** Outages in a row, with no answer in between, that open it. */
  readonly failures: number
  readonly initialMillis: number
  readonly factor: number
  readonly maxMillis: number
}

/** Opens at the third outage in a row; pauses a second, doubling to half a minute. */
export const standard: Policy = { failures: 3, initialMillis: 1000, factor: 2, maxMillis: 30_000 }

/** A circuit at an instant. Times in epoch milliseconds. */
export type State =
  | { readonly _tag: "Closed"; readonly failures: number }
  | {
      readonly _tag: "Open"
      readonly since: number
      readonly retryAt: number
      readonly pauseMillis: number
      /** Deliveries that have tried in vain since `retryAt`. */
      readonly tried: number
    }

/** Deliveries that try after a pause before there is another. */
const triesPerPause = 2

/** A circuit that nothing has happened to. */
export const closed: State = { _tag: "Closed", failures: 0 }

const outages = new Set(["Unavailable", "PublishFailed"])

/** Whether a delivery was put off because a service is down; `undefined` where its answer says nothing either way. */
export const isOutage = (outcome: Delivery.Outcome): boolean | undefined =>
  outcome._tag !== "RetryAfter"
    ? false
    : outages.has(outcome.reason)
      ? true
      : outcome.reason === "Leased" || outcome.reason === "TransportTimeout" || outcome.reason === "HandlerTimeout"
        ? undefined
        : false

/** The circuit after an outage at `now`. */
export const failed = (state: State, policy: Policy, now: number): State => {
  if (state._tag === "Closed") {
    const failures = state.failures + 1
    return failures < policy.failures ? { _tag: "Closed", failures } : open(now, now, policy.initialMillis)
  }
  // A delivery that was under way when the circuit opened says nothing new.
  if (now < state.retryAt) return state
  const tried = state.tried + 1
  return tried < triesPerPause
    ? { ...state, tried }
    : open(state.since, now, Math.min(policy.maxMillis, state.pauseMillis * policy.factor))
}

const open = (since: number, now: number, pauseMillis: number): State => ({
  _tag: "Open",
  since,
  retryAt: now + pauseMillis,
  pauseMillis,
  tried: 0
})

/** How many deliveries may be under way at `now`, of the `concurrency` that the contract allows. */
export const admits = (state: State, concurrency: number, now: number): number =>
  state._tag === "Closed" ? concurrency : now < state.retryAt ? 0 : 1

/** When a pause is over; `undefined` where there is none at `now`. */
export const resumesAt = (state: State, now: number): number | undefined =>
  state._tag === "Open" && now < state.retryAt ? state.retryAt : undefined

/** Whether a pause is over and nothing has tried since. */
export const isFirstTry = (state: State, now: number): boolean =>
  state._tag === "Open" && state.tried === 0 && state.retryAt <= now

/** Whether a delivery has tried in vain since the last pause. */
export const hasTried = (state: State): boolean => state._tag === "Open" && state.tried > 0
