/**
 * The embedded runtime: a pipeline on one machine, in one process, durable in a data directory or gone with `:memory:`.
 *
 *     const runtime = LocalRuntime.layer({ program, dataDir: ".millrace" })
 *
 *     Effect.gen(function*() {
 *       const runtime = yield* LocalRuntime.LocalRuntime
 *       yield* runtime.upload({ key: "user/file/name.csv", contentType: "text/csv", metadata: {} }, bytes)
 *       yield* runtime.quiesce
 *     }).pipe(Effect.provide(runtime))
 *
 * `layer` does the work and is alone in its data directory; `layerBeside` reads, uploads and publishes beside it, from another
 * process. Both give the backends (`TableStore`, `ObjectStore`, `EventBus`), `Inbox`, `DeadLetters`, `SpanStore` and the
 * tracer that fills it. Closing the layer stops taking deliveries, gives running attempts back and closes the database.
 */
import * as Circuit from "@millrace/core/Circuit"
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import type * as EventBus from "@millrace/core/EventBus"
import type * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import type * as Pipeline from "@millrace/core/Pipeline"
import type * as TableStore from "@millrace/core/TableStore"
import * as Tracing from "@millrace/core/Tracing"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import * as Database from "./Database.ts"
import * as DataDirectory from "./DataDirectory.ts"
import * as LocalObjectStore from "./LocalObjectStore.ts"
import * as Lock from "./Lock.ts"
import * as ObjectBodies from "./ObjectBodies.ts"
import * as Queue from "./Queue.ts"
import * as Retention from "./Retention.ts"
import * as Routes from "./Routes.ts"
import * as Schedules from "./Schedules.ts"
import * as SpanStore from "./SpanStore.ts"
import * as SqliteEventBus from "./SqliteEventBus.ts"
import * as SqliteTableStore from "./SqliteTableStore.ts"
import * as Status from "./Status.ts"
import * as Worker from "./Worker.ts"

/** How far a consumer is. Counts of what was done are since the runtime started; a runtime beside a worker counts none. */
export interface Progress extends Readonly<Worker.Tally> {
  readonly consumer: string
  /** Deliveries that are not running: due now or later. */
  readonly pending: number
  /** Epoch milliseconds: when the first unfinished delivery is or was due; `undefined` where there is none. */
  readonly oldestDueAt: number | undefined
}

/** An object and its event to upload. */
export interface Upload {
  /** The bucket; the pipeline's only one that notifies, unless told. */
  readonly bucket?: string | undefined
  /** `tenant/…` */
  readonly key: string
  readonly contentType: string
  /** Metadata `traceparent` makes the upload part of a trace. */
  readonly metadata: Readonly<Record<string, string>>
}

/** The runtime, seen by whoever started it. */
export class LocalRuntime extends Context.Service<
  LocalRuntime,
  {
    readonly pipeline: Pipeline.Pipeline
    /** Who consumes in the directory: the pipeline's consumers, or beside a worker the worker's. */
    readonly consumers: ReadonlyArray<string>
    /** Absolute path of the data directory; `undefined` in memory. */
    readonly dataDirectory: string | undefined
    /** Whether this runtime delivers. */
    readonly works: boolean
    /** Stores an object; where its bucket notifies, `event` is the envelope whose id and correlation id lead to all that follows. */
    readonly upload: (
      upload: Upload,
      bytes: Stream.Stream<Uint8Array, Unavailable>
    ) => Effect.Effect<LocalObjectStore.Stored, Unavailable>
    /** Puts a message straight on one consumer's queue: a replayed event, a redriven letter, or bytes that are neither. */
    readonly send: (consumer: string, body: string) => Effect.Effect<void, Unavailable>
    /** As `send`, all of them or none. */
    readonly sendAll: (messages: ReadonlyArray<Queue.Message>) => Effect.Effect<void, Unavailable>
    /** Each of `consumers`, in that order. */
    readonly progress: Effect.Effect<ReadonlyArray<Progress>, Unavailable>
    /** Queues, running deliveries, dead letters, circuits and storage: true of the directory, whichever process asks. */
    readonly status: Effect.Effect<Status.Status, Unavailable>
    /** Waits until no delivery is left, retries that are due later included. Schedules yet to come are no deliveries. */
    readonly quiesce: Effect.Effect<void, Unavailable>
    /** Waits until nothing is running and nothing is due now; answers when the next delivery is due, if any. */
    readonly idle: Effect.Effect<number | undefined, Unavailable>
  }
