import * as Collection from "@millrace/core/Collection"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as Publish from "@millrace/core/Publish"
import * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Database from "../src/Database.ts"
import * as LocalRuntime from "../src/LocalRuntime.ts"
import * as SpanStore from "../src/SpanStore.ts"
import * as Contracts from "./Contracts.ts"
import * as Program from "./Program.ts"

const quiet = Logger.layer([])

/** A runtime in memory. */
const runtime = (program: Parameters<typeof Program.make>[0] = {}) =>
  Layer.fresh(
    LocalRuntime.layer({ program: Program.make(program), dataDir: ":memory:" }).pipe(Layer.provideMerge(quiet))
  )

const bytes = (text: string) => Stream.succeed(new TextEncoder().encode(text))

const upload = (key: string, text: string, metadata: Readonly<Record<string, string>> = {}) =>
  LocalRuntime.LocalRuntime.use((local) => local.upload({ key, contentType: "text/plain", metadata }, bytes(text)))

const quiesce = LocalRuntime.LocalRuntime.use((local) => local.quiesce)
const idle = LocalRuntime.LocalRuntime.use((local) => local.idle)

let asked = 0
const ask = Effect.fnUntraced(function* (what: string) {
  const envelope = yield* Event.root(
    Contracts.Asked,
    { what },
    { tenantId: "t", stimulus: [what, String(asked++)], time: "2024-01-01T00:00:00.000Z" }
  )
  yield* Publish.root(envelope)
})

const progressOf = (consumer: string) =>
  Effect.map(
    LocalRuntime.LocalRuntime.use((local) => local.progress),
    (all) => {
      const found = all.find((progress) => progress.consumer === consumer)
      if (found === undefined) return assert.fail(`no consumer ${consumer}`)
      return found
    }
  )

const letters = DeadLetters.DeadLetters.use(({ list }) => list)

const count = (table: string) =>
  Database.Database.use(({ statement, use }) =>
    use("test", () => statement(`SELECT count(*) n FROM ${table}`).get()?.["n"])
  )

const timesOf = (millis: ReadonlyArray<number>) => millis.join(" ")

