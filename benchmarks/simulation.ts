/**
 * Seeds of the file pipeline's simulation a second: on one thread, and on as many as the machine has. Every run's invariants are
 * checked, as always, and a broken one ends the benchmark.
 *
 *     node --conditions=millrace-source benchmarks/simulation.ts [seeds]
 */
import { availableParallelism } from "node:os"
import * as Parallel from "../packages/testing/simulate/Parallel.ts"
import * as Frame from "./Frame.ts"

const count = Number(process.argv[2] ?? 120)
const rounds = 3

const simulate = async (workers: number): Promise<string> => {
  const { events, failures, faults, seeds } = await Parallel.simulate({ from: 1, count, workers })
  if (failures[0] !== undefined) throw new Error(`seed ${failures[0].seed} breaks: ${failures[0].broken.join("; ")}`)
  return `${seeds} seeds, ${events} events, ${faults} faults`
}

const threads = [...new Set([1, availableParallelism()])]
const timings = await Frame.compare(
  threads.map((workers) => ({ name: `${workers} thread${workers === 1 ? "" : "s"}`, run: () => simulate(workers) })),
  rounds
)
Frame.report(
  "simulation",
  timings.map(({ maxMillis, medianMillis, minMillis, name }) => ({
    name,
    "seeds a second": Number(((count / medianMillis) * 1000).toFixed(1)),
    spread: `${((count / maxMillis) * 1000).toFixed(1)}–${((count / minMillis) * 1000).toFixed(1)}`
  }))
)
