/** What an event store promises: every event once, whole, found by every way to look for it, and never another tenant's. */
import type * as Envelope from "@millrace/core/Envelope"
import * as EventStore from "@millrace/core/EventStore"
import * as Tenant from "@millrace/core/Tenant"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as assert from "node:assert/strict"
import type { Case, Suite } from "./Conformance.ts"

const event = (id: string, time: string, options: Partial<Envelope.Envelope> = {}): Envelope.Envelope => ({
  specversion: "1.0",
  id,
  source: "millrace.conformance",
  type: "conformance.tested",
  time,
  datacontenttype: "application/json",
  dataschema: "urn:millrace:event:conformance.tested:1",
  data: { text: "ü😀" },
  correlationid: "c1",
  tenantid: "t1",
  attributes: {},
  ...options
})

const append = (envelope: Envelope.Envelope) => Effect.flatMap(EventStore.Writer, (writer) => writer.append(envelope))

const found = (query: EventStore.Query, tenant = "t1") =>
  Effect.flatMap(EventStore.Reader, (reader) => reader.query(query)).pipe(
    Tenant.provide(tenant),
    Effect.map((events) => events.map(({ id }) => id))
  )

const get = (id: string, tenant = "t1") =>
  Effect.flatMap(EventStore.Reader, (reader) => reader.get(id)).pipe(Tenant.provide(tenant))

const at = (second: number): string => `2024-01-01T00:00:${String(second).padStart(2, "0")}.000Z`

const cases: ReadonlyArray<Case<EventStore.Writes | EventStore.Reads>> = [
  {
    name: "an event is stored once by its id, and the first bytes stay",
    run: Effect.gen(function* () {
      const first = event("1", at(1))
      assert.strictEqual(yield* append(first), true)
      assert.strictEqual(yield* append({ ...first, data: "other" }), false)
      assert.deepStrictEqual(yield* get("1"), Option.some(first))
      assert.deepStrictEqual(yield* found({}), ["1"])
    })
  },
  {
    name: "of concurrent appends of an event exactly one is new",
    run: Effect.gen(function* () {
      const answers = yield* Effect.forEach(
        Array.from({ length: 10 }, () => event("1", at(1))),
        append,
        { concurrency: "unbounded" }
      )
      assert.strictEqual(answers.filter((isNew) => isNew).length, 1)
    })
  },
  {
    name: "a tenant reads its own events and no other's",
    run: Effect.gen(function* () {
      yield* append(event("1", at(1)))
      yield* append(event("2", at(2), { tenantid: "t2" }))
      assert.deepStrictEqual(yield* get("2"), Option.none())
      for (const query of [
        {},
        { correlationId: "c1" },
        { type: "conformance.tested" },
        { from: at(0), until: at(9) }
      ]) {
        assert.deepStrictEqual(yield* found(query), ["1"])
        assert.deepStrictEqual(yield* found(query, "t2"), ["2"])
      }
    })
  },
  {
    name: "events are found by correlation, subject and type, alone and together",
    run: Effect.gen(function* () {
      yield* append(event("1", at(1), { subject: "s1" }))
      yield* append(event("2", at(2), { subject: "s2", correlationid: "c2" }))
      yield* append(event("3", at(3), { subject: "s1", type: "conformance.other" }))
      yield* append(event("4", at(4), { correlationid: "c1 " }))
      assert.deepStrictEqual(yield* found({ correlationId: "c1" }), ["1", "3"])
      assert.deepStrictEqual(yield* found({ subject: "s1" }), ["1", "3"])
      assert.deepStrictEqual(yield* found({ type: "conformance.tested" }), ["1", "2", "4"])
      assert.deepStrictEqual(yield* found({ subject: "s1", type: "conformance.tested" }), ["1"])
      assert.deepStrictEqual(yield* found({ correlationId: "c2", subject: "s1" }), [])
      assert.deepStrictEqual(yield* found({ correlationId: "c3" }), [])
    })
  },
  {
    name: "a time range holds its beginning and not its end, over the end of a day",
    run: Effect.gen(function* () {
      const times = [
        "2023-12-31T23:59:59.999Z",
        "2024-01-01T00:00:00.000Z",
        "2024-01-01T12:00:00.000Z",
        "2024-01-02T00:00:00.000Z"
      ]
      for (const [position, time] of times.entries()) yield* append(event(String(position), time))
      const range = { from: "2024-01-01T00:00:00.000Z", until: "2024-01-02T00:00:00.000Z" }
      for (const query of [{}, { correlationId: "c1" }, { type: "conformance.tested" }]) {
        assert.deepStrictEqual(yield* found({ ...query, ...range }), ["1", "2"])
        assert.deepStrictEqual(yield* found({ ...query, from: range.from }), ["1", "2", "3"])
        assert.deepStrictEqual(yield* found({ ...query, until: range.until }), ["0", "1", "2"])
      }
    })
  },
  {
    name: "events come in order of time, and behind their causes where clocks disagreed",
    run: Effect.gen(function* () {
      yield* append(event("grandchild", at(1), { causationid: "child" }))
      yield* append(event("child", at(5), { causationid: "root" }))
      yield* append(event("root", at(3)))
      yield* append(event("stranger", at(4)))
      const ids = yield* found({ correlationId: "c1" })
      const positions = ["root", "child", "grandchild"].map((id) => ids.indexOf(id))
      assert.deepStrictEqual(
        positions,
        positions.toSorted((left, right) => left - right)
      )
      assert.strictEqual(ids.length, 4)
      assert.ok(ids.indexOf("root") < ids.indexOf("stranger"))
    })
  },
  {
    name: "a long history is found whole",
    run: Effect.gen(function* () {
      const ids = Array.from({ length: 450 }, (_, position) => String(position).padStart(3, "0"))
      yield* Effect.forEach(ids, (id, position) => append(event(id, at(position % 60))), { discard: true })
      assert.deepStrictEqual((yield* found({ correlationId: "c1" })).toSorted(), ids)
      assert.deepStrictEqual((yield* found({ from: at(0), until: "2024-01-02T00:00:00.000Z" })).toSorted(), ids)
    })
  }
]

/** The suite. */
export const make = (): Suite<EventStore.Writes | EventStore.Reads> => ({ name: "EventStore", cases })
