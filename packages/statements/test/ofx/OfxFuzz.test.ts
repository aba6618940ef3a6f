import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "../../src/Decimal.ts"
import { cut, generator, mutate } from "./mutation.ts"
import { read, readPieces, rejections, statement, transaction, transactions, type Reading } from "./reading.ts"

const rows =
  transaction("<TRNTYPE>DEBIT<DTPOSTED>20240131100000[-03:EST]<TRNAMT>-1.234,56<FITID>1<NAME>A &amp; B<MEMO>x") +
  "\r\n" +
  transaction(
    "<TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20240201</DTPOSTED><TRNAMT>5.00</TRNAMT><FITID>2</FITID><MEMO><![CDATA[y <z>]]></MEMO>"
  ) +
  "<STMTTRN><DTPOSTED>20240202<TRNAMT>7<CURRENCY><CURRATE>1<CURSYM>EUR</CURRENCY><PAYEE><NAME>Z</PAYEE>"
const samples = [
  statement(rows),
  statement(rows).replaceAll("<", "\n<"),
  statement(
    `${rows}<!-- ${transaction("<TRNAMT>1")} --></BANKTRANLIST><BANKTRANLISTP><STMTTRNP><DTTRAN>20240203<TRNAMT>-1</STMTTRNP></BANKTRANLISTP>`
  )
]
const words = [
  "<",
  ">",
  "</",
  "/>",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<?",
  "&",
  "&#",
  "&amp;",
  "<!DOCTYPE",
  "<!",
  "\r",
  "\n",
  "\0",
  "\ud800",
  "=",
  " ",
  "<STMTTRN>",
  "</STMTTRN>",
  "<STMTTRNP>",
  "<STMTTRN a=b>",
  "<STMTTRN/>",
  "<STMTTRN",
  "<STMTRS>",
  "</STMTRS>",
  "<BANKTRANLIST>",
  "</BANKTRANLIST>",
  "<LEDGERBAL>",
  "<BALAMT>",
  "<TRNAMT>",
  "<DTPOSTED>",
  "<OFX>",
  "</OFX>",
  "<CURRENCY>",
  "<PAYEE>",
  "<A>",
  "20230231",
  "1,234",
  "-",
  "9".repeat(50)
]

const corpora = join(process.env["MILLRACE_CORPORA"] ?? "../shared/corpora", "ofx")
const seeds = existsSync(corpora)
  ? [
      ...samples,
      ...readdirSync(corpora)
        .filter((name) => name.endsWith(".ofx"))
        .map((name) => readFileSync(join(corpora, name), "latin1"))
    ]
  : samples

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

// Start tags as anybody would count them: with blanks, attributes, or empty.
const count = (text: string): number => (text.match(/<STMTTRNP?(?:\s*\/?|\s[^<>=]*=[^<>]*)>/gi) ?? []).length

describe("OFX, damaged", () => {
  const mutations = Number(process.env["MILLRACE_FUZZ_MUTATIONS"] ?? 2500)
  const seed = Number(process.env["MILLRACE_FUZZ_SEED"] ?? 20_240_131)

  it(
    `accounts for every record in ${mutations} damaged files, however they are cut, and never fails otherwise`,
    { timeout: 600_000 },
    () => {
      const next = generator(seed)
      let slowest = 0
      let refused = 0
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
        if ("code" in whole) {
          refused++
          assert.include(["doctype", "too-deep", "too-long"], whole.code, label)
          continue
        }
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
      assert.isBelow(refused, mutations / 2)
    }
  )
})
