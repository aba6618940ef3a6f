/**
 * One run of a simulation: a workload and faults, both decided by a seed, on a deployment of one or several processes, until
 * everything has come to rest; then the invariants. The same plan is the same run, to the byte.
 */
import type * as Consumer from "@millrace/core/Consumer"
import type * as DeadLetters from "@millrace/core/DeadLetters"
import type * as EventBus from "@millrace/core/EventBus"
import * as InboxRecord from "@millrace/core/InboxRecord"
import * as InboxTable from "@millrace/core/InboxTable"
import type * as TableStore from "@millrace/core/TableStore"
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as Coverage from "./Coverage.ts"
import * as Digest from "./Digest.ts"
import * as Draws from "./Draws.ts"
import * as EventChain from "./EventChain.ts"
import * as Fault from "./Fault.ts"
import * as Hits from "./Hits.ts"
import * as Intensity from "./Intensity.ts"
import * as Interception from "./Interception.ts"
import type * as Invariant from "./Invariant.ts"
import * as LetterWatch from "./LetterWatch.ts"
import * as Redrive from "./Redrive.ts"
import * as Steering from "./Steering.ts"
import { arrivalsOf, spread, verdictOf } from "./Verdict.ts"
import type * as Workload from "./Workload.ts"
import * as World from "./World.ts"

/** What is simulated. */
export interface Subject {
  readonly handlers: ReadonlyArray<Consumer.Handler>
  /** The workload of a seed: the same seed must give the same steps. */
  readonly workload: (draws: Draws.Draws) => ReadonlyArray<Workload.Step>
  readonly invariants: ReadonlyArray<Invariant.Invariant>
  readonly faults: ReadonlySet<Fault.Kind>
  readonly notifying: ReadonlyArray<string>
  readonly limits: EventBus.Limits
}

/** A run to make. */
export interface Plan {
  readonly seed: number
  /** Steps of the seed's workload, by position; all unless told. */
  readonly steps?: ReadonlyArray<number> | undefined
  /** Exactly these faults; those that the seed draws unless told. */
  readonly faults?: ReadonlyArray<Fault.Fault> | undefined
}

/** A plan that leaves nothing to chance. */
export interface ExactPlan extends Plan {
  readonly steps: ReadonlyArray<number>
  readonly faults: ReadonlyArray<Fault.Fault>
}

/** An invariant that does not hold, with what is wrong. */
export interface Broken {
  readonly invariant: string
  readonly findings: ReadonlyArray<string>
}

/** A run made. */
export interface Run {
  /** The plan that makes this run again. */
  readonly plan: ExactPlan
  readonly broken: ReadonlyArray<Broken>
  readonly rest: Invariant.Rest
  readonly coverage: Coverage.Coverage
  readonly processes: World.Options["processes"]
  /** Things that happened, one after another: what the run cost. */
  readonly cost: number
  /** Hash of the event log, the spans and everything stored. */
  readonly digest: () => string
}

/** 2024-01-31T23:00Z: an hour before a month ends, so that runs cross the end of one. */
const startMillis = 1_706_742_000_000

/** Steps of virtual time after which a run that has not come to rest never will. */
const stepLimit = 60_000

/** Steps of virtual time at one instant after which a run goes round in circles. */
const standstillLimit = 5000

/** Faults happen in this time from the beginning, so that a run comes to rest. Milliseconds. */
const faultyMillis = 6 * 3_600_000

/** How often an operator gives dead deliveries their attempts again. */
const redriveRounds = 3

const decodeRecord = Schema.decodeUnknownSync(Schema.fromJsonString(InboxRecord.InboxRecord))

interface Shape {
  readonly processes: World.Options["processes"]
  readonly processCount: number
  /** Most that a call takes where no fault slows it down. Milliseconds. */
  readonly pace: number
  /** Six times the handler's limit is what AWS advises; less gives messages away that are still worked on. */
  readonly visibility: number
}

