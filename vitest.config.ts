import { join } from "node:path"
import { defineConfig } from "vitest/config"

const major = Number(process.versions.node.split(".")[0])
if (major < 22) {
  throw new Error(
    `Millrace's tests need Node 22 or newer, this is ${process.version}. Run them as "npm test" or "npx vitest".`
  )
}

export default defineConfig({
  resolve: { conditions: ["millrace-source"] },
  ssr: { resolve: { conditions: ["millrace-source", "node", "default"] } },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "pulumi/test/**/*.test.ts",
      "test/**/*.test.ts",
      "examples/**/*.test.ts",
      "docs/**/*.test.ts"
    ],
    testTimeout: 30_000,
    // Tests start the command line some two hundred times; what it compiles is kept from one start to the next.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compile") },
    typecheck: { enabled: false },
    coverage: { provider: "v8", include: ["packages/*/src/**"], reporter: ["text", "json-summary"] }
  }
})
