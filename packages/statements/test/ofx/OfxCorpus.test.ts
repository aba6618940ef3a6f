import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import type { Transaction } from "../../src/Statement.ts"
import { read, recognize, rejections, transactions } from "./reading.ts"

const corpora = process.env["MILLRACE_CORPORA"] ?? "../shared/corpora"
const folder = join(corpora, "ofx")
const isThere = existsSync(folder)
// oxlint-disable-next-line no-console -- a skipped corpus must not pass for a tested one
if (!isThere) console.log(`ofx corpus: skipped, ${folder} is not there`)

interface Expected {
  readonly accounts: ReadonlyArray<{
    readonly account: string
    readonly currency: string | null
    readonly balance: string | null
    readonly transactions: ReadonlyArray<{
      readonly date: string
      readonly amount: string
      readonly currency?: string
      readonly id: string | null
      readonly name: string
      readonly memo: string
    }>
  }>
}

const files = isThere
  ? [folder, join(folder, "fail_nice")].flatMap((directory) =>
      readdirSync(directory)
        .filter((name) => name.endsWith(".ofx"))
        .map((name) => join(directory, name))
    )
  : []

const row = (transaction: Transaction) => ({
  date: transaction.date,
  amount: transaction.amount,
  currency: transaction.currency,
  id: transaction.bankId,
  name: transaction.counterparty ?? "",
  memo: transaction.memo ?? ""
})

describe.skipIf(!isThere)("OFX corpus", () => {
  it("comes out as expected, file by file", () => {
    const expected: Readonly<Record<string, Expected>> = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"))
    let matched = 0
    for (const file of files) {
      const name = file.slice(file.lastIndexOf("/") + 1)
      const text = new TextDecoder("windows-1252").decode(readFileSync(file))
      assert.isNotNull(recognize(text), name)
      const reading = read(text)
      const accounts = reading.items
        .filter((item) => item._tag === "Account")
        .map((account) => {
          const balances = reading.items.find((item) => item._tag === "Balances" && item.account === account.index)
          return {
            account: account.account,
            currency: account.currency,
            balance: balances?._tag === "Balances" ? (balances.closing?.amount ?? null) : undefined,
            transactions: transactions(reading)
              .filter((item) => item.account === account.index)
              .map(row)
          }
        })
      const wanted = expected[name]?.accounts.map((account) => ({
        ...account,
        transactions: account.transactions.map((transaction) => ({ currency: account.currency, ...transaction }))
      }))
      assert.deepStrictEqual<unknown>(accounts, wanted, name)
      assert.strictEqual(reading.rowsRead, (text.match(/<STMTTRN>/g) ?? []).length, name)
      assert.strictEqual(reading.rowsRead, transactions(reading).length + rejections(reading).length, name)
      matched += transactions(reading).length
    }
    assert.strictEqual(files.length, Object.keys(expected).length)
    // oxlint-disable-next-line no-console -- the one line that says what was matched
    console.log(`ofx corpus: ${files.length} of ${files.length} files, ${matched} transactions matched`)
  })

  it("rejects each bad row of fail_nice with its line and a reason", () => {
    const rejected = files
      .filter((file) => file.includes("fail_nice"))
      .flatMap((file) => rejections(read(readFileSync(file, "latin1"))))
      .map((rejection) => [rejection.line, rejection.code])
    assert.sameDeepMembers(rejected, [
      [33, "date-missing"],
      [40, "date-missing"],
      [48, "date-impossible"],
      [34, "amount-unreadable"]
    ])
  })
})
