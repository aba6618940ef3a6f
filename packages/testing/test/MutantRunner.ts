/** Entry of the process in which a mutant is simulated: answers, as JSON, the first seed of 500 that breaks something. */
import * as Effect from "effect/Effect"
import * as Simulation from "../src/Simulation.ts"
import { simulation } from "./MiniSimulation.ts"

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
