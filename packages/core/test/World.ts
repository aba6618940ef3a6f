/** A process with backends in memory: what delivery tests run on. Backends outlive processes, as storage does. */
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Tracing from "@millrace/core/Tracing"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"

/** What the processes of a test share. */
export interface Storage {
  readonly tables: TableStore.TableStore["Service"]
  readonly objects: ObjectStore.ObjectStore["Service"]
  /** Everything that the bus accepted, in order. */
  readonly published: Array<EventBus.Entry>
  readonly spans: Array<Tracing.EndedSpan>
  /** Owners that are no more. */
  readonly deadOwners: Set<string>
}

export const storage: Effect.Effect<Storage, never, Scope.Scope> = Effect.gen(function* () {
  const context = yield* Layer.build(Layer.merge(MemoryTableStore.layer, MemoryObjectStore.layer))
  return {
    tables: Context.get(context, TableStore.TableStore),
    objects: Context.get(context, ObjectStore.ObjectStore),
    published: [],
    spans: [],
    deadOwners: new Set()
  }
})

export const acceptAll = (store: Storage): EventBus.EventBus["Service"] => ({
  limits: EventBus.eventBridgeLimits,
  put: (entries) =>
    Effect.sync(() => {
      store.published.push(...entries)
      return entries.map(() => ({ _tag: "Accepted" as const }))
    })
})

export interface Process {
  readonly delivery: Delivery.Delivery
  readonly inbox: Inbox.Inbox["Service"]
  readonly deadLetters: DeadLetters.DeadLetters["Service"]
}

/** Starts a process for one consumer. Services may be wrapped to fail, freeze or forget. */
export const process = Effect.fnUntraced(function* (
  store: Storage,
  handler: Consumer.Handler,
  options: {
    readonly owner?: string
    readonly tables?: (tables: TableStore.TableStore["Service"]) => TableStore.TableStore["Service"]
    readonly inbox?: (inbox: Inbox.Inbox["Service"]) => Inbox.Inbox["Service"]
    readonly bus?: (bus: EventBus.EventBus["Service"]) => EventBus.EventBus["Service"]
  } = {}
): Effect.fn.Return<Process, unknown, Scope.Scope> {
  const tables = Layer.succeed(TableStore.TableStore, (options.tables ?? ((real) => real))(store.tables))
  const owner = Layer.succeed(Inbox.Owner, {
    id: options.owner ?? "process-1",
    isAlive: (id) => !store.deadOwners.has(id)
  })
  const base = Layer.mergeAll(
    tables,
    owner,
    Layer.succeed(ObjectStore.ObjectStore, store.objects),
    Layer.succeed(EventBus.EventBus, (options.bus ?? ((real) => real))(acceptAll(store)))
  )
  const context = yield* Layer.build(
    Layer.provideMerge(Layer.merge(InboxTable.layer, DeadLetters.DeadLetters.layer), base)
  )
  const inbox = (options.inbox ?? ((real) => real))(Context.get(context, Inbox.Inbox))
  const services = Context.add(context, Inbox.Inbox, inbox)
  const delivery = yield* Effect.provideContext(
    Delivery.make(handler),
    services as Context.Context<Delivery.Services | Scope.Scope>
  ).pipe(Effect.provideService(Tracer.Tracer, tracer(store)))
  return {
    delivery: {
      contract: delivery.contract,
      deliver: (incoming) => Effect.provideService(delivery.deliver(incoming), Tracer.Tracer, tracer(store))
    },
    inbox,
    deadLetters: Context.get(context, DeadLetters.DeadLetters)
  }
})

const tracers = new WeakMap<Storage, Tracer.Tracer>()

const tracer = (store: Storage): Tracer.Tracer => {
  const made = tracers.get(store) ?? Tracing.make({ seed: "test", onEnd: (span) => void store.spans.push(span) })
  tracers.set(store, made)
  return made
}

/** The envelope of a root event, as JSON text. */
export const root = <T extends string, P extends Event.PayloadSchema, A extends string>(
  event: Event.EventClass<T, P, A>,
  payload: P["Type"],
  options: { readonly stimulus?: string; readonly traceparent?: string } = {}
): Effect.Effect<string> =>
  Effect.map(
    Event.root(event, payload, {
      tenantId: "tenant-1",
      stimulus: [options.stimulus ?? "stimulus-1"],
      subject: "subject-1",
      time: "2026-01-01T00:00:00.000Z",
      ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent })
    }),
    Envelope.toJson
  )

export const unavailable = (operation: string): Unavailable =>
  new Unavailable({ service: "Test", operation, reason: "unavailable", detail: "on purpose" })
