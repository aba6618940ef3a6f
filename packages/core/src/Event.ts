/**
 * A typed event: a type, a version, a payload schema, a source, and the few scalar attributes that filters may look at.
 *
 *     export class FileProcessed extends Event.make("file.processed", {
 *       source: "millrace.files",
 *       version: 2,
 *       payload: Schema.Struct({ fileId: Schema.String, rows: Schema.Int }),
 *       attributes: ["fileId", "rows"],
 *       upcast: { 1: Event.upcast(PayloadV1, (v1) => ({ ...v1, rows: 0 })) }
 *     }) {}
 *
 * Changing a payload means a new version and an upcast from the one before; the committed JSON Schema of every version
 * is what a test holds this against.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Envelope from "./Envelope.ts"
import * as IssueText from "./IssueText.ts"
import * as Publisher from "./Publisher.ts"

/** A payload schema: decoding and encoding need no services. */
export type PayloadSchema = Schema.Codec<unknown, unknown>

/** One step from an older version of a payload to the next. */
export interface Upcast<in Attributes extends string> {
  readonly payload: PayloadSchema
  /** Type-level only: an attribute must be present in every supported version. */
  readonly "~attributes"?: (attribute: Attributes) => void
  readonly to: (payload: never) => unknown
}

/** Fields of a payload whose encoded form is a scalar: what may be an attribute. */
export type ScalarField<Payload extends PayloadSchema> = {
  [K in keyof Payload["Encoded"] & string]: Payload["Encoded"][K] extends Envelope.AttributeValue ? K : never
}[keyof Payload["Encoded"] & string]

/** An event declaration: extend it with a class, which gives it a short name in types. */
export interface EventClass<
  in out Type extends string,
  in out Payload extends PayloadSchema,
  in out Attribute extends string,
  out Entry extends boolean = boolean
> {
  new (_: never): { readonly eventType: Type }
  readonly eventType: Type
  readonly source: string
  readonly version: number
  readonly payload: Payload
  readonly attributes: ReadonlyArray<Attribute>
  readonly upcasts: Readonly<Record<number, Upcast<Attribute>>>
  /** True where the world emits it and no consumer need do so: an upload, a schedule, a command of a person. */
  readonly entry: Entry
  /** Present on a schedule. */
  readonly everyMillis: number | undefined
  /** Publishes from within a handler, whose contract must list the event in `emits`. Answers the event's id. */
  readonly publish: (
    payload: Payload["Type"],
    options?: { readonly subject?: string }
  ) => Effect.Effect<string, never, Publisher.Publisher<Type>>
}

/** Any event declaration, for code that does not care which. */
export interface Any {
  readonly eventType: string
  readonly source: string
  readonly version: number
  readonly payload: PayloadSchema
  readonly attributes: ReadonlyArray<string>
  readonly upcasts: Readonly<Record<number, Upcast<never>>>
  readonly entry: boolean
  readonly everyMillis: number | undefined
}

/** The decoded payload of an event. */
export type Payload<E extends Any> = E["payload"]["Type"]

/** The attributes of an event, by name, as filters see them. */
export type Attributes<E extends Any> = {
  readonly [K in E["attributes"][number]]: K extends keyof E["payload"]["Encoded"] ? E["payload"]["Encoded"][K] : never
}

/** Declares an event. Throws where versions and upcasts do not fit: that is a mistake in the program. */
export const make = <
  const Type extends string,
  Payload extends PayloadSchema,
  const Attribute extends ScalarField<Payload> = never,
  const Entry extends boolean = false
>(
  type: Type,
  options: {
    /** URI reference of the producing system, also EventBridge's `Source`. */
    readonly source: string
    /** Whole number from 1. Default 1. */
    readonly version?: number
    readonly payload: Payload
    readonly attributes?: ReadonlyArray<Attribute>
    /** For each older version, its payload and the step to the next version. */
    readonly upcast?: Readonly<Record<number, Upcast<NoInfer<Attribute>>>>
    readonly entry?: Entry
  }
): EventClass<Type, Payload, Attribute, Entry> =>
  // An absent `entry` is inferred as `false`, its default.
  declare(type, { ...options, entry: (options.entry ?? false) as Entry, everyMillis: undefined })

/** The step from an older version of a payload to the next. `to` returns the next version's decoded payload. */
export const upcast = <Old extends Schema.Codec<unknown, unknown>, Next>(
  payload: Old,
  to: (payload: Old["Type"]) => Next
): Upcast<keyof Old["Encoded"] & string> => ({ payload, to })

