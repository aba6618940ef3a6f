/**
 * The chain without a bus: handlers run one after another in one process, each event handed to those that want it until
 * none is left. Events have the ids that they would have on the bus, so what was done one way is known the other way.
 */
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import * as Consumer from "@millrace/core/Consumer"
import type * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import * as Outbox from "@millrace/core/Outbox"
import * as Subscription from "@millrace/core/Subscription"
import * as TraceContext from "@millrace/core/TraceContext"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { InvalidRules } from "../categorization/RuleFile.ts"

/** What handlers of the chain fail with. */
export type Failure = ObjectStore.ObjectMissing | InvalidRules | Unavailable

/** Handles an event and everything that follows from it. */
export interface Chain {
  readonly run: (message: Consumer.AnyMessage) => Effect.Effect<void, Failure>
}

/** Builds the handlers' layers once, from the services that they share. */
export const make = Effect.fnUntraced(function* (
  handlers: ReadonlyArray<Consumer.Handler>,
  services: Context.Context<never>
): Effect.fn.Return<Chain, never, Scope.Scope> {
  const links = yield* Effect.forEach(
    handlers,
    Effect.fnUntraced(function* (handler) {
      // That `services` holds all that the contracts grant is what the test of the direct processor's contract shows.
      const built = yield* Effect.orDie(Effect.provide(Layer.build(handler.layer), services))
      const { on } = handler.contract
      return {
        handler,
        context: Context.merge(services, built),
        wants: Subscription.wants(handler.contract),
        decoders: on === "*" ? undefined : new Map(on.map((event) => [event.eventType, Event.decode(event)]))
      }
    })
  )

  const hand = Effect.fnUntraced(function* (
    link: (typeof links)[number],
    envelope: Envelope.Envelope,
    attempt: number,
    delivered: unknown
  ) {
    const { contract, name, run } = link.handler
    const outbox = Outbox.make(envelope, name)
    let context = link.context
    for (const event of contract.emits) context = outbox.grant(context, event.eventType)
    const decode = link.decoders?.get(envelope.type)
    // What was not delivered was written by this very program a moment ago, whole.
    const data =
      delivered !== undefined
        ? delivered
        : decode === undefined
          ? envelope.data
          : yield* Effect.orDie(decode(envelope, envelope.data))
    const span = yield* Effect.orDie(Effect.currentSpan)
    // What the chain's handlers fail with is not in a registry's types; the direct processor's contract lists it.
    const program = run(Consumer.messageOf(envelope, data, attempt)) as Effect.Effect<void, Failure>
    yield* Effect.provideContext(program, context)
    return outbox.envelopes.map((published) => ({ ...published, traceparent: TraceContext.format(span) }))
  })

  return {
    run: Effect.fnUntraced(function* ({ attempt, data, envelope }) {
      const open: Array<Envelope.Envelope> = [envelope]
      // Grows while it is walked.
      for (const event of open) {
        const entry = ClaimCheck.entry(event)
        for (const link of links) {
          if (!link.wants(entry)) continue
          // The delivery has read its event's data, from a claim where it lay in one.
          const published = yield* hand(link, event, attempt, event === envelope ? data : undefined).pipe(
            Effect.withSpan(`process ${link.handler.name}`, { attributes: { "cloudevents.event_type": event.type } })
          )
          open.push(...published)
        }
      }
    })
  }
})
