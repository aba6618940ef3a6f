/**
 * A deployment in memory on virtual time: storage, bus and queues, which last, and processes, which come and go. What
 * becomes of each call, of each message and of each process is decided from outside, so the same deployment serves a test that
 * wants no surprises and a simulation that wants every one.
 */
import type * as Backends from "@millrace/core/Backends"
import * as Bucket from "@millrace/core/Bucket"
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import * as EventBus from "@millrace/core/EventBus"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as Subscription from "@millrace/core/Subscription"
import * as TableStore from "@millrace/core/TableStore"
import * as Tracing from "@millrace/core/Tracing"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as Random from "effect/Random"
import * as References from "effect/References"
import * as Scheduler from "effect/Scheduler"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import * as Draws from "./Draws.ts"
import * as IndexHistory from "./IndexHistory.ts"
import * as Interception from "./Interception.ts"
import * as VirtualTime from "./VirtualTime.ts"

/** A process: it has memory and loses it. */
export interface Process {
  /** Its id as an owner of leases. */
  readonly id: string
  /** False from the instant it died or was shut down. */
  readonly isAlive: () => boolean
  /** Milliseconds that its wall clock is off. */
  skewMillis: number
}

/** A message on a consumer's queue. */
export interface Message {
  readonly consumer: string
  readonly entry: EventBus.Entry
  /** Which of the copies that duplication made of one publication. */
  readonly copy: number
  /** Consumer and beginning of the event's id. */
  readonly scope: string
}

/** A delivery that ended while its process lived. */
export interface Ended {
  readonly startedAtMillis: number
  readonly atMillis: number
  readonly process: string
  readonly message: Message
  /** Whether an earlier delivery had decided the outputs. */
  readonly resumed: boolean
  readonly outcome: Delivery.Outcome | { readonly _tag: "Interrupted" }
}

/** Something that happened, for a person. */
export interface Moment {
  readonly atMillis: number
  /** The process that it happened in; empty for the world's own. */
  readonly process: string
  readonly what: "upload" | "publish" | "deliver" | "outcome" | "fault" | "start" | "death" | "shutdown" | "operator"
  readonly text: string
}

/** What is decided from outside. */
export interface Decisions {
  readonly verdict: (call: Interception.Call, process: Process) => Interception.Verdict
  /** When each copy of a published entry reaches a consumer's queue: milliseconds from now, one for each copy. */
  readonly arrivals: (entry: EventBus.Entry, consumer: string, publication: number) => ReadonlyArray<number>
  /** Time that the transport leaves a delivery, where it has a limit. */
  readonly remainingMillis: (message: Message, delivery: number) => number | undefined
  readonly ended: (ended: Ended) => void
  /** Rows that a write has changed, in any process. */
  readonly wrote?: (writes: ReadonlyArray<TableStore.Write>) => void
  /** A process has died by a verdict, and with it these deliveries; the world does not start another by itself. */
  readonly died: (process: Process, scopes: ReadonlyArray<string>) => void
}

/** How a deployment is run. */
export interface Options {
  readonly handlers: ReadonlyArray<Consumer.Handler>
  readonly decisions: Decisions
  readonly startMillis: number
  readonly seed: number
  readonly limits?: EventBus.Limits
  /** Buckets that notify besides those that the handlers' contracts name. */
  readonly notifying?: ReadonlyArray<string>
  /**
   * `alone`: one process at a time, so the leases of any other are free at once and its messages come back when it starts.
   * `shared`: several, which know nothing of each other, so leases run out and messages come back after their visibility.
   */
  readonly processes: "alone" | "shared"
  /** How long a message stays invisible while it is delivered, in times of the handler's own limit. */
  readonly visibility: number
  readonly keepsLogs?: boolean
}

/** A log record. */
export interface LogRecord {
  readonly level: string
  readonly message: unknown
  readonly annotations: Readonly<Record<string, unknown>>
}

interface LiveProcess extends Process {
  alive: boolean
  ready: boolean
  readonly deliveries: Map<string, Delivery.Delivery>
  readonly context: Context.Context<never>
  readonly scope: Scope.Closeable
  /** Deliveries that run, with their scopes. */
  readonly fibers: Map<Fiber.Fiber<unknown, unknown>, string>
  readonly busy: Map<string, number>
}

