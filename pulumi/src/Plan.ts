/**
 * What a deployment consists of, as plain data: from a pipeline's contracts and the settings, every number and name that
 * resources are made with. Nothing here knows Pulumi, and nothing of it is chosen by hand: add a consumer to the pipeline and
 * its infrastructure is in the plan.
 */
import * as Environment from "@millrace/aws/lambda/FunctionEnvironment"
import * as Bucket from "@millrace/core/Bucket"
import type * as Capability from "@millrace/core/Capability"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import type * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as InboxTable from "@millrace/core/InboxTable"
import type * as Pattern from "@millrace/core/Pattern"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as Subscription from "@millrace/core/Subscription"
import { drainFunction, ruleOf, scheduleFunction } from "./Names.ts"
import { isNotified } from "./Policy.ts"
import { namespace, type Settings, SettingsInvalid, type UploadTrigger } from "./Settings.ts"

/** Longest that SQS keeps a message, seconds: 14 days. */
export const maxRetentionSeconds = 1_209_600

/** Most receives that a redrive policy takes. */
const maxReceives = 1000

/** A function and the settings it runs under. */
export interface FunctionPlan {
  readonly name: string
  readonly timeoutSeconds: number
  readonly memoryMiB: number
  readonly reservedConcurrency: number | undefined
  readonly storage: Environment.Storage
}

/** A consumer's queue. Seconds. */
export interface QueuePlan {
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  readonly maxReceives: number
  readonly batchSize: number
  readonly maximumConcurrency: number
}

/** Everything of one consumer. */
export interface ConsumerPlan {
  readonly contract: Consumer.Contract
  readonly function: FunctionPlan
  readonly queue: QueuePlan
  /** Absent where nothing of the bus is for the consumer: it is fed by a bucket's notifications alone, or is draining. */
  readonly rule: { readonly name: string; readonly pattern: Pattern.Pattern } | undefined
  /** Whether uploads go to this consumer's queue. */
  readonly takesUploads: boolean
}

/** A table: its indexes by name, and what its rows are worth. */
export interface TablePlan {
  readonly name: string
  readonly indexes: ReadonlyArray<string>
  readonly expires: boolean
  /** Whether removal protection covers it. What only a shadow writes can be made again at any time. */
  readonly lasting: boolean
}

/** A bucket. */
export interface BucketPlan {
  readonly name: string
  readonly notifies: boolean
  readonly lasting: boolean
}

/** A schedule of the pipeline. */
export interface SchedulePlan {
  readonly event: Event.Any
  readonly everyMinutes: number
}

/** A whole deployment. */
export interface Plan {
  readonly pipeline: string
  readonly settings: Settings
  readonly consumers: ReadonlyArray<ConsumerPlan>
  readonly drain: FunctionPlan
  /** Absent where the pipeline has no schedule. */
  readonly schedules: { readonly function: FunctionPlan; readonly events: ReadonlyArray<SchedulePlan> } | undefined
  readonly tables: ReadonlyArray<TablePlan>
  readonly buckets: ReadonlyArray<BucketPlan>
}

/** What is to be deployed. */
export interface Contracts {
  /** A pipeline, whose uploads go by `events`; or one for each way that uploads can go. */
  readonly pipeline: Pipeline.Pipeline | Readonly<Partial<Record<UploadTrigger, Pipeline.Pipeline>>>
  /**
   * For each way, consumers that its pipeline has not and another way's has. They are kept and given nothing new, so that switching
   * ends what is under way, and switching back is a change of the notification alone.
   */
  readonly draining?: Readonly<Partial<Record<UploadTrigger, ReadonlyArray<Consumer.Any>>>> | undefined
}

/** The pipelines by the way that uploads go. */
const pipelinesOf = ({ pipeline }: Contracts): Readonly<Partial<Record<UploadTrigger, Pipeline.Pipeline>>> =>
  "consumers" in pipeline ? { events: pipeline } : pipeline

const ceilSeconds = (millis: number): number => Math.ceil(millis / 1000)

const functionPlan = (
  settings: Settings,
  name: string,
  defaults: { readonly timeoutSeconds: number; readonly memoryMiB: number },
  storage: Environment.Storage
): FunctionPlan => ({
  name,
  timeoutSeconds: settings.timeoutSeconds[name] ?? defaults.timeoutSeconds,
  memoryMiB: settings.memoryMiB[name] ?? defaults.memoryMiB,
  reservedConcurrency: settings.reservedConcurrency[name],
  storage
})

