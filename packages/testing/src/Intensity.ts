/**
 * How the faults of a seed are spread over its run. Each seed leaves out some kinds and overdoes others: runs that all look alike
 * find less than runs that differ. Many seeds play a scenario, kinds that together lead to a branch of the delivery algorithm
 * where one alone hardly ever does, and add a partner, one kind more, so that every kind meets every branch.
 */
import * as Draws from "./Draws.ts"
import * as Fault from "./Fault.ts"
import type * as Interception from "./Interception.ts"

/** The intensity of a seed, and what kind of run it needs. */
export interface Intensity extends Fault.Intensity {
  /** Whether the run needs several processes, which give messages to each other while they are worked on. */
  readonly isCrowded: boolean
  /** The steps of a delivery in which crashes happen; any where undefined. */
  readonly crashPhases: ReadonlySet<Interception.Phase> | undefined
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
  /** Where its crashes happen; anywhere unless told. */
  readonly phases?: ReadonlyArray<Interception.Phase>
  readonly isCrowded?: boolean
  /** Its partners; any kind unless told. */
  readonly partners?: ReadonlyArray<Fault.Kind>
  /** Most faults of a run. */
  readonly limit?: number
}

/** Leases are taken over while their holders work: by a clock that is ahead, or by a message that came back. */
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

/** Events grow old: a clock far ahead, or one refusal after another. */
const growingOld: Scenario = {
  rates: new Map([
    ["clock-jump", 0.9],
    ["throttle", 0.1]
  ])
}

/** Attempts take longer than they may. */
const slowness: Scenario = {
  rates: new Map([
    ["timeout", 0.2],
    ["slow", 0.15]
  ])
}

/** The transport has less time than the handler. */
const shortness: Scenario = {
  rates: new Map([
    ["short-of-time", 0.4],
    ["slow", 0.1]
  ])
}

/** The same, and nothing is slow: what fails does so within the time that there is. */
const pressure: Scenario = { rates: new Map([["short-of-time", 0.9]]) }

/** Processes are told to stop while they work. */
const stopping: Scenario = {
  rates: new Map([
    ["shutdown", 0.9],
    ["slow", 0.1]
  ])
}

/** Processes die when outputs are decided and have not left: the next delivery resumes. */
const resumption: Scenario = { rates: new Map([["crash", 0.3]]), phases: ["commit", "publish", "complete"] }

/** Writes are held up, and nothing else, so that deliveries that work at once get in each other's way. */
const contention: Scenario = {
  rates: new Map([...Fault.kinds.map((kind): readonly [Fault.Kind, number] => [kind, 0]), ["conflict", 0.3]]),
  partners: ["conflict"],
  limit: 200
}

const dying: Scenario = { rates: new Map([["crash", 0.25]]) }

const scenarios: ReadonlyArray<Scenario> = [
  ...takeovers,
  ...takeovers,
  growingOld,
  slowness,
  slowness,
  shortness,
  stopping,
  resumption,
  contention,
  contention,
  contention,
  dying
]

const paired = (
  among: ReadonlyArray<Scenario>,
  partners: ReadonlyArray<Fault.Kind>
): ReadonlyArray<readonly [Scenario, Fault.Kind]> =>
  among.flatMap((scenario) => partners.map((partner) => [scenario, partner] as const))

/** What hardly ever comes together by itself, the rarest several times. */
const rarities: ReadonlyArray<readonly [Scenario, Fault.Kind]> = [
  ...paired(takeovers, ["stale-index", "stale-index", "stale-index", "outage", "outage", "reorder", "delay", "drop"]),
  ...paired([growingOld, shortness, stopping], ["stale-index", "stale-index"]),
  ...paired([pressure, pressure, pressure, pressure], ["stale-index", "stale-index"]),
  ...paired([pressure, shortness, slowness], ["partial", "partial"]),
  ...paired([growingOld], ["outage", "reorder", "delay", "drop"]),
  ...paired([resumption], ["outage", "outage", "reorder", "delay", "drop", "duplicate"]),
  ...paired([shortness, stopping], ["drop"])
]

/** Partners, the scarcest several times. */
const partners: ReadonlyArray<Fault.Kind> = [
  ...Fault.kinds,
  ...(["partial", "partial", "stale-index", "stale-index"] as const)
]

/** How likely a partner is at a site where it can happen. */
const partnerRate = (partner: Fault.Kind, scarce: number): number =>
  partner === "stale-index" ? 0.9 : Fault.messageKinds.some((kind) => kind === partner) ? 0.6 : 0.08 * scarce

const pickOf = <A>(draws: Draws.Draws, list: ReadonlyArray<A>): A | undefined => list[draws.int(0, list.length - 1)]

/** Some seeds play no scenario, some one of those that are hard to meet. */
const chosen = (
  draws: Draws.Draws
): {
  readonly scenario: Scenario | undefined
  readonly partner: Fault.Kind | undefined
  readonly isRare: boolean
} => {
  const share = draws.next()
  if (share < 0.4) return { scenario: undefined, partner: undefined, isRare: false }
  if (share < 0.75) {
    const scenario = pickOf(draws, scenarios)
    return { scenario, partner: pickOf(draws, scenario?.partners ?? partners), isRare: false }
  }
  const [scenario, partner] = pickOf(draws, rarities) ?? []
  return { scenario, partner, isRare: true }
}

/** The intensity of a seed. */
export const of = (seed: number, allowed: ReadonlySet<Fault.Kind>): Intensity => {
  const draws = Draws.make(seed, "intensity")
  const { isRare, partner, scenario } = chosen(draws)
  // Where two must meet late in the run, faults are not to be used up before.
  const tempering = isRare ? 0.5 : 1
  const rates = new Map(
    Fault.kinds.map((kind): readonly [Fault.Kind, number] => {
      const scarce = scarcity.get(kind) ?? 1
      const usual = draws.pick([0, 0, 0.005, 0.02, 0.06]) * scarce
      const rate = (scenario?.rates.get(kind) ?? usual) * tempering
      const wanted = kind === partner ? partnerRate(kind, scarce) : 0
      return [kind, allowed.has(kind) ? Math.min(0.9, Math.max(rate, wanted)) : 0]
    })
  )
  return {
    rates,
    limit: scenario?.limit ?? (isRare ? 250 : draws.pick(scenario === undefined ? [2, 6, 15, 30, 60] : [15, 30, 60])),
    isCrowded: scenario?.isCrowded === true,
    partner,
    leads: new Set([...(scenario?.rates ?? [])].flatMap(([kind, rate]) => (rate > 0 ? [kind] : []))),
    crashPhases: scenario?.phases === undefined ? undefined : new Set(scenario.phases)
  }
}
