import { assert, describe, it } from "@effect/vitest"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { OrderPlaced, Reservations, shop, StockReserved } from "./Stock.ts"

const order = { orderId: "o1", article: "lamp", pieces: 2 }

describe("reserve, when things go wrong", () => {
  it.effect("waits out a table that throttles for a while", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(shop)
      yield* t.fail("TableStore.write", { resource: "reservations", times: 3 })
      yield* t.publish(OrderPlaced, order)
      yield* t.settle
      yield* t.expectHandled
      yield* t.expectPublished(StockReserved, 1)
      assert.isAbove(yield* Clock.currentTimeMillis, 5000, "virtual time has passed")
    })
  )

  it.effect("reserves once where the answer to a write was lost", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(shop)
      yield* t.fail("TableStore.write", { resource: "reservations", applied: "all" })
      yield* t.publish(OrderPlaced, order)
      yield* t.settle
      yield* t.expectHandled
      assert.strictEqual((yield* t.items(Reservations)).length, 1)
    })
  )

  it.effect("goes on after its process died between the write and the publication", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(shop)
      yield* t.crash("EventBus.put", { phase: "publish" })
      yield* t.publish(OrderPlaced, order)
      yield* t.settle
      yield* t.expectHandled
      yield* t.expectPublished(StockReserved, 1)
    })
  )
})
