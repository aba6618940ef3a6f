/**
 * The claim check: an event too large for its transport leaves its `data` in the bucket `claims` and travels with its
 * attributes and a `dataref`, so filters still match it. A claim's key is a hash of its content: writing it twice is
 * writing it once, and reading it proves it whole.
 *
 * @see https://www.enterpriseintegrationpatterns.com/patterns/messaging/StoreInLibrary.html
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/dataref.md
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Bucket from "./Bucket.ts"
import * as ContentId from "./ContentId.ts"
import * as Envelope from "./Envelope.ts"
import * as EventBus from "./EventBus.ts"
import type * as ObjectStore from "./ObjectStore.ts"
import type { Unavailable } from "./Unavailable.ts"

/** The bucket that holds claims. Its objects outlive events and dead letters. */
export class Claims extends Bucket.make("claims") {}

/** The claim is gone or damaged: no attempt can read the event. */
export class ClaimInvalid extends Schema.TaggedError<ClaimInvalid>()("ClaimInvalid", {
  dataref: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `The event's data was left in claim ${this.dataref}, which ${this.reason}.`
  }
}

const encoder = new TextEncoder()

/** The bus entry of an envelope. */
export const entry = (envelope: Envelope.Envelope): EventBus.Entry => ({
  id: envelope.id,
  source: envelope.source,
  detailType: envelope.type,
  detail: Envelope.toJson(envelope)
})

/** An envelope as it leaves, with its bus entry. */
export interface Outgoing {
  readonly envelope: Envelope.Envelope
  readonly entry: EventBus.Entry
}

/** The envelope as the transport can take it: itself where it fits, else with its data left in a claim. */
export const offload = (
  envelope: Envelope.Envelope,
  objects: ObjectStore.ObjectStore["Service"],
  limits: EventBus.Limits
): Effect.Effect<Outgoing, Unavailable> => {
  const whole = entry(envelope)
  if (envelope.data === undefined || EventBus.entryBytes(whole) <= limits.maxEntryBytes) {
    return Effect.succeed({ envelope, entry: whole })
  }
  const bytes = encoder.encode(JSON.stringify(envelope.data))
  const dataref = `${envelope.tenantid}/${ContentId.ofBytes(bytes)}`
  const { data: _, ...rest } = envelope
  const claiming = { ...rest, dataref }
  return Effect.as(
    objects.put(
      { bucket: Claims.resource.name, key: dataref, contentType: "application/json", metadata: {} },
      Stream.succeed(bytes)
    ),
    { envelope: claiming, entry: entry(claiming) }
  )
}

/** The data of an envelope, fetched where it was left in a claim. */
export const resolve = (
  envelope: Envelope.Envelope,
  objects: ObjectStore.ObjectStore["Service"]
): Effect.Effect<unknown, ClaimInvalid | Unavailable> =>
  envelope.dataref === undefined ? Effect.succeed(envelope.data) : claimed(envelope, envelope.dataref, objects)

const claimed = Effect.fnUntraced(function* (
  envelope: Envelope.Envelope,
  dataref: string,
  objects: ObjectStore.ObjectStore["Service"]
): Effect.fn.Return<unknown, ClaimInvalid | Unavailable> {
  if (!dataref.startsWith(`${envelope.tenantid}/`)) {
    return yield* new ClaimInvalid({ dataref, reason: "belongs to another tenant" })
  }
  const bytes = yield* Stream.runFold(
    objects.get({ bucket: Claims.resource.name, key: dataref }),
    (): Array<Uint8Array> => [],
    (chunks, chunk) => {
      chunks.push(chunk)
      return chunks
    }
  ).pipe(
    Effect.map((chunks) => Buffer.concat(chunks)),
    Effect.catchTag("ObjectMissing", () => Effect.fail(new ClaimInvalid({ dataref, reason: "is not there any more" })))
  )
  if (`${envelope.tenantid}/${ContentId.ofBytes(bytes)}` !== dataref) {
    return yield* new ClaimInvalid({ dataref, reason: "does not hold the bytes that it was named for" })
  }
  return yield* Effect.mapError(
    Schema.decodeEffect(Schema.fromJsonString(Schema.Unknown))(bytes.toString("utf8")),
    () => new ClaimInvalid({ dataref, reason: "is not JSON" })
  )
})
