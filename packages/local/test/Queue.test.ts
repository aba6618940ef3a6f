import type * as EventBus from "@millrace/core/EventBus"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import * as Database from "../src/Database.ts"
import * as Queue from "../src/Queue.ts"

const memory = Layer.fresh(
  Queue.Queue.layer({ pollMillis: 0 }).pipe(Layer.provideMerge(Database.Database.layer({ dataDir: ":memory:" })))
)

const entry = (id: string, replayid?: string): EventBus.Entry => ({
  id,
  source: "test",
  detailType: "tested",
  detail: JSON.stringify({ id, replayid })
})

const waiting = (consumer: string) =>
  Effect.gen(function* () {
    const queue = yield* Queue.Queue
    const rows = yield* queue.first(consumer, 100)
    return yield* Effect.forEach(rows, ({ event }) => Effect.map(queue.body(event), Option.getOrThrow))
  })

const eventsKept = Database.Database.use(({ statement, use }) =>
  use("test", () => statement("SELECT count(*) AS n FROM events").get()?.["n"])
)

describe("Queue", () => {
  it.effect("gives the oldest due first, and in order of arrival where they are equally old", () =>
    Effect.gen(function* () {
      const queue = yield* Queue.Queue
      yield* queue.enqueue(["b", "a", "c"].map((id) => ({ entry: entry(id), consumers: ["one"] })))
      yield* TestClock.adjust("1 second")
      yield* queue.enqueue([{ entry: entry("d"), consumers: ["one", "two"] }])
      const [first] = yield* queue.first("one", 1)
      yield* queue.postpone("one", first?.event ?? 0, 5000)
      assert.deepStrictEqual(
        (yield* waiting("one")).map((body) => JSON.parse(body).id),
        ["a", "c", "d", "b"]
      )
      assert.deepStrictEqual(yield* queue.depths, [
        { consumer: "one", deliveries: 4, oldestDueAt: 0 },
        { consumer: "two", deliveries: 1, oldestDueAt: 1000 }
      ])
    }).pipe(Effect.provide(memory))
  )

  it.effect("keeps an event once, until the last of its deliveries is over", () =>
    Effect.gen(function* () {
      const queue = yield* Queue.Queue
      const routed = [{ entry: entry("a"), consumers: ["one", "two"] }]
      yield* queue.enqueue(routed)
      yield* queue.enqueue(routed)
      yield* queue.enqueue([{ entry: entry("nobody's"), consumers: [] }])
      assert.strictEqual(yield* eventsKept, 1)
      const [{ event } = { event: 0 }] = yield* queue.first("one", 1)
      yield* queue.remove("one", event)
      assert.strictEqual(yield* eventsKept, 1)
      yield* queue.remove("two", event)
      assert.strictEqual(yield* eventsKept, 0)
    }).pipe(Effect.provide(memory))
  )

  it.effect("takes a replay for an event of its own", () =>
    Effect.gen(function* () {
      const queue = yield* Queue.Queue
      yield* queue.enqueue([{ entry: entry("a"), consumers: ["one"] }])
      yield* queue.send("one", entry("a", "replay").detail)
      yield* queue.send("one", entry("a", "replay").detail)
      yield* queue.send("two", entry("a").detail)
      assert.lengthOf(yield* waiting("one"), 2)
      assert.lengthOf(yield* waiting("two"), 1)
      assert.strictEqual(yield* eventsKept, 2)
    }).pipe(Effect.provide(memory))
  )

  it.effect("takes many messages at once, each as if it came alone, and wakes each consumer once", () =>
    Effect.gen(function* () {
      const queue = yield* Queue.Queue
      let woken = 0
      yield* queue.onGrown("one", () => void woken++)
      const message = (consumer: string, id: string) => ({ consumer, body: entry(id, "replay").detail })
      const messages = [message("one", "a"), message("two", "a"), message("one", "b"), message("one", "a")]
      yield* queue.sendAll(messages)
      yield* queue.sendAll([])
      assert.lengthOf(yield* waiting("one"), 2)
      assert.lengthOf(yield* waiting("two"), 1)
      assert.strictEqual(yield* eventsKept, 2)
      assert.strictEqual(woken, 1)
    }).pipe(Effect.scoped, Effect.provide(memory))
  )
})
