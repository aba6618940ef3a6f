import * as Bucket from "@millrace/core/Bucket"
import * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const V1 = Schema.Struct({ name: Schema.String })
const V2 = Schema.Struct({ name: Schema.String, rows: Schema.Int })
class Counted extends Event.make("file.counted", {
  source: "test",
  version: 3,
  payload: Schema.Struct({ name: Schema.String, rows: Schema.Int, bytes: Schema.NullOr(Schema.Int) }),
  attributes: ["name"],
  upcast: {
    1: Event.upcast(V1, (v1) => ({ ...v1, rows: 1 })),
    2: Event.upcast(V2, (v2) => ({ ...v2, bytes: null }))
  }
}) {}

const envelope = (version: number, data: unknown): Envelope.Envelope => ({
  specversion: "1.0",
  id: "id",
  source: "test",
  type: "file.counted",
  time: "2026-01-01T00:00:00.000Z",
  datacontenttype: "application/json",
  dataschema: Envelope.dataSchema("file.counted", version),
  data,
  correlationid: "c",
  tenantid: "t",
  attributes: {}
})

describe("Event", () => {
  it.effect("every older version decodes to the newest, step by step", () =>
    Effect.gen(function* () {
      const decode = Event.decode(Counted)
      assert.deepStrictEqual(yield* decode(envelope(1, { name: "a" }), { name: "a" }), {
        name: "a",
        rows: 1,
        bytes: null
      })
      assert.deepStrictEqual(yield* decode(envelope(2, {}), { name: "a", rows: 7 }), {
        name: "a",
        rows: 7,
        bytes: null
      })
      assert.deepStrictEqual(yield* decode(envelope(3, {}), { name: "a", rows: 7, bytes: 9 }), {
        name: "a",
        rows: 7,
        bytes: 9
      })
    })
  )

  it.effect("a dataschema that is none of ours is refused by name", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Event.decode(Counted)({ ...envelope(3, {}), dataschema: "urn:other" }, {}))
      assert.strictEqual(error.message, `file.counted: dataschema "urn:other" names no version of this event.`)
    })
  )

  it("a version without an upcast from the one before is refused when it is declared", () => {
    assert.throws(
      () =>
        Event.make("file.counted", {
          source: "test",
          version: 3,
          payload: V2,
          upcast: { 1: Event.upcast(V1, (v1) => v1) }
        }),
      /needs an upcast from version 2/
    )
  })

  it("every version has a JSON Schema", () => {
    const schemas = Event.jsonSchemas(Counted)
    assert.deepStrictEqual(
      schemas.map(({ type, version }) => `${type}/${version}`),
      ["file.counted/1", "file.counted/2", "file.counted/3"]
    )
    assert.include(JSON.stringify(schemas[1]?.schema), `"rows"`)
  })

  it("a schedule is an entry whose interval EventBridge can keep", () => {
    const Sweep = Event.every("sweep", "5 minutes", { source: "test" })
    assert.strictEqual(Sweep.everyMillis, 300_000)
    assert.isTrue(Sweep.entry)
    assert.throws(() => Event.every("sweep", "90 seconds", { source: "test" }), /whole number of minutes/)
  })

  it.effect("an upload's id is its bucket, key, version and sequencer, and its tenant the key's first segment", () =>
    Effect.gen(function* () {
      const object = { bucket: "uploads", key: "user-1/file-1/a b.csv", versionId: "v1", sequencer: "01", size: 3 }
      const options = { time: "2026-01-01T00:00:00.000Z" }
      const first = yield* Bucket.objectCreated(object, options)
      assert.strictEqual(first.tenantid, "user-1")
      assert.deepStrictEqual(first.attributes, { bucket: "uploads" })
      assert.strictEqual((yield* Bucket.objectCreated(object, { time: "2027-01-01T00:00:00.000Z" })).id, first.id)
      for (const change of [
        { bucket: "other" },
        { key: "user-1/file-2/a b.csv" },
        { versionId: "v2" },
        { sequencer: "02" }
      ]) {
        assert.notStrictEqual((yield* Bucket.objectCreated({ ...object, ...change }, options)).id, first.id)
      }
      assert.strictEqual((yield* Bucket.objectCreated({ ...object, key: "stray.csv" }, options)).tenantid, "unknown")
    })
  )
})

