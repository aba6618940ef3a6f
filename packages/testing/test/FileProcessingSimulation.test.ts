/** The file pipeline keeps its promises under faults. `npm run simulate` runs as many seeds as there is time for. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { simulation } from "../simulate/FileProcessingSimulation.ts"
import * as Simulation from "../src/Simulation.ts"

const run = promisify(execFile)

/** A seed of this minute: every run of the suite looks where none has looked before. */
const fresh = Number(process.hrtime.bigint() % 1_000_000_000n)

/** How many seeds; more with `MILLRACE_SEEDS`. */
const count = Number(process.env["MILLRACE_SEEDS"] ?? 20)

describe("the file pipeline", () => {
  it.effect(
    `keeps its promises, whatever goes wrong (${count} seeds from ${fresh})`,
    () =>
      Effect.gen(function* () {
        const report = yield* Simulation.simulate(simulation, { from: fresh, count })
        const timelines = report.failures.map(({ shrunk }) => Simulation.timeline(shrunk))
        assert.strictEqual(report.failures.length, 0, timelines.join("\n"))
      }),
    { timeout: 600_000 }
  )

  it("is the same in two processes for the same seeds, to the byte: events, spans, everything stored", async () => {
    const args = ["--conditions=millrace-source", "packages/testing/simulate/main.ts", "--digest", "--seeds", "3"]
    const [here, there] = await Promise.all([run(process.execPath, args), run(process.execPath, args)])
    assert.match(here.stdout, /^1 [0-9a-f]{64}\n2 [0-9a-f]{64}\n3 [0-9a-f]{64}\n$/)
    assert.strictEqual(here.stdout, there.stdout)
  })
})
