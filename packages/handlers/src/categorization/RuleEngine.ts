/**
 * The rules, compiled. One pass of an automaton over a transaction's texts finds which literals of all rules occur; account,
 * amount and date are placed by index; only rules that one of these touched are then evaluated, in rank order. The outcome
 * is a pure function of the transaction and the set of rules: neither their order nor what was asked before matters.
 */
import * as Result from "effect/Result"
import * as AhoCorasick from "./AhoCorasick.ts"
import type { Candidate, PreparedCandidate } from "./Candidate.ts"
import { prepare } from "./Candidate.ts"
import type { CategoryId } from "./Category.ts"
import type { Atom, Dimension, Node, Registration } from "./CompiledCondition.ts"
import * as CompiledCondition from "./CompiledCondition.ts"
import { describe } from "./Condition.ts"
import * as DecimalOrder from "./DecimalOrder.ts"
import type { RankRange } from "./RangeIndex.ts"
import type { Rule } from "./Rule.ts"
import { rank } from "./Rule.ts"
import { InvalidRules, problemsOf } from "./RuleFile.ts"
import { holdsAt } from "./RuleLiteral.ts"

/** What the rules say about a transaction. `why` quotes the deciding rule's own tests, never the transaction's text. */
export type Outcome =
  | {
      readonly _tag: "Categorized"
      readonly category: CategoryId
      readonly ruleId: string
      /** Between 0 and 1, as the rule says. */
      readonly confidence: number
      readonly why: string
    }
  | { readonly _tag: "Uncategorized" }

/** How one condition of a rule came out, with its parts. `evidence` is the literal that was found, as it was looked for. */
export interface ConditionOutcome {
  readonly condition: string
  readonly holds: boolean
  readonly evidence?: string
  readonly parts: ReadonlyArray<ConditionOutcome>
}

/** One rule that was tried, and why it did or did not decide. */
export interface Attempt {
  readonly ruleId: string
  readonly name: string
  readonly category: CategoryId
  readonly confidence: number
  readonly priority: number
  readonly specificity: number
  /** `won`: it decided; `outranked`: it matches, but another came first; `disabled`: switched off, whether it matches or not. */
  readonly status: "won" | "outranked" | "no-match" | "disabled"
  readonly matches: boolean
  readonly condition: ConditionOutcome
}

export interface Explanation {
  readonly outcome: Outcome
  /** The texts that the rules looked at. */
  readonly prepared: PreparedCandidate
  /** In rank order, disabled rules last. */
  readonly tried: ReadonlyArray<Attempt>
  /** Rules not shown: nothing that they need occurs in the transaction, or they are disabled. */
  readonly untried: number
}

export interface RuleEngine {
  readonly categorize: (candidate: Candidate) => Outcome
  readonly categorizePrepared: (prepared: PreparedCandidate) => Outcome
  /** The rules tried and why each did or did not match; with `all`, every rule there is, disabled ones too. */
  readonly explain: (candidate: Candidate, options?: { readonly all?: boolean }) => Explanation
  /** The enabled rules in the order in which they decide. */
  readonly rules: ReadonlyArray<Rule>
}

interface CompiledRule {
  readonly rule: Rule
  readonly specificity: number
  readonly node: Node
}

const dimensions: ReadonlyArray<Dimension> = ["amount", "absolute-amount", "date"]

/** Above this many entries a table of rules per rank costs more memory than it saves time: the rules are looked at always. */
const maximumTable = 4_000_000

/** Longest `why`; a rule of two hundred conditions is told by its first ones. */
const maximumWhy = 400

const uncategorized: Outcome = { _tag: "Uncategorized" }

/** Compiles a set of rules, or says what is wrong with them. */
export const compile = (rules: ReadonlyArray<Rule>): Result.Result<RuleEngine, InvalidRules> => {
  const problems = problemsOf(rules)
  return problems.length > 0 ? Result.fail(new InvalidRules({ problems })) : Result.succeed(build(rules))
}