/**
 * The queue of a contract. Visibility is six times the function's timeout, as AWS advises. A message is kept for the retry
 * policy's greatest age and one more delay and run. The receive limit is a backstop, twice what the policy could ever ask for:
 * attempts are counted by the inbox.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const queueOf = (contract: Consumer.Contract, timeoutSeconds: number, maximumConcurrency: number): QueuePlan => {
  const { attempts, maxAgeMillis, maxMillis } = contract.retry
  const visibilitySeconds = timeoutSeconds * 6
  return {
    visibilitySeconds,
    retentionSeconds: Math.min(maxRetentionSeconds, ceilSeconds(maxAgeMillis + maxMillis) + visibilitySeconds),
    maxReceives: Math.min(maxReceives, 2 * (attempts + Math.ceil(maxAgeMillis / maxMillis))),
    // Messages of a batch share the function's time: one that may need most of it comes alone.
    batchSize: timeoutSeconds > 300 ? 1 : 10,
    maximumConcurrency
  }
}

const consumerPlan = (contract: Consumer.Contract, settings: Settings, draining: boolean): ConsumerPlan => {
  const { name, on } = contract
  const routed =
    on === "*"
      ? contract
      : { ...contract, on: on.filter((event) => event.eventType !== Bucket.ObjectCreated.eventType) }
  const planned = functionPlan(
    settings,
    name,
    { timeoutSeconds: ceilSeconds(contract.timeoutMillis), memoryMiB: contract.memory },
    Environment.storageOf(contract)
  )
  // A mapping takes no less than two at once: one alone is kept by reserving one.
  const alone = contract.concurrency === 1 && settings.maximumConcurrency[name] === undefined
  const fn = alone ? { ...planned, reservedConcurrency: 1 } : planned
  return {
    contract,
    function: fn,
    queue: {
      ...queueOf(contract, fn.timeoutSeconds, settings.maximumConcurrency[name] ?? Math.max(2, contract.concurrency)),
      ...(alone ? { batchSize: 1 } : {})
    },
    rule:
      !draining && (routed.on === "*" || routed.on.length > 0)
        ? { name: ruleOf(name), pattern: Subscription.pattern(routed) }
        : undefined,
    takesUploads: !draining && isNotified(contract)
  }
}

const tablesOf = (resources: ReadonlyArray<Capability.Resource>, lasting: ReadonlySet<string>) =>
  resources.flatMap((resource): ReadonlyArray<TablePlan> =>
    resource.kind === "collection"
      ? [
          {
            name: resource.name,
            indexes: Object.keys(resource.indexes),
            expires: resource.ttl !== undefined,
            lasting: lasting.has(resource.name)
          }
        ]
      : []
  )

/** Core's own tables. */
const coreTables: ReadonlyArray<TablePlan> = [
  { name: InboxTable.table, indexes: [], expires: true, lasting: true },
  { name: DeadLetters.table, indexes: [], expires: false, lasting: true },
  { name: EventStore.table, indexes: EventStore.indexes, expires: false, lasting: true }
]

const resourcesOf = (consumers: ReadonlyArray<Consumer.Contract>): ReadonlyArray<Capability.Resource> => [
  ...new Map(
    consumers.flatMap(({ uses }) =>
      uses.map(({ grant }) => [`${grant.resource.kind}/${grant.resource.name}`, grant.resource])
    )
  ).values()
]

const setting = (name: keyof Settings): string => `${namespace}:${name}`

