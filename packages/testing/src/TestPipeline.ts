/**
 * One handler, or a whole pipeline, in memory on virtual time. Upload, publish or deliver; let everything that follows
 * happen, retries included, in no time; look at what came of it.
 *
 *     it.effect("flags once", () => Effect.gen(function*() {
 *       const t = yield* TestPipeline.of(largePayment)
 *       yield* t.deliver(TransactionsCategorized, { fileId: "f1" }, { times: 3 })
 *       assert.strictEqual((yield* t.published(PaymentFlagged)).length, 1)
 *     }))
 *
 * Time begins where the test's clock stands and the test's clock follows. Any call of a backend, or of a service that the
 * handler's layer provides, can be made to fail, take long, hang or be its process's last.
 */
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import * as Collection from "@millrace/core/Collection"
import type * as Consumer from "@millrace/core/Consumer"
import type * as DeadLetters from "@millrace/core/DeadLetters"
import type * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import type * as EventBus from "@millrace/core/EventBus"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as Publish from "@millrace/core/Publish"
import * as Subscription from "@millrace/core/Subscription"
import type * as Tracing from "@millrace/core/Tracing"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as EventChain from "./EventChain.ts"
import * as Interception from "./Interception.ts"
import * as Redrive from "./Redrive.ts"
import * as World from "./World.ts"

/** Which calls a fault is for. */
export interface Which {
  /** Only calls on this table or bucket. */
  readonly resource?: string
  /** Only calls of this consumer's deliveries. */
  readonly consumer?: string
  /** Only calls of this step of a delivery. */
  readonly phase?: Interception.Phase
  /** The first call hit, counted from now among those that fit. Default 1. */
  readonly nth?: number
  /** How many calls are hit from there on. Default 1. */
  readonly times?: number
}

/** What an event is published with. */
export interface PublishOptions {
  /** Default `tenant`. */
  readonly tenantId?: string
  readonly subject?: string
  readonly correlationId?: string
  readonly traceparent?: string
  /** Makes the event's id. Default: how many events this test has made. */
  readonly stimulus?: ReadonlyArray<string>
}

/** A test that waits for what will not happen, or an expectation that does not hold. The message shows the chain of events. */
export class Unexpected extends Error {
  override readonly name = "Unexpected"
}

/** Any declaration of a bucket. */
interface AnyBucket {
  readonly resource: { readonly name: string; readonly notifies: boolean }
}

