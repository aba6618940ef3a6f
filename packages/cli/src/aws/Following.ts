/**
 * Waiting on a stack for what was begun. Nobody there says when all is done; the inbox says it of each delivery, so an event is
 * followed through every consumer that its rules send it to, and through the events that these publish.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import * as CollectionKey from "@millrace/core/CollectionKey"
import type * as Consumer from "@millrace/core/Consumer"
import type * as Envelope from "@millrace/core/Envelope"
import * as EventStore from "@millrace/core/EventStore"
import type * as Inbox from "@millrace/core/Inbox"
import { InboxRecord } from "@millrace/core/InboxRecord"
import * as InboxTable from "@millrace/core/InboxTable"
import * as Subscription from "@millrace/core/Subscription"
import type * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Store from "../Store.ts"

/** How often is looked. */
const lookEvery = "500 millis"

/**
 * Looks in a row that must find everything done: an event is stored a moment after the delivery that published it was
 * completed, and SQS's counts lag.
 */
const looksInARow = 4

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(InboxRecord))

/** Whether a delivery has come to an end, handled or dead. */
const hasEnded = (tables: TableStore.TableStore["Service"], key: Inbox.Key): Effect.Effect<boolean, Unavailable> =>
  Effect.map(
    tables.get({
      table: InboxTable.table,
      partition: CollectionKey.encode([key.consumer, key.eventId]),
      sort: CollectionKey.encode([key.replayId ?? ""])
    }),
    (row) =>
      Option.match(
        Option.flatMap(row, ({ body }) => decode(body)),
        { onNone: () => false, onSome: ({ state }) => state === "completed" || state === "dead" }
      )
  )

/** Looks until everything was done at some looks in a row. */
export const until = <E, R>(isDone: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.gen(function* () {
    for (let looks = 0; looks < looksInARow;) {
      looks = (yield* isDone) ? looks + 1 : 0
      if (looks < looksInARow) yield* Effect.sleep(lookEvery)
    }
  })

/** Whether all of these deliveries have ended. */
export const deliveries = (keys: ReadonlyArray<Inbox.Key>) =>
  Effect.gen(function* () {
    const { tables } = yield* Store.backends
    const ended = yield* Effect.forEach(keys, (key) => hasEnded(tables, key), { concurrency: 16 })
    return ended.every((is) => is)
  })

/** Whether everything that is known to follow from an event has ended. What has ended once is not asked for again. */
export const event = (root: Envelope.Envelope, consumers: ReadonlyArray<Consumer.Any>) => {
  const subscribed = consumers.map(({ contract }) => ({
    name: contract.name,
    // Uploads come to their consumer from the bucket, not from the bus.
    takesAny: contract.on === "*",
    wants: Subscription.wants(contract)
  }))
  const ended = new Set<string>()
  let known = 0
  return Effect.gen(function* () {
    const from = yield* Store.backends
    const stored = yield* Tenant.provide(root.tenantid)(
      EventStore.Reader.fromBackends(from).query({ correlationId: root.correlationid })
    )
    const events = stored.some(({ id }) => id === root.id) ? stored : [root, ...stored]
    const grew = events.length > known
    known = events.length
    for (const each of events) {
      const entry = ClaimCheck.entry(each)
      for (const { name, takesAny, wants } of subscribed) {
        if ((each.type === Bucket.ObjectCreated.eventType && !takesAny) || !wants(entry)) continue
        const place = JSON.stringify([name, each.id])
        if (ended.has(place)) continue
        const key = { consumer: name, eventId: each.id, replayId: each.replayid }
        if (!(yield* hasEnded(from.tables, key))) return false
        ended.add(place)
      }
    }
    return !grew
  })
}
