/**
 * Seals of the audit trail. A seal lists entries of the trail that no seal before it lists, holds the root of a Merkle tree over
 * them, and the hash of the seal before; its own hash covers all of that. Whoever keeps the newest seal's hash elsewhere can
 * tell whether anything that it and its predecessors list was changed since, even if every seal was written anew.
 *
 * Writers of the trail do not wait for seals or for each other: an entry that comes late is in a later seal.
 */
import * as ContentId from "@millrace/core/ContentId"
import * as Schema from "effect/Schema"

/** Schema of an entry of the trail, as evidence: whose event it is, its id, and the hash of its bytes as they are stored. */
export const Entry = Schema.Struct({ tenantId: Schema.String, eventId: Schema.String, digest: Schema.String })
export type Entry = typeof Entry.Type

/** Schema of a seal. Hashes are SHA-256 in lower-case hexadecimal. */
export const Seal = Schema.Struct({
  /** From 1, ten digits, so that it sorts. */
  sequence: Schema.String,
  /** RFC 3339: the instant of the schedule that it was made for. */
  sealedAt: Schema.String,
  entries: Schema.Array(Entry),
  root: Schema.String,
  /** Hash of the seal before; null in the first. */
  previous: Schema.NullOr(Schema.String),
  hash: Schema.String
})
export type Seal = typeof Seal.Type

/** Most entries of a seal: some 160 KB, well below what one item of a table may have. */
export const maximumEntries = 1000

/** Hash of an entry's bytes as stored. */
export const digestOf = (body: string): string => ContentId.evidence(["body", body])

/** Whether two entries are the same event of the same tenant. */
export const entryKey = ({ eventId, tenantId }: Pick<Entry, "tenantId" | "eventId">): string =>
  JSON.stringify([tenantId, eventId])

/** Root of the Merkle tree: leaves and inner nodes hash apart, and a node without a sibling goes up as it is (RFC 6962). */
export const rootOf = (entries: ReadonlyArray<Entry>): string => {
  let level = entries.map(({ digest, eventId, tenantId }) => ContentId.evidence(["entry", tenantId, eventId, digest]))
  while (level.length > 1) {
    const above: Array<string> = []
    for (let at = 0; at < level.length; at += 2) {
      const [left = "", right] = level.slice(at, at + 2)
      above.push(right === undefined ? left : ContentId.evidence(["node", left, right]))
    }
    level = above
  }
  return level[0] ?? ContentId.evidence(["nothing"])
}

/** The hash that a seal must have. */
export const hashOf = ({ entries, previous, root, sealedAt, sequence }: Omit<Seal, "hash">): string =>
  ContentId.evidence(["seal", sequence, sealedAt, String(entries.length), root, previous ?? ""])

/** The number of the seal after one. */
export const sequenceAfter = (sequence: string | undefined): string =>
  String(Number(sequence ?? "0") + 1).padStart(10, "0")

/** Seals entries, in whatever order they are given, behind a seal. */
export const make = (previous: Seal | undefined, entries: ReadonlyArray<Entry>, sealedAt: string): Seal => {
  const ordered = entries.toSorted((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1))
  const unsigned = {
    sequence: sequenceAfter(previous?.sequence),
    sealedAt,
    entries: ordered,
    root: rootOf(ordered),
    previous: previous?.hash ?? null
  }
  return { ...unsigned, hash: hashOf(unsigned) }
}
