/**
 * The process that the kill test kills: the file pipeline on the embedded runtime's own parts, put together as
 * `LocalRuntime` does, with a watch on both sides of every step of a delivery. Where the order says so it writes down where it
 * is and dies of SIGKILL; without an order it works until nothing is left and exits with 0.
 */
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import type * as Consumer from "@millrace/core/Consumer"
import * as EventBus from "@millrace/core/EventBus"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Tracing from "@millrace/core/Tracing"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Database from "@millrace/local/Database"
import * as LocalObjectStore from "@millrace/local/LocalObjectStore"
import * as Lock from "@millrace/local/Lock"
import * as ObjectBodies from "@millrace/local/ObjectBodies"
import * as Queue from "@millrace/local/Queue"
import * as Routes from "@millrace/local/Routes"
import * as SpanStore from "@millrace/local/SpanStore"
import * as SqliteEventBus from "@millrace/local/SqliteEventBus"
import * as SqliteTableStore from "@millrace/local/SqliteTableStore"
import * as Worker from "@millrace/local/Worker"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs"
import { Order, type Edge, type Step } from "./Order.ts"
import * as Workload from "./Workload.ts"

const order = Schema.decodeUnknownSync(Schema.fromJsonString(Order))(process.argv[2])
const { kill } = order

/** Writes down where the process is, and ends it there: nothing after this line happens. */
const die = (): never => {
  const file = openSync(order.hits, "a")
  writeSync(file, `${kill?.step} ${kill?.edge} ${kill?.consumer}\n`)
  fsyncSync(file)
  closeSync(file)
  process.kill(process.pid, "SIGKILL")
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  throw new Error("killed")
}

let passed = 0

const at = (step: Step, edge: Edge, consumer: string): void => {
  if (kill === undefined || kill.step !== step || kill.edge !== edge || kill.consumer !== consumer) return
  if (++passed === kill.occurrence) die()
}

/** What is done at a consumer's steps, watched on both sides. */
const watch =
  (consumer: string) =>
  (step: Step) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      at(step, "before", consumer)
      return Effect.tap(effect, () => Effect.sync(() => at(step, "after", consumer)))
    })

type Watch = ReturnType<typeof watch>

const watchedInbox = (inbox: Inbox.Inbox["Service"], on: Watch): Inbox.Inbox["Service"] => ({
  begin: (key, options) => on("begin")(inbox.begin(key, options)),
  commit: (key, token, outputs) => on("commit")(inbox.commit(key, token, outputs)),
  complete: (key, token) => on("complete")(inbox.complete(key, token)),
  release: (key, token, release) => on("release")(inbox.release(key, token, release)),
  bury: (key, token, letter) => on("bury")(inbox.bury(key, token, letter)),
  reopen: inbox.reopen
})

const watchedBus = (bus: EventBus.EventBus["Service"], on: Watch): EventBus.EventBus["Service"] => ({
  limits: bus.limits,
  put: (entries) => on("publish")(bus.put(entries))
})

/** Claims only: what handlers do with objects is within the step `handler`. */
const watchedObjects = (
  objects: ObjectStore.ObjectStore["Service"],
  consumer: string
): ObjectStore.ObjectStore["Service"] => ({
  ...objects,
  put: (object, bytes) =>
    object.bucket === "claims" ? watch(consumer)("claim")(objects.put(object, bytes)) : objects.put(object, bytes),
  get: (ref) =>
    ref.bucket === "claims"
      ? Stream.suspend(() => {
          at("payload", "before", consumer)
          return Stream.onEnd(
            objects.get(ref),
            Effect.sync(() => at("payload", "after", consumer))
          )
        })
      : objects.get(ref)
})

const watchedLetters = (
  letters: DeadLetters.DeadLetters["Service"],
  on: Watch
): DeadLetters.DeadLetters["Service"] => ({
  ...letters,
  put: (letter) => on("letter")(letters.put(letter))
})

const watchedQueue = (queue: Queue.Queue["Service"], consumer: string): Queue.Queue["Service"] => ({
  ...queue,
  remove: (name, event) => watch(consumer)("remove")(queue.remove(name, event)),
  postpone: (name, event, dueAt) => watch(consumer)("postpone")(queue.postpone(name, event, dueAt))
})

/** The span of the delivery: opened at one step, ended (and stored) at another. */
const watchedTracer = (tracer: Tracer.Tracer, consumer: string): Tracer.Tracer =>
  Tracer.make({
    span(options) {
      if (options.kind !== "consumer") return tracer.span(options)
      at("span", "before", consumer)
      const span = tracer.span(options)
      const end = span.end.bind(span)
      span.end = (endTime, exit) => {
        at("span-end", "before", consumer)
        end(endTime, exit)
        at("span-end", "after", consumer)
      }
      at("span", "after", consumer)
      return span
    }
  })

