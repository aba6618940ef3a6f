/**
 * What all three handlers do with an envelope: store it once by its id, in the shape of an event store's row, and say that it
 * waits for its seal.
 */
import { createHash } from "node:crypto"

/** The fields that the handlers look at. */
export interface Fields {
  readonly id: string
  readonly type: string
  readonly time: string
  readonly tenantid: string
  readonly correlationid: string
  readonly subject?: string | undefined
}

/** The attributes of an event's item. */
export const itemOf = (envelope: Fields, body: string) => ({
  pk: { S: `${envelope.tenantid}/${envelope.id}` },
  sk: { S: "event" },
  body: { S: body },
  "byCorrelation-pk": { S: `${envelope.tenantid}/${envelope.correlationid}` },
  "byCorrelation-sk": { S: `${envelope.time}/${envelope.id}` },
  "byType-pk": { S: `${envelope.tenantid}/${envelope.type}` },
  "byType-sk": { S: `${envelope.time}/${envelope.id}` }
})

/** The attributes of the item that says so. */
export const waitingOf = ({ id, tenantid, type }: Fields, body: string) => ({
  pk: { S: `system/${id.slice(0, 1)}` },
  sk: { S: `${tenantid}/${id}` },
  body: { S: JSON.stringify({ eventId: id, type, digest: createHash("sha256").update(body).digest("hex") }) }
})
