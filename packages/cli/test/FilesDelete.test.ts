import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.ts"

describe("millrace files delete", () => {
  const root = Program.folder()
  const dataDir = join(root, "data")
  const millrace = (...args: ReadonlyArray<string>) => Program.millrace(...args, "--data-dir", dataDir)
  const lines = (...args: ReadonlyArray<string>) => Program.jsonLines(millrace(...args, "--json"))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it("takes a file away, keeps its events, and a second import brings all of it back", () => {
    const [sample = ""] = Program.samples
    assert.strictEqual(millrace("run", sample).code, 0)
    const before = { transactions: lines("transactions"), analytics: lines("analytics") }
    const fileId = String(lines("files")[0]?.["fileId"])
    const deleted = millrace("files", "delete", fileId.slice(0, 10), "--json")
    assert.strictEqual(deleted.code, 0, deleted.err)
    const report = JSON.parse(deleted.out)
    assert.deepInclude(report, { fileId, status: "deleted", removed: 9, kept: 0, deadLetters: 0 })
    assert.deepStrictEqual(report.events, { "file.deletion-requested": 1, "file.deleted": 1, "analytics.updated": 1 })
    assert.deepStrictEqual(lines("transactions"), [])
    assert.deepStrictEqual(lines("analytics"), [])
    assert.isAbove(lines("events", "--type", "file.processed").length, 0)
    const again = millrace("files", "delete", fileId)
    assert.strictEqual(again.code, 2)
    assert.include(again.err, "deleted already")
    assert.strictEqual(millrace("run", sample).code, 0)
    assert.deepStrictEqual({ transactions: lines("transactions"), analytics: lines("analytics") }, before)
  }, 180_000)

  it("says which file it does not know, and where there is no data", () => {
    const unknown = millrace("files", "delete", "nonesuch")
    assert.strictEqual(unknown.code, 2)
    assert.include(unknown.err, "nonesuch: there is no such file")
    const nowhere = Program.millrace("files", "delete", "x", "--data-dir", join(root, "nowhere"))
    assert.strictEqual(nowhere.code, 2)
    assert.include(nowhere.err, "there is no Millrace data here")
  }, 180_000)
})
