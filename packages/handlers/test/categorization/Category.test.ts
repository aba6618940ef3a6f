import { assert, describe, it } from "@effect/vitest"
import * as Category from "../../src/categorization/Category.ts"

describe("Category", () => {
  it("is a tree of two levels with readable paths", () => {
    assert.strictEqual(Category.pathOf("food-and-drink/groceries"), "Food & Drink › Groceries")
    assert.strictEqual(Category.topLevel("food-and-drink/groceries"), "food-and-drink")
    assert.strictEqual(Category.topLevel("cash"), "cash")
    assert.isTrue(Category.categories.every(({ parent }) => parent === null || Category.find(parent)?.parent === null))
  })

  it("is found by what people type", () => {
    for (const text of ["food-and-drink/groceries", "groceries", "Food & Drink > Groceries"]) {
      assert.strictEqual(Category.parse(text), "food-and-drink/groceries")
    }
    assert.isUndefined(Category.parse("nonsense"))
  })
})