interface Queued extends Message {
  holder: LiveProcess | undefined
  startedAt: number
  /** Counts the deliveries of this copy, so that an answer that comes too late is recognized. */
  delivery: number
  removed: boolean
}

/** A deployment. */
export interface World {
  readonly time: VirtualTime.VirtualTime
  readonly handlers: ReadonlyArray<Consumer.Handler>
  readonly tables: MemoryTableStore.MemoryTableStore
  readonly objects: MemoryObjectStore.MemoryObjectStore
  /** Every entry that the bus accepted, in order. */
  readonly entries: ReadonlyArray<EventBus.Entry>
  /** Storage and bus as an operator reaches them, past every interception. */
  readonly backends: Backends.Backends
  readonly ended: ReadonlyArray<Ended>
  readonly moments: ReadonlyArray<Moment>
  readonly spans: ReadonlyArray<Tracing.EndedSpan>
  readonly logs: ReadonlyArray<LogRecord>
  readonly metrics: Context.Context<never>
  /** Messages not handled yet. */
  readonly waiting: () => ReadonlyArray<Message>
  /** Deliveries that run. */
  readonly running: () => number
  /** Whether a live process delivers a message of this consumer and event. */
  readonly isRunning: (scope: string) => boolean
  /** Starts a process; a failure is its handlers' layers'. */
  readonly start: () => Exit.Exit<Process, unknown>
  readonly alive: () => ReadonlyArray<Process>
  /** Ends a process at once: no finalizer, no further call. */
  readonly kill: (process: Process) => void
  /** Asks a process to end: its deliveries are interrupted and may tidy up; `done` runs when it has. */
  readonly shutdown: (process: Process, done: () => void) => void
  readonly note: (moment: Omit<Moment, "atMillis">) => void
  /** Puts an entry on a consumer's queue, past the bus. */
  readonly enqueue: (consumer: string, entry: EventBus.Entry, delayMillis: number, copy: number) => void
  /** Uploads an object, which notifies where its bucket does. */
  readonly upload: (
    object: {
      readonly bucket: string
      readonly key: string
      readonly contentType: string
      readonly metadata: Readonly<Record<string, string>>
    },
    bytes: Uint8Array
  ) => Effect.Effect<ObjectStore.ObjectHead>
  /** Runs an operator's program to its end on virtual time. */
  readonly perform: <A, E>(
    effect: Effect.Effect<A, E, TableStore.TableStore | ObjectStore.ObjectStore | EventBus.EventBus>
  ) => Exit.Exit<A, E>
}

/** A message's or event's name for a person: its type and the beginning of its id. */
export const shortName = (entry: { readonly detailType: string; readonly id: string }): string =>
  `${entry.detailType}#${entry.id.slice(0, 6)}`

/** An outcome for a person. */
export const outcomeText = (outcome: Ended["outcome"]): string =>
  outcome._tag === "RetryAfter"
    ? `retry after ${outcome.delayMillis} ms: ${outcome.reason}`
    : outcome._tag === "Dead"
      ? `dead (${outcome.letter.cause.kind}): ${outcome.letter.cause.tag}`
      : outcome._tag.toLowerCase()

/** The handler with the services of its own layer behind an interceptor. */
const throughInterceptor = (handler: Consumer.Handler, interceptor: Interception.Interceptor): Consumer.Handler => {
  // `Delivery.make` provides what the layer needs, as `Consumer.handler` has proved; a registry cannot carry those types.
  const layer = handler.layer as unknown as Layer.Layer<never, unknown>
  return {
    ...handler,
    layer: Layer.effectContext(
      Effect.map(Layer.build(layer), (services) => Interception.services(services, interceptor))
    ) as unknown as Consumer.Handler["layer"]
  }
}

