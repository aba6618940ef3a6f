import { assert, describe, it } from "@effect/vitest"
import * as Pattern from "@millrace/core/Pattern"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync } from "node:fs"
import * as Samples from "./PatternSamples.ts"
import * as fc from "fast-check"

const corpus = `${process.env["MILLRACE_CORPORA"] ?? "../shared/corpora"}/event-patterns`
const hasCorpus = existsSync(corpus)
if (!hasCorpus) process.stdout.write("Pattern: the event-patterns corpus is absent, its cases are skipped\n")

interface Cases {
  readonly events: ReadonlyArray<unknown>
  readonly patterns: ReadonlyArray<{ readonly pattern: Pattern.Pattern; readonly matches: ReadonlyArray<number> }>
}

interface ArrayCase {
  readonly name: string
  readonly pattern: Pattern.Pattern
  readonly event: unknown
  readonly matches: boolean
}

const read = <T>(name: string): T => JSON.parse(readFileSync(`${corpus}/${name}`, "utf8"))

describe.skipIf(!hasCorpus)("the event-patterns corpus, answered by AWS's matcher", () => {
  it("cases.json: every pattern accepts exactly the events that AWS accepts, alone and in a rule set", () => {
    const { events, patterns } = read<Cases>("cases.json")
    assert.isAbove(patterns.length, 30)
    for (const { pattern, matches } of patterns) {
      const accepts = Pattern.compile(pattern)
      assert.deepStrictEqual(
        events.flatMap((event, index) => (accepts(event) ? [index] : [])),
        matches,
        JSON.stringify(pattern)
      )
      assert.deepStrictEqual(Pattern.validate(pattern), [])
    }
    const rules = Pattern.RuleSet.make(patterns.map(({ pattern }, index) => [index, pattern] as const))
    for (const [index, event] of events.entries()) {
      assert.deepStrictEqual(
        rules.match(event),
        patterns.flatMap(({ matches }, rule) => (matches.includes(index) ? [rule] : []))
      )
    }
  })

  it("arrays.json: every case", () => {
    const cases = read<ReadonlyArray<ArrayCase>>("arrays.json")
    assert.isAbove(cases.length, 40)
    for (const { name, pattern, event, matches } of cases) {
      assert.strictEqual(Pattern.matches(pattern, event), matches, name)
      assert.deepStrictEqual(Pattern.RuleSet.make([[1, pattern]]).match(event), matches ? [1] : [], name)
    }
  })
})

const absent: unique symbol = Symbol("no such field")

/** Alternatives of one field, values that it accepts and values that it does not. */
const rules: ReadonlyArray<
  readonly [string, ReadonlyArray<Pattern.Matcher>, yes: ReadonlyArray<unknown>, no: ReadonlyArray<unknown>]
