import { assert, describe, it } from "@effect/vitest"
import { Lately } from "../../src/domain/Lately.ts"

describe("Lately", () => {
  it("keeps so many, and of them those that were asked for last", () => {
    const lately = new Lately<number>(2)
    lately.set("a", 1)
    lately.set("b", 2)
    assert.strictEqual(lately.get("a"), 1)
    lately.set("c", 3)
    assert.strictEqual(lately.get("b"), undefined)
    assert.strictEqual(lately.get("a"), 1)
    assert.strictEqual(lately.get("c"), 3)
  })

  it("keeps values of so much weight together, and counts one that is replaced once", () => {
    const lately = new Lately<string>(10, (value) => value.length)
    lately.set("a", "12345")
    lately.set("a", "1234")
    lately.set("b", "123456")
    assert.strictEqual(lately.get("a"), "1234")
    lately.set("c", "1")
    assert.strictEqual(lately.get("b"), undefined)
    lately.set("d", "longer than all")
    assert.deepStrictEqual(
      ["a", "b", "c", "d"].map((name) => lately.get(name)),
      [undefined, undefined, undefined, undefined]
    )
  })
})
