import { spawn } from "node:child_process"
import { once } from "node:events"
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { millrace, samples } from "./Millrace.ts"
import { folder } from "./Program.ts"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

describe("millrace dev", () => {
  it("takes in what appears in the folder, shows its events, and applies rules that change", async () => {
    const root = folder()
    const watched = join(root, "inbox")
    const rules = join(root, "rules.json")
    mkdirSync(watched)
    const data = ["--data-dir", join(root, "data")]
    const child = spawn(
      process.execPath,
      ["--conditions=millrace-source", main, "dev", watched, "--rules", rules, ...data],
      { stdio: ["ignore", "pipe", "pipe"] }
    )
    let printed = ""
    const listeners = new Set<() => void>()
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8")
      stream.on("data", (chunk: string) => {
        printed += chunk
        for (const listener of listeners) listener()
      })
    }
    const shows = (what: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (!printed.includes(what)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        child.once("exit", () => reject(new Error(`ended before it showed ${what}:\n${printed}`)))
        look()
      })
    try {
      await shows("watching")
      copyFileSync(join(samples, "kestrel-card.ofx"), join(watched, "kestrel-card.ofx"))
      await shows("→ analytics.updated")
      for (const line of ["✓ file-processor ← file.uploaded", "✓ categorization ← file.processed"]) await shows(line)
      writeFileSync(rules, "not rules")
      await shows("The rules are refused")
      writeFileSync(rules, "[]")
      await shows("0 rules in force")
    } finally {
      child.kill("SIGINT")
      if (child.exitCode === null) await once(child, "exit")
    }
    assert.strictEqual(
      millrace("files", "--json", ...data)
        .stdout.trim()
        .split("\n").length,
      1
    )
    const status = millrace("status", "--json", ...data)
    assert.strictEqual(status.exitCode, 0, status.stderr)
    assert.strictEqual(JSON.parse(status.stdout).well, true)
    rmSync(root, { recursive: true, force: true })
  }, 90_000)
})
