/**
 * The backend for buckets: objects with versions, content type and metadata, read as streams. S3's guarantees and no more:
 * a put is atomic, a read names a version or gets the newest, notifications may come late, twice and out of order.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type { Unavailable } from "./Unavailable.ts"

/** Names an object, or one version of it. */
export interface ObjectRef {
  readonly bucket: string
  readonly key: string
  readonly versionId?: string | undefined
}

/** What is known of an object without reading it. */
export interface ObjectHead {
  readonly bucket: string
  readonly key: string
  readonly versionId: string
  /** Grows with every put of the same key; compares as text after left-padding with zeros, as S3's `sequencer`. */
  readonly sequencer: string
  /** Bytes. */
  readonly size: number
  readonly contentType: string
  readonly etag: string
  /** User metadata; names are lower case. */
  readonly metadata: Readonly<Record<string, string>>
}

/** The object, or the version asked for, is not there (any more). */
export class ObjectMissing extends Schema.TaggedError<ObjectMissing>()("ObjectMissing", {
  bucket: Schema.String,
  key: Schema.String
}) {
  override get message(): string {
    return `${this.bucket}: the object is not there any more`
  }
}

/** The object backend. */
export class ObjectStore extends Context.Service<
  ObjectStore,
  {
    readonly put: (
      object: {
        readonly bucket: string
        readonly key: string
        readonly contentType: string
        readonly metadata: Readonly<Record<string, string>>
      },
      bytes: Stream.Stream<Uint8Array, Unavailable>
    ) => Effect.Effect<ObjectHead, Unavailable>
    readonly head: (ref: ObjectRef) => Effect.Effect<ObjectHead, ObjectMissing | Unavailable>
    /** The object's bytes; fails before the first byte where it is missing. */
    readonly get: (ref: ObjectRef) => Stream.Stream<Uint8Array, ObjectMissing | Unavailable>
    /** Deletes the newest version (or the one named). Deleting what is not there succeeds. */
    readonly delete: (ref: ObjectRef) => Effect.Effect<void, Unavailable>
    /** Newest versions in key order. */
    readonly list: (options: {
      readonly bucket: string
      readonly prefix: string
      readonly limit: number
      readonly cursor?: string | undefined
    }) => Effect.Effect<
      { readonly objects: ReadonlyArray<ObjectHead>; readonly cursor: string | undefined },
      Unavailable
    >
  }
>()("@millrace/core/ObjectStore") {}

/** Orders two sequencers of one key: negative where `left` is older. */
export const compareSequencers = (left: string, right: string): number => {
  const width = Math.max(left.length, right.length)
  const a = left.padStart(width, "0")
  const b = right.padStart(width, "0")
  return a < b ? -1 : a > b ? 1 : 0
}
