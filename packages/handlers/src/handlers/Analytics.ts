/**
 * The analytics' program: the months that something touched are computed anew, and those after them in which a habit may have
 * begun or ended.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { AnalyticsConsumer } from "../contracts/AnalyticsConsumer.ts"
import * as Month from "../domain/Month.ts"
import * as Recurring from "../domain/Recurring.ts"
import { AnalyticsUpdated } from "../Events.ts"
import { MonthLedger } from "../repositories/MonthLedger.ts"
import { MonthReader } from "../repositories/MonthReader.ts"

export const analytics = AnalyticsConsumer.handler(
  Effect.fn("analytics")(function* ({ data }) {
    const ledger = yield* MonthLedger
    const { touched } = data
    const fileId = "fileId" in data ? data.fileId : null
    let count = 0
    for (const { accountId, months } of touched) {
      count += months.length
      yield* ledger.refresh(
        accountId,
        months.flatMap((month) => Array.from({ length: Recurring.window }, (_, ahead) => Month.plus(month, ahead)))
      )
    }
    yield* AnalyticsUpdated.publish({ fileId, months: count, touched }, fileId === null ? {} : { subject: fileId })
  }),
  { layer: MonthLedger.layer.pipe(Layer.provide(MonthReader.layer)) }
)