/** A pipeline under test. */
export interface TestPipeline {
  /** Puts an object, whole key with the tenant first, which notifies where its bucket does. */
  readonly upload: (
    bucket: AnyBucket,
    key: string,
    content: string | Uint8Array,
    options?: { readonly contentType?: string; readonly metadata?: Readonly<Record<string, string>> }
  ) => Effect.Effect<ObjectStore.ObjectHead>
  /** Publishes a root event on the bus, for whoever wants it. Answers its id. Nothing is handled until time is given. */
  readonly publish: <Type extends string, P extends Event.PayloadSchema, A extends string>(
    event: Event.EventClass<Type, P, A>,
    payload: P["Type"],
    options?: PublishOptions
  ) => Effect.Effect<string>
  /** Hands an event straight to those who want it, `times` times at once, and settles. Answers how each delivery ended. */
  readonly deliver: <Type extends string, P extends Event.PayloadSchema, A extends string>(
    event: Event.EventClass<Type, P, A>,
    payload: P["Type"],
    options?: PublishOptions & { readonly times?: number }
  ) => Effect.Effect<ReadonlyArray<World.Ended["outcome"]>>
  /** Hands bytes, envelope or not, straight to a consumer, and settles. */
  readonly deliverBody: (consumer: string, body: string) => Effect.Effect<ReadonlyArray<World.Ended["outcome"]>>
  /** Lets everything happen until nothing is left to do, whatever time it takes. */
  readonly settle: Effect.Effect<void>
  /** Lets happen what happens in so much time. */
  readonly advance: (duration: Duration.Input) => Effect.Effect<void>
  /** Gives every dead letter's event its attempts again; answers how many. Then `settle`. */
  readonly redrive: Effect.Effect<number>
  /** Payloads of the events of a type, once each, in order. */
  readonly published: <E extends Event.Any>(event: E) => Effect.Effect<ReadonlyArray<Event.Payload<E>>>
  /** As `published`; fails, showing the chain, where there are not `count`. */
  readonly expectPublished: <E extends Event.Any>(
    event: E,
    count: number
  ) => Effect.Effect<ReadonlyArray<Event.Payload<E>>>
  /** Fails, showing the chain, where anything is dead or not handled. */
  readonly expectHandled: Effect.Effect<void>
  /** Every event that went over the bus, once each, in order. */
  readonly events: Effect.Effect<ReadonlyArray<Envelope.Envelope>>
  /** Items of a collection, of all tenants or one. */
  readonly items: <S extends Collection.ItemSchema>(
    collection: { readonly resource: { readonly name: string }; readonly schema: S },
    options?: { readonly tenantId?: string }
  ) => Effect.Effect<ReadonlyArray<S["Type"]>>
  /** Newest versions in a bucket. */
  readonly objects: (
    bucket: AnyBucket
  ) => Effect.Effect<ReadonlyArray<{ readonly head: ObjectStore.ObjectHead; readonly bytes: Uint8Array }>>
  readonly deadLetters: Effect.Effect<ReadonlyArray<DeadLetters.DeadLetter>>
  readonly deliveries: Effect.Effect<ReadonlyArray<World.Ended>>
  readonly spans: Effect.Effect<ReadonlyArray<Tracing.EndedSpan>>
  readonly logs: Effect.Effect<ReadonlyArray<World.LogRecord>>
  readonly metrics: Effect.Effect<ReadonlyArray<Metric.Metric.Snapshot>>
  /** The chain of events as text. */
  readonly chain: Effect.Effect<string>
  /**
   * Fails calls of `Service.method`. A backend fails as throttled unless told; another service fails with what is given.
   * `applied: "all"` lets the call have its effect first: only the answer is lost.
   */
  readonly fail: (
    operation: string,
    options?: Which & { readonly error?: unknown; readonly applied?: Interception.Applied }
  ) => Effect.Effect<void>
  /** Lets calls take so long. */
  readonly delay: (operation: string, options: Which & { readonly by: Duration.Input }) => Effect.Effect<void>
  /** Lets calls never answer. */
  readonly hang: (operation: string, options?: Which) => Effect.Effect<void>
  /** Lets the process die at calls: no finalizer runs, nothing more of it reaches storage. Another starts a second later. */
  readonly crash: (
    operation: string,
    options?: Which & { readonly applied?: Interception.Applied }
  ) => Effect.Effect<void>
}

interface Rule extends Which {
  readonly operation: string
  readonly verdict: (call: Interception.Call) => Interception.Verdict
  seen: number
}

const fits = (rule: Rule, call: Interception.Call): boolean =>
  (call.operation === rule.operation || call.operation.endsWith(`/${rule.operation}`)) &&
  (rule.resource === undefined || rule.resource === call.resource) &&
  (rule.phase === undefined || rule.phase === call.phase) &&
  (rule.consumer === undefined || call.scope.startsWith(`${rule.consumer}/`))

const pass: Interception.Verdict = { _tag: "Pass", latencyMillis: 0 }

/** Instants that one `settle` goes through at most; more is a loop. */
const stepLimit = 20_000

/** Turns of the event loop that a program waiting for the outside world is given before it counts as hanging. */
const outsideTurns = 2000

const turn = Effect.callback<void>((resume) => {
  const immediate = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(immediate))
})