>()("@millrace/local/LocalRuntime") {}

/** A handler's layer could not be built, so its consumer cannot run. */
export class HandlerUnavailable extends Schema.TaggedError<HandlerUnavailable>()("HandlerUnavailable", {
  consumer: Schema.String,
  cause: Schema.Defect()
}) {
  override get message(): string {
    return `The consumer ${this.consumer} cannot start: its layer failed to build.`
  }
}

/** What both runtimes are told. */
export interface Options extends Database.Options {
  /** What the bus takes in one call. EventBridge's limits unless told. */
  readonly limits?: EventBus.Limits | undefined
  /** Buckets that notify, besides those that the pipeline's contracts name. */
  readonly notifying?: ReadonlyArray<string> | undefined
  /** How often to look for what other processes write, milliseconds. Default 250; never in memory. */
  readonly pollMillis?: number | undefined
  /** What the directory may forget, and when. */
  readonly retention?: Retention.Options | undefined
  /** Is given every span that ends, besides the span store: for an exporter. Must not throw. */
  readonly onSpanEnd?: ((span: Tracing.EndedSpan) => void) | undefined
}

/** Everything that a runtime gives. */
export type Services =
  | LocalRuntime
  | TableStore.TableStore
  | ObjectStore.ObjectStore
  | EventBus.EventBus
  | Inbox.Inbox
  | Inbox.Owner
  | DeadLetters.DeadLetters
  | SpanStore.SpanStore
  | Queue.Queue
  | Database.Database

const tracer = (options: Options): Layer.Layer<never, never, SpanStore.SpanStore> =>
  Layer.unwrap(
    Effect.map(SpanStore.SpanStore, ({ record }) => {
      const { onSpanEnd } = options
      return Tracing.layer(
        onSpanEnd === undefined
          ? record
          : (span) => {
              record(span)
              onSpanEnd(span)
            }
      )
    })
  )

const notifyingOf = (pipeline: Pipeline.Pipeline, options: Options): ReadonlySet<string> =>
  new Set([
    ...pipeline.resources.flatMap((resource) =>
      resource.kind === "bucket" && resource.notifies ? [resource.name] : []
    ),
    ...(options.notifying ?? [])
  ])

/** Who the consumers of the data directory are, and which events each is for. */
class Directory extends Context.Service<Directory, Routes.Routes>()("@millrace/local/LocalRuntime/Directory") {}

/** The consumers of a pipeline. */
const own = (contracts: ReadonlyArray<Consumer.Contract>): Layer.Layer<Directory> =>
  Layer.succeed(Directory, Routes.of(contracts))

/** The consumers of the process that works in the directory, or worked there last; a pipeline's where none did. */
const ofWorker = (
  pipeline: Pipeline.Pipeline
): Layer.Layer<Directory, DataDirectory.DataDirectoryUnusable, Database.Database> =>
  Layer.effect(
    Directory,
    Effect.gen(function* () {
      const database = yield* Database.Database
      const routes = yield* Effect.mapError(Routes.read(database), ({ detail }) => notReadable(database, detail))
      return routes ?? Routes.of(pipeline.consumers.map(({ contract }) => contract))
    })
  )

const notReadable = ({ paths }: Database.Database["Service"], detail: string): DataDirectory.DataDirectoryUnusable =>
  new DataDirectory.DataDirectoryUnusable({ directory: paths?.directory ?? "", reason: "notWritable", detail })

