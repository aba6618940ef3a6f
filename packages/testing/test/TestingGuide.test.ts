/** The testing guide keeps its word: every snippet is a file that compiles and is tested, every file that it names exists. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"

const guide = readFileSync("docs/testing.md", "utf8")

describe("docs/testing.md", () => {
  it("shows files as they are, and every file of its folder", () => {
    const shown = [...guide.matchAll(/^`(examples\/testing\/[\w.]+)`\n\n```ts\n([^]*?)```$/gm)]
    const blocks = guide.match(/^```ts$/gm) ?? []
    assert.strictEqual(shown.length, blocks.length, "every snippet is under the name of its file")
    for (const [, path = "", code] of shown) assert.strictEqual(code, readFileSync(path, "utf8"), path)
    const paths = shown.map(([, path]) => path ?? "")
    assert.sameMembers(
      paths,
      readdirSync("examples/testing").map((name) => `examples/testing/${name}`)
    )
  })

  it("names only files and scripts that exist", () => {
    const scripts = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts)
    const files = [...guide.matchAll(/`((?:packages|examples|docs)\/[\w./-]+)`/g)].map((match) => match[1] ?? "")
    assert.isAbove(files.length, 8)
    assert.deepStrictEqual(
      files.filter((path) => !existsSync(path)),
      []
    )
    for (const [, name = ""] of guide.matchAll(/npm run ([\w:-]+)/g)) assert.include(scripts, name)
  })
})
