/** The audit trail and its seals as a data directory holds them, byte for byte. */
import * as CollectionKey from "@millrace/core/CollectionKey"
import * as EventStore from "@millrace/core/EventStore"
import type * as TableStore from "@millrace/core/TableStore"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Seal from "@millrace/handlers/audit/Seal"
import type * as Verification from "@millrace/handlers/audit/Verification"
import { AuditSeals, UnsealedEntries } from "@millrace/handlers/resources/AuditSeals"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Store from "./Store.ts"

const pageRows = 500

/** Every row of a table, bodies undecoded. */
const rows = (tables: TableStore.TableStore["Service"], table: string): Stream.Stream<TableStore.Row, Unavailable> =>
  Stream.paginate<string | undefined, TableStore.Row, Unavailable>(undefined, (cursor) =>
    Effect.map(
      tables.scan({ table, limit: pageRows, cursor }),
      (page) => [page.rows, page.cursor === undefined ? Option.none() : Option.some(page.cursor)] as const
    )
  )

/** The second segment of a key of two. */
const idOf = (partition: string, tenantId: string): string =>
  CollectionKey.tenantOf(partition.slice(CollectionKey.encode([tenantId]).length))

const decodeWaiting = Schema.decodeUnknownOption(Schema.fromJsonString(UnsealedEntries.schema))

/** Everything that a verification looks at. What cannot be read is left out, and missed by it. */
export const stored = Effect.gen(function* () {
  const { tables } = yield* Store.backends
  // What waits is read before the seals, so that an entry sealed meanwhile is in both and not in neither; and again after the
  // events, which are there before anything says so.
  const before = yield* waitingNow(tables)
  const seals = (yield* Stream.runCollect(rows(tables, AuditSeals.resource.name))).toSorted((a, b) =>
    a.sort < b.sort ? -1 : 1
  )
  const digests = new Map<string, Seal.Entry>()
  yield* Stream.runForEach(rows(tables, EventStore.table), ({ body, partition }) =>
    Effect.sync(() => {
      const tenantId = CollectionKey.tenantOf(partition)
      const entry = { tenantId, eventId: idOf(partition, tenantId), digest: Seal.digestOf(body) }
      digests.set(Seal.entryKey(entry), entry)
    })
  )
  const since = yield* waitingNow(tables)
  const found: Verification.Stored = { waiting: [...before, ...since], digests, seals: seals.map(({ body }) => body) }
  return found
})

const waitingNow = (tables: TableStore.TableStore["Service"]) =>
  Stream.runCollect(
    Stream.flatMap(rows(tables, UnsealedEntries.resource.name), ({ body }) => {
      const waiting = decodeWaiting(body)
      if (Option.isNone(waiting)) return Stream.empty
      const { digest, eventId, tenantId } = waiting.value
      return Stream.succeed({ digest, eventId, tenantId })
    })
  )

/** An entry as it is exported: `event` is its JSON, or `body` where that is none. */
export interface Exported extends Seal.Entry {
  /** Number of the seal that lists it; null where it waits for one. */
  readonly seal: number | null
  readonly event: unknown
}

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** Every entry with its event, as the seals list them, then those that wait. */
export const entries = ({
  seals,
  waiting
}: {
  readonly seals: ReadonlyArray<Seal.Seal>
  readonly waiting: ReadonlyArray<Seal.Entry>
}) =>
  Stream.unwrap(
    Effect.map(Store.backends, ({ tables }) => {
      const sealed = seals.flatMap((seal) => seal.entries.map((entry) => ({ entry, seal: Number(seal.sequence) })))
      const listed = new Set(sealed.map(({ entry }) => Seal.entryKey(entry)))
      const rest = waiting.flatMap((entry) => (listed.has(Seal.entryKey(entry)) ? [] : [{ entry, seal: null }]))
      return Stream.fromIterable([...sealed, ...rest]).pipe(
        Stream.mapEffect(({ entry, seal }) =>
          Effect.map(
            tables.get({
              table: EventStore.table,
              partition: CollectionKey.encode([entry.tenantId, entry.eventId]),
              sort: CollectionKey.encode([])
            }),
            (row): Exported => ({ seal, ...entry, event: Option.isNone(row) ? null : parsed(row.value.body) })
          )
        )
      )
    })
  )
