/** What an `ObjectStore` promises. Buckets `conformance` and `other` must exist where a backend needs them beforehand. */
import * as ObjectStore from "@millrace/core/ObjectStore"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as assert from "node:assert/strict"
import type { Case, Suite } from "./Conformance.ts"

/** What a backend may do without. `versions`: an older version stays readable by its id. */
export type Feature = "versions"

const bucket = "conformance"

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const putBytes = (key: string, bytes: Stream.Stream<Uint8Array, Unavailable>, inBucket = bucket) =>
  ObjectStore.ObjectStore.use((store) =>
    store.put({ bucket: inBucket, key, contentType: "text/plain", metadata: { accountid: "ACC-1" } }, bytes)
  )

const put = (key: string, text: string, inBucket = bucket) => putBytes(key, Stream.succeed(bytesOf(text)), inBucket)

const read = Effect.fnUntraced(function* (ref: ObjectStore.ObjectRef) {
  const store = yield* ObjectStore.ObjectStore
  return Buffer.concat([...(yield* Stream.runCollect(store.get(ref)))])
})

const text = (key: string, versionId?: string) =>
  Effect.map(read({ bucket, key, versionId }), (bytes) => bytes.toString("utf8"))

const listAll = Effect.fnUntraced(function* (prefix: string, limit = 1000) {
  const store = yield* ObjectStore.ObjectStore
  const keys: Array<string> = []
  let cursor: string | undefined
  do {
    const page = yield* store.list({ bucket, prefix, limit, cursor })
    assert.ok(page.objects.length <= limit, "a page is no longer than its limit")
    keys.push(...page.objects.map(({ key }) => key))
    assert.ok(keys.length < 10_000, "paging comes to an end")
    cursor = page.cursor
  } while (cursor !== undefined)
  return keys
})

const missing = <A, R>(effect: Effect.Effect<A, ObjectStore.ObjectMissing | Unavailable, R>) =>
  Effect.map(Effect.flip(effect), (error) => assert.strictEqual(error._tag, "ObjectMissing"))

/** Keys that a store of files must not take for paths. */
const awkwardKeys = [
  "u/f/a b.csv",
  "u/f/a+b.csv",
  "u/f/a%2Fb.csv",
  "u/f/ä😀.csv",
  "u/f/A.csv",
  "u/f/a.csv",
  "u/f/..",
  "u/../f",
  "../u",
  "/u",
  "u//f",
  "u/f/",
  "u/f",
  "u/f/con.csv",
  "u/f/a.csv/b",
  "u/f/é",
  "u/f/e\u0301",
  'u/f/*?"<>|:\\',
  `u/f/${"x".repeat(900)}`,
  "."
]

