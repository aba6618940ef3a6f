/**
 * A dead letter as a failing test case: the message as it was delivered, with what a person may have written taken out of it.
 * A text keeps its shape (letters become `x`, digits `1`); one that the event's schema will not have changed, such as a date or
 * one of a few words, stays.
 */
import type { DeadLetter } from "@millrace/core/DeadLetters"
import type * as Event from "@millrace/core/Event"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** What the written test imports; the command itself imports none of it. */
const testImports = [
  'import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"',
  'import * as TestPipeline from "@millrace/testing/TestPipeline"',
  'import { assert, it } from "@effect/vitest"',
  'import * as Effect from "effect/Effect"'
]

/** Texts that are tried one by one; a payload that has more is redacted whole. */
const triedOneByOne = 400

const masked = (text: string): string => text.replace(/\p{L}/gu, "x").replace(/\p{N}/gu, "1")

// A date, a month, an instant or a hash of content says nothing that is anyone's.
const harmless = /^(?:\d{4}-\d{2}(?:-\d{2}(?:T[0-9:.]+Z)?)?|[0-9a-f]{32}|[0-9a-f]{64})$/

const redact = (text: string): string => (harmless.test(text) ? text : masked(text))

type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [name: string]: Json }

const mapTexts = (value: Json, change: (text: string) => string): Json => {
  if (typeof value === "string") return change(value)
  if (typeof value === "number") return Number.isInteger(value) ? value : Math.sign(value)
  if (value === null || typeof value === "boolean") return value
  if (Array.isArray(value)) return value.map((one: Json) => mapTexts(one, change))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, change)]))
}

const textsOf = (value: Json): ReadonlyArray<string> => {
  const texts = new Set<string>()
  mapTexts(value, (text) => {
    texts.add(text)
    return text
  })
  return [...texts]
}

/** A payload without what is anyone's, still readable where it was. */
const redactPayload = (
  data: Json,
  event: Event.Any | undefined
): { readonly data: Json; kept: ReadonlySet<string> } => {
  const texts = textsOf(data)
  const all = { data: mapTexts(data, redact), kept: new Set<string>() }
  if (event === undefined || texts.length > triedOneByOne) return all
  const reads = (value: Json) => Option.isSome(Schema.decodeUnknownOption(event.payload)(value))
  if (!reads(data)) return all
  const kept = new Set<string>()
  for (const text of texts) {
    if (!reads(mapTexts(data, (one) => (one === text ? redact(one) : one)))) kept.add(text)
  }
  return { data: mapTexts(data, (text) => (kept.has(text) ? text : redact(text))), kept }
}

const decodeBody = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Json)))

/** The envelope's fields that steer a delivery and are nobody's. */
const envelopeKept: ReadonlySet<string> = new Set([
  "specversion",
  "id",
  "source",
  "type",
  "time",
  "datacontenttype",
  "dataschema",
  "correlationid",
  "causationid",
  "traceparent",
  "replayid"
])

/** The message of a letter, redacted. */
export const redactedBody = (letter: DeadLetter, event: Event.Any | undefined): string => {
  const envelope = Option.getOrUndefined(decodeBody(letter.body))
  if (envelope === undefined) return masked(letter.body)
  const { data, kept } = redactPayload(envelope["data"] ?? null, event)
  const out: Record<string, Json> = {}
  for (const [name, value] of Object.entries(envelope)) {
    out[name] = envelopeKept.has(name)
      ? value
      : name === "data"
        ? data
        : name === "tenantid"
          ? "tenant"
          : mapTexts(value, (text) => (kept.has(text) ? text : redact(text)))
  }
  return JSON.stringify(out, undefined, 2)
}

const isJson = (text: string): boolean => Option.isSome(decodeBody(text))

/** A test file that fails until the cause is mended. */
export const source = (letter: DeadLetter, event: Event.Any | undefined): string => {
  const body = redactedBody(letter, event)
  const written = isJson(body) ? `JSON.stringify(${body})` : JSON.stringify(body)
  const title = `${letter.consumer} handles ${letter.eventType ?? "the message"} (letter ${letter.id.slice(0, 12)})`
  return `// Dead letter ${letter.id}: ${letter.cause.kind}, ${letter.cause.tag}, after ${letter.attempts.length} attempts.
// The payload is redacted. What the consumer reads besides it (objects, collections) has to be put in place first.
${testImports.join("\n")}

const body = ${written}

it.effect(${JSON.stringify(title)}, () =>
  Effect.gen(function* () {
    const t = yield* TestPipeline.of(fileProcessing)
    const outcomes = yield* t.deliverBody(${JSON.stringify(letter.consumer)}, body)
    assert.deepStrictEqual(
      outcomes.map(({ _tag }) => _tag),
      ["Ack"]
    )
  })
)
`
}
