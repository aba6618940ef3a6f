/** What a command prints: results on standard output, everything else on standard error, and the exit code. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Style from "./render/Style.ts"

/** A command that cannot go on: what is wrong and what to do, and 1 (a file, a delivery) or 2 (usage) to exit with. */
export class CommandFailed extends Schema.TaggedError<CommandFailed>()("CommandFailed", {
  problem: Schema.String,
  mend: Schema.String,
  exitCode: Schema.Literals([1, 2])
}) {
  override get message(): string {
    return `${this.problem} ${this.mend}`
  }
}

/** The style of standard output. */
export const style: Effect.Effect<Style.Style> = Effect.sync(() => Style.forStream(process.stdout, process.env))

/** Prints lines on standard output. */
export const print = (...lines: ReadonlyArray<string>): Effect.Effect<void> =>
  Effect.sync(() => {
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`)
  })

/** Prints one JSON document, or one of a list, on a line of its own. */
export const json = (value: unknown): Effect.Effect<void> => print(JSON.stringify(value))

/** Prints a line on standard error. */
export const note = (text: string): Effect.Effect<void> =>
  Effect.sync(() => {
    process.stderr.write(`${text}\n`)
  })

/** The command has done what it could, and some file or delivery is not well. */
export const unwell: Effect.Effect<void> = Effect.sync(() => {
  process.exitCode = 1
})
