/**
 * The text that a transaction's identity rests on: a description with everything taken out that banks change between two
 * exports of the same row (case, white space, the composition of accents). It is frozen: changing it would make every row
 * of every file a new transaction, so an improvement is a new version beside this one, never an edit. What rules match on is
 * another normalization, which may change.
 */

/** Names this normalization inside identities. */
export const version = "1"

// eslint-disable-next-line no-control-regex -- the ASCII range is the point: nothing in it composes, is dropped or is broken
const ascii = /^[\x00-\x7f]*$/

/**
 * Compatibility-composed, lower-cased, runs of white space as one space, none at the ends. Format characters (soft
 * hyphens, joiners, direction marks) are dropped, lone surrogates replaced.
 */
export const of = (description: string): string => {
  const composed = ascii.test(description)
    ? description
    : description
        .toWellFormed()
        .normalize("NFKC")
        .replace(/\p{Cf}/gu, "")
  return composed.toLowerCase().replace(/\s+/g, " ").trim()
}
