import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Csv from "../src/Csv.ts"
import * as Program from "./Program.ts"

describe("Csv", () => {
  it("leaves numbers alone and no text that a spreadsheet would run", () => {
    assert.strictEqual(Csv.record(["-12.50", "3", "a b"]), "-12.50,3,a b")
    for (const text of ["=1+1", "+1", "-cmd|x", "@SUM(A1)", "\t=1", " =1", "＝1", "-12.50-1", "\r=1"]) {
      const [first, second] = Csv.record([text]).replace(/^"/, "")
      assert.strictEqual(first, "'", JSON.stringify(text))
      assert.strictEqual(second, text[0])
    }
  })

  it("quotes as RFC 4180 says", () => {
    assert.strictEqual(Csv.record(['say "hi"', "a,b", "a\nb", ""]), '"say ""hi""","a,b","a\nb",')
  })
})

describe("millrace analytics", () => {
  const root = Program.folder()
  const dataDir = join(root, "data")
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it("has each currency by itself, no month without data, and no formula in CSV", () => {
    const statement = join(root, "two.csv")
    writeFileSync(
      statement,
      "Date,Payee,Description,Currency,Amount\n" +
        '2026-01-15,"=HYPERLINK(""http://x"")","=HYPERLINK(""http://x"")",EUR,-10.00\n' +
        "2026-01-20,Employer,Salary,EUR,1000.00\n2026-01-25,Hotel,Hotel,USD,-7.00\n2026-03-01,Shop,Shop,EUR,-1.25\n"
    )
    const ran = Program.millrace("run", "--data-dir", dataDir, "--account", "main", statement)
    assert.strictEqual(ran.code, 0, ran.err)
    const months = Program.jsonLines(Program.millrace("analytics", "--json", "--data-dir", dataDir))
    assert.deepStrictEqual(
      months.map(({ month }) => month),
      ["2026-01", "2026-03"]
    )
    const table = Program.millrace("analytics", "--data-dir", dataDir).out
    assert.match(table, /2026-01 +main +EUR +1000\.00 +-10\.00 +990\.00 +2\n/)
    assert.match(table, /2026-01 +main +USD +0 +-7\.00 +-7\.00 +1\n/)
    assert.notInclude(table, "2026-02")
    const csv = Program.millrace("analytics", "--csv", "--data-dir", dataDir).out
    assert.include(csv, "me,main,2026-01,EUR,income,,,1000.00,")
    assert.notMatch(csv, /(?:^|,)"?[=@+]/m)
    assert.strictEqual(
      Program.millrace("analytics", "--month", "2026-02", "--data-dir", dataDir).out,
      "No month with data.\n"
    )
    assert.strictEqual(Program.millrace("analytics", "--month", "January", "--data-dir", dataDir).code, 2)
    assert.strictEqual(Program.millrace("analytics", "--json", "--csv", "--data-dir", dataDir).code, 2)
  }, 180_000)
})