/** Payload of a schedule's event: the instant that it stands for, RFC 3339. */
export const Tick = Schema.Struct({ scheduledFor: Schema.String })

/**
 * A schedule as an entry event: emitted at every whole multiple of `interval` since 1970-01-01T00:00Z, by the Clock in the
 * embedded runtime and by EventBridge Scheduler on AWS. The id is the instant's, so a tick emitted twice is one event.
 */
export const every = <const Type extends string>(
  type: Type,
  interval: Duration.Input,
  options: { readonly source: string }
): EventClass<Type, typeof Tick, "scheduledFor", true> => {
  const everyMillis = Duration.toMillis(interval)
  if (!Number.isInteger(everyMillis) || everyMillis < 60_000 || everyMillis % 60_000 !== 0) {
    throw new Error(
      `Event ${type}: a schedule's interval is a whole number of minutes, as EventBridge Scheduler's rates are.`
    )
  }
  return declare(type, {
    source: options.source,
    payload: Tick,
    attributes: ["scheduledFor"],
    entry: true,
    everyMillis
  })
}

/** Stands for every event of every source in a contract's `on`. Its messages carry the envelope undecoded. */
export const any = "*"

/** See {@link any}. */
export type AnyType = typeof any

const declare = <Type extends string, Payload extends PayloadSchema, Attribute extends string, Entry extends boolean>(
  type: Type,
  options: {
    readonly source: string
    readonly version?: number
    readonly payload: Payload
    readonly attributes?: ReadonlyArray<Attribute>
    readonly upcast?: Readonly<Record<number, Upcast<Attribute>>>
    readonly entry: Entry
    readonly everyMillis: number | undefined
  }
): EventClass<Type, Payload, Attribute, Entry> => {
  const version = options.version ?? 1
  if (!Number.isInteger(version) || version < 1) throw new Error(`Event ${type}: a version is a whole number from 1.`)
  for (let older = 1; older < version; older++) {
    if (options.upcast?.[older] === undefined) {
      throw new Error(
        `Event ${type}: version ${version} needs an upcast from version ${older}, so that old events stay readable.`
      )
    }
  }
  const encodePayload = Schema.encodeEffect(options.payload)
  const publisher = Publisher.key(type)
  const attributes = options.attributes ?? []
  class Declared {
    static readonly eventType = type
    static readonly source = options.source
    static readonly version = version
    static readonly payload = options.payload
    static readonly attributes = attributes
    static readonly upcasts = options.upcast ?? {}
    static readonly entry = options.entry
    static readonly everyMillis = options.everyMillis
    static readonly publish = (payload: Payload["Type"], publishOptions?: { readonly subject?: string }) =>
      Effect.flatMap(publisher, (outbox) =>
        Effect.flatMapEager(encodeOrDie(type, encodePayload(payload)), (data) =>
          outbox.add({
            type,
            source: options.source,
            version,
            data,
            attributes: pickAttributes(attributes, data),
            subject: publishOptions?.subject
          })
        )
      )
    readonly eventType = type
    // A declaration is never instantiated; the parameter keeps `new` out of reach.
    constructor(_: never) {}
  }
  return Declared
}

/** A program published a payload that its event's schema does not take. A defect: the types had allowed it. */
export class PublishedInvalid extends Error {
  override readonly name = "PublishedInvalid"
}

const encodeOrDie = <A>(type: string, effect: Effect.Effect<A, Schema.SchemaError>): Effect.Effect<A> =>
  Effect.catchEager(effect, (error) =>
    Effect.die(new PublishedInvalid(`Event ${type}: the payload published is invalid: ${IssueText.oneLine(error)}`))
  )

const pickAttributes = (names: ReadonlyArray<string>, data: unknown): Record<string, Envelope.AttributeValue> => {
  const picked: Record<string, Envelope.AttributeValue> = {}
  if (typeof data !== "object" || data === null) return picked
  for (const name of names) {
    const value: unknown = Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      picked[name] = value
    }
  }
  return picked
}

/**
 * The envelope of a root event: one that no other event caused. Its id hashes `stimulus`, its correlation id is its own
 * id unless told.
 */
