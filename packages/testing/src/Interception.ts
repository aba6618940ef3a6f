/**
 * Stands between programs and their backends: every call to storage and bus is described, and something decides what becomes
 * of it. A call may pass, take its time, fail before or after it had its effect, have part of it, answer from the past, hang, or
 * be the last thing that its process does.
 */
import type * as Backends from "@millrace/core/Backends"
import type * as EventBus from "@millrace/core/EventBus"
import type * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Where in a delivery a call is made; `handler` where the consumer's own program makes it. */
export type Phase = "begin" | "handler" | "claim" | "commit" | "publish" | "complete" | "release" | "bury" | "letter"

/** In delivery order. */
export const phases: ReadonlyArray<Phase> = [
  "begin",
  "handler",
  "claim",
  "commit",
  "publish",
  "complete",
  "release",
  "bury",
  "letter"
]

/** A call about to be made. */
export interface Call {
  /** What is being delivered: consumer and the beginning of the event's id. */
  readonly scope: string
  /** Which delivery of it. */
  readonly delivery: string
  /** Such as `TableStore.write`. */
  readonly operation: string
  /** Table, bucket, or `bus`. */
  readonly resource: string
  /** How many calls of this scope, operation and resource there were, this one included. */
  readonly occurrence: number
  readonly phase: Phase
  /** Whether the call can have part of its effect. */
  readonly divisible: boolean
  /** Whether the call reads an index, so that its answer may be of the past. */
  readonly lags: boolean
  /** Whether the call changes anything. */
  readonly writes: boolean
}

/** How much of a call's effect happens. A share, from 0 to 1, of its parts. */
export type Applied = "none" | "all" | { readonly share: number }

/** What becomes of a call. Latency is spent half before and half after the effect, in milliseconds. */
export type Verdict = { readonly latencyMillis: number } & (
  | { readonly _tag: "Pass" }
  | { readonly _tag: "Fail"; readonly applied: Applied; readonly error: unknown }
  | { readonly _tag: "Stale"; readonly byMillis: number }
  | { readonly _tag: "Hang" }
  | { readonly _tag: "Crash"; readonly applied: Applied }
)

/** Decides, and executes what only the world can. */
export interface Interceptor {
  /** Whether the calling process still lives. A dead one's calls never reach storage and never answer. */
  readonly isAlive: () => boolean
  readonly decide: (call: Call) => Verdict
  /** Ends the calling process, here and now. */
  readonly crash: () => void
  /** The table store as it was: for index reads that lag. */
  readonly staleQuery: (query: TableStore.Query, byMillis: number) => Effect.Effect<TableStore.Page, Unavailable>
}

/** What the current fiber is delivering; the engine sets it. */
export interface Delivering {
  readonly scope: string
  readonly delivery: string
  /** Counts calls by scope, operation and resource. */
  readonly counts: Map<string, number>
  /** Whether this delivery's `begin` is over. */
  begun: boolean
  /** Whether an earlier delivery had decided the outputs. */
  resumed: boolean
}

/** See {@link Delivering}. */
export const Current: Context.Reference<Delivering> = Context.Reference<Delivering>(
  "@millrace/testing/Interception/Current",
  { defaultValue: () => ({ scope: "outside", delivery: "outside", counts: new Map(), begun: true, resumed: false }) }
)

/** A call as the wrappers know it. */
interface Described {
  readonly operation: string
  readonly resource: string
  readonly phase: (current: Delivering) => Phase
  readonly divisible?: boolean
  readonly lags?: boolean
  readonly writes?: boolean
}

/** The two ways of a call to go wrong halfway. */
interface Alternatives<A, E> {
  readonly part?: (share: number) => Effect.Effect<A, E>
  readonly stale?: (byMillis: number) => Effect.Effect<A, E>
  /** What the caller sees after a part, where that is an answer and no failure. */
  readonly partAnswers?: boolean
}