const build = (rules: ReadonlyArray<Rule>): RuleEngine => {
  const compiler = CompiledCondition.make()
  const ranked = rank(rules.filter(({ enabled }) => enabled))
  const always: Array<number> = []
  const triggeredBy: Array<Array<number>> = []
  const compiled: ReadonlyArray<CompiledRule> = ranked.map(({ rule, specificity }, index) => {
    const { node, trigger } = compiler.add(rule.when)
    if (trigger === null) always.push(index)
    else for (const atom of new Set(trigger.atoms)) (triggeredBy[atom] ??= []).push(index)
    return { rule, specificity, node }
  })
  const disabled: ReadonlyArray<CompiledRule> = rank(rules.filter(({ enabled }) => !enabled)).map(
    ({ rule, specificity }) => ({ rule, specificity, node: compiler.add(rule.when).node })
  )
  const atoms: ReadonlyArray<Atom> = compiler.atoms

  const literals = [...compiler.registrations.keys()]
  const registrations: ReadonlyArray<ReadonlyArray<Registration>> = [...compiler.registrations.values()]
  const automaton = AhoCorasick.make(literals)
  let usedSlots = 0
  for (const list of registrations) for (const registration of list) usedSlots |= registration.slots

  const valueAtoms = { account: new Map<string, Array<number>>(), currency: new Map<string, Array<number>>() }
  const directions = new Map<number, Array<number>>()
  const indexes = {
    amount: CompiledCondition.indexRanges(atoms, "amount"),
    "absolute-amount": CompiledCondition.indexRanges(atoms, "absolute-amount"),
    date: CompiledCondition.indexRanges(atoms, "date")
  }
  const ranges: Array<ReadonlyArray<RankRange>> = []
  /** Per dimension and rank, the rules that a range there triggers. */
  const tables: Record<Dimension, Array<Array<number>>> = { amount: [], "absolute-amount": [], date: [] }
  let tabled = 0
  atoms.forEach((atom, index) => {
    if (atom.kind === "account" || atom.kind === "currency") {
      const map = valueAtoms[atom.kind]
      for (const value of atom.values) map.set(value, [...(map.get(value) ?? []), index])
    } else if (atom.kind === "direction") {
      directions.set(atom.sign, [...(directions.get(atom.sign) ?? []), index])
    } else if (atom.kind === "ranges") {
      const dimension = indexes[atom.dimension]
      const found = atom.ends.map(([from, to]) => dimension.rangeOf(from, to))
      ranges[index] = found
      const triggered = triggeredBy[index]
      if (triggered === undefined) return
      tabled += found.reduce((sum, { low, high }) => sum + Math.max(0, high - low + 1) * triggered.length, 0)
      if (tabled > maximumTable) {
        always.push(...triggered)
        return
      }
      const table = tables[atom.dimension]
      for (const { low, high } of found) for (let i = low; i <= high; i++) (table[i] ??= []).push(...triggered)
    }
  })
  const isEveryTime = new Set(always)
  const everyTime = [...isEveryTime].toSorted((a, b) => a - b)

  // Working memory of one evaluation. A stamp marks what belongs to the present one, so that nothing needs clearing.
  let stamp = 0
  const held = new Int32Array(atoms.length)
  const tested = new Int32Array(atoms.length)
  const touched = new Int32Array(compiled.length)
  const evidence: Array<string> = []
  const rankOf: Record<Dimension, number> = { amount: -1, "absolute-amount": -1, date: -1 }
  const texts: Array<readonly [slot: number, text: string]> = []
  const candidates: Array<number> = []
  let scannedSlot = 0
  let scanned = ""

  const touch = (rules: ReadonlyArray<number> | undefined): void => {
    if (rules === undefined) return
    for (const rule of rules) {
      if (touched[rule] === stamp) continue
      touched[rule] = stamp
      candidates.push(rule)
    }
  }

  const hold = (atom: number): void => {
    if (held[atom] === stamp) return
    held[atom] = stamp
    touch(triggeredBy[atom])
  }

  const found = (literal: number, end: number): void => {
    const list = registrations[literal]
    if (list === undefined) return
    for (const registration of list) {
      if ((registration.slots & scannedSlot) === 0 || held[registration.atom] === stamp) continue
      if (!holdsAt(registration.literal, scanned, end)) continue
      evidence[registration.atom] = registration.literal.text
      hold(registration.atom)
    }
  }

  /** Takes a transaction in: which atoms hold, and which rules that touches. */
  const observe = ({ candidate, counterparty, description, memo }: PreparedCandidate): void => {
    stamp++
    candidates.length = 0
    texts.length = 0
    texts.push([1, description.normalized], [8, description.original])
    if (counterparty !== null) texts.push([2, counterparty.normalized], [16, counterparty.original])
    if (memo !== null) texts.push([4, memo.normalized], [32, memo.original])
    for (const [slot, text] of texts) {
      if ((usedSlots & slot) === 0) continue
      scannedSlot = slot
      scanned = text
      automaton.scan(text, found)
    }
    for (const atom of valueAtoms.account.get(candidate.accountId) ?? []) hold(atom)
    for (const atom of valueAtoms.currency.get(candidate.currency) ?? []) hold(atom)
    const isNumeral = DecimalOrder.isNumeral(candidate.amount)
    if (isNumeral) for (const atom of directions.get(DecimalOrder.sign(candidate.amount)) ?? []) hold(atom)
    rankOf.amount = isNumeral ? indexes.amount.rankOf(candidate.amount) : -1
    rankOf["absolute-amount"] = isNumeral
      ? indexes["absolute-amount"].rankOf(DecimalOrder.absolute(candidate.amount))
      : -1
    rankOf.date = indexes.date.rankOf(candidate.date)
    for (const dimension of dimensions) touch(tables[dimension][rankOf[dimension]])
  }

  const holds = (index: number): boolean => {
    const atom = atoms[index]
    if (atom === undefined || (atom.kind !== "regex" && atom.kind !== "ranges")) return held[index] === stamp
    if (tested[index] === stamp) return held[index] === stamp
    tested[index] = stamp
    const holding =
      atom.kind === "regex"
        ? texts.some(([slot, text]) => (slot & atom.slots) !== 0 && atom.regex.test(text))
        : (ranges[index] ?? []).some(({ low, high }) => low <= rankOf[atom.dimension] && rankOf[atom.dimension] <= high)
    if (holding) held[index] = stamp
    return holding
  }

  const evaluate = (node: Node): boolean => {
    switch (node.kind) {
      case "atom":
        return holds(node.atom)
      case "all":
        return node.parts.every(evaluate)
      case "any":
        return node.parts.some(evaluate)
      case "not":
        return !evaluate(node.part)
    }
  }

  /** The rank of the first rule that matches what was observed, or the number of rules when none does. */
  const winner = (): number => {
    let best = compiled.length
    for (const index of candidates) {
      const rule = compiled[index]
      if (index < best && rule !== undefined && evaluate(rule.node)) best = index
    }
    for (const index of everyTime) {
      if (index >= best) break
      const rule = compiled[index]
      if (rule !== undefined && evaluate(rule.node)) best = index
    }
    return best
  }

  const tell = (node: Node): string => {
    switch (node.kind) {
      case "all":
        return node.parts.map(tell).join(" and ")
      case "any": {
        const part = node.parts.find(evaluate)
        return part === undefined ? "" : tell(part)
      }
      case "not":
        return `not (${sketch(node.part)})`
      case "atom":
        return tellAtom(node.atom)
    }
  }

  const tellAtom = (index: number): string => {
    const test = atoms[index]?.test
    if (test === undefined) return ""
    const found = atoms[index]?.kind === "literals" ? evidence[index] : undefined
    return found === undefined || test.op === "between" ? describe(test) : `${test.field} ${test.op} "${found}"`
  }

  const sketch = (node: Node): string => {
    switch (node.kind) {
      case "all":
        return node.parts.map(sketch).join(" and ")
      case "any":
        return node.parts.map(sketch).join(" or ")
      case "not":
        return `not (${sketch(node.part)})`
      case "atom": {
        const test = atoms[node.atom]?.test
        return test === undefined ? "" : describe(test)
      }
    }
  }

  const outcomeOf = (index: number): Outcome => {
    const won = compiled[index]
    if (won === undefined) return uncategorized
    const { category, confidence, id } = won.rule
    const why = tell(won.node)
    return {
      _tag: "Categorized",
      category,
      ruleId: id,
      confidence,
      why: why.length > maximumWhy ? `${why.slice(0, maximumWhy)}…` : why
    }
  }

  const categorizePrepared = (prepared: PreparedCandidate): Outcome => {
    observe(prepared)
    return outcomeOf(winner())
  }

  const conditionOutcome = (node: Node): ConditionOutcome => {
    const shown = evaluate(node)
    switch (node.kind) {
      case "all":
      case "any":
        return { condition: node.kind, holds: shown, parts: node.parts.map(conditionOutcome) }
      case "not":
        return { condition: "not", holds: shown, parts: [conditionOutcome(node.part)] }
      case "atom": {
        const atom = atoms[node.atom]
        const found = shown && atom?.kind === "literals" ? evidence[node.atom] : undefined
        const condition = atom === undefined ? "" : describe(atom.test)
        return { condition, holds: shown, ...(found === undefined ? {} : { evidence: found }), parts: [] }
      }
    }
  }

  const attempt = (
    { node, rule, specificity }: CompiledRule,
    status: (matches: boolean) => Attempt["status"]
  ): Attempt => {
    const condition = conditionOutcome(node)
    const { category, confidence, id, name, priority } = rule
    const matches = condition.holds
    return {
      ruleId: id,
      name,
      category,
      confidence,
      priority,
      specificity,
      status: status(matches),
      matches,
      condition
    }
  }

  return {
    categorize: (candidate) => categorizePrepared(prepare(candidate)),
    categorizePrepared,
    explain: (candidate, options) => {
      const prepared = prepare(candidate)
      observe(prepared)
      const best = winner()
      const shown = (index: number): boolean =>
        options?.all === true || touched[index] === stamp || isEveryTime.has(index)
      const tried: Array<Attempt> = []
      compiled.forEach((rule, index) => {
        if (!shown(index)) return
        tried.push(attempt(rule, (matches) => (index === best ? "won" : matches ? "outranked" : "no-match")))
      })
      if (options?.all === true) for (const rule of disabled) tried.push(attempt(rule, () => "disabled"))
      return { outcome: outcomeOf(best), prepared, tried, untried: rules.length - tried.length }
    },
    rules: compiled.map(({ rule }) => rule)
  }
}
