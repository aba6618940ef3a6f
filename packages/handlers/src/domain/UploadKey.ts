/**
 * Keys of uploads: `userId/fileId/filename`, where the user is the tenant. Keys come decoded; whatever a person calls a file
 * is a valid filename, slashes included.
 */

/** A key, taken apart. */
export interface UploadKey {
  readonly userId: string
  readonly fileId: string
  readonly filename: string
  /** The key without the tenant. */
  readonly relative: string
}

/** What a key turned out to be. */
export type ParsedKey =
  | { readonly _tag: "Upload"; readonly key: UploadKey }
  /** Not for us: a restored backup, or the marker of a folder. */
  | { readonly _tag: "Ignored" }
  | { readonly _tag: "Invalid"; readonly reason: string }

/** Where restored backups lie: left alone. */
const restored = "restore_packages"

/** Longest id of a user or a file. */
const maximumIdLength = 128

/** Reads a key. */
export const parse = (key: string): ParsedKey => {
  const [userId = "", fileId = "", ...rest] = key.split("/")
  if (userId === restored || fileId === restored || key.endsWith("/")) return { _tag: "Ignored" }
  const filename = rest.join("/")
  if (userId === "" || fileId === "" || filename === "") {
    return { _tag: "Invalid", reason: "The key is not of the form userId/fileId/filename." }
  }
  if (userId.length > maximumIdLength || fileId.length > maximumIdLength) {
    return { _tag: "Invalid", reason: `The key's userId or fileId is longer than ${maximumIdLength} characters.` }
  }
  return { _tag: "Upload", key: { userId, fileId, filename, relative: `${fileId}/${filename}` } }
}
