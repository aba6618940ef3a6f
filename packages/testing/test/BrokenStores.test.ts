import * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Conformance from "../src/Conformance.ts"
import * as EventBusSuite from "../src/EventBusSuite.ts"
import * as EventStoreSuite from "../src/EventStoreSuite.ts"
import * as InboxSuite from "../src/InboxSuite.ts"
import * as ObjectStoreSuite from "../src/ObjectStoreSuite.ts"
import * as TableStoreSuite from "../src/TableStoreSuite.ts"

type Tables = TableStore.TableStore["Service"]
type Objects = ObjectStore.ObjectStore["Service"]
type Bus = EventBus.EventBus["Service"]

/** A fault, and the case that must fail because it names the guarantee broken. */
const proves = <R, Feature extends string>(
  suite: Conformance.Suite<R, Feature>,
  fault: string,
  layer: Layer.Layer<R>,
  guarantee: string
) =>
  it.effect(`${suite.name}: ${fault} fails “${guarantee}”`, () =>
    Effect.gen(function* () {
      assert.include(
        suite.cases.map(({ name }) => name),
        guarantee
      )
      const failed = yield* Conformance.failures(suite, layer)
      assert.include(
        failed.map((failure) => failure.case),
        guarantee
      )
    })
  )

const tables = (fault: string, broken: (sound: Tables) => Partial<Tables>, guarantee: string) =>
  proves(
    TableStoreSuite.make(),
    fault,
    Layer.sync(TableStore.TableStore, () => {
      const sound = MemoryTableStore.make().store
      return { ...sound, ...broken(sound) }
    }),
    guarantee
  )

const objects = (fault: string, broken: (sound: Objects) => Partial<Objects>, guarantee: string) =>
  proves(
    ObjectStoreSuite.make(),
    fault,
    Layer.sync(ObjectStore.ObjectStore, () => {
      const sound = MemoryObjectStore.make().store
      return { ...sound, ...broken(sound) }
    }),
    guarantee
  )

const bus = (fault: string, broken: (sound: Bus, arrived: Array<EventBus.Entry>) => Bus["put"], guarantee: string) =>
  proves(
    EventBusSuite.make(),
    fault,
    Layer.effectContext(
      Effect.sync(() => {
        const arrived: Array<EventBus.Entry> = []
        const sound = MemoryEventBus.make({ route: (entry) => Effect.sync(() => void arrived.push(entry)) }).bus
        return Context.make(EventBus.EventBus, { ...sound, put: broken(sound, arrived) }).pipe(
          Context.add(EventBusSuite.Arrived, { entries: Effect.sync(() => arrived) })
        )
      })
    ),
    guarantee
  )

const inbox = (
  fault: string,
  broken: (sound: Inbox.Inbox["Service"]) => Partial<Inbox.Inbox["Service"]>,
  guarantee: string
) =>
  proves(
    InboxSuite.make(),
    fault,
    Layer.effect(
      Inbox.Inbox,
      Effect.map(Inbox.Inbox, (sound) => ({ ...sound, ...broken(sound) }))
    ).pipe(Layer.provide(InboxTable.layer), Layer.provide([MemoryTableStore.layer, InboxSuite.owner])),
    guarantee
  )

const unconditional = (write: TableStore.Write): TableStore.Write =>
  write._tag === "Check" ? write : { ...write, condition: undefined }

/** Answers as of one write ago. */
const lagging = <A, Args extends ReadonlyArray<unknown>, E>(read: (...args: Args) => Effect.Effect<A, E>) => {
  const last = new Map<string, A>()
  return (...args: Args): Effect.Effect<A, E> =>
    Effect.map(read(...args), (now) => {
      const before = last.get(JSON.stringify(args)) ?? now
      last.set(JSON.stringify(args), now)
      return before
    })
}

