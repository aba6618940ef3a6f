/**
 * How large a file may be. Bytes are checked before a file is read, rows while it is. The defaults are what the
 * file-processor's ten minutes allow on the slower of the two runtimes: at 25 rows a DynamoDB batch, two batches a row's worth
 * of writes and 20 ms each, 200,000 rows are 320 seconds.
 */
import * as Context from "effect/Context"

/** Limits of an upload. */
export interface UploadLimits {
  readonly maxBytes: number
  readonly maxRows: number
}

/** The limits in force; a runtime may provide others. */
export const UploadLimits: Context.Reference<UploadLimits> = Context.Reference<UploadLimits>(
  "@millrace/handlers/UploadLimits",
  { defaultValue: () => ({ maxBytes: 100 * 1024 * 1024, maxRows: 200_000 }) }
)