const cases: ReadonlyArray<Case<ObjectStore.ObjectStore, Feature>> = [
  {
    name: "an object reads back to the byte, whatever its length and chunks",
    run: Effect.gen(function* () {
      for (const length of [0, 1, 65_536, 1_000_003]) {
        const bytes = new Uint8Array(length).map((_, at) => (at * 31 + (at >> 8)) % 256)
        const chunks = [bytes.subarray(0, 7), bytes.subarray(7, 7), bytes.subarray(7)]
        const head = yield* putBytes(`k${length}`, Stream.fromIterable(chunks))
        assert.strictEqual(head.size, length)
        assert.ok((yield* read({ bucket, key: `k${length}` })).equals(bytes))
      }
    })
  },
  {
    name: "what is known of an object is what was put: size, type, metadata in lower case",
    run: Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      const head = yield* store.put(
        { bucket, key: "k", contentType: "application/x-ofx", metadata: { AccountId: "A", traceparent: "00-ü" } },
        Stream.succeed(bytesOf("four"))
      )
      assert.deepStrictEqual(yield* store.head({ bucket, key: "k" }), head)
      const { contentType, key, metadata, size } = head
      assert.deepStrictEqual({ ...metadata }, { accountid: "A", traceparent: "00-ü" })
      assert.deepStrictEqual(
        { bucket: head.bucket, contentType, key, size },
        {
          bucket,
          contentType: "application/x-ofx",
          key: "k",
          size: 4
        }
      )
    })
  },
  {
    name: "a put whose bytes fail stores nothing and leaves what was there",
    run: Effect.gen(function* () {
      const broken = Stream.concat(
        Stream.succeed(bytesOf("half")),
        Stream.fail(
          new Unavailable({ service: "Upload", operation: "Upload.read", reason: "timeout", detail: "cut off" })
        )
      )
      assert.strictEqual((yield* Effect.flip(putBytes("new", broken)))._tag, "Unavailable")
      yield* missing(read({ bucket, key: "new" }))
      yield* put("old", "whole")
      yield* Effect.flip(putBytes("old", broken))
      assert.strictEqual(yield* text("old"), "whole")
      assert.deepStrictEqual(yield* listAll(""), ["old"])
    })
  },
  {
    name: "a missing object is said to be missing, before any byte",
    run: Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      yield* missing(store.head({ bucket, key: "k" }))
      yield* missing(read({ bucket, key: "k" }))
      const { versionId } = yield* put("k", "1")
      yield* missing(read({ bucket, key: "k", versionId: `${versionId}0` }))
      yield* missing(read({ bucket, key: "k2", versionId }))
    })
  },
  {
    name: "a read without a version gets the newest, at once after its put",
    run: Effect.gen(function* () {
      for (const version of ["1", "2", "3"]) {
        yield* put("k", version)
        assert.strictEqual(yield* text("k"), version)
      }
    })
  },
  {
    name: "an older version stays readable by its id",
    feature: "versions",
    run: Effect.gen(function* () {
      const first = yield* put("k", "1")
      const second = yield* put("k", "2")
      assert.strictEqual(yield* text("k", first.versionId), "1")
      assert.strictEqual(yield* text("k", second.versionId), "2")
      const store = yield* ObjectStore.ObjectStore
      assert.deepStrictEqual(yield* store.head(first), first)
    })
  },
  {
    name: "every put of a key is a version of its own with a higher sequencer, the same bytes and a delete between included",
    run: Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      const heads: Array<ObjectStore.ObjectHead> = []
      for (let at = 0; at < 20; at++) {
        if (at === 10) yield* store.delete({ bucket, key: "k" })
        heads.push(yield* put("k", "same"))
      }
      assert.strictEqual(new Set(heads.map(({ versionId }) => versionId)).size, 20)
      for (const [at, head] of heads.entries()) {
        const before = heads[at - 1]
        if (before !== undefined) assert.ok(ObjectStore.compareSequencers(before.sequencer, head.sequencer) < 0)
      }
    })
  },
  {
    name: "a deleted object is gone from reads and listings, its older versions do not come back, and it can be put again",
    run: Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      yield* put("k", "1")
      yield* put("k", "2")
      yield* store.delete({ bucket, key: "k" })
      yield* missing(store.head({ bucket, key: "k" }))
      yield* missing(read({ bucket, key: "k" }))
      assert.deepStrictEqual(yield* listAll(""), [])
      yield* put("k", "3")
      assert.strictEqual(yield* text("k"), "3")
    })
  },
  {
    name: "deleting what is not there succeeds",
    run: Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      yield* store.delete({ bucket, key: "k" })
      const { versionId } = yield* put("k", "1")
      yield* store.delete({ bucket, key: "k", versionId: `${versionId}0` })
      assert.strictEqual(yield* text("k"), "1")
      yield* store.delete({ bucket, key: "k", versionId })
      yield* missing(read({ bucket, key: "k", versionId }))
    })
  },
  {
    name: "a listing shows every put and delete at once, in the order of the keys' bytes",
    run: Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      const keys = ["b", "a/2", "a/10", "a", "a/\u{1f600}", "a/\uffee", "A/1", "ab"]
      for (const [at, key] of keys.entries()) {
        yield* put(key, "1")
        assert.strictEqual((yield* listAll("")).length, at + 1)
      }
      yield* put("b", "2")
      const ordered = keys.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
      assert.deepStrictEqual(yield* listAll(""), ordered)
      assert.deepStrictEqual(
        yield* listAll("a/"),
        ordered.filter((key) => key.startsWith("a/"))
      )
      for (const limit of [1, 3, 8]) assert.deepStrictEqual(yield* listAll("", limit), ordered)
      yield* store.delete({ bucket, key: "a/2" })
      assert.deepStrictEqual(
        yield* listAll(""),
        ordered.filter((key) => key !== "a/2")
      )
    })
  },
  {
    name: "keys are text and not paths: dots, slashes, case and any letter tell objects apart",
    run: Effect.gen(function* () {
      for (const key of awkwardKeys) yield* put(key, `<${key}>`)
      for (const key of awkwardKeys) assert.strictEqual(yield* text(key), `<${key}>`)
      const ordered = awkwardKeys.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
      assert.deepStrictEqual(yield* listAll(""), ordered)
    })
  },
  {
    name: "buckets do not mix",
    run: Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      yield* put("k", "here")
      yield* put("k", "there", "other")
      yield* store.delete({ bucket: "other", key: "k" })
      assert.strictEqual(yield* text("k"), "here")
      yield* missing(store.head({ bucket: "other", key: "k" }))
    })
  },
  {
    name: "of concurrent puts of a key each is whole, and the newest is the one with the highest sequencer",
    run: Effect.gen(function* () {
      const puts = Array.from({ length: 8 }, (_, at) => String(at).repeat(200_000))
      const heads = yield* Effect.forEach(puts, (content) => put("k", content), { concurrency: "unbounded" })
      const order = heads
        .map((head, at) => ({ head, at }))
        .toSorted((left, right) => ObjectStore.compareSequencers(left.head.sequencer, right.head.sequencer))
      const content = yield* text("k")
      assert.strictEqual(content.length, 200_000)
      assert.strictEqual(content[0], String(order.at(-1)?.at))
    })
  },
  {
    name: "a read that has begun is not disturbed by a newer put",
    feature: "versions",
    run: Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      yield* putBytes("k", Stream.fromIterable([new Uint8Array(500_000).fill(1), new Uint8Array(500_000).fill(1)]))
      let overwritten = false
      const bytes = yield* Stream.runFold(
        Stream.mapEffect(store.get({ bucket, key: "k" }), (chunk) => {
          if (overwritten) return Effect.succeed(chunk)
          overwritten = true
          return Effect.as(putBytes("k", Stream.succeed(new Uint8Array(1_000_000).fill(2))), chunk)
        }),
        () => ({ length: 0, sum: 0 }),
        (seen, chunk) => ({
          length: seen.length + chunk.length,
          sum: chunk.reduce((sum, byte) => sum + byte, seen.sum)
        })
      )
      assert.deepStrictEqual(bytes, { length: 1_000_000, sum: 1_000_000 })
    })
  }
]

/** The suite. */
export const make = (): Suite<ObjectStore.ObjectStore, Feature> => ({ name: "ObjectStore", cases })
