/** What the types promise: each mistake of `mistakes/Mistakes.ts` fails to compile, with a message that names the culprit. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"

const folder = join(dirname(fileURLToPath(import.meta.url)), "mistakes")

interface CompileError {
  readonly line: number
  readonly lines: Array<string>
}

const compile = (): ReadonlyArray<CompileError> => {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc")
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8" })
  const errors: Array<CompileError> = []
  for (const text of stdout.split("\n")) {
    const match = /^\S*Mistakes\.ts\((\d+),\d+\): error (.*)$/.exec(text)
    if (match !== null) errors.push({ line: Number(match[1]), lines: [match[2] ?? ""] })
    else if (/^\S.*error TS/.test(text)) errors.push({ line: 0, lines: [text] })
    else errors.at(-1)?.lines.push(text)
  }
  return errors
}

describe("mistakes that do not compile", () => {
  const lines = readFileSync(join(folder, "Mistakes.ts"), "utf8").split("\n")
  const marks = lines.flatMap((text, at) => {
    const match = /^\s*\/\/ names: (.*)$/.exec(text)
    return match === null ? [] : [{ line: at + 2, names: match[1] ?? "" }]
  })
  const errors = compile()

  for (const { line, names } of marks) {
    const what = lines
      .slice(0, line)
      .findLast((text) => text.startsWith("export "))
      ?.match(/(?:const|class) (\w+)/)?.[1]
    it(`${what} names ${names}`, () => {
      const error = errors.find((candidate) => candidate.line === line)
      assert.isDefined(error, `line ${line} compiles`)
      assert.include(error?.lines.join("\n"), names)
    })
  }

  it("and nothing else fails", () => {
    const marked = new Set(marks.map(({ line }) => line))
    assert.deepStrictEqual(
      errors.filter(({ line }) => !marked.has(line)),
      []
    )
  })
})
