import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as PlainItem from "../src/PlainItem.ts"
import { decoderOf, encoderOf } from "../src/StoredItem.ts"

const Name = Schema.String.check(Schema.isPattern(/^[a-z]*$/)).pipe(Schema.brand("Name"))

const Item = Schema.Struct({
  id: Schema.String,
  name: Schema.NullOr(Name),
  kind: Schema.Literals(["one", "two"]),
  count: Schema.Int,
  share: Schema.Finite,
  isOn: Schema.Boolean,
  note: Schema.optionalKey(Schema.String),
  inner: Schema.NullOr(Schema.Struct({ a: Schema.String, b: Schema.optional(Schema.Int) })),
  list: Schema.Array(Schema.Struct({ x: Schema.Literal("x"), y: Schema.Union([Schema.String, Schema.Int]) }))
})

const plain: typeof Item.Encoded = {
  id: "i",
  name: "a",
  kind: "one",
  count: 1,
  share: 0.5,
  isOn: true,
  note: "n",
  inner: { a: "a", b: 1 },
  list: [
    { x: "x", y: "y" },
    { x: "x", y: 2 }
  ]
}

/** The same with one thing other, valid and not. */
const others: ReadonlyArray<object> = [
  { ...plain, name: null, inner: null, list: [] },
  { ...plain, name: "A" },
  { ...plain, name: 1 },
  { ...plain, kind: "three" },
  { ...plain, count: 1.5 },
  { ...plain, share: Number.NaN },
  { ...plain, isOn: "true" },
  { ...plain, note: undefined },
  { ...plain, inner: {} },
  { ...plain, inner: { a: "a" } },
  { ...plain, inner: { a: "a", b: undefined } },
  { ...plain, inner: { a: "a", b: 1, c: 2 } },
  { ...plain, inner: { b: 1, a: "a" } },
  { ...plain, inner: ["a"] },
  { ...plain, list: [{ x: "x", y: true }] },
  { ...plain, list: { 0: plain.list[0] } },
  { ...plain, unknown: 1 },
  { unknown: 1, ...plain },
  Object.fromEntries(Object.entries(plain).toReversed()),
  Object.fromEntries(Object.entries(plain).filter(([key]) => key !== "note")),
  Object.fromEntries(Object.entries(plain).filter(([key]) => key !== "id")),
  Object.fromEntries(Object.entries(plain).filter(([key]) => key !== "list")),
  Object.assign(Object.create({ toJSON: () => "?" }), plain),
  Object.assign([], plain),
  []
]

const outcomeOf = <A>(run: () => A): { readonly answer: A } | { readonly refused: true } => {
  try {
    return { answer: run() }
  } catch {
    return { refused: true }
  }
}

const ofSchema = <A>(exit: Exit.Exit<A, unknown>): { readonly answer: A } | { readonly refused: true } =>
  Exit.isSuccess(exit) ? { answer: exit.value } : { refused: true }

const agrees = (schema: Schema.Codec<object, object>, value: unknown): void => {
  const decoded = ofSchema(Schema.decodeUnknownExit(schema)(JSON.parse(JSON.stringify(value))))
  assert.deepStrictEqual(
    outcomeOf(() => decoderOf("items", schema)(JSON.stringify(value))),
    decoded
  )
  const encoded = ofSchema(Schema.encodeUnknownExit(schema)(value))
  const text = outcomeOf(() => JSON.stringify(encoderOf("items", schema)(Object(value))))
  assert.deepStrictEqual(text, "answer" in encoded ? { answer: JSON.stringify(encoded.answer) } : encoded)
}

describe("PlainItem", () => {
  it("tells an item that is at rest as it is in memory, and lets its schema decide on all others", () => {
    const isPlain = PlainItem.of(Item.ast)
    assert.strictEqual(isPlain?.(plain), true)
    for (const value of [plain, ...others]) agrees(Item, value)
  })

  it.prop("reads and writes what the schema reads and writes, to the byte", [Item], ([item]) => {
    agrees(Item, item)
    agrees(Item, Object.fromEntries(Object.entries(item).toReversed()))
  })

  it("leaves to the schema what it transforms, and what it takes something from", () => {
    const dated = Schema.Struct({ at: Schema.DateFromString })
    assert.strictEqual(PlainItem.of(dated.ast), undefined)
    assert.strictEqual(PlainItem.of(Schema.Struct({ count: Schema.NumberFromString }).ast), undefined)
    assert.strictEqual(PlainItem.of(Schema.Record(Schema.String, Schema.String).ast), undefined)
    const either = Schema.Struct({
      of: Schema.Union([Schema.Struct({ a: Schema.String }), Schema.Struct({ a: Schema.String, b: Schema.String })])
    })
    assert.strictEqual(PlainItem.of(either.ast), undefined)
    agrees(either, { of: { a: "a", b: "b" } })
    const defaulted = Schema.Struct({
      a: Schema.String.pipe(Schema.withDecodingDefaultKey(Effect.succeed("a")))
    })
    assert.strictEqual(PlainItem.of(defaulted.ast), undefined)
  })
})
