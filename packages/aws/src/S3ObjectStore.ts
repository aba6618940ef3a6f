/**
 * The object store on S3. Buckets are versioned. A put that fits one part is one request; a longer one is a multipart
 * upload, given up whole where its bytes fail.
 *
 * S3 tells a version's `sequencer` in notifications only. Puts of this store write one of their own into the metadata
 * (`millrace-sequencer`: the Clock's milliseconds and a counter), so what HEAD answers orders puts of one process exactly,
 * and puts of several as far as their clocks agree. For objects that others put, browsers included, it is the time of
 * last change, to the second. Neither is comparable with a notification's: who has that one, uses that one.
 *
 * To who may not list a bucket, S3 answers 403 where an object is not there. A 403 that names a lacking permission other
 * than `s3:ListBucket` is `denied`; any other one counts as missing. HEAD has no message, so a 403 to it is asked again as
 * GET of one byte. Functions that may list get 404 and none of this.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type HeadObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand
} from "@aws-sdk/client-s3"
import * as ObjectStore from "@millrace/core/ObjectStore"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import * as AwsCall from "./AwsCall.ts"
import * as AwsFailure from "./AwsFailure.ts"
import type { AwsNames } from "./AwsNames.ts"
import { type AwsSettings, clientOptions } from "./AwsSettings.ts"
import * as LazyClient from "./LazyClient.ts"
import * as S3Metadata from "./S3Metadata.ts"

/** Bytes of a part. With S3's 10,000 parts the longest object is 78 GiB. */
const partBytes = 8 * 1024 * 1024

/** Name of the metadata entry that holds a put's sequencer. */
const sequencerName = "millrace-sequencer"

/** Version id of every object in a bucket that keeps none. */
const unversioned = "null"

const create = (settings: AwsSettings): S3Client =>
  new S3Client({
    ...clientOptions(settings),
    // Peers are reached by one host name; AWS by the bucket's own.
    forcePathStyle: settings.endpoint !== undefined
  })

/** A client for S3 that ends with the scope. */
export const client = (settings: AwsSettings) =>
  Effect.map(
    LazyClient.make(() => create(settings)),
    (made) => made()
  )

type Physical = { readonly Bucket: string; readonly Key: string; readonly VersionId?: string }

/** A malformed version id is a 400, a delete marker's a 405: versions that nobody can read. */
const isMissing = (failure: AwsFailure.AwsFailure, physical: Physical): boolean =>
  (failure.reason === "missing" && failure.code !== "NoSuchBucket") ||
  (physical.VersionId !== undefined && failure.reason === "invalid") ||
  isHiddenMissing(failure)

const isHiddenMissing = ({ code, lacking, reason }: AwsFailure.AwsFailure): boolean =>
  reason === "denied" && code === "AccessDenied" && (lacking === undefined || lacking === "s3:ListBucket")

