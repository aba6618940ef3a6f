/** `millrace run`: uploads files, lets the pipeline work until nothing is left to do, and reports what became of them. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Clock from "effect/Clock"
import * as Command from "effect/cli/Command"
import * as InputFile from "../InputFile.ts"
import * as MappingFile from "../MappingFile.ts"
import * as ObjectKeyUser from "../ObjectKeyUser.ts"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as Progress from "../Progress.ts"
import * as RunReport from "../render/RunReport.ts"
import * as Uploading from "../Uploading.ts"

/** Uploads at once; hashing and copying keep one processor busy. */
const uploadsAtOnce = 2

export const run = Command.make(
  "run",
  {
    file: Options.files,
    dataDir: Options.dataDir,
    json: Options.json,
    user: Options.user,
    account: Options.account,
    mapping: Options.mapping
  },
  Effect.fnUntraced(function* ({ account, dataDir, file: paths, json, mapping: mappingPath, user }) {
    yield* ObjectKeyUser.check(user)
    if (Option.isSome(mappingPath) && Option.isNone(account)) {
      return yield* new CommandFailed({
        problem: "--mapping is kept with an account, and no account is named.",
        mend: "Name the account that the files belong to with --account.",
        exitCode: 2
      })
    }
    const mapping = yield* MappingFile.read(mappingPath)
    const startedAt = yield* Clock.currentTimeMillis
    // All files are looked at before the first is uploaded: a misspelled name costs nothing.
    const inputs = yield* Effect.forEach([...new Set(paths)], InputFile.open)
    const LocalRuntime = yield* Effect.promise(() => import("@millrace/local/LocalRuntime"))
    const Working = yield* Effect.promise(() => import("../Working.ts"))
    const AccountMapping = yield* Effect.promise(() => import("../AccountMapping.ts"))
    const RunResult = yield* Effect.promise(() => import("../RunResult.ts"))
    const style = yield* Output.style

    const result = yield* Effect.gen(function* () {
      const runtime = yield* LocalRuntime.LocalRuntime
      const records = yield* RunResult.fileRecords(user)
      if (mapping !== undefined && Option.isSome(account)) {
        yield* AccountMapping.keep(user, { accountId: account.value, mapping })
      }
      let handled = 0
      const uploaded = yield* Progress.during(
        Effect.gen(function* () {
          const all = yield* Effect.forEach(
            inputs,
            (input) =>
              Effect.gen(function* () {
                const identified = yield* Uploading.identify(input, user, account)
                const known = yield* records.status(identified.fileId)
                // With a mapping, a file that was read otherwise before is read anew.
                const again = known !== undefined && known !== "deleted" && mapping === undefined
                const stored = again
                  ? undefined
                  : yield* runtime.upload(
                      {
                        key: identified.key,
                        contentType: identified.contentType,
                        metadata: Option.isSome(account) ? { accountid: account.value } : {}
                      },
                      Uploading.content(identified.path)
                    )
                return {
                  path: identified.path,
                  fileId: identified.fileId,
                  known: again,
                  correlationId: stored?.event?.correlationid
                }
              }),
            { concurrency: uploadsAtOnce }
          )
          yield* runtime.quiesce
          return all
        }),
        Effect.map(Effect.orDie(runtime.progress), (progress) => {
          const processor = progress.find(({ consumer }) => consumer === "file-processor")
          handled = Math.max(handled, (processor?.acknowledged ?? 0) + (processor?.dead ?? 0))
          const open = progress.reduce((sum, { pending, running }) => sum + pending + running, 0)
          return { done: Math.min(handled, inputs.length), of: inputs.length, what: `files, ${open} deliveries open` }
        })
      )
      return yield* RunResult.collect(user, uploaded)
    }).pipe(Effect.scoped, Effect.provide(yield* Working.alone(dataDir)))

    const durationMs = (yield* Clock.currentTimeMillis) - startedAt
    yield* json
      ? Output.json(RunReport.toJson(result, durationMs))
      : Output.print(...RunReport.lines(result, durationMs, style))
    if (result.deadLetters > 0 || result.files.some(({ status }) => status !== "processed")) yield* Output.unwell
  })
).pipe(Command.withDescription("Upload statements, process them to the end, and report"))
