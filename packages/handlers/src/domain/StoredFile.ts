/**
 * A file that a person uploaded, from its arrival to its end. The record outlives the file: after a deletion it is the
 * tombstone that keeps a late or repeated notification from bringing the file back, and its sequencer keeps an older one
 * from overtaking a newer.
 */
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Schema from "effect/Schema"
import { AccountMonths } from "./Account.ts"
import { Certificate } from "./Certificate.ts"

/** Schema of why a file is refused. */
export const Refusal = Schema.Struct({
  /** Stable and kebab-case: `empty`, `too-large`, `too-many-rows`, `key-invalid`, or a code of the reader. */
  code: Schema.String,
  /** For a person. Holds nothing of the file's content. */
  reason: Schema.String,
  looksLike: Schema.NullOr(Schema.String),
  /** What to do instead. */
  mend: Schema.NullOr(Schema.String)
})
export type Refusal = typeof Refusal.Type

/** Schema of the record of a file. */
export const StoredFile = Schema.Struct({
  fileId: Schema.String,
  filename: Schema.String,
  /** Key of the object, relative to the tenant. */
  key: Schema.String,
  versionId: Schema.String,
  /** Orders the uploads of this file. */
  sequencer: Schema.String,
  /** Bytes. */
  size: Schema.Int,
  contentType: Schema.String,
  /** The account that the upload named. */
  accountId: Schema.NullOr(Schema.String),
  status: Schema.Literals(["received", "processing", "processed", "rejected", "deleted"]),
  refusal: Schema.NullOr(Refusal),
  certificate: Schema.NullOr(Certificate),
  /** Every account and month that any version of the file ever had rows in. */
  touched: Schema.Array(AccountMonths),
  /**
   * The last deletion: the event that asked for it, the upload that it is of, and what it takes, counted before anything is
   * taken. A later upload keeps it, so that the same request does not delete that one too.
   */
  deletion: Schema.NullOr(
    Schema.Struct({
      eventId: Schema.String,
      sequencer: Schema.String,
      removed: Schema.Int,
      kept: Schema.Int,
      /** RFC 3339: when a person asked for it; absent where a refused upload took the rows of an earlier one away. */
      requestedAt: Schema.optionalKey(Schema.String)
    })
  ),
  /** The sequencer of the upload whose rows are stored, which may be an earlier one than the file's. */
  storedSequencer: Schema.NullOr(Schema.String),
  /** RFC 3339. */
  receivedAt: Schema.String
})
export type StoredFile = typeof StoredFile.Type

/** How a notification stands to what is known of the file. */
export type Arrival = "new" | "again" | "stale" | "buried" | "belated"

/**
 * `again` is the notification that was seen already, `stale` one of an older upload, `buried` one of an upload that was
 * deleted since, `belated` one of a newer upload that had been made when a person had the file deleted. `uploadedAt` is
 * RFC 3339.
 */
export const arrival = (
  known: StoredFile | undefined,
  upload: { readonly sequencer: string; readonly uploadedAt: string }
): Arrival => {
  if (known === undefined) return "new"
  const order = ObjectStore.compareSequencers(upload.sequencer, known.sequencer)
  if (order > 0) {
    const requestedAt = known.deletion?.requestedAt
    const wasMeant = known.status === "deleted" && requestedAt !== undefined && upload.uploadedAt < requestedAt
    return wasMeant ? "belated" : "new"
  }
  if (order < 0) return "stale"
  return known.status === "deleted" ? "buried" : "again"
}
