/** `millrace files delete`: asks for a file's deletion, waits for it, and reports what is gone and what another file keeps. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"

const fileArgument = Argument.String("file").pipe(
  Argument.withDescription("Id of the file, or its beginning: see `millrace files`")
)

/** The file of a user that a text names. */
const find = Effect.fnUntraced(function* (user: string, id: string) {
  const Store = yield* Effect.promise(() => import("../Store.ts"))
  const own = (yield* Store.files(Option.some(user))).map(({ item }) => item)
  const exact = own.find(({ fileId }) => fileId === id)
  const beginning = exact === undefined ? own.filter(({ fileId }) => id !== "" && fileId.startsWith(id)) : [exact]
  const [file, another] = beginning
  if (file !== undefined && another === undefined) return file
  return yield* new CommandFailed({
    problem: file === undefined ? `${id}: there is no such file.` : `${id}: several files begin so.`,
    mend: "See `millrace files`, and name the --user whose it is.",
    exitCode: 2
  })
})

export const filesDelete = Command.make(
  "delete",
  { file: fileArgument, place: Options.place, json: Options.json, user: Options.user },
  Effect.fnUntraced(function* ({ place, file: id, json, user }) {
    const PersonEvent = yield* Effect.promise(() => import("../PersonEvent.ts"))
    const Working = yield* Effect.promise(() => import("../Working.ts"))
    const { FileDeletionRequested } = yield* Effect.promise(() => import("@millrace/handlers/Events"))
    yield* Effect.gen(function* () {
      const { fileId, filename, status: before } = yield* find(user, id)
      if (before === "deleted") {
        return yield* new CommandFailed({
          problem: `${fileId}: this file is deleted already.`,
          mend: "Nothing was changed.",
          exitCode: 2
        })
      }
      const followed = yield* PersonEvent.publish(FileDeletionRequested, { fileId }, { user, subject: fileId })
      const { deletion, status } = yield* find(user, fileId)
      const removed = status === "deleted" ? (deletion?.removed ?? 0) : 0
      const kept = status === "deleted" ? (deletion?.kept ?? 0) : 0
      yield* json
        ? Output.json({
            fileId,
            file: filename,
            status,
            removed,
            kept,
            events: PersonEvent.counts(followed),
            deadLetters: followed.deadLetters
          })
        : Output.print(
            status === "deleted"
              ? `${filename}: deleted. ${removed} transactions are gone, ${kept} stay because another file has them too.`
              : `${filename}: ${status}, not deleted.`
          )
      if (status !== "deleted" || followed.deadLetters > 0) yield* Output.unwell
    }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
  })
).pipe(Command.withDescription("Delete a file and what only it had brought; the audit trail stays"))
