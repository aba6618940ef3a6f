/** The README keeps its word: the code it shows is a file that compiles, and every test it names exists. */
import { existsSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"

const readme = readFileSync("README.md", "utf8")

describe("README", () => {
  it("shows the example consumer as it is, in about forty lines", () => {
    const code = readFileSync("examples/compose-a-consumer/LargePayment.ts", "utf8")
    assert.include(readme, `\`\`\`ts\n${code}\`\`\``)
    const written = code.split("\n").filter((line) => line !== "" && !line.startsWith("import "))
    assert.isAtMost(written.length, 42)
  })

  it("names only tests and files that exist", () => {
    const named = [...readme.matchAll(/`((?:packages|pulumi|test|examples|docs|benchmarks)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? ""
    )
    assert.isAbove(named.length, 15)
    const linked = [...readme.matchAll(/\]\((docs\/[\w./-]+)\)/g)].map((match) => match[1] ?? "")
    assert.deepStrictEqual(
      [...named, ...linked].filter((path) => !existsSync(path)),
      []
    )
  })

  it("names only scripts that exist", () => {
    const scripts = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts)
    const named = [readme, readFileSync("CONTRIBUTING.md", "utf8")].flatMap((text) =>
      [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? "")
    )
    assert.deepStrictEqual(
      named.filter((name) => !scripts.includes(name)),
      []
    )
  })
})
