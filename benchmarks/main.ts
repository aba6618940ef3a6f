/**
 * `npm run bench`: every benchmark in turn, or those named: `npm run bench -- pattern statements-csv`. After all of them, or
 * where `document` is among the names, their results are written into `docs/performance.md`.
 */
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"

const all = readdirSync("benchmarks")
  // What begins with a capital is a module that benchmarks share.
  .filter((name) => /^[a-z].*\.ts$/.test(name) && name !== "main.ts")
  .map((name) => name.slice(0, -3))
  .sort()
const asked = process.argv.slice(2)
const named = asked.filter((name) => name !== "document")
const unknown = named.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`bench: there is no benchmark ${unknown.join(", ")}; there are ${all.join(", ")}`)
  process.exit(2)
}
console.log(`node ${process.version}, ${process.platform} ${process.arch}`)
const run = (path: string): void => {
  const { status } = spawnSync(process.execPath, ["--conditions=millrace-source", path], { stdio: "inherit" })
  if (status !== 0) process.exitCode = 1
}
for (const name of asked.length > 0 ? named : all) {
  console.log(`\n── ${name}`)
  run(`benchmarks/${name}.ts`)
}
if (asked.length === 0 || asked.length > named.length) run("benchmarks/Document.ts")