/** Passes a call through an interceptor. */
export const gate = <A, E>(
  interceptor: Interceptor,
  described: Described,
  effect: Effect.Effect<A, E>,
  alternatives: Alternatives<A, E> = {}
): Effect.Effect<A, E> =>
  Effect.flatMap(Current, (current) => {
    if (!interceptor.isAlive()) return Effect.never
    const { divisible = false, lags = false, operation, resource, writes = false } = described
    const counter = `${current.scope} ${operation} ${resource}`
    const occurrence = (current.counts.get(counter) ?? 0) + 1
    current.counts.set(counter, occurrence)
    const phase = described.phase(current)
    const { delivery, scope } = current
    const verdict = interceptor.decide({
      scope,
      delivery,
      operation,
      resource,
      occurrence,
      phase,
      divisible,
      lags,
      writes
    })
    const half = verdict.latencyMillis / 2
    const paced = (after: Effect.Effect<A, E>): Effect.Effect<A, E> =>
      half > 0 ? Effect.andThen(Effect.sleep(half), Effect.andThen(checkAlive(interceptor), after)) : after
    const settled = (applied: Applied): Effect.Effect<unknown, E> =>
      applied === "none"
        ? Effect.void
        : applied === "all"
          ? effect
          : (alternatives.part?.(applied.share) ?? Effect.void)
    switch (verdict._tag) {
      case "Pass":
        return half > 0
          ? paced(Effect.flatMap(Effect.exit(effect), (exit) => Effect.andThen(Effect.sleep(half), exit)))
          : effect
      case "Stale":
        return paced(alternatives.stale?.(verdict.byMillis) ?? effect)
      case "Hang":
        return Effect.never
      case "Fail": {
        const { applied, error } = verdict
        if (typeof applied === "object" && alternatives.partAnswers === true && alternatives.part !== undefined) {
          return paced(alternatives.part(applied.share))
        }
        // A call that has its effect and fails by itself, such as a refused condition, answers that to nobody: the answer is lost.
        return paced(Effect.andThen(Effect.ignore(settled(applied)), failWith<E>(error)))
      }
      case "Crash":
        return paced(
          Effect.andThen(
            Effect.ignore(settled(verdict.applied)),
            Effect.suspend(() => {
              interceptor.crash()
              return Effect.never
            })
          )
        )
    }
  })

const checkAlive = (interceptor: Interceptor): Effect.Effect<void> =>
  Effect.suspend(() => (interceptor.isAlive() ? Effect.void : Effect.never))

// What a test or a schedule fails a call with is one of the call's own errors; which one, only the caller of `fail` knows.
const failWith = <E>(error: unknown): Effect.Effect<never, E> => Effect.fail(error as E)

/** The failure of a backend that cannot serve. */
export const unavailable = (operation: string, reason: Unavailable["reason"], detail: string): Unavailable =>
  new Unavailable({ service: operation.split(".")[0] ?? operation, operation, reason, detail })

/** States of an inbox record, as they stand at the beginning of its body, and the operation that writes them. */
const inboxPhases: ReadonlyArray<readonly [state: string, phase: Phase]> = [
  ["leased", "begin"],
  ["committed", "commit"],
  ["completed", "complete"],
  ["idle", "release"],
  ["dead", "bury"]
]

const phaseOfWrites =
  (writes: ReadonlyArray<TableStore.Write>) =>
  (current: Delivering): Phase => {
    const [first] = writes
    if (first === undefined) return "handler"
    if (first._tag !== "Put") return first.key.table === "dead-letters" ? "letter" : "handler"
    const { body, table } = first.row
    if (table === "dead-letters") return "letter"
    if (table !== "inbox") return "handler"
    const phase = inboxPhases.find(([state]) => body.startsWith(`{"state":"${state}"`))?.[1] ?? "begin"
    if (phase === "commit" && !current.begun) {
      current.resumed = true
      return "begin"
    }
    if (phase === "commit" && body.includes('"leasedUntil":0,')) return "release"
    return phase
  }

const phaseOfRead =
  (table: string) =>
  (current: Delivering): Phase =>
    table === "inbox" ? (current.begun ? "commit" : "begin") : table === "dead-letters" ? "letter" : "handler"

/** The inbox's answer to `begin` is there once a record was written or read for it. */
const noteBegun = (table: string | undefined): Effect.Effect<void> =>
  table === "inbox" ? Effect.map(Current, (current) => void (current.begun = true)) : Effect.void

const tableOf = (writes: ReadonlyArray<TableStore.Write>): string => {
  const [first] = writes
  return first === undefined ? "" : first._tag === "Put" ? first.row.table : first.key.table
}

/** Parts of a whole, at least none and never all. */
const partOf = (count: number, share: number): number => Math.min(count - 1, Math.floor(count * share))

