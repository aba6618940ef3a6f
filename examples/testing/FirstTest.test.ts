import { assert, describe, it } from "@effect/vitest"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import * as Effect from "effect/Effect"
import { OrderPlaced, Reservations, reserve, StockReserved } from "./Stock.ts"

describe("reserve", () => {
  it.effect("reserves an order once, however often it is delivered", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(reserve)
      yield* t.deliver(OrderPlaced, { orderId: "o1", article: "lamp", pieces: 2 }, { times: 3 })
      assert.deepStrictEqual(yield* t.items(Reservations), [{ article: "lamp", orderId: "o1", pieces: 2 }])
      const [published] = yield* t.expectPublished(StockReserved, 1)
      assert.strictEqual(published?.reserved, 2)
    })
  )
})
