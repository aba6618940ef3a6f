/** `millrace dead-letters`: events that a consumer could not handle, and why. */
import type { DeadLetter } from "@millrace/core/DeadLetters"
import type * as Inbox from "@millrace/core/Inbox"
import * as Effect from "effect/Effect"
import * as Argument from "effect/cli/Argument"
import * as Option from "effect/Option"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import type { Place } from "../Place.ts"
import * as Style from "../render/Style.ts"
import * as Table from "../render/Table.ts"

const instant = (millis: number): string => new Date(millis).toISOString()

/** All letters of a place. */
const letters = Effect.fnUntraced(function* (place: Place) {
  const Store = yield* Effect.promise(() => import("../Store.ts"))
  const { DeadLetters } = yield* Effect.promise(() => import("@millrace/core/DeadLetters"))
  return yield* Effect.flatMap(DeadLetters, ({ list }) => list).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
})

const list = Command.make(
  "list",
  { place: Options.place, json: Options.json },
  Effect.fnUntraced(function* ({ place, json }) {
    const style = yield* Output.style
    const found = yield* letters(place)
    if (json) {
      for (const letter of found) yield* Output.json(letter)
      return
    }
    yield* Output.print(
      ...Table.lines(
        [{ title: "letter" }, { title: "died" }, { title: "consumer" }, { title: "event" }, { title: "cause" }],
        found.map((letter) => [
          letter.id,
          instant(letter.diedAt),
          letter.consumer,
          letter.eventType ?? "unreadable",
          `${letter.cause.kind}: ${letter.cause.tag}`
        ]),
        style.dim
      )
    )
    yield* Output.print(
      found.length === 0 ? "No dead letters." : `${found.length} dead letters; millrace dead-letters show <letter>`
    )
  })
).pipe(Command.withDescription("List dead letters, oldest first"))

const report = (letter: DeadLetter, style: Style.Style): ReadonlyArray<string> => [
  `${style.bold("letter")}     ${letter.id}`,
  `${style.bold("consumer")}   ${letter.consumer}`,
  `${style.bold("event")}      ${letter.eventType ?? "unreadable"} ${letter.eventId ?? ""}`.trimEnd(),
  `${style.bold("trace")}      ${letter.traceId ?? "none"}`,
  `${style.bold("cause")}      ${style.red(letter.cause.kind)} ${letter.cause.tag}: ${Style.safe(letter.cause.message)}`,
  `${style.bold("first seen")} ${instant(letter.firstSeenAt)}`,
  `${style.bold("died")}       ${instant(letter.diedAt)}`,
  ...letter.attempts.map(
    (attempt) =>
      `  ${attempt.attempt === 0 ? "refunded" : `attempt ${attempt.attempt}`}  ${instant(attempt.startedAt)}  ${Style.safe(attempt.outcome, 120)}`
  )
]

/** The letters that the arguments choose, of those there are. */
const choose = (found: ReadonlyArray<DeadLetter>, id: string): Effect.Effect<DeadLetter, CommandFailed> => {
  const chosen = found.filter((letter) => letter.id.startsWith(id))
  const [letter] = chosen
  return letter !== undefined && chosen.length === 1
    ? Effect.succeed(letter)
    : Effect.fail(
        new CommandFailed({
          problem:
            letter === undefined
              ? `${id}: there is no such dead letter.`
              : `${id}: ${chosen.length} dead letters begin so.`,
          mend: "See `millrace dead-letters list`.",
          exitCode: 2
        })
      )
}

const letterArgument = Argument.String("letter").pipe(Argument.withDescription("Id of the letter, or its beginning"))

const show = Command.make(
  "show",
  { letter: letterArgument, place: Options.place, json: Options.json },
  Effect.fnUntraced(function* ({ place, json, letter: id }) {
    const style = yield* Output.style
    const letter = yield* choose(yield* letters(place), id)
    yield* json ? Output.json(letter) : Output.print(...report(letter, style))
  })
).pipe(Command.withDescription("Show a dead letter's cause, attempts and trace"))

const redrive = Command.make(
  "redrive",
  {
    letter: letterArgument.pipe(Argument.variadic()),
    all: Flag.Boolean("all").pipe(Flag.withDescription("Every letter"), Flag.withDefault(false)),
    consumer: Flag.String("consumer").pipe(Flag.withDescription("Every letter of this consumer"), Flag.optional),
    place: Options.place,
    json: Options.json
  },
  Effect.fnUntraced(function* ({ all, consumer, place, json, letter: ids }) {
    if (!all && Option.isNone(consumer) && ids.length === 0) {
      return yield* new CommandFailed({
        problem: "No dead letter is named.",
        mend: "Name letters by id, or give --all or --consumer.",
        exitCode: 2
      })
    }
    const Working = yield* Effect.promise(() => import("../Working.ts"))
    const Redrive = yield* Effect.promise(() => import("@millrace/core/Redrive"))
    const { DeadLetters } = yield* Effect.promise(() => import("@millrace/core/DeadLetters"))
    const Workplace = yield* Effect.promise(() => import("../Workplace.ts"))
    const result = yield* Effect.gen(function* () {
      const { consumers, send } = yield* Workplace.Workplace
      const store = yield* DeadLetters
      const found = yield* store.list
      const named = yield* Effect.forEach(ids, (id) => choose(found, id))
      const chosen = found.filter(
        (letter) => all || named.includes(letter) || (Option.isSome(consumer) && letter.consumer === consumer.value)
      )
      const known = new Set(consumers.map(({ consumerName }) => consumerName))
      const keys: Array<Inbox.Key> = []
      for (const letter of chosen) {
        const { consumer, eventId, replayId } = letter
        if (eventId === null || !known.has(consumer) || (yield* Redrive.one(letter, send)) !== "redriven") continue
        keys.push({ consumer, eventId, replayId: replayId ?? undefined })
      }
      const redriven = keys.length
      yield* Workplace.finish({ _tag: "Deliveries", keys })
      const ofThese = new Set(chosen.map(({ id }) => id))
      const left = (yield* store.list).filter(({ id }) => ofThese.has(id)).length
      return { redriven, processed: chosen.length - left, dead: left, untouched: chosen.length - redriven }
    }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
    const { dead, processed, redriven, untouched } = result
    yield* json
      ? Output.json(result)
      : Output.print(
          `${redriven} dead letters redriven: ${processed} processed, ${dead - untouched} dead again`,
          ...(untouched > 0 ? [`${untouched} are left: unreadable, or of a consumer that is not here`] : [])
        )
    if (dead > 0) yield* Output.unwell
  })
).pipe(Command.withDescription("Deliver dead letters again, with all their attempts and their history"))

const exported = Command.make(
  "export",
  { letter: letterArgument, place: Options.place },
  Effect.fnUntraced(function* ({ place, letter: id }) {
    const TestCase = yield* Effect.promise(() => import("../render/TestCase.ts"))
    const { FileProcessing } = yield* Effect.promise(() => import("@millrace/handlers/FileProcessing"))
    const letter = yield* choose(yield* letters(place), id)
    const event = FileProcessing.events.find(({ eventType }) => eventType === letter.eventType)
    yield* Output.print(TestCase.source(letter, event).trimEnd())
  })
).pipe(Command.withDescription("Print a dead letter as a failing test, its payload redacted"))

export const deadLetters = Command.make("dead-letters").pipe(
  Command.withDescription("Events that could not be handled"),
  Command.withSubcommands([list, show, redrive, exported])
)
