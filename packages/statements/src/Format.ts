/**
 * What a format must provide to be read: recognition by content, and a synchronous push parser.
 *
 * Parsers are plain, synchronous and free of Effect on purpose: they are the hot path, run in any JavaScript runtime, and
 * are fuzzed directly. `Reader.ts` lifts them into a `Stream`, decodes bytes, and proves the certificate.
 */
import type { Certainty, Certificate, FormatName, Item } from "./Statement.ts"

/** The beginning of a file, for recognition: at most 64 KiB. `text` is `bytes` decoded by the best guess. */
export interface Head {
  readonly bytes: Uint8Array
  readonly text: string
  /** True where `bytes` is the whole file. */
  readonly complete: boolean
}

/** A format's claim on a file. The highest score wins; 0 < score ≤ 1. */
export interface Recognition {
  readonly format: FormatName
  readonly score: number
  readonly certainty: Certainty
  /** WHATWG label of the encoding that the file itself declares (XML declaration, OFX header), where it does. */
  readonly declaredEncoding: string | null
}

/** Settings of one reading. */
export interface ReadOptions {
  /** Largest accepted record, field or line, in UTF-16 code units. Default 1,048,576. */
  readonly maxFieldLength?: number
  /** Largest accepted nesting of elements. Default 64. */
  readonly maxDepth?: number
}

/** A parser at work on one file. Both methods throw `StatementRejected` and nothing else. */
export interface Session {
  /** Takes the next piece of decoded text, cut anywhere (never inside a surrogate pair), and returns what it completed. */
  write(text: string): ReadonlyArray<Item>
  /** Takes the end of the file and returns what was left. Does not emit the `Certificate`. */
  end(): ReadonlyArray<Item>
  /**
   * Records counted by the tokenizer when it meets a record's start or end token, whatever becomes of the record
   * afterwards. This is the certificate's `rows.read`; the reader checks it against what came out.
   */
  readonly rowsRead: number
  /** What the certificate should say beyond the counts. */
  readonly summary: () => Pick<Certificate, "csv" | "notes">
}

/** A first pass over the whole text, for formats that must see all of it before they can read any of it (CSV). */
export interface Survey<Plan> {
  write(text: string): void
  end(): Plan
}

/** A bank-statement format. `Plan` is what its survey finds out; formats without a survey take `undefined`. */
export interface Format<Plan = undefined> {
  readonly names: ReadonlyArray<FormatName>
  readonly recognize: (head: Head) => Recognition | null
  readonly survey?: (recognition: Recognition, options: Required<ReadOptions>) => Survey<Plan>
  readonly open: (recognition: Recognition, options: Required<ReadOptions>, plan: Plan) => Session
}
