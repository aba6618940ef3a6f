/**
 * Random patterns and events over few names and values, so that they meet often.
 */
import * as fc from "fast-check"
import type { Matcher, Pattern } from "@millrace/core/Pattern"

const name = fc.constantFrom("a", "b", "c")
const text = fc.constantFrom(
  "",
  "a",
  "b",
  "ab",
  "BA",
  "aab",
  "ß",
  "SS",
  "10.0.0.1",
  "10.0.9.1",
  "::1",
  '"',
  "a*",
  "\\",
  "1"
)
const number = fc.constantFrom(0, 1, -1, 0.5, 100, 325, 5e9)
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null))
const several = <T>(each: fc.Arbitrary<T>) => fc.oneof(each, fc.array(each, { minLength: 1, maxLength: 3 }))
const someText = text.filter((each) => each !== "")
const wild = fc.constantFrom("*", "a*", "*b", "a*b", "*a*", "\\**", "", "10.*")

const matcher: fc.Arbitrary<Matcher> = fc.oneof(
  scalar,
  text.map((prefix) => ({ prefix })),
  text.map((suffix) => ({ suffix })),
  text.map((each) => ({ prefix: { "equals-ignore-case": each } })),
  text.map((each) => ({ suffix: { "equals-ignore-case": each } })),
  text.map((each) => ({ "equals-ignore-case": each })),
  wild.map((wildcard) => ({ wildcard })),
  fc.constantFrom("10.0.0.0/16", "0.0.0.0/0", "::/64").map((cidr) => ({ cidr })),
  fc.boolean().map((exists) => ({ exists })),
  fc.tuple(fc.constantFrom(">" as const, ">=" as const), number).map((numeric) => ({ numeric })),
  fc.tuple(fc.constantFrom("<" as const, "<=" as const), number).map((numeric) => ({ numeric })),
  fc.constantFrom([0, 1] as const, [-1, 100] as const, [0.5, 325] as const).map(([low, high]) => ({
    numeric: [">=", low, "<", high] as const
  })),
  several(text).map((each) => ({ "anything-but": each })),
  several(number).map((each) => ({ "anything-but": each })),
  several(someText).map((prefix) => ({ "anything-but": { prefix } })),
  several(wild).map((wildcard) => ({ "anything-but": { wildcard } }))
)

const alternatives = fc.array(matcher, { minLength: 1, maxLength: 3 })

const flat: fc.Arbitrary<Pattern> = fc.dictionary(name, alternatives, { minKeys: 1, maxKeys: 2 })

const nested: fc.Arbitrary<Pattern> = fc.dictionary(
  name,
  fc.oneof({ weight: 5, arbitrary: alternatives }, { weight: 1, arbitrary: flat }),
  { minKeys: 1, maxKeys: 2 }
)

/** Patterns that mean something, though EventBridge may refuse some for naming a field twice. */
export const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  { weight: 4, arbitrary: nested },
  {
    weight: 1,
    arbitrary: fc
      .tuple(nested, fc.array(nested, { minLength: 2, maxLength: 3 }))
      .map(([fields, options]): Pattern => ({ ...fields, $or: options }))
  }
)

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.dictionary(name, tie("value"), { maxKeys: 3 }) },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 3 }) }
  )
})).value

/** Events: objects of anything. */
export const event: fc.Arbitrary<unknown> = fc.dictionary(name, value, { minKeys: 1, maxKeys: 3 })
