/** `millrace dead-letters`: events that a consumer could not handle, and why. */
import type { DeadLetter } from "@millrace/core/DeadLetters"
import * as Effect from "effect/Effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as Style from "../render/Style.ts"
import * as Table from "../render/Table.ts"

const instant = (millis: number): string => new Date(millis).toISOString()

/** All letters of a data directory. */
const letters = Effect.fnUntraced(function* (dataDir: string) {
  const Store = yield* Effect.promise(() => import("../Store.ts"))
  const { DeadLetters } = yield* Effect.promise(() => import("@millrace/core/DeadLetters"))
  return yield* Effect.flatMap(DeadLetters, ({ list }) => list).pipe(
    Effect.scoped,
    Effect.provide(Store.beside(dataDir))
  )
})

const list = Command.make(
  "list",
  { dataDir: Options.dataDir, json: Options.json },
  Effect.fnUntraced(function* ({ dataDir, json }) {
    const style = yield* Output.style
    const found = yield* letters(dataDir)
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

const show = Command.make(
  "show",
  {
    letter: Argument.String("letter").pipe(Argument.withDescription("Id of the letter, or its beginning")),
    dataDir: Options.dataDir,
    json: Options.json
  },
  Effect.fnUntraced(function* ({ dataDir, json, letter: id }) {
    const style = yield* Output.style
    const found = (yield* letters(dataDir)).filter((letter) => letter.id.startsWith(id))
    const [letter] = found
    if (letter === undefined || found.length > 1) {
      return yield* new CommandFailed({
        problem:
          letter === undefined
            ? `${id}: there is no such dead letter.`
            : `${id}: ${found.length} dead letters begin so.`,
        mend: "See `millrace dead-letters list`.",
        exitCode: 2
      })
    }
    yield* json ? Output.json(letter) : Output.print(...report(letter, style))
  })
).pipe(Command.withDescription("Show a dead letter's cause, attempts and trace"))

export const deadLetters = Command.make("dead-letters").pipe(
  Command.withDescription("Events that could not be handled"),
  Command.withSubcommands([list, show])
)
