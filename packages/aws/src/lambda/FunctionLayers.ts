/**
 * The Layers of functions, from their environment: the backends on AWS under the names that infrastructure gave them, and core's
 * services on top. A resource that the function was not given a name for is a mistake in its contract, and says so.
 */
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as AwsBackends from "../AwsBackends.ts"
import type { AwsNames } from "../AwsNames.ts"
import type { AwsSettings } from "../AwsSettings.ts"
import * as DynamoTableStore from "../DynamoTableStore.ts"
import * as S3ObjectStore from "../S3ObjectStore.ts"
import * as SqsQueue from "../SqsQueue.ts"
import * as DlqDrain from "./DlqDrain.ts"
import * as Environment from "./FunctionEnvironment.ts"
import { MessageVisibility } from "./MessageVisibility.ts"
import * as S3Notifications from "./S3Notifications.ts"
import type * as ScheduleEntry from "./ScheduleEntry.ts"
import type * as SqsConsumer from "./SqsConsumer.ts"

/** A function reached for a resource that its environment does not name. */
export class ResourceUnnamed extends Error {
  override readonly name = "ResourceUnnamed"
  constructor(variable: string) {
    super(`The environment has no ${variable}: the function's contract does not use the resource that it names.`)
  }
}

interface Stores {
  readonly tables: Readonly<Record<string, string>>
  readonly buckets: Readonly<Record<string, string>>
}

const namesOf =
  ({ buckets, tables }: Stores): AwsNames =>
  ({ kind, name }) => {
    const physical = kind === "table" ? tables[name] : buckets[name]
    if (physical !== undefined) return physical
    throw new ResourceUnnamed(kind === "table" ? Environment.table(name) : Environment.bucket(name))
  }

const settingsOf = (place: { readonly region: string; readonly endpoint: string | undefined }): AwsSettings => ({
  region: place.region,
  ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint })
})

/** A process of a function holds leases under a name of its own; of others it knows only that their leases end. */
const owner: Layer.Layer<Inbox.Owner> = Layer.effect(
  Inbox.Owner,
  Effect.map(Effect.all([Random.nextInt, Random.nextInt, Random.nextInt]), (parts) =>
    Inbox.Owner.of({
      id: `lambda-${parts.map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("")}`,
      isAlive: () => true
    })
  )
)

const visibility = (queueUrl: string, settings: AwsSettings): Layer.Layer<MessageVisibility> =>
  Layer.effect(
    MessageVisibility,
    Effect.map(SqsQueue.SqsQueue, (queue) =>
      MessageVisibility.of({
        hide: (receiptHandle, seconds) => queue.putOff(queueUrl, receiptHandle, seconds * 1000)
      })
    )
  ).pipe(Layer.provide(SqsQueue.layer(settings)))

const inboxAndLetters = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer)

/** What the function of a consumer stands on, and which declared bucket is which. */
export const consumer = (
  contract: Consumer.Contract
): Layer.Layer<SqsConsumer.Services | S3Notifications.BucketNames, Config.ConfigError> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const environment = yield* Environment.ofConsumer(contract)
      const settings = settingsOf(environment)
      const declared = new Map(Object.entries(environment.buckets).map(([name, physical]) => [physical, name]))
      return Layer.mergeAll(
        inboxAndLetters,
        visibility(environment.queueUrl, settings),
        Layer.succeed(S3Notifications.BucketNames, { declared: (physical: string) => declared.get(physical) })
      ).pipe(
        Layer.provideMerge(owner),
        Layer.provideMerge(AwsBackends.layer({ settings, names: namesOf(environment), busName: environment.busName }))
      )
    })
  )

/** What the function that drains dead-letter queues stands on. */
export const drain: Layer.Layer<DlqDrain.Services, Config.ConfigError> = Layer.unwrap(
  Effect.gen(function* () {
    const settings = settingsOf(yield* Environment.place)
    const deployment = { settings, names: namesOf(yield* Environment.storage(Environment.drainStorage)) }
    return Layer.merge(
      DeadLetters.DeadLetters.layer.pipe(
        Layer.provide(DynamoTableStore.layer(deployment)),
        Layer.provide(S3ObjectStore.layer(deployment))
      ),
      DlqDrain.DrainedQueues.layer
    )
  })
)

/** What the function that emits schedules stands on. */
export const schedule: Layer.Layer<ScheduleEntry.Services, Config.ConfigError> = Layer.unwrap(
  Effect.gen(function* () {
    const settings = settingsOf(yield* Environment.place)
    const names = namesOf(yield* Environment.storage(Environment.scheduleStorage))
    const busName = yield* Config.NonEmptyString(Environment.busName)
    return DeadLetters.DeadLetters.layer.pipe(Layer.provideMerge(AwsBackends.layer({ settings, names, busName })))
  })
)
