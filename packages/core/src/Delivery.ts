/**
 * Delivery: the one algorithm by which an event reaches a handler, shared by every transport. A transport hands over the
 * bytes that it has and translates the answer, nothing more.
 *
 *  1. decode the envelope; what is none is dead at once
 *  2. `begin`: completed → Duplicate; committed → 6; leased by another → RetryAfter; else the attempt is counted now
 *  3. open a CONSUMER span whose parent is the envelope's trace context
 *  4. resolve the payload (claim, version, schema) and run the handler, both within its time
 *  5. `commit` the events to publish, as bytes, together with the record; where there are none, that completes it: Ack
 *  6. publish them, every entry confirmed; `complete`; Ack
 *  7. failure → Dead, or `release` and RetryAfter by the contract's policy
 *
 * The CONSUMER span ends before the write that completes: a process that dies in between publishes again, under the same
 * ids, or runs the handler again, and the trace stays connected; one that died after that write has handed its spans over.
 * Where that write fails, a span of its own says so. A delivery never fails: whatever goes wrong is one of the outcomes.
 * Interrupting it gives the attempt back.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import type * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import * as ClaimCheck from "./ClaimCheck.ts"
import * as Consumer from "./Consumer.ts"
import * as ContentId from "./ContentId.ts"
import * as DeadLetters from "./DeadLetters.ts"
import * as DeliverySpan from "./DeliverySpan.ts"
import * as Envelope from "./Envelope.ts"
import * as Event from "./Event.ts"
import * as EventBus from "./EventBus.ts"
import * as Failure from "./Failure.ts"
import { FailureTally } from "./FailureTally.ts"
import * as HandlerRun from "./HandlerRun.ts"
import * as Inbox from "./Inbox.ts"
import * as ObjectStore from "./ObjectStore.ts"
import * as Outbox from "./Outbox.ts"
import * as Publish from "./Publish.ts"
import * as Retry from "./Retry.ts"
import * as Settlement from "./Settlement.ts"
import * as TableStore from "./TableStore.ts"
import * as Telemetry from "./Telemetry.ts"
import * as Tenant from "./Tenant.ts"
import { askAgain } from "./Unavailable.ts"

/** What a transport does with the message that it handed over. */
export type Outcome =
  /** Handled: remove it. */
  | { readonly _tag: "Ack" }
  /** Had been handled before: remove it. */
  | { readonly _tag: "Duplicate" }
  /** Deliver it again, this many milliseconds from now. */
  | { readonly _tag: "RetryAfter"; readonly delayMillis: number; readonly reason: string }
  /** Dead, and its letter is stored: remove it. */
  | { readonly _tag: "Dead"; readonly letter: DeadLetters.DeadLetter }

/** A message as a transport has it. */
export interface Incoming {
  /** The envelope's JSON text. */
  readonly body: string
  /** Milliseconds that the transport has left, where it has a limit of its own. */
  readonly remainingMillis?: number | undefined
}

/** Delivers to one consumer. */
export interface Delivery {
  readonly contract: Consumer.Contract
  readonly deliver: (incoming: Incoming) => Effect.Effect<Outcome>
}

/** The services that deliveries stand on. */
export type Services =
  | TableStore.TableStore
  | ObjectStore.ObjectStore
  | EventBus.EventBus
  | Inbox.Inbox
  | Inbox.Owner
  | DeadLetters.DeadLetters

/** What a lease outlives the handler's own limit by: time to commit and publish. Milliseconds. */
export const leaseMarginMillis = 30_000

/** What is kept of a transport's own time to settle a delivery. Milliseconds. */
export const reserveMillis = 2000

/** Messages remembered whose failures no record tells of. */
const unrecordedLimit = 10_000

/** Names the failures to begin an event's delivery. */
const begins = ({ id, replayid }: Envelope.Envelope): string => `begin ${id} ${replayid ?? ""}`

type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

const ack: Outcome = { _tag: "Ack" }
const duplicate: Outcome = { _tag: "Duplicate" }

