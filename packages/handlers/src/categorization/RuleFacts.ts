/**
 * What a rule's condition says, in a form that can be reasoned about: the alternatives under which it holds, each a set of
 * facts that must all be true. Literals and ranges are understood; a regex is a fact equal only to itself. Reasoning is
 * one-sided: what is said to follow does follow, and where nothing is said nothing is known.
 */
import type { Condition, Test, TextField, TextForm } from "./Condition.ts"
import { valuesOf } from "./Condition.ts"
import * as DecimalOrder from "./DecimalOrder.ts"
import type { IntervalSet } from "./IntervalSet.ts"
import * as Intervals from "./IntervalSet.ts"
import type { RuleLiteral } from "./RuleLiteral.ts"
import { formsOfTest, holdsIn, isWordCharacter } from "./RuleLiteral.ts"

/** A text test: it holds when one of its literals is found (none for a regex, which `key` alone stands for). */
export interface TextFact {
  readonly key: string
  readonly field: TextField
  readonly on: TextForm
  readonly literals: ReadonlyArray<RuleLiteral>
}

/** A set of names, or all but a set. */
export interface Names {
  readonly except: boolean
  readonly names: ReadonlySet<string>
}

/** Facts that must all be true. Amounts are signed: `absolute-amount` and `direction` are ranges of them. */
export interface Facts {
  readonly present: ReadonlyArray<TextFact>
  readonly absent: ReadonlyArray<TextFact>
  readonly amounts: IntervalSet
  readonly dates: IntervalSet
  readonly accounts: Names
  readonly currencies: Names
}

/** More alternatives than this are not reasoned about. */
const maximumAlternatives = 64

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const anyName: Names = { except: true, names: new Set() }
const nothingKnown: Facts = {
  present: [],
  absent: [],
  amounts: Intervals.everything,
  dates: Intervals.everything,
  accounts: anyName,
  currencies: anyName
}

const intersectNames = (a: Names, b: Names): Names => {
  if (a.except && b.except) return { except: true, names: new Set([...a.names, ...b.names]) }
  const [listed, other] = a.except ? [b, a] : [a, b]
  return { except: false, names: new Set([...listed.names].filter((name) => other.names.has(name) !== other.except)) }
}

const isSubsetOfNames = (inner: Names, outer: Names): boolean => {
  if (inner.except) return outer.except && [...outer.names].every((name) => inner.names.has(name))
  return [...inner.names].every((name) => outer.names.has(name) !== outer.except)
}

/** The facts of both. */
export const both = (a: Facts, b: Facts): Facts => ({
  present: [...a.present, ...b.present],
  absent: [...a.absent, ...b.absent],
  amounts: Intervals.intersection(a.amounts, b.amounts, DecimalOrder.compare),
  dates: Intervals.intersection(a.dates, b.dates, compareText),
  accounts: intersectNames(a.accounts, b.accounts),
  currencies: intersectNames(a.currencies, b.currencies)
})

const negate = (value: string): string => (value.startsWith("-") ? value.slice(1) : `-${value}`)

const amountsOf = (test: Test): IntervalSet => {
  if (test.field === "direction") {
    const zero = { value: "0", included: false }
    const end = { value: null, included: false }
    return test.value === "in" ? [{ from: zero, to: end }] : [{ from: end, to: zero }]
  }
  const ranges =
    test.op === "between"
      ? [[test.from, test.to] as const]
      : valuesOf(test.value).map((value) => [value, value] as const)
  const signed = ranges.flatMap(([from, to]) => Intervals.between(from, to, DecimalOrder.compare))
  if (test.field === "amount") return signed
  const positive = Intervals.intersection(
    signed,
    Intervals.between("0", undefined, DecimalOrder.compare),
    DecimalOrder.compare
  )
  const mirrored = positive.map(({ from, to }) => ({
    from: { value: to.value === null ? null : negate(to.value), included: to.included },
    to: { value: from.value === null ? null : negate(from.value), included: from.included }
  }))
  return [...mirrored, ...positive]
}

const factsOfTest = (test: Test, negated: boolean): Facts => {
  switch (test.field) {
    case "description":
    case "counterparty":
    case "memo":
    case "text": {
      const on = test.on ?? "normalized"
      const literals = test.op === "regex" ? [] : formsOfTest(test)
      const fact = { key: JSON.stringify([test.field, test.op, on, test.value]), field: test.field, on, literals }
      return negated ? { ...nothingKnown, absent: [fact] } : { ...nothingKnown, present: [fact] }
    }
    case "amount":
    case "absolute-amount":
    case "direction": {
      const amounts = amountsOf(test)
      return { ...nothingKnown, amounts: negated ? Intervals.complement(amounts, DecimalOrder.compare) : amounts }
    }
    case "date": {
      const dates =
        test.op === "between"
          ? Intervals.between(test.from, test.to, compareText)
          : valuesOf(test.value).flatMap((value) => Intervals.between(value, value, compareText))
      return { ...nothingKnown, dates: negated ? Intervals.complement(dates, compareText) : dates }
    }
    case "account":
      return { ...nothingKnown, accounts: { except: negated, names: new Set(valuesOf(test.value)) } }
    case "currency":
      return { ...nothingKnown, currencies: { except: negated, names: new Set(valuesOf(test.value)) } }
  }
}

