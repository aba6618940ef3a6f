import * as Bucket from "@millrace/core/Bucket"
import * as Collection from "@millrace/core/Collection"
import * as CollectionKey from "@millrace/core/CollectionKey"
import type * as EventBus from "@millrace/core/EventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const Note = Schema.Struct({
  folder: Schema.String,
  date: Schema.String,
  id: Schema.String,
  text: Schema.String,
  author: Schema.NullOr(Schema.String)
})
class Notes extends Collection.make("notes", {
  schema: Note,
  key: { partition: ["folder"], sort: ["date", "id"] },
  indexes: { byAuthor: { partition: ["author"], sort: ["date"] } }
}) {}
class Uploads extends Bucket.make("uploads", { notifies: true }) {}

const note = (date: string, id: string, author: string | null = null) => ({
  folder: "f",
  date,
  id,
  text: `text ${id}`,
  author
})

const open = Effect.gen(function* () {
  const context = yield* Layer.build(Layer.merge(MemoryTableStore.layer, MemoryObjectStore.layer))
  const backends = {
    tables: Context.get(context, TableStore.TableStore),
    objects: Context.get(context, ObjectStore.ObjectStore),
    bus: {} as EventBus.EventBus["Service"]
  }
  return {
    backends,
    reader: Notes.Reader.fromBackends(backends),
    writer: Notes.Writer.fromBackends(backends),
    uploads: Uploads.Reader.fromBackends(backends),
    uploading: Uploads.Writer.fromBackends(backends)
  }
})

const ids = (stream: Stream.Stream<Collection.Stored<typeof Note.Type>, unknown>) =>
  Effect.map(Stream.runCollect(stream), (stored) => stored.map(({ item }) => item.id))

const asTenant = Tenant.provide("t1")

