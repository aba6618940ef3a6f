/**
 * Holds the audit trail against its seals. Works on what is stored, byte for byte, and trusts none of it to be readable: a
 * changed, missing or smuggled-in entry is named, and so is a seal that was touched.
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Entry } from "./Seal.ts"
import * as Seal from "./Seal.ts"

/** What is wrong, and where. `seal` is the number of the seal that shows it, null where none does. */
export interface Broken {
  readonly kind: "entry-changed" | "entry-missing" | "entry-unknown" | "seal-changed" | "seal-missing" | "head-differs"
  readonly seal: number | null
  readonly tenantId: string | null
  readonly eventId: string | null
}

export interface Verification {
  /** Entries that a seal lists. */
  readonly sealed: number
  /** Entries that the next seal will list. */
  readonly waiting: number
  readonly seals: number
  /** Hash of the newest seal: kept elsewhere, it proves all of this later. */
  readonly head: string | null
  /** Everything found, the oldest seal's first. Empty where the trail is whole. */
  readonly broken: ReadonlyArray<Broken>
}

/** The trail as it is stored. */
export interface Stored {
  /** Bodies of the stored seals, in the order of their keys. */
  readonly seals: ReadonlyArray<string>
  /** Entries that no seal may list yet. */
  readonly waiting: ReadonlyArray<Entry>
  /** Hash of every stored event's body, by tenant and event id as its key has them. */
  readonly digests: ReadonlyMap<
    string,
    { readonly tenantId: string; readonly eventId: string; readonly digest: string }
  >
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Seal.Seal), { onExcessProperty: "error" })

/** Verifies the trail; with `head`, also that the seal of that hash is among the seals. */
export const verify = ({ digests, seals, waiting }: Stored, head?: string): Verification => {
  const broken: Array<Broken> = []
  const known = new Set<string>()
  const ofSeal = (kind: "seal-changed" | "seal-missing", seal: number) =>
    broken.push({ kind, seal, tenantId: null, eventId: null })

  const check = (entry: Entry, seal: number | null): void => {
    const key = Seal.entryKey(entry)
    const found = digests.get(key)
    known.add(key)
    if (found?.digest === entry.digest) return
    const { eventId, tenantId } = entry
    broken.push({ kind: found === undefined ? "entry-missing" : "entry-changed", seal, tenantId, eventId })
  }

  let expected = 1
  let previous: string | null | undefined = null
  let newest: string | null = null
  let isHeadThere = head === undefined
  for (const body of seals) {
    const seal = Option.getOrUndefined(decode(body))
    if (seal === undefined) {
      ofSeal("seal-changed", expected)
      previous = undefined
      expected++
      continue
    }
    const number = Number(seal.sequence)
    const isWhole =
      Seal.hashOf(seal) === seal.hash &&
      Seal.rootOf(seal.entries) === seal.root &&
      Seal.sequenceAfter(String(number - 1)) === seal.sequence &&
      JSON.stringify(Schema.encodeSync(Seal.Seal)(seal)) === body
    if (!isWhole || number < expected) {
      // What it lists is not to be trusted, so what is wrong with its entries is not said of them.
      for (const entry of seal.entries) known.add(Seal.entryKey(entry))
      ofSeal("seal-changed", expected)
      previous = undefined
      expected++
      continue
    }
    for (; expected < number; expected++) {
      ofSeal("seal-missing", expected)
      previous = undefined
    }
    // Behind a seal that is gone or changed, the next one's word for it is all there is.
    if (previous !== undefined && seal.previous !== previous) ofSeal("seal-changed", number)
    for (const entry of seal.entries) check(entry, number)
    previous = seal.hash
    newest = seal.hash
    if (seal.hash === head) isHeadThere = true
    expected++
  }
  const sealed = known.size
  for (const entry of waiting) if (!known.has(Seal.entryKey(entry))) check(entry, null)
  const waits = known.size - sealed
  if (!isHeadThere) broken.push({ kind: "head-differs", seal: null, tenantId: null, eventId: null })
  // A seal that cannot be read may list what seems to be listed nowhere.
  for (const [key, { eventId, tenantId }] of digests) {
    if (!known.has(key)) broken.push({ kind: "entry-unknown", seal: null, tenantId, eventId })
  }
  return { sealed, waiting: waits, seals: seals.length, head: newest, broken }
}
