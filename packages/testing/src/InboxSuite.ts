/**
 * What an `Inbox` promises: leases that exclude, attempts that count, outputs that are decided once. Build the implementation
 * on {@link owner}, which says which processes are alive.
 */
import * as Inbox from "@millrace/core/Inbox"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import * as assert from "node:assert/strict"
import type { Case, Suite } from "./Conformance.ts"

/** What a backend may do without. `owners`: a lease is free at once when its owner is known to be dead. */
export type Feature = "owners"

/** The owner that the suite's implementation is built on: every process is alive but the one called `dead`. */
export const owner: Layer.Layer<Inbox.Owner> = Layer.succeed(Inbox.Owner, {
  id: "alive",
  isAlive: (id) => id !== "dead"
})

const key: Inbox.Key = { consumer: "consumer", eventId: "event", replayId: undefined }
const leaseMillis = 60_000

const begin = (token: string, of: Inbox.Key = key) =>
  Inbox.Inbox.use((inbox) => inbox.begin(of, { token, leaseMillis }))
const commit = (token: string, outputs: ReadonlyArray<string>) =>
  Inbox.Inbox.use((inbox) => inbox.commit(key, token, outputs))
const complete = (token: string) => Inbox.Inbox.use((inbox) => inbox.complete(key, token))
const bury = (token: string, letter: string) => Inbox.Inbox.use((inbox) => inbox.bury(key, token, letter))
const release = (token: string, counts: Inbox.Release["counts"]) =>
  Inbox.Inbox.use((inbox) => inbox.release(key, token, { outcome: "Failed", counts }))

const lost = <A, R>(effect: Effect.Effect<A, { readonly _tag: string }, R>) =>
  Effect.map(Effect.flip(effect), (error) => assert.strictEqual(error._tag, "LeaseLost"))

const started = Effect.fnUntraced(function* (token: string) {
  const begun = yield* begin(token)
  if (begun._tag !== "Started") return assert.fail(`expected Started, not ${begun._tag}`)
  return begun
})

