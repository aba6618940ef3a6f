/** The inbox on any table store: load a record, step it, store it on the condition of the revision loaded. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as CollectionKey from "./CollectionKey.ts"
import * as Inbox from "./Inbox.ts"
import * as InboxRecord from "./InboxRecord.ts"
import * as TableStore from "./TableStore.ts"
import { Unavailable } from "./Unavailable.ts"

/** Name of the table that holds inbox records. */
export const table = "inbox"

/** How often a conditional write that lost a race is tried on the record that won. */
const raceLimit = 8

const contended = new Unavailable({
  service: "Inbox",
  operation: "Inbox.step",
  reason: "throttled",
  detail: `the record was written by others ${raceLimit} times in a row`
})

/** Unwritten releases remembered; others wait for their lease's end. */
const unwrittenLimit = 10_000

const unknown: Loaded = { record: undefined, revision: undefined }

const rowKey = (key: Inbox.Key): TableStore.Key => ({
  table,
  partition: CollectionKey.encode([key.consumer, key.eventId]),
  sort: CollectionKey.encode([key.replayId ?? ""])
})

const Body = Schema.fromJsonString(InboxRecord.InboxRecord)
const decode = Schema.decodeUnknownEffect(Body)

interface Loaded {
  /** The row's key, where it has been made. */
  readonly at?: TableStore.Key
  readonly record: InboxRecord.InboxRecord | undefined
  readonly revision: string | undefined
}

/** The inbox kept in the table `inbox` of a `TableStore`. */
export const layer: Layer.Layer<Inbox.Inbox, never, TableStore.TableStore | Inbox.Owner> = Layer.effect(
  Inbox.Inbox,
  Effect.gen(function* () {
    const tables = yield* TableStore.TableStore
    const owner = yield* Inbox.Owner
    // What this process wrote last under a token it still holds. Only a hint: a wrong one loses the race and is read anew.
    const hints = new Map<string, Loaded>()

    // Releases that storage could not take: the next `begin` of this process takes them as written, so that an outage costs
    // no event its lease's time.
    const unwritten = new Map<string, Inbox.Release>()
    const released = (
      record: InboxRecord.InboxRecord | undefined,
      now: number
    ): InboxRecord.InboxRecord | undefined => {
      const release = record === undefined ? undefined : unwritten.get(record.token)
      if (record === undefined || release === undefined) return record
      return InboxRecord.release(record, record.token, release, now).next ?? record
    }

    const load = (key: Inbox.Key): Effect.Effect<Loaded, Unavailable> =>
      Effect.flatMap(tables.get(rowKey(key)), (row) =>
        Option.isNone(row)
          ? Effect.succeed(unknown)
          : Effect.map(Effect.orDie(decode(row.value.body)), (record): Loaded => ({
              record,
              revision: row.value.revision
            }))
      )

    const step = <A, B, E>(
      key: Inbox.Key,
      token: string | undefined,
      known: Loaded | undefined,
      next: (record: InboxRecord.InboxRecord | undefined, now: number) => InboxRecord.Step<A>,
      told: (answer: A) => Effect.Effect<B, E>
    ): Effect.Effect<B, E | Unavailable> =>
      Clock.clockWith((clock) => {
        const now = clock.currentTimeMillisUnsafe()
        const first = known ?? (token === undefined ? undefined : hints.get(token))
        const at = first?.at ?? rowKey(key)
        const store = (races: number, { record: current, revision }: Loaded): Effect.Effect<B, E | Unavailable> => {
          const { answer, next: record } = next(current, now)
          if (record === undefined) return told(answer)
          const row = TableStore.row(at, JSON.stringify(record), { expiresAt: record.expiresAt })
          const condition: TableStore.Condition =
            revision === undefined ? { _tag: "Absent" } : { _tag: "Revision", revision }
          return Effect.matchEffect(tables.write([{ _tag: "Put", row, condition }]), {
            onSuccess: () => {
              if (token !== undefined) {
                if (record.state === "leased" || record.state === "committed")
                  hints.set(token, { at, record, revision: row.revision })
                else hints.delete(token)
              }
              return told(answer)
            },
            onFailure: (failure): Effect.Effect<B, E | Unavailable> => {
              if (token !== undefined) hints.delete(token)
              if (failure._tag === "Unavailable") return Effect.fail(failure)
              return Effect.flatMap(load(key), (loaded) =>
                races + 1 < raceLimit ? store(races + 1, loaded) : Effect.fail(contended)
              )
            }
          })
        }
        return first === undefined ? Effect.flatMap(load(key), (loaded) => store(0, loaded)) : store(0, first)
      })

    const fenced = (
      operation: string,
      key: Inbox.Key,
      token: string,
      next: (record: InboxRecord.InboxRecord | undefined, now: number) => InboxRecord.Fenced
    ): Effect.Effect<void, Inbox.LeaseLost | Unavailable> =>
      step(key, token, undefined, next, (answer) =>
        answer === "done"
          ? Effect.void
          : Effect.fail(new Inbox.LeaseLost({ operation, consumer: key.consumer, eventId: key.eventId }))
      )

    return Inbox.Inbox.of({
      begin: (key, { leaseMillis, token }) => {
        // Most events are new: a conditional write answers in one call where a read and a write would take two.
        let before: string | undefined
        return step(
          key,
          token,
          unknown,
          (record, now) => {
            before = record?.token
            return InboxRecord.begin(released(record, now), { token, leaseMillis, now, isAlive: owner.isAlive })
          },
          (begun) => {
            if (before !== undefined && unwritten.size > 0) unwritten.delete(before)
            return Effect.succeed(begun)
          }
        )
      },
      commit: (key, token, outputs) =>
        fenced("Inbox.commit", key, token, (record, now) => InboxRecord.commit(record, token, outputs, now)),
      complete: (key, token) => fenced("Inbox.complete", key, token, (record) => InboxRecord.complete(record, token)),
      release: (key, token, options) =>
        fenced("Inbox.release", key, token, (record, now) => InboxRecord.release(record, token, options, now)).pipe(
          Effect.tapError((error) =>
            Effect.sync(() => {
              if (error._tag === "Unavailable" && unwritten.size < unwrittenLimit) unwritten.set(token, options)
            })
          ),
          Effect.tap(() => Effect.sync(() => unwritten.delete(token))),
          Effect.ensuring(Effect.sync(() => hints.delete(token)))
        ),
      bury: (key, token, letter) =>
        fenced("Inbox.bury", key, token, (record, now) => InboxRecord.bury(record, token, letter, now)),
      reopen: (key) => step(key, undefined, undefined, InboxRecord.reopen, () => Effect.void)
    })
  })
)
