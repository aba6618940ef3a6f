/**
 * What a rule says about a transaction, as data: `all`, `any` and `not` over tests of single fields.
 *
 * Text tests read a field's normalized text (words without the bank's noise, see `Normalization`) or, with
 * `"on": "original"`, the whole text; both folded, so that case and accents never matter. On normalized text a literal is
 * read as words too: `AT&T` is `at t`. The field `text` stands for description, counterparty and memo: a test of it holds
 * when it holds for one of them. A field that a transaction does not have fails every test of it.
 *
 * | op | holds when |
 * | --- | --- |
 * | `is`, `one-of` | the text equals the literal (one of them) |
 * | `contains`, `starts`, `ends` | the literal occurs, at the front, at the end |
 * | `words` | the literal occurs as whole words; a `*` at either end lets the word go on there: `*apotheke`, `spotify*` |
 * | `regex` | the pattern (RE2 syntax, case-insensitive) is found |
 *
 * A list of literals means any of them. Amounts are decimal numerals, signed (`amount`, money out is negative) or without
 * sign (`absolute-amount`), and dates are `YYYY-MM-DD`; `between` includes both ends, and either may be left out.
 */
import * as Schema from "effect/Schema"

/** Bounds on what one rule, and one set of rules, may hold. */
export const limits = {
  /** Characters of a literal. */
  literal: 200,
  /** Literals in one list. */
  values: 500,
  /** Characters of a regex. */
  regex: 500,
  /** Instructions of a compiled regex: matching costs at most text length × this. */
  regexProgram: 2000,
  /** `all`, `any` and `not` within each other. */
  depth: 8,
  /** Conditions in one rule. */
  conditions: 200,
  /** Rules in one set. */
  rules: 20_000,
  /** Characters of all literals of a set. */
  literals: 2_000_000
} as const

/** A text field of a transaction, or `text` for any of the three. */
export type TextField = "description" | "counterparty" | "memo" | "text"
/** How a literal is compared. */
export type TextOperator = "is" | "one-of" | "contains" | "starts" | "ends" | "words"
/** Which form of the text is read; `normalized` unless told. */
export type TextForm = "normalized" | "original"
/** One literal or any of several. */
export type Values = string | ReadonlyArray<string>

export interface TextTest {
  readonly field: TextField
  readonly op: TextOperator
  readonly value: Values
  readonly on?: TextForm
}
export interface RegexTest {
  readonly field: TextField
  readonly op: "regex"
  readonly value: string
  readonly on?: TextForm
}
export interface ExactTest {
  readonly field: "amount" | "absolute-amount" | "date" | "account" | "currency"
  readonly op: "is" | "one-of"
  readonly value: Values
}
export interface RangeTest {
  readonly field: "amount" | "absolute-amount" | "date"
  readonly op: "between"
  readonly from?: string
  readonly to?: string
}
/** `in` is money received, `out` is money spent; an amount of zero is neither. */
export interface DirectionTest {
  readonly field: "direction"
  readonly op: "is"
  readonly value: "in" | "out"
}
export type Test = TextTest | RegexTest | ExactTest | RangeTest | DirectionTest

export interface All {
  readonly all: ReadonlyArray<Condition>
}
export interface Any {
  readonly any: ReadonlyArray<Condition>
}
export interface Not {
  readonly not: Condition
}
export type Condition = All | Any | Not | Test

const literal = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(limits.literal))
const oneOrMore = <A extends string>(value: Schema.Codec<A>) =>
  Schema.Union([value, Schema.NonEmptyArray(value).check(Schema.isMaxLength(limits.values))])

const textField = Schema.Literals(["description", "counterparty", "memo", "text"])
const form = Schema.optionalKey(Schema.Literals(["normalized", "original"]))

/** A decimal numeral, at most 38 digits: `-12.50`. */
const numeral = Schema.String.check(
  Schema.isPattern(/^-?(?:0|[1-9][0-9]{0,27})(?:\.[0-9]{1,10})?$/, { expected: 'a decimal numeral such as "-12.50"' })
)
const calendarDate = Schema.String.check(
  Schema.isPattern(/^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/, { expected: "a date, YYYY-MM-DD" })
)

const exact = <const F extends ExactTest["field"]>(field: F, value: Schema.Codec<string>) =>
  Schema.Struct({ field: Schema.Literal(field), op: Schema.Literals(["is", "one-of"]), value: oneOrMore(value) })
const range = <const F extends RangeTest["field"]>(field: F, value: Schema.Codec<string>) =>
  Schema.Struct({
    field: Schema.Literal(field),
    op: Schema.Literal("between"),
    from: Schema.optionalKey(value),
    to: Schema.optionalKey(value)
  })

/** The schema of every single test, by field; `Rule` uses them to say precisely what is wrong with one. */
export const testSchemas = {
  text: Schema.Struct({
    field: textField,
    op: Schema.Literals(["is", "one-of", "contains", "starts", "ends", "words"]),
    value: oneOrMore(literal),
    on: form
  }),
  regex: Schema.Struct({
    field: textField,
    op: Schema.Literal("regex"),
    value: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(limits.regex)),
    on: form
  }),
  amount: exact("amount", numeral),
  amountRange: range("amount", numeral),
  absoluteAmount: exact("absolute-amount", numeral),
  absoluteAmountRange: range("absolute-amount", numeral),
  date: exact("date", calendarDate),
  dateRange: range("date", calendarDate),
  account: exact("account", literal),
  currency: exact("currency", literal),
  direction: Schema.Struct({
    field: Schema.Literal("direction"),
    op: Schema.Literal("is"),
    value: Schema.Literals(["in", "out"])
  })
} as const

/** Schema of a condition. `Rule.parse` gives better errors than this one for what people write. */
export const Condition: Schema.Codec<Condition> = Schema.suspend((): Schema.Codec<Condition> =>
  Schema.Union([
    Schema.Struct({ all: Schema.NonEmptyArray(Condition) }),
    Schema.Struct({ any: Schema.NonEmptyArray(Condition) }),
    Schema.Struct({ not: Condition }),
    ...Object.values(testSchemas)
  ])
)

/** The literals of a test. */
export const valuesOf = (value: Values): ReadonlyArray<string> => (typeof value === "string" ? [value] : value)

/** What a person reads for a test, in the rule's own words: `description contains "rent"`. */
export const describe = (test: Test): string => {
  const on = "on" in test && test.on === "original" ? " (original)" : ""
  if (test.op === "between") {
    const { from, to } = test
    if (from === undefined) return to === undefined ? `${test.field} is anything` : `${test.field} is at most ${to}`
    return to === undefined ? `${test.field} is at least ${from}` : `${test.field} is between ${from} and ${to}`
  }
  const values = valuesOf(test.value)
  const shown = values.slice(0, 5).map((value) => `"${value}"`)
  const list = shown.join(", ") + (values.length > 5 ? `, … (${values.length})` : "")
  return `${test.field}${on} ${values.length > 1 ? `${test.op} any of` : test.op} ${list}`
}