describe("keys of S3 notifications", () => {
  const cases: ReadonlyArray<readonly [encoded: string, key: string | undefined]> = [
    ["ann/f1/My+File+%281%29.csv", "ann/f1/My File (1).csv"],
    ["ann/f1/My%2BFile+%281%29.csv", "ann/f1/My+File (1).csv"],
    ["ann/f1/2024%2F01.csv", "ann/f1/2024/01.csv"],
    ["ann/f1/%C3%9Cbersicht+%E2%82%AC.csv", "ann/f1/Übersicht €.csv"],
    ["ann/f1/100%25.csv", "ann/f1/100%.csv"],
    ["ann/f1/100%.csv", undefined],
    ["ann/f1/%FF.csv", undefined]
  ]
  for (const [encoded, key] of cases) {
    it(`${encoded} is ${key ?? "refused"}`, () => assert.strictEqual(Bucket.keyFromNotification(encoded), key))
  }
})

describe("Envelope", () => {
  const whole: Required<Envelope.Envelope> = {
    ...envelope(1, { a: 1 }),
    data: { a: 1 },
    subject: "s",
    causationid: "c",
    traceparent: "p",
    tracestate: "t",
    dataref: "d",
    replayid: "r"
  }
  const Field = Schema.String.check(Schema.isMinLength(1))
  it.effect.prop("is the same bytes after a round trip", [Field, Field, Schema.Json], ([id, tenantid, data]) =>
    Effect.gen(function* () {
      const json = Envelope.toJson({ ...envelope(1, data), id, tenantid, subject: id, replayid: tenantid })
      assert.strictEqual(Envelope.toJson(yield* Envelope.fromJson(json)), json)
    })
  )

  it("field order of the object does not change the bytes", () => {
    const one = envelope(1, { a: 1 })
    const reversed = Object.fromEntries(Object.entries(one).reverse()) as typeof one
    assert.strictEqual(Envelope.toJson(reversed), Envelope.toJson(one))
  })

  const Perturbed = Schema.Struct({
    drop: Schema.Array(Schema.Literals(Object.keys(Envelope.Envelope.fields))),
    set: Schema.Array(
      Schema.Tuple([
        Schema.Literals([...Object.keys(Envelope.Envelope.fields), "unknown", "__proto__"]),
        Schema.Union([
          Schema.Json,
          Schema.Literals(["", "1.0", "application/json"]),
          Schema.Record(Schema.String, Schema.Json)
        ])
      ])
    )
  })
  it.prop(
    "is read as its schema says, whatever is missing, wrong or too much",
    [Perturbed],
    ([{ drop, set }]) => {
      const fields = new Map<string, unknown>(Object.entries(whole))
      for (const field of drop) fields.delete(field)
      for (const [field, value] of set) fields.set(field, value)
      const text = `{${[...fields].map(([field, value]) => `${JSON.stringify(field)}:${JSON.stringify(value)}`).join()}}`
      const read = Envelope.read(text)
      const decoded = Schema.decodeUnknownExit(Envelope.Envelope)(JSON.parse(text))
      assert.strictEqual(read._tag, decoded._tag)
      if (read._tag === "Success" && decoded._tag === "Success") assert.deepStrictEqual(read.value, decoded.value)
    },
    { arbitrary: { runs: 2000 } }
  )

  it("its text holds every field of the schema, in the schema's order", () => {
    const fields = Object.keys(Envelope.Envelope.fields)
    assert.deepStrictEqual(Object.keys(JSON.parse(Envelope.toJson(whole))), fields)
  })

  it("an id is decided by every part that makes the event what it is", () => {
    const parts = { causationId: "c", consumer: "x", type: "t", ordinal: 0, replayId: undefined }
    const ids = [
      parts,
      { ...parts, causationId: "d" },
      { ...parts, consumer: "y" },
      { ...parts, type: "u" },
      { ...parts, ordinal: 1 },
      { ...parts, replayId: "r" }
    ].map(Envelope.causedId)
    assert.strictEqual(new Set(ids).size, ids.length)
  })
})