/** Puts a handler, several, or a whole program under test. Fails where a handler's layer does. */
export const of = Effect.fnUntraced(function* (
  subject: Consumer.Handler | ReadonlyArray<Consumer.Handler> | Pipeline.Program,
  options?: { readonly seed?: number; readonly limits?: EventBus.Limits }
): Effect.fn.Return<TestPipeline, Unexpected> {
  const handlers = "pipeline" in subject ? subject.handlers : "contract" in subject ? [subject] : subject
  const rules: Array<Rule> = []
  const clock = yield* Clock.Clock

  const verdict = (call: Interception.Call): Interception.Verdict => {
    let decided: Interception.Verdict | undefined
    for (const rule of rules) {
      if (!fits(rule, call)) continue
      const position = ++rule.seen - (rule.nth ?? 1)
      if (position >= 0 && position < (rule.times ?? 1)) decided ??= rule.verdict(call)
    }
    return decided ?? pass
  }

  const world = World.make({
    handlers,
    decisions: {
      verdict,
      arrivals: () => [0],
      started: () => undefined,
      ended: () => {},
      died: () => {
        world.time.schedule(world.time.now() + 1000, () => void world.start())
      }
    },
    startMillis: clock.currentTimeMillisUnsafe(),
    seed: options?.seed ?? 1,
    ...(options?.limits === undefined ? {} : { limits: options.limits }),
    processes: "alone",
    visibility: 6,
    keepsLogs: true
  })

  const first = world.start()
  if (Exit.isFailure(first)) {
    return yield* Effect.fail(new Unexpected(`The handlers' layers cannot be built: ${Cause.pretty(first.cause)}`))
  }

  const unexpected = (what: string): Effect.Effect<never> =>
    Effect.suspend(() => Effect.die(new Unexpected(`${what}\n\n${EventChain.toText(world)}\n`)))

  /** Takes over time that the test's own clock went through. */
  const catchUp = Effect.sync(() => world.time.advanceTo(clock.currentTimeMillisUnsafe()))

  /** Lets the test's own clock follow. */
  const lead = Effect.suspend(() =>
    "setTime" in clock && world.time.now() > clock.currentTimeMillisUnsafe()
      ? TestClock.setTime(world.time.now())
      : Effect.void
  )

  const perform = <A, E>(effect: Parameters<typeof world.perform<A, E>>[0]): Effect.Effect<A, E> =>
    Effect.suspend(() => world.perform(effect))

  const isBusy = (): boolean => world.waiting().length > 0 || world.running() > 0

  const settle: Effect.Effect<void> = Effect.gen(function* () {
    yield* catchUp
    world.time.drain()
    let turns = 0
    for (let steps = 0; isBusy();) {
      // Programs that wait for the outside world are given a moment before time goes on without them.
      if (world.running() > 0) yield* turn
      world.time.drain()
      if (!isBusy()) break
      if (world.time.step()) {
        if (++steps > stepLimit) return yield* unexpected(`After ${stepLimit} steps there is still something to do.`)
        turns = 0
      } else if (++turns > outsideTurns) {
        return yield* unexpected("A delivery hangs: it waits for something that will not happen.")
      }
    }
    yield* lead
  })

  const enveloped = Effect.fnUntraced(function* <Type extends string, P extends Event.PayloadSchema, A extends string>(
    event: Event.EventClass<Type, P, A>,
    payload: P["Type"],
    publishing: PublishOptions = {}
  ) {
    yield* catchUp
    return yield* Event.root(event, payload, {
      tenantId: publishing.tenantId ?? "tenant",
      stimulus: publishing.stimulus ?? ["test", String(made++)],
      time: new Date(world.time.now()).toISOString(),
      ...(publishing.subject === undefined ? {} : { subject: publishing.subject }),
      ...(publishing.correlationId === undefined ? {} : { correlationId: publishing.correlationId }),
      ...(publishing.traceparent === undefined ? {} : { traceparent: publishing.traceparent })
    })
  })
  let made = 0

  const handOver = Effect.fnUntraced(function* (
    consumers: ReadonlyArray<string>,
    entry: EventBus.Entry,
    times: number
  ) {
    const from = world.ended.length
    for (const consumer of consumers) {
      for (let copy = 0; copy < times; copy++) world.enqueue(consumer, entry, 0, copy)
    }
    yield* settle
    return world.ended.slice(from).flatMap(({ message, outcome }) => (message.entry.id === entry.id ? [outcome] : []))
  })

  const published = <E extends Event.Any>(event: E): Effect.Effect<ReadonlyArray<Event.Payload<E>>> =>
    Effect.suspend(() => {
      const decode = Event.decode(event)
      return Effect.forEach(
        EventChain.envelopes(world).filter(({ type }) => type === event.eventType),
        (envelope) =>
          Effect.orDie(
            Effect.flatMap(perform(ClaimCheck.resolve(envelope, world.backends.objects)), (data) =>
              decode(envelope, data)
            )
          )
      )
    })

  const deadLetters = Effect.suspend(() => perform(Effect.orDie(Redrive.list)))

  const rule = (operation: string, which: Which | undefined, decide: Rule["verdict"]): Effect.Effect<void> =>
    Effect.sync(() => void rules.push({ ...which, operation, verdict: decide, seen: 0 }))

  return {
    upload: (bucket, key, content, uploading) =>
      Effect.andThen(
        catchUp,
        Effect.suspend(() => {
          const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
          const { contentType = "application/octet-stream", metadata = {} } = uploading ?? {}
          const { name } = bucket.resource
          return perform(world.upload({ bucket: name, key, contentType, metadata }, bytes))
        })
      ),
    publish: (event, payload, publishing) =>
      Effect.flatMap(enveloped(event, payload, publishing), (envelope) =>
        Effect.as(Effect.orDie(perform(Publish.root(envelope))), envelope.id)
      ),
    deliver: Effect.fnUntraced(function* (event, payload, delivering) {
      const envelope = yield* enveloped(event, payload, delivering)
      const entry = ClaimCheck.entry(envelope)
      const consumers = handlers.filter(({ contract }) => Subscription.wants(contract)(entry)).map(({ name }) => name)
      if (consumers.length === 0) {
        return yield* unexpected(`No consumer under test wants this ${event.eventType}: see its \`on\` and \`where\`.`)
      }
      return yield* handOver(consumers, entry, delivering?.times ?? 1)
    }),
    deliverBody: (consumer, body) =>
      Effect.andThen(
        catchUp,
        Effect.suspend(() =>
          handOver([consumer], { id: `body-${made++}`, source: "test", detailType: "test", detail: body }, 1)
        )
      ),
    settle,
    advance: (duration) =>
      Effect.gen(function* () {
        yield* catchUp
        const until = world.time.now() + Duration.toMillis(Duration.fromInputUnsafe(duration))
        world.time.drain()
        for (let next = world.time.next(); ; next = world.time.next()) {
          if (world.running() > 0) yield* turn
          world.time.drain()
          if (next === undefined || next > until) break
          world.time.step()
        }
        world.time.advanceTo(until)
        yield* lead
      }),
    redrive: Effect.suspend(() => perform(Effect.orDie(Redrive.all(world)))),
    published,
    expectPublished: (event, count) =>
      Effect.tap(published(event), (payloads) =>
        payloads.length === count
          ? Effect.void
          : unexpected(`Expected ${count} events ${event.eventType}, there are ${payloads.length}.`)
      ),
    expectHandled: Effect.flatMap(deadLetters, (letters) => {
      const waiting = world.waiting().length
      return letters.length === 0 && waiting === 0
        ? Effect.void
        : unexpected(`Expected everything to be handled; ${letters.length} dead, ${waiting} not handled yet.`)
    }),
    events: Effect.sync(() => EventChain.envelopes(world)),
    items: (collection, where) =>
      Effect.suspend(() =>
        perform(Effect.orDie(Stream.runCollect(Collection.scanAll(world.backends.tables, collection))))
      ).pipe(
        Effect.map((found) =>
          found
            .filter(({ tenantId }) => where?.tenantId === undefined || where.tenantId === tenantId)
            .map(({ item }) => item)
        )
      ),
    objects: (bucket) => Effect.sync(() => world.objects.objects(bucket.resource.name)),
    deadLetters,
    deliveries: Effect.sync(() => [...world.ended]),
    spans: Effect.sync(() => [...world.spans]),
    logs: Effect.sync(() => [...world.logs]),
    metrics: Effect.sync(() => Metric.snapshotUnsafe(world.metrics)),
    chain: Effect.sync(() => EventChain.toText(world)),
    fail: (operation, which) =>
      rule(operation, which, () => ({
        _tag: "Fail",
        latencyMillis: 0,
        applied: which?.applied ?? "none",
        error: which?.error ?? Interception.unavailable(operation, "throttled", "the test says so")
      })),
    delay: (operation, which) =>
      rule(operation, which, () => ({
        _tag: "Pass",
        latencyMillis: Duration.toMillis(Duration.fromInputUnsafe(which.by))
      })),
    hang: (operation, which) => rule(operation, which, () => ({ _tag: "Hang", latencyMillis: 0 })),
    crash: (operation, which) =>
      rule(operation, which, () => ({ _tag: "Crash", latencyMillis: 0, applied: which?.applied ?? "none" }))
  }
})
