import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { read, recognize, rejections, transactions } from "./reading.ts"

const folder = join(process.env["MILLRACE_CORPORA"] ?? "../shared/corpora", "qif")
const isThere = existsSync(folder)
// oxlint-disable-next-line no-console -- a skipped corpus must not pass for a tested one
if (!isThere) console.log(`qif corpus: skipped, ${folder} is not there`)

interface Expected {
  readonly type: string
  readonly date: string
  readonly amount: string
  readonly payee: string | null
  readonly memo: string | null
  readonly splits: number
}

describe.skipIf(!isThere)("QIF corpus", () => {
  it("comes out as expected, file by file", () => {
    const expected: Readonly<Record<string, Readonly<Record<string, ReadonlyArray<Expected>>>>> = JSON.parse(
      readFileSync(join(folder, "expected.json"), "utf8")
    )
    let matched = 0
    for (const [key, accounts] of Object.entries(expected)) {
      const name = key.replace("|monthfirst", "")
      const text = readFileSync(join(folder, name), "utf8")
      assert.isNotNull(recognize(text), name)
      const reading = read(text)
      const wanted = Object.values(accounts).flat()
      assert.deepStrictEqual<unknown>(
        transactions(reading).map((row) => ({
          date: row.date,
          amount: row.amount,
          payee: row.notes.some((note) => note.code === "opening-balance") ? "Opening Balance" : row.counterparty,
          memo: row.memo,
          splits: row.details.length
        })),
        // The expectation has an investment record without an amount. By Intuit's QIF description the total of a purchase
        // is T, and that record has none ($ is what a transfer moves, and contradicts price times shares here). It is a
        // rejection: no amount is read that the file does not state.
        wanted.filter((row) => row.amount !== "None").map(({ type: _type, ...row }) => row),
        name
      )
      assert.deepStrictEqual(
        rejections(reading).map((row) => row.code),
        wanted.filter((row) => row.amount === "None").map(() => "amount-missing"),
        name
      )
      for (const account of Object.keys(accounts).filter((name) => name !== "Quiffen Default Account")) {
        assert.isTrue(
          reading.items.some((item) => item._tag === "Account" && item.account === account),
          name
        )
      }
      matched += wanted.length
    }
    const files = Object.keys(expected).length
    // oxlint-disable-next-line no-console -- the one line that says what was matched
    console.log(
      `qif corpus: ${files} of ${files} files, ${matched} records matched (one investment record by the specification)`
    )
  })
})
