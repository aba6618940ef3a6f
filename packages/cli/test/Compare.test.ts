import { join } from "node:path"
import { afterEach, assert, describe, it } from "@effect/vitest"
import { inDirectory, millrace, samples } from "./Millrace.ts"

const flags = ["ENABLE_EVENT_PUBLISHING", "ENABLE_DIRECT_TRIGGERS"] as const

/** Sets the flags for the commands that follow. */
const mode = (events: string, direct: string): void => {
  process.env[flags[0]] = events
  process.env[flags[1]] = direct
}

describe("millrace compare", () => {
  afterEach(() => {
    for (const flag of flags) delete process.env[flag]
  })

  it(
    "after a run in shadow mode says that both paths made the same of every sample",
    inDirectory((path) => {
      const dataDir = path("data")
      const files = ["kestrel-card.ofx", "noorderlicht.sta", "rheinland-sparbank.csv"].map((name) =>
        join(samples, name)
      )
      mode("true", "true")
      assert.strictEqual(millrace("run", "--data-dir", dataDir, ...files).exitCode, 0)
      const compared = millrace("compare", "--json", "--data-dir", dataDir)
      assert.strictEqual(compared.exitCode, 0, compared.stderr)
      assert.deepStrictEqual(JSON.parse(compared.stdout), {
        files: { compared: 3, equal: 3, different: 0, onlyEvents: 0, onlyDirect: 0, unfinished: 0 },
        differences: []
      })
      assert.include(millrace("compare", "--data-dir", dataDir).stdout, "3 files compared: 3 equal, 0 different")
    }),
    90_000
  )

  it(
    "with neither flag set, a run is refused before anything is uploaded",
    inDirectory((path) => {
      mode("false", "false")
      const refused = millrace("run", "--data-dir", path("data"), join(samples, "kestrel-card.ofx"))
      assert.strictEqual(refused.exitCode, 2)
      assert.include(refused.stderr, "nobody would process an upload")
    }),
    30_000
  )
})
