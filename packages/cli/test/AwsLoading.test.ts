/** AWS's SDK is for who asks for a stack: no other command waits for it. */
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { assert, describe, it } from "@effect/vitest"

const source = resolve("packages/cli/src")

const modules = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))

/** What a module loads when it is loaded: imports of values, wherever they go. */
const loads = (module: string): ReadonlyArray<string> =>
  [...readFileSync(join(source, module), "utf8").matchAll(/^import (?!type )[^;]*?from "([^"]+)"$/gm)].flatMap(
    ([, specifier = ""]) => [
      specifier.startsWith(".") ? relative(source, join(source, dirname(module), specifier)) : specifier
    ]
  )

describe("--aws", () => {
  it("is all that loads the SDK: outside src/aws nothing imports it, except when it is asked for", () => {
    const outside = modules.filter((module) => !module.startsWith("aws/"))
    assert.include(outside, "commands/Upload.ts")
    const loading = outside.filter((module) =>
      loads(module).some((loaded) => loaded.startsWith("@millrace/aws") || loaded.startsWith("aws/"))
    )
    assert.deepStrictEqual(loading, [])
    assert.include(loads("aws/StackFile.ts"), "@millrace/aws/DeployedStack")
  })
})
