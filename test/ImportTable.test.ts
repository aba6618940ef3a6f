/** The import table: what each package's source may import. A package that reaches past its row fails here by name. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { builtinModules } from "node:module"
import { join, relative } from "node:path"
import { assert, describe, it } from "@effect/vitest"

const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]))

interface Row {
  readonly may: ReadonlyArray<string>
  /** Which of Node's modules: all, none, or some. */
  readonly node: "all" | ReadonlyArray<string>
}

const table: Record<string, Row> = {
  "packages/core": { may: ["effect"], node: ["node:crypto"] },
  "packages/statements": { may: ["effect"], node: [] },
  "packages/handlers": { may: ["effect", "@millrace/core", "@millrace/statements", "re2js"], node: [] },
  "packages/local": { may: ["effect", "@millrace/core"], node: "all" },
  "packages/testing": { may: ["effect", "@effect/vitest", "vitest", "@millrace/core", "@millrace/local"], node: "all" },
  "packages/aws": {
    may: [
      "effect",
      "@millrace/core",
      "@aws-sdk/client-dynamodb",
      "@aws-sdk/client-eventbridge",
      "@aws-sdk/client-s3",
      "@aws-sdk/client-sqs",
      "@aws-sdk/s3-request-presigner"
    ],
    node: "all"
  },
  pulumi: {
    may: ["effect", "@millrace/core", "@millrace/aws", "@millrace/handlers", "@pulumi/aws", "@pulumi/pulumi"],
    node: "all"
  },
  "packages/cli": {
    may: [
      "effect",
      "@effect/opentelemetry",
      "@effect/platform-node",
      "@opentelemetry/api",
      "@opentelemetry/api-logs",
      "@opentelemetry/exporter-logs-otlp-http",
      "@opentelemetry/exporter-metrics-otlp-http",
      "@opentelemetry/exporter-trace-otlp-http",
      "@opentelemetry/resources",
      "@opentelemetry/sdk-logs",
      "@opentelemetry/sdk-metrics",
      "@opentelemetry/sdk-node",
      "@opentelemetry/sdk-trace-base",
      "@opentelemetry/sdk-trace-node",
      "@opentelemetry/semantic-conventions",
      "@millrace/aws",
      "@millrace/core",
      "@millrace/statements",
      "@millrace/handlers",
      "@millrace/local",
      "@millrace/testing"
    ],
    node: "all"
  }
}

const sources = (folder: string): Array<string> =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? sources(path) : path.endsWith(".ts") ? [path] : []
  })

const specifiers = (text: string): Array<string> =>
  [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^"'`;]*?from\s+"([^"]+)"|(?:^|\n)\s*import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/g
    )
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "")

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")

/** Everything in a source file that its package's row does not allow. */
const breaches = (row: Row, text: string): Array<string> =>
  specifiers(text).filter((specifier) => {
    if (specifier.startsWith(".")) return false
    if (builtins.has(specifier)) return row.node !== "all" && !row.node.includes(specifier)
    return !row.may.includes(packageOf(specifier))
  })

describe("import table", () => {
  for (const [folder, row] of Object.entries(table)) {
    it(`${folder} imports only ${row.may.join(", ")}`, () => {
      const found = sources(join(folder, "src")).flatMap((path) =>
        breaches(row, readFileSync(path, "utf8")).map((specifier) => `${relative(".", path)} imports ${specifier}`)
      )
      assert.deepStrictEqual(found, [])
    })
  }

  it("sees an import that breaks it", () => {
    const row: Row = { may: ["effect"], node: [] }
    assert.deepStrictEqual(
      breaches(
        row,
        `import * as S from "effect/Schema"\nimport {\n  a\n} from "@millrace/aws/X"\nimport "node:fs"\nawait import("zod")`
      ),
      ["@millrace/aws/X", "node:fs", "zod"]
    )
  })

  it("no source reads the wall clock or draws chance by itself", () => {
    const found = Object.keys(table).flatMap((folder) =>
      sources(join(folder, "src")).flatMap((path) =>
        [...readFileSync(path, "utf8").matchAll(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(/g)].map(
          (match) => `${relative(".", path)}: ${match[0]}`
        )
      )
    )
    assert.deepStrictEqual(found, [])
  })
})