> = [
  ["text equals text alone", ["300", "true"], ["300", "true"], [300, true, "30", "", null, absent]],
  ["numbers equal by value", [300, 1e-7], [300, 300.0, 3e2, 0.0000001], ["300", 301, null]],
  ["booleans and null equal themselves", [true, null], [true, null], ["true", false, "null", "", absent]],
  ["several alternatives are a choice", ["a", { prefix: "b" }], ["a", "bc"], ["ab", "c"]],
  ["a list of values needs one that passes", ["a"], [["b", "a"], [["a"]]], [["b"], [], [[]]]],
  ["prefix", [{ prefix: "fi" }], ["fi", "file"], ["f", "Fi", "afi", 1, null]],
  ["an empty prefix accepts all text", [{ prefix: "" }], ["", "x"], [1, true, null, absent]],
  ["prefix, either case", [{ prefix: { "equals-ignore-case": "mÜ" } }], ["MÜx", "mü"], ["mu", "m", 1]],
  ["suffix", [{ suffix: ".csv" }], [".csv", "a.csv"], ["csv", "a.CSV", "a.csv "]],
  ["suffix, either case", [{ suffix: { "equals-ignore-case": ".cSv" } }], ["a.CSV", ".csv"], ["csv"]],
  ["equals, either case", [{ "equals-ignore-case": "Straße" }], ["STRASSE", "straße"], ["strasse", "straß"]],
  ["case folds by character, never by words", [{ "equals-ignore-case": "ΑΣ" }], ["ασ", "ΑΣ"], ["ας"]],
  ["wildcard", [{ wildcard: "a*b*c" }], ["abc", "aXbYc", "abcabc"], ["ac", "abcd", 1]],
  ["a lone wildcard accepts all text", [{ wildcard: "*" }], ["", "x"], [1, null, absent]],
  ["wildcard escapes", [{ wildcard: "a\\*\\\\*" }], ["a*\\", "a*\\x"], ["ab\\", "a*x"]],
  ["=", [{ numeric: ["=", 0.3] }], [0.3], [0.30000000000000004, "0.3"]],
  ["> and <=", [{ numeric: [">", 0, "<=", 5] }], [0.1, 5], [0, 5.1, "3", null, true]],
  [">= and <", [{ numeric: [">=", 0, "<", 5] }], [0, 4.9], [-0.1, 5]],
  ["one-sided comparisons", [{ numeric: ["<", -1] }, { numeric: [">=", 5e9] }], [-2, 5e9], [-1, 0, 4e9]],
  ["exists: true", [{ exists: true }], [0, "", null, false, ["a"]], [absent, [], {}, { x: 1 }]],
  ["exists: false", [{ exists: false }], [absent, [], {}, { x: 1 }, [[]]], [0, "", null, ["a"]]],
  ["missing or equal", [{ exists: false }, "x"], [absent, "x"], ["y", null]],
  ["anything-but text", [{ "anything-but": ["a", "b"] }], ["c", "", 1, true, null], ["a", "b", absent, []]],
  ["anything-but of a list needs one other value", [{ "anything-but": "a" }], [["a", "b"]], [["a"], []]],
  ["anything-but numbers", [{ "anything-but": [0, 1] }], [2, "0", null], [0, 1, absent]],
  ["anything-but prefix", [{ "anything-but": { prefix: ["a", "b"] } }], ["c", 1], ["ax", "b", absent]],
  ["anything-but suffix", [{ "anything-but": { suffix: "x" } }], ["xa", null], ["ax"]],
  ["anything-but, either case", [{ "anything-but": { "equals-ignore-case": "aB" } }], ["abc", 1], ["AB", "ab"]],
  ["anything-but wildcard", [{ "anything-but": { wildcard: ["a*", "*z"] } }], ["ba"], ["a", "az", "z"]],
  ["IPv4 block", [{ cidr: "10.1.2.3/16" }], ["10.1.0.0", "10.1.255.255", "010.1.0.1"], ["10.2.0.0", "x", "10.1.0.256"]],
  [
    "IPv6 block",
    [{ cidr: "2001:db8::/32" }],
    ["2001:DB8::1", "2001:db8:ffff:0:0:0:0:1"],
    ["2001:db9::", "::", ":", "2001:db8:::1"]
  ],
  [
    "an IPv4 address mapped into IPv6 is that address",
    [{ cidr: "10.0.0.0/8" }],
    ["::ffff:a00:1"],
    ["::fffe:a00:1", "::a00:1"]
  ],
  [
    "an address equals all its spellings",
    ["10.0.0.7", "2001:db8::1"],
    ["10.0.0.07", "2001:0DB8:0::0001"],
    ["10.0.0.70"]
  ],
  [
    "text that only looks like an address is text",
    ["10.0.0.300", "12:30"],
    ["10.0.0.300", "12:30"],
    ["10.0.0.44", "12:3"]
  ]
]

describe("operators", () => {
  for (const [name, alternatives, yes, no] of rules) {
    it(name, () => {
      const pattern: Pattern.Pattern = { detail: { field: alternatives } }
      const accepts = Pattern.compile(pattern)
      const set = Pattern.RuleSet.make([["rule", pattern]])
      assert.deepStrictEqual(Pattern.validate(pattern), [])
      for (const [values, expected] of [
        [yes, true],
        [no, false]
      ] as const) {
        for (const value of values) {
          const event = { detail: value === absent ? { other: 1 } : { field: value } }
          assert.strictEqual(accepts(event), expected, JSON.stringify(event))
          assert.deepStrictEqual(set.match(event), expected ? ["rule"] : [], JSON.stringify(event))
        }
      }
    })
  }
})