describe("Collection", () => {
  it.effect("reads a range of the sort key, by prefix and by the beginning of a value, in both directions", () =>
    Effect.gen(function* () {
      const { reader, writer } = yield* open
      yield* writer.putAll([
        note("2024-01-31", "c"),
        note("2024-01-05", "a"),
        note("2024-01-05", "b"),
        note("2024-02-01", "d")
      ])
      const at = (range?: CollectionKey.Range) => ids(reader.query({ folder: "f" }, range))
      assert.deepStrictEqual(yield* at(), ["a", "b", "c", "d"])
      assert.deepStrictEqual(yield* at({ from: ["2024-01"], until: ["2024-02"] }), ["a", "b", "c"])
      assert.deepStrictEqual(yield* at({ prefix: ["2024-01-05"] }), ["a", "b"])
      assert.deepStrictEqual(yield* at({ prefix: ["2024-01-05"], from: ["b"] }), ["b"])
      assert.deepStrictEqual(yield* at({ prefix: ["2024-01"] }), [], "a prefix is whole values")
      assert.deepStrictEqual(yield* at({ from: ["2024-01-31"], descending: true }), ["d", "c"])
      assert.deepStrictEqual(yield* ids(reader.query({ folder: "other" })), [])
    }).pipe(asTenant)
  )

  it.effect("reads the first item of a range, or the last, and no other", () =>
    Effect.gen(function* () {
      const { backends, writer } = yield* open
      let read = 0
      const tables: TableStore.TableStore["Service"] = {
        ...backends.tables,
        query: (query) =>
          Effect.tap(backends.tables.query(query), ({ rows }) => Effect.sync(() => (read += rows.length)))
      }
      const reader = Notes.Reader.fromBackends({ ...backends, tables })
      yield* writer.putAll(["2024-01-05", "2024-01-06", "2024-02-01"].map((date) => note(date, date)))
      const at = (range?: CollectionKey.Range) =>
        Effect.map(reader.first({ folder: "f" }, range), (found) =>
          Option.getOrUndefined(Option.map(found, ({ item }) => item.id))
        )
      assert.strictEqual(yield* at(), "2024-01-05")
      assert.strictEqual(yield* at({ descending: true }), "2024-02-01")
      assert.strictEqual(yield* at({ from: ["2024-01"], until: ["2024-02"], descending: true }), "2024-01-06")
      assert.strictEqual(read, 3)
      assert.isUndefined(yield* at({ from: ["2025"] }))
      assert.strictEqual(read, 3)
    }).pipe(asTenant)
  )

  it.effect("leaves an item without the index's field out of the index", () =>
    Effect.gen(function* () {
      const { reader, writer } = yield* open
      yield* writer.putAll([note("2024-01-01", "a", "ann"), note("2024-01-02", "b"), note("2024-01-03", "c", "ann")])
      assert.deepStrictEqual(yield* ids(reader.queryIndex("byAuthor", { author: "ann" })), ["a", "c"])
      yield* writer.put(note("2024-01-01", "a", "bob"))
      assert.deepStrictEqual(yield* ids(reader.queryIndex("byAuthor", { author: "ann" })), ["c"])
    }).pipe(asTenant)
  )

  it.effect("writes on the condition of what was read", () =>
    Effect.gen(function* () {
      const { reader, writer } = yield* open
      const key = { folder: "f", date: "2024-01-01", id: "a" }
      const none = yield* reader.get(key)
      yield* writer.put(note("2024-01-01", "a"), Collection.ifUnchanged(none))
      assert.strictEqual(
        (yield* Effect.flip(writer.put(note("2024-01-01", "a"), Collection.ifUnchanged(none))))._tag,
        "ConditionFailed"
      )
      const read = yield* reader.get(key)
      yield* writer.put({ ...note("2024-01-01", "a"), text: "second" }, Collection.ifUnchanged(read))
      assert.strictEqual((yield* Effect.flip(writer.delete(key, Collection.ifUnchanged(read))))._tag, "ConditionFailed")
      assert.strictEqual(Option.getOrThrow(yield* reader.get(key)).item.text, "second")
    }).pipe(asTenant)
  )

  it.effect("revisions are those of the items in the same range", () =>
    Effect.gen(function* () {
      const { reader, writer } = yield* open
      yield* writer.putAll([note("2024-01-02", "b"), note("2024-01-01", "a"), note("2024-02-01", "c")])
      for (const range of [{}, { from: ["2024-01-02"] }, { until: ["2024-02"] }, { descending: true }]) {
        const items = yield* Stream.runCollect(reader.query({ folder: "f" }, range))
        assert.deepStrictEqual(
          yield* Stream.runCollect(reader.revisions({ folder: "f" }, range)),
          items.map(({ revision }) => revision)
        )
      }
      assert.deepStrictEqual(yield* Stream.runCollect(reader.revisions({ folder: "other" })), [])
    }).pipe(asTenant)
  )

  it.effect("writes go on while a check holds, however many they are, and stop when it does not", () =>
    Effect.gen(function* () {
      const { reader, writer } = yield* open
      const guard = { folder: "guards", date: "", id: "g" }
      const held = writer.checking(guard, Collection.ifAbsent)
      const many = Array.from({ length: 250 }, (_, at) => writer.putting(note("2024-01-01", String(at))))
      yield* writer.transactWhile(held, many)
      assert.strictEqual((yield* ids(reader.query({ folder: "f" }))).length, 250)
      yield* writer.put({ ...note("", "g"), ...guard })
      const failed = yield* Effect.flip(writer.transactWhile(held, [writer.deleting(note("2024-01-01", "0"))]))
      assert.strictEqual(failed._tag, "ConditionFailed")
      assert.strictEqual((yield* ids(reader.query({ folder: "f" }))).length, 250)
    }).pipe(asTenant)
  )

  it.effect("a transaction is all or nothing", () =>
    Effect.gen(function* () {
      const { reader, writer } = yield* open
      yield* writer.put(note("2024-01-01", "a"))
      const failed = yield* Effect.flip(
        writer.transact([
          writer.putting(note("2024-01-02", "b")),
          writer.putting(note("2024-01-01", "a"), Collection.ifAbsent)
        ])
      )
      assert.strictEqual(failed._tag === "ConditionFailed" ? failed.position : -1, 1)
      assert.deepStrictEqual(yield* ids(reader.query({ folder: "f" })), ["a"])
    }).pipe(asTenant)
  )

  it.effect("tenants do not see each other, whatever their names and keys hold", () =>
    Effect.gen(function* () {
      const { backends, reader, writer } = yield* open
      const hostile = ["t1", "t1\u001ff", "t1%1ff", "t", ""]
      for (const tenant of hostile) {
        yield* writer.put({ ...note("2024-01-01", `of ${tenant}`), folder: "f\u001f" }).pipe(Tenant.provide(tenant))
      }
      for (const tenant of hostile) {
        assert.deepStrictEqual(yield* ids(reader.query({ folder: "f\u001f" })).pipe(Tenant.provide(tenant)), [
          `of ${tenant}`
        ])
      }
      const everything = yield* Stream.runCollect(Collection.scanAll(backends.tables, Notes))
      assert.deepStrictEqual(new Set(everything.map(({ tenantId }) => tenantId)), new Set(hostile))
    })
  )

  it.effect("is refused outside a delivery, where nobody can say whose data it is", () =>
    Effect.gen(function* () {
      const { reader } = yield* open
      const exit = yield* Effect.exit(reader.get({ folder: "f", date: "d", id: "a" }))
      assert.include(String(exit), "was used outside a delivery")
    })
  )

  it.effect("a row that its schema cannot read is a defect where it is read, which says nothing of what is in it", () =>
    Effect.gen(function* () {
      const { backends, reader } = yield* open
      const key = {
        table: "notes",
        partition: CollectionKey.encode(["t1", "f"]),
        sort: CollectionKey.encode(["d", "a"])
      }
      for (const body of [JSON.stringify({ folder: "f", text: "a secret" }), "a secret"]) {
        yield* backends.tables.writeBatch([{ _tag: "Put", row: TableStore.row(key, body), condition: undefined }])
        const found = yield* asTenant(reader.get({ folder: "f", date: "d", id: "a" }))
        assert.strictEqual(Option.getOrThrow(found).revision, TableStore.revisionOf(body))
        const exit = yield* Effect.exit(Effect.map(asTenant(ids(reader.query({ folder: "f" }))), () => "read"))
        assert.include(String(exit), "Collection notes: the item read")
        assert.notInclude(String(exit), "secret")
      }
    })
  )

  it.prop(
    "an encoder that remembers encodes as one that does not",
    [Schema.Array(Schema.Array(Schema.Literals(["a", "ab", "", "%", "\u001f"])))],
    ([rows]) => {
      const encode = CollectionKey.encoder()
      assert.deepStrictEqual(rows.map(encode), rows.map(CollectionKey.encode))
    }
  )

  it.prop(
    "keys order as their tuples do",
    [Schema.Array(Schema.String), Schema.Array(Schema.String)],
    ([left, right]) => {
      // oxlint-disable-next-line no-control-regex -- the characters that keys escape
      const plain = (text: string) => text.toWellFormed().replace(/[\u0000-\u001f%]/g, "")
      const [a, b] = [left.map(plain), right.map(plain)]
      const bytes = (parts: ReadonlyArray<string>) => parts.map((part) => Buffer.from(part))
      const tuple = () => {
        const [x, y] = [bytes(a), bytes(b)]
        for (let at = 0; at < Math.min(x.length, y.length); at++) {
          const order = Buffer.compare(x[at] ?? Buffer.alloc(0), y[at] ?? Buffer.alloc(0))
          if (order !== 0) return order
        }
        return Math.sign(x.length - y.length)
      }
      assert.strictEqual(
        Math.sign(Buffer.compare(Buffer.from(CollectionKey.encode(a)), Buffer.from(CollectionKey.encode(b)))),
        tuple()
      )
    },
    { arbitrary: { runs: 1000 } }
  )
})

