/**
 * Every event again and again: three times at once in any order, and old ones long after, with an inbox that remembers and
 * with one that forgets everything. What is stored is the same as when everything is handled once.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Subscription from "@millrace/core/Subscription"
import * as TableStore from "@millrace/core/TableStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Events from "../src/Events.ts"
import { fileProcessing } from "../src/FileProcessingProgram.ts"
import * as Bookkeeping from "../src/resources/Bookkeeping.ts"

/** Remembers nothing between deliveries. */
const forgetful: Layer.Layer<Inbox.Inbox> = Layer.succeed(Inbox.Inbox, {
  begin: () => Effect.succeed({ _tag: "Started", attempt: 1, firstSeenAt: 0, deferrals: 0, history: [] }),
  commit: () => Effect.void,
  complete: () => Effect.void,
  release: () => Effect.void,
  bury: () => Effect.void,
  reopen: () => Effect.void
})

/** A repeatable choice among many. */
class Choice {
  #state: number
  constructor(seed: number) {
    this.#state = (seed >>> 0) + 1
  }
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 0x1_0000_0000) * limit)
  }
}

/** Handles messages one at a time, in any order that is asked for. */
const makeRun = Effect.fnUntraced(function* (
  inbox: Layer.Layer<Inbox.Inbox, never, TableStore.TableStore | Inbox.Owner>
) {
  const tables = MemoryTableStore.make()
  const objects = MemoryObjectStore.make()
  const bus = MemoryEventBus.make()
  const base = Layer.mergeAll(
    Layer.succeed(TableStore.TableStore, tables.store),
    Layer.succeed(ObjectStore.ObjectStore, objects.store),
    Layer.succeed(EventBus.EventBus, bus.bus),
    Layer.succeed(Inbox.Owner, { id: "process", isAlive: () => true })
  )
  const services = yield* Layer.build(Layer.provideMerge(Layer.merge(inbox, DeadLetters.DeadLetters.layer), base))
  const consumers = yield* Effect.forEach(fileProcessing.handlers, (handler) =>
    Effect.provideContext(Delivery.make(handler), services).pipe(
      Effect.map((delivery) => ({ delivery, wants: Subscription.wants(handler.contract) }))
    )
  )

  /** Delivers everything that the entries lead to, each message `times` times, in the order that is chosen. */
  const settle = Effect.fnUntraced(function* (
    entries: ReadonlyArray<EventBus.Entry>,
    times: number,
    choice: Choice | undefined
  ) {
    const waiting: Array<{ readonly deliver: Delivery.Delivery["deliver"]; readonly body: string }> = []
    const enqueue = (entry: EventBus.Entry) => {
      for (const { delivery, wants } of consumers) {
        if (!wants(entry)) continue
        for (let copy = 0; copy < times; copy++) waiting.push({ deliver: delivery.deliver, body: entry.detail })
      }
    }
    for (const entry of entries) enqueue(entry)
    const known = new Set(bus.entries.map(({ id }) => id))
    while (waiting.length > 0) {
      const [message] = waiting.splice(choice === undefined ? 0 : choice.below(waiting.length), 1)
      if (message === undefined) break
      const before = bus.entries.length
      const outcome = yield* message.deliver({ body: message.body })
      if (outcome._tag === "RetryAfter") {
        yield* TestClock.adjust(outcome.delayMillis)
        waiting.push(message)
      }
      assert.notStrictEqual(outcome._tag, "Dead")
      for (const entry of bus.entries.slice(before)) {
        if (known.has(entry.id)) continue
        known.add(entry.id)
        enqueue(entry)
      }
    }
  })

  const stored = () => {
    const kept: Record<string, ReadonlyArray<string>> = {}
    for (const table of tables.tables().toSorted()) {
      if (Bookkeeping.names.has(table)) continue
      if (["inbox", "dead-letters", "events", "audit-unsealed"].includes(table)) continue
      const rows = tables.rows(table)
      if (rows.length > 0) kept[table] = rows.map(({ body, partition, sort }) => `${partition}|${sort}|${body}`)
    }
    return kept
  }
  const eventIds = () => tables.rows("events").map(({ partition }) => partition)
  return { settle, stored, eventIds, objects: objects.store, bus }
})

const header = "Date,Description,Amount\n"
const first = `${header}2026-01-05,NETFLIX.COM,-12.99\n2026-01-10,COFFEE CORNER,-3.50\n2026-01-10,COFFEE CORNER,-3.50\n2026-02-03,SALARY ACME,2000.00\n`
const overlapping = `${header}2026-01-09,RENT,-800.00\n2026-01-10,COFFEE CORNER,-3.50\n2026-01-10,COFFEE CORNER,-3.50\n2026-02-04,BAKERY,-2.00\n`
const increment = `${header}2026-02-04,BAKERY,-2.00\n2026-02-05,31/31/31,-x\n2026-02-06,BOOKS,-20.00\n`

