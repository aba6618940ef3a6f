/** The analytics' program: the months that something touched are computed anew. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { AnalyticsConsumer } from "../contracts/AnalyticsConsumer.ts"
import { AnalyticsUpdated } from "../Events.ts"
import { MonthEntries } from "../repositories/MonthEntries.ts"
import { MonthLedger } from "../repositories/MonthLedger.ts"

export const analytics = AnalyticsConsumer.handler(
  Effect.fn("analytics")(function* ({ data }) {
    const ledger = yield* MonthLedger
    const { touched } = data
    const fileId = "fileId" in data ? data.fileId : null
    let count = 0
    for (const { accountId, months } of touched) {
      count += months.length
      yield* ledger.refresh(accountId, months)
    }
    yield* AnalyticsUpdated.publish({ fileId, months: count, touched }, fileId === null ? {} : { subject: fileId })
  }),
  { layer: MonthLedger.layer.pipe(Layer.provide(MonthEntries.layer)) }
)
