/**
 * The backend that carries events from publishers to the queues of the consumers whose contract wants them. It confirms
 * entry by entry, as EventBridge's PutEvents does: a call that succeeds may still have refused some entries.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Unavailable } from "./Unavailable.ts"

/** An event as the bus takes it. */
export interface Entry {
  readonly id: string
  readonly source: string
  /** EventBridge's `DetailType`: the event's type. */
  readonly detailType: string
  /** The envelope's JSON text. */
  readonly detail: string
}

/** The bus's answer to one entry. */
export type Confirmation =
  | { readonly _tag: "Accepted" }
  | { readonly _tag: "Refused"; readonly code: string; readonly detail: string }

/** What a transport can take in one call. */
export interface Limits {
  readonly maxEntries: number
  /** UTF-8 bytes of one entry, its source and detail type included. */
  readonly maxEntryBytes: number
  /** UTF-8 bytes of a whole call. */
  readonly maxCallBytes: number
}

/** EventBridge's limits: 10 entries and 256 KiB a call. */
export const eventBridgeLimits: Limits = { maxEntries: 10, maxEntryBytes: 262_144, maxCallBytes: 262_144 }

/** The bus backend. */
export class EventBus extends Context.Service<
  EventBus,
  {
    readonly limits: Limits
    /** One confirmation an entry, in the order of the entries. */
    readonly put: (entries: ReadonlyArray<Entry>) => Effect.Effect<ReadonlyArray<Confirmation>, Unavailable>
  }
>()("@millrace/core/EventBus") {}

/** Entries that the bus would not take, after every retry that one call allows itself. */
export class PublishFailed extends Schema.TaggedError<PublishFailed>()("PublishFailed", {
  refused: Schema.Int,
  of: Schema.Int,
  code: Schema.String,
  detail: Schema.String
}) {
  override get message(): string {
    return `The bus refused ${this.refused} of ${this.of} events: ${this.code} (${this.detail})`
  }
}

/** UTF-8 bytes that an entry counts for. */
export const entryBytes = (entry: Entry): number =>
  Buffer.byteLength(entry.detail) + Buffer.byteLength(entry.source) + Buffer.byteLength(entry.detailType)

/** Cuts entries into calls that respect the limits, in order. */
export const intoCalls = (entries: ReadonlyArray<Entry>, limits: Limits): ReadonlyArray<ReadonlyArray<Entry>> => {
  const calls: Array<Array<Entry>> = []
  let call: Array<Entry> = []
  let bytes = 0
  for (const entry of entries) {
    const size = entryBytes(entry)
    if (call.length > 0 && (call.length >= limits.maxEntries || bytes + size > limits.maxCallBytes)) {
      calls.push(call)
      call = []
      bytes = 0
    }
    call.push(entry)
    bytes += size
  }
  if (call.length > 0) calls.push(call)
  return calls
}

type Refused = Extract<Confirmation, { readonly _tag: "Refused" }>

/** Entries of a call that were not confirmed, and the last reason for it. */
const refusedOf = (
  call: ReadonlyArray<Entry>,
  confirmations: ReadonlyArray<Confirmation>
): readonly [ReadonlyArray<Entry>, Refused | undefined] => {
  const refused: Array<Entry> = []
  let last: Refused | undefined
  for (let position = 0; position < call.length; position++) {
    const entry = call[position]
    const confirmation = confirmations[position]
    if (confirmation?._tag === "Accepted") continue
    last = confirmation ?? { _tag: "Refused", code: "Unconfirmed", detail: "the bus did not answer for this entry" }
    if (entry !== undefined) refused.push(entry)
  }
  return [refused, last]
}

/** How often an entry is asked for at once. */
const rounds = 3

const publishRounds = Effect.fnUntraced(function* (
  bus: EventBus["Service"],
  of: number,
  begun: { readonly round: number; readonly remaining: ReadonlyArray<Entry>; readonly last: Refused | undefined }
): Effect.fn.Return<void, PublishFailed | Unavailable> {
  let { last, remaining } = begun
  for (let { round } = begun; round < rounds && remaining.length > 0; round++) {
    const left: Array<Entry> = []
    for (const call of intoCalls(remaining, bus.limits)) {
      const [refused, reason] = refusedOf(call, yield* bus.put(call))
      left.push(...refused)
      last = reason ?? last
    }
    remaining = left
  }
  if (remaining.length > 0) {
    return yield* new PublishFailed({
      refused: remaining.length,
      of,
      code: last?.code ?? "Unconfirmed",
      detail: last?.detail ?? ""
    })
  }
})

/**
 * Publishes every entry or fails: calls within the limits, and entries that were refused asked again alone, up to
 * three times at once. What still is refused is for the caller's own retry.
 */
export const publishAll = (
  bus: EventBus["Service"],
  entries: ReadonlyArray<Entry>
): Effect.Effect<void, PublishFailed | Unavailable> => {
  const [call, ...more] = intoCalls(entries, bus.limits)
  if (call === undefined) return Effect.void
  if (more.length > 0) return publishRounds(bus, entries.length, { round: 0, remaining: entries, last: undefined })
  // Nearly every publication is one call that confirms everything.
  return Effect.flatMap(bus.put(call), (confirmations) => {
    const [remaining, last] = refusedOf(call, confirmations)
    return remaining.length === 0 ? Effect.void : publishRounds(bus, entries.length, { round: 1, remaining, last })
  })
}
