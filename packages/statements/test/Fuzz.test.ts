import { assert, describe, it } from "@effect/vitest"
import { examine } from "./fuzz/Laws.ts"
import { formats, run } from "./fuzz/Run.ts"
import { seeds } from "./fuzz/Seeds.ts"

const mutations = 2000

describe("fuzzing through the whole reader", () => {
  it("the files that mutations start from are read in full", () => {
    for (const [format, files] of Object.entries(seeds)) {
      for (const file of files) {
        const outcome = examine(new TextEncoder().encode(file))
        assert.deepStrictEqual([outcome.verdict, outcome.problem], ["read", null], format)
        assert.isAbove(outcome.rows, 0, format)
      }
    }
  })

  for (const format of formats) {
    it(`${mutations} mutations of ${format}: no defect, no lost row, no invented amount, none above a second`, () => {
      const summary = run(format, 1, mutations)
      const first = summary.broken[0]
      assert.strictEqual(first === undefined ? null : `seed ${first.seed}: ${first.outcome.problem}`, null)
      process.stdout.write(
        `fuzz ${format}: ${summary.mutations} mutations, ${summary.read} read (${summary.rows} rows), ${summary.rejected} rejected, slowest ${Math.round(summary.slowest)} ms\n`
      )
    }, 120_000)
  }
})
