/**
 * The event catalogue of a pipeline as an AsyncAPI 3.0 document: a channel and a message for each event, a `receive` operation
 * for each event a consumer takes and a `send` operation for each it emits.
 *
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
import * as Envelope from "./Envelope.ts"
import * as Event from "./Event.ts"
import type * as Pipeline from "./Pipeline.ts"

/** JSON. */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [name: string]: Json }

const key = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, "_")

const reference = (path: ReadonlyArray<string>): { readonly $ref: string } => ({
  $ref: `#/${path.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`
})

/** A JSON Schema document as one schema: its own definitions stay inside it. */
const schemaOf = (document: unknown, at: ReadonlyArray<string>): Json => {
  const json: { readonly schema?: Json; readonly definitions?: Record<string, Json> } = JSON.parse(
    JSON.stringify(document)
  )
  const inside = (value: Json): Json => {
    if (Array.isArray(value)) return value.map((one: Json) => inside(one))
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, one]: readonly [string, Json]) => [
        name,
        name === "$ref" && typeof one === "string"
          ? one.replace(/^#\/(?:\$defs|definitions)\//, `${reference([...at, "definitions"]).$ref}/`)
          : inside(one)
      ])
    )
  }
  const schema = inside(json.schema ?? {})
  const definitions = inside(json.definitions ?? {})
  return Object.keys(definitions ?? {}).length > 0 ? { allOf: [schema], definitions } : schema
}

const messageName = (type: string, version: number): string => key(`${type}.v${version}`)

/** The document. `version` is the catalogue's own; every event has its versions besides. */
export const make = (
  pipeline: Pipeline.Pipeline,
  info: { readonly title: string; readonly version: string; readonly description: string }
): Json => {
  const messages: Record<string, Json> = {}
  const schemas: Record<string, Json> = {}
  const channels: Record<string, Json> = {}
  const operations: Record<string, Json> = {}

  for (const event of pipeline.events) {
    const own: Record<string, Json> = {}
    for (const { attributes, schema, type, version } of Event.jsonSchemas(event)) {
      const name = messageName(type, version)
      schemas[name] = schemaOf(schema, ["components", "schemas", name])
      messages[name] = {
        name: type,
        title: `${type}, version ${version}`,
        contentType: "application/cloudevents+json",
        headers: {
          type: "object",
          description: "The envelope's context attributes (CloudEvents 1.0, structured mode)",
          properties: {
            type: { const: type },
            source: { const: event.source },
            dataschema: { const: Envelope.dataSchema(type, version) },
            attributes: {
              type: "object",
              description: "What filters may look at",
              required: [...attributes]
            }
          }
        },
        payload: reference(["components", "schemas", name])
      }
      own[name] = reference(["components", "messages", name])
    }
    channels[key(event.eventType)] = { address: event.eventType, title: event.eventType, messages: own }
  }

  const operation = (consumer: string, action: "receive" | "send", event: Event.Any, summary: string) => {
    const channel = key(event.eventType)
    operations[key(`${consumer}.${action}.${event.eventType}`)] = {
      action,
      summary,
      channel: reference(["channels", channel]),
      messages: Event.jsonSchemas(event).map(({ type, version }) =>
        reference(["channels", channel, "messages", messageName(type, version)])
      ),
      tags: [{ name: consumer }]
    }
  }
  for (const { consumerName, contract } of pipeline.consumers) {
    const taken = contract.on === "*" ? pipeline.events : contract.on
    for (const event of taken) operation(consumerName, "receive", event, `${consumerName} takes ${event.eventType}`)
    for (const event of contract.emits)
      operation(consumerName, "send", event, `${consumerName} emits ${event.eventType}`)
  }

  return {
    asyncapi: "3.0.0",
    info: { title: info.title, version: info.version, description: info.description },
    defaultContentType: "application/cloudevents+json",
    channels,
    operations,
    components: { messages, schemas }
  }
}
