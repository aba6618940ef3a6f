/**
 * Runs a simulation over mutated sources, in a process of its own, and prints what it found: the first of 500 seeds that fails,
 * made shorter until it is short enough.
 */
import * as Run from "../src/Run.ts"
import * as Shrinking from "../src/Shrinking.ts"
import * as Simulation from "../src/Simulation.ts"

Error.stackTraceLimit = 0

const [, , name, from = "1", enough = "0"] = process.argv
const { simulation } =
  name === "files" ? await import("../simulate/FileProcessingSimulation.ts") : await import("./MiniSimulation.ts")

/** What was found. */
export interface Found {
  /** The seed that fails; undefined where none did. */
  readonly seed: number | undefined
  /** Steps and faults that are left of it. */
  readonly length: number
  readonly timeline: string
}

const find = (): Found => {
  for (let seed = Number(from); seed < Number(from) + 500; seed++) {
    const run = Run.make(simulation, { seed })
    if (run.broken.length === 0) continue
    const shrunk = Shrinking.shrink(run, (plan) => Run.make(simulation, plan), Number(enough))
    return { seed, length: Shrinking.lengthOf(shrunk), timeline: Simulation.timeline(shrunk) }
  }
  return { seed: undefined, length: 0, timeline: "" }
}

process.stdout.write(JSON.stringify(find()))
