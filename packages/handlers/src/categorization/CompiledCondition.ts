/**
 * Conditions in the form in which they are evaluated. Equal tests of different rules become one `Atom`, looked at once per
 * transaction; a condition is a tree over atoms' numbers.
 *
 * A condition also has a `Trigger`: atoms of which at least one must hold before the condition can. The engine looks only at
 * rules one of whose triggering atoms came up; a condition without such atoms (a lone `not`, a regex without a certain text in
 * it) has to be looked at every time.
 */
import * as Result from "effect/Result"
import type { Condition, Test, TextField, TextForm } from "./Condition.ts"
import { valuesOf } from "./Condition.ts"
import * as DecimalOrder from "./DecimalOrder.ts"
import * as RangeIndex from "./RangeIndex.ts"
import type { RuleLiteral } from "./RuleLiteral.ts"
import { formsOfTest } from "./RuleLiteral.ts"
import type { CompiledRegex } from "./RuleRegex.ts"
import * as RuleRegex from "./RuleRegex.ts"

/** The places a text test reads: one bit per field and form. */
export const slots = {
  normalized: { description: 1, counterparty: 2, memo: 4, text: 7 },
  original: { description: 8, counterparty: 16, memo: 32, text: 56 }
} as const satisfies Readonly<Record<TextForm, Readonly<Record<TextField, number>>>>

/** The three orders that ranges are indexed in. */
export type Dimension = "amount" | "absolute-amount" | "date"

/** The ends of a range, each left out when open. */
export type Ends = readonly [from: string | undefined, to: string | undefined]

export type Atom =
  | { readonly kind: "literals"; readonly test: Test }
  | { readonly kind: "regex"; readonly test: Test; readonly regex: CompiledRegex; readonly slots: number }
  | { readonly kind: "ranges"; readonly test: Test; readonly dimension: Dimension; readonly ends: ReadonlyArray<Ends> }
  | { readonly kind: "account"; readonly test: Test; readonly values: ReadonlySet<string> }
  | { readonly kind: "currency"; readonly test: Test; readonly values: ReadonlySet<string> }
  | { readonly kind: "direction"; readonly test: Test; readonly sign: 1 | -1 }

export type Node =
  | { readonly kind: "all" | "any"; readonly parts: ReadonlyArray<Node> }
  | { readonly kind: "not"; readonly part: Node }
  | { readonly kind: "atom"; readonly atom: number }

/** A literal to look for in certain places, and the atom that holds when it is found. */
export interface Registration {
  readonly literal: RuleLiteral
  readonly slots: number
  readonly atom: number
}

/** Atoms of which one must hold; null when there are none such. `cost` estimates how often they do. */
export type Trigger = { readonly atoms: ReadonlyArray<number>; readonly cost: number } | null

