/**
 * Which faults have met which delivery, until it is known how that came out. A fault of a message meets the delivery that
 * follows. A delivery that dies with its process does not come out at all: what killed it, and what had met its message, meets
 * the message's next one.
 */
import type * as Coverage from "./Coverage.ts"
import * as Deployment from "./Deployment.ts"
import * as Fault from "./Fault.ts"

/** Faults that wait to see how the deliveries that they hit come out. */
export interface Hits {
  /** Meets the delivery of the message that is under way, or else its next one. */
  readonly message: (message: Deployment.MessageName, kind: Fault.Kind) => void
  /** Meets this delivery. */
  readonly delivery: (delivery: string, kind: Fault.Kind) => void
  /** The kinds that have met this delivery. */
  readonly of: (delivery: string) => ReadonlyArray<Fault.Kind>
  readonly started: (delivery: Deployment.Started) => void
  readonly died: (delivery: Deployment.Started) => void
  readonly ended: (delivery: Deployment.Started, branch: Coverage.Branch) => void
}

/** Kinds that meet the message, or everything that is under way, and not one call of one delivery. */
const lasting: ReadonlySet<Fault.Kind> = new Set(["crash", ...Fault.messageKinds, ...Fault.timedKinds])

/** No faults yet; `count` is told what met what. */
export const make = (count: (kind: Fault.Kind, branch: Coverage.Branch) => void): Hits => {
  const byDelivery = new Map<string, ReadonlyArray<Fault.Kind>>()
  const byMessage = new Map<string, ReadonlyArray<Fault.Kind>>()
  const underWay = new Map<string, string>()
  const add = (to: Map<string, ReadonlyArray<Fault.Kind>>, key: string, kinds: ReadonlyArray<Fault.Kind>): void => {
    if (kinds.length > 0) to.set(key, [...(to.get(key) ?? []), ...kinds])
  }
  const take = (from: Map<string, ReadonlyArray<Fault.Kind>>, key: string): ReadonlyArray<Fault.Kind> => {
    const kinds = from.get(key) ?? []
    from.delete(key)
    return kinds
  }
  const over = ({ delivery, message }: Deployment.Started): void => {
    const name = Deployment.messageName(message)
    if (underWay.get(name) === delivery) underWay.delete(name)
  }
  return {
    message: (message, kind) => {
      const name = Deployment.messageName(message)
      const delivery = underWay.get(name)
      if (delivery === undefined) add(byMessage, name, [kind])
      else add(byDelivery, delivery, [kind])
    },
    delivery: (delivery, kind) => add(byDelivery, delivery, [kind]),
    of: (delivery) => byDelivery.get(delivery) ?? [],
    started: ({ delivery, message }) => {
      const name = Deployment.messageName(message)
      underWay.set(name, delivery)
      add(byDelivery, delivery, take(byMessage, name))
    },
    died: (started) => {
      over(started)
      const kinds = take(byDelivery, started.delivery).filter((kind) => lasting.has(kind))
      add(byMessage, Deployment.messageName(started.message), kinds)
    },
    ended: (started, branch) => {
      over(started)
      for (const kind of take(byDelivery, started.delivery)) count(kind, branch)
    }
  }
}
