import * as Environment from "@millrace/aws/lambda/FunctionEnvironment"
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import { S3EventHandler } from "@millrace/handlers/contracts/S3EventHandler"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"

const read = <A, E>(config: Effect.Effect<A, E>, variables: Record<string, string>) =>
  Effect.provide(config, ConfigProvider.layer(ConfigProvider.fromUnknown(variables)))

class Recorder extends Consumer.make("recorder", { on: Event.any, uses: [EventStore.Writer] }) {}

describe("FunctionEnvironment", () => {
  it("names a table and a bucket in upper snake case", () => {
    assert.strictEqual(Environment.table("dead-letters"), "MILLRACE_TABLE_DEAD_LETTERS")
    assert.strictEqual(Environment.table("handAssignments"), "MILLRACE_TABLE_HAND_ASSIGNMENTS")
    assert.strictEqual(Environment.bucket("uploads"), "MILLRACE_BUCKET_UPLOADS")
  })

  it("no two resources of the pipeline share a variable", () => {
    const names = FileProcessing.resources.map(({ name }) => Environment.table(name))
    assert.strictEqual(new Set(names).size, names.length)
  })

  it("gives a function what its contract uses and what a delivery needs, and nothing else", () => {
    assert.deepStrictEqual(Environment.storageOf(S3EventHandler.contract), {
      tables: ["dead-letters", "files", "inbox"],
      buckets: ["claims", "uploads"]
    })
    assert.deepStrictEqual(Environment.storageOf(Recorder.contract), {
      tables: ["dead-letters", "events", "inbox"],
      buckets: ["claims"]
    })
  })

  it.effect("reads what infrastructure wrote", () =>
    Effect.gen(function* () {
      const environment = yield* read(
        Effect.suspend(() => Environment.ofConsumer(Recorder.contract)),
        {
          AWS_REGION: "eu-central-1",
          MILLRACE_BUS_NAME: "bus",
          MILLRACE_QUEUE_URL: "https://queue",
          MILLRACE_TABLE_INBOX: "t-inbox",
          MILLRACE_TABLE_DEAD_LETTERS: "t-letters",
          MILLRACE_TABLE_EVENTS: "t-events",
          MILLRACE_BUCKET_CLAIMS: "b-claims"
        }
      )
      assert.deepStrictEqual(environment, {
        region: "eu-central-1",
        endpoint: undefined,
        busName: "bus",
        busLimits: EventBus.eventBridgeLimits,
        queueUrl: "https://queue",
        tables: { "dead-letters": "t-letters", events: "t-events", inbox: "t-inbox" },
        buckets: { claims: "b-claims" }
      })
    })
  )

  it.effect("an account whose bus takes longer entries says so in bytes, and nothing else", () =>
    Effect.gen(function* () {
      const limits = Effect.suspend(() => Environment.busLimits)
      const { maxCallBytes, maxEntryBytes } = yield* read(limits, { MILLRACE_BUS_ENTRY_BYTES: "1048576" })
      assert.deepStrictEqual([maxEntryBytes, maxCallBytes], [1_048_576, 1_048_576])
      for (const wrong of ["1 MB", "0", "1.5"]) {
        const error = yield* Effect.flip(read(limits, { MILLRACE_BUS_ENTRY_BYTES: wrong }))
        assert.include(String(error), "MILLRACE_BUS_ENTRY_BYTES")
      }
    })
  )

  it.effect("a variable that is missing is named", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        read(
          Effect.suspend(() => Environment.ofConsumer(Recorder.contract)),
          { AWS_REGION: "eu-central-1" }
        )
      )
      assert.include(String(error), "MILLRACE_")
    })
  )
})
