/** `millrace events`: the event store, in causal order. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"
import * as Style from "../render/Style.ts"
import * as Table from "../render/Table.ts"

export const events = Command.make(
  "events",
  {
    place: Options.place,
    json: Options.json,
    user: Options.onlyUser,
    type: Flag.String("type").pipe(Flag.withDescription("Only events of this type"), Flag.optional),
    subject: Flag.String("subject").pipe(
      Flag.withDescription("Only events of this subject, a file's id say"),
      Flag.optional
    ),
    correlation: Flag.String("correlation").pipe(
      Flag.withDescription("Only events of this correlation id"),
      Flag.optional
    )
  },
  Effect.fnUntraced(function* ({ correlation, place, json, subject, type, user }) {
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const EventStore = yield* Effect.promise(() => import("@millrace/core/EventStore"))
    const Tenant = yield* Effect.promise(() => import("@millrace/core/Tenant"))
    const style = yield* Output.style
    const wants = (wanted: Option.Option<string>, value: string | undefined) =>
      Option.isNone(wanted) || wanted.value === value
    yield* Effect.gen(function* () {
      const from = yield* Store.backends
      // Of one user, what an index leads to is read and nothing else; without one every event there is.
      const isIndexed = [correlation, subject, type].some(Option.isSome)
      const looked =
        Option.isSome(user) && isIndexed
          ? Stream.unwrap(
              EventStore.Reader.fromBackends(from)
                .query({
                  correlationId: Option.getOrUndefined(correlation),
                  subject: Option.getOrUndefined(subject),
                  type: Option.getOrUndefined(type)
                })
                .pipe(Tenant.provide(user.value), Effect.map(Stream.fromIterable))
            )
          : EventStore.streamAll(from.tables)
      const wanted = looked.pipe(
        Stream.filter(
          (event) =>
            wants(user, event.tenantid) &&
            wants(type, event.type) &&
            wants(subject, event.subject) &&
            wants(correlation, event.correlationid)
        )
      )
      if (json) return yield* Stream.runForEach(wanted, Output.json)
      const found = yield* Stream.runCollect(wanted)
      yield* Output.print(
        ...Table.lines(
          [{ title: "time" }, { title: "type" }, { title: "id" }, { title: "subject" }],
          found.map((event) => [event.time, event.type, event.id, Style.safe(event.subject ?? "", 48)]),
          style.dim
        )
      )
      if (found.length === 0) yield* Output.print("No events.")
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
  })
).pipe(Command.withDescription("List stored events in causal order"))
