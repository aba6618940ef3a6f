/**
 * Uploads from a browser: an address that takes one PUT of one object, of the content type and with the metadata that were
 * signed, for a while. S3 refuses a request that sends others.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/PresignedUrlUploadObject.html
 */
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as AwsFailure from "./AwsFailure.ts"
import type { AwsNames } from "./AwsNames.ts"
import { type AwsSettings, clientOptions } from "./AwsSettings.ts"
import * as S3Metadata from "./S3Metadata.ts"

/** Longest time that S3 lets a signature be valid, seconds: seven days. */
export const maxExpirySeconds = 604_800

/** What may be uploaded. */
export interface Description {
  /** The bucket's name in the pipeline, such as `uploads`. */
  readonly bucket: string
  readonly key: string
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  /** How long the address is good for, seconds; at most {@link maxExpirySeconds}. */
  readonly expiresInSeconds: number
}

/** Where to PUT, and the headers that have to be sent along as they are. */
export interface Upload {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Signs uploads. Nothing is sent to S3. */
export class Presigned extends Context.Service<
  Presigned,
  { readonly upload: (description: Description) => Effect.Effect<Upload, Unavailable> }
>()("@millrace/aws/Presigned") {}

/** Signs with the credentials of the settings, or of the role. */
export const layer = (options: { readonly settings: AwsSettings; readonly names: AwsNames }): Layer.Layer<Presigned> =>
  Layer.effect(
    Presigned,
    Effect.gen(function* () {
      const { names, settings } = options
      const s3 = yield* Effect.acquireRelease(
        Effect.sync(
          () =>
            new S3Client({
              ...clientOptions(settings),
              forcePathStyle: settings.endpoint !== undefined,
              // A checksum would be one of no bytes: whoever signs has not seen the file.
              requestChecksumCalculation: "WHEN_REQUIRED"
            })
        ),
        (made) => Effect.sync(() => made.destroy())
      )
      return Presigned.of({
        upload: Effect.fnUntraced(function* (description) {
          const { bucket, contentType, expiresInSeconds, key } = description
          if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > maxExpirySeconds) {
            return yield* Effect.die(
              new AwsFailure.RequestInvalid(
                `Presigned.upload: an address is good for 1 to ${maxExpirySeconds} seconds, not ${expiresInSeconds}.`
              )
            )
          }
          const metadata = S3Metadata.encode(description.metadata)
          const command = new PutObjectCommand({
            Bucket: names({ kind: "bucket", name: bucket }),
            Key: key,
            ContentType: contentType,
            Metadata: metadata
          })
          const headers = Object.fromEntries(
            Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])
          )
          const signingDate = DateTime.toDateUtc(yield* DateTime.now)
          const url = yield* Effect.tryPromise({
            try: () =>
              getSignedUrl(s3, command, {
                expiresIn: expiresInSeconds,
                signingDate,
                // Signed as headers, so the browser can neither leave them out nor send others.
                signableHeaders: new Set(["content-type", "host"]),
                unhoistableHeaders: new Set(Object.keys(headers))
              }),
            catch: (error) => AwsFailure.classify("S3", "S3.presign", error)
          }).pipe(Effect.catch(AwsFailure.toUnavailable))
          return { url, headers: { "content-type": contentType, ...headers } }
        })
      })
    })
  )
