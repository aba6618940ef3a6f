/**
 * What-if: a consumer's present code is run over stored events, on copies of what it would touch, and what it would have
 * changed is answered. Nothing is written: collections and objects are copied on their first use, and what the consumer
 * publishes goes nowhere but back to itself.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type * as Backends from "./Backends.ts"
import type * as Consumer from "./Consumer.ts"
import * as ClaimCheck from "./ClaimCheck.ts"
import * as DeadLetters from "./DeadLetters.ts"
import * as Delivery from "./Delivery.ts"
import * as Envelope from "./Envelope.ts"
import * as EventBus from "./EventBus.ts"
import * as Inbox from "./Inbox.ts"
import * as InboxTable from "./InboxTable.ts"
import * as MemoryTableStore from "./MemoryTableStore.ts"
import * as ObjectStore from "./ObjectStore.ts"
import * as Subscription from "./Subscription.ts"
import * as TableStore from "./TableStore.ts"
import { Unavailable } from "./Unavailable.ts"

/** A row that would not be as it is. */
export interface Change {
  readonly key: TableStore.Key
  readonly before: TableStore.Row | undefined
  readonly after: TableStore.Row | undefined
}

/** A table store over another, which is read and never written. */
export interface Overlay {
  readonly tables: TableStore.TableStore["Service"]
  /** The rows of a table that are no longer as they are underneath, in order of first use. */
  readonly changes: (table: string) => Effect.Effect<ReadonlyArray<Change>, Unavailable>
}

const text = ({ partition, sort, table }: TableStore.Key): string => JSON.stringify([table, partition, sort])

/** Copies on first use: a row, a partition or an index's partition is read once from underneath, then lives in memory. */
export const overlay = (base: TableStore.TableStore["Service"]): Overlay => {
  const memory = MemoryTableStore.make().store
  // Rows that live in memory, those deleted there included. Nothing underneath speaks for them any more.
  const owned = new Map<string, TableStore.Key>()
  const copied = new Set<string>()

  const own = (key: TableStore.Key): boolean => {
    const name = text(key)
    if (owned.has(name)) return false
    owned.set(name, { table: key.table, partition: key.partition, sort: key.sort })
    return true
  }

  const copy = (rows: ReadonlyArray<TableStore.Row>) =>
    memory.writeBatch(rows.filter(own).map((row) => ({ _tag: "Put", row, condition: undefined })))

  const copyRow = (key: TableStore.Key): Effect.Effect<void, Unavailable> =>
    owned.has(text(key))
      ? Effect.void
      : Effect.flatMap(base.get(key), (row) =>
          Option.isSome(row) ? copy([row.value]) : Effect.sync(() => void own(key))
        )

  const copyPages = Effect.fnUntraced(function* (
    name: string,
    page: (cursor: string | undefined) => Effect.Effect<TableStore.Page, Unavailable>
  ): Effect.fn.Return<void, Unavailable> {
    if (copied.has(name)) return
    let cursor: string | undefined
    do {
      const next = yield* page(cursor)
      yield* copy(next.rows)
      cursor = next.cursor
    } while (cursor !== undefined)
    copied.add(name)
  })

  const tables = TableStore.TableStore.of({
    get: (key) => Effect.andThen(copyRow(key), memory.get(key)),
    query: (query) => {
      const { index, partition, table } = query
      return Effect.andThen(
        copyPages(JSON.stringify([table, index ?? null, partition]), (cursor) =>
          base.query({ table, index, partition, limit: 500, cursor })
        ),
        memory.query(query)
      )
    },
    write: (writes) =>
      Effect.andThen(
        Effect.forEach(writes, (write) => copyRow(write._tag === "Put" ? write.row : write.key), { discard: true }),
        memory.write(writes)
      ),
    writeBatch: (writes) =>
      Effect.suspend(() => {
        for (const write of writes) own(write._tag === "Put" ? write.row : write.key)
        return memory.writeBatch(writes)
      }),
    scan: (options) =>
      Effect.andThen(
        copyPages(JSON.stringify([options.table]), (cursor) => base.scan({ table: options.table, limit: 500, cursor })),
        memory.scan(options)
      )
  })

  return {
    tables,
    changes: Effect.fnUntraced(function* (table) {
      const changes: Array<Change> = []
      for (const key of owned.values()) {
        if (key.table !== table) continue
        const before = Option.getOrUndefined(yield* base.get(key))
        const after = Option.getOrUndefined(yield* memory.get(key))
        if (before?.body !== after?.body) changes.push({ key, before, after })
      }
      return changes
    })
  }
}

