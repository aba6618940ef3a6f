/**
 * Ids that are content, not chance. An id is a hash of the parts that make a thing what it is, so doing the same work
 * again gives the same id, and everything keyed by it is written once however often it is delivered.
 */
import { hash } from "node:crypto"

/**
 * Hashes parts to 32 lower-case hexadecimal digits (the first 128 bits of SHA-256). Parts are length-prefixed, so
 * `["ab", "c"]` and `["a", "bc"]` differ.
 */
export const make = (parts: ReadonlyArray<string>): string => {
  let text = ""
  for (const part of parts) text += `${part.length}:${part}`
  return hash("sha256", text, "hex").slice(0, 32)
}

/** Hashes bytes or text as they are, to 32 lower-case hexadecimal digits. */
export const ofBytes = (bytes: Uint8Array | string): string => hash("sha256", bytes, "hex").slice(0, 32)

/**
 * As `make`, with all 256 bits (64 hexadecimal digits): for evidence, where somebody may look for two contents of one hash.
 */
export const evidence = (parts: ReadonlyArray<string>): string => {
  let text = ""
  for (const part of parts) text += `${part.length}:${part}`
  return hash("sha256", text, "hex")
}