export interface ConditionCompiler {
  readonly add: (condition: Condition) => { readonly node: Node; readonly trigger: Trigger }
  readonly atoms: ReadonlyArray<Atom>
  /** By literal text. */
  readonly registrations: ReadonlyMap<string, ReadonlyArray<Registration>>
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The ranges that all atoms of one dimension name, indexed. */
export const indexRanges = (atoms: ReadonlyArray<Atom>, dimension: Dimension): RangeIndex.RangeIndex => {
  const ends = atoms.flatMap((atom) => (atom.kind === "ranges" && atom.dimension === dimension ? atom.ends.flat() : []))
  const named = ends.filter((end) => end !== undefined)
  return RangeIndex.make(named, dimension === "date" ? compareText : DecimalOrder.compare)
}

const triggerCost: Readonly<Record<Exclude<Atom["kind"], "literals" | "regex" | "ranges">, number>> = {
  account: 20,
  currency: 400,
  direction: 1000
}

/** Collects the atoms of many conditions. A regex that is refused must have been turned away before. */
export const make = (): ConditionCompiler => {
  const atoms: Array<Atom> = []
  const costs: Array<number> = []
  const byKey = new Map<string, number>()
  const registrations = new Map<string, Array<Registration>>()
  /** For a regex atom, the atom of the text that must be there first. */
  const requiredBy = new Map<number, number>()

  const register = (registration: Registration): void => {
    const list = registrations.get(registration.literal.text)
    if (list === undefined) registrations.set(registration.literal.text, [registration])
    else list.push(registration)
  }

  const create = (atom: Atom, cost: number): number => {
    atoms.push(atom)
    costs.push(cost)
    return atoms.length - 1
  }

  const atomOf = (test: Test): number => {
    const key = JSON.stringify([
      test.field,
      test.op,
      test.op === "between" ? [test.from ?? null, test.to ?? null] : test.value,
      "on" in test ? test.on : null
    ])
    const known = byKey.get(key)
    if (known !== undefined) return known
    const index = createAtom(test)
    byKey.set(key, index)
    return index
  }

  const createAtom = (test: Test): number => {
    switch (test.field) {
      case "description":
      case "counterparty":
      case "memo":
      case "text": {
        const places = slots[test.on ?? "normalized"][test.field]
        if (test.op === "regex") {
          const compiled = RuleRegex.compile(test.value)
          const regex = Result.isSuccess(compiled) ? compiled.success : { test: () => false, required: null }
          const index = create({ kind: "regex", test, regex, slots: places }, Infinity)
          if (regex.required !== null) {
            const cost = 1 + 20 / regex.required.length
            const required = create({ kind: "literals", test }, cost)
            register({
              literal: { text: regex.required, op: "contains", openStart: true, openEnd: true },
              slots: places,
              atom: required
            })
            requiredBy.set(index, required)
          }
          return index
        }
        const forms = formsOfTest(test)
        const index = create(
          { kind: "literals", test },
          forms.reduce((sum, { text }) => sum + 10 / text.length, 0)
        )
        for (const literal of forms) register({ literal, slots: places, atom: index })
        return index
      }
      case "amount":
      case "absolute-amount":
      case "date": {
        const dimension = test.field
        if (test.op === "between") {
          const open = test.from === undefined || test.to === undefined
          return create({ kind: "ranges", test, dimension, ends: [[test.from, test.to]] }, open ? 500 : 200)
        }
        const ends = valuesOf(test.value).map((value) => [value, value] as const)
        return create({ kind: "ranges", test, dimension, ends }, 15 * ends.length)
      }
      case "account":
      case "currency":
        return create({ kind: test.field, test, values: new Set(valuesOf(test.value)) }, triggerCost[test.field])
      case "direction":
        return create({ kind: "direction", test, sign: test.value === "in" ? 1 : -1 }, triggerCost.direction)
    }
  }

  const nodeOf = (condition: Condition): Node => {
    if ("all" in condition) return { kind: "all", parts: condition.all.map(nodeOf) }
    if ("any" in condition) return { kind: "any", parts: condition.any.map(nodeOf) }
    if ("not" in condition) return { kind: "not", part: nodeOf(condition.not) }
    return { kind: "atom", atom: atomOf(condition) }
  }

  const cheapest = (triggers: ReadonlyArray<Trigger>): Trigger =>
    triggers.reduce((best, next) => (next === null || (best !== null && best.cost <= next.cost) ? best : next), null)
  const together = (triggers: ReadonlyArray<Trigger>): Trigger =>
    triggers.reduce<Trigger>(
      (sum, next) =>
        sum === null || next === null ? null : { atoms: [...sum.atoms, ...next.atoms], cost: sum.cost + next.cost },
      { atoms: [], cost: 0 }
    )

  const triggerOf = (node: Node, negated: boolean): Trigger => {
    switch (node.kind) {
      case "all":
      case "any": {
        const parts = node.parts.map((part) => triggerOf(part, negated))
        return (node.kind === "all") === negated ? together(parts) : cheapest(parts)
      }
      case "not":
        return triggerOf(node.part, !negated)
      case "atom": {
        if (negated) return null
        const atom = requiredBy.get(node.atom) ?? node.atom
        const cost = costs[atom] ?? Infinity
        return Number.isFinite(cost) ? { atoms: [atom], cost } : null
      }
    }
  }

  return {
    add: (condition) => {
      const node = nodeOf(condition)
      return { node, trigger: triggerOf(node, false) }
    },
    atoms,
    registrations
  }
}