/** A deployment with empty storage and no process yet. */
export const make = (options: Options): World => {
  const { decisions, handlers, seed } = options
  const time = VirtualTime.make(options.startMillis)
  const tables = MemoryTableStore.make()
  const moments: Array<Moment> = []
  const ended: Array<Ended> = []
  const spans: Array<Tracing.EndedSpan> = []
  const logs: Array<LogRecord> = []
  const messages = new Set<Queued>()
  // Messages that are due and wait for a process with room.
  const due = new Map<string, Array<Queued>>(handlers.map(({ name }) => [name, []]))
  const contracts = handlers.map(({ contract }) => ({ contract, wants: Subscription.wants(contract) }))
  const contractOf = new Map(handlers.map(({ contract, name }) => [name, contract]))
  const visibilityMillis = (consumer: string): number =>
    options.visibility * (contractOf.get(consumer)?.timeoutMillis ?? 0)
  const counts = new Map<string, Map<string, number>>()
  const publications = new Map<string, number>()
  const notifying = new Set([
    ...(options.notifying ?? []),
    ...handlers.flatMap(({ contract }) =>
      contract.uses.flatMap(({ grant: { resource } }) =>
        resource.kind === "bucket" && resource.notifies ? [resource.name] : []
      )
    )
  ])
  const processes: Array<LiveProcess> = []
  let started = 0

  const note: World["note"] = (moment) => {
    moments.push({ atMillis: time.now(), ...moment })
  }

  const history = IndexHistory.make(tables, time.now)
  const { wrote } = decisions
  const observed: TableStore.TableStore["Service"] =
    wrote === undefined
      ? history.store
      : {
          ...history.store,
          write: (writes) => Effect.tap(history.store.write(writes), () => Effect.sync(() => wrote(writes))),
          writeBatch: (writes) => Effect.tap(history.store.writeBatch(writes), () => Effect.sync(() => wrote(writes)))
        }

  const bus = MemoryEventBus.make({
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    route: (entry) =>
      Effect.sync(() => {
        note({ process: "", what: "publish", text: shortName(entry) })
        const publication = (publications.get(entry.id) ?? 0) + 1
        publications.set(entry.id, publication)
        for (const { contract, wants } of contracts) {
          if (!wants(entry)) continue
          for (const [copy, delay] of decisions.arrivals(entry, contract.name, publication).entries()) {
            enqueue(contract.name, entry, delay, copy)
          }
        }
      })
  })

  const objects = MemoryObjectStore.make({
    onCreated: (head) =>
      notifying.has(head.bucket)
        ? Effect.suspend(() => {
            // A notification is the store's own doing: it comes whether or not the process that put the object lives on.
            const exit = perform(
              Effect.flatMap(
                Bucket.objectCreated(head, {
                  time: new Date(time.now()).toISOString(),
                  traceparent: head.metadata["traceparent"]
                }),
                Publish.root
              )
            )
            return Exit.isSuccess(exit) ? Effect.void : Effect.die(Cause.squash(exit.cause))
          })
        : Effect.void
  })

  const sound: Backends.Backends = { tables: observed, objects: objects.store, bus: bus.bus }

  const loggers = new Set(
    options.keepsLogs === true
      ? [
          Logger.make<unknown, void>(({ fiber, logLevel, message }) => {
            logs.push({ level: logLevel, message, annotations: { ...fiber.getRef(References.CurrentLogAnnotations) } })
          })
        ]
      : []
  )
  const metrics = Context.make(Metric.MetricRegistry, new Map())

  const contextOf = (view: VirtualTime.View, name: string, keep: () => boolean): Context.Context<never> => {
    const draws = Draws.make(seed, `random/${name}`)
    return metrics.pipe(
      Context.add(Clock.Clock, time.clock(view)),
      Context.add(Scheduler.Scheduler, time.scheduler),
      Context.add(Logger.CurrentLoggers, loggers),
      Context.add(Random.Random, {
        nextIntUnsafe: () => draws.int(-0x8000_0000, 0x7fff_ffff),
        nextDoubleUnsafe: draws.next
      }),
      Context.add(
        Tracer.Tracer,
        Tracing.make({
          seed: `${seed}/${name}`,
          onEnd: (span) => {
            if (keep()) spans.push(span)
          }
        })
      )
    )
  }

  const own = contextOf({ skewMillis: () => 0, isRunning: () => true }, "world", () => true).pipe(
    Context.add(TableStore.TableStore, sound.tables),
    Context.add(ObjectStore.ObjectStore, sound.objects),
    Context.add(EventBus.EventBus, sound.bus)
  )

  const perform: World["perform"] = (effect) => {
    const fiber = Effect.runForkWith(own)(effect)
    time.drain()
    for (let exit = fiber.pollUnsafe(); ; exit = fiber.pollUnsafe()) {
      if (exit !== undefined) return exit
      if (!time.step()) return Exit.die(new Error("The program waits for something that will not happen."))
    }
  }

  const enqueue: World["enqueue"] = (consumer, entry, delayMillis, copy) => {
    const message: Queued = {
      consumer,
      entry,
      copy,
      scope: `${consumer}/${entry.id.slice(0, 6)}`,
      holder: undefined,
      startedAt: 0,
      delivery: 0,
      removed: false
    }
    messages.add(message)
    comeDue(message, delayMillis)
  }

  const comeDue = (message: Queued, delayMillis: number): void => {
    time.schedule(time.now() + delayMillis, () => {
      if (message.removed || message.holder !== undefined) return
      due.get(message.consumer)?.push(message)
      dispatch(message.consumer)
    })
  }

  const dispatch = (consumer: string): void => {
    const queue = due.get(consumer)
    const concurrency = contractOf.get(consumer)?.concurrency ?? 1
    while (queue !== undefined && queue.length > 0) {
      const free = processes.filter((process) => process.ready && (process.busy.get(consumer) ?? 0) < concurrency)
      const [message] = queue
      if (free.length === 0 || message === undefined) return
      queue.shift()
      const label = `process/${message.scope}/${message.copy}/${message.delivery}`
      const chosen = free[Math.floor(Draws.at(seed, label) * free.length)]
      if (chosen !== undefined && !message.removed) deliver(chosen, message)
    }
  }

  const deliver = (process: LiveProcess, message: Queued): void => {
    const delivery = process.deliveries.get(message.consumer)
    if (delivery === undefined) return
    message.holder = process
    const startedAtMillis = time.now()
    message.startedAt = startedAtMillis
    const current = ++message.delivery
    process.busy.set(message.consumer, (process.busy.get(message.consumer) ?? 0) + 1)
    note({ process: process.id, what: "deliver", text: `${message.consumer} ← ${shortName(message.entry)}` })
    if (options.processes === "shared") {
      time.schedule(time.now() + visibilityMillis(message.consumer), () => {
        if (message.removed || message.delivery !== current || message.holder === undefined) return
        message.holder = undefined
        comeDue(message, 0)
      })
    }
    let scopeCounts = counts.get(message.scope)
    if (scopeCounts === undefined) counts.set(message.scope, (scopeCounts = new Map()))
    const delivering: Interception.Delivering = {
      scope: message.scope,
      counts: scopeCounts,
      begun: false,
      resumed: false
    }
    const remainingMillis = decisions.remainingMillis(message, current)
    const fiber = Effect.runForkWith(process.context)(
      Effect.provideService(
        delivery.deliver({ body: message.entry.detail, remainingMillis }),
        Interception.Current,
        delivering
      )
    )
    process.fibers.set(fiber, message.scope)
    fiber.addObserver((exit) => {
      if (!process.alive) return
      process.fibers.delete(fiber)
      process.busy.set(message.consumer, (process.busy.get(message.consumer) ?? 1) - 1)
      const outcome = Exit.isSuccess(exit) ? exit.value : ({ _tag: "Interrupted" } as const)
      note({
        process: process.id,
        what: "outcome",
        text: `${message.consumer} ← ${shortName(message.entry)}: ${outcomeText(outcome)}`
      })
      const end: Ended = {
        startedAtMillis,
        atMillis: time.now(),
        process: process.id,
        message,
        resumed: delivering.resumed,
        outcome
      }
      ended.push(end)
      decisions.ended(end)
      const late = message.delivery !== current
      if (outcome._tag === "RetryAfter" || outcome._tag === "Interrupted") {
        if (!late && message.holder === process) {
          message.holder = undefined
          comeDue(message, outcome._tag === "RetryAfter" ? outcome.delayMillis : 0)
        }
      } else {
        message.removed = true
        messages.delete(message)
      }
      dispatch(message.consumer)
    })
  }

  const release = (process: LiveProcess): void => {
    for (const message of messages) {
      if (message.holder !== process) continue
      message.holder = undefined
      const visibleAt = message.startedAt + visibilityMillis(message.consumer)
      comeDue(message, options.processes === "alone" ? 0 : Math.max(0, visibleAt - time.now()))
    }
  }

  const end = (process: LiveProcess): void => {
    process.alive = false
    process.ready = false
    const at = processes.indexOf(process)
    if (at !== -1) processes.splice(at, 1)
  }

  const kill: World["kill"] = (target) => {
    const process = processes.find((candidate) => candidate === target)
    if (process === undefined) return
    end(process)
    note({ process: process.id, what: "death", text: "dies" })
    release(process)
  }

  const start: World["start"] = () => {
    const id = `p${++started}`
    const process: LiveProcess = {
      id,
      isAlive: () => process.alive,
      skewMillis: 0,
      alive: true,
      ready: false,
      deliveries: new Map(),
      context: contextOf(
        { skewMillis: () => process.skewMillis, isRunning: () => process.alive },
        id,
        () => process.alive
      ),
      scope: Scope.makeUnsafe(),
      fibers: new Map(),
      busy: new Map()
    }
    const interceptor: Interception.Interceptor = {
      isAlive: process.isAlive,
      decide: (call) => decisions.verdict(call, process),
      crash: () => {
        kill(process)
        decisions.died(process, [...process.fibers.values()])
      },
      staleQuery: history.staleQuery
    }
    const { bus, objects, tables } = Interception.backends(sound, interceptor)
    const services = Layer.provideMerge(
      Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer),
      Layer.mergeAll(
        Layer.succeed(TableStore.TableStore, tables),
        Layer.succeed(ObjectStore.ObjectStore, objects),
        Layer.succeed(EventBus.EventBus, bus),
        Layer.succeed(Inbox.Owner, {
          id,
          isAlive: (owner) =>
            options.processes === "shared" || processes.some((candidate) => candidate.alive && candidate.id === owner)
        })
      )
    )
    processes.push(process)
    note({ process: id, what: "start", text: "starts" })
    const boot = Effect.gen(function* () {
      const built = yield* Layer.build(services)
      for (const handler of handlers) {
        const delivery = Delivery.make(throughInterceptor(handler, interceptor))
        process.deliveries.set(handler.name, yield* Effect.provideContext(delivery, built))
      }
    })
    const fiber = Effect.runForkWith(process.context)(Effect.provideService(boot, Scope.Scope, process.scope))
    time.drain()
    const ready = (exit: Exit.Exit<void, unknown>): void => {
      if (!process.alive || Exit.isFailure(exit)) return
      process.ready = true
      for (const consumer of due.keys()) dispatch(consumer)
    }
    const exit = fiber.pollUnsafe()
    if (exit === undefined) fiber.addObserver(ready)
    else ready(exit)
    if (exit !== undefined && Exit.isFailure(exit)) {
      end(process)
      return Exit.failCause(exit.cause)
    }
    return Exit.succeed(process)
  }

  const shutdown: World["shutdown"] = (target, done) => {
    const process = processes.find((candidate) => candidate === target)
    if (process === undefined) return
    process.ready = false
    note({ process: process.id, what: "shutdown", text: "is asked to end" })
    let left = process.fibers.size + 1
    const ended = (): void => {
      if (--left > 0) return
      const wasAlive = process.alive
      end(process)
      if (wasAlive) {
        release(process)
        done()
      }
    }
    for (const fiber of process.fibers.keys()) {
      fiber.addObserver(ended)
      fiber.interruptUnsafe()
    }
    ended()
    time.drain()
  }

  return {
    time,
    handlers,
    tables,
    objects,
    entries: bus.entries,
    backends: sound,
    ended,
    moments,
    spans,
    logs,
    metrics,
    waiting: () => [...messages],
    running: () => processes.reduce((sum, process) => sum + process.fibers.size, 0),
    isRunning: (scope) => processes.some(({ fibers }) => [...fibers.values()].includes(scope)),
    start,
    alive: () => processes.filter((process) => process.alive),
    kill,
    shutdown,
    note,
    enqueue,
    upload: (object, bytes) =>
      Effect.suspend(() => {
        note({ process: "", what: "upload", text: `${object.bucket}/${object.key}` })
        return Effect.orDie(objects.store.put(object, Stream.succeed(bytes)))
      }),
    perform
  }
}
