/** The file pipeline keeps its promises under faults. `npm run simulate` runs as many seeds as there is time for. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { promisify } from "node:util"
import { simulation } from "../simulate/FileProcessingSimulation.ts"
import * as Simulation from "../src/Simulation.ts"
import * as FreshSeeds from "./FreshSeeds.ts"

const run = promisify(execFile)

const { from, ofFiles: count } = FreshSeeds

const regressions = FreshSeeds.kept(readFileSync(new URL("regressions/files.txt", import.meta.url), "utf8"))

describe("the file pipeline", () => {
  it.effect(
    `keeps its promises, whatever goes wrong (${count} fresh seeds from ${from})`,
    () =>
      Effect.gen(function* () {
        const report = yield* Simulation.simulate(simulation, { from, count })
        const timelines = report.failures.map(({ shrunk }) => Simulation.timeline(shrunk))
        assert.strictEqual(report.failures.length, 0, timelines.join("\n"))
      }),
    { timeout: 600_000 }
  )

  for (const line of regressions) {
    it(`keeps its promises in the run that once broke one: ${line.slice(0, 60)}`, { timeout: 60_000 }, () => {
      const again = Simulation.replay(simulation, line)
      assert.deepStrictEqual(again.broken, [], Simulation.timeline(again))
    })
  }

  it(
    "is the same in two processes for the same seeds, to the byte: events, spans, everything stored",
    { timeout: 120_000 },
    async () => {
      const args = ["--conditions=millrace-source", "packages/testing/simulate/main.ts", "--digest", "--seeds", "3"]
      const [here, there] = await Promise.all([run(process.execPath, args), run(process.execPath, args)])
      assert.match(here.stdout, /^1 [0-9a-f]{64}\n2 [0-9a-f]{64}\n3 [0-9a-f]{64}\n$/)
      assert.strictEqual(here.stdout, there.stdout)
    }
  )
})
