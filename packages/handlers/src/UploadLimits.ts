/**
 * How large a file may be. Bytes are checked before a file is read, rows while it is. The defaults are what the
 * file-processor's ten minutes allow on the slower of the two runtimes: a DynamoDB partition takes 1,000 write units a second,
 * and a file of one month is one partition; at two units a row, which an atomic write of up to 1 KB takes, 200,000 rows are 400
 * seconds.
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
