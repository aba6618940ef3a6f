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
  "crash",
  /** The service goes down with this call, for a while. */
  "outage"
] as const

/** Faults of one message on its way to one consumer. */
export const messageKinds = ["duplicate", "reorder", "delay", "drop"] as const

/** Faults of one delivery's time. */
export const deliveryKinds = ["short-of-time"] as const

/** Faults that happen at an instant, whatever is under way then. */
export const timedKinds = ["shutdown", "kill", "clock-jump"] as const

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
  /** Most faults of a run, so that it comes to rest; the partner's are counted apart. */
  readonly limit: number
  /** The kind that is wanted together with the others: what it has met is where those are wanted. */
  readonly partner: Kind | undefined
  /** The kinds that are to meet the partner: what they have met is where it is wanted. */
  readonly leads: ReadonlySet<Kind>
}

/** A decider of faults: by chance of a seed, or exactly those told. */
export interface Plan {
  /** `weight` is how many times likelier than usual a fault is at a site that few runs come to. 1 unless told. */
  readonly at: (site: string, applicable: ReadonlyArray<Kind>, weight?: (kind: Kind) => number) => Fault | undefined
  /** Faults that have happened, in order. */
  readonly happened: ReadonlyArray<Fault>
  /** No more faults from now on. */
  readonly stop: () => void
}

/** Faults by chance. */
export const drawn = (seed: number, { limit, partner, rates }: Intensity): Plan => {
  const happened: Array<Fault> = []
  let left = limit
  // The partner's faults are not to be used up by others before the run comes to where they can happen.
  let leftOfPartner = limit
  return {
    happened,
    stop: () => {
      left = 0
      leftOfPartner = 0
    },
    at: (site, applicable, weight = () => 1) => {
      if (left <= 0 && leftOfPartner <= 0) return undefined
      let chance = Draws.at(seed, site)
      for (const kind of applicable) {
        const rate = rates.get(kind) ?? 0
        // However much it is wanted, a call that comes again and again must pass in the end.
        chance -= Math.min(weight(kind) * rate, Math.max(rate, 0.5))
        if (chance >= 0) continue
        if ((kind === partner ? leftOfPartner : left) <= 0) return undefined
        if (kind === partner) leftOfPartner--
        else left--
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
  phase === "bury" || phase === "letter" || phase === "claim" ? 6 : phase === "handler" && writes ? 4 : 1
