/**
 * Simulation of a pipeline under faults. From a seed come a workload and everything that goes wrong with it: messages twice,
 * late and out of order, storage that throttles, hangs, loses answers and reads stale, processes that die between any two
 * effects. When all has come to rest, invariants are checked. A seed that breaks one is shrunk to the shortest schedule found
 * that still does, and is made again from one line.
 *
 *     const simulation = Simulation.make({ program, workload, invariants: [...] })
 *     const report = yield* Simulation.simulate(simulation, { from: 1, count: 1000 })
 *     Simulation.replay(simulation, "{\"seed\":42,…}")
 *
 * Handlers must not wait for the outside world: whatever they use is a Layer of the program.
 */
import * as EventBus from "@millrace/core/EventBus"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Coverage from "./Coverage.ts"
import type * as Draws from "./Draws.ts"
import * as Fault from "./Fault.ts"
import * as Invariant from "./Invariant.ts"
import * as Run from "./Run.ts"
import * as Shrinking from "./Shrinking.ts"
import type * as Workload from "./Workload.ts"

/** Something to simulate. */
export type Simulation = Run.Subject

/** Declares a simulation. */
export const make = (options: {
  readonly program: Pipeline.Program
  /** The steps of a seed. Draw from what is given and from nothing else. */
  readonly workload: (draws: Draws.Draws) => ReadonlyArray<Workload.Step>
  /** Kinds of faults that may happen. Default: all. */
  readonly faults?: ReadonlyArray<Fault.Kind>
  /** Beyond the framework's own. */
  readonly invariants?: ReadonlyArray<Invariant.Invariant>
  /** What the bus takes. Default: EventBridge's limits. */
  readonly limits?: EventBus.Limits
}): Simulation => ({
  handlers: options.program.handlers,
  workload: options.workload,
  invariants: [...Invariant.standard, ...(options.invariants ?? [])],
  faults: new Set(options.faults ?? Fault.kinds),
  limits: options.limits ?? EventBus.eventBridgeLimits,
  notifying: options.program.pipeline.resources.flatMap((resource) =>
    resource.kind === "bucket" && resource.notifies ? [resource.name] : []
  )
})

/** A seed that breaks an invariant. */
export interface Failure {
  readonly seed: number
  readonly broken: ReadonlyArray<Run.Broken>
  /** The shortest run found that breaks it. */
  readonly shrunk: Run.Run
}

/** What came of some seeds. */
export interface Report {
  readonly seeds: number
  readonly failures: ReadonlyArray<Failure>
  readonly coverage: Coverage.Coverage
  /** Events published, faults that happened and deliveries that ended, over all runs. */
  readonly events: number
  readonly faults: number
  readonly deliveries: number
}

/** Runs seeds one after another, until `failures` of them have broken an invariant. */
export const simulate = Effect.fnUntraced(function* (
  simulation: Simulation,
  options: {
    readonly from: number
    readonly count: number
    /** Failing seeds after which to stop. Default 1. */
    readonly failures?: number
    readonly onSeed?: (done: number) => void
  }
): Effect.fn.Return<Report> {
  const coverage = Coverage.make()
  const failures: Array<Failure> = []
  let events = 0
  let faults = 0
  let deliveries = 0
  let seeds = 0
  for (let seed = options.from; seed < options.from + options.count; seed++) {
    const run = Run.make(simulation, { seed })
    seeds++
    events += run.rest.events.length
    faults += run.plan.faults.length
    deliveries += run.rest.world.ended.length
    Coverage.add(coverage, run.coverage)
    options.onSeed?.(seeds)
    if (run.broken.length > 0) {
      const shrunk = Shrinking.shrink(run, (plan) => Run.make(simulation, plan))
      failures.push({ seed, broken: run.broken, shrunk })
      if (failures.length >= (options.failures ?? 1)) break
    }
    // Lets an interruption, or a progress bar, have its turn.
    if (seeds % 16 === 0) yield* Effect.yieldNow
  }
  return { seeds, failures, coverage, events, faults, deliveries }
})

const Line = Schema.fromJsonString(
  Schema.Struct({
    seed: Schema.Int,
    steps: Schema.Array(Schema.Int),
    faults: Schema.Array(
      Schema.Struct({ site: Schema.String, kind: Schema.Literals(Fault.kinds), size: Schema.Finite })
    )
  })
)

const decodeLine = Schema.decodeUnknownSync(Line)

/** The line that makes a run again. */
export const lineOf = ({ plan }: Run.Run): string =>
  JSON.stringify({
    seed: plan.seed,
    steps: plan.steps,
    faults: plan.faults.map(({ kind, site, size }) => ({ site, kind, size }))
  })

/** Makes a run again from its line. Throws for a line that is none. */
export const replay = (simulation: Simulation, line: string): Run.Run => Run.make(simulation, decodeLine(line))

const secondsText = (millis: number): string => (millis / 1000).toFixed(3).padStart(11)

/** Times that one text is shown before it is only counted: what waits for an outage says the same thing for long. */
const repeatsShown = 3

/** What happened in a run, a line each, and the line that makes it again. */
export const timeline = (run: Run.Run): string => {
  const { moments } = run.rest.world
  const start = moments[0]?.atMillis ?? 0
  const seen = new Map<string, number>()
  const lines: Array<string> = []
  let hidden = 0
  const showHidden = (): void => {
    if (hidden > 0) lines.push(`${"".padStart(13)}  … ${hidden} more of the same`)
    hidden = 0
  }
  for (const { atMillis, process, text, what } of moments) {
    const times = (seen.get(`${what} ${text}`) ?? 0) + 1
    seen.set(`${what} ${text}`, times)
    if (times > repeatsShown) {
      hidden++
      continue
    }
    showHidden()
    lines.push(`${secondsText(atMillis - start)} s  ${process.padEnd(4)} ${what.padEnd(9)} ${text}`)
  }
  showHidden()
  return [
    `seed ${run.plan.seed}: ${run.plan.steps.length} steps, ${run.plan.faults.length} faults, processes ${run.processes}`,
    ...lines,
    ...run.broken.flatMap(({ findings, invariant }) => [
      `broken: ${invariant}`,
      ...findings.map((finding) => `  ${finding}`)
    ]),
    `replay: ${lineOf(run)}`
  ].join("\n")
}
