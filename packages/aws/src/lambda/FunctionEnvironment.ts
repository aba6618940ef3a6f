/**
 * What a function is told by its environment: the names of the resources that infrastructure made for what the contracts
 * declare. Infrastructure writes the variables and functions read them, both through this module, so neither can mean another
 * name than the other. A function gets a variable for every resource that it may use and none for any other.
 *
 *     MILLRACE_BUS_NAME              the custom event bus
 *     MILLRACE_QUEUE_URL             the queue that the function is fed from
 *     MILLRACE_TABLE_TRANSACTIONS    the table of the collection `transactions`; also INBOX, DEAD_LETTERS, EVENTS
 *     MILLRACE_BUCKET_UPLOADS        the bucket `uploads`; also CLAIMS
 *     MILLRACE_DEAD_LETTER_QUEUES    dlq-drain only: JSON, queue ARN → consumer
 *     MILLRACE_BUS_ENTRY_BYTES       optional: the longest entry that the bus takes, 262144 unless the account's quota is another
 *     MILLRACE_LOG_LEVEL             optional: Trace, Debug, Info (default), Warn, Error
 *     OTEL_EXPORTER_OTLP_ENDPOINT    optional: base address of a collector; spans go to `<base>/v1/traces`
 *     AWS_REGION                     set by Lambda
 *     AWS_ENDPOINT_URL               optional: a peer that speaks AWS's protocols, in AWS's place
 */
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import * as InboxTable from "@millrace/core/InboxTable"
import * as Config from "effect/Config"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** Name of the event bus. */
export const busName = "MILLRACE_BUS_NAME"

/** URL of the queue that the function is fed from: where it changes a message's visibility. */
export const queueUrl = "MILLRACE_QUEUE_URL"

/** JSON object: ARN of each dead-letter queue that is drained → name of the consumer whose messages it holds. */
export const deadLetterQueues = "MILLRACE_DEAD_LETTER_QUEUES"

/** Longest entry of the bus, bytes: what is longer travels by claim check. */
export const busEntryBytes = "MILLRACE_BUS_ENTRY_BYTES"

/** Lowest level that is logged. */
export const logLevel = "MILLRACE_LOG_LEVEL"

/** Base address of an OpenTelemetry collector. */
export const otlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"

/** Set by Lambda. */
export const region = "AWS_REGION"

/** A peer in AWS's place; the variable that AWS's SDKs know. */
export const endpoint = "AWS_ENDPOINT_URL"

const upperSnake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toUpperCase()

/** The variable that names the table of a collection: `dead-letters` is `MILLRACE_TABLE_DEAD_LETTERS`. */
export const table = (collection: string): string => `MILLRACE_TABLE_${upperSnake(collection)}`

/** The variable that names a bucket: `uploads` is `MILLRACE_BUCKET_UPLOADS`. */
export const bucket = (name: string): string => `MILLRACE_BUCKET_${upperSnake(name)}`

/** Tables and buckets by the names that the pipeline declares them under. */
export interface Storage {
  readonly tables: ReadonlyArray<string>
  readonly buckets: ReadonlyArray<string>
}

/** What a consumer's function reaches: what its contract uses, and what a delivery itself needs. */
export const storageOf = (contract: Consumer.Contract): Storage => {
  const tables = new Set<string>([InboxTable.table, DeadLetters.table])
  const buckets = new Set<string>([ClaimCheck.Claims.resource.name])
  for (const { grant } of contract.uses) {
    const { kind, name } = grant.resource
    if (kind === "collection") tables.add(name)
    else if (kind === "bucket") buckets.add(name)
    else if (name === EventStore.table) tables.add(name)
  }
  return { tables: [...tables].sort(), buckets: [...buckets].sort() }
}

/** What the function that drains dead-letter queues reaches. */
export const drainStorage: Storage = { tables: [DeadLetters.table], buckets: [ClaimCheck.Claims.resource.name] }

/** What the function that emits schedules reaches. */
export const scheduleStorage: Storage = { tables: [DeadLetters.table], buckets: [ClaimCheck.Claims.resource.name] }

/** The environment as the Layers of this package want it. */
export interface FunctionEnvironment {
  readonly region: string
  readonly endpoint: string | undefined
  readonly busName: string
  readonly busLimits: EventBus.Limits
  readonly queueUrl: string
  /** Declared name → name of the table. */
  readonly tables: Readonly<Record<string, string>>
  /** Declared name → name of the bucket. */
  readonly buckets: Readonly<Record<string, string>>
}

const named = (names: ReadonlyArray<string>, variable: (name: string) => string) =>
  Config.all(Object.fromEntries(names.map((name) => [name, Config.NonEmptyString(variable(name))])))

/** The regions and endpoints of every function. */
export const place = Config.all({
  region: Config.NonEmptyString(region),
  endpoint: Config.map(Config.option(Config.NonEmptyString(endpoint)), Option.getOrUndefined)
})

/** Reads the tables and buckets of a function. Fails naming the variable that is missing. */
export const storage = ({ buckets, tables }: Storage) =>
  Config.all({ tables: named(tables, table), buckets: named(buckets, bucket) })

/** Reads what the bus takes. */
export const busLimits: Config.Config<EventBus.Limits> = Config.map(
  Config.withDefault(
    Config.schema(Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThan(0)), busEntryBytes),
    EventBus.eventBridgeLimits.maxEntryBytes
  ),
  (maxEntryBytes) => ({
    ...EventBus.eventBridgeLimits,
    maxEntryBytes,
    maxCallBytes: Math.max(maxEntryBytes, EventBus.eventBridgeLimits.maxCallBytes)
  })
)

/** Reads the environment of a consumer's function. Fails naming the variable that is missing. */
export const ofConsumer = (contract: Consumer.Contract): Config.Config<FunctionEnvironment> =>
  Config.map(
    Config.all([
      place,
      storage(storageOf(contract)),
      Config.all({ busName: Config.NonEmptyString(busName), busLimits, queueUrl: Config.NonEmptyString(queueUrl) })
    ]),
    ([where, stores, names]) => ({ ...where, ...stores, ...names })
  )

/** Reads which consumer each dead-letter queue belongs to. */
export const drainedQueues = Config.schema(
  Schema.fromJsonString(Schema.Record(Schema.String, Schema.String)),
  deadLetterQueues
)
