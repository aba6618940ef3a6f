/** The program started as Pulumi's Node runtime starts it, without an engine: what is missing then is the engine and nothing else. */
import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"

const folder = fileURLToPath(new URL("..", import.meta.url))
const runtime = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run/index.js")

/** Everything that a process printed. From sources: the compiled entry is this one with its types taken off. */
const output = (...args: ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=millrace-source", ...args],
      { cwd: folder, env: { ...process.env, NODE_OPTIONS: "", PULUMI_CONFIG: "" } },
      (_, stdout, stderr) => resolve(stdout + stderr)
    )
  })

describe("the program", () => {
  it("is an ES module that Node runs as it is, and tells of settings before it asks for anything", async () => {
    const said = await output("src/main.ts")
    assert.include(said, "millrace:alarmAddresses is missing")
    assert.notMatch(said, /ERR_|SyntaxError|ts-node/)
  })

  it("under Pulumi's runtime lacks the engine alone", async () => {
    const address = "127.0.0.1:9"
    const engine = ["--monitor", address, "--engine", address]
    const said = await output(
      runtime,
      "--project",
      "millrace",
      "--stack",
      "dev",
      "--pwd",
      folder,
      ...engine,
      "src/main.ts"
    )
    assert.include(said, `connect ECONNREFUSED ${address}`)
    assert.notMatch(said, /ERR_|SyntaxError|ts-node|Cannot find/)
  })
})
