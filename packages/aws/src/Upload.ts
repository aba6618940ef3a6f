/**
 * An upload to a bucket that notifies: the object with its trace context and its account in the metadata, so that the chain
 * which its notification starts continues the uploader's trace.
 */
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TraceContext from "@millrace/core/TraceContext"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"

/** A file to be uploaded. Its key is `tenantId/fileId/filename`. */
export interface File {
  /** The bucket's name in the pipeline, such as `uploads`. */
  readonly bucket: string
  readonly tenantId: string
  readonly fileId: string
  readonly filename: string
  readonly contentType: string
  /** The account that the file is of, where the uploader knows it. */
  readonly accountId?: string | undefined
}

/** Metadata of an upload: `traceparent`, and `accountid` where it is known. */
export const metadataOf = (traceparent: string, accountId: string | undefined): Readonly<Record<string, string>> => ({
  traceparent,
  ...(accountId === undefined ? {} : { accountid: accountId })
})

/** Puts the file, inside a span of its own. Answers the object and the id of the trace that it starts or continues. */
export const put = (
  file: File,
  bytes: Stream.Stream<Uint8Array, Unavailable>
): Effect.Effect<
  { readonly object: ObjectStore.ObjectHead; readonly traceId: string },
  Unavailable,
  ObjectStore.ObjectStore
> =>
  Effect.gen(function* () {
    const objects = yield* ObjectStore.ObjectStore
    const span = yield* Effect.orDie(Effect.currentSpan)
    const { accountId, bucket, contentType, fileId, filename, tenantId } = file
    const object = yield* objects.put(
      {
        bucket,
        key: `${tenantId}/${fileId}/${filename}`,
        contentType,
        metadata: metadataOf(TraceContext.format(span), accountId)
      },
      bytes
    )
    return { object, traceId: span.traceId }
  }).pipe(Effect.withSpan("upload", { kind: "producer", attributes: { "aws.s3.bucket": file.bucket } }))
