import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as DeployedStack from "../src/DeployedStack.ts"

const stack: DeployedStack.DeployedStack = {
  busName: "acme",
  bucketNames: { uploads: "acme-uploads-1a2b3c4" },
  tableNames: { inbox: "acme-inbox", transactions: "acme-transactions" },
  queueUrls: { audit: "https://sqs.eu-central-1.amazonaws.com/123456789012/acme-audit" }
}

describe("DeployedStack", () => {
  it.effect("reads what the infrastructure program puts out, other outputs beside it", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* DeployedStack.fromJson(JSON.stringify({ ...stack, dashboard: "x" })), stack)
    })
  )

  it.effect("says at once everything that is missing or wrong", () =>
    Effect.gen(function* () {
      const { message } = yield* Effect.flip(DeployedStack.fromJson('{"busName":"","queueUrls":{"audit":3}}'))
      for (const field of ["busName", "bucketNames", "tableNames", "queueUrls"]) assert.include(message, field)
      yield* Effect.flip(DeployedStack.fromJson("no json"))
    })
  )

  it("names what the stack has, keeps records of replays with the inbox, and refuses what is not there by name", () => {
    const names = DeployedStack.namesOf(stack)
    assert.strictEqual(names({ kind: "table", name: "transactions" }), "acme-transactions")
    assert.strictEqual(names({ kind: "bucket", name: "uploads" }), "acme-uploads-1a2b3c4")
    assert.strictEqual(names({ kind: "table", name: "replays" }), "acme-inbox")
    assert.throws(() => names({ kind: "table", name: "shadow-files" }), /acme has no table "shadow-files"/)
    // What every object inherits is no output.
    assert.throws(() => names({ kind: "bucket", name: "constructor" }), /no bucket/)
  })

  it("finds the region in the addresses of queues, where they have one", () => {
    assert.strictEqual(DeployedStack.regionOf(stack), "eu-central-1")
    assert.isUndefined(DeployedStack.regionOf({ ...stack, queueUrls: { audit: "http://127.0.0.1:4566/1/audit" } }))
  })
})
