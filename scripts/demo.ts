/**
 * `npm run demo`: five banks' statements through the whole pipeline on the embedded runtime. Run it twice: the second time
 * every file is known and nothing is added.
 */
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"

const dataDir = ".millrace/demo"
const samples = readdirSync("examples/statements")
  .sort()
  .map((name) => `examples/statements/${name}`)

const millrace = (args: ReadonlyArray<string>, output: "show" | "read"): string => {
  const result = spawnSync(
    process.execPath,
    ["--conditions=millrace-source", "packages/cli/src/bin.ts", ...args, "--data-dir", dataDir],
    { encoding: "utf8", stdio: ["ignore", output === "show" ? "inherit" : "pipe", "inherit"] }
  )
  if (result.status !== 0) process.exit(result.status ?? 1)
  return result.stdout ?? ""
}

console.log(`$ millrace run ${samples.join(" ")}\n`)
millrace(["run", ...samples], "show")

const [first] = millrace(["files", "--json"], "read").split("\n")
const { fileId } = JSON.parse(first ?? "{}")
console.log(`\n$ millrace trace ${fileId}\n`)
millrace(["trace", fileId], "show")
console.log(`\nEverything is in ${dataDir}; try: npm run millrace -- transactions --data-dir ${dataDir}`)
