import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "@millrace/statements/Decimal"
import * as Schema from "effect/Schema"
import * as Identity from "../../src/domain/Identity.ts"
import * as IdentityText from "../../src/domain/IdentityText.ts"
import * as Money from "../../src/domain/Money.ts"

const amount = (text: string) => Decimal.parse(text) ?? Decimal.zero
const row = {
  bankId: null,
  date: "2026-01-10",
  amount: amount("-3.50"),
  currency: "EUR",
  description: "Coffee  Corner"
}

describe("IdentityText", () => {
  it("ignores case, white space and composition, and nothing else", () => {
    assert.strictEqual(IdentityText.of("  CAFÉ\tCentral "), IdentityText.of("cafe\u0301 central"))
    assert.notStrictEqual(IdentityText.of("cafe central"), IdentityText.of("café central"))
    assert.notStrictEqual(IdentityText.of("invoice 1"), IdentityText.of("invoice 2"))
    assert.strictEqual(IdentityText.of("a\u00adb\ud800"), "ab\ufffd")
  })

  it.prop(
    "is idempotent",
    [Schema.String],
    ([text]) => IdentityText.of(IdentityText.of(text)) === IdentityText.of(text),
    {
      arbitrary: { runs: 500 }
    }
  )

  it.prop(
    "is by the one definition whatever the text is of",
    [
      Schema.Array(
        Schema.Literals([
          "A",
          "b",
          " ",
          "\t",
          "\n",
          "'",
          "\u0000",
          "é",
          "e\u0301",
          "\ufb01",
          "\u00a0",
          "\u00ad",
          "\ud800"
        ])
      )
    ],
    ([characters]) => {
      const text = characters.join("")
      const defined = text
        .toWellFormed()
        .normalize("NFKC")
        .replace(/\p{Cf}/gu, "")
        .toLowerCase()
        .replace(/\s+/gu, " ")
        .trim()
      assert.strictEqual(IdentityText.of(text), defined)
    },
    { arbitrary: { runs: 500 } }
  )

  it("is frozen: these hashes are in people's data", () => {
    assert.strictEqual(Identity.rowKey(row).hash, "6fa3d03103475e6f5bcf2ed731cb940e")
    const id = Identity.transactionId("ada", "checking", Identity.rowKey(row), 0)
    assert.strictEqual(id, "97b843587150fa0b8735f09473e6558f")
  })
})

describe("rowKey", () => {
  it("takes amounts by value, and the bank's id before the text", () => {
    const key = Identity.rowKey(row)
    assert.strictEqual(key.hash, Identity.rowKey({ ...row, amount: amount("-3.5"), description: "COFFEE CORNER" }).hash)
    assert.notStrictEqual(key.hash, Identity.rowKey({ ...row, currency: "USD" }).hash)
    const bank = Identity.rowKey({ ...row, bankId: "A1" })
    assert.strictEqual(bank.hash, Identity.rowKey({ ...row, bankId: "A1", description: "other words" }).hash)
    assert.notStrictEqual(bank.hash, Identity.rowKey({ ...row, bankId: "A1", amount: amount("-3.51") }).hash)
    assert.notStrictEqual(bank.hash, Identity.rowKey({ ...row, bankId: "A1", date: "2026-01-11" }).hash)
  })

  it("has no two equal ids over tenants, accounts and ordinals", () => {
    const key = Identity.rowKey(row)
    const ids = ["ada", "bob"].flatMap((tenant) =>
      ["a", "b"].flatMap((account) => [0, 1].map((ordinal) => Identity.transactionId(tenant, account, key, ordinal)))
    )
    assert.strictEqual(new Set(ids).size, 8)
  })
})

describe("accounts", () => {
  it("are named by their identifier whatever its spacing, and else by layout", () => {
    assert.strictEqual(Identity.namedAccountId("ada", "DE02 1203 0000"), Identity.namedAccountId("ada", "de0212030000"))
    assert.notStrictEqual(Identity.namedAccountId("ada", "1"), Identity.namedAccountId("bob", "1"))
    assert.notStrictEqual(
      Identity.layoutAccountId("ada", ["csv", "a,b"]),
      Identity.layoutAccountId("ada", ["csv", "a", "b"])
    )
  })
})

describe("RowsDigest", () => {
  it("depends on the rows and not on their order", () => {
    const keys = ["a", "b", "b", "c"].map((description) => Identity.rowKey({ ...row, description }))
    const digest = (of: ReadonlyArray<Identity.RowKey>) => {
      const rows = new Identity.RowsDigest()
      for (const key of of) rows.add(key)
      return rows.value()
    }
    assert.strictEqual(digest(keys), digest(keys.toReversed()))
    assert.notStrictEqual(digest(keys), digest(keys.slice(1)))
    assert.notStrictEqual(digest(keys.slice(0, 2)), digest(keys.slice(1, 3)))
  })
})

describe("Money", () => {
  it("makes equal values equal texts", () => {
    const values = ["-3.50", "-3.5", "10", "10.0", "0.00", "100", "1.23450"].map((text) =>
      Money.canonicalValue(amount(text))
    )
    assert.deepStrictEqual(values, ["-3.5", "-3.5", "10", "10", "0", "100", "1.2345"])
  })
})
