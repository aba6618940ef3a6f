import { assert, describe, it } from "@effect/vitest"
import * as Pattern from "@millrace/core/Pattern"
import { expectTypeOf } from "vitest"

interface Attributes {
  readonly largest: number
  readonly kind: "a" | "b"
  readonly note: string | null
  readonly flag: boolean
}

type Where = Pattern.Where<Attributes>

/** A type's test is that this file compiles; each line below a directive must not. */
const where = (condition: Where): Pattern.Pattern => condition

describe("Where", () => {
  it("allows per attribute what its type can pass, and is a pattern", () => {
    const pattern = where({
      largest: [
        5,
        { numeric: [">", 1000] },
        { numeric: [">=", 0, "<", 10] },
        { "anything-but": [1, 2] },
        { exists: true }
      ],
      kind: ["a", { "anything-but": "b" }, { prefix: "a" }, { exists: false }],
      note: [
        null,
        "text",
        { suffix: { "equals-ignore-case": "x" } },
        { wildcard: "a*" },
        { "anything-but": { prefix: "q" } }
      ],
      flag: [true, { exists: true }],
      $or: [{ kind: ["a"] }, { largest: [1], $or: [{ flag: [true] }, { note: [null] }] }]
    })
    assert.isObject(pattern)
    expectTypeOf<Where>().toExtend<Pattern.Pattern>()
    assert.isTrue(Pattern.matches(where({ largest: [{ numeric: [">", 1000] }] }), { largest: 1001 }))
  })

  it("refuses a field that the event lacks", () => {
    // @ts-expect-error 'amount' does not exist in type
    where({ amount: [1] })
    // @ts-expect-error 'amount' does not exist in type
    where({ $or: [{ amount: [1] }, { largest: [1] }] })
    expectTypeOf<"amount">().not.toExtend<keyof Where>()
  })

  it("refuses operators and values that the field's type cannot pass", () => {
    // @ts-expect-error a number has no prefix
    where({ largest: [{ prefix: "1" }] })
    // @ts-expect-error text is never a number
    where({ largest: ["1"] })
    // @ts-expect-error text is not compared by size
    where({ note: [{ numeric: [">", 1] }] })
    // @ts-expect-error no member of the union
    where({ kind: ["c"] })
    // @ts-expect-error no member of the union
    where({ kind: [{ "anything-but": "c" }] })
    // @ts-expect-error never null
    where({ kind: [null] })
    // @ts-expect-error a boolean has no other operator than exists
    where({ flag: [{ "anything-but": "x" }] })
    // @ts-expect-error a range from above to below
    where({ largest: [{ numeric: ["<", 1, ">", 0] }] })
    // @ts-expect-error excludes text where there are numbers
    where({ largest: [{ "anything-but": "1" }] })
  })

  it("refuses a value outside an array, two operators in one matcher, and $or of one", () => {
    // @ts-expect-error alternatives are an array
    where({ largest: 1 })
    // @ts-expect-error one operator each
    where({ note: [{ prefix: "a", suffix: "b" }] })
    // @ts-expect-error two options at least
    where({ $or: [{ largest: [1] }] })
  })

  it("leaves optional attributes their own type", () => {
    const optional: Pattern.Where<{ readonly size?: number }> = { size: [{ exists: false }, { numeric: ["<", 5] }] }
    // @ts-expect-error text is never a number
    const wrong: Pattern.Where<{ readonly size?: number }> = { size: ["x"] }
    assert.lengthOf([optional, wrong], 2)
  })
})
