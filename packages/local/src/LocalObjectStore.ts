/**
 * The object store of the embedded runtime: contents in files (or memory), everything that is known of them in the database.
 * As in an S3 bucket with versioning, every put is a version, and deleting an object hides it while its versions stay
 * readable by their ids.
 *
 * A put into a bucket that notifies writes the object and its `object.created` event, with the deliveries that the event
 * stands for, in one transaction: no upload is ever without its event, and no event without its upload.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import type * as Envelope from "@millrace/core/Envelope"
import * as EventBus from "@millrace/core/EventBus"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as TraceContext from "@millrace/core/TraceContext"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import * as Database from "./Database.ts"
import * as ObjectBodies from "./ObjectBodies.ts"
import * as Queue from "./Queue.ts"
import * as Sqlite from "./Sqlite.ts"
import type * as Routes from "./Routes.ts"

/** What is put, without its bytes. */
export type Description = Parameters<ObjectStore.ObjectStore["Service"]["put"]>[0]

/** An object stored, and the event that says so where its bucket notifies. */
export interface Stored {
  readonly object: ObjectStore.ObjectHead
  readonly event: Envelope.Envelope | undefined
}

/** The object store with the puts' events in sight: `ObjectStore.put` answers the object alone. */
export class LocalObjectStore extends Context.Service<
  LocalObjectStore,
  {
    readonly store: ObjectStore.ObjectStore["Service"]
    readonly put: (
      description: Description,
      bytes: Stream.Stream<Uint8Array, Unavailable>
    ) => Effect.Effect<Stored, Unavailable>
    /** The version id of a key's put number. */
    readonly versionIdOf: (put: number) => string
  }
>()("@millrace/local/LocalObjectStore") {}

const Metadata = Schema.fromJsonString(Schema.Record(Schema.String, Schema.String))
const decodeMetadata = Schema.decodeUnknownSync(Metadata)

const versionOf = (put: number): string => `v${put}`

/** The put that a version id names; 0, which is none, for a version id of another store. */
const putOf = (versionId: string): number => (/^v[1-9][0-9]{0,14}$/.test(versionId) ? Number(versionId.slice(1)) : 0)

const columns = "bucket, key, put, size, content_type, etag, metadata"

const hideNewest = "UPDATE objects SET newest = 0, hidden_at = ? WHERE bucket = ? AND key = ? AND newest = 1"
const selectNewest = `SELECT ${columns} FROM objects WHERE bucket = ? AND key = ? AND newest = 1`
const selectVersion = `SELECT ${columns} FROM objects WHERE bucket = ? AND key = ? AND put = ?`

const toHead = (row: Record<string, unknown>): ObjectStore.ObjectHead => {
  const put = Sqlite.integer(row["put"])
  return {
    bucket: Sqlite.text(row["bucket"]),
    key: Sqlite.text(row["key"]),
    versionId: versionOf(put),
    sequencer: put.toString(16).toUpperCase().padStart(16, "0"),
    size: Sqlite.integer(row["size"]),
    contentType: Sqlite.text(row["content_type"]),
    etag: Sqlite.text(row["etag"]),
    metadata: decodeMetadata(Sqlite.text(row["metadata"]))
  }
}

