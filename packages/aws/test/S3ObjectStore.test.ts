/** What S3 answers and peers do not, on a scripted server; long objects and signed uploads on fauxqs. */
import { assert, describe, it } from "@effect/vitest"
import * as ObjectStore from "@millrace/core/ObjectStore"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { afterAll } from "vitest"
import * as AwsNames from "../src/AwsNames.ts"
import * as Presigned from "../src/Presigned.ts"
import * as S3Metadata from "../src/S3Metadata.ts"
import * as S3ObjectStore from "../src/S3ObjectStore.ts"
import * as Upload from "../src/Upload.ts"
import * as Fauxqs from "./peers/Fauxqs.ts"
import * as Peer from "./peers/Peer.ts"
import * as Provision from "./peers/Provision.ts"
import * as Scripted from "./peers/Scripted.ts"

const names = AwsNames.prefixed("x-")

const storeOf = ({ settings }: Scripted.Scripted) => S3ObjectStore.layer({ settings, names })

const head = (versionId?: string) =>
  ObjectStore.ObjectStore.use((store) =>
    Effect.flip(Effect.asVoid(store.head({ bucket: "b", key: "u/f/n.csv", versionId })))
  )
const read = ObjectStore.ObjectStore.use((store) =>
  Effect.flip(Stream.runDrain(store.get({ bucket: "b", key: "u/f/n.csv" })))
)

const denied = (action: string) =>
  Scripted.s3Error(
    403,
    "AccessDenied",
    `User: arn:aws:sts::1:assumed-role/f/f is not authorized to perform: ${action} on resource: x`
  )

/** As S3: an answer to HEAD has no body. */
const onGet = (answer: Scripted.Answer) =>
  Scripted.start(({ method }) => (method === "HEAD" ? { status: 403, body: "" } : answer))

describe("S3ObjectStore", () => {
  it.live("a 403 to who may not list is a missing object; a 403 that names another permission is a denial", () =>
    Effect.gen(function* () {
      const hidden = yield* onGet(denied("s3:ListBucket"))
      assert.strictEqual((yield* Effect.provide(head(), storeOf(hidden)))._tag, "ObjectMissing")
      assert.strictEqual((yield* Effect.provide(read, storeOf(hidden)))._tag, "ObjectMissing")
      const mute = yield* onGet(Scripted.s3Error(403, "AccessDenied", "Access Denied"))
      assert.strictEqual((yield* Effect.provide(head(), storeOf(mute)))._tag, "ObjectMissing")
      const forbidden = yield* onGet(denied("s3:GetObject"))
      for (const effect of [head(), read]) {
        const error = yield* Effect.provide(effect, storeOf(forbidden))
        assert.ok(error._tag === "Unavailable" && error.reason === "denied")
        assert.match(error.message, /grant s3:GetObject/)
        assert.notInclude(error.message, "n.csv")
      }
    })
  )

  it.live("a bucket that is not there is not a missing object", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(() => Scripted.s3Error(404, "NoSuchBucket", "no"))
      assert.strictEqual((yield* Effect.provide(read, storeOf(server)))._tag, "Unavailable")
    })
  )

  it.live("a version id that S3 cannot read names no object", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(() => ({ status: 400, body: "" }))
      assert.strictEqual((yield* Effect.provide(head("nonsense"), storeOf(server)))._tag, "ObjectMissing")
    })
  )

  it.live("a body that breaks off fails, and is never taken for a whole one", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(() => ({ status: 200, body: "half", headers: { "content-length": "8" } }))
      const settings = { ...server.settings, attemptTimeoutMillis: 200 }
      const error = yield* Effect.provide(read, S3ObjectStore.layer({ settings, names }))
      assert.strictEqual(error._tag, "Unavailable")
    })
  )

  it.live("a put asks for nothing but to write: who may write a bucket need not be one who may read it", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(({ method }) =>
        method === "PUT"
          ? { status: 200, body: "", headers: { etag: '"e"', "x-amz-version-id": "v1" } }
          : { status: 403, body: "" }
      )
      const put = ObjectStore.ObjectStore.use((store) =>
        store.put(
          { bucket: "b", key: "u/f/n.csv", contentType: "text/csv", metadata: { accountid: "Ü" } },
          Stream.succeed(new TextEncoder().encode("a,b"))
        )
      )
      const { sequencer, ...object } = yield* Effect.provide(put, storeOf(server))
      assert.match(sequencer, /^[0-9A-F]{16}$/)
      assert.deepStrictEqual(object, {
        bucket: "b",
        key: "u/f/n.csv",
        versionId: "v1",
        size: 3,
        contentType: "text/csv",
        etag: "e",
        metadata: { accountid: "Ü" }
      })
      assert.deepStrictEqual(
        server.requests.map(({ method }) => method),
        ["PUT"]
      )
    })
  )

  it("metadata in any letters survives headers, and what S3 itself encodes is read", () => {
    const metadata = { accountid: "Ü-1", note: " spaces ", empty: "", plain: "a=b?", hoax: "=?UTF-8?B?YQ==?=" }
    assert.deepStrictEqual(S3Metadata.decode(S3Metadata.encode(metadata)), metadata)
    for (const value of Object.values(S3Metadata.encode(metadata))) assert.match(value, /^[\u0021-\u007e]*$/)
    assert.deepStrictEqual(S3Metadata.decode({ A: "=?UTF-8?Q?J=C3=BCrg_1?=" }), { a: "Jürg 1" })
  })
})

