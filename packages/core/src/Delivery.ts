/**
 * Delivery: the one algorithm by which an event reaches a handler, shared by every transport. A transport hands over the
 * bytes that it has and translates the answer, nothing more.
 *
 *  1. decode the envelope; what is none is dead at once
 *  2. `begin`: completed → Duplicate; committed → 6; leased by another → RetryAfter; else the attempt is counted now
 *  3. open a CONSUMER span whose parent is the envelope's trace context
 *  4. resolve the payload (claim, version, schema) and run the handler within its time
 *  5. `commit` the events to publish, as bytes, together with the record
 *  6. publish them, every entry confirmed; `complete`; Ack
 *  7. failure → Dead, or `release` and RetryAfter by the contract's policy
 *
 * The CONSUMER span ends before `complete`: a process that dies in between publishes again, under the same ids, and the
 * trace stays connected; one that died after `complete` has handed its spans over. A delivery never fails: whatever goes
 * wrong is one of the outcomes. Interrupting it gives the attempt back.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Metric from "effect/Metric"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type * as Tracer from "effect/Tracer"
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
import * as Inbox from "./Inbox.ts"
import * as ObjectStore from "./ObjectStore.ts"
import * as Outbox from "./Outbox.ts"
import * as Publish from "./Publish.ts"
import * as Retry from "./Retry.ts"
import * as TableStore from "./TableStore.ts"
import * as Telemetry from "./Telemetry.ts"
import * as Tenant from "./Tenant.ts"
import { askAgain, type Unavailable } from "./Unavailable.ts"

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

const encodeLetter = Schema.encodeEffect(DeadLetters.Json)
const decodeLetter = Schema.decodeUnknownEffect(DeadLetters.Json)

interface Held {
  readonly envelope: Envelope.Envelope
  readonly body: string
  readonly key: Inbox.Key
  readonly token: string
  readonly begun: Extract<Inbox.Begin, { readonly _tag: "Started" | "Committed" }>
}

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
  const ofConsumer = Effect.annotateLogs({ consumer: contract.name })

  const letterOf = (
    held: { readonly envelope: Envelope.Envelope | undefined; readonly body: string },
    cause: DeadLetters.DeadLetter["cause"],
    times: Pick<DeadLetters.DeadLetter, "firstSeenAt" | "diedAt" | "attempts">
  ) => DeadLetters.of({ consumer: contract.name, envelope: held.envelope, body: held.body, cause, ...times })

  const retryAfter = (delayMillis: number, reason: string): Outcome => ({
    _tag: "RetryAfter",
    delayMillis: Math.max(0, Math.round(delayMillis)),
    reason
  })

  /** Stores the letter before the transport may forget the message. */
  const dead = (letter: DeadLetters.DeadLetter): Effect.Effect<Outcome> =>
    askAgain(deadLetters.put(letter)).pipe(
      Effect.as<Outcome>({ _tag: "Dead", letter }),
      Effect.tap(() =>
        Effect.logError("event is dead").pipe(
          Effect.annotateLogs({ letter: letter.id, kind: letter.cause.kind, error: letter.cause.tag })
        )
      ),
      Effect.catch((error) => Effect.succeed(retryAfter(contract.retry.initialMillis, error._tag)))
    )

  const diesAt = ({ begun }: Held): number => begun.firstSeenAt + contract.retry.maxAgeMillis

  const unrecorded = new FailureTally(unrecordedLimit)

  /** Step 7. */
  const settle = Effect.fnUntraced(function* (held: Held, failure: Failure.Failure): Effect.fn.Return<Outcome> {
    const { begun, key, token } = held
    const now = yield* Clock.currentTimeMillis
    const age = now - begun.firstSeenAt
    const { retry } = contract
    const outcome = failure.message === "" ? failure.tag : `${failure.tag}: ${failure.message}`
    const kind =
      failure.kind === "undecodable" || failure.kind === "terminal"
        ? failure.kind
        : failure.kind === "attempt" && begun.attempt >= retry.attempts
          ? "exhausted"
          : age >= retry.maxAgeMillis
            ? "expired"
            : undefined
    if (kind !== undefined) {
      const letter = letterOf(
        held,
        { kind, tag: failure.tag, message: failure.message },
        {
          firstSeenAt: begun.firstSeenAt,
          diedAt: now,
          attempts: begun.history.map((attempt) =>
            attempt.outcome === "running" ? { ...attempt, endedAt: now, outcome } : attempt
          )
        }
      )
      const buried = yield* Effect.flatMap(Effect.orDie(encodeLetter(letter)), (json) =>
        askAgain(inbox.bury(key, token, json))
      ).pipe(Effect.result)
      return buried._tag === "Success" ? yield* dead(letter) : retryAfter(retry.initialMillis, buried.failure._tag)
    }
    const counts = failure.kind === "attempt" ? "attempt" : "deferral"
    const delayMillis = Math.min(
      Retry.delayMillis(retry, counts === "attempt" ? begun.attempt : begun.deferrals + 1, key.eventId),
      retry.maxAgeMillis - age
    )
    // A release that cannot be written is made good by the lease's end.
    yield* Effect.ignore(askAgain(inbox.release(key, token, { outcome, counts })))
    yield* Effect.logWarning("delivery failed").pipe(
      Effect.annotateLogs({ error: failure.tag, counts, retryAfterMillis: delayMillis })
    )
    return retryAfter(delayMillis, failure.tag)
  })

  /** Step 4: answers what the handler published. */
  const run = Effect.fnUntraced(function* (held: Held, outbox: Outbox.Collected, budgetMillis: number) {
    const { begun, envelope } = held
    const data = yield* ClaimCheck.resolve(envelope, objects)
    const decode = decoders?.get(envelope.type)
    if (decoders !== undefined && decode === undefined) {
      return yield* new Failure.TypeUnknown({ type: envelope.type, consumer: contract.name })
    }
    const payload = decode === undefined ? data : yield* decode(envelope, data)
    let context = Context.add(services, Tenant.Current, envelope.tenantid)
    for (const event of contract.emits) context = outbox.grant(context, event.eventType)
    const program = handler.run(Consumer.messageOf(envelope, payload, begun.attempt))
    const limited = budgetMillis < contract.timeoutMillis
    const startedAt = yield* Clock.currentTimeMillis
    yield* program.pipe(
      Effect.provideContext(context),
      Effect.timeoutOrElse({
        duration: limited ? budgetMillis : contract.timeoutMillis,
        orElse: () =>
          Effect.fail(
            limited
              ? new Failure.TransportTimeout({ millis: budgetMillis })
              : new Failure.HandlerTimeout({ millis: contract.timeoutMillis })
          )
      }),
      Effect.ensuring(
        Effect.flatMap(Clock.currentTimeMillis, (endedAt) => Metric.update(handlerDuration, endedAt - startedAt))
      )
    )
  })

  /** Steps 4 to 6 under the CONSUMER span; answers `undefined` when only `complete` is left to do. */
  const attempt = Effect.fnUntraced(function* (
    held: Held,
    span: Tracer.Span,
    budgetMillis: number,
    restore: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  ): Effect.fn.Return<Outcome | undefined> {
    const { begun, envelope, key, token } = held
    let prepared: Outbox.Prepared
    if (begun._tag === "Committed") {
      prepared = yield* Outbox.reopen(begun.outputs, span)
    } else {
      if (begun.attempt > contract.retry.attempts) {
        return yield* settle(held, {
          tag: "Crash",
          message: "The process died during every attempt.",
          kind: "attempt"
        })
      }
      const outbox = Outbox.make(envelope, contract.name)
      const ran = yield* Effect.exit(restore(run(held, outbox, budgetMillis)))
      if (Exit.isFailure(ran)) {
        const failure = Failure.fromCause(ran.cause, contract.terminal)
        if (failure?.tag === "TransportTimeout" && (yield* Clock.currentTimeMillis) >= diesAt(held)) {
          return yield* settle(held, { ...failure, kind: "deferral" })
        }
        if (failure === undefined || failure.tag === "TransportTimeout") {
          yield* Effect.ignore(askAgain(inbox.release(key, token, { outcome: "interrupted", counts: "refund" })))
          return failure === undefined ? yield* Effect.interrupt : retryAfter(0, failure.tag)
        }
        return yield* settle(held, failure)
      }
      const decided = yield* Effect.result(
        Effect.flatMap(Outbox.prepare(outbox, span, objects, bus.limits), (ready) =>
          Effect.as(
            askAgain(
              inbox.commit(
                key,
                token,
                ready.entries.map((entry) => entry.detail)
              )
            ),
            ready
          )
        )
      )
      if (decided._tag === "Failure") return yield* undecided(held, decided.failure)
      prepared = decided.success
    }
    const published = yield* Effect.exit(restore(Publish.publishWithSpans(bus, prepared.entries, prepared.spans)))
    if (Exit.isSuccess(published)) return undefined
    const failure = Failure.fromCause(published.cause, [])
    if (failure === undefined) {
      yield* Effect.ignore(askAgain(inbox.release(key, token, { outcome: "interrupted", counts: "refund" })))
      return yield* Effect.interrupt
    }
    return yield* settle(held, { ...failure, kind: "deferral" })
  })

  /** The handler has run and its outputs could not be stored: another holds the lease, or nobody can say. */
  const undecided = (held: Held, error: Inbox.LeaseLost | Unavailable): Effect.Effect<Outcome> =>
    error._tag === "LeaseLost"
      ? Effect.as(
          Effect.logWarning("lease was taken over; what this attempt did is not committed"),
          retryAfter(contract.retry.initialMillis, error._tag)
        )
      : settle(held, { tag: error._tag, message: error.message, kind: "deferral" })

  const deliverEnvelope = (
    envelope: Envelope.Envelope,
    body: string,
    remainingMillis: number
  ): Effect.Effect<Outcome> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const key: Inbox.Key = { consumer: contract.name, eventId: envelope.id, replayId: envelope.replayid }
        const token = `${owner.id}/${contract.name}.${tokens++}`
        const budgetMillis = Math.min(contract.timeoutMillis, remainingMillis - reserveMillis)
        if (budgetMillis <= 0) return retryAfter(0, "TransportTimeout")
        const asked = yield* Effect.result(
          askAgain(inbox.begin(key, { token, leaseMillis: budgetMillis + leaseMarginMillis }))
        )
        if (asked._tag === "Failure") {
          const failures = unrecorded.failed(begins(envelope))
          return retryAfter(Retry.delayMillis(contract.retry, failures, envelope.id), asked.failure._tag)
        }
        unrecorded.forget(begins(envelope))
        const begun = asked.success
        switch (begun._tag) {
          case "Completed":
            return { _tag: "Duplicate" } as const
          case "Leased":
            return retryAfter(begun.untilMillis - (yield* Clock.currentTimeMillis), "Leased")
          case "Buried":
            return yield* ofConsumer(Effect.flatMap(Effect.orDie(decodeLetter(begun.letter)), dead))
        }
        const held: Held = { envelope, body, key, token, begun }
        const span = yield* DeliverySpan.open(contract.name, envelope, begun.attempt)
        const outcome = yield* attempt(held, span, budgetMillis, restore).pipe(
          Effect.annotateLogs({ consumer: contract.name, attempt: begun.attempt, traceId: span.traceId }),
          Effect.withParentSpan(span, { captureStackTrace: false }),
          Effect.onExit((exit) => DeliverySpan.end(span, exit))
        )
        if (outcome !== undefined) return outcome
        const completed = yield* Effect.result(askAgain(inbox.complete(key, token)))
        if (completed._tag === "Success") return { _tag: "Ack" } as const
        yield* Effect.ignore(askAgain(inbox.release(key, token, { outcome: "published", counts: "refund" })))
        return retryAfter(contract.retry.initialMillis, completed.failure._tag)
      })
    )

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
    Effect.matchEffect(Envelope.fromJson(body), {
      onFailure: (error) => Effect.tap(undecodable(body, error), ({ _tag }) => count(_tag, undefined)),
      onSuccess: (envelope) =>
        Effect.tap(deliverEnvelope(envelope, body, remainingMillis), ({ _tag }) => count(_tag, envelope.type))
    })

  /** A defect of the delivery itself, such as a record that cannot be read: retried as an attempt is, then dead. */
  const broken = Effect.fnUntraced(function* (body: string, defect: unknown): Effect.fn.Return<Outcome> {
    const name = defect instanceof Error ? defect.name : "Defect"
    yield* Effect.logError("delivery met a defect of its own").pipe(Effect.annotateLogs({ error: name }))
    const id = ContentId.ofBytes(body)
    const failures = unrecorded.failed(id)
    if (failures < contract.retry.attempts) {
      const outcome = retryAfter(Retry.delayMillis(contract.retry, failures, id), "Defect")
      yield* count(outcome._tag, undefined)
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
    yield* count(outcome._tag, envelope?.type)
    return outcome
  })

  return {
    contract,
    deliver: (incoming) => Effect.catchDefect(deliver(incoming), (defect) => ofConsumer(broken(incoming.body, defect)))
  }
})
