/** `millrace mappings`: how the CSV files of an account are read, where their layout cannot be told from their content. */
import * as Effect from "effect/Effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Option from "effect/Option"
import * as MappingFile from "../MappingFile.ts"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"
import { CommandFailed } from "../Output.ts"

const accountArgument = Argument.String("account").pipe(
  Argument.withDescription("The account, as --account names it when its files are uploaded")
)

const modules = Effect.all({
  AccountMapping: Effect.promise(() => import("../AccountMapping.ts")),
  Store: Effect.promise(() => import("../Store.ts"))
})

const list = Command.make(
  "list",
  { place: Options.place, json: Options.json, user: Options.user },
  Effect.fnUntraced(function* ({ place, json, user }) {
    const { AccountMapping, Store } = yield* modules
    const found = yield* AccountMapping.all(user).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    if (json) {
      for (const each of found) yield* Output.json(each)
      return
    }
    if (found.length === 0) return yield* Output.print("No mappings: every CSV file is read by its content.")
    yield* Output.print(...found.map(({ accountId, mapping }) => `${accountId}  ${JSON.stringify(mapping)}`))
  })
).pipe(Command.withDescription("List the accounts whose CSV files are read by a mapping"))

const set = Command.make(
  "set",
  {
    account: accountArgument,
    mapping: Argument.String("mapping").pipe(Argument.withDescription("JSON file; see docs/statements.md")),
    place: Options.place,
    user: Options.user
  },
  Effect.fnUntraced(function* ({ account, place, mapping: path, user }) {
    const { AccountMapping, Store } = yield* modules
    const mapping = yield* MappingFile.read(Option.some(path))
    if (mapping === undefined) return
    yield* AccountMapping.keep(user, { accountId: account, mapping }).pipe(
      Effect.scoped,
      Effect.provide(Store.beside(place))
    )
    yield* Output.print(`CSV files of ${account} are read by this mapping from the next upload on.`)
  })
).pipe(Command.withDescription("Keep a mapping with an account"))

const remove = Command.make(
  "remove",
  { account: accountArgument, place: Options.place, user: Options.user },
  Effect.fnUntraced(function* ({ account, place, user }) {
    const { AccountMapping, Store } = yield* modules
    const removed = yield* Effect.gen(function* () {
      const known = yield* AccountMapping.all(user)
      yield* AccountMapping.forget(user, account)
      return known.some(({ accountId }) => accountId === account)
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    if (!removed) {
      return yield* new CommandFailed({
        problem: `${account}: no mapping is kept with this account.`,
        mend: "See `millrace mappings list`.",
        exitCode: 2
      })
    }
    yield* Output.print(`CSV files of ${account} are read by their content again.`)
  })
).pipe(Command.withDescription("Forget an account's mapping"))

export const mappings = Command.make("mappings").pipe(
  Command.withDescription("How an account's CSV files are read, where their content does not tell"),
  Command.withSubcommands([list, set, remove])
)