const { peer, stop } = await Peer.forFile(Fauxqs.start)
afterAll(stop)
await Effect.runPromise(Provision.buckets(peer.settings, names, ["uploads"]))

const onFauxqs = Layer.merge(
  S3ObjectStore.layer({ settings: peer.settings, names }),
  Presigned.layer({ settings: peer.settings, names })
)

describe("on fauxqs", () => {
  it.live("an object of several parts is stored whole, and one whose bytes fail late is not stored", () =>
    Effect.gen(function* () {
      const store = yield* ObjectStore.ObjectStore
      const chunk = new Uint8Array(1_000_000).map((_, at) => at % 251)
      const description = { bucket: "uploads", key: "u/f/long", contentType: "text/csv", metadata: { accountid: "A" } }
      const long = Stream.fromIterable(Array.from({ length: 19 }, () => chunk))
      const stored = yield* store.put(description, long)
      assert.strictEqual(stored.size, 19_000_000)
      assert.deepStrictEqual(stored.metadata, { accountid: "A" })
      assert.deepStrictEqual(stored, yield* store.head(stored))
      const read = yield* Stream.runFold(
        store.get(stored.versionId === "null" ? { bucket: "uploads", key: "u/f/long" } : stored),
        () => 0,
        (sum, bytes) => bytes.reduce((total, byte) => total + byte, sum)
      )
      assert.strictEqual(read, 19 * chunk.reduce((total, byte) => total + byte, 0))
      const failure = new Unavailable({ service: "U", operation: "U.read", reason: "timeout", detail: "cut off" })
      yield* Effect.flip(store.put({ ...description, key: "u/f/broken" }, Stream.concat(long, Stream.fail(failure))))
      const missing = yield* Effect.flip(store.head({ bucket: "uploads", key: "u/f/broken" }))
      assert.strictEqual(missing._tag, "ObjectMissing")
    }).pipe(Effect.provide(onFauxqs))
  )

  it.live("a browser puts a file with what was signed: the type and the metadata arrive", () =>
    Effect.gen(function* () {
      const presigned = yield* Presigned.Presigned
      const { headers, url } = yield* presigned.upload({
        bucket: "uploads",
        key: "u/f/Größe (1)+.csv",
        contentType: "text/csv",
        metadata: { accountid: "ACC-1" },
        expiresInSeconds: 300
      })
      const signed = new URL(url).searchParams.get("X-Amz-SignedHeaders")
      assert.strictEqual(signed, "content-type;host;x-amz-meta-accountid")
      assert.isFalse(new URL(url).searchParams.has("x-amz-checksum-crc32"))
      const response = yield* Effect.promise(() => fetch(url, { method: "PUT", headers, body: "a,b" }))
      assert.strictEqual(response.status, 200)
      const store = yield* ObjectStore.ObjectStore
      const object = yield* store.head({ bucket: "uploads", key: "u/f/Größe (1)+.csv" })
      assert.deepStrictEqual(
        [object.size, object.contentType, object.metadata],
        [3, "text/csv", { accountid: "ACC-1" }]
      )
    }).pipe(Effect.provide(onFauxqs))
  )

  it.live("an upload carries its trace and its account", () =>
    Effect.gen(function* () {
      const file = { bucket: "uploads", tenantId: "u", fileId: "f2", filename: "n.csv", contentType: "text/csv" }
      const { object, traceId } = yield* Upload.put(
        { ...file, accountId: "ACC-1" },
        Stream.succeed(new TextEncoder().encode("a"))
      )
      assert.strictEqual(object.key, "u/f2/n.csv")
      assert.strictEqual(object.metadata["accountid"], "ACC-1")
      assert.match(object.metadata["traceparent"] ?? "", new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
    }).pipe(Effect.provide(onFauxqs))
  )
})