describe("patterns", () => {
  it("need every field, at its own path; dots in names are steps of the path", () => {
    const accepts = Pattern.compile({ source: ["s"], detail: { a: { b: ["x"] } } })
    assert.isTrue(accepts({ source: "s", detail: { a: { b: "x", c: 1 } }, more: [] }))
    assert.isTrue(accepts({ source: "s", "detail.a": { b: "x" } }))
    assert.isFalse(accepts({ source: "s", detail: { b: "x" } }))
    assert.isFalse(accepts({ source: "s" }))
    for (const event of [null, undefined, 1, "s", ["s"], [{ source: "s" }]]) assert.isFalse(accepts(event))
  })

  it("take one option of $or, beside the other fields and at any depth", () => {
    const accepts = Pattern.compile({
      e: ["q"],
      d: { $or: [{ a: ["x"] }, { b: ["y"], $or: [{ c: ["z"] }, { d: [{ numeric: [">", 1] }] }] }] }
    })
    assert.isTrue(accepts({ e: "q", d: { a: "x" } }))
    assert.isTrue(accepts({ e: "q", d: { b: "y", c: "z" } }))
    assert.isTrue(accepts({ e: "q", d: { b: "y", d: 2 } }))
    assert.isFalse(accepts({ e: "q", d: { b: "y" } }))
    assert.isFalse(accepts({ d: { a: "x" } }))
  })

  it("find all their fields in one element of an array of objects", () => {
    const accepts = Pattern.compile({ items: { k: ["a"], v: [1] } })
    assert.isTrue(accepts({ items: [{ k: "b" }, { k: "a", v: 1 }] }))
    assert.isFalse(
      accepts({
        items: [
          { k: "a", v: 2 },
          { k: "b", v: 1 }
        ]
      })
    )
    assert.isTrue(accepts({ items: { k: ["b", "a"], v: [2, 1] } }), "arrays of scalars are no elements")
    assert.isTrue(accepts({ items: [[{ k: "a" }], [{ k: "a", v: 1 }]] }))
    assert.isFalse(accepts({ items: [[{ k: "a" }, { v: 1 }]] }))
  })

  it("ask for a missing field in the elements found by the fields before it in the alphabet, as AWS does", () => {
    const event = { i: [{ a: 1, z: 1 }, { k: "x" }] }
    assert.isTrue(Pattern.matches({ i: { k: ["x"], z: [{ exists: false }] } }, event))
    assert.isFalse(Pattern.matches({ i: { k: ["x"], a: [{ exists: false }] } }, event))
  })

  it("keep separate arrays apart, without trying all pairs of their elements", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ x: index, y: -1 }))
    const accepts = Pattern.compile({
      a: { x: [{ exists: true }], y: [{ numeric: [">", 0] }] },
      b: { x: [{ exists: true }], y: [-1] }
    })
    assert.isFalse(accepts({ a: many, b: many }))
    assert.isTrue(accepts({ a: [...many, { x: 0, y: 1 }], b: many }))
  })

  it("survive an event that nests deeper than JSON readers allow", () => {
    let deep: unknown = ["x"]
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    assert.isFalse(Pattern.matches({ a: ["x"] }, { a: deep }))
  })
})

