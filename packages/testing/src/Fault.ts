/**
 * Faults: the kinds there are, how a seed chooses among them, and a fault as data. A fault belongs to a site, a place in the
 * run that keeps its name whatever else happens, so the same faults can be asked for again, or all but one of them.
 */
import * as Draws from "./Draws.ts"
import type * as Interception from "./Interception.ts"

/** Faults of one call to storage or bus. */
export const callKinds = [
  /** Refused before it had any effect. */
  "throttle",
  /** Had its effect; the caller is told that it failed. */
  "lost-answer",
  /** Takes seconds. */
  "slow",
  /** No answer for longer than any handler may run, then a failure; it may have had its effect. */
  "timeout",
  /** A part happens: some entries of a call, some rows of a batch, the beginning of an object. */
  "partial",
  /** An index answers as of a while ago. */
  "stale-index",
  /** A write is held up after what it depends on was read, so that others get in between. */
  "conflict",
  /** The process dies before, after or halfway through the call. */
  "crash"
] as const

/** Faults of one message on its way to one consumer. */
export const messageKinds = ["duplicate", "reorder", "delay", "drop"] as const

/** Faults of one delivery's time. */
export const deliveryKinds = ["short-of-time"] as const

/** Faults that happen at an instant. */
export const timedKinds = ["shutdown", "kill", "clock-jump", "outage"] as const

/** Every kind. */
export const kinds = [...callKinds, ...messageKinds, ...deliveryKinds, ...timedKinds] as const

/** A kind of fault. */
export type Kind = (typeof kinds)[number]

/** A fault that happens at a site. */
export interface Fault {
  readonly site: string
  readonly kind: Kind
  /** From 0 to 1: how much of it, in whatever the kind counts. */
  readonly size: number
}

/** How faults are spread over a run. */
export interface Intensity {
  /** Probability of each kind at a site where it can happen. */
  readonly rates: ReadonlyMap<Kind, number>
  /** Most faults of a run, so that it comes to rest. */
  readonly limit: number
}

/** A decider of faults: by chance of a seed, or exactly those told. */
export interface Plan {
  /** `weight` is how many times likelier than usual a fault is at a site that few runs come to. Default 1. */
  readonly at: (site: string, applicable: ReadonlyArray<Kind>, weight?: number) => Fault | undefined
  /** Faults that have happened, in order. */
  readonly happened: ReadonlyArray<Fault>
  /** No more faults from now on. */
  readonly stop: () => void
}

/** Kinds that few sites know need more chance at each. */
const scarcity = new Map<Kind, number>([
  ["partial", 4],
  ["conflict", 3],
  ["stale-index", 6],
  ["short-of-time", 3],
  ...messageKinds.map((kind): readonly [Kind, number] => [kind, 3]),
  ...timedKinds.map((kind): readonly [Kind, number] => [kind, 12])
])

/**
 * Kinds that together lead where one alone hardly ever does: a lease that is taken over while its holder works, an attempt
 * that runs out of time, a delivery that is given up.
 */
const alliances: ReadonlyArray<ReadonlyMap<Kind, number>> = [
  new Map([
    ["clock-jump", 0.9],
    ["duplicate", 0.8],
    ["slow", 0.1]
  ]),
  new Map([
    ["clock-jump", 0.9],
    ["duplicate", 0.4],
    ["slow", 0.02],
    ["crash", 0]
  ]),
  new Map([
    ["duplicate", 0.6],
    ["slow", 0.2]
  ]),
  new Map([
    ["short-of-time", 0.4],
    ["slow", 0.1]
  ]),
  new Map([
    ["slow", 0.15],
    ["timeout", 0.05]
  ]),
  new Map([["conflict", 0.2]]),
  new Map([["crash", 0.25]]),
  new Map([
    ["shutdown", 0.9],
    ["slow", 0.1]
  ])
]

/**
 * The intensity of a seed. Each seed leaves out some kinds and overdoes others: runs that all look alike find less than runs
 * that differ.
 */
export const intensityOf = (seed: number, allowed: ReadonlySet<Kind>): Intensity => {
  const draws = Draws.make(seed, "intensity")
  const alliance = draws.chance(0.35) ? alliances[draws.int(0, alliances.length - 1)] : undefined
  const rates = new Map(
    kinds.map((kind): readonly [Kind, number] => {
      const rate = draws.pick([0, 0, 0.005, 0.02, 0.06]) * (scarcity.get(kind) ?? 1)
      return [kind, allowed.has(kind) ? Math.min(0.9, alliance?.get(kind) ?? rate) : 0]
    })
  )
  return { rates, limit: draws.pick(alliance === undefined ? [2, 6, 15, 30, 60] : [15, 30, 60]) }
}

/** Faults by chance. */
export const drawn = (seed: number, intensity: Intensity): Plan => {
  const happened: Array<Fault> = []
  let left = intensity.limit
  return {
    happened,
    stop: () => {
      left = 0
    },
    at: (site, applicable, weight = 1) => {
      if (left <= 0) return undefined
      let chance = Draws.at(seed, site)
      for (const kind of applicable) {
        chance -= weight * (intensity.rates.get(kind) ?? 0)
        if (chance >= 0) continue
        left--
        const fault = { site, kind, size: Math.round(Draws.at(seed, `${site}/size`) * 1000) / 1000 }
        happened.push(fault)
        return fault
      }
      return undefined
    }
  }
}

/** Exactly these faults, each once: a run may come to a site again, and one that had no more faults to give spared it then. */
export const fixed = (faults: ReadonlyArray<Fault>): Plan => {
  const bySite = Map.groupBy(faults, ({ site }) => site)
  const happened: Array<Fault> = []
  let stopped = false
  return {
    happened,
    stop: () => {
      stopped = true
    },
    at: (site, applicable) => {
      const left = stopped ? undefined : bySite.get(site)
      const [fault] = left ?? []
      if (fault === undefined || !applicable.includes(fault.kind)) return undefined
      left?.shift()
      happened.push(fault)
      return fault
    }
  }
}

/** The site of a call. */
export const siteOf = ({ occurrence, operation, resource, scope }: Interception.Call): string =>
  `${scope} ${operation} ${resource} ${occurrence}`

const backend = /^(TableStore|ObjectStore|EventBus)\./

/** The faults that a call can have. A service of a handler's own fails in ways that only it knows; it can be slow and last. */
export const ofCall = (call: Interception.Call): ReadonlyArray<Kind> =>
  callKinds.filter((kind) => {
    if (!backend.test(call.operation)) return kind === "slow" || kind === "crash"
    switch (kind) {
      case "lost-answer":
      case "conflict":
        return call.writes
      case "partial":
        return call.divisible
      case "stale-index":
        return call.lags
      default:
        return true
    }
  })

/** A fault for a person. */
export const toText = ({ kind, site, size }: Fault): string => `${kind} (${size}) at ${site}`

/**
 * How much likelier than elsewhere a fault is at a call: only what dies is buried, only what is large leaves a claim, and a
 * handler's own writes are where others get in between.
 */
export const weightOf = ({ phase, writes }: Interception.Call): number =>
  phase === "bury" || phase === "letter" ? 6 : phase === "claim" ? 2 : phase === "handler" && writes ? 4 : 1
