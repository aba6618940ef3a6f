/** Runs a simulation over mutated sources, in a process of its own, and prints what it found. */
import * as Effect from "effect/Effect"
import * as Simulation from "../src/Simulation.ts"

Error.stackTraceLimit = 0

const [, , name] = process.argv
const { simulation } =
  name === "files" ? await import("../simulate/FileProcessingSimulation.ts") : await import("./MiniSimulation.ts")

const report = Effect.runSync(Simulation.simulate(simulation, { from: 1, count: 500 }))
const [failure] = report.failures
process.stdout.write(
  JSON.stringify({
    seeds: report.seeds,
    broken: failure?.broken ?? [],
    length: failure === undefined ? 0 : failure.shrunk.plan.steps.length + failure.shrunk.plan.faults.length,
    timeline: failure === undefined ? "" : Simulation.timeline(failure.shrunk)
  })
)
