/** The program of `transfers`: a person's word is kept with both sides, and the months of both are computed anew. */
import * as Collection from "@millrace/core/Collection"
import * as Effect from "effect/Effect"
import { Transfers } from "../contracts/Transfers.ts"
import { mergeMonths } from "../domain/Account.ts"
import { TransferRecorded } from "../Events.ts"
import { MonthMarker } from "../repositories/MonthMarker.ts"
import * as NewestWord from "../repositories/NewestWord.ts"
import { TransferDecisions } from "../resources/TransferDecisions.ts"

export const transfers = Transfers.handler(
  Effect.fn("transfers")(function* ({ data, id: eventId, time: decidedAt }) {
    const reader = yield* TransferDecisions.Reader
    const writer = yield* TransferDecisions.Writer
    const marker = yield* MonthMarker
    const { decision, incoming, outgoing } = data
    for (const [side, other] of [
      [outgoing, incoming],
      [incoming, outgoing]
    ] as const) {
      const otherId = other.transactionId
      yield* NewestWord.keep({
        word: { ...side, otherId, decision, decidedAt, eventId },
        at: (word) => word.decidedAt,
        read: reader.get({ ...side, otherId }),
        write: (word, read) => writer.put(word, Collection.ifUnchanged(read))
      })
    }
    const touched = mergeMonths(
      [{ accountId: outgoing.accountId, months: [outgoing.month] }],
      [{ accountId: incoming.accountId, months: [incoming.month] }]
    )
    for (const { accountId, months } of touched) yield* marker.move(accountId, months, "transfers")
    yield* TransferRecorded.publish({ decision, touched })
  }),
  { layer: MonthMarker.layer }
)
