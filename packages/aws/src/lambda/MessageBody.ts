/**
 * What an SQS message of a consumer's queue says: an EventBridge event, put there by a rule, whose `detail` is the envelope; or the
 * envelope itself, put there by a replay or a redriven letter. What is neither is handed on as it is: the delivery leaves a
 * dead letter that says what is wrong with it.
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** An event as EventBridge hands it to a target. */
const EventBridgeEvent = Schema.Struct({
  id: Schema.String,
  source: Schema.String,
  "detail-type": Schema.String,
  detail: Schema.Unknown
})

const decodeEvent = Schema.decodeUnknownOption(Schema.fromJsonString(EventBridgeEvent))

/** The text of the envelope in a message's body, or the body where there is none to find. */
export const envelopeOf = (body: string): string =>
  Option.match(decodeEvent(body), { onNone: () => body, onSome: ({ detail }) => JSON.stringify(detail ?? null) })
