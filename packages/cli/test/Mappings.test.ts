/** A mapping kept with an account: written once, and every file of the account is read by it. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.ts"

describe("millrace mappings", () => {
  const root = Program.folder()
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  // Nothing in the file says whether a date is in March or April, or whether 1.234 is a thousand.
  const text = "A;B;C\n03/04/2026;Laden;1.234\n05/04/2026;Markt;2.500\n"
  const mapping = {
    dateOrder: "mdy",
    decimalMark: ",",
    currency: "EUR",
    sign: "plain-is-out",
    columns: { bookingDate: 0, description: 1, amount: 2 }
  }
  const rows = (dataDir: string) =>
    Program.jsonLines(Program.millrace("transactions", "--json", "--data-dir", dataDir))
      .map(({ amount, currency, date }) => [date, amount, currency].join(" "))
      .sort()

  it("a file read otherwise before is read anew, later files by the mapping alone, and forgetting it ends that", () => {
    const dataDir = join(root, "data")
    mkdirSync(join(root, "files"))
    const file = (name: string, content: string): string => {
      const path = join(root, "files", name)
      writeFileSync(path, content)
      return path
    }
    const march = file("march.csv", text)
    const map = file("map.json", JSON.stringify(mapping))
    const run = (...args: ReadonlyArray<string>) => {
      const ran = Program.millrace("run", "--data-dir", dataDir, "--account", "giro", ...args)
      assert.strictEqual(ran.code, 0, ran.err)
    }

    run(march)
    assert.notDeepEqual(rows(dataDir), ["2026-03-04 -1234 EUR", "2026-05-04 -2500 EUR"])
    run("--mapping", map, march)
    assert.deepStrictEqual(rows(dataDir), ["2026-03-04 -1234 EUR", "2026-05-04 -2500 EUR"])
    run(file("june.csv", "A;B;C\n06/07/2026;Laden;1.000\n"))
    assert.include(rows(dataDir), "2026-06-07 -1000 EUR")

    assert.deepStrictEqual(Program.jsonLines(Program.millrace("mappings", "list", "--json", "--data-dir", dataDir)), [
      { accountId: "giro", mapping }
    ])
    assert.strictEqual(Program.millrace("mappings", "remove", "giro", "--data-dir", dataDir).code, 0)
    const again = Program.millrace("mappings", "remove", "giro", "--data-dir", dataDir)
    assert.strictEqual(again.code, 2)
    assert.include(again.err, "giro: no mapping is kept with this account")
  })

  it("needs an account, and refuses what is no mapping, before anything is uploaded", () => {
    const dataDir = join(root, "none")
    const csv = join(root, "a.csv")
    const map = join(root, "a.json")
    writeFileSync(csv, text)
    writeFileSync(map, JSON.stringify({ dateOrdr: "mdy" }))
    const alone = Program.millrace("run", "--data-dir", dataDir, "--mapping", map, csv)
    assert.strictEqual(alone.code, 2)
    assert.include(alone.err, "--account")
    const wrong = Program.millrace("run", "--data-dir", dataDir, "--account", "giro", "--mapping", map, csv)
    assert.strictEqual(wrong.code, 2)
    assert.include(wrong.err, "dateOrdr")
    assert.include(Program.millrace("files", "--data-dir", dataDir).err, "there is no Millrace data here")
  })
})