describe("a store broken on purpose fails the case that names its fault", () => {
  tables(
    "a lost conditional write",
    (sound) => ({ write: (writes) => sound.write(writes.map(unconditional)) }),
    "a Revision condition refuses a write over what somebody else wrote meanwhile"
  )
  tables(
    "a condition that is checked before the write and not with it",
    (sound) => ({
      write: (writes) =>
        Effect.gen(function* () {
          const [write] = writes
          if (writes.length === 1 && write?._tag === "Put" && write.condition !== undefined) {
            const row = Option.getOrUndefined(yield* sound.get(write.row))
            const { condition } = write
            const holds =
              condition._tag === "Absent"
                ? row === undefined
                : condition._tag === "Present"
                  ? row !== undefined
                  : row?.revision === condition.revision
            if (!holds) return yield* new TableStore.ConditionFailed({ table: write.row.table, position: 0 })
            yield* Effect.yieldNow
            return yield* sound.write([unconditional(write)])
          }
          return yield* sound.write(writes)
        })
    }),
    "of concurrent writes on one condition exactly one happens"
  )
  tables(
    "an unordered range query",
    (sound) => ({
      query: (query) =>
        Effect.map(sound.query(query), (page) => ({
          ...page,
          rows: page.rows.toSorted((left, right) => left.body.length - right.body.length)
        }))
    }),
    "a range query answers in the order of the keys' UTF-8 bytes"
  )
  tables(
    "an order by UTF-16 units",
    (sound) => ({
      query: (query) =>
        Effect.map(sound.query(query), (page) => ({
          ...page,
          rows: page.rows.toSorted((left, right) => (left.sort < right.sort ? -1 : 1))
        }))
    }),
    "a range query answers in the order of the keys' UTF-8 bytes"
  )
  tables(
    "items without their bodies",
    (sound) => ({
      query: (query) =>
        Effect.map(sound.query(query), (page) =>
          query.only === "items" ? { ...page, rows: page.rows.map((row) => ({ ...row, body: "" })) } : page
        )
    }),
    "a query for items or revisions answers their keys, bodies and revisions as a query for rows does"
  )
  tables(
    "a non-atomic transaction",
    (sound) => ({ write: (writes) => Effect.forEach(writes, (write) => sound.write([write]), { discard: true }) }),
    "an atomic write that is refused writes nothing and names the first write refused"
  )
  tables(
    "an eventual listing",
    (sound) => ({ query: lagging(sound.query) }),
    "reads and queries see every write that was answered before"
  )
  tables(
    "a cursor that counts rows",
    (sound) => ({
      query: (query) =>
        Effect.map(sound.query({ ...query, limit: 10_000, cursor: undefined }), ({ rows }) => {
          const from = Number(query.cursor ?? 0)
          const until = from + query.limit
          return { rows: rows.slice(from, until), cursor: until < rows.length ? String(until) : undefined }
        })
    }),
    "a cursor keeps its place when rows before and at it come and go"
  )
  tables(
    "an index cursor by sort key alone",
    (sound) => ({
      query: (query) =>
        Effect.map(
          sound.query({ ...query, limit: 10_000, cursor: undefined, from: query.cursor ?? query.from }),
          ({ rows }) => {
            const place = (row: TableStore.Row) => row.indexes.byPlace?.sort ?? row.sort
            const rest = rows.filter((row) => query.cursor === undefined || place(row) > query.cursor)
            const last = rest[query.limit - 1]
            return {
              rows: rest.slice(0, query.limit),
              cursor: last === undefined || rest.length === query.limit ? undefined : place(last)
            }
          }
        )
    }),
    "rows of one place in an index are all there, on whatever page"
  )

  objects(
    "an eventual listing",
    (sound) => ({ list: lagging(sound.list) }),
    "a listing shows every put and delete at once, in the order of the keys' bytes"
  )
  objects(
    "a torn put",
    (sound) => ({
      put: (object, bytes) =>
        Effect.flatMap(
          Stream.runFold(
            Stream.map(bytes, (chunk): Uint8Array | undefined => chunk).pipe(
              Stream.catch(() => Stream.succeed(undefined))
            ),
            () => ({ chunks: new Array<Uint8Array>(), torn: false }),
            ({ chunks, torn }, chunk) =>
              chunk === undefined ? { chunks, torn: true } : { chunks: [...chunks, chunk], torn }
          ),
          ({ chunks, torn }) =>
            Effect.andThen(
              sound.put(object, Stream.fromIterable(chunks)),
              torn ? sound.put(object, bytes) : sound.head(object).pipe(Effect.orDie)
            )
        )
    }),
    "a put whose bytes fail stores nothing and leaves what was there"
  )
  objects(
    "keys taken for paths",
    (sound) => {
      const normal = <Ref extends { readonly key: string }>(ref: Ref): Ref => ({
        ...ref,
        key: ref.key.replace("/../", "/")
      })
      return {
        put: (object, bytes) => sound.put(normal(object), bytes),
        get: (ref) => sound.get(normal(ref)),
        head: (ref) => sound.head(normal(ref))
      }
    },
    "keys are text and not paths: dots, slashes, case and any letter tell objects apart"
  )
  objects(
    "a delete that brings the older version back",
    (sound) => ({
      delete: (ref) =>
        Effect.flatMap(Effect.option(sound.head(ref)), (head) =>
          Option.isNone(head)
            ? Effect.void
            : sound.delete({ bucket: ref.bucket, key: ref.key, versionId: head.value.versionId })
        )
    }),
    "a deleted object is gone from reads and listings, its older versions do not come back, and it can be put again"
  )

  bus(
    "a confirmed entry that is dropped",
    (sound) => (entries) =>
      Effect.map(sound.put(entries.slice(0, 1)), ([first]) => entries.map(() => first ?? { _tag: "Accepted" })),
    "every entry of a call is confirmed by itself and arrives"
  )
  bus(
    "an entry written anew",
    (sound) => (entries) =>
      sound.put(entries.map((entry) => ({ ...entry, detail: JSON.stringify(JSON.parse(entry.detail)) }))),
    "an entry arrives to the byte"
  )
  bus(
    "a limit that is not kept",
    (sound, arrived) => (entries) =>
      Effect.flatMap(sound.put(entries), (confirmations) =>
        Effect.sync(() => {
          for (const [at, entry] of entries.entries()) if (confirmations[at]?._tag === "Refused") arrived.push(entry)
          return confirmations
        })
      ),
    "an entry above the limit is refused alone, with a code, and does not arrive"
  )

  inbox(
    "a lease that never expires",
    (sound) => ({ begin: (key, options) => sound.begin(key, { ...options, leaseMillis: 1e12 }) }),
    "an expired lease is taken over as a new attempt, and who lost it can write nothing any more"
  )
  inbox(
    "a lease that excludes nobody",
    (sound) => ({ begin: (key, options) => sound.begin(key, { ...options, leaseMillis: 0 }) }),
    "a lease excludes every other token and says until when"
  )
  inbox(
    "a deferral that costs an attempt",
    (sound) => ({ release: (key, token, release) => sound.release(key, token, { ...release, counts: "attempt" }) }),
    "a release frees the lease and keeps the attempt; a deferral and a refund give it back"
  )
  inbox(
    "replays that share a record",
    (sound) => ({ begin: (key, options) => sound.begin({ ...key, replayId: undefined }, options) }),
    "deliveries are told apart by consumer, event and replay"
  )

  proves(
    EventStoreSuite.make(),
    "an append that replaces",
    Layer.effectContext(
      Effect.sync(() => {
        const store = MemoryTableStore.make().store
        const replacing = {
          ...store,
          write: (writes: ReadonlyArray<TableStore.Write>) => store.write(writes.map(unconditional))
        }
        const backends = {
          tables: replacing,
          objects: MemoryObjectStore.make().store,
          bus: MemoryEventBus.make().bus
        }
        return Context.make(EventStore.Writer, EventStore.Writer.fromBackends(backends)).pipe(
          Context.add(EventStore.Reader, EventStore.Reader.fromBackends(backends))
        )
      })
    ),
    "an event is stored once by its id, and the first bytes stay"
  )
})