describe("LocalRuntime", () => {
  it.effect("takes an upload through the whole pipeline, routed by type and filter, and the bus forgets it", () => {
    const longest: Array<string> = []
    return Effect.gen(function* () {
      const stored = yield* upload("t/a.txt", "one two three four")
      yield* upload("t/b.txt", "one two")
      yield* quiesce
      const tables = yield* TableStore.TableStore
      const words = yield* Stream.runCollect(Collection.scanAll(tables, Contracts.Words))
      assert.deepStrictEqual(
        words.map(({ item, tenantId }) => [tenantId, item.document, item.words]),
        [
          ["t", "t/a.txt", 4],
          ["t", "t/b.txt", 2]
        ]
      )
      assert.deepStrictEqual(longest, ["t/a.txt"])
      const events = yield* EventStore.scanAll(tables)
      assert.deepStrictEqual(
        events.filter(({ correlationid }) => correlationid === stored.event?.id).map(({ type }) => type),
        ["object.created", "document.received", "document.counted"]
      )
      assert.strictEqual(yield* count("deliveries"), 0)
      assert.strictEqual(yield* count("events"), 0)
      const { acknowledged, oldestDueAt, pending, running } = yield* progressOf("counting")
      assert.deepStrictEqual(
        { acknowledged, oldestDueAt, pending, running },
        {
          acknowledged: 2,
          oldestDueAt: undefined,
          pending: 0,
          running: 0
        }
      )
    }).pipe(Effect.provide(runtime({ longest: (document) => longest.push(document) })))
  })

  it.effect("keeps one connected trace of an upload, from the span of whoever uploaded", () =>
    Effect.gen(function* () {
      const traceId = "0af7651916cd43dd8448eb211c80319c"
      yield* upload("t/a.txt", "one two three four", { traceparent: `00-${traceId}-b7ad6b7169203331-01` })
      yield* quiesce
      const spans = yield* SpanStore.SpanStore.use(({ byTrace }) => byTrace(traceId))
      const byId = new Map(spans.map((span) => [span.spanId, span]))
      const names = (name: string) => spans.filter((span) => span.name === name)
      const [root] = names("publish object.created")
      assert.strictEqual(root?.parentSpanId, "b7ad6b7169203331")
      assert.strictEqual(root?.kind, "producer")
      for (const span of spans) {
        if (span !== root) assert.isTrue(byId.has(span.parentSpanId ?? ""), `${span.name} has its parent`)
      }
      assert.deepStrictEqual(
        spans
          .filter(({ kind }) => kind === "consumer")
          .map(({ name }) => name)
          .toSorted(),
        [
          "process counting",
          "process everything",
          "process everything",
          "process everything",
          "process intake",
          "process longest"
        ]
      )
      assert.strictEqual(byId.get(names("publish document.counted")[0]?.parentSpanId ?? "")?.name, "process counting")
    }).pipe(Effect.provide(runtime()))
  )

  it.effect("delivers again exactly when a retry is due, and what is behind it flows meanwhile", () => {
    const attempts: Array<number> = []
    const others: Array<string> = []
    return Effect.gen(function* () {
      const started = yield* Clock.currentTimeMillis
      yield* ask("fail")
      assert.strictEqual(yield* idle, started + 2000)
      yield* ask("other")
      yield* idle
      assert.deepStrictEqual(others, ["other"])
      yield* TestClock.adjust("1999 millis")
      assert.lengthOf(attempts, 1)
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(yield* idle, started + 6000)
      const quiescing = yield* Effect.forkChild(quiesce)
      yield* TestClock.adjust("4 seconds")
      yield* Fiber.join(quiescing)
      assert.strictEqual(timesOf(attempts), "0 2000 6000")
      const [letter] = yield* letters
      assert.strictEqual(letter?.cause.kind, "exhausted")
      assert.deepInclude(yield* progressOf("asking"), { dead: 1, retried: 2, acknowledged: 1, pending: 0, running: 0 })
    }).pipe(
      Effect.provide(
        runtime({
          ask: (what) =>
            what === "fail"
              ? Effect.flatMap(Clock.currentTimeMillis, (now) => {
                  attempts.push(now)
                  return Effect.fail(new Error("no"))
                })
              : Effect.sync(() => void others.push(what))
        })
      )
    )
  })

  it.effect("puts off what an unavailable dependency stops, without spending attempts, until it is back", () => {
    let down = true
    return Effect.gen(function* () {
      yield* ask("work")
      yield* TestClock.adjust("30 minutes")
      assert.isAbove((yield* progressOf("asking")).retried, 20)
      down = false
      const quiescing = yield* Effect.forkChild(quiesce)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(quiescing)
      assert.lengthOf(yield* letters, 0)
      assert.deepInclude(yield* progressOf("asking"), { acknowledged: 1, dead: 0 })
    }).pipe(
      Effect.provide(
        runtime({
          ask: () =>
            down
              ? Effect.fail(
                  new Unavailable({ service: "Shop", operation: "Shop.ask", reason: "unavailable", detail: "closed" })
                )
              : Effect.void
        })
      )
    )
  })

  it.effect("runs as many deliveries of a consumer at once as its contract allows, oldest first", () => {
    let running = 0
    let most = 0
    const order: Array<string> = []
    return Effect.gen(function* () {
      for (let at = 0; at < 9; at++) yield* ask(String(at))
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* progressOf("asking")).running, 2)
      assert.strictEqual((yield* progressOf("asking")).pending, 5)
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(most, 2)
      assert.deepStrictEqual(order, ["0", "1", "2", "3", "4", "5", "6", "7", "8"])
      assert.strictEqual((yield* progressOf("asking")).acknowledged, 9)
    }).pipe(
      Effect.provide(
        runtime({
          ask: (what) =>
            Effect.gen(function* () {
              order.push(what)
              most = Math.max(most, ++running)
              yield* Effect.sleep("1 second")
              running--
            })
        })
      )
    )
  })

  it.effect(
    "says how it is: queues, running deliveries, dead letters, a paused consumer, and the room it takes",
    () => {
      const service = { down: false }
      return Effect.gen(function* () {
        const { status } = yield* LocalRuntime.LocalRuntime
        yield* upload("t/a.txt", "one two")
        yield* upload("t/a.txt", "one two three")
        yield* ask("refuse")
        yield* quiesce
        yield* ask("slow")
        yield* ask("slow")
        yield* ask("slow")
        yield* TestClock.adjust("1 second")
        const busy = yield* status
        const asking = busy.consumers.find(({ consumer }) => consumer === "asking")
        assert.deepInclude(asking, { queued: 3, running: 2, due: 1, oldestDueAt: 0, deadLetters: 1 })
        assert.deepInclude(asking?.circuit, { state: "closed", since: null })
        assert.deepInclude(busy.storage, { objects: 1, objectBytes: 13, hiddenVersions: 1, hiddenBytes: 7 })
        assert.isAbove(busy.storage.databaseBytes, 10_000)
        assert.isAbove(busy.storage.spans, 5)
        yield* TestClock.adjust("1 minute")
        service.down = true
        for (const what of ["a", "b", "c", "d"]) yield* ask(what)
        yield* TestClock.adjust("1 minute")
        const paused = (yield* status).consumers.find(({ consumer }) => consumer === "asking")
        assert.strictEqual(paused?.circuit.state, "open")
        assert.strictEqual(paused?.queued, 4)
        service.down = false
        yield* TestClock.adjust("1 minute")
        const back = (yield* status).consumers.find(({ consumer }) => consumer === "asking")
        assert.deepInclude(back, { queued: 0, running: 0, due: 0, oldestDueAt: null, deadLetters: 1 })
        assert.strictEqual(back?.circuit.state, "closed")
      }).pipe(
        Effect.provide(
          runtime({
            ask: (what) =>
              what === "slow"
                ? Effect.sleep("10 seconds")
                : Effect.suspend(() =>
                    service.down
                      ? Effect.fail(
                          new Unavailable({
                            service: "Test",
                            operation: "ask",
                            reason: "unavailable",
                            detail: "on purpose"
                          })
                        )
                      : Effect.void
                  )
          })
        )
      )
    }
  )

  it.effect("poison becomes dead letters that say what is wrong, and nothing waits behind it", () => {
    const done: Array<string> = []
    return Effect.gen(function* () {
      const local = yield* LocalRuntime.LocalRuntime
      yield* local.send("asking", "no JSON at all")
      yield* local.send("asking", "[1, 2]")
      yield* local.send("asking", '{"id":"x","replayid":7}')
      yield* ask("work")
      yield* quiesce
      assert.deepStrictEqual(done, ["work"])
      const all = yield* letters
      assert.lengthOf(all, 3)
      for (const { cause } of all) assert.strictEqual(cause.kind, "undecodable")
      assert.isTrue(all.some(({ cause }) => cause.message.includes("not JSON")))
    }).pipe(Effect.provide(runtime({ ask: (what) => Effect.sync(() => void done.push(what)) })))
  })

  it.effect("emits schedules at whole multiples of their interval, and quiesce does not wait for them", () => {
    const ticks: Array<string> = []
    return Effect.gen(function* () {
      yield* quiesce
      yield* TestClock.adjust("2 hours")
      yield* TestClock.adjust("59 minutes")
      yield* quiesce
      assert.deepStrictEqual(ticks, ["1970-01-01T01:00:00.000Z", "1970-01-01T02:00:00.000Z"])
    }).pipe(Effect.provide(runtime({ ask: (what) => Effect.sync(() => void ticks.push(what)) })))
  })

  it.effect("an event published twice is delivered once", () => {
    const done: Array<string> = []
    return Effect.gen(function* () {
      const envelope = yield* Event.root(
        Contracts.Asked,
        { what: "once" },
        { tenantId: "t", stimulus: ["once"], time: "2024-01-01T00:00:00.000Z" }
      )
      yield* Publish.root(envelope)
      yield* Publish.root(envelope)
      yield* quiesce
      yield* Publish.root(envelope)
      yield* quiesce
      assert.deepStrictEqual(done, ["once"])
      assert.deepInclude(yield* progressOf("asking"), { acknowledged: 1, duplicate: 1 })
    }).pipe(Effect.provide(runtime({ ask: (what) => Effect.sync(() => void done.push(what)) })))
  })
})
