import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import * as Decimal from "../../src/Decimal.ts"
import type { Balance } from "../../src/Statement.ts"
import { format } from "../../src/swift/Mt940.ts"
import { accounts, balances, corpus, read, rejections, transactions } from "../camt/Reading.ts"

interface Expected {
  readonly account: string | null
  readonly opening: { amount: string; currency: string; date: string } | null
  readonly closing: { amount: string; currency: string; date: string } | null
  readonly transactions: ReadonlyArray<{
    amount: string
    currency: string | null
    bank_reference: string | null
    purpose: string | null
    applicant_name: string | null
    valueDate: string
  }>
}

const folder = corpus("mt940")

const assertEqualDecimal = (actual: string | undefined, expected: string) => {
  const left = Decimal.parse(actual ?? "")
  const right = Decimal.parse(expected)
  assert.isTrue(left !== null && right !== null && Decimal.equals(left, right), `${actual} is not ${expected}`)
}

const assertBalance = (actual: Balance | null | undefined, expected: Expected["opening"]) => {
  if (expected === null) {
    assert.isUndefined(actual)
    return
  }
  assertEqualDecimal(actual?.amount, expected.amount)
  assert.strictEqual(actual?.currency, expected.currency)
  assert.strictEqual(actual?.date, expected.date)
}

const withoutBlanks = (text: string | null | undefined) => (text ?? "").replaceAll(/\s/g, "")

describe.skipIf(folder === null)("the mt940 corpus", () => {
  const expectations: Record<string, Expected> =
    folder === null ? {} : JSON.parse(readFileSync(`${folder}/expected.json`, "utf8"))
  let matched = 0

  for (const [file, expected] of Object.entries(expectations)) {
    it(file, () => {
      const bytes = readFileSync(`${folder}/${file}`)
      const text = bytes.toString("utf8")
      const recognition = format.recognize({ bytes, text, complete: true })
      if (expected.transactions.length === 0 && expected.opening === null) {
        // `invalid_statement.sta` holds ten numbers and no field at all.
        assert.isNull(recognition)
        return
      }
      assert.strictEqual(recognition?.format, file.includes("mt942") ? "mt942" : "mt940")
      const reading = read(format, text)
      assert.deepStrictEqual(rejections(reading), [])
      assert.strictEqual(accounts(reading).at(-1)?.account, expected.account)
      const closed = balances(reading)
      assertBalance(
        closed.map(({ opening }) => opening).findLast((balance) => balance !== null),
        expected.opening
      )
      assertBalance(
        closed.map(({ closing }) => closing).findLast((balance) => balance !== null),
        expected.closing
      )
      const rows = transactions(reading)
      assert.strictEqual(rows.length, expected.transactions.length)
      for (const [index, transaction] of expected.transactions.entries()) {
        const row = rows[index]
        assertEqualDecimal(row?.amount, transaction.amount)
        assert.strictEqual(row?.currency, transaction.currency)
        assert.strictEqual(row?.valueDate, transaction.valueDate)
        // "NONREF" is SWIFT's word for no reference (MT940, field 61, subfield 7), not one to identify a payment by.
        const bankReference = transaction.bank_reference === "NONREF" ? null : transaction.bank_reference
        assert.strictEqual(row?.bankId, bankReference)
        // wolph/mt940 puts the pieces of a text together without a blank even where a piece is not full, which makes
        // one word of two; blanks are left out of the comparison.
        if (transaction.purpose !== null) {
          assert.isTrue(withoutBlanks(row?.description).startsWith(withoutBlanks(transaction.purpose)))
        }
        if (transaction.applicant_name !== null && row?.counterparty !== null) {
          assert.strictEqual(withoutBlanks(row?.counterparty), withoutBlanks(transaction.applicant_name))
        }
        matched++
      }
    })
  }

  it("matches in full", () => {
    process.stdout.write(`corpus mt940: ${Object.keys(expectations).length} files, ${matched} transactions matched\n`)
    assert.isAbove(matched, 0)
  })

  it("30 February is the month's last day and says so", () => {
    const text = readFileSync(`${folder}/self-provided/february_30.sta`, "utf8")
    assert.deepStrictEqual(
      transactions(read(format, text)).map(({ notes, valueDate }) => [valueDate, notes.map(({ code }) => code)]),
      [["2016-02-29", ["date-adjusted"]]]
    )
  })
})
