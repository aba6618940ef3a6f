/** Uploads to a stack's bucket: by this process, or by a browser that is given a signed address. */
import * as Presigned from "@millrace/aws/Presigned"
import * as Upload from "@millrace/aws/Upload"
import * as TraceContext from "@millrace/core/TraceContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Deployed } from "../Place.ts"
import * as Uploading from "../Uploading.ts"
import * as StackFile from "./StackFile.ts"

/** Declared name of the bucket that uploads go to. */
const bucket = "uploads"

/** Whose files they are, and which account they are of. */
export interface Owner {
  readonly user: string
  readonly account: Option.Option<string>
}

/** Longest that a signed address is good for, seconds. */
export const { maxExpirySeconds } = Presigned

/** Puts a file, with its trace context and account in the metadata. */
export const put = (file: Uploading.Identified, { account, user }: Owner) =>
  Upload.put(
    {
      bucket,
      tenantId: user,
      fileId: file.fileId,
      filename: file.name,
      contentType: file.contentType,
      accountId: Option.getOrUndefined(account)
    },
    Uploading.content(file.path)
  )

/** Signs an address that takes a PUT of the file. The trace that the upload will begin is begun here. */
export const sign = Effect.fnUntraced(
  function* (file: Uploading.Identified, { account }: Owner, expiresInSeconds: number) {
    const { upload } = yield* Presigned.Presigned
    const span = yield* Effect.orDie(Effect.currentSpan)
    const { headers, url } = yield* upload({
      bucket,
      key: file.key,
      contentType: file.contentType,
      metadata: Upload.metadataOf(TraceContext.format(span), Option.getOrUndefined(account)),
      expiresInSeconds
    })
    return { url, headers, traceId: span.traceId }
  },
  Effect.withSpan("sign upload", { kind: "producer" })
)

/** Signs with the credentials of whoever runs this. */
export const signing = (place: Deployed) =>
  Layer.unwrap(Effect.map(StackFile.read(place), ({ deployment }) => Presigned.layer(deployment)))
