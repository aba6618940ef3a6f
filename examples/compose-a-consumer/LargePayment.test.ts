import { assert, describe, it } from "@effect/vitest"
import { Uploads } from "@millrace/handlers/resources/Uploads"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import * as Effect from "effect/Effect"
import { PaymentFlagged, withAlerts } from "./LargePayment.ts"

const statement = `Date,Description,Amount
2026-01-14,ZELLE TO LANDLORD RENT JANUARY,-1650.00
2026-01-16,PAYROLL DEPOSIT,2450.00
2026-01-21,COFFEE,-6.25
`

describe("large-payment", () => {
  it.effect("flags the rent, once, however often the upload is announced", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(withAlerts)
      yield* t.upload(Uploads, "ann/file-1/january.csv", statement)
      yield* t.settle
      const flagged = yield* t.expectPublished(PaymentFlagged, 1)
      assert.deepStrictEqual(
        flagged.map(({ amount, currency }) => [amount, currency]),
        [["-1650.00", "XXX"]]
      )
      yield* t.expectHandled
    })
  )

  it.effect("is not even woken by a file without large amounts: the bus filters", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(withAlerts)
      yield* t.upload(Uploads, "ann/file-1/january.csv", statement.replace("-1650.00", "-16.50").replace("2450", "245"))
      yield* t.settle
      const deliveries = yield* t.deliveries
      assert.notInclude(
        deliveries.map(({ message }) => message.consumer),
        "large-payment"
      )
      yield* t.expectHandled
    })
  )
})
