/**
 * What a peer cannot do that AWS (or the contract) can: cases of a suite that are shown as skipped for it, each under a flag
 * that says why.
 */
import type { Case, Suite } from "@millrace/testing/Conformance"

/** Cases that need a flag, by their names. */
export type Flagged<Flag extends string> = ReadonlyMap<string, Flag>

/** The suite with flags at these cases. A name that no case has is a mistake. */
export const flag = <R, Feature extends string, Flag extends string>(
  suite: Suite<R, Feature>,
  flagged: Flagged<Flag>
): Suite<R, Feature | Flag> => {
  for (const name of flagged.keys()) {
    if (!suite.cases.some((one) => one.name === name)) throw new Error(`${suite.name} has no case "${name}".`)
  }
  return {
    name: suite.name,
    cases: suite.cases.map((one): Case<R, Feature | Flag> => {
      const feature = flagged.get(one.name) ?? one.feature
      return { name: one.name, run: one.run, ...(feature === undefined ? {} : { feature }) }
    })
  }
}