const make = (
  database: Database.Database["Service"],
  queue: Queue.Queue["Service"],
  bodies: ObjectBodies.ObjectBodies,
  options: { readonly notifying: ReadonlySet<string>; readonly route: Routes.Router }
): LocalObjectStore["Service"] => {
  const { statement, transaction, use } = database

  const putsOf = (bucket: string, key: string): number => {
    const row = statement("SELECT count FROM puts WHERE bucket = ? AND key = ?").get(bucket, key)
    return row === undefined ? 0 : Sqlite.integer(row["count"])
  }

  /** Stores the version unless another put of the key came first: then it answers false, and nothing has happened. */
  const insert = (head: ObjectStore.ObjectHead, put: number, draft: ObjectBodies.Draft, now: number): boolean => {
    const { bucket, key } = head
    if (putsOf(bucket, key) !== put - 1) return false
    draft.place({ bucket, key, put })
    statement("INSERT INTO puts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count").run(
      bucket,
      key,
      put
    )
    statement(hideNewest).run(now, bucket, key)
    statement("INSERT INTO objects VALUES (?, ?, ?, 1, ?, ?, ?, ?, NULL)").run(
      bucket,
      key,
      put,
      head.size,
      head.contentType,
      head.etag,
      JSON.stringify(head.metadata)
    )
    return true
  }

  /** Stores the version and its event together; `undefined` where another put of the key came first. */
  const insertWithEvent = Effect.fnUntraced(function* (
    head: ObjectStore.ObjectHead,
    put: number,
    draft: ObjectBodies.Draft
  ) {
    const now = yield* DateTime.now
    const created = yield* Bucket.objectCreated(head, { time: DateTime.formatIso(now) })
    const span = yield* Publish.producerSpan(created, TraceContext.parse(head.metadata["traceparent"]))
    const { tracestate } = head.metadata
    const event: Envelope.Envelope = {
      ...created,
      traceparent: TraceContext.format(span),
      ...(tracestate === undefined ? {} : { tracestate })
    }
    const entry = ClaimCheck.entry(event)
    const routed = [{ entry, consumers: options.route(entry) }]
    let stored = false
    const bus = EventBus.EventBus.of({
      limits: EventBus.eventBridgeLimits,
      put: () =>
        Effect.map(
          transaction("ObjectStore.put", () => {
            stored = insert(head, put, draft, now.epochMilliseconds)
            return stored ? queue.enqueueInTransaction(routed, now.epochMilliseconds) : []
          }),
          (woken) => {
            queue.wake(woken)
            return [{ _tag: "Accepted" }]
          }
        )
    })
    yield* Effect.catchTag(Publish.publishWithSpans(bus, [entry], [span]), "PublishFailed", Effect.die)
    return stored ? event : undefined
  })

  const insertAlone = (head: ObjectStore.ObjectHead, put: number, draft: ObjectBodies.Draft) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      transaction("ObjectStore.put", () => insert(head, put, draft, now))
    )

  const put: LocalObjectStore["Service"]["put"] = Effect.fnUntraced(function* (description, bytes) {
    const { bucket, contentType, key } = description
    const draft = yield* bodies.draft
    const hash = createHash("sha256")
    let size = 0
    yield* Stream.runForEach(bytes, (chunk) => {
      hash.update(chunk)
      size += chunk.length
      return draft.write(chunk)
    })
    yield* draft.finish
    const etag = hash.digest("hex").slice(0, 32)
    const metadata = Object.fromEntries(
      Object.entries(description.metadata).map(([name, value]) => [name.toLowerCase(), value])
    )
    while (true) {
      const number = 1 + (yield* use("ObjectStore.put", () => putsOf(bucket, key)))
      const object: ObjectStore.ObjectHead = {
        bucket,
        key,
        versionId: versionOf(number),
        sequencer: number.toString(16).toUpperCase().padStart(16, "0"),
        size,
        contentType,
        etag,
        metadata
      }
      if (options.notifying.has(bucket)) {
        const event = yield* insertWithEvent(object, number, draft)
        if (event !== undefined) return { object, event }
      } else if (yield* insertAlone(object, number, draft)) {
        return { object, event: undefined }
      }
    }
  }, Effect.scoped)

  const find = (ref: ObjectStore.ObjectRef) =>
    Effect.filterOrFail(
      use("ObjectStore.head", () =>
        ref.versionId === undefined
          ? statement(selectNewest).get(ref.bucket, ref.key)
          : statement(selectVersion).get(ref.bucket, ref.key, putOf(ref.versionId))
      ),
      (row) => row !== undefined,
      () => new ObjectStore.ObjectMissing({ bucket: ref.bucket, key: ref.key })
    )

  const store = ObjectStore.ObjectStore.of({
    put: (description, bytes) => Effect.map(put(description, bytes), ({ object }) => object),
    head: (ref) => Effect.map(find(ref), toHead),
    get: (ref) =>
      Stream.unwrap(
        Effect.map(find(ref), (row) =>
          bodies.read({ bucket: ref.bucket, key: ref.key, put: Sqlite.integer(row["put"]) })
        )
      ),
    delete: ({ bucket, key, versionId }) =>
      versionId === undefined
        ? Effect.flatMap(Clock.currentTimeMillis, (now) =>
            Effect.asVoid(use("ObjectStore.delete", () => statement(hideNewest).run(now, bucket, key)))
          )
        : Effect.andThen(
            transaction("ObjectStore.delete", () => removeVersion(bucket, key, putOf(versionId))),
            bodies.remove({ bucket, key, put: putOf(versionId) })
          ),
    list: ({ bucket, cursor, limit, prefix }) =>
      use("ObjectStore.list", () => {
        const found = statement(`
          SELECT ${columns} FROM objects
          WHERE bucket = ?1 AND newest = 1 AND key >= ?2 AND key < ?2 || char(0x10ffff, 0x10ffff)
            AND substr(key, 1, length(?2)) = ?2 AND (?3 IS NULL OR key > ?3)
          ORDER BY key LIMIT ?4
        `).all(bucket, prefix, cursor ?? null, limit + 1)
        const objects = found.slice(0, limit).map(toHead)
        return { objects, cursor: found.length > limit ? objects.at(-1)?.key : undefined }
      })
  })

  /** Removes one version; where it was the newest, the one before becomes it. */
  const removeVersion = (bucket: string, key: string, removed: number): void => {
    const row = statement("DELETE FROM objects WHERE bucket = ? AND key = ? AND put = ? RETURNING newest").get(
      bucket,
      key,
      removed
    )
    if (row?.["newest"] !== 1) return
    statement(`
      UPDATE objects SET newest = 1, hidden_at = NULL WHERE bucket = ?1 AND key = ?2
        AND put = (SELECT max(put) FROM objects WHERE bucket = ?1 AND key = ?2)
    `).run(bucket, key)
  }

  return LocalObjectStore.of({ store, put, versionIdOf: versionOf })
}

/**
 * The object store of a database. Puts into `notifying` buckets emit `object.created` to the consumers that `route`
 * answers.
 */
export const layer = (options: {
  readonly notifying: ReadonlySet<string>
  readonly route: Routes.Router
}): Layer.Layer<ObjectStore.ObjectStore | LocalObjectStore, never, Database.Database | Queue.Queue> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const database = yield* Database.Database
      const queue = yield* Queue.Queue
      const bodies =
        database.paths === undefined ? ObjectBodies.memory() : ObjectBodies.files(database.paths, database.durability)
      const local = make(database, queue, bodies, options)
      return Context.make(LocalObjectStore, local).pipe(Context.add(ObjectStore.ObjectStore, local.store))
    })
  )
