/** What a file is told that is refused for its size, by whichever consumer notices first. */
import type { Refusal } from "../domain/StoredFile.ts"

/** The file has no bytes. */
export const empty: Refusal = {
  code: "empty",
  reason: "The file has no bytes.",
  looksLike: null,
  mend: "Export the statement again and upload it."
}

/** The file is above the limit. */
export const tooLarge = (maxBytes: number): Refusal => ({
  code: "too-large",
  reason: `The file is larger than ${Math.floor(maxBytes / 1_048_576)} MiB.`,
  looksLike: null,
  mend: "Export a shorter period."
})
