import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import * as Run from "../src/Run.ts"
import * as Simulation from "../src/Simulation.ts"
import * as Invariant from "../src/Invariant.ts"
import * as FreshSeeds from "./FreshSeeds.ts"
import { simulation } from "./MiniSimulation.ts"

const { from, ofMini: count } = FreshSeeds

const regressions = FreshSeeds.kept(readFileSync(new URL("regressions/mini.txt", import.meta.url), "utf8"))

const explain = (report: Simulation.Report): string =>
  report.failures.map(({ shrunk }) => Simulation.timeline(shrunk)).join("\n\n")

describe("Simulation", () => {
  it.effect(
    `the framework keeps its promises on the mini ledger, whatever goes wrong (${count} fresh seeds from ${from})`,
    () =>
      Effect.gen(function* () {
        const report = yield* Simulation.simulate(simulation, { from, count })
        assert.strictEqual(report.failures.length, 0, explain(report))
        assert.isAbove(report.faults, count)
      }),
    { timeout: 300_000 }
  )

  for (const line of regressions) {
    it(`the framework keeps its promises in the run that once broke one: ${line.slice(0, 60)}`, () => {
      const again = Simulation.replay(simulation, line)
      assert.deepStrictEqual(again.broken, [], Simulation.timeline(again))
    })
  }

  it("the same seed is the same run to the byte, and another seed another", () => {
    for (const seed of [1, 2, 3, 61]) {
      assert.strictEqual(Run.make(simulation, { seed }).digest(), Run.make(simulation, { seed }).digest())
    }
    assert.notStrictEqual(Run.make(simulation, { seed: 1 }).digest(), Run.make(simulation, { seed: 2 }).digest())
  })

  it("a run is made again from its line, to the byte", () => {
    let faults = 0
    // Seeds 18 and 27 come to sites again after they have used up their faults.
    for (let seed = 10; seed < 30; seed++) {
      const run = Run.make(simulation, { seed })
      faults += run.plan.faults.length
      assert.strictEqual(Simulation.replay(simulation, Simulation.lineOf(run)).digest(), run.digest())
    }
    assert.isAbove(faults, 20)
  })

  it.effect("a broken invariant is shrunk to what breaks it and shown as a timeline", () =>
    Effect.gen(function* () {
      const neverDies = {
        ...simulation,
        invariants: [
          Invariant.make("no process ever dies", ({ world }) =>
            world.moments.filter(({ what }) => what === "death").map(({ process }) => `${process} died`)
          )
        ]
      }
      const report = yield* Simulation.simulate(neverDies, { from: 1, count: 100 })
      const [failure] = report.failures
      assert.isDefined(failure)
      const { faults, seed, steps } = failure.shrunk.plan
      assert.isBelow(steps.length + faults.length, 6)
      assert.isTrue(faults.some(({ kind }) => kind === "crash" || kind === "kill"))
      // Nothing is left that it does not need.
      const breaks = (plan: Pick<Run.ExactPlan, "steps" | "faults">) =>
        Run.make(neverDies, { seed, ...plan }).broken.length > 0
      assert.isTrue(breaks({ steps, faults }))
      for (const step of steps) assert.isFalse(breaks({ steps: steps.filter((other) => other !== step), faults }))
      for (const fault of faults) assert.isFalse(breaks({ steps, faults: faults.filter((other) => other !== fault) }))
      const text = Simulation.timeline(failure.shrunk)
      assert.match(text, /death +dies\n/)
      assert.include(text, "broken: no process ever dies")
      const line = /^replay: (.*)$/m.exec(text)?.[1] ?? ""
      assert.strictEqual(Simulation.replay(neverDies, line).broken.length, 1)
    })
  )
})
