import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { format } from "../../src/camt/Camt.ts"
import * as Decimal from "../../src/Decimal.ts"
import { accounts, attempt, balances, corpus, read, rejections, transactions } from "./Reading.ts"

interface ExpectedStatement {
  readonly kind: "Rpt" | "Stmt" | "Ntfctn"
  readonly account: string
  readonly balances: ReadonlyArray<{ type: string; amount: string; currency: string; date: string }>
  readonly entries: ReadonlyArray<{
    amount: string
    currency: string
    bookingDate: string | null
    status: string
    details: number
  }>
}

const folder = corpus("camt")

const assertEqualDecimal = (actual: string | undefined, expected: string) => {
  const left = Decimal.parse(actual ?? "")
  const right = Decimal.parse(expected)
  assert.isTrue(left !== null && right !== null && Decimal.equals(left, right), `${actual} is not ${expected}`)
}

describe.skipIf(folder === null)("the camt corpus", () => {
  const expected: Record<string, { statements: ReadonlyArray<ExpectedStatement> }> =
    folder === null ? {} : JSON.parse(readFileSync(`${folder}/expected.json`, "utf8"))
  const formats = { Rpt: "camt.052", Stmt: "camt.053", Ntfctn: "camt.054" }
  let matched = 0

  for (const [file, { statements }] of Object.entries(expected)) {
    it(file, () => {
      const text = readFileSync(`${folder}/${file}`, "utf8")
      if (statements.length === 0) {
        assert.strictEqual(attempt(format, text), "not-a-statement")
        return
      }
      const head = { bytes: new Uint8Array(), text, complete: true }
      assert.strictEqual(format.recognize(head)?.format, formats[statements[0]?.kind ?? "Stmt"])
      const reading = read(format, text)
      assert.deepStrictEqual(rejections(reading), [])
      assert.deepStrictEqual(
        accounts(reading).map(({ account }) => account),
        statements.map(({ account }) => account)
      )
      for (const [index, statement] of statements.entries()) {
        const rows = transactions(reading).filter(({ account }) => account === index)
        assert.strictEqual(rows.length, statement.entries.length)
        for (const [position, entry] of statement.entries.entries()) {
          const row = rows[position]
          assertEqualDecimal(row?.amount, entry.amount)
          assert.strictEqual(row?.currency, entry.currency)
          assert.strictEqual(row?.bookingDate, entry.bookingDate)
          assert.strictEqual(row?.status, entry.status === "BOOK" ? "booked" : "pending")
          assert.strictEqual(row?.details.length, entry.details)
          matched++
        }
        const { closing = null, opening = null } = balances(reading)[index] ?? {}
        for (const [type, balance] of [
          ["OPBD", opening],
          ["CLBD", closing]
        ] as const) {
          const stated = statement.balances.find((candidate) => candidate.type === type)
          if (stated === undefined) {
            assert.isNull(balance)
            continue
          }
          assertEqualDecimal(balance?.amount, stated.amount)
          assert.strictEqual(balance?.currency, stated.currency)
          assert.strictEqual(balance?.date, stated.date)
        }
      }
    })
  }

  it("matches in full", () => {
    process.stdout.write(`corpus camt: ${Object.keys(expected).length} files, ${matched} transactions matched\n`)
    assert.isAbove(matched, 0)
  })
})