/** Patterns that EventBridge refuses, with the issue's kind and path. */
const refused: ReadonlyArray<readonly [pattern: unknown, kind: string, path: string]> = [
  ["x", "NotAnObject", ""],
  [null, "NotAnObject", ""],
  [undefined, "NotAnObject", ""],
  [[], "NotAnObject", ""],
  [{}, "EmptyObject", ""],
  [{ a: {} }, "EmptyObject", "a"],
  [{ a: { b: [] } }, "EmptyArray", "a.b"],
  [{ a: "x" }, "MatcherInvalid", "a"],
  [{ a: null }, "MatcherInvalid", "a"],
  [{ a: [["x"]] }, "MatcherInvalid", "a[0]"],
  [{ a: ["x", {}] }, "MatcherInvalid", "a[1]"],
  [{ a: [{ prefix: "x", suffix: "y" }] }, "MatcherInvalid", "a[0]"],
  [{ a: [{ regex: "x" }] }, "OperatorUnknown", "a[0]"],
  [{ a: [{ prefix: 1 }] }, "OperandInvalid", "a[0].prefix"],
  [{ a: [{ prefix: ["x"] }] }, "OperandInvalid", "a[0].prefix"],
  [{ a: [{ suffix: { prefix: "x" } }] }, "OperandInvalid", "a[0].suffix"],
  [{ a: [{ "equals-ignore-case": ["x"] }] }, "OperandInvalid", "a[0].equals-ignore-case"],
  [{ a: [{ exists: "true" }] }, "OperandInvalid", "a[0].exists"],
  [{ a: [{ wildcard: "a**" }] }, "WildcardInvalid", "a[0].wildcard"],
  [{ a: [{ wildcard: "a\\b" }] }, "WildcardInvalid", "a[0].wildcard"],
  [{ a: [{ wildcard: "a\\" }] }, "WildcardInvalid", "a[0].wildcard"],
  [{ a: [{ wildcard: 1 }] }, "OperandInvalid", "a[0].wildcard"],
  [{ a: [{ cidr: "10.0.0.1" }] }, "CidrInvalid", "a[0].cidr"],
  [{ a: [{ cidr: "10.0.0.1/32" }] }, "CidrInvalid", "a[0].cidr"],
  [{ a: [{ cidr: "::/128" }] }, "CidrInvalid", "a[0].cidr"],
  [{ a: [{ cidr: "10.0.0/8" }] }, "CidrInvalid", "a[0].cidr"],
  [{ a: [{ numeric: 5 }] }, "NumericInvalid", "a[0].numeric"],
  [{ a: [{ numeric: [] }] }, "NumericInvalid", "a[0].numeric"],
  [{ a: [{ numeric: [">"] }] }, "NumericInvalid", "a[0].numeric"],
  [{ a: [{ numeric: [">", "1"] }] }, "NumericInvalid", "a[0].numeric"],
  [{ a: [{ numeric: ["!=", 1] }] }, "NumericInvalid", "a[0].numeric"],
  [{ a: [{ numeric: ["<", 1, ">", 0] }] }, "NumericInvalid", "a[0].numeric"],
  [{ a: [{ numeric: [">", 1, "<", 1] }] }, "NumericInvalid", "a[0].numeric"],
  [{ a: [{ numeric: [">", 1, "<", "2"] }] }, "NumericInvalid", "a[0].numeric"],
  [{ a: [{ numeric: [">", 6e9] }] }, "NumberOutOfRange", "a[0].numeric"],
  [{ a: [{ numeric: [">", 0.1234567] }] }, "NumberOutOfRange", "a[0].numeric"],
  [{ a: [Number.NaN] }, "NotJson", "a[0]"],
  [{ a: [{ "anything-but": [] }] }, "OperandInvalid", "a[0].anything-but"],
  [{ a: [{ "anything-but": [1, "x"] }] }, "OperandInvalid", "a[0].anything-but"],
  [{ a: [{ "anything-but": null }] }, "OperandInvalid", "a[0].anything-but"],
  [{ a: [{ "anything-but": {} }] }, "OperandInvalid", "a[0].anything-but"],
  [{ a: [{ "anything-but": { prefix: "" } }] }, "OperandInvalid", "a[0].anything-but.prefix"],
  [{ a: [{ "anything-but": { prefix: [] } }] }, "OperandInvalid", "a[0].anything-but.prefix"],
  [{ a: [{ "anything-but": { wildcard: "**" } }] }, "WildcardInvalid", "a[0].anything-but.wildcard"],
  [{ a: [{ "anything-but": { cidr: "10.0.0.0/8" } }] }, "OperatorUnknown", "a[0].anything-but.cidr"],
  [{ $or: [{ a: ["x"] }] }, "OrInvalid", "$or"],
  [{ $or: { a: ["x"] } }, "OrInvalid", "$or"],
  [{ d: { $or: [{ a: ["x"] }, "x"] } }, "OrInvalid", "d.$or[1]"],
  [{ $or: [{ a: ["x"] }, { prefix: ["x"] }] }, "FieldReserved", "$or[1].prefix"],
  [{ a: ["x"], $or: [{ a: ["y"] }, { b: ["z"] }] }, "PathTwice", "$or[0].a"],
  [{ a: { b: ["x"] }, "a.b": ["y"] }, "PathTwice", "a.b"],
  [{ a: ["x".repeat(2050)] }, "TooLong", ""]
]

