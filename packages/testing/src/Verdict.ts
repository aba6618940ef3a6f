/**
 * What a fault does to the call that it hits: how much of the call happens, how long it takes, and what the caller is told; and
 * to the message that it hits: when which copies arrive.
 */
import type * as Fault from "./Fault.ts"
import * as Interception from "./Interception.ts"

/** Between a thousandth and a thousand of seconds, evenly over orders of magnitude. Milliseconds. */
export const spread = (share: number, fewest: number, most: number): number =>
  Math.round(fewest * (most / fewest) ** share)

/** What becomes of a call that a fault hits. */
export const verdictOf = (fault: Fault.Fault, call: Interception.Call, latencyMillis: number): Interception.Verdict => {
  const { kind, size } = fault
  const fail = (
    applied: Interception.Applied,
    reason: "throttled" | "timeout",
    latency: number
  ): Interception.Verdict => ({
    _tag: "Fail",
    latencyMillis: latency,
    applied,
    error: Interception.unavailable(call.operation, reason, `a simulated ${kind}`)
  })
  switch (kind) {
    case "throttle":
      return fail("none", "throttled", latencyMillis)
    case "lost-answer":
      return fail("all", "timeout", latencyMillis)
    case "timeout":
      return fail(call.writes && size < 0.5 ? "all" : "none", "timeout", spread(size, 20_000, 300_000))
    case "partial":
      return fail({ share: size }, "throttled", latencyMillis)
    case "slow":
      return { _tag: "Pass", latencyMillis: spread(size, 1000, 1_500_000) }
    case "conflict":
      return { _tag: "Pass", latencyMillis: spread(size, 200, 10_000) }
    case "stale-index":
      return { _tag: "Stale", latencyMillis, byMillis: spread(size, 10, 300_000) }
    default: {
      const applied: Interception.Applied =
        size < 0.4 ? "none" : size < 0.75 || !call.divisible ? "all" : { share: (size - 0.75) * 4 }
      return { _tag: "Crash", latencyMillis, applied: call.writes ? applied : "none" }
    }
  }
}

/** When the copies of a message that a fault hits arrive: milliseconds from now, one for each. */
export const arrivalsOf = (
  { kind, size }: Fault.Fault,
  options: {
    /** When a copy arrives that no fault holds up. */
    readonly soon: (copy: number) => number
    readonly draw: (label: string) => number
    /** The handler's own limit. */
    readonly timeoutMillis: number
  }
): ReadonlyArray<number> => {
  const { draw, soon, timeoutMillis } = options
  switch (kind) {
    case "duplicate":
      // As often while the first is worked on as long after.
      return Array.from({ length: 2 + Math.floor(size * 3) }, (_, copy) =>
        copy === 0 ? soon(0) : spread(draw(`later/${copy}`), 1, copy % 2 === 1 ? 1000 : 120_000)
      )
    case "reorder":
      return [spread(size, 50, 5000)]
    case "delay":
      return [spread(size, 5000, 1_800_000)]
    default:
      // Dropped, and delivered again when whoever had it is given up.
      return [6 * timeoutMillis]
  }
}