/** Storage, bus and queues of a data directory. */
const backends = <E>(
  directory: Layer.Layer<Directory, E, Database.Database>,
  notifying: ReadonlySet<string>,
  options: Options
) => {
  const memory = DataDirectory.isMemory(options.dataDir)
  const queue = Queue.Queue.layer({ pollMillis: memory ? 0 : (options.pollMillis ?? 250) })
  return Layer.mergeAll(
    SqliteTableStore.layer,
    SpanStore.SpanStore.layer,
    Layer.unwrap(
      Effect.map(Directory, ({ route }) =>
        Layer.mergeAll(
          LocalObjectStore.layer({ notifying, route }),
          SqliteEventBus.layer({ route, limits: options.limits })
        )
      )
    ).pipe(Layer.provideMerge(queue))
  ).pipe(Layer.provideMerge(directory), Layer.provideMerge(Database.Database.layer(options)))
}

const idleTally: Worker.Tally = { running: 0, acknowledged: 0, duplicate: 0, retried: 0, dead: 0 }

const makeRuntime = Effect.fnUntraced(function* (
  pipeline: Pipeline.Pipeline,
  notifying: ReadonlySet<string>,
  workers: ReadonlyArray<Worker.Worker> | undefined
) {
  const queue = yield* Queue.Queue
  const { put } = yield* LocalObjectStore.LocalObjectStore
  const database = yield* Database.Database
  const { paths } = database
  const { consumers: names } = yield* Directory
  const tallies = new Map(workers?.map(({ consumer, tally }) => [consumer, tally]))

  const depths = Effect.map(queue.depths, (all) => new Map(all.map((depth) => [depth.consumer, depth])))

  const progress = Effect.map(depths, (byConsumer) =>
    names.map((consumer): Progress => {
      const tally = tallies.get(consumer) ?? idleTally
      const depth = byConsumer.get(consumer)
      return {
        consumer,
        ...tally,
        pending: Math.max(0, (depth?.deliveries ?? 0) - tally.running),
        oldestDueAt: depth?.oldestDueAt
      }
    })
  )

  /** When the first unfinished delivery of any consumer is due. One look at an index each, however long the queues are. */
  const nextDueAt: Effect.Effect<number | undefined, Unavailable> = Effect.gen(function* () {
    let next: number | undefined
    for (const name of names) {
      const [first] = yield* queue.first(name, 1)
      if (first !== undefined && (next === undefined || first.dueAt < next)) next = first.dueAt
    }
    return next
  })

  /** Looks now and whenever a worker has nothing more to do at the moment, until `look` finds something. */
  const until = <A>(look: Effect.Effect<Option.Option<A>, Unavailable>): Effect.Effect<A, Unavailable> =>
    Effect.scoped(
      Effect.gen(function* () {
        const latch = Latch.makeUnsafe(false)
        yield* queue.onSettled(() => latch.openUnsafe())
        while (true) {
          latch.closeUnsafe()
          const found = yield* look
          if (Option.isSome(found)) return found.value
          yield* latch.await
        }
      })
    )

  /** `nextDueAt` once nothing runs: before that there is no need to look. */
  const atRest: Effect.Effect<Option.Option<number | undefined>, Unavailable> = Effect.suspend(() =>
    workers?.some(({ tally }) => tally.running > 0) ? Effect.succeedNone : Effect.asSome(nextDueAt)
  )

  const sendAll = (messages: ReadonlyArray<Queue.Message>): Effect.Effect<void, Unavailable> => {
    const stranger = messages.find(({ consumer }) => !names.includes(consumer))
    return stranger === undefined
      ? queue.sendAll(messages)
      : Effect.die(new Error(`Pipeline ${pipeline.name}: it has no consumer ${stranger.consumer}.`))
  }

  const [onlyBucket, ...moreBuckets] = notifying

  return LocalRuntime.of({
    pipeline,
    consumers: names,
    dataDirectory: paths?.directory,
    works: workers !== undefined,
    upload: ({ bucket, ...object }, bytes) => {
      const into = bucket ?? (moreBuckets.length === 0 ? onlyBucket : undefined)
      return into === undefined
        ? Effect.die(new Error(`Pipeline ${pipeline.name}: name the bucket to upload to.`))
        : put({ bucket: into, ...object }, bytes)
    },
    send: (consumer, body) => sendAll([{ consumer, body }]),
    sendAll,
    progress,
    status: Status.read(database, { consumers: names, works: workers !== undefined }),
    quiesce: until(
      Effect.map(atRest, (rest) =>
        Option.isSome(rest) && rest.value === undefined ? Option.some<void>(undefined) : Option.none()
      )
    ),
    idle: until(
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        return Option.filter(yield* atRest, (next) => next === undefined || next > now)
      })
    )
  })
})

