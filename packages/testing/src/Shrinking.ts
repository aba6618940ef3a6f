/** From a run that breaks an invariant to the shortest one found that still breaks it: fewer steps, fewer faults. */
import type * as Run from "./Run.ts"

/** Leaves out ever smaller pieces of a list for as long as what is left still fails. */
const reduce = <A>(list: ReadonlyArray<A>, stillFails: (shorter: ReadonlyArray<A>) => boolean): ReadonlyArray<A> => {
  let left = list
  for (
    let size = Math.ceil(left.length / 2);
    size >= 1 && left.length > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < left.length;) {
      const shorter = [...left.slice(0, from), ...left.slice(from + size)]
      if (stillFails(shorter)) left = shorter
      else from += size
    }
  }
  return left
}

/** Steps and faults of a run. */
export const lengthOf = ({ plan }: Run.Run): number => plan.steps.length + plan.faults.length

/**
 * Shrinks a failing run by making it again without some of its parts. It fails in the same way when one of the invariants that
 * were broken is broken again. Ends after 400 runs, or when they have cost as much as ten that never come to rest, or with a run
 * of no more than `enough` steps and faults.
 */
export const shrink = (failing: Run.Run, make: (plan: Run.Plan) => Run.Run, enough = 0): Run.Run => {
  const { seed } = failing.plan
  const names = new Set(failing.broken.map(({ invariant }) => invariant))
  let best = failing
  let left = 400
  let cost = 0
  const fails = (parts: Omit<Run.ExactPlan, "seed">): boolean => {
    if (lengthOf(best) <= enough || left-- <= 0 || cost > 600_000) return false
    const run = make({ seed, ...parts })
    cost += run.cost
    const isSame = run.broken.some(({ invariant }) => names.has(invariant))
    // What is kept are the faults that happened: those planned may no longer have a place to happen.
    if (isSame) best = run
    return isSame
  }
  for (let before = -1; before !== lengthOf(best) && left > 0;) {
    before = lengthOf(best)
    reduce(best.plan.steps, (steps) => fails({ steps, faults: best.plan.faults }))
    reduce(best.plan.faults, (faults) => fails({ steps: best.plan.steps, faults }))
  }
  return best
}
