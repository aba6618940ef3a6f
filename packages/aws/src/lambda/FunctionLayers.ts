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
import type { AwsSettings } from "../AwsSettings.ts"
import * as SqsQueue from "../SqsQueue.ts"
import { BucketNames } from "./BucketNames.ts"
import { namesOf, settingsOf } from "./DeployedNames.ts"
import * as Environment from "./FunctionEnvironment.ts"
import { MessageVisibility } from "./MessageVisibility.ts"
import type * as ScheduleEntry from "./ScheduleEntry.ts"
import type * as SqsConsumer from "./SqsConsumer.ts"

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
): Layer.Layer<SqsConsumer.Services | BucketNames, Config.ConfigError> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const environment = yield* Environment.ofConsumer(contract)
      const settings = settingsOf(environment)
      const declared = new Map(Object.entries(environment.buckets).map(([name, physical]) => [physical, name]))
      return Layer.mergeAll(
        inboxAndLetters,
        visibility(environment.queueUrl, settings),
        Layer.succeed(BucketNames, { declared: (physical: string) => declared.get(physical) })
      ).pipe(
        Layer.provideMerge(owner),
        Layer.provideMerge(
          AwsBackends.layer({
            settings,
            names: namesOf(environment),
            busName: environment.busName,
            limits: environment.busLimits
          })
        )
      )
    })
  )

/** What the function that emits schedules stands on. */
export const schedule: Layer.Layer<ScheduleEntry.Services, Config.ConfigError> = Layer.unwrap(
  Effect.gen(function* () {
    const settings = settingsOf(yield* Environment.place)
    const names = namesOf(yield* Environment.storage(Environment.scheduleStorage))
    const busName = yield* Config.NonEmptyString(Environment.busName)
    const limits = yield* Environment.busLimits
    return DeadLetters.DeadLetters.layer.pipe(
      Layer.provideMerge(AwsBackends.layer({ settings, names, busName, limits }))
    )
  })
)