type Step =
  | { readonly upload: string; readonly content: string }
  | { readonly delete: string }
  | { readonly assign: string; readonly category: "shopping" | null; readonly withdrawn: boolean }

const steps: ReadonlyArray<Step> = [
  { upload: "f1", content: first },
  { upload: "f2", content: overlapping },
  { assign: "NETFLIX.COM", category: "shopping", withdrawn: false },
  { upload: "f3", content: increment },
  { delete: "f1" },
  { upload: "f4", content: first },
  { upload: "f2", content: increment },
  { upload: "f5", content: "%PDF-1.7" },
  { delete: "f3" },
  { upload: "f1", content: overlapping },
  { assign: "NETFLIX.COM", category: null, withdrawn: true },
  { upload: "f4", content: "<html>log in</html>" }
]

const seconds = (index: number): string => `2026-03-01T00:00:${String(index).padStart(2, "0")}.000Z`

const transactionId = (stored: Record<string, ReadonlyArray<string>>, text: string): { id: string; month: string } => {
  const row = stored["transactions"]?.find((line) => line.includes(text))
  const Found = Schema.fromJsonString(Schema.Struct({ id: Schema.String, month: Schema.String }))
  return row === undefined ? { id: "none", month: "2026-01" } : Schema.decodeSync(Found)(row.slice(row.indexOf("{")))
}

/** Runs all steps; after each, what is stored. With a choice, events come three times and old ones come back. */
const play = Effect.fnUntraced(function* (
  inbox: Layer.Layer<Inbox.Inbox, never, TableStore.TableStore | Inbox.Owner>,
  choice: Choice | undefined
) {
  const run = yield* makeRun(inbox)
  const seen: Array<EventBus.Entry> = []
  const states: Array<Record<string, ReadonlyArray<string>>> = []
  for (const [index, step] of steps.entries()) {
    let envelope: Envelope.Envelope
    const options = { tenantId: "ada", stimulus: [String(index)], time: seconds(index) }
    if ("upload" in step) {
      const head = yield* run.objects.put(
        {
          bucket: "uploads",
          key: `ada/${step.upload}/a.csv`,
          contentType: "text/csv",
          metadata: { accountid: "main" }
        },
        Stream.succeed(new TextEncoder().encode(step.content))
      )
      envelope = yield* Bucket.objectCreated(head, { time: seconds(index) })
    } else if ("delete" in step) {
      envelope = yield* Event.root(Events.FileDeletionRequested, { fileId: step.delete }, options)
    } else {
      const { id, month } = transactionId(run.stored(), step.assign)
      const { category, withdrawn } = step
      const payload = { transactionId: id, accountId: "main", month, category, withdrawn, note: null }
      envelope = yield* Event.root(Events.TransactionAssigned, payload, options)
    }
    const entry = {
      id: envelope.id,
      source: envelope.source,
      detailType: envelope.type,
      detail: Envelope.toJson(envelope)
    }
    const old = choice === undefined ? [] : seen.filter(() => choice.below(3) === 0)
    seen.push(entry)
    const before = run.bus.entries.length
    yield* run.settle([entry, ...old], choice === undefined ? 1 : 3, choice)
    for (const published of run.bus.entries.slice(before)) {
      if (seen.every(({ id }) => id !== published.id)) seen.push(published)
    }
    states.push(run.stored())
  }
  return { states, eventIds: run.eventIds() }
})

describe("redelivery", () => {
  for (const [name, inbox] of [
    ["an inbox that remembers", InboxTable.layer],
    ["an inbox that forgets everything", forgetful]
  ] as const) {
    it.effect(
      `leaves what handling once leaves, with ${name}`,
      () =>
        Effect.gen(function* () {
          const once = yield* play(InboxTable.layer, undefined)
          const rows = once.states.map((state) => state["transactions"]?.length ?? 0)
          assert.deepStrictEqual(rows, [4, 6, 6, 8, 6, 8, 6, 6, 6, 8, 8, 6])
          for (let seed = 1; seed <= 4; seed++) {
            const often = yield* play(inbox, new Choice(seed))
            for (const [index, state] of often.states.entries()) {
              assert.deepStrictEqual(state, once.states[index], `seed ${seed}, after step ${index}`)
            }
            assert.deepStrictEqual(often.eventIds, once.eventIds, `seed ${seed}`)
          }
        }),
      60_000
    )
  }
})