/** What settings say of functions and triggers that this pipeline does not have, or that its contracts cannot keep. */
const problemsOf = (plan: Plan): ReadonlyArray<string> => {
  const problems: Array<string> = []
  const { settings } = plan
  const consumers = new Map(plan.consumers.map((consumer) => [consumer.contract.name, consumer]))
  const functions = [
    ...plan.consumers.map((consumer) => consumer.function),
    plan.drain,
    ...(plan.schedules === undefined ? [] : [plan.schedules.function])
  ]
  const names = functions.map(({ name }) => name)
  const known = (
    name: "memoryMiB" | "timeoutSeconds" | "reservedConcurrency" | "maximumConcurrency",
    all: Array<string>
  ) => {
    for (const given of Object.keys(settings[name])) {
      if (!all.includes(given)) {
        problems.push(`${setting(name)} names ${given}, which this pipeline has not; it has ${all.join(", ")}.`)
      }
    }
  }
  known("memoryMiB", names)
  known("timeoutSeconds", names)
  known("reservedConcurrency", names)
  known("maximumConcurrency", [...consumers.keys()])
  for (const { contract, function: fn, queue } of plan.consumers) {
    const needed = ceilSeconds(contract.timeoutMillis)
    if (fn.timeoutSeconds < needed) {
      problems.push(
        `${setting("timeoutSeconds")} gives ${fn.name} ${fn.timeoutSeconds} seconds; its contract's timeout is ${needed}.`
      )
    }
    const reserved = settings.reservedConcurrency[fn.name]
    if (reserved !== undefined && reserved < queue.maximumConcurrency) {
      problems.push(
        `${setting("reservedConcurrency")} gives ${fn.name} ${reserved}, below its maximum concurrency of ${queue.maximumConcurrency}: its queue would be throttled.`
      )
    }
  }
  const takers = plan.consumers.filter(({ takesUploads }) => takesUploads).map(({ contract }) => contract.name)
  if (takers.length > 1) {
    problems.push(
      `${setting("uploadTrigger")} is ${settings.uploadTrigger}, which sends uploads to ${takers.join(" and ")}; a bucket notifies one queue.`
    )
  }
  const notifying = plan.buckets.filter(({ notifies }) => notifies)
  if (settings.existingBucket !== null && notifying.length !== 1) {
    problems.push(
      `${setting("existingBucket")} needs a pipeline with one bucket that notifies; ${plan.pipeline} has ${notifying.length}.`
    )
  }
  return problems
}

/** Plans a deployment. Throws `SettingsInvalid` where contracts and settings do not go together. */
export const make = (contracts: Contracts, settings: Settings): Plan => {
  const pipelines = pipelinesOf(contracts)
  const pipeline = pipelines[settings.uploadTrigger]
  if (pipeline === undefined) {
    throw new SettingsInvalid([
      `${setting("uploadTrigger")} is ${settings.uploadTrigger}, for which there is no pipeline; there is one for ${Object.keys(pipelines).join(" and ")}.`
    ])
  }
  const draining = contracts.draining?.[settings.uploadTrigger] ?? []
  const consumers = [
    ...pipeline.consumers.map(({ contract }) => consumerPlan(contract, settings, false)),
    ...draining.map(({ contract }) => consumerPlan(contract, settings, true))
  ]
  const resources = resourcesOf(consumers.map(({ contract }) => contract))
  // What only the shadow writes can be made again at any time.
  const lasting = new Set(
    [pipelines.events, pipelines.direct].flatMap((each) => each?.resources.map(({ name }) => name) ?? [])
  )
  const schedules = pipeline.events.flatMap((event): ReadonlyArray<SchedulePlan> =>
    event.everyMillis === undefined ? [] : [{ event, everyMinutes: event.everyMillis / 60_000 }]
  )
  const plan: Plan = {
    pipeline: pipeline.name,
    settings,
    consumers,
    drain: functionPlan(settings, drainFunction, { timeoutSeconds: 60, memoryMiB: 256 }, Environment.drainStorage),
    schedules:
      schedules.length === 0
        ? undefined
        : {
            function: functionPlan(
              settings,
              scheduleFunction,
              { timeoutSeconds: 30, memoryMiB: 256 },
              Environment.scheduleStorage
            ),
            events: schedules
          },
    tables: [...coreTables, ...tablesOf(resources, lasting)],
    buckets: [
      { name: ClaimCheck.Claims.resource.name, notifies: false, lasting: true },
      ...resources.flatMap((resource): ReadonlyArray<BucketPlan> =>
        resource.kind === "bucket" && resource.name !== ClaimCheck.Claims.resource.name
          ? [{ name: resource.name, notifies: resource.notifies, lasting: lasting.has(resource.name) }]
          : []
      )
    ]
  }
  const problems = problemsOf(plan)
  if (problems.length > 0) throw new SettingsInvalid(problems)
  return plan
}
