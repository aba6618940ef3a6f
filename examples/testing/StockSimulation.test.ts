import { assert, describe, it } from "@effect/vitest"
import * as Simulation from "@millrace/testing/Simulation"
import * as Effect from "effect/Effect"
import { simulation } from "./StockSimulation.ts"

/** Lines of timelines that once broke an invariant. */
const regressions: ReadonlyArray<string> = [
  `{"seed":1,"steps":[0,1,2],"faults":[{"site":"reserve/a2d530 TableStore.write inbox 2","kind":"crash","size":0.737}]}`
]

describe("the shop", () => {
  it.effect("keeps its promises, whatever goes wrong", () =>
    Effect.gen(function* () {
      const report = yield* Simulation.simulate(simulation, { from: 1, count: 100 })
      const [failure] = report.failures
      assert.isUndefined(failure, failure === undefined ? "" : Simulation.timeline(failure.shrunk))
      assert.isAbove(report.faults, 100)
    })
  )

  for (const line of regressions) {
    it(`keeps its promises in ${line}`, () => {
      const run = Simulation.replay(simulation, line)
      assert.strictEqual(run.plan.faults.length, 1, "the line still meets its fault")
      assert.deepStrictEqual(run.broken, [], Simulation.timeline(run))
    })
  }
})