describe("Bucket", () => {
  it.effect("keys are under the tenant; a version stays readable; what is gone is a typed failure", () =>
    Effect.gen(function* () {
      const { backends, uploading, uploads } = yield* open
      const put = (text: string) =>
        uploading.put(
          { key: "f1/a.csv", contentType: "text/csv", metadata: { accountid: "acc" } },
          Stream.succeed(Buffer.from(text))
        )
      const first = yield* put("one")
      yield* put("second")
      assert.strictEqual(first.key, "t1/f1/a.csv")
      const read = (versionId?: string) =>
        Effect.map(Stream.runCollect(uploads.get({ key: "f1/a.csv", versionId })), (chunks) =>
          Buffer.concat(chunks).toString()
        )
      assert.strictEqual(yield* read(), "second")
      assert.strictEqual(yield* read(first.versionId), "one")
      assert.deepStrictEqual((yield* uploads.head({ key: "f1/a.csv" })).metadata, { accountid: "acc" })
      assert.strictEqual((yield* Effect.flip(uploads.head({ key: "f1/b.csv" })))._tag, "ObjectMissing")
      assert.strictEqual(
        (yield* Effect.flip(backends.objects.head({ bucket: "uploads", key: "t2/f1/a.csv" })))._tag,
        "ObjectMissing"
      )
    }).pipe(asTenant)
  )
})
