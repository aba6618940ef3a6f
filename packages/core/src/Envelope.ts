/**
 * The envelope that every event travels in: CloudEvents 1.0 in its JSON format, with Millrace's extension attributes.
 * On EventBridge it is the `detail` of an entry; in the embedded runtime it is what the bus stores.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as ContentId from "./ContentId.ts"
import * as IssueText from "./IssueText.ts"

/** A scalar that travels inline with an event for filters to look at. */
export type AttributeValue = string | number | boolean | null

const NonEmpty = Schema.String.check(Schema.isNonEmpty())

/** Schema of an envelope. `data` is absent where the event was claim-checked: `dataref` then names the claim. */
export const Envelope = Schema.Struct({
  specversion: Schema.Literal("1.0"),
  /** Content id: see `ContentId`. */
  id: NonEmpty,
  source: NonEmpty,
  type: NonEmpty,
  subject: Schema.optionalKey(Schema.String),
  /** RFC 3339 timestamp in UTC with milliseconds. */
  time: NonEmpty,
  datacontenttype: Schema.Literal("application/json"),
  /** `urn:millrace:event:<type>:<version>`. */
  dataschema: NonEmpty,
  data: Schema.optionalKey(Schema.Unknown),
  /** Shared by all events that stem from one stimulus. */
  correlationid: NonEmpty,
  /** Id of the event that caused this one; absent on a root event. */
  causationid: Schema.optionalKey(NonEmpty),
  /** W3C Trace Context of the PRODUCER span. */
  traceparent: Schema.optionalKey(Schema.String),
  tracestate: Schema.optionalKey(Schema.String),
  tenantid: NonEmpty,
  attributes: Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Finite, Schema.Boolean, Schema.Null])),
  /** Key of the claim that holds `data`. */
  dataref: Schema.optionalKey(NonEmpty),
  /** The replay that put this event on a queue again. What its handling publishes are new events without one. */
  replayid: Schema.optionalKey(NonEmpty)
})

/** An event as it travels. */
export type Envelope = typeof Envelope.Type

/** Bytes that are no envelope, with every issue found. */
export class EnvelopeInvalid extends Schema.TaggedError<EnvelopeInvalid>()("EnvelopeInvalid", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

const decodeEnvelope = Schema.decodeUnknownExit(Envelope, { errors: "all" })

const invalid = (reason: string) => Exit.fail(new EnvelopeInvalid({ reason }))

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const isNonEmpty = (value: unknown): boolean => typeof value === "string" && value !== ""

const isScalar = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "boolean" || value === null || Number.isFinite(value)

const areAttributes = (value: unknown): boolean => {
  if (!isRecord(value)) return false
  for (const name in value) if (name === "__proto__" || !isScalar(value[name])) return false
  return true
}

/** Fields that every envelope has, by their number, and those that it may have. */
const always = 10
const atTimes = ["subject", "data", "causationid", "traceparent", "tracestate", "dataref", "replayid"] as const

/**
 * Whether JSON is an envelope and nothing besides, which nearly every message is: told in a tenth of the time that the schema
 * takes, which has the last word on all others.
 */
const isEnvelope = (json: Json): json is Envelope => {
  let fields = always
  for (const field of atTimes) if (json[field] !== undefined) fields++
  for (const _ in json) fields--
  return (
    fields === 0 &&
    json["specversion"] === "1.0" &&
    json["datacontenttype"] === "application/json" &&
    isNonEmpty(json["id"]) &&
    isNonEmpty(json["source"]) &&
    isNonEmpty(json["type"]) &&
    isNonEmpty(json["time"]) &&
    isNonEmpty(json["dataschema"]) &&
    isNonEmpty(json["correlationid"]) &&
    isNonEmpty(json["tenantid"]) &&
    areAttributes(json["attributes"]) &&
    (json["subject"] === undefined || typeof json["subject"] === "string") &&
    (json["traceparent"] === undefined || typeof json["traceparent"] === "string") &&
    (json["tracestate"] === undefined || typeof json["tracestate"] === "string") &&
    (json["causationid"] === undefined || isNonEmpty(json["causationid"])) &&
    (json["dataref"] === undefined || isNonEmpty(json["dataref"])) &&
    (json["replayid"] === undefined || isNonEmpty(json["replayid"]))
  )
}

/** Reads an envelope from its JSON text, at once. */
export const read = (text: string): Exit.Exit<Envelope, EnvelopeInvalid> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return invalid(`The message is not JSON (${text.length} characters).`)
  }
  if (!isRecord(json)) {
    return invalid("The message is JSON but not an object, so it is no CloudEvents envelope.")
  }
  if (isEnvelope(json)) return Exit.succeed(json)
  return Exit.mapError(
    decodeEnvelope(json),
    (error) => new EnvelopeInvalid({ reason: `The message is not a Millrace envelope: ${IssueText.oneLine(error)}.` })
  )
}

/** Reads an envelope from its JSON text. */
export const fromJson = (text: string): Effect.Effect<Envelope, EnvelopeInvalid> => Effect.suspend(() => read(text))

type InOrder = { readonly [Field in keyof Required<Envelope>]: Envelope[Field] | undefined }

/** The one JSON text of an envelope. Fields are in the order of the schema, so equal envelopes are equal bytes. */
export const toJson = (envelope: Envelope): string => {
  // What is undefined is left out of JSON.
  const ordered: InOrder = {
    specversion: envelope.specversion,
    id: envelope.id,
    source: envelope.source,
    type: envelope.type,
    subject: envelope.subject,
    time: envelope.time,
    datacontenttype: envelope.datacontenttype,
    dataschema: envelope.dataschema,
    data: envelope.data,
    correlationid: envelope.correlationid,
    causationid: envelope.causationid,
    traceparent: envelope.traceparent,
    tracestate: envelope.tracestate,
    tenantid: envelope.tenantid,
    attributes: envelope.attributes,
    dataref: envelope.dataref,
    replayid: envelope.replayid
  }
  return JSON.stringify(ordered)
}

/** Names the schema of an event's payload. */
export const dataSchema = (type: string, version: number): string => `urn:millrace:event:${type}:${version}`

/** The payload version that an envelope names, or `undefined` where its `dataschema` is not one of ours. */
export const version = (envelope: Envelope): number | undefined => {
  const prefix = `urn:millrace:event:${envelope.type}:`
  if (!envelope.dataschema.startsWith(prefix)) return undefined
  const digits = envelope.dataschema.slice(prefix.length)
  return /^[1-9][0-9]{0,5}$/.test(digits) ? Number(digits) : undefined
}

/** Id of a root event: a hash of what stimulated it. */
export const rootId = (type: string, stimulus: ReadonlyArray<string>): string =>
  ContentId.make(["root", type, ...stimulus])

/** Id of an event that a consumer published while handling another: decided by what caused it, not by chance. */
export const causedId = (options: {
  readonly causationId: string
  readonly consumer: string
  readonly type: string
  readonly ordinal: number
  readonly replayId: string | undefined
}): string =>
  ContentId.make([
    "caused",
    options.causationId,
    options.consumer,
    options.type,
    String(options.ordinal),
    options.replayId ?? ""
  ])
