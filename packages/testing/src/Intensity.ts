/**
 * How the faults of a seed are spread over its run. Each seed leaves out some kinds and overdoes others: runs that all look alike
 * find less than runs that differ. Many seeds play a scenario, kinds that together lead to a branch of the delivery algorithm
 * where one alone hardly ever does, and add a partner, one kind more, so that every kind meets every branch.
 */
import * as Draws from "./Draws.ts"
import * as Fault from "./Fault.ts"

/** The intensity of a seed, and what kind of run it needs. */
export interface Intensity extends Fault.Intensity {
  /** Whether the run needs several processes, which give messages to each other while they are worked on. */
  readonly isCrowded: boolean
}

/** Kinds that few sites know need more chance at each. */
const scarcity = new Map<Fault.Kind, number>([
  ["partial", 4],
  ["conflict", 3],
  ["stale-index", 6],
  ["short-of-time", 3],
  ["outage", 0.2],
  ...Fault.messageKinds.map((kind): readonly [Fault.Kind, number] => [kind, 3]),
  ...Fault.timedKinds.map((kind): readonly [Fault.Kind, number] => [kind, 12])
])

interface Scenario {
  readonly rates: ReadonlyMap<Fault.Kind, number>
  readonly isCrowded?: boolean
}

/** Where leases are taken over while their holders work: by a clock that is ahead, or by a message that came back. */
const takeovers: ReadonlyArray<Scenario> = [
  {
    rates: new Map([
      ["clock-jump", 0.9],
      ["duplicate", 0.8],
      ["slow", 0.1]
    ]),
    isCrowded: true
  },
  {
    rates: new Map([
      ["clock-jump", 0.9],
      ["duplicate", 0.5],
      ["slow", 0.02],
      ["crash", 0]
    ]),
    isCrowded: true
  },
  {
    rates: new Map([
      ["duplicate", 0.3],
      ["slow", 0.2]
    ]),
    isCrowded: true
  }
]

const scenarios: ReadonlyArray<Scenario> = [
  ...takeovers,
  ...takeovers,
  {
    rates: new Map([
      ["short-of-time", 0.4],
      ["slow", 0.1]
    ])
  },
  {
    rates: new Map([
      ["slow", 0.15],
      ["timeout", 0.05]
    ])
  },
  { rates: new Map([["conflict", 0.2]]) },
  { rates: new Map([["crash", 0.25]]) },
  {
    rates: new Map([
      ["shutdown", 0.9],
      ["slow", 0.1]
    ])
  }
]

/** Partners, the scarcest thrice. */
const partners: ReadonlyArray<Fault.Kind> = [...Fault.kinds, "partial", "partial", "stale-index", "stale-index"]

/** The intensity of a seed. */
export const of = (seed: number, allowed: ReadonlySet<Fault.Kind>): Intensity => {
  const draws = Draws.make(seed, "intensity")
  const scenario = draws.chance(0.45) ? scenarios[draws.int(0, scenarios.length - 1)] : undefined
  const partner = scenario === undefined ? undefined : partners[draws.int(0, partners.length - 1)]
  const rates = new Map(
    Fault.kinds.map((kind): readonly [Fault.Kind, number] => {
      const scarce = scarcity.get(kind) ?? 1
      const usual = draws.pick([0, 0, 0.005, 0.02, 0.06]) * scarce
      const rate = Math.max(scenario?.rates.get(kind) ?? usual, kind === partner ? 0.08 * scarce : 0)
      return [kind, allowed.has(kind) ? Math.min(0.9, rate) : 0]
    })
  )
  return {
    rates,
    limit: draws.pick(scenario === undefined ? [2, 6, 15, 30, 60] : [15, 30, 60]),
    isCrowded: scenario?.isCrowded === true,
    partner
  }
}
