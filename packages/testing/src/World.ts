/**
 * A deployment in memory on virtual time: storage, bus and queues, which last, and processes, which come and go. What
 * becomes of each call, of each message and of each process is decided from outside, so the same deployment serves a test that
 * wants no surprises and a simulation that wants every one.
 */
import type * as Backends from "@millrace/core/Backends"
import * as Bucket from "@millrace/core/Bucket"
import type * as Delivery from "@millrace/core/Delivery"
import * as EventBus from "@millrace/core/EventBus"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as Subscription from "@millrace/core/Subscription"
import * as TableStore from "@millrace/core/TableStore"
import type * as Tracing from "@millrace/core/Tracing"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Draws from "./Draws.ts"
import * as ProcessServices from "./ProcessServices.ts"
import * as IndexHistory from "./IndexHistory.ts"
import * as Interception from "./Interception.ts"
import * as VirtualTime from "./VirtualTime.ts"
import type { Ended, LogRecord, Message, Moment, Options, Process, Started, World } from "./Deployment.ts"
import { messageName, outcomeText, shortName } from "./Deployment.ts"

export type {
  Decisions,
  Ended,
  LogRecord,
  Message,
  MessageName,
  Moment,
  Options,
  Process,
  Started,
  World
} from "./Deployment.ts"
export { outcomeText, shortName } from "./Deployment.ts"

interface LiveProcess extends Process {
  alive: boolean
  ready: boolean
  readonly deliveries: Map<string, Delivery.Delivery>
  readonly context: Context.Context<never>
  readonly scope: Scope.Closeable
  /** Deliveries that run. */
  readonly fibers: Map<Fiber.Fiber<unknown, unknown>, Started>
  readonly busy: Map<string, number>
}

interface Queued extends Message {
  holder: LiveProcess | undefined
  startedAt: number
  /** Counts the deliveries of this copy, so that an answer that comes too late is recognized. */
  delivery: number
  removed: boolean
}

const observing = (
  store: TableStore.TableStore["Service"],
  wrote: Options["decisions"]["wrote"]
): TableStore.TableStore["Service"] =>
  wrote === undefined
    ? store
    : {
        ...store,
        write: (writes) => Effect.tap(store.write(writes), () => Effect.sync(() => wrote(writes))),
        writeBatch: (writes) => Effect.tap(store.writeBatch(writes), () => Effect.sync(() => wrote(writes)))
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
  const observed = observing(history.store, decisions.wrote)

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
            put(contract.name, entry, delay, { publication, copy })
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

  const loggers = new Set(options.keepsLogs === true ? [ProcessServices.keepingLogs(logs)] : [])
  const metrics = Context.make(Metric.MetricRegistry, new Map())

  const contextOf = (view: VirtualTime.View, name: string, keep: () => boolean): Context.Context<never> =>
    ProcessServices.runtime({
      name,
      seed,
      clock: time.clock(view),
      scheduler: time.scheduler,
      loggers,
      metrics,
      onSpan: (span) => {
        if (keep()) spans.push(span)
      }
    })

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

  const put = (
    consumer: string,
    entry: EventBus.Entry,
    delayMillis: number,
    of: Pick<Message, "publication" | "copy">
  ): void => {
    const message: Queued = {
      consumer,
      entry,
      ...of,
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
    const begun: Started = { message, delivery: `${messageName(message)}.${current}` }
    const delivering: Interception.Delivering = {
      scope: message.scope,
      delivery: begun.delivery,
      counts: scopeCounts,
      begun: false,
      resumed: false
    }
    const remainingMillis = decisions.started(begun)
    const fiber = Effect.runForkWith(process.context)(
      Effect.provideService(
        delivery.deliver({ body: message.entry.detail, remainingMillis }),
        Interception.Current,
        delivering
      )
    )
    process.fibers.set(fiber, begun)
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
        ...begun,
        startedAtMillis,
        atMillis: time.now(),
        process: process.id,
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
    if (process === undefined) return []
    end(process)
    note({ process: process.id, what: "death", text: "dies" })
    release(process)
    return [...process.fibers.values()]
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
        decisions.died(process, kill(process))
      },
      staleQuery: history.staleQuery
    }
    processes.push(process)
    note({ process: id, what: "start", text: "starts" })
    const isAlive = (owner: string): boolean =>
      options.processes === "shared" || processes.some((candidate) => candidate.alive && candidate.id === owner)
    const boot = ProcessServices.boot({
      handlers,
      interceptor,
      sound,
      owner: { id, isAlive },
      into: process.deliveries
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
    isRunning: (scope) =>
      processes.some(({ fibers }) => [...fibers.values()].some(({ message }) => message.scope === scope)),
    start,
    alive: () => processes.filter((process) => process.alive),
    kill,
    shutdown,
    note,
    enqueue: (consumer, entry, delayMillis, copy) => put(consumer, entry, delayMillis, { publication: 0, copy }),
    upload: (object, bytes) =>
      Effect.suspend(() => {
        note({ process: "", what: "upload", text: `${object.bucket}/${object.key}` })
        return Effect.orDie(objects.store.put(object, Stream.succeed(bytes)))
      }),
    perform
  }
}
