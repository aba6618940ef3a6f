/**
 * One run of a simulation: a workload and faults, both decided by a seed, on a deployment of one or several processes, until
 * everything has come to rest; then the invariants. The same plan is the same run, to the byte.
 */
import * as CollectionKey from "@millrace/core/CollectionKey"
import type * as Consumer from "@millrace/core/Consumer"
import type * as DeadLetters from "@millrace/core/DeadLetters"
import type * as EventBus from "@millrace/core/EventBus"
import * as InboxRecord from "@millrace/core/InboxRecord"
import * as InboxTable from "@millrace/core/InboxTable"
import type * as TableStore from "@millrace/core/TableStore"
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import * as Coverage from "./Coverage.ts"
import * as Draws from "./Draws.ts"
import * as EventChain from "./EventChain.ts"
import * as Fault from "./Fault.ts"
import * as Interception from "./Interception.ts"
import type * as Invariant from "./Invariant.ts"
import * as Redrive from "./Redrive.ts"
import { spread, verdictOf } from "./Verdict.ts"
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

/** Makes a run. */
export const make = (subject: Subject, plan: Plan): Run => simulated(subject, plan, true)

const simulated = (subject: Subject, plan: Plan, isPaced: boolean): Run => {
  const { seed } = plan
  const workload = subject.workload(Draws.make(seed, "workload"))
  const kept = plan.steps ?? workload.map((_, position) => position)
  const shape = Draws.make(seed, "shape")
  const processes = shape.pick(["alone", "shared"] as const)
  const processCount = processes === "alone" ? 1 : shape.int(1, 3)
  const pace = shape.pick([0, 5, 40] as const)
  const paced = isPaced ? pace : 0
  // Six times the handler's limit is what AWS advises; less gives messages away that are still worked on.
  const visibility = shape.pick([6, 6, 1.2] as const)
  const faults =
    plan.faults === undefined ? Fault.drawn(seed, Fault.intensityOf(seed, subject.faults)) : Fault.fixed(plan.faults)
  const coverage = Coverage.make()
  coverage.runs = 1
  const contracts = new Map(subject.handlers.map(({ contract, name }) => [name, contract]))

  // Faults that have hit a delivery and wait to see how it comes out.
  const hits = new Map<string, Array<Fault.Kind>>()
  const hitCounts = new Map<string, number>()
  const hit = (scope: string, kind: Fault.Kind): void => {
    hitCounts.set(scope, (hitCounts.get(scope) ?? 0) + 1)
    const kinds = hits.get(scope)
    if (kinds === undefined) hits.set(scope, [kind])
    else kinds.push(kind)
  }
  // Deliveries whose lease may stand for a while although nobody works under it: a fault kept it from being given back.
  const excused = new Set<string>()
  const unreleased = new Set<string>()
  // Deliveries in which their process dies, by process: the others die with it.
  const crashing = new Set<string>()
  const lastEnd = new Map<string, number>()
  const outages = new Map<string, number>()
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
    if ((outages.get(service) ?? 0) > world.time.now()) {
      hit(call.scope, "outage")
      Coverage.count(coverage, "outage", call.phase)
      excuse(call)
      const error = Interception.unavailable(call.operation, "unavailable", "an outage")
      return { _tag: "Fail", latencyMillis, applied: "none", error }
    }
    const fault = faults.at(site, Fault.ofCall(call), Fault.weightOf(call))
    if (fault === undefined) return { _tag: "Pass", latencyMillis }
    happen(fault, process.id)
    hit(call.scope, fault.kind)
    if (fault.kind === "crash") {
      crashing.add(`${process.id} ${call.scope}`)
      excused.add(call.scope)
    } else excuse(call)
    Coverage.count(coverage, fault.kind, call.phase)
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
        hit(scope, fault.kind)
        switch (fault.kind) {
          case "duplicate":
            return Array.from({ length: 2 + Math.floor(fault.size * 3) }, (_, copy) =>
              copy === 0 ? soon(0) : spread(Draws.at(seed, `${site}/later/${copy}`), 1, 120_000)
            )
          case "reorder":
            return [spread(fault.size, 50, 5000)]
          case "delay":
            return [spread(fault.size, 5000, 1_800_000)]
          default:
            // Dropped, and delivered again when whoever had it is given up.
            return [6 * (contracts.get(consumer)?.timeoutMillis ?? 30_000)]
        }
      },
      remainingMillis: (message, delivery) => {
        const fault = faults.at(`${message.scope} time ${message.copy}.${delivery}`, Fault.deliveryKinds)
        if (fault === undefined) return undefined
        happen(fault, "")
        hit(message.scope, fault.kind)
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
        for (const kind of hits.get(scope) ?? []) Coverage.count(coverage, kind, branch)
        hits.delete(scope)
      },
      wrote: (writes) => {
        for (const write of writes) if (write._tag === "Put" && write.row.table === InboxTable.table) observe(write.row)
      },
      died: (process, scopes) => {
        for (const scope of scopes) {
          excused.add(scope)
          if (!crashing.has(`${process.id} ${scope}`)) hit(scope, "crash")
        }
        restart()
      }
    }
  })

  const observe = (row: TableStore.Row): void => {
    if (!row.body.startsWith('{"state":"committed"')) return
    const [consumer = "", eventId = ""] = row.partition.split("\u001f")
    const delivery = `${consumer}/${eventId.slice(0, 6)}`
    const { outputs } = decodeRecord(row.body)
    const lists = decided.get(delivery)
    if (lists === undefined) decided.set(delivery, [outputs])
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

  /** Faults at an instant hit every delivery that the process holds. */
  const hitRunning = (kind: Fault.Kind): void => {
    for (const { scope } of world.waiting()) {
      hit(scope, kind)
      excused.add(scope)
    }
  }

  const timed = (fault: Fault.Fault): void => {
    const process = victim(fault.site)
    happen(fault, process?.id ?? "")
    hitRunning(fault.kind)
    switch (fault.kind) {
      case "kill":
        if (process !== undefined) {
          world.kill(process)
          restart()
        }
        return
      case "shutdown":
        if (process !== undefined) world.shutdown(process, restart)
        return
      case "clock-jump":
        if (process !== undefined) {
          const size = spread(Math.abs(fault.size - 0.5) * 2, 1000, 3 * 3_600_000)
          process.skewMillis += fault.size < 0.5 ? -size : size
        }
        return
      default: {
        const service = ["TableStore", "ObjectStore", "EventBus"][Math.floor(fault.size * 3)] ?? "TableStore"
        const length = spread(Draws.at(seed, `${fault.site}/length`), 1000, 120_000)
        outages.set(service, world.time.now() + length)
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
    const at = startMillis + spread(Draws.at(seed, `${site}/at`), 1, 120_000)
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

  const lettersMissing: Array<string> = []
  const letters = (): ReadonlyArray<DeadLetters.DeadLetter> => {
    const exit = world.perform(Redrive.list)
    return Exit.isSuccess(exit) ? exit.value : []
  }
  const early = new Set<string>()
  const examineLetters = (): void => {
    const there = new Set<string>()
    for (const { attempts, cause, consumer, diedAt, eventId, firstSeenAt } of letters()) {
      there.add(CollectionKey.encode([consumer, eventId ?? ""]))
      const retry = contracts.get(consumer)?.retry
      const counted = attempts.filter(({ attempt }) => attempt > 0).length
      const name = `${consumer}/${eventId?.slice(0, 6)}`
      const faultsMet = hitCounts.get(name) ?? 0
      if (cause.tag === "Crash" && faultsMet < (retry?.attempts ?? 0)) {
        early.add(`${name} died of crashes and met ${faultsMet} faults`)
      }
      if (cause.kind === "exhausted" && counted < (retry?.attempts ?? 0))
        early.add(`${name} died after ${counted} attempts`)
      if (cause.kind === "expired" && diedAt - firstSeenAt < (retry?.maxAgeMillis ?? 0))
        early.add(`${name} died too young`)
    }
    for (const row of world.tables.rows(InboxTable.table)) {
      if (row.body.startsWith('{"state":"dead"') && !there.has(row.partition)) {
        lettersMissing.push(`${row.partition.split("\u001f").join(" ").trim()} is dead and has no letter`)
      }
    }
  }

  comeToRest()
  faults.stop()
  for (let round = 0; round < redriveRounds; round++) {
    examineLetters()
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
    lettersMissing,
    unreleased: [...unreleased],
    early: [...early],
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
    digest: () => digestOf(world)
  }
}

const digestOf = (world: World.World): string => {
  const hash = createHash("sha256")
  const add = (...parts: ReadonlyArray<unknown>): void => void hash.update(`${JSON.stringify(parts)}\n`)
  for (const entry of world.entries) add("event", entry)
  for (const { attributes, endTime, name, parentSpanId, spanId, startTime, traceId } of world.spans) {
    add("span", traceId, spanId, parentSpanId, name, String(startTime), String(endTime), [...attributes])
  }
  for (const table of world.tables.tables().toSorted()) for (const row of world.tables.rows(table)) add("row", row)
  for (const { atMillis, process, text, what } of world.moments) add("moment", atMillis, process, what, text)
  return hash.digest("hex")
}
