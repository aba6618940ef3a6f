/**
 * How a collection's key fields become the partition and sort keys of rows. Segments are joined by U+001F, which sorts
 * below every character that a segment can hold, so keys order as their tuples do. Control characters and `%` are
 * percent-escaped, so no value can reach into another partition.
 */

const separator = "\u001f"
/** The character after the separator: ends the range of everything that begins with a terminated tuple. */
const afterSeparator = "\u0020"

// Escaping is what keeps a hostile value inside its segment, so the control characters are named on purpose.
// oxlint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001f%]/g

// Nearly every segment: nothing to escape, and no half of a surrogate pair.
// oxlint-disable-next-line no-control-regex
const plain = /^[^\u0000-\u001f%\ud800-\udfff]*$/

const escape = (segment: string): string =>
  plain.test(segment)
    ? segment
    : segment.toWellFormed().replace(unsafe, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`)

/** Joins segments, each terminated. */
export const encode = (segments: ReadonlyArray<string>): string => {
  let key = ""
  for (const segment of segments) key += escape(segment) + separator
  return key
}

/** As `encode`, for one row after another: rows of one partition come together, and its key is encoded once. */
export const encoder = (): ((segments: ReadonlyArray<string>) => string) => {
  let last: ReadonlyArray<string> = []
  let key = ""
  return (segments) => {
    if (segments.length !== last.length || segments.some((segment, index) => segment !== last[index])) {
      key = encode(segments)
      last = segments
    }
    return key
  }
}

/** The tenant of an encoded partition key. */
export const tenantOf = (partition: string): string => {
  const end = partition.indexOf(separator)
  return partition
    .slice(0, end === -1 ? partition.length : end)
    .replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Which sort keys of a partition to read. All bounds are tuples of leading sort fields. */
export interface Range {
  /** Only rows whose leading sort fields equal these. */
  readonly prefix?: ReadonlyArray<string>
  /** Only rows at or above; the last value may be the beginning of a value (`["2024-01"]`). */
  readonly from?: ReadonlyArray<string>
  /** Only rows below; the last value may be the beginning of a value. */
  readonly until?: ReadonlyArray<string>
  readonly descending?: boolean
}

const open = (segments: ReadonlyArray<string>): string => encode(segments.slice(0, -1)) + escape(segments.at(-1) ?? "")

/** The bounds of a range, as the table store takes them. */
export const bounds = (range: Range): { readonly from: string | undefined; readonly until: string | undefined } => {
  const prefix = encode(range.prefix ?? [])
  const lower = range.from === undefined ? prefix : prefix + open(range.from)
  const upper =
    range.until === undefined
      ? prefix === ""
        ? undefined
        : prefix.slice(0, -1) + afterSeparator
      : prefix + open(range.until)
  return { from: lower === "" ? undefined : lower, until: upper }
}
