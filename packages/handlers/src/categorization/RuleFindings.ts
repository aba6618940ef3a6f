/**
 * What can be said against a set of rules without any transaction: a rule that can never match, one that another always
 * decides before, and two that only their ids tell apart although they say different things. Found over literals and ranges;
 * a finding is certain (a conflict: possible), and no finding promises nothing.
 */
import * as AhoCorasick from "./AhoCorasick.ts"
import type { Rule } from "./Rule.ts"
import { rank } from "./Rule.ts"
import type { Facts, TextFact } from "./RuleFacts.ts"
import { alternatives, both, contradiction, implies, textOverlaps } from "./RuleFacts.ts"

export type RuleFinding =
  /** No transaction can match the rule. */
  | { readonly kind: "never"; readonly ruleId: string; readonly reason: string }
  /** Wherever the rule matches, the rule `by` matches too and comes first. */
  | { readonly kind: "shadowed"; readonly ruleId: string; readonly by: string; readonly reason: string }
  /** Equal priority and specificity, different categories, and one transaction can match both: the id decides. */
  | { readonly kind: "conflict"; readonly ruleId: string; readonly with: string; readonly reason: string }

interface Analysed {
  readonly rule: Rule
  readonly specificity: number
  /** The alternatives that do not contradict themselves; null when not reasoned about. */
  readonly possible: ReadonlyArray<Facts> | null
}

/** For every text fact, which rules have an alternative that it could serve: a literal of theirs occurs in one of its own. */
const indexByLiteral = (analysed: ReadonlyArray<Analysed>) => {
  const ids = new Map<string, number>()
  const rulesOf: Array<Set<number>> = []
  const withoutText = new Set<number>()
  analysed.forEach(({ possible }, index) => {
    for (const facts of possible ?? []) {
      const literals = facts.present.flatMap((fact) => fact.literals)
      if (literals.length === 0) withoutText.add(index)
      for (const { text } of literals) {
        let id = ids.get(text)
        if (id === undefined) {
          id = ids.size
          ids.set(text, id)
          rulesOf.push(new Set())
        }
        rulesOf[id]?.add(index)
      }
    }
  })
  const automaton = AhoCorasick.make([...ids.keys()])
  return (facts: ReadonlyArray<Facts>): ReadonlySet<number> => {
    const found = new Set(withoutText)
    for (const { present } of facts) {
      for (const { literals } of present) {
        for (const { text } of literals) {
          automaton.scan(text, (literal) => {
            for (const rule of rulesOf[literal] ?? []) found.add(rule)
          })
        }
      }
    }
    return found
  }
}

const speaksOfSameText = (a: Facts, b: Facts): boolean => {
  if (a.present.length === 0 && b.present.length === 0) return true
  return a.present.some((one: TextFact) => b.present.some((other) => textOverlaps(one, other)))
}

const canMeet = (a: ReadonlyArray<Facts>, b: ReadonlyArray<Facts>): boolean =>
  a.some((one) => b.some((other) => speaksOfSameText(one, other) && contradiction(both(one, other)) === null))

/** Examines the enabled rules of a set, in the order in which they decide. */
export const findings = (rules: ReadonlyArray<Rule>): ReadonlyArray<RuleFinding> => {
  const found: Array<RuleFinding> = []
  const analysed: Array<Analysed> = []
  for (const { rule, specificity } of rank(rules.filter(({ enabled }) => enabled))) {
    const all = alternatives(rule.when)
    const possible = all === null ? null : all.filter((facts) => contradiction(facts) === null)
    if (all !== null && possible !== null && possible.length === 0) {
      const reason = all.map(contradiction).find((one) => one !== null) ?? "it demands nothing that can be"
      found.push({ kind: "never", ruleId: rule.id, reason })
    } else analysed.push({ rule, specificity, possible })
  }
  const candidatesFor = indexByLiteral(analysed)
  analysed.forEach(({ possible, rule, specificity }, index) => {
    if (possible === null) return
    const candidates = [...candidatesFor(possible)].toSorted((a, b) => a - b)
    const shadow = candidates.find((candidate) => {
      const earlier = analysed[candidate]
      if (candidate >= index || earlier === undefined || earlier.possible === null) return false
      const { possible: theirs } = earlier
      return possible.every((facts) => theirs.some((wanted) => implies(facts, wanted)))
    })
    const by = shadow === undefined ? undefined : analysed[shadow]?.rule.id
    if (by !== undefined) {
      const reason = "whatever this rule matches, the other matches too, and it comes first"
      found.push({ kind: "shadowed", ruleId: rule.id, by, reason })
      return
    }
    for (const candidate of candidates) {
      const other = analysed[candidate]
      if (candidate === index || other === undefined || other.possible === null) continue
      if (other.rule.priority !== rule.priority || other.specificity !== specificity) continue
      if (other.rule.category === rule.category || !canMeet(possible, other.possible)) continue
      const [first, second] = rule.id < other.rule.id ? [rule.id, other.rule.id] : [other.rule.id, rule.id]
      if (found.some((one) => one.kind === "conflict" && one.ruleId === first && one.with === second)) continue
      const reason = "equal priority and specificity, different categories: only the ids decide where both match"
      found.push({ kind: "conflict", ruleId: first, with: second, reason })
    }
  })
  return found
}
