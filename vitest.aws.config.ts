/** Tests against the peers that have to be started: `npm run test:aws`. */
import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { conditions: ["millrace-source"] },
  ssr: { resolve: { conditions: ["millrace-source", "node", "default"] } },
  test: {
    include: [
      "packages/aws/test-aws/**/*.test.ts",
      "packages/cli/test-aws/**/*.test.ts",
      "pulumi/test-aws/**/*.test.ts"
    ],
    // Every file starts peers of its own, which want the processor as much as the tests do.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000
  }
})
