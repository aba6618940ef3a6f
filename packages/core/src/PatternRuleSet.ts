/**
 * Many patterns asked of each event at once.
 *
 * Every branch of every pattern is filed under the one of its fields that tells it apart best: at that path's index it is
 * found only by values that it may want. What an event's values find is then asked in full, so the answer is always that
 * of asking every pattern, in time that depends on the rules found and little on the rules there are.
 */
import * as Condition from "./PatternCondition.ts"
import { Paths } from "./PatternFields.ts"
import { type Key, keyOf, PathIndex } from "./PatternIndex.ts"
import type { Pattern } from "./PatternLanguage.ts"
import { branchesOf } from "./PatternParse.ts"

interface CompiledBranch {
  readonly rule: number
  readonly conditions: Condition.Conditions
}

/** How a condition finds its branch: by one key for each alternative. */
interface Access {
  readonly slot: number
  readonly keys: ReadonlyArray<Key>
}

const accessesOf = (conditions: Condition.Conditions): ReadonlyArray<Access> =>
  conditions
    // A field that may be missing finds nothing where it is.
    .filter(({ absent }) => !absent)
    .map(({ slot, alternatives }) => ({ slot, keys: alternatives.flatMap((each) => keyOf(each) ?? []) }))

const signature = (slot: number, key: Key): string =>
  key._tag === "Equals"
    ? `${slot} ${typeof key.value} ${String(key.value)}`
    : `${slot} ${key._tag} ${"text" in key ? key.text : ""}`

/** Patterns with ids, compiled for `match`. */
export class RuleSet<out Id> {
  readonly #ids: ReadonlyArray<Id>
  readonly #paths = new Paths()
  readonly #branches: ReadonlyArray<CompiledBranch>
  readonly #indexes: ReadonlyArray<readonly [slot: number, index: PathIndex]>
  /** Branches that no field finds, such as those that only ask for missing ones. */
  readonly #always: ReadonlyArray<number>

  /** Compiles rules. Throws `PatternInvalid` for a pattern without meaning. Ids may repeat; each rule answers for itself. */
  static make<const Id>(rules: Iterable<readonly [id: Id, pattern: Pattern]>): RuleSet<Id> {
    return new RuleSet(rules)
  }

  private constructor(rules: Iterable<readonly [id: Id, pattern: Pattern]>) {
    const ids: Array<Id> = []
    const branches: Array<CompiledBranch> = []
    for (const [id, pattern] of rules) {
      const rule = ids.push(id) - 1
      for (const branch of branchesOf(pattern))
        branches.push({ rule, conditions: Condition.compile(branch, this.#paths) })
    }
    this.#ids = ids
    this.#branches = branches

    const accesses = branches.map(({ conditions }) => accessesOf(conditions))
    const shared = new Map<string, number>()
    for (const access of accesses.flat()) {
      for (const key of access.keys) {
        const text = signature(access.slot, key)
        shared.set(text, (shared.get(text) ?? 0) + 1)
      }
    }
    // What a key is expected to find: the branches that share it. Of ranges a value hits some, and "any" all of them.
    const cost = ({ slot, keys }: Access): number =>
      keys.reduce((sum, key) => sum + (shared.get(signature(slot, key)) ?? 0) * (key._tag === "Range" ? 0.25 : 1), 0)

    const keysBySlot = new Map<number, Array<readonly [Key, number]>>()
    const always: Array<number> = []
    for (const [branch, candidates] of accesses.entries()) {
      const [best] = candidates.toSorted((a, b) => cost(a) - cost(b))
      if (best === undefined) {
        always.push(branch)
        continue
      }
      const keys = keysBySlot.get(best.slot) ?? []
      keys.push(...best.keys.map((key): readonly [Key, number] => [key, branch]))
      keysBySlot.set(best.slot, keys)
    }
    this.#always = always
    this.#indexes = [...keysBySlot].map(([slot, keys]) => [slot, new PathIndex(keys)])
  }

  /** The ids of all rules that match an event, in the order of the rules. */
  match(event: unknown): Array<Id> {
    const fields = this.#paths.read(event)
    if (fields === null) return []
    const asked = new Set<number>()
    const matched = new Set<number>()
    const ask = (number: number): void => {
      if (asked.has(number)) return
      asked.add(number)
      const branch = this.#branches[number]
      if (branch === undefined || matched.has(branch.rule)) return
      if (Condition.hold(branch.conditions, fields)) matched.add(branch.rule)
    }
    this.#always.forEach(ask)
    for (const [slot, index] of this.#indexes) {
      for (const { value } of fields.bySlot[slot] ?? []) index.visit(value, ask)
    }
    return [...matched].toSorted((a, b) => a - b).flatMap((rule) => this.#ids.slice(rule, rule + 1))
  }
}