const make = (s3: () => S3Client, call: AwsCall.AwsCall, names: AwsNames): ObjectStore.ObjectStore["Service"] => {
  const physicalOf = (ref: ObjectStore.ObjectRef): Physical => ({
    Bucket: names({ kind: "bucket", name: ref.bucket }),
    Key: ref.key,
    ...(ref.versionId === undefined ? {} : { VersionId: ref.versionId })
  })

  /** Puts of one key go one after another, so that their sequencers say their order. Keys share a few locks. */
  const locks = Array.from({ length: 64 }, () => Semaphore.makeUnsafe(1))
  const lockOf = (key: string): Semaphore.Semaphore => {
    let hash = 0
    for (let at = 0; at < key.length; at++) hash = (hash * 31 + key.charCodeAt(at)) | 0
    return locks[Math.abs(hash) % locks.length] ?? Semaphore.makeUnsafe(1)
  }

  let last = 0n
  const nextSequencer = Effect.map(Clock.currentTimeMillis, (now) => {
    // Twenty bits of counter below the milliseconds.
    const floor = BigInt(Math.max(0, now)) << 20n
    last = floor > last ? floor : last + 1n
    return last.toString(16).toUpperCase().padStart(16, "0")
  })

  const missing = (ref: ObjectStore.ObjectRef) => new ObjectStore.ObjectMissing({ bucket: ref.bucket, key: ref.key })

  const toHead = (ref: ObjectStore.ObjectRef, output: Partial<HeadObjectCommandOutput>): ObjectStore.ObjectHead => {
    const { [sequencerName]: stamped, ...metadata } = S3Metadata.decode(output.Metadata)
    const modified = BigInt(output.LastModified?.getTime() ?? 0) << 20n
    return {
      bucket: ref.bucket,
      key: ref.key,
      versionId: output.VersionId ?? ref.versionId ?? unversioned,
      sequencer: stamped ?? modified.toString(16).toUpperCase().padStart(16, "0"),
      size: output.ContentLength ?? 0,
      contentType: output.ContentType ?? "application/octet-stream",
      etag: (output.ETag ?? "").replaceAll('"', ""),
      metadata
    }
  }

  /** HEAD says no more than 403; GET says which permission lacks. */
  const explain = (physical: Physical, failure: AwsFailure.AwsFailure) =>
    failure.reason === "denied" && failure.lacking === undefined
      ? call("GetObject", (options) =>
          s3().send(new GetObjectCommand({ ...physical, Range: "bytes=0-0" }), options)
        ).pipe(Effect.matchEffect({ onFailure: Effect.fail, onSuccess: () => Effect.fail(failure) }))
      : Effect.fail(failure)

  const headOutput = (ref: ObjectStore.ObjectRef) => {
    const physical = physicalOf(ref)
    return call("HeadObject", (options) => s3().send(new HeadObjectCommand(physical), options)).pipe(
      Effect.catch((failure) => explain(physical, failure)),
      Effect.catch((failure): Effect.Effect<never, ObjectStore.ObjectMissing | Unavailable> =>
        isMissing(failure, physical) ? Effect.fail(missing(ref)) : AwsFailure.toUnavailable(failure)
      )
    )
  }

  const head = (ref: ObjectStore.ObjectRef) => Effect.map(headOutput(ref), (output) => toHead(ref, output))

  const get = (ref: ObjectStore.ObjectRef): Stream.Stream<Uint8Array, ObjectStore.ObjectMissing | Unavailable> => {
    const physical = physicalOf(ref)
    return Stream.unwrap(
      call("GetObject", (options) => s3().send(new GetObjectCommand(physical), options)).pipe(
        Effect.catch((failure): Effect.Effect<never, ObjectStore.ObjectMissing | Unavailable> =>
          isMissing(failure, physical) ? Effect.fail(missing(ref)) : AwsFailure.toUnavailable(failure)
        ),
        Effect.map(({ Body }): Stream.Stream<Uint8Array, Unavailable> => {
          if (Body === undefined) return Stream.empty
          // The SDK types bodies for every platform; on Node they are Readables, which are async iterables of bytes.
          const bytes = Body as unknown as AsyncIterable<Uint8Array>
          return Stream.fromAsyncIterable(bytes, (error) => AwsFailure.classify("S3", "S3.GetObject", error)).pipe(
            Stream.catch((failure) => Stream.fromEffect(AwsFailure.toUnavailable(failure)))
          )
        })
      )
    )
  }

  type Description = Parameters<ObjectStore.ObjectStore["Service"]["put"]>[0]

  const described = Effect.fnUntraced(function* (description: Description) {
    const sequencer = yield* nextSequencer
    return {
      ...physicalOf(description),
      ContentType: description.contentType,
      Metadata: { ...S3Metadata.encode(description.metadata), [sequencerName]: sequencer }
    }
  })

  const putWhole = Effect.fnUntraced(function* (description: Description, bytes: Uint8Array) {
    const put = Effect.flatMap(described(description), (input) =>
      Effect.map(
        call("PutObject", (options) => s3().send(new PutObjectCommand({ ...input, Body: bytes }), options)),
        (output) => ({ ...output, Metadata: input.Metadata })
      )
    )
    return yield* lockOf(description.key).withPermits(1)(put)
  })

  /** Takes bytes as they come and sends them in parts once there are enough of them for more than one request. */
  const put = Effect.fnUntraced(function* (
    description: Description,
    bytes: Stream.Stream<Uint8Array, Unavailable>
  ): Effect.fn.Return<ObjectStore.ObjectHead, Unavailable> {
    const physical = physicalOf(description)
    let chunks: Array<Uint8Array> = []
    let length = 0
    let size = 0
    let uploadId: string | undefined
    let Metadata: Record<string, string> = {}
    const parts: Array<{ readonly PartNumber: number; readonly ETag: string | undefined }> = []

    const sendPart = Effect.gen(function* () {
      if (uploadId === undefined) {
        const input = yield* described(description)
        const created = yield* call("CreateMultipartUpload", (options) =>
          s3().send(new CreateMultipartUploadCommand(input), options)
        )
        uploadId = created.UploadId
        Metadata = input.Metadata
      }
      const part = { ...physical, UploadId: uploadId, PartNumber: parts.length + 1, Body: Buffer.concat(chunks) }
      chunks = []
      length = 0
      const { ETag } = yield* call("UploadPart", (options) => s3().send(new UploadPartCommand(part), options))
      parts.push({ PartNumber: part.PartNumber, ETag })
    })

    const finish = Effect.gen(function* () {
      if (uploadId === undefined) return yield* putWhole(description, Buffer.concat(chunks))
      if (length > 0) yield* sendPart
      const input = { ...physical, UploadId: uploadId, MultipartUpload: { Parts: parts } }
      const output = yield* call("CompleteMultipartUpload", (options) =>
        s3().send(new CompleteMultipartUploadCommand(input), options)
      )
      return { ...output, Metadata }
    })

    // Left behind, the parts would be paid for until the bucket's lifecycle rule finds them.
    const giveUp = Effect.suspend(() =>
      uploadId === undefined
        ? Effect.void
        : Effect.ignore(
            call("AbortMultipartUpload", (options) =>
              s3().send(new AbortMultipartUploadCommand({ ...physical, UploadId: uploadId }), options)
            )
          )
    )

    const stored = yield* Stream.runForEach(bytes, (chunk) => {
      chunks.push(chunk)
      length += chunk.length
      size += chunk.length
      return length < partBytes ? Effect.void : sendPart
    }).pipe(
      Effect.andThen(finish),
      Effect.onExit((exit) => (Exit.isSuccess(exit) ? Effect.void : giveUp)),
      Effect.catchTag("AwsFailure", AwsFailure.toUnavailable)
    )
    // Not asked of S3: who may write a bucket need not be one who may read it.
    return toHead(description, {
      VersionId: stored.VersionId,
      ETag: stored.ETag,
      ContentLength: size,
      ContentType: description.contentType,
      Metadata: stored.Metadata
    })
  })

  const list: ObjectStore.ObjectStore["Service"]["list"] = Effect.fnUntraced(function* (options) {
    const output = yield* call("ListObjectsV2", (sending) =>
      s3().send(
        new ListObjectsV2Command({
          Bucket: names({ kind: "bucket", name: options.bucket }),
          Prefix: options.prefix,
          MaxKeys: Math.min(1000, options.limit),
          ...(options.cursor === undefined ? {} : { StartAfter: options.cursor })
        }),
        sending
      )
    ).pipe(Effect.catch(AwsFailure.toUnavailable))
    const keys = (output.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]))
    // A listing says neither version, type nor metadata. What is deleted meanwhile is no longer part of it.
    const heads = yield* Effect.forEach(
      keys,
      (key) =>
        head({ bucket: options.bucket, key }).pipe(
          Effect.asSome,
          Effect.catchTag("ObjectMissing", () => Effect.succeedNone)
        ),
      { concurrency: 8 }
    )
    return {
      objects: heads.flatMap((found) => Option.toArray(found)),
      cursor: output.IsTruncated === true ? keys.at(-1) : undefined
    }
  })

  return ObjectStore.ObjectStore.of({
    put,
    head,
    get,
    list,
    delete: (ref) => {
      const physical = physicalOf(ref)
      return call("DeleteObject", (options) => s3().send(new DeleteObjectCommand(physical), options)).pipe(
        Effect.asVoid,
        Effect.catch((failure) =>
          failure.reason !== "denied" && isMissing(failure, physical) ? Effect.void : AwsFailure.toUnavailable(failure)
        )
      )
    }
  })
}

/** The object store on the buckets that `names` names. */
export const layer = (options: {
  readonly settings: AwsSettings
  readonly names: AwsNames
}): Layer.Layer<ObjectStore.ObjectStore> =>
  Layer.effect(
    ObjectStore.ObjectStore,
    Effect.map(
      LazyClient.make(() => create(options.settings)),
      (s3) => make(s3, AwsCall.make("S3", options.settings), options.names)
    )
  )
