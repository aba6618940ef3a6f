/** A CSV mapping that a person wrote, in a JSON file. */
import * as FileSystem from "node:fs/promises"
import { CsvMapping } from "@millrace/statements/csv/Mapping"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { CommandFailed } from "./Output.ts"

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(CsvMapping), {
  errors: "all",
  onExcessProperty: "error"
})

/** Reads the mapping, or says what is wrong with the file. None where no file is named. */
export const read = Effect.fnUntraced(function* (
  path: Option.Option<string>
): Effect.fn.Return<CsvMapping | undefined, CommandFailed> {
  if (Option.isNone(path)) return undefined
  const text = yield* Effect.tryPromise({
    try: () => FileSystem.readFile(path.value, "utf8"),
    catch: () =>
      new CommandFailed({ problem: `${path.value}: the mapping cannot be read.`, mend: "Check the path.", exitCode: 2 })
  })
  return yield* Effect.mapError(
    decode(text),
    (error) =>
      new CommandFailed({
        problem: `${path.value}: this is no CSV mapping: ${error.message.replace(/\s*\n\s*/g, " ")}.`,
        mend: "See docs/statements.md for its fields.",
        exitCode: 2
      })
  )
})
