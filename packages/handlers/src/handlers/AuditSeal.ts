/**
 * The program of `audit-seal`. A seal is written on condition that its number is free, and only then are its entries taken from
 * those that wait: broken off in between, the next run finds them in the newest seal and takes them away.
 */
import * as Collection from "@millrace/core/Collection"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Seal from "../audit/Seal.ts"
import { AuditSeal } from "../contracts/AuditSeal.ts"
import { AuditSealDue } from "../Events.ts"
import { AuditSeals, shards, UnsealedEntries } from "../resources/AuditSeals.ts"

/** Seals of one run at most: what is left then is the next tick's. */
const sealLimit = 100

/** Whether only the schedule's own ticks wait: they are sealed with whatever comes next. */
const onlyTicks = (waiting: ReadonlyArray<{ readonly type: string }>): boolean =>
  waiting.every(({ type }) => type === AuditSealDue.eventType)

export const auditSeal = AuditSeal.handler(
  Effect.fn("audit-seal")(function* ({ data }) {
    const seals = yield* AuditSeals.Reader
    const sealing = yield* AuditSeals.Writer
    const unsealed = yield* UnsealedEntries.Reader
    const clearing = yield* UnsealedEntries.Writer

    for (let made = 0; made < sealLimit; made++) {
      const last = Option.getOrUndefined(yield* seals.first({}, { descending: true }))
      const waiting = yield* Stream.fromIterable(shards).pipe(
        Stream.flatMap((shard) => unsealed.query({ shard })),
        Stream.map(({ item }) => item),
        Stream.take(Seal.maximumEntries),
        Stream.runCollect
      )
      const listed = new Set(last?.item.entries.map(Seal.entryKey))
      const left = waiting.filter((entry) => listed.has(Seal.entryKey(entry)))
      if (left.length > 0) {
        yield* clearing.deleteAll(left)
        continue
      }
      if (onlyTicks(waiting)) return
      const entries = waiting.map(({ digest, eventId, tenantId }) => ({ digest, eventId, tenantId }))
      const seal = Seal.make(last?.item, entries, data.scheduledFor)
      const written = yield* Effect.result(sealing.put(seal, Collection.ifAbsent))
      if (written._tag === "Success") yield* clearing.deleteAll(waiting)
      // Another run was first with this number: its seal is the one to go on from.
      else if (written.failure._tag === "Unavailable") return yield* written.failure
    }
  })
)
