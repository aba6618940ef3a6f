/** `millrace replay`: stored events to consumers named, once more, with progress; broken off, it is taken up by its id. */
import type * as Inbox from "@millrace/core/Inbox"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as Progress from "../Progress.ts"

/** Deliveries that may wait on a replayed consumer's queue before the replay waits for them. */
const queueLimit = 5000

const optional = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.optional)

/** An instant or a date, as RFC 3339 in UTC: stored times are compared as text. */
export const instant = (flag: string, text: Option.Option<string>): Effect.Effect<string | null, CommandFailed> => {
  if (Option.isNone(text)) return Effect.succeed(null)
  const millis = /^\d{4}-\d{2}-\d{2}(T[0-9:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text.value) ? Date.parse(text.value) : NaN
  return Number.isNaN(millis)
    ? Effect.fail(
        new CommandFailed({
          problem: `--${flag} ${JSON.stringify(text.value)} is no instant.`,
          mend: "Write 2026-01-31 or 2026-01-31T12:00:00Z.",
          exitCode: 2
        })
      )
    : Effect.succeed(new Date(millis).toISOString())
}

/** Flags that choose stored events. */
export const selecting = {
  type: optional("type", "Only events of this type"),
  from: optional("from", "Only events from this date or instant on"),
  until: optional("until", "Only events before this date or instant"),
  correlation: optional("correlation", "Only events of this correlation id"),
  user: Options.onlyUser
}

export const replay = Command.make(
  "replay",
  {
    consumer: Flag.String("consumer").pipe(
      Flag.withDescription("Whom the events go to; may be repeated"),
      Flag.atLeast(1)
    ),
    ...selecting,
    id: optional("id", "Id of the replay: goes on with one that was broken off"),
    place: Options.place,
    json: Options.json
  },
  Effect.fnUntraced(function* ({ consumer, correlation, place, from, id, json, type, until, user }) {
    const Replay = yield* Effect.promise(() => import("@millrace/core/Replay"))
    const ContentId = yield* Effect.promise(() => import("@millrace/core/ContentId"))
    const DeadLetters = yield* Effect.promise(() => import("@millrace/core/DeadLetters"))
    const Working = yield* Effect.promise(() => import("../Working.ts"))
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const Workplace = yield* Effect.promise(() => import("../Workplace.ts"))
    const selection = {
      type: Option.getOrNull(type),
      correlationId: Option.getOrNull(correlation),
      tenantId: Option.getOrNull(user),
      from: yield* instant("from", from),
      until: yield* instant("until", until)
    }
    const now = yield* Clock.currentTimeMillis
    const replayId = Option.getOrElse(id, () =>
      ContentId.make(["replay", JSON.stringify(selection), ...consumer, String(now)]).slice(0, 12)
    )
    yield* Output.note(`replay ${replayId}`)
    const result = yield* Effect.gen(function* () {
      const { consumers: known, sendAll, waiting } = yield* Workplace.Workplace
      const contracts = yield* Effect.forEach([...new Set(consumer)], (name) => {
        const found = known.find(({ consumerName }) => consumerName === name)
        return found === undefined
          ? Effect.fail(
              new CommandFailed({
                problem: `--consumer ${name}: there is no such consumer.`,
                mend: `There are ${known.map(({ consumerName }) => consumerName).join(", ")}.`,
                exitCode: 2
              })
            )
          : Effect.succeed(found.contract)
      })
      const { tables } = yield* Store.backends
      const letters = Effect.flatMap(DeadLetters.DeadLetters, ({ list }) => list)
      let shown = { sent: 0, total: 0 }
      const keys: Array<Inbox.Key> = []
      const record = yield* Progress.during(
        Replay.run({
          id: replayId,
          tables,
          consumers: contracts,
          selection,
          send: (messages) =>
            Effect.tap(sendAll(messages), () =>
              Effect.sync(() => {
                for (const { consumer, eventId } of messages) keys.push({ consumer, eventId, replayId })
              })
            ),
          onProgress: (record) =>
            Effect.gen(function* () {
              shown = record
              while ((yield* waiting(consumer)) > queueLimit) yield* Effect.sleep("100 millis")
            }).pipe(Effect.orDie)
        }).pipe(Effect.tap(() => Workplace.finish({ _tag: "Deliveries", keys }))),
        Effect.sync(() => ({ done: shown.sent, of: shown.total, what: "events replayed" }))
      )
      const dead = (yield* letters).filter((letter) => letter.replayId === replayId).length
      return { replayId, events: record.total, sent: record.sent, deadLetters: dead }
    }).pipe(
      Effect.catchTag("ReplayDiffers", (error) =>
        Effect.fail(new CommandFailed({ problem: error.message, mend: "See `millrace replay --help`.", exitCode: 2 }))
      ),
      Effect.onInterrupt(() => Output.note(`Broken off. Go on with the same flags and --id ${replayId}`)),
      Effect.scoped,
      Effect.provide(Working.acting(place))
    )
    yield* json
      ? Output.json(result)
      : Output.print(
          `${result.events} events replayed to ${consumer.join(", ")}${result.deadLetters > 0 ? `, ${result.deadLetters} dead letters` : ""}`
        )
    if (result.deadLetters > 0) yield* Output.unwell
  })
).pipe(Command.withDescription("Put stored events on consumers' queues once more"))
