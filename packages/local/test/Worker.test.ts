import * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import * as Event from "@millrace/core/Event"
import * as InboxTable from "@millrace/core/InboxTable"
import * as Inbox from "@millrace/core/Inbox"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as Database from "../src/Database.ts"
import * as Queue from "../src/Queue.ts"
import * as Routes from "../src/Routes.ts"
import * as SqliteEventBus from "../src/SqliteEventBus.ts"
import * as SqliteTableStore from "../src/SqliteTableStore.ts"
import * as Worker from "../src/Worker.ts"

class Asked extends Event.make("asked", {
  source: "test",
  entry: true,
  payload: Schema.Struct({ number: Schema.Int }),
  attributes: ["number"]
}) {}

class Working extends Consumer.make("working", { on: [Asked], concurrency: 1 }) {}

const down = new Unavailable({ service: "Test", operation: "test", reason: "unavailable", detail: "on purpose" })

/** A worker whose storage, or whose handler's service, can be taken down. */
const world = Effect.fnUntraced(function* (isDown: { storage: boolean; service: (number: number) => boolean }) {
  const done: Array<number> = []
  let calls = 0
  const working = Working.handler(({ data }) =>
    Effect.suspend(() => {
      calls++
      if (isDown.service(data.number)) return Effect.fail(down)
      done.push(data.number)
      return Effect.void
    })
  )
  const tables = Layer.effect(
    TableStore.TableStore,
    Effect.map(TableStore.TableStore, (real): TableStore.TableStore["Service"] => {
      const guarded = <A, E>(call: Effect.Effect<A, E>): Effect.Effect<A, E | Unavailable> =>
        Effect.suspend((): Effect.Effect<A, E | Unavailable> => {
          calls++
          return isDown.storage ? Effect.fail(down) : call
        })
      return {
        get: (key) => guarded(real.get(key)),
        query: (query) => guarded(real.query(query)),
        write: (writes) => guarded(real.write(writes)),
        writeBatch: (writes) => guarded(real.writeBatch(writes)),
        scan: (options) => guarded(real.scan(options))
      }
    })
  ).pipe(Layer.provide(SqliteTableStore.layer))
  const services = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer).pipe(
    Layer.provideMerge(tables),
    Layer.provideMerge(SqliteEventBus.layer(Routes.of([Working.contract]))),
    Layer.provideMerge(Queue.Queue.layer({ pollMillis: 0 })),
    Layer.provideMerge(Layer.succeed(Inbox.Owner, { id: "one", isAlive: (id) => id === "one" })),
    Layer.provideMerge(MemoryObjectStore.layer),
    Layer.provideMerge(Database.Database.layer({ dataDir: ":memory:" })),
    Layer.provideMerge(Logger.layer([]))
  )
  const context = yield* Layer.build(services)
  const letters = yield* Effect.provideContext(DeadLetters.DeadLetters, context)
  const queue = yield* Effect.provideContext(Queue.Queue, context)
  const publish = (number: number) =>
    Effect.gen(function* () {
      const envelope = yield* Event.root(
        Asked,
        { number },
        { tenantId: "t", stimulus: [String(number)], time: "2024-01-01T00:00:00.000Z" }
      )
      yield* Publish.root(envelope)
      yield* TestClock.adjust("1 millis")
    }).pipe(Effect.provideContext(context))
  const states: Array<string> = []
  yield* Effect.gen(function* () {
    const delivery = yield* Delivery.make(working)
    yield* Worker.start(delivery, queue, {
      onCircuit: (_, state) => Effect.sync(() => void (state._tag !== states.at(-1) && states.push(state._tag)))
    })
  }).pipe(Effect.provideContext(context))
  return { done, letters, publish, queue, states, calls: () => calls }
})

const numbers = (from: number, until: number) => Array.from({ length: until - from }, (_, at) => from + at)

const hourOf = Effect.fnUntraced(function* (during: Effect.Effect<void>) {
  for (let minute = 0; minute < 60; minute++) {
    yield* during
    yield* TestClock.adjust("1 minute")
  }
})

describe("outage", () => {
  it.effect(
    "of the storage for an hour: nothing dies, no attempt burns, and work goes on by itself in order of age",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const isDown = { storage: false, service: () => false }
          const { calls, done, letters, publish, queue, states } = yield* world(isDown)
          yield* Effect.forEach(numbers(0, 5), publish)
          assert.deepStrictEqual(done, numbers(0, 5))
          isDown.storage = true
          yield* Effect.forEach(numbers(5, 40), publish)
          const before = calls()
          yield* hourOf(Effect.void)
          // Two tries at most in half a minute, of three calls each, and a few on the way there.
          assert.isBelow(calls() - before, 900)
          assert.deepStrictEqual(states, ["Open"])
          yield* Effect.forEach(numbers(40, 50), publish)
          isDown.storage = false
          yield* TestClock.adjust("31 seconds")
          assert.deepStrictEqual(done.join(), numbers(0, 50).join())
          assert.deepStrictEqual(states, ["Open", "Closed"])
          assert.deepStrictEqual(yield* letters.list, [])
          assert.deepStrictEqual(yield* queue.depths, [])
        })
      )
  )

  it.effect("of a service that the handler calls: the same", () =>
    Effect.scoped(
      Effect.gen(function* () {
        let serviceDown = true
        const { calls, done, letters, publish, states } = yield* world({ storage: false, service: () => serviceDown })
        yield* Effect.forEach(numbers(0, 40), publish)
        yield* hourOf(Effect.void)
        assert.isBelow(calls(), 4000)
        assert.deepStrictEqual(done, [])
        serviceDown = false
        yield* TestClock.adjust("31 seconds")
        assert.deepStrictEqual(done.join(), numbers(0, 40).join())
        assert.deepStrictEqual(states, ["Open", "Closed"])
        assert.deepStrictEqual(yield* letters.list, [])
      })
    )
  )

  it.effect("of one delivery alone keeps nothing else waiting", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const { done, publish, states } = yield* world({ storage: false, service: (number) => number < 3 })
        yield* Effect.forEach(numbers(0, 3), publish)
        yield* TestClock.adjust("10 minutes")
        assert.deepStrictEqual(done, [])
        yield* Effect.forEach(numbers(3, 20), publish)
        yield* TestClock.adjust("2 minutes")
        assert.deepStrictEqual(
          done.filter((number) => number >= 3),
          numbers(3, 20)
        )
        assert.include(states, "Closed")
      })
    )
  )
})