/** Where the order is to die while a failure is settled, the first run fails, by a dependency that will be back. */
const failsFirst = (consumer: string): boolean =>
  kill !== undefined && kill.consumer === consumer && (kill.step === "release" || kill.step === "postpone")

const watchedHandler = (handler: Consumer.Handler): Consumer.Handler => {
  let failing = failsFirst(handler.name)
  return {
    ...handler,
    run: (message) =>
      watch(handler.name)("handler")(
        Effect.suspend((): Effect.Effect<void, unknown> => {
          if (!failing) return handler.run(message)
          failing = false
          return Effect.fail(
            new Unavailable({ service: "Test", operation: "Test.run", reason: "unavailable", detail: "once" })
          )
        })
      )
  }
}

const { route } = Routes.of(Workload.program.handlers.map(({ contract }) => contract))

const storage = Layer.mergeAll(
  SqliteTableStore.layer,
  SpanStore.SpanStore.layer,
  Layer.mergeAll(
    LocalObjectStore.layer({ notifying: new Set([Workload.bucket]), route }),
    SqliteEventBus.layer({ route, limits: Workload.limits })
  ).pipe(Layer.provideMerge(Queue.Queue.layer({ pollMillis: 0 })))
).pipe(Layer.provideMerge(Database.Database.layer({ dataDir: order.dataDir })))

const runtime = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer).pipe(
  Layer.provideMerge(Layer.unwrap(Effect.map(SpanStore.SpanStore, ({ record }) => Tracing.layer(record)))),
  Layer.provideMerge(Lock.owner),
  Layer.provide(Lock.Lock.layer),
  Layer.provideMerge(storage)
)

const main = Effect.gen(function* () {
  const { paths } = yield* Database.Database
  if (paths !== undefined) yield* ObjectBodies.removeAbandonedDrafts(paths)
  const queue = yield* Queue.Queue
  const inbox = yield* Inbox.Inbox
  const bus = yield* EventBus.EventBus
  const objects = yield* ObjectStore.ObjectStore
  const letters = yield* DeadLetters.DeadLetters
  const tracer = yield* Tracer.Tracer
  const { put, store } = yield* LocalObjectStore.LocalObjectStore
  // Closed while files are uploaded: it is deliveries that are killed here, not uploads.
  const open = Latch.makeUnsafe(false)

  const deliveries = yield* Effect.forEach(Workload.program.handlers, (handler) => {
    const on = watch(handler.name)
    return Effect.map(
      Delivery.make(watchedHandler(handler)).pipe(
        Effect.provideService(Inbox.Inbox, watchedInbox(inbox, on)),
        Effect.provideService(EventBus.EventBus, watchedBus(bus, on)),
        Effect.provideService(ObjectStore.ObjectStore, watchedObjects(objects, handler.name)),
        Effect.provideService(DeadLetters.DeadLetters, watchedLetters(letters, on))
      ),
      ({ contract, deliver }): Delivery.Delivery => ({
        contract,
        deliver: (incoming) =>
          Effect.andThen(
            open.await,
            on("delivery")(Effect.provideService(deliver(incoming), Tracer.Tracer, watchedTracer(tracer, handler.name)))
          )
      })
    )
  })
  for (const delivery of deliveries) yield* Worker.start(delivery, watchedQueue(queue, delivery.contract.name))

  const uploadNew = Effect.fnUntraced(function* (file: Workload.File) {
    const known = yield* Effect.result(store.head({ bucket: Workload.bucket, key: file.key }))
    if (known._tag === "Success") return
    yield* put(
      { bucket: Workload.bucket, key: file.key, contentType: "text/csv", metadata: { accountid: file.account } },
      Stream.succeed(new TextEncoder().encode(file.text))
    )
  })

  // An event leaves its queue after what it leads to is on others', so queues that are all empty stay so.
  const quiesce = Effect.scoped(
    Effect.gen(function* () {
      const settled = Latch.makeUnsafe(false)
      yield* queue.onSettled(() => settled.openUnsafe())
      while (true) {
        settled.closeUnsafe()
        if ((yield* queue.depths).length === 0) return
        yield* settled.await
      }
    })
  )

  for (const body of order.poison) yield* queue.send("file-processor", body)
  for (const wave of Workload.waves.slice(0, order.waves)) {
    open.closeUnsafe()
    yield* Effect.forEach(wave, uploadNew)
    open.openUnsafe()
    yield* quiesce
  }
})

await Effect.runPromise(main.pipe(Effect.scoped, Effect.provide(runtime), Effect.provide(Logger.layer([]))))