const startWorkers = (
  handlers: ReadonlyArray<Consumer.Handler>
): Effect.Effect<
  ReadonlyArray<Worker.Worker>,
  HandlerUnavailable,
  Scope.Scope | Queue.Queue | Database.Database | Delivery.Services
> =>
  Effect.gen(function* () {
    const queue = yield* Queue.Queue
    const database = yield* Database.Database
    // A status that cannot be written is no reason to stop.
    const onCircuit: Worker.Options["onCircuit"] = (consumer, state) =>
      Effect.ignore(database.use("Status.recordCircuit", () => Status.recordCircuit(database, consumer, state)))
    for (const { name } of handlers) yield* onCircuit(name, Circuit.closed)
    // Every handler's layer is built before the first delivery is taken.
    const deliveries = yield* Effect.forEach(handlers, (handler) =>
      Effect.mapError(Delivery.make(handler), (cause) => new HandlerUnavailable({ consumer: handler.name, cause }))
    )
    return yield* Effect.forEach(deliveries, (delivery) => Worker.start(delivery, queue, { onCircuit }))
  })

const inboxAndLetters = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer)

/**
 * The runtime that works: takes the directory's lock, finishes what an earlier process left, delivers what is published, and
 * emits the pipeline's schedules.
 */
export const layer = (
  options: Options & { readonly program: Pipeline.Program }
): Layer.Layer<Services, DataDirectory.OpenError | DataDirectory.AlreadyRunning | HandlerUnavailable> => {
  const { handlers, pipeline } = options.program
  const contracts = handlers.map(({ contract }) => contract)
  const notifying = notifyingOf(pipeline, options)
  const runtime = Layer.effect(
    LocalRuntime,
    Effect.gen(function* () {
      const database = yield* Database.Database
      const { paths } = database
      if (paths !== undefined) yield* ObjectBodies.removeAbandonedDrafts(paths)
      yield* Effect.mapError(Routes.write(database, contracts), ({ detail }) => notReadable(database, detail))
      const workers = yield* startWorkers(handlers)
      yield* Schedules.start(pipeline)
      yield* Retention.start(options.retention ?? {})
      return yield* makeRuntime(pipeline, notifying, workers)
    })
  )
  return runtime.pipe(
    Layer.provideMerge(inboxAndLetters),
    Layer.provideMerge(tracer(options)),
    Layer.provideMerge(Lock.owner),
    Layer.provide(Lock.Lock.layer),
    Layer.provideMerge(backends(own(contracts), notifying, options))
  )
}

/**
 * The runtime that works beside another: it takes no lock and delivers nothing. What it publishes is routed to the worker's
 * consumers, which the worker wrote down, and delivered by the worker.
 */
export const layerBeside = (
  options: Options & { readonly pipeline: Pipeline.Pipeline }
): Layer.Layer<Services, DataDirectory.OpenError> => {
  const { pipeline } = options
  const notifying = notifyingOf(pipeline, options)
  return Layer.effect(LocalRuntime, makeRuntime(pipeline, notifying, undefined)).pipe(
    Layer.provideMerge(inboxAndLetters),
    Layer.provideMerge(tracer(options)),
    Layer.provideMerge(Lock.ownerBeside),
    Layer.provideMerge(backends(ofWorker(pipeline), notifying, options))
  )
}
