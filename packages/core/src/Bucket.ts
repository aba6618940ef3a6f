/**
 * A bucket of objects, declared as a resource and reached by two capabilities, `Reader` and `Writer`. Keys inside a program
 * are relative to the delivery's tenant: `fileId/filename` is the object `tenantId/fileId/filename`.
 *
 * A bucket that notifies also declares the entry event that an upload emits, {@link ObjectCreated}.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type * as Backends from "./Backends.ts"
import type * as Capability from "./Capability.ts"
import type * as Envelope from "./Envelope.ts"
import * as Event from "./Event.ts"
import type * as ObjectStore from "./ObjectStore.ts"
import * as Tenant from "./Tenant.ts"
import type { Unavailable } from "./Unavailable.ts"

/** An object of the tenant, or one version of it. */
export interface Ref {
  readonly key: string
  readonly versionId?: string | undefined
}

/** Reads a bucket. */
export interface Reader {
  readonly head: (ref: Ref) => Effect.Effect<ObjectStore.ObjectHead, ObjectStore.ObjectMissing | Unavailable>
  readonly get: (ref: Ref) => Stream.Stream<Uint8Array, ObjectStore.ObjectMissing | Unavailable>
}

/** Writes a bucket. */
export interface Writer {
  readonly put: (
    object: {
      readonly key: string
      readonly contentType: string
      readonly metadata?: Readonly<Record<string, string>>
    },
    bytes: Stream.Stream<Uint8Array, Unavailable>
  ) => Effect.Effect<ObjectStore.ObjectHead, Unavailable>
  readonly delete: (ref: Ref) => Effect.Effect<void, Unavailable>
}

/** Requirement of a program that reads the bucket. */
export interface Reads<out Name extends string> {
  readonly key: `${Name}.Reader`
}

/** Requirement of a program that writes the bucket. */
export interface Writes<out Name extends string> {
  readonly key: `${Name}.Writer`
}

/** A bucket declaration: extend it with a class. */
export interface BucketClass<in out Name extends string> {
  new (_: never): { readonly bucket: Name }
  readonly resource: Extract<Capability.Resource, { readonly kind: "bucket" }> & { readonly name: Name }
  readonly Reader: Capability.Capability<Reads<Name>, Reader>
  readonly Writer: Capability.Capability<Writes<Name>, Writer>
}

/** Declares a bucket. */
export const make = <const Name extends string>(
  name: Name,
  options?: {
    /** Whether a put emits `ObjectCreated`. Default false. */
    readonly notifies?: boolean
  }
): BucketClass<Name> => {
  const resource = { kind: "bucket", name, notifies: options?.notifies ?? false } as const
  const ref = (tenant: string, relative: Ref): ObjectStore.ObjectRef => ({
    bucket: name,
    key: `${tenant}/${relative.key}`,
    versionId: relative.versionId
  })
  class Declared {
    static readonly resource = resource
    static readonly Reader: Capability.Capability<Reads<Name>, Reader> = Object.assign(
      Context.Service<Reads<Name>, Reader>(`${name}.Reader`),
      {
        grant: { resource, access: "read" } as const,
        fromBackends: ({ objects }: Backends.Backends): Reader => ({
          head: (relative) => Effect.flatMap(Tenant.require(name), (tenant) => objects.head(ref(tenant, relative))),
          get: (relative) =>
            Stream.unwrap(Effect.map(Tenant.require(name), (tenant) => objects.get(ref(tenant, relative))))
        })
      }
    )
    static readonly Writer: Capability.Capability<Writes<Name>, Writer> = Object.assign(
      Context.Service<Writes<Name>, Writer>(`${name}.Writer`),
      {
        grant: { resource, access: "write" } as const,
        fromBackends: ({ objects }: Backends.Backends): Writer => ({
          put: (object, bytes) =>
            Effect.flatMap(Tenant.require(name), (tenant) =>
              objects.put(
                {
                  bucket: name,
                  key: `${tenant}/${object.key}`,
                  contentType: object.contentType,
                  metadata: object.metadata ?? {}
                },
                bytes
              )
            ),
          delete: (relative) => Effect.flatMap(Tenant.require(name), (tenant) => objects.delete(ref(tenant, relative)))
        })
      }
    )
    readonly bucket = name
    // A declaration is never instantiated; the parameter keeps `new` out of reach.
    constructor(_: never) {}
  }
  return Declared
}

/** An object was put into a bucket that notifies. The key is whole, tenant included, decoded. */
export class ObjectCreated extends Event.make("object.created", {
  source: "millrace.storage",
  entry: true,
  payload: Schema.Struct({
    bucket: Schema.String,
    key: Schema.String,
    versionId: Schema.String,
    sequencer: Schema.String,
    /** Bytes. */
    size: Schema.Int
  }),
  attributes: ["bucket"]
}) {}

/** The tenant that an object key names: its first segment. `undefined` where the key has none. */
export const tenantOfKey = (key: string): string | undefined => {
  const slash = key.indexOf("/")
  return slash > 0 ? key.slice(0, slash) : undefined
}

/**
 * The object key that an S3 notification names. Notifications write keys as HTML forms do: `My+File+%281%29.csv` is
 * `My File (1).csv`. `undefined` for what is no such text.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const keyFromNotification = (encoded: string): string | undefined => {
  const spaced = encoded.replaceAll("+", " ")
  return /%(?![0-9A-Fa-f]{2})/.test(spaced) ? undefined : decoded(spaced)
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    // Bytes that are no UTF-8.
    return undefined
  }
}

/** Tenant of a notification whose key names none; the handler sees the key and decides. */
export const unknownTenant = "unknown"

/**
 * The envelope of an upload. Every runtime makes it by this function, so the same put is the same event everywhere. Its id
 * hashes bucket, key, version and sequencer, never the ETag: the same bytes put twice are two events.
 */
export const objectCreated = (
  object: Pick<ObjectStore.ObjectHead, "bucket" | "key" | "versionId" | "sequencer" | "size">,
  options: {
    readonly time: string
    readonly traceparent?: string | undefined
    readonly tracestate?: string | undefined
  }
): Effect.Effect<Envelope.Envelope> =>
  Event.root(
    ObjectCreated,
    {
      bucket: object.bucket,
      key: object.key,
      versionId: object.versionId,
      sequencer: object.sequencer,
      size: object.size
    },
    {
      tenantId: tenantOfKey(object.key) ?? unknownTenant,
      stimulus: [object.bucket, object.key, object.versionId, object.sequencer],
      subject: object.key,
      time: options.time,
      ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent }),
      ...(options.tracestate === undefined ? {} : { tracestate: options.tracestate })
    }
  )
