import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "../../src/Decimal.ts"
import { cut, generator, mutate } from "../ofx/mutation.ts"
import { read, readPieces, rejections, transactions, type Reading } from "./reading.ts"

const samples = [
  "!Type:Bank\r\nD31/01'24\r\nT-1.234,56\r\nPShop\r\nLFood\r\nSFood\r\nEx\r\n$-1,00\r\nS[Cash]\r\n$-1.233,56\r\n^\r\nD1/ 2'24\r\nT5,00\r\n^\r\n",
  "!Option:AutoSwitch\n!Account\nNA\nTBank\n^\nNB\nTCCard\n^\n!Clear:AutoSwitch\n!Type:Cat\nNFood\nE\n^\n!Account\nNA\nTBank\n^\n!Type:Bank\nD01/02/2024\nU1\nT1\n^\n" +
    "!Account\nNB\nTCCard\n^\n!Type:CCard\nD2024-01-03\nT-2\nMmemo\n^\n!Type:Invst\nD01/13/2024\nNDiv\nT3\n^\n",
  "D12/31/2024\nT-3.50\nPShop\n^\nD12/31/2024\nT4\n^\n"
]
const words = [
  "^",
  "\n^\n",
  "\n",
  "\r",
  "\r\n",
  "!",
  "!Type:Bank\n",
  "\n!Type:Cat\n",
  "\n!Account\n",
  "!Type:Invst",
  "\n!Type:X\n",
  "\n!Clear:AutoSwitch\n",
  "!Option:",
  "\nD",
  "\nT",
  "\nU",
  "\nS",
  "\n$",
  "\nP",
  "D31/02/2024",
  "'",
  "1,234",
  "-",
  "\0",
  "\ud800",
  " ",
  "\t",
  "[",
  "]",
  "/",
  "9".repeat(50)
]

const corpora = join(process.env["MILLRACE_CORPORA"] ?? "../shared/corpora", "qif")
const seeds = existsSync(corpora)
  ? [
      ...samples,
      ...readdirSync(corpora)
        .filter((name) => name.endsWith(".qif"))
        .map((name) => readFileSync(join(corpora, name), "latin1"))
    ]
  : samples

/** Records as anybody would count them: blocks of lines up to a `^`, a header or the end, in sections of transactions. */
const count = (text: string): number => {
  let section = "implied"
  let lines: Array<string> = []
  let records = 0
  const close = (isEnded: boolean) => {
    const has = (codes: string) => lines.some((line) => codes.includes(line.charAt(0)) && line.slice(1).trim() !== "")
    const isWhole = has("D") && has("TU")
    if (section === "transactions" && (isEnded || lines.length > 0)) records++
    else if (section === "implied" && (isWhole || (isEnded && has("DTU")))) records++
    else if (section === "unknown" && isWhole) records++
    lines = []
  }
  for (const raw of text.split(/\r\n?|\n/)) {
    const line = raw.trim()
    if (line === "") continue
    if (line.startsWith("!")) {
      close(false)
      const name = line
        .slice(1, 64)
        .toLowerCase()
        .replace(/[^a-z:]/g, "")
      const type = /^type:(.*)$/.exec(name)?.[1]
      if (name === "account") section = "list"
      else if (name === "clear:autoswitch") section = "implied"
      else if (type !== undefined && /^(bank|cash|ccard|otha|othl|invst|port|invoice|bill)$/.test(type))
        section = "transactions"
      else if (type !== undefined && /^(cat|class|memorized|security|prices|budget|tag|template|invitem)$/.test(type))
        section = "list"
      else if (type !== undefined) section = "unknown"
    } else if (line.startsWith("^")) close(true)
    else lines.push(line)
  }
  close(false)
  return records
}

const attempt = (run: () => Reading): Reading | { readonly code: string } => {
  try {
    return run()
  } catch (error) {
    if (error instanceof Error && "_tag" in error && error._tag === "StatementRejected" && "code" in error) {
      return { code: String(error.code) }
    }
    throw error
  }
}

describe("QIF, damaged", () => {
  const mutations = Number(process.env["MILLRACE_FUZZ_MUTATIONS"] ?? 2500)
  const seed = Number(process.env["MILLRACE_FUZZ_SEED"] ?? 20_240_131)

  it(
    `accounts for every record in ${mutations} damaged files, however they are cut, and never fails otherwise`,
    { timeout: 600_000 },
    () => {
      const next = generator(seed)
      let slowest = 0
      for (let mutation = 0; mutation < mutations; mutation++) {
        const text = mutate(seeds[mutation % seeds.length] ?? "", next, words)
        const label = `seed ${seed}, mutation ${mutation}: ${JSON.stringify(text)}`
        const started = performance.now()
        const whole = attempt(() => read(text))
        slowest = Math.max(slowest, performance.now() - started)
        assert.deepStrictEqual(
          attempt(() => readPieces(cut(text, next))),
          whole,
          label
        )
        // Nothing in these files is long enough to refuse them.
        if ("code" in whole) throw new Error(`${whole.code}: ${label}`)
        assert.strictEqual(whole.rowsRead, transactions(whole).length + rejections(whole).length, label)
        assert.strictEqual(whole.rowsRead, count(text), label)
        for (const row of transactions(whole)) {
          assert.strictEqual(Decimal.parse(row.amount), row.amount, label)
          assert.match(row.date, /^\d{4}-\d\d-\d\d$/, label)
        }
        const accounts = whole.items.filter((item) => item._tag === "Account").map((item) => item.index)
        const balances = whole.items.filter((item) => item._tag === "Balances").map((item) => item.account)
        assert.deepStrictEqual(balances, accounts, label)
      }
      assert.isBelow(slowest, 1000)
    }
  )
})
