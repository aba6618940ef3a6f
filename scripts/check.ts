/** `npm run check`: everything that can be known without running the product. Stops at nothing, reports all. */
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"

const steps: ReadonlyArray<readonly [name: string, command: string, ...args: ReadonlyArray<string>]> = [
  ["types (and builds every package)", "tsc", "-b"],
  ["lint", "oxlint", "--type-aware", "--deny-warnings"],
  ...[...readdirSync("packages").map((name) => `packages/${name}`), "pulumi"].map(
    (folder) =>
      [
        `effect diagnostics: ${folder}`,
        "effect-tsgo",
        "diagnostics",
        "--project",
        `${folder}/tsconfig.json`,
        "--strict"
      ] as const
  ),
  ["format", "oxfmt", "--check", "."],
  ["import table", "vitest", "run", "test/ImportTable.test.ts", "--reporter=dot"],
  ...readdirSync("packages").map(
    (name) => [`package validity: ${name}`, "publint", `packages/${name}`, "--strict"] as const
  )
]

const failed: Array<string> = []
for (const [name, command, ...args] of steps) {
  const result = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, FORCE_COLOR: "0" } })
  const ok = result.status === 0
  console.log(`${ok ? "ok    " : "FAILED"} ${name}`)
  if (!ok) {
    failed.push(name)
    console.log(`${result.stdout}${result.stderr}`.trimEnd())
  }
}

console.log(failed.length === 0 ? `check: all ${steps.length} steps passed` : `check: failed: ${failed.join("; ")}`)
process.exitCode = failed.length === 0 ? 0 : 1