/** Builds the handler's layer and answers its delivery. The scope owns what the layer acquires. */
export const make = Effect.fnUntraced(function* (
  handler: Consumer.Handler
): Effect.fn.Return<Delivery, unknown, Services | Scope.Scope> {
  const { contract } = handler
  const bus = yield* EventBus.EventBus
  const objects = yield* ObjectStore.ObjectStore
  const tables = yield* TableStore.TableStore
  const inbox = yield* Inbox.Inbox
  const owner = yield* Inbox.Owner
  const deadLetters = yield* DeadLetters.DeadLetters
  const backends = { tables, objects, bus }
  const { buried, dead, failed, letterOf, settle, undecided, unpublished } = Settlement.make(
    contract,
    inbox,
    deadLetters
  )

  let granted: Context.Context<never> = Context.empty()
  for (const capability of contract.uses) {
    granted = Context.add(granted, capability, capability.fromBackends(backends)) as Context.Context<never>
  }
  const built = yield* Effect.provide(Layer.build(handler.layer), granted)
  const services = Context.merge(granted, built)
  const decoders =
    contract.on === "*" ? undefined : new Map(contract.on.map((event) => [event.eventType, Event.decode(event)]))
  let tokens = 0

  const handlerDuration = Metric.withAttributes(Telemetry.handlerDuration, { consumer: contract.name })
  const count = Telemetry.countDeliveries(contract.name)
  const counted = (outcome: Outcome["_tag"], type: string | undefined): Effect.Effect<void> =>
    Effect.contextWith((context: Context.Context<never>) => {
      count(context, outcome, type)
      return Effect.void
    })
  const ofConsumer = Effect.annotateLogs({ consumer: contract.name })

  const unrecorded = new FailureTally(unrecordedLimit)

  /** Step 4 as a program: resolves the payload, then calls the handler and measures it. */
  const run = (
    held: Settlement.Held,
    clock: Clock.Clock,
    context: Context.Context<never>
  ): Effect.Effect<void, unknown> =>
    Effect.suspend(() => {
      const { begun, envelope } = held
      const decode = decoders?.get(envelope.type)
      if (decoders !== undefined && decode === undefined) {
        return Effect.fail(new Failure.TypeUnknown({ type: envelope.type, consumer: contract.name }))
      }
      const resolved = Effect.flatMapEager(ClaimCheck.resolve(envelope, objects), (data) =>
        decode === undefined ? Effect.succeed(data) : decode(envelope, data)
      )
      return Effect.flatMapEager(resolved, (payload) => {
        const startedAt = clock.currentTimeMillisUnsafe()
        return Effect.onExit(handler.run(Consumer.messageOf(envelope, payload, begun.attempt)), () => {
          handlerDuration.updateUnsafe(clock.currentTimeMillisUnsafe() - startedAt, context)
          return Effect.void
        })
      })
    })

  const limitOf = (budgetMillis: number): HandlerRun.Limit<Failure.TransportTimeout | Failure.HandlerTimeout> =>
    budgetMillis < contract.timeoutMillis
      ? { millis: budgetMillis, exceeded: () => new Failure.TransportTimeout({ millis: budgetMillis }) }
      : {
          millis: contract.timeoutMillis,
          exceeded: () => new Failure.HandlerTimeout({ millis: contract.timeoutMillis })
        }

  // A worker delivers in one context, delivery after delivery: what the consumer is granted joins it once.
  let joined: { readonly ambient: Context.Context<never>; readonly granted: Context.Context<never> } | undefined
  const grantedIn = (ambient: Context.Context<never>): Context.Context<never> => {
    if (joined?.ambient !== ambient) joined = { ambient, granted: Context.merge(ambient, services) }
    return joined.granted
  }

  const logged = ({ begun }: Settlement.Held, span: Tracer.Span) => ({
    consumer: contract.name,
    attempt: begun.attempt,
    traceId: span.traceId
  })

  /** What the handler runs in. */
  const contextOf = (
    ambient: Context.Context<never>,
    held: Settlement.Held,
    span: Tracer.Span,
    outbox: Outbox.Collected
  ): Context.Context<never> => {
    const annotations = { ...Context.get(ambient, References.CurrentLogAnnotations), ...logged(held, span) }
    let context: Context.Context<never> = grantedIn(ambient).pipe(
      Context.add(Tracer.ParentSpan, span),
      Context.add(Tenant.Current, held.envelope.tenantid),
      Context.add(References.CurrentLogAnnotations, annotations)
    )
    for (const event of contract.emits) context = outbox.grant(context, event.eventType)
    return context
  }

  /** Whatever else belongs to an attempt, in its context, under its span or its settlement's, which it ends. */
  const under = <A extends Outcome | undefined>(
    span: Tracer.Span,
    context: Context.Context<never>,
    effect: Effect.Effect<A>
  ): Effect.Effect<A> =>
    Effect.onExit(
      Effect.updateContext(effect, () => context),
      (exit) => DeliverySpan.end(span, exit)
    )

  /** Step 6 without `complete`; answers `undefined` when only that is left to do. */
  const publish = (
    held: Settlement.Held,
    { entries, spans }: Outbox.Prepared,
    restore: Restore
  ): Effect.Effect<Outcome | undefined> =>
    Effect.matchCauseEffect(restore(Publish.publishWithSpans(bus, entries, spans)), {
      onSuccess: () => Effect.undefined,
      onFailure: (cause) => unpublished(held, cause)
    })

  /** Steps 5 and 6 without `complete`. */
  const decideAndPublish = (
    held: Settlement.Held,
    outbox: Outbox.Collected,
    span: Tracer.Span,
    restore: Restore
  ): Effect.Effect<Outcome | undefined> =>
    Effect.matchEffect(
      Effect.flatMap(Outbox.prepare(outbox, span, objects, bus.limits), (ready) => {
        const outputs = ready.entries.map((entry) => entry.detail)
        return Effect.as(askAgain(inbox.commit(held.key, held.token, outputs)), ready)
      }),
      {
        onSuccess: (prepared) => publish(held, prepared, restore),
        onFailure: (error) => undecided(held, error)
      }
    )

  /** The end of step 6. */
  const complete = ({ key, token }: Settlement.Held): Effect.Effect<Outcome> =>
    Effect.matchEffect(askAgain(inbox.complete(key, token)), {
      onSuccess: () => Effect.succeed(ack),
      onFailure: (error) =>
        Effect.as(
          Effect.ignore(askAgain(inbox.release(key, token, { outcome: "published", counts: "refund" }))),
          Settlement.retryAfter(contract.retry.initialMillis, error._tag)
        )
    })

  /** Nothing is to be published: the span ends, and one write decides that and completes. */
  const finish = (
    held: Settlement.Held,
    span: Tracer.Span,
    context: Context.Context<never>,
    clock: Clock.Clock
  ): Effect.Effect<Outcome> => {
    DeliverySpan.endHandled(span, clock.currentTimeNanosUnsafe())
    return Effect.matchEffect(askAgain(inbox.commit(held.key, held.token, [])), {
      onSuccess: () => Effect.succeed(ack),
      onFailure: (error) =>
        Effect.flatMap(
          DeliverySpan.openSettlement(contract.name, held.envelope, held.begun.attempt, span),
          (settlement) => under(settlement, Context.add(context, Tracer.ParentSpan, settlement), undecided(held, error))
        )
    })
  }

  /** Steps 4 to 6. */
  const attempt = (
    ambient: Context.Context<never>,
    held: Settlement.Held,
    span: Tracer.Span,
    budgetMillis: number,
    restore: Restore
  ): Effect.Effect<Outcome> => {
    const { begun, envelope } = held
    const outbox = Outbox.make(envelope, contract.name)
    const context = contextOf(ambient, held, span, outbox)
    const completed = (effect: Effect.Effect<Outcome | undefined>): Effect.Effect<Outcome> =>
      Effect.flatMap(under(span, context, effect), (outcome) =>
        outcome === undefined ? complete(held) : Effect.succeed(outcome)
      )
    if (begun._tag === "Committed") {
      return completed(
        Effect.flatMap(Outbox.reopen(begun.outputs, span), (prepared) => publish(held, prepared, restore))
      )
    }
    if (begun.attempt > contract.retry.attempts) {
      return completed(
        settle(held, { tag: "Crash", message: "The process died during every attempt.", kind: "attempt" })
      )
    }
    const clock = Context.get(ambient, Clock.Clock)
    const ran = HandlerRun.exitOf(run(held, clock, context), context, limitOf(budgetMillis), restore)
    return Effect.flatMap(ran, (exit) => {
      if (Exit.isFailure(exit)) return completed(failed(held, exit.cause))
      return outbox.envelopes.length === 0
        ? finish(held, span, context, clock)
        : completed(decideAndPublish(held, outbox, span, restore))
    })
  }

  const deliverEnvelope = (
    ambient: Context.Context<never>,
    envelope: Envelope.Envelope,
    body: string,
    remainingMillis: number
  ): Effect.Effect<Outcome> =>
    Effect.uninterruptibleMask((restore) => {
      const key: Inbox.Key = { consumer: contract.name, eventId: envelope.id, replayId: envelope.replayid }
      const token = `${owner.id}/${contract.name}.${tokens++}`
      const budgetMillis = Math.min(contract.timeoutMillis, remainingMillis - reserveMillis)
      if (budgetMillis <= 0) return Effect.succeed(Settlement.retryAfter(0, "TransportTimeout"))
      const leaseMillis = budgetMillis + leaseMarginMillis
      return Effect.matchEffect(askAgain(inbox.begin(key, { token, leaseMillis })), {
        onFailure: (error) => {
          const failures = unrecorded.failed(begins(envelope))
          return Effect.succeed(
            Settlement.retryAfter(Retry.delayMillis(contract.retry, failures, envelope.id), error._tag)
          )
        },
        onSuccess: (begun): Effect.Effect<Outcome> => {
          if (unrecorded.size > 0) unrecorded.forget(begins(envelope))
          switch (begun._tag) {
            case "Completed":
              return Effect.succeed(duplicate)
            case "Leased":
              return Effect.map(Clock.currentTimeMillis, (now) =>
                Settlement.retryAfter(begun.untilMillis - now, "Leased")
              )
            case "Buried":
              return ofConsumer(buried(begun.letter))
          }
          const held: Settlement.Held = { envelope, body, key, token, begun }
          return Effect.flatMap(DeliverySpan.open(contract.name, envelope, begun.attempt), (span) =>
            attempt(ambient, held, span, budgetMillis, restore)
          )
        }
      })
    })

  const undecodable = (
    body: string,
    { _tag: tag, reason: message }: Envelope.EnvelopeInvalid
  ): Effect.Effect<Outcome> =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      ofConsumer(
        dead(
          letterOf(
            { envelope: undefined, body },
            { kind: "undecodable", tag, message },
            { firstSeenAt: now, diedAt: now, attempts: [] }
          )
        )
      )
    )

  const deliver = ({ body, remainingMillis = Number.POSITIVE_INFINITY }: Incoming): Effect.Effect<Outcome> =>
    Effect.contextWith((ambient: Context.Context<never>) =>
      Exit.match(Envelope.read(body), {
        onFailure: (cause) =>
          Effect.tap(undecodable(body, Option.getOrThrow(Cause.findErrorOption(cause))), ({ _tag }) =>
            counted(_tag, undefined)
          ),
        onSuccess: (envelope) =>
          Effect.map(deliverEnvelope(ambient, envelope, body, remainingMillis), (outcome) => {
            count(ambient, outcome._tag, envelope.type)
            return outcome
          })
      })
    )

  /** A defect of the delivery itself, such as a record that cannot be read: retried as an attempt is, then dead. */
  const broken = Effect.fnUntraced(function* (body: string, defect: unknown): Effect.fn.Return<Outcome> {
    const name = defect instanceof Error ? defect.name : "Defect"
    yield* Effect.logError("delivery met a defect of its own").pipe(Effect.annotateLogs({ error: name }))
    const id = ContentId.ofBytes(body)
    const failures = unrecorded.failed(id)
    if (failures < contract.retry.attempts) {
      const outcome = Settlement.retryAfter(Retry.delayMillis(contract.retry, failures, id), "Defect")
      yield* counted(outcome._tag, undefined)
      return outcome
    }
    const envelope = Option.getOrUndefined(yield* Effect.option(Envelope.fromJson(body)))
    const now = yield* Clock.currentTimeMillis
    const message = `The delivery itself broke ${failures} times, outside the handler: ${name}.`
    const outcome = yield* dead(
      letterOf(
        { envelope, body },
        { kind: "exhausted", tag: "Defect", message },
        { firstSeenAt: now, diedAt: now, attempts: [] }
      )
    )
    if (outcome._tag === "Dead") unrecorded.forget(id)
    yield* counted(outcome._tag, envelope?.type)
    return outcome
  })

  return {
    contract,
    deliver: (incoming) => Effect.catchDefect(deliver(incoming), (defect) => ofConsumer(broken(incoming.body, defect)))
  }
})
