import { assert, describe, it } from "@effect/vitest"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Tenant from "@millrace/core/Tenant"
import type { StoredFile } from "@millrace/handlers/domain/StoredFile"
import { Files } from "@millrace/handlers/resources/Files"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import * as Canary from "../../src/aws/Canary.ts"
import * as Store from "../../src/Store.ts"
import { Workplace } from "../../src/Workplace.ts"

/** A stack whose functions take nothing from their queues. */
const idle = Layer.mergeAll(
  InboxTable.layer.pipe(Layer.provide(Layer.succeed(Inbox.Owner, { id: "test", isAlive: () => true }))),
  DeadLetters.DeadLetters.layer,
  MemoryObjectStore.layer,
  MemoryEventBus.layer,
  Layer.succeed(Workplace, {
    name: "acme",
    consumers: [],
    send: () => Effect.void,
    sendAll: () => Effect.void,
    waiting: () => Effect.succeed(0),
    finish: () => Effect.succeed(false),
    spans: () => Effect.succeed([]),
    spansFrom: undefined,
    status: Effect.succeed({ well: true, json: {}, lines: () => [] })
  })
).pipe(Layer.provideMerge(MemoryTableStore.layer))

const left = Effect.flatMap(ObjectStore.ObjectStore, (objects) =>
  objects.list({ bucket: "uploads", prefix: "", limit: 10 })
)

const received = (fileId: string): StoredFile => ({
  fileId,
  filename: "canary.csv",
  key: `${fileId}/canary.csv`,
  versionId: "1",
  sequencer: "1",
  size: 1,
  contentType: "text/csv",
  accountId: null,
  status: "received",
  refusal: null,
  certificate: null,
  touched: [],
  deletion: null,
  storedSequencer: null,
  receivedAt: "2026-01-01T00:00:00.000Z"
})

describe("Canary", () => {
  it.effect("says which function did not take it in, and leaves no object behind", () =>
    Effect.gen(function* () {
      const flying = yield* Effect.forkChild(Canary.fly("s3-event-handler"))
      yield* TestClock.adjust("3 minutes")
      const { checks, traceId } = yield* Fiber.join(flying)
      assert.isUndefined(traceId)
      const [processed, removed] = checks
      assert.isFalse(processed?.passed)
      assert.include(processed?.found, "not taken in")
      assert.include(processed?.mend, "event source mapping of acme-s3-event-handler")
      assert.isTrue(removed?.passed)
      assert.lengthOf((yield* left).objects, 0)
    }).pipe(Effect.provide(idle))
  )

  it.effect("says where it is stuck, and how to remove what nothing removes", () =>
    Effect.gen(function* () {
      const flying = yield* Effect.forkChild(Canary.fly("s3-event-handler"))
      yield* TestClock.adjust("1 second")
      const [object] = (yield* left).objects
      const fileId = object?.key.split("/")[1] ?? ""
      const files = Files.Writer.fromBackends(yield* Store.backends)
      yield* Tenant.provide(Canary.user)(files.put(received(fileId)))
      yield* TestClock.adjust("5 minutes")
      const [processed, removed] = (yield* Fiber.join(flying)).checks
      assert.include(processed?.found, "received")
      assert.include(processed?.mend, "acme-file-processor")
      assert.isFalse(removed?.passed)
      assert.include(removed?.mend, `files delete ${fileId}`)
      yield* Effect.sync(() => (process.exitCode = undefined))
    }).pipe(Effect.provide(idle))
  )
})
