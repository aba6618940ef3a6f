import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as EventBus from "@millrace/core/EventBus"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"

const entry = (id: string, bytes = 10): EventBus.Entry => ({
  id,
  source: "s",
  detailType: "t",
  detail: "x".repeat(bytes)
})

describe("MemoryEventBus", () => {
  it.effect("keeps entries in order, routes each, and counts a repeat twice", () =>
    Effect.gen(function* () {
      const routed: Array<string> = []
      const { bus, entries } = MemoryEventBus.make({ route: ({ id }) => Effect.sync(() => void routed.push(id)) })
      yield* bus.put([entry("1"), entry("2")])
      yield* bus.put([entry("1")])
      assert.deepStrictEqual(
        entries.map(({ id }) => id),
        ["1", "2", "1"]
      )
      assert.deepStrictEqual(routed, ["1", "2", "1"])
    })
  )

  it.effect("refuses an entry, and a call, above its limits", () =>
    Effect.gen(function* () {
      const { bus, entries } = MemoryEventBus.make({ limits: { maxEntries: 2, maxEntryBytes: 20, maxCallBytes: 1000 } })
      const [small, large] = yield* bus.put([entry("1"), entry("2", 50)])
      assert.strictEqual(small?._tag, "Accepted")
      assert.deepInclude(large, { _tag: "Refused", code: "EntryTooLarge" })
      const call = yield* bus.put([entry("3"), entry("4"), entry("5")])
      assert.deepStrictEqual(
        call.map(({ _tag }) => _tag),
        ["Refused", "Refused", "Refused"]
      )
      assert.deepStrictEqual(
        entries.map(({ id }) => id),
        ["1"]
      )
    })
  )
})
