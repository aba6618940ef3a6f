/** What an `EventBus` promises. The implementation also shows what arrived behind it, through {@link Arrived}. */
import * as EventBus from "@millrace/core/EventBus"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as assert from "node:assert/strict"
import type { Case, Suite } from "./Conformance.ts"

/** What has arrived at a subscriber of every event, in any order. */
export class Arrived extends Context.Service<
  Arrived,
  {
    /** Waits, where the bus is slow, until what was accepted has arrived. */
    readonly entries: Effect.Effect<ReadonlyArray<EventBus.Entry>>
  }
>()("@millrace/testing/EventBusSuite/Arrived") {}

const entry = (id: string, detail = `{"id":"${id}"}`): EventBus.Entry => ({
  id,
  source: "millrace.conformance",
  detailType: "conformance.tested",
  detail
})

/** An entry of exactly so many bytes. */
const sized = (id: string, bytes: number): EventBus.Entry => {
  const detail = (filler: number) => JSON.stringify({ id, filler: "x".repeat(filler) })
  return entry(id, detail(bytes - EventBus.entryBytes(entry(id, detail(0)))))
}

const tags = (confirmations: ReadonlyArray<EventBus.Confirmation>) => confirmations.map(({ _tag }) => _tag)

const arrivedIds = Effect.map(
  Effect.flatMap(Arrived, ({ entries }) => entries),
  (entries) => entries.map(({ id }) => id).toSorted()
)

const cases: ReadonlyArray<Case<EventBus.EventBus | Arrived>> = [
  {
    name: "every entry of a call is confirmed by itself and arrives",
    run: Effect.gen(function* () {
      const bus = yield* EventBus.EventBus
      assert.deepStrictEqual(tags(yield* bus.put([entry("1")])), ["Accepted"])
      assert.deepStrictEqual(tags(yield* bus.put([entry("2"), entry("3")])), ["Accepted", "Accepted"])
      assert.deepStrictEqual(yield* arrivedIds, ["1", "2", "3"])
    })
  },
  {
    name: "an entry arrives to the byte",
    run: Effect.gen(function* () {
      const bus = yield* EventBus.EventBus
      const sent = entry("1", '{"b":1,  "a":"ü😀\\u0000 \\"\'","n":1.0}')
      yield* bus.put([sent])
      const [arrived] = yield* (yield* Arrived).entries
      assert.deepStrictEqual(arrived, sent)
    })
  },
  {
    name: "an entry above the limit is refused alone, with a code, and does not arrive",
    run: Effect.gen(function* () {
      const bus = yield* EventBus.EventBus
      const tooLarge = bus.limits.maxEntryBytes + 1
      // A call that holds it may be above the call's own limit too; then nothing of it needs to arrive.
      const [confirmation] = yield* bus.put([sized("1", tooLarge)])
      assert.strictEqual(confirmation?._tag, "Refused")
      if (confirmation?._tag === "Refused") assert.notStrictEqual(confirmation.code, "")
      yield* bus.put([entry("2")])
      assert.deepStrictEqual(yield* arrivedIds, ["2"])
    })
  },
  {
    name: "entries and calls exactly at the limits are taken",
    run: Effect.gen(function* () {
      const bus = yield* EventBus.EventBus
      const { maxCallBytes, maxEntries, maxEntryBytes } = bus.limits
      assert.ok(maxEntries >= 1 && maxEntryBytes >= 1 && maxCallBytes >= maxEntryBytes)
      assert.deepStrictEqual(tags(yield* bus.put([sized("largest", maxEntryBytes)])), ["Accepted"])
      const many = Array.from({ length: Math.min(maxEntries, 100) }, (_, at) => entry(`${at}`))
      assert.deepStrictEqual(new Set(tags(yield* bus.put(many))), new Set(["Accepted"]))
      assert.strictEqual((yield* arrivedIds).length, 1 + many.length)
    })
  },
  {
    name: "an event published again is confirmed again",
    run: Effect.gen(function* () {
      const bus = yield* EventBus.EventBus
      yield* bus.put([entry("1")])
      assert.deepStrictEqual(tags(yield* bus.put([entry("1")])), ["Accepted"])
      assert.deepStrictEqual(new Set(yield* arrivedIds), new Set(["1"]))
    })
  },
  {
    name: "concurrent calls lose nothing",
    run: Effect.gen(function* () {
      const bus = yield* EventBus.EventBus
      const ids = Array.from({ length: 50 }, (_, at) => String(at).padStart(2, "0"))
      yield* Effect.forEach(ids, (id) => bus.put([entry(id)]), { concurrency: "unbounded" })
      assert.deepStrictEqual(yield* arrivedIds, ids)
    })
  }
]

/** The suite. */
export const make = (): Suite<EventBus.EventBus | Arrived> => ({ name: "EventBus", cases })