describe("validate", () => {
  for (const [pattern, kind, path] of refused) {
    it(`${kind}: ${JSON.stringify(pattern)?.slice(0, 60)}`, () => {
      const [issue, ...others] = Pattern.validate(pattern)
      assert.deepStrictEqual([issue?.kind, issue?.path, others], [kind, path, []])
      assert.isNotEmpty(issue?.message)
      assert.isNotEmpty(issue?.mend)
    })
  }

  it("finds every issue, and repeats no value of the pattern", () => {
    const issues = Pattern.validate({ a: [{ secret: "hidden" }], b: "hidden", $or: [] })
    assert.deepStrictEqual(
      issues.map(({ kind }) => kind),
      ["OperatorUnknown", "MatcherInvalid", "OrInvalid"]
    )
    assert.notInclude(JSON.stringify(issues), "hidden")
  })

  it("allows numbers to the very ends of EventBridge's range", () => {
    for (const value of [5e9, -5e9, 4999999999.999999, 0.000001, 1.1, 123456.654321, 0]) {
      assert.deepStrictEqual(Pattern.validate({ a: [{ numeric: ["=", value] }] }), [], String(value))
    }
  })

  it("refuses more than 1,000 combinations of $or without working them out", () => {
    const or = { $or: Array.from({ length: 32 }, (_, index): Pattern.Pattern => ({ [`f${index}`]: ["x"] })) }
    assert.deepStrictEqual(Pattern.validate({ a: or }, { maxLength: 10_000 }), [])
    let product: Pattern.Pattern = or
    for (let depth = 0; depth < 30; depth++) product = { [`d${depth}`]: product, ...or }
    assert.isTrue(Pattern.validate(product).some(({ kind }) => kind === "TooManyCombinations"))
  })

  it("refuses a value that contains itself", () => {
    const options: Array<unknown> = []
    const circle = { $or: options }
    options.push(circle, circle)
    assert.strictEqual(Pattern.validate(circle)[0]?.kind, "TooDeep")
  })

  it("allows a longer text where the account has a higher limit", () => {
    assert.deepStrictEqual(Pattern.validate({ a: ["x".repeat(2050)] }, { maxLength: 4096 }), [])
  })
})

describe("fromUnknown", () => {
  it.effect("gives the pattern, or every issue in one message", () =>
    Effect.gen(function* () {
      const pattern = yield* Pattern.fromUnknown(JSON.parse('{"a":[{"prefix":"x"}]}'))
      assert.isTrue(Pattern.matches(pattern, { a: "xy" }))
      const invalid = yield* Effect.flip(Pattern.fromUnknown({ a: [], b: 1 }))
      assert.strictEqual(invalid._tag, "PatternInvalid")
      assert.strictEqual(
        invalid.message,
        "a: an array without values (name a value or leave the field out); " +
          "b: neither an object nor an array (write the value in an array)"
      )
    })
  )

  it("compile refuses what has no meaning, and takes what only passes EventBridge's limits", () => {
    assert.throws(() => Pattern.compile({ a: [] }), Pattern.PatternInvalid)
    assert.isTrue(Pattern.matches({ a: [{ numeric: [">", 6e9] }] }, { a: 7e9 }))
  })
})

describe("toEventBridge", () => {
  it("is one text however the fields are ordered, and means the same", () => {
    assert.strictEqual(
      Pattern.toEventBridge({ b: ["y", "x"], a: { d: [1], c: [{ exists: true }] } }),
      '{"a":{"c":[{"exists":true}],"d":[1]},"b":["y","x"]}'
    )
    fc.assert(
      fc.property(Samples.pattern, Samples.event, (pattern, event) => {
        // Where a pattern names a field twice the order decides; EventBridge refuses those.
        fc.pre(Pattern.validate(pattern).length === 0)
        const text = Pattern.toEventBridge(pattern)
        assert.strictEqual(Pattern.matches(JSON.parse(text), event), Pattern.matches(pattern, event))
      }),
      { numRuns: 300, seed: 5 }
    )
  })
})

describe("within", () => {
  it("asks for the pattern below a path", () => {
    assert.deepStrictEqual(Pattern.within(["detail", "attributes"], { n: [1] }), { detail: { attributes: { n: [1] } } })
  })
})
