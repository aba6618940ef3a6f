/**
 * Retry policies as data: part of a consumer's contract, turned into delays by one arithmetic on every transport and into
 * queue settings on AWS. A policy that a queue could not keep is refused when it is made.
 */
import * as Duration from "effect/Duration"
import * as ContentId from "./ContentId.ts"

/** Longest delay that SQS can keep: 12 hours of message visibility. */
export const maxDelayMillis = 43_200_000

/** Longest age that SQS can keep: 14 days of retention, less one longest delay. */
export const maxAgeLimitMillis = 14 * 86_400_000 - maxDelayMillis

/** Delays between attempts: `initial × factor^(n−1)`, at most `max`, spread by `jitter`. Times in milliseconds. */
export interface Policy {
  /** How many attempts before the event is dead, the first included. */
  readonly attempts: number
  readonly initialMillis: number
  readonly factor: number
  readonly maxMillis: number
  /** Age, counted from the first delivery, after which the event is dead whatever its attempts. */
  readonly maxAgeMillis: number
  /** Share of the delay, 0 to 1, that may be taken off; which share is decided by the event's id, not by chance. */
  readonly jitter: number
}

/** A policy that cannot be kept. Thrown when a contract is made: it is a mistake in the program, not in its input. */
export class PolicyInvalid extends Error {
  override readonly name = "PolicyInvalid"
}

const positive = (name: string, millis: number): void => {
  if (!Number.isFinite(millis) || millis <= 0) {
    throw new PolicyInvalid(`Retry: ${name} must be a positive, finite duration.`)
  }
}

/**
 * A policy with exponentially growing delays.
 *
 * Throws `PolicyInvalid` for fewer than one attempt, a delay above SQS's 12 hours, an age above its retention, a factor
 * below 1 and a jitter outside 0 to 1.
 */
export const exponential = (options: {
  readonly attempts: number
  readonly initial: Duration.Input
  readonly max: Duration.Input
  readonly maxAge: Duration.Input
  readonly factor?: number
  readonly jitter?: number
}): Policy => {
  const policy: Policy = {
    attempts: options.attempts,
    initialMillis: Duration.toMillis(options.initial),
    factor: options.factor ?? 2,
    maxMillis: Duration.toMillis(options.max),
    maxAgeMillis: Duration.toMillis(options.maxAge),
    jitter: options.jitter ?? 0
  }
  if (!Number.isInteger(policy.attempts) || policy.attempts < 1 || policy.attempts > 1000) {
    throw new PolicyInvalid(`Retry: attempts must be a whole number from 1 to 1000, not ${policy.attempts}.`)
  }
  positive("initial", policy.initialMillis)
  positive("max", policy.maxMillis)
  positive("maxAge", policy.maxAgeMillis)
  if (policy.maxMillis > maxDelayMillis) {
    throw new PolicyInvalid("Retry: max is above 12 hours, the longest that SQS keeps a message invisible.")
  }
  if (policy.initialMillis > policy.maxMillis) throw new PolicyInvalid("Retry: initial is above max.")
  if (policy.maxAgeMillis > maxAgeLimitMillis) {
    throw new PolicyInvalid(
      "Retry: maxAge is above 13.5 days: SQS keeps a message for 14 days, one longest delay included."
    )
  }
  if (!(policy.factor >= 1)) throw new PolicyInvalid("Retry: factor must be 1 or more.")
  if (!(policy.jitter >= 0 && policy.jitter <= 1)) throw new PolicyInvalid("Retry: jitter must be from 0 to 1.")
  return policy
}

/** A policy with the same delay before every attempt. */
export const fixed = (options: {
  readonly attempts: number
  readonly delay: Duration.Input
  readonly maxAge: Duration.Input
}): Policy =>
  exponential({
    attempts: options.attempts,
    initial: options.delay,
    max: options.delay,
    maxAge: options.maxAge,
    factor: 1
  })

/** What a contract has that names none: 5 attempts, 2 seconds doubling to 5 minutes, 24 hours. */
export const standard: Policy = exponential({ attempts: 5, initial: "2 seconds", max: "5 minutes", maxAge: "24 hours" })

/**
 * Milliseconds to wait after failure number `failures` (from 1) of the event `eventId`, whole. Equal arguments give
 * equal delays, jitter included.
 */
export const delayMillis = (policy: Policy, failures: number, eventId: string): number => {
  const grown = Math.min(policy.maxMillis, policy.initialMillis * policy.factor ** Math.min(failures - 1, 1000))
  if (policy.jitter === 0) return Math.round(grown)
  const share = Number.parseInt(ContentId.make(["jitter", eventId, String(failures)]).slice(0, 8), 16) / 0x1_0000_0000
  return Math.max(1, Math.round(grown * (1 - policy.jitter * share)))
}
