/** What a person does, as an event: it is published, and everything that follows from it is waited for. */
import * as DeadLetters from "@millrace/core/DeadLetters"
import type * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as Publish from "@millrace/core/Publish"
import * as Tenant from "@millrace/core/Tenant"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { CommandFailed } from "./Output.ts"
import * as Store from "./Store.ts"
import * as Workplace from "./Workplace.ts"

/** What followed from an event. */
export interface Followed {
  /** The event itself and all that it caused, causes first. */
  readonly events: ReadonlyArray<Envelope.Envelope>
  /** How many of these some consumer could not handle. */
  readonly deadLetters: number
}

/** Publishes an event of a user and waits for all that follows. */
export const publish = Effect.fnUntraced(function* <
  Type extends string,
  P extends Event.PayloadSchema,
  A extends string
>(
  event: Event.EventClass<Type, P, A>,
  payload: P["Type"],
  options: { readonly user: string; readonly subject?: string }
) {
  const { subject, user } = options
  const { name } = yield* Workplace.Workplace
  const time = DateTime.formatIso(yield* DateTime.now)
  const envelope = yield* Event.root(event, payload, {
    tenantId: user,
    // A person may say the same twice, and means it twice: the instant tells the two apart.
    stimulus: [user, subject ?? "", JSON.stringify(payload), time],
    time,
    ...(subject === undefined ? {} : { subject })
  })
  const sent = yield* Publish.root(envelope).pipe(
    Effect.mapError(
      ({ message }) =>
        new CommandFailed({
          problem: `${name}: the event could not be published: ${message}.`,
          mend: "Nothing was changed; mend that and try again.",
          exitCode: 1
        })
    )
  )
  yield* Workplace.finish({ _tag: "Event", envelope: sent })
  const stored = EventStore.Reader.fromBackends(yield* Store.backends)
  const events = yield* Tenant.provide(user)(stored.query({ correlationId: envelope.correlationid }))
  const letters = yield* Effect.flatMap(DeadLetters.DeadLetters, ({ list }) => list)
  const followed: Followed = {
    events,
    deadLetters: letters.filter(({ correlationId }) => correlationId === envelope.correlationid).length
  }
  return followed
})

/** How many events of each type there are. */
export const counts = ({ events }: Followed): Readonly<Record<string, number>> => {
  const found: Record<string, number> = {}
  for (const { type } of events) found[type] = (found[type] ?? 0) + 1
  return found
}