/** Objects that are read underneath. What is written is refused: no consumer that is worth asking writes objects. */
const readOnly = (base: ObjectStore.ObjectStore["Service"]): ObjectStore.ObjectStore["Service"] => ({
  ...base,
  put: () =>
    Effect.fail(
      new Unavailable({
        service: "WhatIf",
        operation: "put",
        reason: "unavailable",
        detail: "what-if writes no objects"
      })
    ),
  delete: () => Effect.void
})

/** What a what-if came to. */
export interface Outcome {
  /** Events that the consumer was given, its own included. */
  readonly events: number
  /** Of these, how many it could not handle, by the failure's tag. */
  readonly failed: Readonly<Record<string, number>>
  readonly overlay: Overlay
}

/** Runs a consumer over events. `prepare` changes the copies first: what if these rules were in force? */
export const run = Effect.fnUntraced(function* <E = never>(options: {
  readonly handler: Consumer.Handler
  readonly events: Stream.Stream<Envelope.Envelope, Unavailable>
  readonly backends: Pick<Backends.Backends, "tables" | "objects">
  readonly id: string
  readonly prepare?: (backends: Backends.Backends) => Effect.Effect<void, E>
  readonly onEvent?: (events: number) => void
}): Effect.fn.Return<Outcome, E | Unavailable, Scope.Scope> {
  const { backends, handler, id, onEvent, prepare } = options
  const over = overlay(backends.tables)
  const wants = Subscription.wants(handler.contract)
  const echoes: Array<string> = []
  const bus = EventBus.EventBus.of({
    // Nothing is carried, so nothing is too large.
    limits: {
      maxEntries: 1000,
      maxEntryBytes: Number.MAX_SAFE_INTEGER,
      maxCallBytes: Number.MAX_SAFE_INTEGER
    },
    put: (entries) =>
      Effect.sync(() =>
        entries.map((entry) => {
          if (wants(entry)) echoes.push(entry.detail)
          return { _tag: "Accepted" } as const
        })
      )
  })
  const copies = { tables: over.tables, objects: readOnly(backends.objects), bus }
  if (prepare !== undefined) yield* prepare(copies)
  const records = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer).pipe(
    Layer.provideMerge(MemoryTableStore.layer),
    Layer.provideMerge(Layer.succeed(Inbox.Owner, { id: "what-if", isAlive: () => true }))
  )
  const own = yield* Layer.build(records)
  const delivery = yield* Effect.orDie(Delivery.make(handler)).pipe(
    Effect.provideService(TableStore.TableStore, copies.tables),
    Effect.provideService(ObjectStore.ObjectStore, copies.objects),
    Effect.provideService(EventBus.EventBus, bus),
    Effect.provideContext(own)
  )
  let events = 0
  const failed: Record<string, number> = {}
  const deliver = Effect.fnUntraced(function* (body: string) {
    events++
    // Not even a span is left behind.
    const outcome = yield* Effect.withTracerEnabled(delivery.deliver({ body }), false)
    const tag =
      outcome._tag === "RetryAfter" ? outcome.reason : outcome._tag === "Dead" ? outcome.letter.cause.tag : undefined
    if (tag !== undefined) failed[tag] = (failed[tag] ?? 0) + 1
    onEvent?.(events)
  })
  yield* Stream.runForEach(options.events, (event) =>
    Effect.gen(function* () {
      if (!wants(ClaimCheck.entry(event))) return
      yield* deliver(Envelope.toJson({ ...event, replayid: id }))
      for (let body = echoes.shift(); body !== undefined; body = echoes.shift()) yield* deliver(body)
    })
  )
  return { events, failed, overlay: over }
})