const shapeOf = (seed: number, { isCrowded }: Intensity.Intensity): Shape => {
  const draws = Draws.make(seed, "shape")
  if (isCrowded) {
    return { processes: "shared", processCount: draws.int(2, 3), pace: draws.pick([5, 40]), visibility: 1.2 }
  }
  const processes = draws.pick(["alone", "shared"] as const)
  return {
    processes,
    processCount: processes === "alone" ? 1 : draws.int(1, 3),
    pace: draws.pick([0, 5, 40]),
    visibility: draws.pick([6, 6, 1.2])
  }
}

/** Makes a run. */
export const make = (subject: Subject, plan: Plan): Run => simulated(subject, plan, true)

const simulated = (subject: Subject, plan: Plan, isPaced: boolean): Run => {
  const { seed } = plan
  const workload = subject.workload(Draws.make(seed, "workload"))
  const kept = plan.steps ?? workload.map((_, position) => position)
  const intensity = Intensity.of(seed, subject.faults)
  const { pace, processCount, processes, visibility } = shapeOf(seed, intensity)
  const paced = isPaced ? pace : 0
  const faults = plan.faults === undefined ? Fault.drawn(seed, intensity) : Fault.fixed(plan.faults)
  const coverage = Coverage.make()
  coverage.runs = 1
  const contracts = new Map(subject.handlers.map(({ contract, name }) => [name, contract]))

  const hits = Hits.make((kind, branch) => Coverage.count(coverage, kind, branch))
  const steering = Steering.make(intensity, hits)
  const hitCounts = new Map<string, number>()
  const countHit = (scope: string): void => void hitCounts.set(scope, (hitCounts.get(scope) ?? 0) + 1)
  const hitCall = ({ delivery, phase, scope }: Interception.Call, kind: Fault.Kind): void => {
    countHit(scope)
    hits.delivery(delivery, kind)
    Coverage.count(coverage, kind, phase)
  }
  // Deliveries whose lease may stand for a while although nobody works under it: a fault kept it from being given back.
  const excused = new Set<string>()
  const unreleased = new Set<string>()
  // Deliveries in which their process dies: the others die with it.
  const crashing = new Set<string>()
  const lastEnd = new Map<string, number>()
  const outages = new Map<string, number>()
  // Where outages are to meet something else they are short enough for a delivery to outlive them.
  const [shortestOutage, longestOutage] = intensity.partner === "outage" ? [20, 5000] : [1000, 120_000]
  const decided = new Map<string, Array<ReadonlyArray<string>>>()
  let restarts = 0

  const happen = (fault: Fault.Fault, process: string): void => {
    world.note({ process, what: "fault", text: Fault.toText(fault) })
  }

  const excuse = ({ phase, scope }: Interception.Call): void => {
    if (phase !== "handler" && phase !== "publish") excused.add(scope)
  }

  const verdict = (call: Interception.Call, process: World.Process): Interception.Verdict => {
    const site = Fault.siteOf(call)
    const latencyMillis = paced === 0 ? 0 : Math.floor(Draws.at(seed, `${site}/latency`) * paced)
    const [service = ""] = call.operation.split(".")
    const duringOutage = (): Interception.Verdict => {
      hitCall(call, "outage")
      excuse(call)
      const error = Interception.unavailable(call.operation, "unavailable", "an outage")
      return { _tag: "Fail", latencyMillis, applied: "none", error }
    }
    if ((outages.get(service) ?? 0) > world.time.now()) return duringOutage()
    const fault = faults.at(site, Fault.ofCall(call), steering.ofCall(call))
    if (fault === undefined) return { _tag: "Pass", latencyMillis }
    happen(fault, process.id)
    if (fault.kind === "outage") {
      outages.set(service, world.time.now() + spread(fault.size, shortestOutage, longestOutage))
      return duringOutage()
    }
    hitCall(call, fault.kind)
    if (fault.kind === "crash") {
      crashing.add(call.delivery)
      excused.add(call.scope)
    } else excuse(call)
    return verdictOf(fault, call, latencyMillis)
  }

  const world: World.World = World.make({
    handlers: subject.handlers,
    notifying: subject.notifying,
    limits: subject.limits,
    processes,
    visibility,
    seed,
    startMillis,
    decisions: {
      verdict,
      arrivals: (entry, consumer, publication) => {
        const scope = `${consumer}/${entry.id.slice(0, 6)}`
        const site = `${scope} arrival ${publication}`
        const soon = (copy: number): number => Math.floor(Draws.at(seed, `${site}/${copy}`) * (paced + 1))
        const fault = faults.at(site, Fault.messageKinds)
        if (fault === undefined) return [soon(0)]
        happen(fault, "")
        countHit(scope)
        const copies = arrivalsOf(fault, {
          soon,
          draw: (label) => Draws.at(seed, `${site}/${label}`),
          timeoutMillis: contracts.get(consumer)?.timeoutMillis ?? 30_000
        })
        for (const copy of copies.keys()) hits.message({ scope, publication, copy }, fault.kind)
        return copies
      },
      started: (started) => {
        hits.started(started)
        steering.started(started)
        const { delivery, message } = started
        const instant = faults.at(`${delivery} instant`, Fault.timedKinds, steering.ofInstant(started))
        if (instant !== undefined) {
          world.time.schedule(world.time.now() + spread(Draws.at(seed, `${instant.site}/at`), 1, 5000), () =>
            timed(instant)
          )
        }
        const fault = faults.at(`${delivery} time`, Fault.deliveryKinds)
        if (fault === undefined) return undefined
        happen(fault, "")
        countHit(message.scope)
        hits.delivery(delivery, fault.kind)
        return Math.floor(fault.size * (contracts.get(message.consumer)?.timeoutMillis ?? 30_000) * 0.2)
      },
      ended: (ended) => {
        const { scope } = ended.message
        const branch = Coverage.branchOf(ended)
        const workedAt = lastEnd.get(scope) ?? Number.NEGATIVE_INFINITY
        lastEnd.set(scope, ended.atMillis)
        const isAlone = !world.isRunning(scope) && workedAt < ended.startedAtMillis
        if (branch === "leased" && !excused.has(scope) && isAlone) {
          unreleased.add(`${scope} was turned away by a lease under which nobody works`)
        }
        hits.ended(ended, branch)
        steering.over(ended)
      },
      wrote: (writes) => {
        for (const write of writes) if (write._tag === "Put" && write.row.table === InboxTable.table) observe(write.row)
      },
      died: (_process, deliveries) => {
        for (const started of deliveries) {
          const { delivery, message } = started
          excused.add(message.scope)
          if (!crashing.has(delivery)) {
            countHit(message.scope)
            hits.delivery(delivery, "crash")
          }
          hits.died(started)
          steering.over(started)
        }
        restart()
      }
    }
  })

  const observe = (row: TableStore.Row): void => {
    const isCommitted = row.body.startsWith('{"state":"committed"')
    if (!isCommitted && !row.body.startsWith('{"state":"leased"')) return
    const [consumer = "", eventId = ""] = row.partition.split("\u001f")
    const scope = `${consumer}/${eventId.slice(0, 6)}`
    const { outputs, token } = decodeRecord(row.body)
    if (!isCommitted) return steering.leased(scope, token)
    const lists = decided.get(scope)
    if (lists === undefined) decided.set(scope, [outputs])
    else lists.push(outputs)
  }

  const restart = (): void => {
    const delay = spread(Draws.at(seed, `restart/${restarts++}`), 100, 60_000)
    world.time.schedule(world.time.now() + delay, () => startOne())
  }

  const failures: Array<string> = []
  const startOne = (): void => {
    const exit = world.start()
    if (Exit.isFailure(exit)) failures.push(`a process cannot start: ${Cause.pretty(exit.cause)}`)
  }

  const victim = (site: string): World.Process | undefined => {
    const alive = world.alive()
    return alive[Math.floor(Draws.at(seed, `${site}/victim`) * alive.length)]
  }

  /** Faults at an instant hit every message that is under way. */
  const hitWaiting = (kind: Fault.Kind): void => {
    for (const message of world.waiting()) {
      countHit(message.scope)
      hits.message(message, kind)
      excused.add(message.scope)
    }
  }

  const timed = (fault: Fault.Fault): void => {
    const process = victim(fault.site)
    happen(fault, process?.id ?? "")
    hitWaiting(fault.kind)
    if (process === undefined) return
    switch (fault.kind) {
      case "kill":
        for (const started of world.kill(process)) {
          hits.died(started)
          steering.over(started)
        }
        return restart()
      case "shutdown":
        return world.shutdown(process, restart)
      default: {
        // Often enough by more than an event may grow old.
        const size = spread((Math.abs(fault.size - 0.5) * 2) ** 0.4, 1000, 48 * 3_600_000)
        process.skewMillis += fault.size < 0.5 ? -size : size
      }
    }
  }

  for (let count = 0; count < processCount; count++) startOne()
  for (const position of kept) {
    const step = workload[position]
    if (step !== undefined) world.time.schedule(startMillis + step.atMillis, () => step.run(world))
  }
  for (let count = 0; count < 4; count++) {
    const site = `instant ${count}`
    const at = startMillis + spread(Draws.at(seed, `${site}/at`), 1, 600_000)
    const kind = Fault.timedKinds[Math.floor(Draws.at(seed, `${site}/kind`) * Fault.timedKinds.length)]
    const fault = faults.at(site, kind === undefined ? [] : [kind])
    if (fault !== undefined) world.time.schedule(at, () => timed(fault))
  }
  world.time.schedule(startMillis + faultyMillis, faults.stop)

  const lastStep = Math.max(0, ...kept.map((position) => workload[position]?.atMillis ?? 0))
  let steps = 0
  const comeToRest = (): void => {
    let instant = world.time.now()
    let reachedAt = steps
    for (const until = steps + stepLimit; steps < until; steps++) {
      const isBusy = world.waiting().length > 0 || world.running() > 0
      if (!isBusy && world.time.now() >= startMillis + lastStep) return
      if (!world.time.step()) return
      if (world.time.now() !== instant) {
        instant = world.time.now()
        reachedAt = steps
      } else if (steps - reachedAt > standstillLimit) break
    }
    failures.push(`after ${steps} steps the run has not come to rest`)
  }

  const watch: LetterWatch.LetterWatch = { missing: [], early: new Set() }
  const letters = (): ReadonlyArray<DeadLetters.DeadLetter> => {
    const exit = world.perform(Redrive.list)
    return Exit.isSuccess(exit) ? exit.value : []
  }

  comeToRest()
  faults.stop()
  for (let round = 0; round < redriveRounds; round++) {
    LetterWatch.look(watch, world, letters(), contracts, (scope) => hitCounts.get(scope) ?? 0)
    const revived = world.perform(
      Redrive.all(world, { where: ({ cause: { kind } }) => kind === "exhausted" || kind === "expired" })
    )
    if (!Exit.isSuccess(revived) || revived.value === 0) break
    comeToRest()
  }

  let faultless: Invariant.Rest | undefined
  const rest: Invariant.Rest = {
    world,
    events: EventChain.envelopes(world),
    deadLetters: letters(),
    decided,
    lettersMissing: watch.missing,
    unreleased: [...unreleased],
    early: [...watch.early],
    faultless: () => {
      // Whatever has no faults may take no time either: nobody waits for anybody, and the run costs least.
      faultless ??= simulated({ ...subject, invariants: [] }, { seed, steps: kept, faults: [] }, false).rest
      return faultless
    }
  }
  const broken: Array<Broken> = failures.length > 0 ? [{ invariant: "the run comes to rest", findings: failures }] : []
  for (const { check, name } of subject.invariants) {
    const findings = check(rest)
    if (findings.length > 0) broken.push({ invariant: name, findings })
  }
  return {
    plan: { seed, steps: kept, faults: [...faults.happened] },
    broken,
    rest,
    coverage,
    processes,
    cost: steps,
    digest: () => Digest.of(world)
  }
}
