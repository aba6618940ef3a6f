/** A deployed stack as a place to work: its tables, buckets and bus, and the queues of its consumers. */
import * as AwsBackends from "@millrace/aws/AwsBackends"
import * as DeployedResources from "@millrace/aws/DeployedResources"
import * as SqsQueue from "@millrace/aws/SqsQueue"
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import type * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import type * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import * as Tracing from "@millrace/core/Tracing"
import type { Unavailable } from "@millrace/core/Unavailable"
import { draining, pipelines } from "@millrace/handlers/FileProcessingModes"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { CommandFailed } from "../Output.ts"
import type { Deployed } from "../Place.ts"
import * as Store from "../Store.ts"
import { SpanListener } from "../telemetry/SpanListener.ts"
import { Workplace } from "../Workplace.ts"
import * as EventSpans from "./EventSpans.ts"
import * as Following from "./Following.ts"
import * as StackFile from "./StackFile.ts"
import * as StackStatus from "./StackStatus.ts"

/** How long a command waits for what it began. */
const patience = "2 minutes"

/** Messages on their way to queues at a time. */
const sentAtOnce = 16

/** A command takes no deliveries; it only lets dead ones be tried again. */
const owner = Layer.succeed(Inbox.Owner, { id: "millrace", isAlive: () => true })

/** Whoever of our consumers has a queue on the stack. */
export const consumersOf = (queueUrls: Readonly<Record<string, string>>): ReadonlyArray<Consumer.Any> => [
  ...new Map<string, Consumer.Any>(
    [...pipelines.shadow.consumers, ...draining.events]
      .filter(({ consumerName }) => queueUrls[consumerName] !== undefined)
      .map((consumer) => [consumer.consumerName, consumer])
  ).values()
]

type Backend = TableStore.TableStore | ObjectStore.ObjectStore | EventBus.EventBus

const workplace = ({ outputs }: StackFile.Stack) =>
  Layer.effect(
    Workplace,
    Effect.gen(function* () {
      const { busName, queueUrls } = outputs
      const resources = yield* DeployedResources.DeployedResources
      const queues = yield* SqsQueue.SqsQueue
      const context = yield* Effect.context<Backend | DeadLetters.DeadLetters | DeployedResources.DeployedResources>()
      const consumers = consumersOf(queueUrls)
      const waiting = (names: ReadonlyArray<string>) =>
        Effect.map(
          Effect.forEach(names, (name) => {
            const url = queueUrls[name]
            return url === undefined
              ? Effect.succeed(0)
              : Effect.map(resources.queue(url), ({ delayed, hidden, visible }) => delayed + hidden + visible)
          }),
          (depths) => Math.max(0, ...depths)
        )
      const send = (consumer: string, body: string): Effect.Effect<void, Unavailable> => {
        const url = queueUrls[consumer]
        return url === undefined
          ? Effect.die(new Error(`${busName}: there is no queue of ${consumer}.`))
          : queues.send(url, body)
      }
      return Workplace.of({
        name: busName,
        consumers,
        send,
        sendAll: (messages) =>
          Effect.forEach(messages, ({ body, consumer }) => send(consumer, body), {
            concurrency: sentAtOnce,
            discard: true
          }),
        waiting,
        finish: (begun) => {
          const isDone =
            begun._tag === "Event" ? Following.event(begun.envelope, consumers) : Following.deliveries(begun.keys)
          return Following.until(isDone).pipe(
            Effect.timeoutOption(patience),
            Effect.map(Option.isSome),
            Effect.withTracerEnabled(false),
            Effect.provideContext(context)
          )
        },
        spans: (traceId, event) =>
          event === undefined
            ? Effect.succeed([])
            : Effect.gen(function* () {
                const stored = EventStore.Reader.fromBackends(yield* Store.backends)
                const query = stored.query({ correlationId: event.correlationid })
                return EventSpans.of(traceId, yield* Tenant.provide(event.tenantid)(query))
              }).pipe(Effect.provideContext(context)),
        spansFrom: "the event store; what ran between is with the collector that the functions export to",
        status: Effect.provideContext(StackStatus.read(outputs), context)
      })
    })
  )

/** The stack that the flags and the environment name. */
export const layer = (
  place: Deployed
): Layer.Layer<Store.Services | DeployedResources.DeployedResources, CommandFailed> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const stack = yield* StackFile.read(place)
      const { settings } = stack.deployment
      const listener = yield* SpanListener
      return workplace(stack).pipe(
        Layer.provide(SqsQueue.layer(settings)),
        Layer.provideMerge(DeployedResources.layer(settings)),
        Layer.provideMerge(Layer.merge(InboxTable.layer, DeadLetters.DeadLetters.layer)),
        Layer.provideMerge(owner),
        Layer.provideMerge(AwsBackends.layer(stack.deployment)),
        Layer.provideMerge(Tracing.layer(listener ?? (() => undefined)))
      )
    })
  )