export const root = <Type extends string, P extends PayloadSchema, A extends string>(
  event: EventClass<Type, P, A>,
  payload: P["Type"],
  options: {
    readonly tenantId: string
    readonly stimulus: ReadonlyArray<string>
    readonly subject?: string
    readonly correlationId?: string
    /** RFC 3339; when the stimulus happened. */
    readonly time: string
    readonly traceparent?: string
    readonly tracestate?: string
  }
): Effect.Effect<Envelope.Envelope> =>
  Effect.suspend(() =>
    Effect.mapEager(
      encodeOrDie(event.eventType, Schema.encodeEffect(event.payload)(payload)),
      (data): Envelope.Envelope => {
        const id = Envelope.rootId(event.eventType, options.stimulus)
        return {
          specversion: "1.0",
          id,
          source: event.source,
          type: event.eventType,
          ...(options.subject === undefined ? {} : { subject: options.subject }),
          time: options.time,
          datacontenttype: "application/json",
          dataschema: Envelope.dataSchema(event.eventType, event.version),
          data,
          correlationid: options.correlationId ?? id,
          ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent }),
          ...(options.tracestate === undefined ? {} : { tracestate: options.tracestate }),
          tenantid: options.tenantId,
          attributes: pickAttributes(event.attributes, data)
        }
      }
    )
  )

/** A payload that no version known here can read. */
export class PayloadInvalid extends Schema.TaggedError<PayloadInvalid>()("PayloadInvalid", {
  type: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `${this.type}: ${this.reason}`
  }
}

/** A payload of a version that a newer deployment wrote. Waiting may mend it; rolling deployments do. */
export class VersionUnknown extends Schema.TaggedError<VersionUnknown>()("VersionUnknown", {
  type: Schema.String,
  version: Schema.Int,
  newestKnown: Schema.Int
}) {
  override get message(): string {
    return `${this.type}: version ${this.version} is newer than version ${this.newestKnown}, the newest known here. Deploy the code that knows it.`
  }
}

/** Decodes the data of an envelope with the version it names, and upcasts it to the newest. */
export const decode = <E extends Any>(
  event: E
): ((envelope: Envelope.Envelope, data: unknown) => Effect.Effect<Payload<E>, PayloadInvalid | VersionUnknown>) => {
  const type = event.eventType
  const newest = Schema.decodeUnknownEffect(event.payload, { errors: "all" })
  const older = new Map(
    Object.entries(event.upcasts).map(
      ([version, step]) =>
        [
          Number(version),
          {
            decode: Schema.decodeUnknownEffect(step.payload, { errors: "all" }),
            to: step.to as (payload: unknown) => unknown
          }
        ] as const
    )
  )
  const invalid = (version: number) => (error: Schema.SchemaError) =>
    new PayloadInvalid({ type, reason: `the payload does not fit version ${version}: ${IssueText.oneLine(error)}.` })
  return (envelope, data) => {
    const version = Envelope.version(envelope)
    if (version === undefined) {
      return Effect.fail(
        new PayloadInvalid({
          type,
          reason: `dataschema ${JSON.stringify(envelope.dataschema)} names no version of this event.`
        })
      )
    }
    if (version > event.version) return Effect.fail(new VersionUnknown({ type, version, newestKnown: event.version }))
    if (version === event.version) return Effect.mapErrorEager(newest(data), invalid(version))
    const first = older.get(version)
    if (first === undefined) {
      return Effect.fail(new PayloadInvalid({ type, reason: `version ${version} is no longer supported.` }))
    }
    return Effect.mapEager(Effect.mapErrorEager(first.decode(data), invalid(version)), (decoded) => {
      let payload: unknown = decoded
      for (let at = version; at < event.version; at++) payload = older.get(at)?.to(payload)
      return payload as Payload<E>
    })
  }
}

/** The JSON Schema (draft 2020-12) of every supported version of an event's payload, oldest first. */
export const jsonSchemas = (
  event: Any
): ReadonlyArray<{
  readonly type: string
  readonly version: number
  readonly attributes: ReadonlyArray<string>
  readonly schema: unknown
}> => {
  const versions: Array<readonly [number, PayloadSchema]> = []
  for (let version = 1; version < event.version; version++) {
    const step = event.upcasts[version]
    if (step !== undefined) versions.push([version, step.payload])
  }
  versions.push([event.version, event.payload])
  return versions.map(([version, payload]) => ({
    type: event.eventType,
    version,
    attributes: event.attributes,
    schema: Schema.toJsonSchemaDocument(payload)
  }))
}
