/** One thread of `Parallel`: runs the seeds it is handed and says what came of them. */
import type * as Coverage from "@millrace/testing/Coverage"
import * as Simulation from "@millrace/testing/Simulation"
import * as Effect from "effect/Effect"
import { parentPort } from "node:worker_threads"
import { simulation } from "./FileProcessingSimulation.ts"

/** Seeds to run. */
export interface Chunk {
  readonly from: number
  readonly count: number
}

/** What came of them: what can be sent from thread to thread. */
export interface Answer {
  readonly seeds: number
  readonly events: number
  readonly faults: number
  readonly deliveries: number
  readonly coverage: Coverage.Coverage
  readonly failures: ReadonlyArray<{
    readonly seed: number
    /** Names of the invariants that the seed breaks. */
    readonly broken: ReadonlyArray<string>
    /** The shortest run found that breaks one. */
    readonly timeline: string
  }>
}

Error.stackTraceLimit = 0

parentPort?.on("message", ({ count, from }: Chunk) => {
  const report = Effect.runSync(Simulation.simulate(simulation, { from, count }))
  const failures = report.failures.map(({ broken, seed, shrunk }) => ({
    seed,
    broken: broken.map(({ invariant }) => invariant),
    timeline: Simulation.timeline(shrunk)
  }))
  parentPort?.postMessage({ ...report, failures } satisfies Answer)
})
