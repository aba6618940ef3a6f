/**
 * The conditions of a branch as tests on an event's flattened fields, array consistency included.
 */
import * as Address from "./PatternAddress.ts"
import type { Field, Fields, Membership, Paths } from "./PatternFields.ts"
import type { Scalar } from "./PatternLanguage.ts"
import type { Alternative, Branch } from "./PatternParse.ts"
import * as Text from "./PatternText.ts"

/** One field's alternatives. */
export interface Condition {
  readonly slot: number
  readonly alternatives: ReadonlyArray<Alternative>
  /** Whether the field may be missing. */
  readonly absent: boolean
  readonly passes: (value: Scalar) => boolean
}

/** A branch's conditions, in the order of their paths. */
export type Conditions = ReadonlyArray<Condition>

const never = (): boolean => false

/** Only text passes. AWS compares it with its quotes on, so an operand may reach the quote at its open end. */
const onText =
  (test: (quoted: string) => boolean) =>
  (value: Scalar): boolean =>
    typeof value === "string" && test(`"${value}"`)

const addressTest =
  (block: Address.Block, numbers: boolean) =>
  (value: Scalar): boolean => {
    if (typeof value === "string") {
      const digits = Address.digitsOf(value)
      return digits !== null && Address.covers(block, digits)
    }
    // AWS compares a number's digits with the address's where the field has no numeric alternative, and so does this.
    return typeof value === "number" && numbers && Address.covers(block, String(value))
  }

const test = (alternative: Alternative, numeric: boolean): ((value: Scalar) => boolean) => {
  switch (alternative._tag) {
    case "Equals":
      return (value) => value === alternative.value
    case "Address":
    case "Block":
      return addressTest(alternative.block, !numeric)
    case "Prefix": {
      const quoted = `"${alternative.text}`
      return onText(alternative.ignoreCase ? Text.startsWithIgnoringCase(quoted) : (value) => value.startsWith(quoted))
    }
    case "Suffix": {
      const quoted = `${alternative.text}"`
      return onText(alternative.ignoreCase ? Text.endsWithIgnoringCase(quoted) : (value) => value.endsWith(quoted))
    }
    case "EqualsIgnoreCase":
      return onText(Text.equalsIgnoringCase(`"${alternative.text}"`))
    case "Wildcard": {
      const matches = Text.matchesWildcard(alternative.wildcard)
      return (value) => typeof value === "string" && matches(value)
    }
    case "Range": {
      const { low, high } = alternative
      return (value) =>
        typeof value === "number" &&
        (low.included ? value >= low.value : value > low.value) &&
        (high.included ? value <= high.value : value < high.value)
    }
    case "Present":
      return () => true
    case "Absent":
      return never
    case "Not": {
      const excluded = anyOf(alternative.excluded, numeric)
      return (value) => !excluded(value)
    }
  }
}

const isNumeric = (alternative: Alternative): boolean =>
  alternative._tag === "Range" ||
  (alternative._tag === "Equals" && typeof alternative.value === "number") ||
  (alternative._tag === "Not" && alternative.excluded.some(isNumeric))

/** Plain values are looked up together; what is left is tried one by one. */
const anyOf = (alternatives: ReadonlyArray<Alternative>, numeric: boolean): ((value: Scalar) => boolean) => {
  const values = new Set(alternatives.flatMap((each) => (each._tag === "Equals" ? [each.value] : [])))
  const tests = alternatives.flatMap((each) =>
    each._tag === "Equals" || each._tag === "Absent" ? [] : [test(each, numeric)]
  )
  return tests.length === 0
    ? (value) => values.has(value)
    : (value) => values.has(value) || tests.some((passes) => passes(value))
}

/** Compiles a branch, taking slots for its paths. */
export const compile = (branch: Branch, paths: Paths): Conditions =>
  [...branch]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([path, alternatives]) => ({
      slot: paths.slot(path),
      alternatives,
      absent: alternatives.some((each) => each._tag === "Absent"),
      passes: anyOf(alternatives, alternatives.some(isNumeric))
    }))

/** Whether an event fulfils every condition, by fields that may lie in the same elements of arrays. */
export const hold = (conditions: Conditions, fields: Fields): boolean =>
  fields.inArrays ? holdInArrays(conditions, fields) : conditions.every((condition) => holds(condition, fields))

const holds = ({ slot, absent, passes }: Condition, { bySlot }: Fields): boolean => {
  const here = bySlot[slot]
  return here === undefined ? absent : here.some((field) => passes(field.value))
}

/** The elements chosen so far, by array. */
type Chosen = ReadonlyMap<number, number>

/** A path's fields as a tree of the array elements around them. */
interface Elements {
  readonly fields: Array<Field>
  readonly arrays: Map<number, Map<number, Elements>>
}

const none: ReadonlyArray<Field> = []

const elementsOf = (fields: ReadonlyArray<Field>): Elements => {
  const root: Elements = { fields: [], arrays: new Map() }
  for (const field of fields) {
    let node = root
    for (const [array, index] of pairs(field.membership)) {
      let indices = node.arrays.get(array)
      if (indices === undefined) node.arrays.set(array, (indices = new Map()))
      let child = indices.get(index)
      if (child === undefined) indices.set(index, (child = { fields: [], arrays: new Map() }))
      node = child
    }
    node.fields.push(field)
  }
  return root
}

function* pairs(membership: Membership): Generator<readonly [array: number, index: number]> {
  let array: number | undefined
  for (const number of membership) {
    if (array === undefined) array = number
    else {
      yield [array, number]
      array = undefined
    }
  }
}

/** The fields that lie in no other element of an array that an element was chosen of. */
function* consistent(node: Elements, chosen: Chosen): Generator<Field> {
  yield* node.fields
  for (const [array, indices] of node.arrays) {
    const index = chosen.get(array)
    if (index === undefined) for (const child of indices.values()) yield* consistent(child, chosen)
    else {
      const child = indices.get(index)
      if (child !== undefined) yield* consistent(child, chosen)
    }
  }
}

/**
 * Goes through the conditions in the order of their paths, as AWS does, keeping every choice of elements that is still
 * possible. An array that no later condition looks into is forgotten, so choices do not multiply.
 */
const holdInArrays = (conditions: Conditions, { bySlot }: Fields): boolean => {
  const lastUse = new Map<number, number>()
  for (const [position, { slot }] of conditions.entries()) {
    for (const field of bySlot[slot] ?? none)
      for (const [array] of pairs(field.membership)) lastUse.set(array, position)
  }
  let choices: ReadonlyArray<Chosen> = [new Map()]
  for (const [position, { slot, absent, passes }] of conditions.entries()) {
    const fields = bySlot[slot] ?? none
    const passing = elementsOf(fields.filter((field) => passes(field.value)))
    const all = absent ? elementsOf(fields) : undefined
    const next = new Map<string, Chosen>()
    const keep = (chosen: Chosen, membership: Membership): void => {
      const merged = [...new Map([...chosen, ...pairs(membership)])]
        .filter(([array]) => (lastUse.get(array) ?? -1) > position)
        .toSorted(([a], [b]) => a - b)
      next.set(merged.join(), new Map(merged))
    }
    for (const chosen of choices) {
      if (all !== undefined && consistent(all, chosen).next().done === true) keep(chosen, [])
      for (const field of consistent(passing, chosen)) keep(chosen, field.membership)
    }
    if (next.size === 0) return false
    choices = [...next.values()]
  }
  return true
}
