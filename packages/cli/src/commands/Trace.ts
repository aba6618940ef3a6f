/** `millrace trace`: where an upload's time went, from its first span to its last. */
import type { Envelope } from "@millrace/core/Envelope"
import * as TraceContext from "@millrace/core/TraceContext"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as SpanJson from "../render/SpanJson.ts"
import * as Waterfall from "../render/Waterfall.ts"

/** The trace that an id leads to: a trace's own, an event's, or that of a file's latest upload. */
const find = Effect.fnUntraced(function* (id: string, user: Option.Option<string>) {
  const Store = yield* Effect.promise(() => import("../Store.ts"))
  const EventStore = yield* Effect.promise(() => import("@millrace/core/EventStore"))
  const { Workplace } = yield* Effect.promise(() => import("../Workplace.ts"))
  const Tenant = yield* Effect.promise(() => import("@millrace/core/Tenant"))
  const from = yield* Store.backends
  const { spans, spansFrom } = yield* Workplace
  const own = yield* spans(id)
  if (own.length > 0) return { traceId: id, spans: own, spansFrom }
  const traceOf = (event: Envelope | undefined) => TraceContext.parse(event?.traceparent)?.traceId
  // The event of this id, else the file's newest upload, else the newest event that names it, else one of this trace.
  const ranks = [
    (event: Envelope) => event.id === id,
    (event: Envelope) => event.subject === id && event.type === "file.uploaded",
    (event: Envelope) => event.subject === id || event.correlationid === id,
    (event: Envelope) => traceOf(event) === id
  ]
  const newest: Array<Envelope> = []
  // Of one user, what the id may name is read and nothing else; without one every event there is.
  const looked = Option.isNone(user)
    ? EventStore.streamAll(from.tables)
    : Stream.unwrap(
        Effect.gen(function* () {
          const events = EventStore.Reader.fromBackends(from)
          const itself = yield* events.get(id)
          const ofSubject = yield* events.query({ subject: id })
          const ofCorrelation = yield* events.query({ correlationId: id })
          return Stream.fromIterable([...ofCorrelation, ...ofSubject, ...Option.toArray(itself)])
        }).pipe(Tenant.provide(user.value))
      )
  yield* Stream.runForEach(looked, (event) =>
    Effect.sync(() => {
      const rank = ranks.findIndex((isMeant) => isMeant(event))
      if (rank >= 0) newest[rank] = event
    })
  )
  const event = newest.find((one) => one !== undefined)
  const traceId = traceOf(event)
  if (traceId === undefined) {
    return yield* new CommandFailed({
      problem: `${id}: no file, event or trace has this id.`,
      mend: "See `millrace files` and `millrace events`.",
      exitCode: 2
    })
  }
  return { traceId, spans: yield* spans(traceId, event), spansFrom }
})

export const trace = Command.make(
  "trace",
  {
    id: Argument.String("id").pipe(Argument.withDescription("Id of a file, an event or a trace")),
    place: Options.place,
    json: Options.json,
    user: Options.onlyUser,
    all: Flag.Boolean("all").pipe(
      Flag.withDescription("Also the spans inside handlers, not only publishing and processing"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(function* ({ all, place, id, json, user }) {
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const style = yield* Output.style
    const found = yield* find(id, user).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    const spans = all ? found.spans : found.spans.filter(({ kind }) => kind === "producer" || kind === "consumer")
    if (found.spansFrom !== undefined) yield* Output.note(`Drawn from ${found.spansFrom}.`)
    if (json) yield* Output.json({ traceId: found.traceId, spans: spans.map(SpanJson.of) })
    else yield* Output.print(`trace ${found.traceId}`, ...Waterfall.lines(spans, style))
  })
).pipe(Command.withDescription("Draw the trace of an upload as a waterfall"))
