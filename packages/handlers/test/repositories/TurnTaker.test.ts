import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as Tenant from "@millrace/core/Tenant"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { TurnTaker } from "../../src/repositories/TurnTaker.ts"
import { Accounts, AccountTurns } from "../../src/resources/Accounts.ts"
import * as InMemory from "./InMemory.ts"

const open = Effect.gen(function* () {
  const tables = MemoryTableStore.make().store
  /** Rows and characters of each atomic write. */
  const writes: Array<{ readonly rows: number; readonly length: number }> = []
  const backends = InMemory.backends({
    ...tables,
    write: (parts) => {
      const lengths = parts.map((part) => (part._tag === "Put" ? part.row.body.length : 0))
      writes.push({ rows: parts.length, length: lengths.reduce((sum, length) => sum + length, 0) })
      return tables.write(parts)
    }
  })
  const capabilities = InMemory.grant(backends, [AccountTurns.Reader, AccountTurns.Writer])
  const turns = Context.get(yield* Layer.build(TurnTaker.layer.pipe(Layer.provide(capabilities))), TurnTaker)
  const writer = Accounts.Writer.fromBackends(backends)
  /** Writes of the account; the label is what tells them apart. */
  const labelled = (...labels: ReadonlyArray<string>) =>
    labels.map((label) => writer.putting({ accountId: label.slice(0, 20), origin: "layout", label, currency: null }))
  const labels = Stream.runCollect(Accounts.Reader.fromBackends(backends).query({})).pipe(
    Effect.map((found) => found.map(({ item }) => item.label))
  )
  return { turns, labelled, labels, writes }
})

const asAda = Tenant.provide("ada")

describe("TurnTaker", () => {
  it.effect("lets nobody else write while somebody has the turn", () =>
    Effect.gen(function* () {
      const { labelled, labels, turns } = yield* open
      const first = turns.during(["a"], "one")
      const second = turns.during(["a"], "two")
      const going = yield* Effect.forkChild(
        first((turn) => Effect.delay(turn.write("a", labelled("one")), "10 seconds")),
        { startImmediately: true }
      )
      const waiting = yield* Effect.forkChild(
        second((turn) => Effect.andThen(labels, turn.write("a", labelled("two")).pipe(Effect.andThen(labels)))),
        { startImmediately: true }
      )
      yield* TestClock.adjust("11 seconds")
      yield* Fiber.join(going)
      assert.deepStrictEqual(yield* Fiber.join(waiting), ["one", "two"])
    }).pipe(asAda)
  )

  it.effect("refuses the writes of a program whose turn ran out and is another's now", () =>
    Effect.gen(function* () {
      const { labelled, labels, turns } = yield* open
      const overtaken = yield* Deferred.make<void>()
      const slow = yield* Effect.forkChild(
        turns.during(
          ["a", "b"],
          "one"
        )((turn) =>
          turn
            .write("a", labelled("early"))
            .pipe(
              Effect.andThen(Deferred.await(overtaken)),
              Effect.andThen(turn.write("b", labelled("elsewhere"))),
              Effect.andThen(turn.write("a", labelled("late"))),
              Effect.flip
            )
        ),
        { startImmediately: true }
      )
      yield* TestClock.adjust("12 minutes")
      yield* turns.during(
        ["a"],
        "two"
      )((turn) =>
        Effect.gen(function* () {
          yield* Deferred.succeed(overtaken, undefined)
          const error = yield* Fiber.join(slow)
          assert.strictEqual(error._tag, "Unavailable", "it costs the event no attempt")
          assert.match(error.message, /another file has taken the turn/)
          yield* turn.write("a", labelled("theirs"))
        })
      )
      assert.deepStrictEqual(yield* labels, ["early", "elsewhere", "theirs"])
    }).pipe(asAda)
  )

  it.effect("gives back its own turn, and not the one that somebody has taken since", () =>
    Effect.gen(function* () {
      const { labelled, labels, turns } = yield* open
      const [overtaken, ended] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const slow = yield* Effect.forkChild(
        turns.during(["a"], "one")(() => Deferred.await(overtaken)),
        {
          startImmediately: true
        }
      )
      yield* TestClock.adjust("12 minutes")
      yield* turns.during(
        ["a"],
        "two"
      )((turn) =>
        Effect.gen(function* () {
          yield* Deferred.succeed(overtaken, undefined)
          yield* Fiber.join(slow)
          yield* turn.write("a", labelled("two"))
          yield* Deferred.succeed(ended, undefined)
        })
      )
      // And at once: nobody has it any more.
      yield* turns.during(["a"], "three")((turn) => turn.write("a", labelled("three")))
      assert.deepStrictEqual(yield* labels, ["three", "two"])
    }).pipe(asAda)
  )

  it.effect("keeps the turn of a program that failed for the next attempt of its event", () =>
    Effect.gen(function* () {
      const { labelled, labels, turns } = yield* open
      yield* Effect.flip(turns.during(["a"], "one")(() => Effect.fail("broken off")))
      const other = yield* Effect.forkChild(
        Effect.flip(turns.during(["a"], "two")((turn) => turn.write("a", labelled("two")))),
        { startImmediately: true }
      )
      yield* TestClock.adjust("21 seconds")
      assert.match((yield* Fiber.join(other)).message, /another file of the account is being taken in/)
      yield* turns.during(["a"], "one")((turn) => turn.write("a", labelled("one")))
      assert.deepStrictEqual(yield* labels, ["one"])
    }).pipe(asAda)
  )

  it.effect("does not wait for a turn that ends later than any turn can, as a clock that is ahead takes it", () =>
    Effect.gen(function* () {
      const { labelled, labels, turns } = yield* open
      yield* TestClock.adjust("6 hours")
      yield* Effect.flip(turns.during(["a"], "one")(() => Effect.fail("dies")))
      yield* TestClock.setTime(0)
      yield* turns.during(["a"], "two")((turn) => turn.write("a", labelled("two")))
      assert.deepStrictEqual(yield* labels, ["two"])
    }).pipe(asAda)
  )

  it.effect("writes any number of rows of any size in parts that a backend takes", () =>
    Effect.gen(function* () {
      const { labelled, labels, turns, writes } = yield* open
      const many = Array.from({ length: 250 }, (_, at) => `${at}`.padStart(4, "0"))
      const large = Array.from({ length: 5 }, (_, at) => `${9990 + at}${"x".repeat(300_000)}`)
      yield* turns.during(["a"], "one")((turn) => turn.write("a", labelled(...many, ...large)))
      assert.deepStrictEqual(yield* labels, [...many, ...large])
      for (const { length, rows } of writes) assert.isTrue(rows <= 100 && length <= 500_000)
    }).pipe(asAda)
  )
})
