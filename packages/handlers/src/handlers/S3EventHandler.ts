/**
 * The s3-event-handler's program: an upload becomes a record and `file.uploaded`, or is refused before anyone reads it.
 * Notifications come late, twice and out of order; the record's sequencer and tombstone tell what they are worth.
 */
import * as ContentId from "@millrace/core/ContentId"
import * as Effect from "effect/Effect"
import { S3EventHandler } from "../contracts/S3EventHandler.ts"
import type { StoredFile } from "../domain/StoredFile.ts"
import { arrival } from "../domain/StoredFile.ts"
import * as UploadKey from "../domain/UploadKey.ts"
import { FileRejected, FileUploaded } from "../Events.ts"
import { FileLedger } from "../repositories/FileLedger.ts"
import { Uploads } from "../resources/Uploads.ts"
import { UploadLimits } from "../UploadLimits.ts"
import { empty, tooLarge } from "./Refusals.ts"

/** Metadata of the upload that names the account. */
const accountMetadata = "accountid"

export const s3EventHandler = S3EventHandler.handler(
  Effect.fn("s3-event-handler")(function* ({ data, time }) {
    const parsed = UploadKey.parse(data.key)
    if (parsed._tag === "Ignored") return
    if (parsed._tag === "Invalid") {
      // Its key names no file, so it is one of its own.
      const fileId = `key-${ContentId.make([data.bucket, data.key]).slice(0, 16)}`
      const mend = "Upload to userId/fileId/filename."
      yield* FileRejected.publish(
        { fileId, code: "key-invalid", reason: parsed.reason, looksLike: null, mend },
        { subject: fileId }
      )
      return
    }
    const files = yield* FileLedger
    const uploads = yield* Uploads.Reader
    const { maxBytes } = yield* UploadLimits
    const { fileId, filename, relative, userId } = parsed.key
    const notified = { sequencer: data.sequencer, uploadedAt: time }
    const present = yield* files.get(fileId)
    const known = arrival(present, notified)
    if (known === "stale") {
      yield* Effect.logInfo("upload notification left alone").pipe(Effect.annotateLogs({ fileId, arrival: known }))
      return
    }
    const tell = ({ accountId, contentType, key, sequencer, size, versionId }: StoredFile) =>
      FileUploaded.publish(
        { fileId, userId, key, filename, versionId, sequencer, size, contentType, accountId },
        { subject: fileId }
      )
    // It may have been deleted before it was heard of: its object is the file-processor's to take away.
    if (known === "buried" && present !== undefined) return yield* tell(present)
    const { contentType, metadata, size } = yield* uploads.head({ key: relative, versionId: data.versionId })
    const named = metadata[accountMetadata]?.trim() ?? ""
    const accountId = named === "" ? null : named
    const oversized = size > maxBytes ? tooLarge(maxBytes) : undefined
    const refusal = size === 0 ? empty : oversized
    const record = yield* files.update(fileId, (present) => {
      const how = arrival(present, notified)
      if (how !== "new" && how !== "belated") return undefined
      const received: StoredFile = {
        fileId,
        filename,
        key: relative,
        versionId: data.versionId,
        sequencer: data.sequencer,
        size,
        contentType,
        accountId,
        status: "received",
        refusal: null,
        certificate: null,
        touched: present?.touched ?? [],
        deletion: present?.deletion ?? null,
        storedSequencer: present?.storedSequencer ?? null,
        receivedAt: time
      }
      // The tombstone is of this upload from now on, as if it had been known when the file was deleted.
      if (how === "belated" && received.deletion !== null) {
        const { deletion, sequencer } = received
        return { ...received, status: "deleted", deletion: { ...deletion, sequencer } }
      }
      // Rows of an earlier upload are the file-processor's to take away, so it has to see this one.
      return refusal === undefined || received.storedSequencer !== null
        ? received
        : { ...received, status: "rejected", refusal }
    })
    if (record === undefined) return
    const now = arrival(record, notified)
    if (now === "buried") return yield* tell(record)
    if (now !== "again") return
    // Where the file-processor had to take rows away first, the refusal is its to publish, also when asked again.
    const isRefusedThere = record.deletion?.sequencer === data.sequencer
    if (record.refusal !== null && refusal !== undefined && !isRefusedThere) {
      yield* FileRejected.publish({ fileId, ...refusal }, { subject: fileId })
      return
    }
    yield* tell(record)
  }),
  { layer: FileLedger.layer }
)
