/**
 * `millrace dev`: watches a folder, takes in what appears there, and shows every event as it is published, handled, retried or
 * dead. A rule file that changes is applied at once; one that is wrong is told and changes nothing.
 */
import * as FileSystem from "node:fs/promises"
import { join } from "node:path"
import type { EndedSpan } from "@millrace/core/Tracing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as InputFile from "../InputFile.ts"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as Flow from "../render/Flow.ts"
import { SpanListener } from "../telemetry/SpanListener.ts"
import * as Uploading from "../Uploading.ts"

/** How often the folder is looked at. A file is taken once it was the same at two looks: it has been written whole. */
const lookEvery = "400 millis"

interface Seen {
  readonly path: string
  /** Size and time of the last change. */
  readonly state: string
}

const look = (folder: string): Effect.Effect<ReadonlyArray<Seen>, CommandFailed> =>
  Effect.tryPromise({
    try: async () => {
      const found: Array<Seen> = []
      for (const entry of await FileSystem.readdir(folder, { withFileTypes: true })) {
        if (!entry.isFile() || entry.name.startsWith(".")) continue
        const path = join(folder, entry.name)
        const stat = await FileSystem.stat(path).catch(() => undefined)
        if (stat !== undefined && stat.size > 0) found.push({ path, state: `${stat.size} ${stat.mtimeMs}` })
      }
      return found.sort((a, b) => (a.path < b.path ? -1 : 1))
    },
    catch: () =>
      new CommandFailed({ problem: `${folder}: this folder cannot be read.`, mend: "Check the path.", exitCode: 2 })
  })

const stateOf = (path: string): Effect.Effect<string | undefined> =>
  Effect.promise(() =>
    FileSystem.stat(path).then(
      ({ mtimeMs, size }) => `${size} ${mtimeMs}`,
      () => undefined
    )
  )

export const dev = Command.make(
  "dev",
  {
    folder: Argument.String("folder").pipe(Argument.withDescription("Folder to watch for statements")),
    rules: Flag.String("rules").pipe(
      Flag.withDescription("JSON file of rules, applied whenever it changes"),
      Flag.optional
    ),
    dataDir: Options.dataDir,
    user: Options.user,
    account: Options.account
  },
  Effect.fnUntraced(function* ({ account, dataDir, folder, rules, user }) {
    yield* look(folder)
    const LocalRuntime = yield* Effect.promise(() => import("@millrace/local/LocalRuntime"))
    const LocalWorkplace = yield* Effect.promise(() => import("../LocalWorkplace.ts"))
    const OwnRules = yield* Effect.promise(() => import("../OwnRules.ts"))
    const RunResult = yield* Effect.promise(() => import("../RunResult.ts"))
    const program = yield* (yield* Effect.promise(() => import("../Working.ts"))).program
    const style = yield* Output.style
    const exporting = yield* SpanListener
    const onSpanEnd = (span: EndedSpan): void => {
      exporting?.(span)
      const line = Flow.line(span, style)
      if (line !== undefined) process.stdout.write(`${line}\n`)
    }

    return yield* Effect.gen(function* () {
      const runtime = yield* LocalRuntime.LocalRuntime
      const records = yield* RunResult.fileRecords(user)
      const taken = new Map<string, string>()
      let before = new Map<string, string>()
      let rulesState: string | undefined

      const take = Effect.fnUntraced(function* ({ path, state }: Seen) {
        taken.set(path, state)
        const input = yield* InputFile.open(path)
        const { contentType, fileId, key } = yield* Uploading.identify(input, user, account)
        const known = yield* records.status(fileId)
        if (known !== undefined && known !== "deleted") return yield* Output.print(`${path}: already known`)
        yield* Output.print(style.bold(path))
        const metadata: Readonly<Record<string, string>> = Option.isSome(account) ? { accountid: account.value } : {}
        yield* runtime.upload({ key, contentType, metadata }, Uploading.content(path))
      })

      const reloadRules = Effect.fnUntraced(function* (path: string) {
        const state = yield* stateOf(path)
        if (state === undefined || state === rulesState) return
        rulesState = state
        const put = yield* OwnRules.readFile(path)
        const named = new Set(put.map(({ id }) => id))
        const remove = (yield* OwnRules.read(user)).flatMap(({ id }) => (named.has(id) ? [] : [id]))
        yield* OwnRules.change({ put, remove }, { user })
        yield* Output.print(`${path}: ${put.length} rules in force`)
      })

      // What one file or one rule file has wrong is told, and the watching goes on.
      const told = <E extends { readonly message: string }, R>(effect: Effect.Effect<void, E, R>) =>
        Effect.catch(effect, (error) => Output.note(style.red(error.message)))

      yield* Output.print(style.dim(`watching ${folder}; Ctrl-C ends it`))
      while (true) {
        if (Option.isSome(rules)) yield* told(reloadRules(rules.value))
        const now = yield* look(folder)
        for (const seen of now) {
          if (taken.get(seen.path) !== seen.state && before.get(seen.path) === seen.state) yield* told(take(seen))
        }
        before = new Map(now.map(({ path, state }) => [path, state]))
        yield* Effect.sleep(lookEvery)
      }
    }).pipe(
      Effect.scoped,
      Effect.provide(
        LocalWorkplace.layer(dataDir).pipe(Layer.provideMerge(LocalRuntime.layer({ dataDir, program, onSpanEnd })))
      )
    )
  })
).pipe(Command.withDescription("Watch a folder, process what appears, and show the events live"))
