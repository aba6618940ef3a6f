import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.ts"

describe("millrace transfers", () => {
  const root = Program.folder()
  const dataDir = join(root, "data")
  const millrace = (...args: ReadonlyArray<string>) => Program.millrace(...args, "--data-dir", dataDir)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it("are proposed, confirmed out of income and spending, and taken back", () => {
    const upload = (account: string, rows: string) => {
      const path = join(root, `${account}.csv`)
      writeFileSync(path, `Date,Description,Currency,Amount\n${rows}`)
      assert.strictEqual(millrace("run", "--account", account, path).code, 0)
    }
    upload("checking", "2026-01-30,TO SAVINGS,EUR,-500.00\n2026-01-31,REWE,EUR,-20.00\n")
    upload("savings", "2026-01-31,FROM CHECKING,EUR,500.00\n")
    const spending = () =>
      Program.jsonLines(millrace("analytics", "--json", "--account", "checking")).map(({ currencies }) => currencies)[0]
    const [proposal] = Program.jsonLines(millrace("transfers", "list", "--json"))
    assert.deepInclude(proposal, { state: "proposed", amount: "500.00", currency: "EUR" })
    assert.include(JSON.stringify(spending()), '"spending":"-520.00"')
    const ids = [proposal?.["out"], proposal?.["in"]].map((side) => JSON.parse(JSON.stringify(side)).id)
    const confirmed = millrace("transfers", "confirm", ...ids)
    assert.strictEqual(confirmed.code, 0, confirmed.err)
    assert.include(JSON.stringify(spending()), '"spending":"-20.00"')
    assert.include(millrace("transfers", "list").out, "confirmed")
    assert.strictEqual(millrace("transfers", "reject", ...ids).code, 0)
    assert.include(JSON.stringify(spending()), '"spending":"-520.00"')
  }, 180_000)
})
