/**
 * What a process of a deployment runs on: virtual time, chance from the seed, spans and logs that the deployment keeps, and
 * backends behind the interceptor that stands for this process alone.
 */
import type * as Backends from "@millrace/core/Backends"
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import * as EventBus from "@millrace/core/EventBus"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Tracing from "@millrace/core/Tracing"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Random from "effect/Random"
import * as References from "effect/References"
import * as Scheduler from "effect/Scheduler"
import type * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import type { LogRecord } from "./Deployment.ts"
import * as Draws from "./Draws.ts"
import * as Interception from "./Interception.ts"

/** The runtime's own services: the same name and seed draw the same. */
export const runtime = (options: {
  readonly name: string
  readonly seed: number
  readonly clock: Clock.Clock
  readonly scheduler: Scheduler.Scheduler
  readonly loggers: ReadonlySet<Logger.Logger<unknown, unknown>>
  readonly metrics: Context.Context<never>
  readonly onSpan: (span: Tracing.EndedSpan) => void
}): Context.Context<never> => {
  const { name, seed } = options
  const draws = Draws.make(seed, `random/${name}`)
  return options.metrics.pipe(
    Context.add(Clock.Clock, options.clock),
    Context.add(Scheduler.Scheduler, options.scheduler),
    Context.add(Logger.CurrentLoggers, options.loggers),
    Context.add(Random.Random, {
      nextIntUnsafe: () => draws.int(-0x8000_0000, 0x7fff_ffff),
      nextDoubleUnsafe: draws.next
    }),
    Context.add(Tracer.Tracer, Tracing.make({ seed: `${seed}/${name}`, onEnd: options.onSpan }))
  )
}

/** A logger that keeps what is logged. */
export const keepingLogs = (logs: Array<LogRecord>): Logger.Logger<unknown, void> =>
  Logger.make(({ fiber, logLevel, message }) => {
    logs.push({ level: logLevel, message, annotations: { ...fiber.getRef(References.CurrentLogAnnotations) } })
  })

/** The handler with the services of its own layer behind an interceptor. */
const throughInterceptor = (handler: Consumer.Handler, interceptor: Interception.Interceptor): Consumer.Handler => ({
  ...handler,
  layer: Layer.effectContext(
    Effect.map(Layer.build(handler.layer), (services) => Interception.services(services, interceptor))
  )
})

/** Builds the deliveries of every handler, as a process does when it starts. */
export const boot = (options: {
  readonly handlers: ReadonlyArray<Consumer.Handler>
  readonly interceptor: Interception.Interceptor
  readonly sound: Backends.Backends
  readonly owner: Inbox.Owner["Service"]
  readonly into: Map<string, Delivery.Delivery>
}): Effect.Effect<void, unknown, Scope.Scope> => {
  const { handlers, interceptor, into, owner, sound } = options
  const { bus, objects, tables } = Interception.backends(sound, interceptor)
  const services = Layer.provideMerge(
    Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer),
    Layer.mergeAll(
      Layer.succeed(TableStore.TableStore, tables),
      Layer.succeed(ObjectStore.ObjectStore, objects),
      Layer.succeed(EventBus.EventBus, bus),
      Layer.succeed(Inbox.Owner, owner)
    )
  )
  return Effect.gen(function* () {
    const built = yield* Layer.build(services)
    for (const handler of handlers) {
      const delivery = Delivery.make(throughInterceptor(handler, interceptor))
      into.set(handler.name, yield* Effect.provideContext(delivery, built))
    }
  })
}
