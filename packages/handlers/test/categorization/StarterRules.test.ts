import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import type { CategoryId } from "../../src/categorization/Category.ts"
import * as RuleEngine from "../../src/categorization/RuleEngine.ts"
import { problemsOf } from "../../src/categorization/RuleFile.ts"
import { starterRules } from "../../src/categorization/StarterRules.ts"
import * as Holdout from "./labelled-holdout.ts"
import * as Tuning from "./labelled-tuning.ts"
import { meaningless } from "./meaningless.ts"

type Label = CategoryId | "none"
type Labelled = Readonly<Partial<Record<Label, ReadonlyArray<string>>>>

const engine = (): RuleEngine.RuleEngine => {
  const compiled = RuleEngine.compile(starterRules)
  if (Result.isFailure(compiled)) return assert.fail(compiled.failure.message)
  return compiled.success
}

/** Every amount is the same, so that the description alone decides. */
const judge = (labelled: Labelled) => {
  const { categorize } = engine()
  let total = 0
  let right = 0
  let wrong = 0
  const confused: Array<string> = []
  for (const [label, descriptions] of Object.entries(labelled)) {
    for (const description of descriptions) {
      total++
      const outcome = categorize({
        id: "t",
        accountId: "a",
        date: "2024-03-15",
        amount: "-10.00",
        currency: "XXX",
        description,
        counterparty: null,
        memo: null
      })
      const assigned: Label = outcome._tag === "Categorized" ? outcome.category : "none"
      if (assigned === label || (label === "none" && assigned === "transfers")) right++
      else if (assigned !== "none") {
        wrong++
        confused.push(`${label} as ${assigned}`)
      }
    }
  }
  return { total, right: right / total, wrong: wrong / total, confused }
}

describe("StarterRules", () => {
  it("compile, each with an id of its own under starter/", () => {
    assert.deepStrictEqual(problemsOf(starterRules), [])
    assert.isTrue(starterRules.every(({ id, priority }) => id.startsWith("starter/") && priority < 0))
  })

  it("are right on at least 80% of the half they never saw, and wrong with confidence on less than 3%", () => {
    const { right, total, wrong } = judge(Holdout.labelled)
    assert.isAtLeast(total, 200)
    assert.isAtLeast(right, 0.8)
    assert.isBelow(wrong, 0.03)
  })

  it("are right on the half they are tuned on, confusing nothing", () => {
    const { confused, right, total } = judge(Tuning.labelled)
    assert.isAtLeast(total, 200)
    assert.isAtLeast(right, 0.9)
    assert.deepStrictEqual(confused, [])
  })

  it("say nothing of people, companies and references, but for a handful that no one could tell", () => {
    const { categorize } = engine()
    const guessed = meaningless.filter((description) => {
      const outcome = categorize({
        id: "t",
        accountId: "a",
        date: "2024-03-15",
        amount: "-10.00",
        currency: "XXX",
        description,
        counterparty: null,
        memo: null
      })
      return outcome._tag === "Categorized" && outcome.category !== "transfers"
    })
    assert.isAbove(meaningless.length, 100)
    assert.isAtMost(guessed.length, 6)
  })

  it("keep the two halves apart", () => {
    const tuning = new Set(Object.values(Tuning.labelled).flat())
    assert.deepStrictEqual(
      Object.values(Holdout.labelled)
        .flat()
        .filter((description) => tuning.has(description)),
      []
    )
  })
})
