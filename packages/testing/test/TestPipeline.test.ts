import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as TestPipeline from "../src/TestPipeline.ts"
import { Bookings, FileBooked, handlers, program, sum, TotalChanged, Totals, Uploads } from "./MiniLedger.ts"

const total = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline) {
  return (yield* t.items(Totals)).map(({ bookings, cents }) => ({ bookings, cents }))
})

describe("TestPipeline", () => {
  it.effect("carries an upload through the whole pipeline", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(program)
      yield* t.upload(Uploads, "u1/f1/acc", "100\n-30")
      yield* t.settle
      assert.deepStrictEqual(yield* total(t), [{ bookings: 2, cents: 70 }])
      assert.deepStrictEqual(yield* t.expectPublished(TotalChanged, 1), [{ account: "acc", fileId: "f1" }])
      assert.deepStrictEqual(
        (yield* t.events).map(({ type }) => type),
        ["object.created", "file.uploaded", "file.booked", "total.changed"]
      )
      yield* t.expectHandled
      assert.strictEqual(new Set((yield* t.spans).map(({ traceId }) => traceId)).size, 1)
    })
  )

  it.effect("delivers one event to one handler, as often as told, and records what it publishes", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(sum)
      const outcomes = yield* t.deliver(FileBooked, { fileId: "f1", account: "acc", rows: 2 }, { times: 3 })
      assert.deepStrictEqual(
        outcomes
          .map(({ _tag }) => _tag)
          .filter((tag) => tag !== "RetryAfter")
          .toSorted(),
        ["Ack", "Duplicate", "Duplicate"]
      )
      yield* t.expectPublished(TotalChanged, 1)
    })
  )

  it.effect("says so when nobody under test wants an event", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(sum)
      const exit = yield* Effect.exit(t.deliver(FileBooked, { fileId: "f1", account: "acc", rows: 0 }))
      assert.include(String(exit), "No consumer under test wants this file.booked")
    })
  )

  it.effect("a day of retries, hangs and lease takeovers costs well under a second", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(program)
      yield* t.hang("Ledger.book", { times: 2 })
      yield* t.crash("Ledger.book", { nth: 3, times: 2 })
      yield* t.fail("TableStore.query", { resource: "bookings", times: 100_000 })
      const began = process.cpuUsage()
      yield* t.upload(Uploads, "u1/f1/acc", "100\n-30")
      yield* t.settle
      const { system, user } = process.cpuUsage(began)
      assert.isAtLeast(yield* Clock.currentTimeMillis, 24 * 3_600_000)
      const attempts = (yield* t.deliveries).filter(({ message }) => message.consumer === "sum")
      assert.isAbove(attempts.length, 200, "the dependency was asked for a whole day")
      const [letter] = yield* t.deadLetters
      assert.deepStrictEqual([letter?.consumer, letter?.cause.kind], ["sum", "expired"])
      assert.deepStrictEqual(
        (yield* t.items(Bookings)).map(({ cents }) => cents),
        [100, -30],
        "what hung and died was finished by others"
      )
      assert.isBelow((system + user) / 1000, 1000, "milliseconds of processor time")
    })
  )

  it.effect("goes through retries in virtual time, and the test's clock follows", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(program)
      yield* t.fail("Ledger.book", { times: 3, error: new Error("broken") })
      yield* t.upload(Uploads, "u1/f1/acc", "100")
      yield* t.settle
      assert.deepStrictEqual(yield* total(t), [{ bookings: 1, cents: 100 }])
      assert.isAtLeast(yield* Clock.currentTimeMillis, 2000 + 4000 + 8000)
      assert.strictEqual((yield* t.deliveries).filter(({ outcome }) => outcome._tag === "RetryAfter").length, 3)
    })
  )

  it.effect("advances by the time told and no further", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(program)
      yield* t.fail("Ledger.book", { error: new Error("broken") })
      yield* t.upload(Uploads, "u1/f1/acc", "100")
      yield* t.advance("1 second")
      assert.deepStrictEqual(yield* t.published(FileBooked), [])
      yield* t.advance("1 second")
      yield* t.expectPublished(FileBooked, 1)
      assert.strictEqual(yield* Clock.currentTimeMillis, 2000)
    })
  )

  it.effect("a backend that throttles costs no attempt; a lost answer does its work once", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(program)
      yield* t.fail("TableStore.writeBatch", { resource: "bookings", times: 20 })
      yield* t.fail("EventBus.put", { applied: "all", times: 9 })
      yield* t.upload(Uploads, "u1/f1/acc", "1\n2\n3")
      yield* t.settle
      yield* t.expectHandled
      assert.deepStrictEqual(yield* total(t), [{ bookings: 3, cents: 6 }])
    })
  )

  it.effect("a call that hangs runs into the contract's timeout and is tried again", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(program)
      yield* t.hang("ObjectStore.get")
      yield* t.upload(Uploads, "u1/f1/acc", "5")
      yield* t.settle
      yield* t.expectHandled
      const reasons = (yield* t.deliveries).flatMap(({ outcome }) =>
        outcome._tag === "RetryAfter" ? [outcome.reason] : []
      )
      assert.deepStrictEqual(reasons, ["HandlerTimeout"])
      assert.isAtLeast(yield* Clock.currentTimeMillis, 60_000)
    })
  )

  it.effect("a process that dies at any step of a delivery is replaced, and the work is done once", () =>
    Effect.gen(function* () {
      for (const phase of ["begin", "handler", "commit", "publish", "complete"] as const) {
        for (const applied of ["none", "all"] as const) {
          const t = yield* TestPipeline.of(program)
          const operation =
            phase === "handler" ? "Ledger.book" : phase === "publish" ? "EventBus.put" : "TableStore.write"
          yield* t.crash(operation, { phase, consumer: "book", applied })
          yield* t.upload(Uploads, "u1/f1/acc", "5\n6")
          yield* t.settle
          yield* t.expectHandled
          yield* t.expectPublished(TotalChanged, 1)
          assert.deepStrictEqual(yield* total(t), [{ bookings: 2, cents: 11 }], `${phase} ${applied}`)
        }
      }
    })
  )

  it.effect("shows a dead letter, and gives it its attempts again", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(program)
      yield* t.upload(Uploads, "u1/f1/acc", "5\nx")
      yield* t.settle
      const [letter] = yield* t.deadLetters
      assert.deepInclude(letter?.cause, { kind: "terminal", tag: "RowInvalid" })
      assert.strictEqual(letter?.attempts.length, 1)
      yield* t.fail("Ledger.book", { times: 9, error: new Error("broken") })
      assert.strictEqual(yield* t.redrive, 1)
      yield* t.settle
      assert.strictEqual((yield* t.deadLetters)[0]?.attempts.length, 2)
      assert.deepStrictEqual(yield* t.items(Bookings), [])
    })
  )

  it.effect("a failed expectation shows the chain of events", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(program)
      yield* t.upload(Uploads, "u1/f1/acc", "x")
      yield* t.settle
      const text = String(yield* Effect.exit(t.expectPublished(TotalChanged, 1)))
      assert.include(text, "Expected 1 events total.changed, there are 0.")
      assert.match(text, /object\.created#[0-9a-f]{6} u1\/f1\/acc/)
      assert.match(text, /├─ book: dead \(terminal\): RowInvalid/)
    })
  )

  it.effect("a body that is no envelope is dead at once", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(handlers.book)
      const [outcome] = yield* t.deliverBody("book", "{")
      assert.strictEqual(outcome?._tag, "Dead")
      assert.strictEqual((yield* t.deadLetters)[0]?.cause.kind, "undecodable")
    })
  )
})
