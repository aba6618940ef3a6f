/**
 * Where the faults of a seed's scenario are wanted: with each other. What its kinds have met is where its partner is likely, and the
 * other way round; and what two deliveries work on, of which one has lost its lease, is where its partner is likely too.
 */
import type * as Deployment from "./Deployment.ts"
import * as Fault from "./Fault.ts"
import type * as Hits from "./Hits.ts"
import type * as Intensity from "./Intensity.ts"
import type * as Interception from "./Interception.ts"

/** How much likelier than usual a kind of fault is somewhere. */
export type Weight = (kind: Fault.Kind) => number

/** Watches deliveries and says where faults are wanted. */
export interface Steering {
  readonly started: (delivery: Deployment.Started) => void
  /** A delivery that came to an end, or died. */
  readonly over: (delivery: Deployment.Started) => void
  /** A token has taken the lease of what is delivered. */
  readonly leased: (scope: string, token: string) => void
  /** Of the faults of a call. */
  readonly ofCall: (call: Interception.Call) => Weight
  /** Of what happens to a process soon after a delivery has begun. */
  readonly ofInstant: (delivery: Deployment.Started) => Weight
}

/** A process is rarely stopped, killed or set wrong just after a delivery has begun, but where that is wanted. */
const instantShare = 0.02

/** Watches a run. */
export const make = ({ crashPhases, leads, partner }: Intensity.Intensity, hits: Hits.Hits): Steering => {
  const running = new Map<string, number>()
  const lastToken = new Map<string, string>()
  const overtaken = new Set<string>()
  const count = ({ message: { scope } }: Deployment.Started, by: number): void =>
    void running.set(scope, (running.get(scope) ?? 0) + by)

  const wanted = (delivery: string, scope: string): Weight => {
    const met = hits.of(delivery)
    const forPartner = overtaken.has(scope) || met.some((kind) => leads.has(kind)) ? 8 : 1
    const forLeads = partner !== undefined && met.includes(partner) ? 4 : 1
    return (kind) => (kind === partner ? forPartner : leads.has(kind) ? forLeads : 1)
  }

  return {
    started: (delivery) => count(delivery, 1),
    over: (delivery) => count(delivery, -1),
    leased: (scope, token) => {
      if (token !== lastToken.get(scope) && (running.get(scope) ?? 0) > 1) overtaken.add(scope)
      lastToken.set(scope, token)
    },
    ofCall: (call) => {
      const weight = Fault.weightOf(call)
      const here = wanted(call.delivery, call.scope)
      const isSpared = crashPhases?.has(call.phase) === false
      return (kind) => (kind === "crash" && isSpared ? 0 : weight * here(kind))
    },
    ofInstant: ({ delivery, message: { scope } }) => {
      const here = wanted(delivery, scope)
      return (kind) => instantShare * here(kind) ** 2
    }
  }
}
