/**
 * The EventBridge pattern language as TypeScript types: plain JSON data that says which events a rule wants.
 *
 * `Pattern` is the language itself, over events of any shape. `Where` is the same language over the flat scalar
 * attributes of one event, where the compiler knows each field's type and so which operators make sense for it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */

/** A JSON value that a matcher can look at. Objects and arrays are looked into, never matched as a whole. */
export type Scalar = string | number | boolean | null

/** The operators of the language, each the single key of its matcher. */
export type Operator =
  | "prefix"
  | "suffix"
  | "equals-ignore-case"
  | "wildcard"
  | "cidr"
  | "numeric"
  | "exists"
  | "anything-but"

/**
 * A matcher of exactly one operator. Spelled out because TypeScript lets a value of a union borrow the keys of another
 * member, and EventBridge refuses `{ prefix, suffix }`.
 */
type Only<O extends Operator, Operand> = { readonly [K in O]: Operand } & {
  readonly [K in Exclude<Operator, O>]?: never
}

/** A comparison, `["=", 5]`, `[">", 5]`, or a range from below to above, `[">=", 0, "<", 100]`. */
export type Numeric =
  | readonly ["=", number]
  | readonly [">" | ">=", number]
  | readonly ["<" | "<=", number]
  | readonly [">" | ">=", number, "<" | "<=", number]

/** One text, or several of which any counts. */
type OneOrMore<T> = T | ReadonlyArray<T>

/** What `anything-but` can exclude beside plain values. */
export type Excluded =
  | { readonly prefix: OneOrMore<string> }
  | { readonly suffix: OneOrMore<string> }
  | { readonly "equals-ignore-case": OneOrMore<string> }
  | { readonly wildcard: OneOrMore<string> }

/** Operators that look at text. A value that is no string never passes them, `anything-but` excepted. */
type TextMatcher =
  | Only<"prefix", string | { readonly "equals-ignore-case": string }>
  | Only<"suffix", string | { readonly "equals-ignore-case": string }>
  | Only<"equals-ignore-case", string>
  /** `*` stands for any run of characters; `\*` and `\\` for themselves. */
  | Only<"wildcard", string>
  /** An IPv4 or IPv6 block such as `10.0.0.0/24`. */
  | Only<"cidr", string>

type NumberMatcher = Only<"numeric", Numeric>

type ExistsMatcher = Only<"exists", boolean>

/** One alternative of a field: a value to equal, or an operator. */
export type Matcher =
  | Scalar
  | TextMatcher
  | NumberMatcher
  | ExistsMatcher
  | Only<"anything-but", OneOrMore<string> | OneOrMore<number> | Excluded>

/**
 * A pattern: every field must match, by any of its alternatives. A field's value is a pattern for the object there, or
 * the array of its alternatives; `$or` holds patterns of which one must match beside the other fields.
 */
export interface Pattern {
  readonly $or?: ReadonlyArray<Pattern>
  readonly [field: string]: Pattern | ReadonlyArray<Matcher> | ReadonlyArray<Pattern>
}

/** Literals of `T`, each kept apart: `"a" | "b"` stays that, so that a typing mistake in a pattern does not compile. */
type ExcludedOf<T> =
  | ([Extract<T, string>] extends [never] ? never : OneOrMore<Extract<T, string>> | Excluded)
  | ([Extract<T, number>] extends [never] ? never : OneOrMore<Extract<T, number>>)

/** The alternatives that make sense for an attribute of type `T`. */
export type WhereMatcher<T> =
  | Extract<T, Scalar>
  | ExistsMatcher
  | ([Extract<T, string>] extends [never] ? never : TextMatcher)
  | ([Extract<T, number>] extends [never] ? never : NumberMatcher)
  | ([Extract<T, string | number>] extends [never] ? never : Only<"anything-but", ExcludedOf<T>>)

/**
 * A pattern over an event's flat scalar attributes: per field only what its type allows, and no field that the event
 * lacks. `{ largest: [{ numeric: [">", 1000] }] }`
 */
export type Where<Attributes> = {
  readonly [K in keyof Attributes]?: ReadonlyArray<WhereMatcher<Attributes[K]>>
} & {
  readonly $or?: readonly [Where<Attributes>, Where<Attributes>, ...Array<Where<Attributes>>]
}
