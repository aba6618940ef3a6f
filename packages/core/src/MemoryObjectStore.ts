/**
 * An object store in memory, with every version kept, as in an S3 bucket with versioning: deleting an object hides it and
 * its older versions stay readable by their ids. Version ids and sequencers count, so they are the same on every run.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ContentId from "./ContentId.ts"
import { compareKeys } from "./MemoryTableStore.ts"
import * as ObjectStore from "./ObjectStore.ts"

/** An object store and a view behind it that no service has. */
export interface MemoryObjectStore {
  readonly store: ObjectStore.ObjectStore["Service"]
  /** Newest versions of a bucket with their bytes, in key order. */
  readonly objects: (
    bucket: string
  ) => ReadonlyArray<{ readonly head: ObjectStore.ObjectHead; readonly bytes: Uint8Array }>
}

/** Bytes of one chunk of a read. */
const chunkBytes = 65_536

type Version = { readonly head: ObjectStore.ObjectHead; readonly bytes: Uint8Array } | { readonly deleted: true }

const concat = (chunks: ReadonlyArray<Uint8Array>): Uint8Array => {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

const chunksOf = (bytes: Uint8Array): ReadonlyArray<Uint8Array> => {
  const chunks: Array<Uint8Array> = []
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.slice(at, at + chunkBytes))
  return chunks
}

/** An empty object store. `onCreated` runs after each put, before the put answers: a runtime's notification. */
export const make = (options?: {
  readonly onCreated?: (head: ObjectStore.ObjectHead) => Effect.Effect<void>
}): MemoryObjectStore => {
  // Bucket → key → versions, oldest first.
  const buckets = new Map<string, Map<string, Array<Version>>>()
  const onCreated = options?.onCreated ?? (() => Effect.void)
  // Puts so far of each bucket and key: what one key goes through does not change the versions of another.
  const puts = new Map<string, number>()

  const versionsOf = (bucket: string, key: string): Array<Version> => {
    let keys = buckets.get(bucket)
    if (keys === undefined) buckets.set(bucket, (keys = new Map()))
    let versions = keys.get(key)
    if (versions === undefined) keys.set(key, (versions = []))
    return versions
  }

  const find = ({ bucket, key, versionId }: ObjectStore.ObjectRef) => {
    const versions = buckets.get(bucket)?.get(key) ?? []
    const found =
      versionId === undefined
        ? versions.at(-1)
        : versions.find((version) => "head" in version && version.head.versionId === versionId)
    return found === undefined || "deleted" in found ? undefined : found
  }

  const require = (ref: ObjectStore.ObjectRef) =>
    Effect.suspend(() => {
      const found = find(ref)
      return found === undefined
        ? Effect.fail(new ObjectStore.ObjectMissing({ bucket: ref.bucket, key: ref.key }))
        : Effect.succeed(found)
    })

  const newest = (bucket: string) =>
    [...(buckets.get(bucket)?.values() ?? [])]
      .flatMap((versions) => {
        const last = versions.at(-1)
        return last === undefined || "deleted" in last ? [] : [last]
      })
      .sort((left, right) => compareKeys(left.head.key, right.head.key))

  const store = ObjectStore.ObjectStore.of({
    put: ({ bucket, contentType, key, metadata }, stream) =>
      Effect.flatMap(Stream.runCollect(stream), (chunks) => {
        const bytes = concat(chunks)
        const counter = JSON.stringify([bucket, key])
        const count = (puts.get(counter) ?? 0) + 1
        puts.set(counter, count)
        const head: ObjectStore.ObjectHead = {
          bucket,
          key,
          versionId: `v${count}`,
          sequencer: count.toString(16).toUpperCase().padStart(16, "0"),
          size: bytes.length,
          contentType,
          etag: ContentId.ofBytes(bytes),
          metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]))
        }
        versionsOf(bucket, key).push({ head, bytes })
        return Effect.as(onCreated(head), head)
      }),
    head: (ref) => Effect.map(require(ref), ({ head }) => head),
    get: (ref) => Stream.unwrap(Effect.map(require(ref), ({ bytes }) => Stream.fromIterable(chunksOf(bytes)))),
    delete: ({ bucket, key, versionId }) =>
      Effect.sync(() => {
        const versions = buckets.get(bucket)?.get(key)
        if (versions === undefined) return
        if (versionId === undefined) {
          versions.push({ deleted: true })
          return
        }
        const position = versions.findIndex((version) => "head" in version && version.head.versionId === versionId)
        if (position !== -1) versions.splice(position, 1)
      }),
    list: ({ bucket, cursor, limit, prefix }) =>
      Effect.sync(() => {
        const rest = newest(bucket)
          .map(({ head }) => head)
          .filter(({ key }) => key.startsWith(prefix) && (cursor === undefined || compareKeys(key, cursor) > 0))
        const objects = rest.slice(0, limit)
        return { objects, cursor: objects.length === rest.length ? undefined : objects.at(-1)?.key }
      })
  })

  return { store, objects: newest }
}

/** An object store in memory, empty at first, that notifies nobody. */
export const layer: Layer.Layer<ObjectStore.ObjectStore> = Layer.sync(ObjectStore.ObjectStore, () => make().store)