/** The alternatives under which a condition holds; null when there are too many to reason about. */
export const alternatives = (condition: Condition, negated = false): ReadonlyArray<Facts> | null => {
  if ("not" in condition) return alternatives(condition.not, !negated)
  if (!("all" in condition) && !("any" in condition)) return [factsOfTest(condition, negated)]
  const parts = ("all" in condition ? condition.all : condition.any).map((part) => alternatives(part, negated))
  let found: ReadonlyArray<Facts> = "all" in condition === negated ? [] : [nothingKnown]
  for (const part of parts) {
    if (part === null) return null
    found =
      "all" in condition === negated ? [...found, ...part] : found.flatMap((one) => part.map((two) => both(one, two)))
    if (found.length > maximumAlternatives) return null
  }
  return found
}

const isWhole = ({ op }: RuleLiteral): boolean => op === "is" || op === "one-of"

/** Whether a text in which `given` is found is bound to have `wanted` found in it. */
const literalImplies = (given: RuleLiteral, wanted: RuleLiteral): boolean => {
  const startFixed = isWhole(given) || given.op === "starts"
  const endFixed = isWhole(given) || given.op === "ends"
  const startOfWord = startFixed || (given.op === "words" && !given.openStart)
  const endOfWord = endFixed || (given.op === "words" && !given.openEnd)
  if (isWhole(wanted)) return isWhole(given) && given.text === wanted.text
  for (let start = given.text.indexOf(wanted.text); start !== -1; start = given.text.indexOf(wanted.text, start + 1)) {
    const end = start + wanted.text.length
    const atStart = start === 0
    const atEnd = end === given.text.length
    if (wanted.op === "contains") return true
    if (wanted.op === "starts" && atStart && startFixed) return true
    if (wanted.op === "ends" && atEnd && endFixed) return true
    if (wanted.op !== "words") continue
    const begins = wanted.openStart || (atStart ? startOfWord : !isWordCharacter(given.text, start - 1))
    const stops = wanted.openEnd || (atEnd ? endOfWord : !isWordCharacter(given.text, end))
    if (begins && stops) return true
  }
  return false
}

/** Whether a text fact is bound to be true where another is. */
export const textImplies = (given: TextFact, wanted: TextFact): boolean => {
  if (given.key === wanted.key) return true
  if (given.on !== wanted.on || (given.field !== wanted.field && wanted.field !== "text")) return false
  return (
    given.literals.length > 0 &&
    given.literals.every((one) => wanted.literals.some((other) => literalImplies(one, other)))
  )
}

/** Whether the two facts look for the same words: some literal of one brings a literal of the other with it. */
export const textOverlaps = (a: TextFact, b: TextFact): boolean => {
  if (a.key === b.key) return true
  if (a.on !== b.on || (a.field !== b.field && a.field !== "text" && b.field !== "text")) return false
  return a.literals.some((one) => b.literals.some((other) => literalImplies(one, other) || literalImplies(other, one)))
}

/** Whether wherever `given` is true, `wanted` is. */
export const implies = (given: Facts, wanted: Facts): boolean =>
  wanted.present.every((fact) => given.present.some((known) => textImplies(known, fact))) &&
  wanted.absent.every((fact) => given.absent.some((known) => textImplies(fact, known))) &&
  Intervals.isSubset(given.amounts, wanted.amounts, DecimalOrder.compare) &&
  Intervals.isSubset(given.dates, wanted.dates, compareText) &&
  isSubsetOfNames(given.accounts, wanted.accounts) &&
  isSubsetOfNames(given.currencies, wanted.currencies)

/**
 * Normalized text keeps no number of three digits or more, so a literal with one as a word of its own finds nothing. At an
 * open end the word may go on with letters, and such a word is kept.
 */
const asksForNumber = (literal: RuleLiteral): boolean => {
  if (literal.op !== "words" && !isWhole(literal)) return false
  const text = `${literal.openStart ? "x" : ""}${literal.text}${literal.openEnd ? "x" : ""}`
  return /(?:^| )\d{3,}(?: |$)/.test(text)
}

const literalsExclude = (a: RuleLiteral, b: RuleLiteral): boolean => {
  if (isWhole(a)) return !holdsIn(b, a.text)
  if (isWhole(b)) return !holdsIn(a, b.text)
  if (a.op === "starts" && b.op === "starts") return !a.text.startsWith(b.text) && !b.text.startsWith(a.text)
  if (a.op === "ends" && b.op === "ends") return !a.text.endsWith(b.text) && !b.text.endsWith(a.text)
  return false
}

const textsExclude = (a: TextFact, b: TextFact): boolean =>
  a.field === b.field &&
  a.field !== "text" &&
  a.on === b.on &&
  a.literals.length > 0 &&
  b.literals.length > 0 &&
  a.literals.every((one) => b.literals.every((other) => literalsExclude(one, other)))

/** Why these facts cannot all be true, or null when nothing says so. */
export const contradiction = (facts: Facts): string | null => {
  if (facts.amounts.length === 0) return "no amount lies in all of its ranges and directions"
  if (facts.dates.length === 0) return "no date lies in all of its ranges"
  if (!facts.accounts.except && facts.accounts.names.size === 0) return "no account is in all of its lists"
  if (!facts.currencies.except && facts.currencies.names.size === 0) return "no currency is in all of its lists"
  for (const [index, fact] of facts.present.entries()) {
    if (fact.on === "normalized" && fact.literals.length > 0 && fact.literals.every(asksForNumber)) {
      return 'normalized text keeps no number of three digits or more: read the "original"'
    }
    if (facts.absent.some((other) => textImplies(fact, other))) return "one part demands the text that another forbids"
    if (facts.present.slice(index + 1).some((other) => textsExclude(fact, other))) {
      return "two parts demand different texts of one field"
    }
  }
  return null
}
