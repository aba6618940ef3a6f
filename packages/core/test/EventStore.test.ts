import * as Envelope from "@millrace/core/Envelope"
import type * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

const event = (id: string, time: string, more: Partial<Envelope.Envelope> = {}): Envelope.Envelope => ({
  specversion: "1.0",
  id,
  source: "test",
  type: "thing.happened",
  time,
  datacontenttype: "application/json",
  dataschema: Envelope.dataSchema("thing.happened", 1),
  data: {},
  correlationid: "chain",
  tenantid: "t1",
  attributes: {},
  ...more
})

const open = Effect.map(Layer.build(MemoryTableStore.layer), (context) => {
  const backends = {
    tables: Context.get(context, TableStore.TableStore),
    objects: {} as ObjectStore.ObjectStore["Service"],
    bus: {} as EventBus.EventBus["Service"]
  }
  return {
    ...backends,
    reader: EventStore.Reader.fromBackends(backends),
    writer: EventStore.Writer.fromBackends(backends)
  }
})

const ids = (events: ReadonlyArray<Envelope.Envelope>) => events.map(({ id }) => id)

describe("EventStore", () => {
  it.effect("stores an event once by its id; the first bytes stay", () =>
    Effect.gen(function* () {
      const { reader, writer } = yield* open
      assert.isTrue(yield* writer.append(event("a", "2026-01-01T00:00:00.000Z")))
      assert.isFalse(yield* writer.append(event("a", "2026-01-02T00:00:00.000Z")))
      assert.strictEqual(Option.getOrThrow(yield* reader.get("a")).time, "2026-01-01T00:00:00.000Z")
      assert.deepStrictEqual(ids(yield* reader.query({ correlationId: "chain" })), ["a"])
    }).pipe(Tenant.provide("t1"))
  )

  it.effect("an effect comes after its cause, also within one millisecond", () =>
    Effect.gen(function* () {
      const { reader, writer } = yield* open
      const time = "2026-01-01T00:00:00.000Z"
      yield* writer.append(event("a-grandchild", time, { causationid: "m-child" }))
      yield* writer.append(event("m-child", time, { causationid: "z-root" }))
      yield* writer.append(event("z-root", time))
      assert.deepStrictEqual(ids(yield* reader.query({ correlationId: "chain" })), [
        "z-root",
        "m-child",
        "a-grandchild"
      ])
    }).pipe(Tenant.provide("t1"))
  )

  it.effect("finds by type, subject and time, within the tenant alone", () =>
    Effect.gen(function* () {
      const { reader, tables, writer } = yield* open
      yield* writer.append(event("a", "2026-01-01T10:00:00.000Z", { subject: "file-1" }))
      yield* writer.append(event("b", "2026-01-02T10:00:00.000Z", { subject: "file-1", type: "thing.ended" }))
      yield* writer.append(event("c", "2026-02-01T10:00:00.000Z", { subject: "file-2" }))
      yield* writer.append(event("d", "2026-01-01T10:00:00.000Z", { subject: "file-1", tenantid: "t2" }))
      assert.deepStrictEqual(ids(yield* reader.query({ subject: "file-1" })), ["a", "b"])
      assert.deepStrictEqual(ids(yield* reader.query({ subject: "file-1", type: "thing.ended" })), ["b"])
      assert.deepStrictEqual(ids(yield* reader.query({ type: "thing.happened" })), ["a", "c"])
      assert.deepStrictEqual(
        ids(yield* reader.query({ from: "2026-01-01T10:00:00.000Z", until: "2026-01-02T10:00:00.000Z" })),
        ["a"]
      )
      assert.deepStrictEqual(ids(yield* reader.query({})), ["a", "b", "c"])
      assert.deepStrictEqual(ids(yield* EventStore.scanAll(tables)), ["a", "d", "b", "c"])
      assert.deepStrictEqual(ids(yield* Stream.runCollect(EventStore.streamAll(tables))), ["a", "d", "b", "c"])
    }).pipe(Tenant.provide("t1"))
  )
})