/** Backends of one process behind an interceptor. */
export const backends = (sound: Backends.Backends, interceptor: Interceptor): Backends.Backends => {
  const { bus, objects, tables } = sound
  return {
    tables: {
      get: (key) =>
        gate(
          interceptor,
          { operation: "TableStore.get", resource: key.table, phase: phaseOfRead(key.table) },
          tables.get(key)
        ),
      query: (query) =>
        gate(
          interceptor,
          {
            operation: "TableStore.query",
            resource: query.table,
            phase: phaseOfRead(query.table),
            lags: query.index !== undefined
          },
          tables.query(query),
          { stale: (byMillis) => interceptor.staleQuery(query, byMillis) }
        ),
      write: (writes) =>
        gate(
          interceptor,
          {
            operation: "TableStore.write",
            resource: tableOf(writes),
            phase: phaseOfWrites(writes),
            writes: true
          },
          Effect.tap(tables.write(writes), () => noteBegun(tableOf(writes)))
        ),
      writeBatch: (writes) =>
        gate(
          interceptor,
          {
            operation: "TableStore.writeBatch",
            resource: tableOf(writes),
            phase: phaseOfWrites(writes),
            divisible: writes.length > 1,
            writes: true
          },
          tables.writeBatch(writes),
          { part: (share) => tables.writeBatch(writes.slice(0, partOf(writes.length, share))) }
        ),
      scan: (options) =>
        gate(
          interceptor,
          { operation: "TableStore.scan", resource: options.table, phase: phaseOfRead(options.table) },
          tables.scan(options)
        )
    },
    objects: {
      put: (object, bytes) =>
        gate(
          interceptor,
          {
            operation: "ObjectStore.put",
            resource: object.bucket,
            phase: () => (object.bucket === "claims" ? "claim" : "handler"),
            writes: true
          },
          objects.put(object, bytes)
        ),
      head: (ref) =>
        gate(
          interceptor,
          { operation: "ObjectStore.head", resource: ref.bucket, phase: () => "handler" },
          objects.head(ref)
        ),
      get: (ref) => {
        const whole = objects.get(ref)
        return Stream.unwrap(
          gate<typeof whole, never>(
            interceptor,
            { operation: "ObjectStore.get", resource: ref.bucket, phase: () => "handler", divisible: true },
            Effect.succeed(whole),
            {
              partAnswers: true,
              part: (share) =>
                Effect.succeed(
                  Stream.concat(
                    Stream.map(Stream.take(whole, 1), (chunk) => chunk.subarray(0, Math.floor(chunk.length * share))),
                    Stream.fail(unavailable("ObjectStore.get", "timeout", "the connection broke off"))
                  )
                )
            }
          )
        )
      },
      delete: (ref) =>
        gate(
          interceptor,
          { operation: "ObjectStore.delete", resource: ref.bucket, phase: () => "handler", writes: true },
          objects.delete(ref)
        ),
      list: (options) =>
        gate(
          interceptor,
          { operation: "ObjectStore.list", resource: options.bucket, phase: () => "handler" },
          objects.list(options)
        )
    },
    bus: {
      limits: bus.limits,
      put: (entries) =>
        gate(
          interceptor,
          {
            operation: "EventBus.put",
            resource: "bus",
            phase: () => "publish",
            divisible: true,
            writes: true
          },
          bus.put(entries),
          { partAnswers: true, part: (share) => putPart(bus, entries, partOf(entries.length, share)) }
        )
    }
  }
}

/** Publishes all but one run of entries, as a bus under load does: the rest are refused and not the call. */
const putPart = (
  bus: Backends.Backends["bus"],
  entries: ReadonlyArray<EventBus.Entry>,
  taken: number
): Effect.Effect<ReadonlyArray<EventBus.Confirmation>, Unavailable> =>
  Effect.map(taken === 0 ? Effect.succeed([]) : bus.put(entries.slice(-taken)), (confirmations) => [
    ...entries
      .slice(0, entries.length - taken)
      .map((): EventBus.Confirmation => ({ _tag: "Refused", code: "ThrottlingException", detail: "try again" })),
    ...confirmations
  ])

/**
 * Services of a handler's own layer behind an interceptor: every method that answers an effect is a call named by the
 * service's key and the method.
 */
export const services = (context: Context.Context<never>, interceptor: Interceptor): Context.Context<never> => {
  const wrapped = new Map<string, unknown>()
  for (const [key, service] of context.mapUnsafe) wrapped.set(key, intercepted(key, service, interceptor))
  return Context.makeUnsafe(wrapped)
}

const intercepted = (key: string, service: unknown, interceptor: Interceptor): unknown => {
  if (typeof service !== "object" || service === null || Effect.isEffect(service)) return service
  const through = (method: string, result: unknown): unknown =>
    Effect.isEffect(result)
      ? gate(
          interceptor,
          { operation: `${key}.${method}`, resource: key, phase: () => "handler" },
          // The service's own type stays what it was: a gate answers what its effect answers.
          result as Effect.Effect<unknown, unknown>
        )
      : result
  return new Proxy(service, {
    get(target, property, receiver) {
      const value: unknown = Reflect.get(target, property, receiver)
      if (typeof property === "symbol") return value
      if (typeof value !== "function") return through(property, value)
      return (...args: ReadonlyArray<unknown>): unknown => through(property, Reflect.apply(value, target, args))
    }
  })
}