const cases: ReadonlyArray<Case<Inbox.Inbox, Feature>> = [
  {
    name: "the first begin takes the lease and counts attempt 1",
    run: Effect.gen(function* () {
      yield* TestClock.setTime(1000)
      const begun = yield* started("alive/1")
      assert.strictEqual(begun.attempt, 1)
      assert.strictEqual(begun.firstSeenAt, 1000)
      assert.strictEqual(begun.deferrals, 0)
      assert.deepStrictEqual(begun.history, [{ attempt: 1, startedAt: 1000, endedAt: null, outcome: "running" }])
    })
  },
  {
    name: "a begin asked again with its token is the same attempt",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* started("alive/1")).attempt, 1)
    })
  },
  {
    name: "a lease excludes every other token and says until when",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* TestClock.adjust("59 seconds")
      assert.deepStrictEqual(yield* begin("alive/2"), { _tag: "Leased", untilMillis: leaseMillis })
    })
  },
  {
    name: "of concurrent begins exactly one starts",
    run: Effect.gen(function* () {
      const tokens = Array.from({ length: 10 }, (_, at) => `alive/${at}`)
      const begun = yield* Effect.forEach(tokens, (token) => begin(token), { concurrency: "unbounded" })
      assert.deepStrictEqual(begun.map(({ _tag }) => _tag).toSorted(), [
        ...Array.from({ length: 9 }, () => "Leased"),
        "Started"
      ])
    })
  },
  {
    name: "an expired lease is taken over as a new attempt, and who lost it can write nothing any more",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* TestClock.adjust("61 seconds")
      const second = yield* started("alive/2")
      assert.strictEqual(second.attempt, 2)
      assert.strictEqual(second.history[0]?.outcome, "crashed")
      yield* lost(commit("alive/1", ["late"]))
      yield* lost(complete("alive/1"))
      yield* lost(release("alive/1", "attempt"))
      yield* lost(bury("alive/1", "letter"))
      yield* commit("alive/2", ["right"])
      yield* complete("alive/2")
      assert.deepStrictEqual(yield* begin("alive/3"), { _tag: "Completed" })
    })
  },
  {
    name: "the lease of a dead process is free at once",
    feature: "owners",
    run: Effect.gen(function* () {
      yield* started("dead/1")
      assert.strictEqual((yield* started("alive/1")).attempt, 2)
    })
  },
  {
    name: "a commit of nothing completes",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* commit("alive/1", [])
      assert.deepStrictEqual(yield* begin("alive/2"), { _tag: "Completed" })
      yield* commit("alive/1", [])
      yield* complete("alive/1")
    })
  },
  {
    name: "a completed delivery stays completed",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* commit("alive/1", ["a"])
      yield* complete("alive/1")
      yield* TestClock.adjust("7 days")
      assert.deepStrictEqual(yield* begin("alive/1"), { _tag: "Completed" })
      assert.deepStrictEqual(yield* begin("alive/2"), { _tag: "Completed" })
    })
  },
  {
    name: "committed outputs are decided: whoever begins next publishes them, to the byte",
    run: Effect.gen(function* () {
      const outputs = ['{"a":"ü😀"}', '{"b": 1.0}', ""]
      yield* started("alive/1")
      yield* commit("alive/1", outputs)
      yield* TestClock.adjust("61 seconds")
      const begun = yield* begin("alive/2")
      if (begun._tag !== "Committed") return assert.fail(`expected Committed, not ${begun._tag}`)
      assert.deepStrictEqual(begun.outputs, outputs)
      assert.strictEqual(begun.attempt, 1)
      yield* lost(complete("alive/1"))
      yield* complete("alive/2")
      assert.strictEqual((yield* begin("alive/3"))._tag, "Completed")
    })
  },
  {
    name: "nothing is completed that was not committed",
    run: Effect.gen(function* () {
      yield* lost(complete("alive/1"))
      yield* started("alive/1")
      yield* lost(complete("alive/1"))
    })
  },
  {
    name: "commit, complete, release and bury asked again with their token are asked once",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* release("alive/1", "attempt")
      yield* release("alive/1", "attempt")
      assert.strictEqual((yield* started("alive/2")).attempt, 2)
      yield* commit("alive/2", ["first"])
      yield* commit("alive/2", ["second"])
      yield* TestClock.adjust("61 seconds")
      const begun = yield* begin("alive/3")
      assert.deepStrictEqual(begun._tag === "Committed" ? begun.outputs : begun._tag, ["first"])
      yield* complete("alive/3")
      yield* complete("alive/3")
    })
  },
  {
    name: "a release frees the lease and keeps the attempt; a deferral and a refund give it back",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* release("alive/1", "attempt")
      assert.strictEqual((yield* started("alive/2")).attempt, 2)
      yield* release("alive/2", "deferral")
      const third = yield* started("alive/3")
      assert.deepStrictEqual({ attempt: third.attempt, deferrals: third.deferrals }, { attempt: 2, deferrals: 1 })
      yield* release("alive/3", "refund")
      const fourth = yield* started("alive/4")
      assert.deepStrictEqual({ attempt: fourth.attempt, deferrals: fourth.deferrals }, { attempt: 2, deferrals: 1 })
      assert.strictEqual(fourth.firstSeenAt, 0)
    })
  },
  {
    name: "a released delivery whose outputs were decided is published, not run again",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* commit("alive/1", ["a"])
      yield* release("alive/1", "deferral")
      const begun = yield* begin("alive/2")
      assert.deepStrictEqual(begun._tag === "Committed" ? [begun.outputs, begun.deferrals] : begun._tag, [["a"], 1])
    })
  },
  {
    name: "a dead delivery is not begun, keeps its letter, and can be opened again with all its attempts",
    run: Effect.gen(function* () {
      const inbox = yield* Inbox.Inbox
      yield* started("alive/1")
      yield* bury("alive/1", '{"why":"ü"}')
      yield* bury("alive/1", '{"why":"other"}')
      yield* TestClock.adjust("7 days")
      assert.deepStrictEqual(yield* begin("alive/2"), { _tag: "Buried", letter: '{"why":"ü"}' })
      yield* inbox.reopen(key)
      yield* inbox.reopen(key)
      const again = yield* started("alive/3")
      assert.strictEqual(again.attempt, 1)
      assert.strictEqual(again.firstSeenAt, 7 * 86_400_000)
    })
  },
  {
    name: "opening again does nothing to a delivery that is not dead",
    run: Effect.gen(function* () {
      const inbox = yield* Inbox.Inbox
      yield* inbox.reopen(key)
      yield* started("alive/1")
      yield* inbox.reopen(key)
      assert.strictEqual((yield* begin("alive/2"))._tag, "Leased")
    })
  },
  {
    name: "deliveries are told apart by consumer, event and replay",
    run: Effect.gen(function* () {
      yield* started("alive/1")
      yield* commit("alive/1", [])
      yield* complete("alive/1")
      const others: ReadonlyArray<Inbox.Key> = [
        { ...key, consumer: "other" },
        { ...key, eventId: "other" },
        { ...key, replayId: "replay-1" },
        { consumer: "consumer/event", eventId: "", replayId: undefined }
      ]
      for (const [at, other] of others.entries())
        assert.strictEqual((yield* begin(`alive/o${at}`, other))._tag, "Started")
      assert.strictEqual((yield* begin("alive/2"))._tag, "Completed")
    })
  }
]

/** The suite. */
export const make = (): Suite<Inbox.Inbox, Feature> => ({ name: "Inbox", cases })
