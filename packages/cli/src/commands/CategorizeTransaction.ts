/** `millrace categorize explain|set|unset`: why a transaction has its category, and a person's word on it. */
import * as Tenant from "@millrace/core/Tenant"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import type { Place } from "../Place.ts"

const transactionArgument = Argument.String("transaction").pipe(
  Argument.withDescription("Id of the transaction, or its beginning: see `millrace transactions --json`")
)

const shared = { place: Options.place, json: Options.json, user: Options.user }

const modules = Effect.all({
  Category: Effect.promise(() => import("@millrace/handlers/categorization/Category")),
  MonthReader: Effect.promise(() => import("@millrace/handlers/repositories/MonthReader")),
  NamedTransaction: Effect.promise(() => import("../NamedTransaction.ts")),
  Store: Effect.promise(() => import("../Store.ts"))
})

const usage = (problem: string, mend: string) => new CommandFailed({ problem, mend, exitCode: 2 })

/** The category that counts for a transaction. */
const assignmentOf = Effect.fnUntraced(function* (
  user: string,
  of: { readonly id: string; readonly accountId: string; readonly month: string }
) {
  const { Store } = yield* modules
  const reader = yield* Store.monthReader
  const viewed = yield* Tenant.provide(user)(reader.month(of.accountId, of.month))
  return viewed.find(({ transaction }) => transaction.id === of.id)?.assignment
})

export const explain = Command.make(
  "explain",
  {
    transaction: transactionArgument,
    ...shared,
    all: Flag.Boolean("all").pipe(
      Flag.withDescription("Every rule there is, not only those that match or nearly do"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(function* ({ all, place, json, transaction: id, user }) {
    const { MonthReader, NamedTransaction, Store } = yield* modules
    const OwnRules = yield* Effect.promise(() => import("../OwnRules.ts"))
    const { withStarterRules } = yield* Effect.promise(() => import("@millrace/handlers/repositories/RuleBook"))
    const { compile } = yield* Effect.promise(() => import("@millrace/handlers/categorization/RuleEngine"))
    const ExplainReport = yield* Effect.promise(() => import("../render/ExplainReport.ts"))
    const style = yield* Output.style
    yield* Effect.gen(function* () {
      const transaction = yield* NamedTransaction.find(user, id)
      const assignment = yield* assignmentOf(user, transaction)
      const engine = yield* Effect.fromResult(compile(withStarterRules(yield* OwnRules.read(user)))).pipe(
        Effect.mapError(({ problems }) => OwnRules.refused(problems))
      )
      const explanation = engine.explain(MonthReader.candidateOf(transaction), { all })
      const explained = { transaction, assignment, explanation, all }
      yield* json
        ? Output.json(ExplainReport.toJson(explained))
        : Output.print(...ExplainReport.lines(explained, style))
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
  })
).pipe(Command.withDescription("Show which rules were tried on a transaction, and why each did or did not match"))

/** Publishes a person's word on a transaction, waits for what follows, and shows how it stands then. */
const say = Effect.fnUntraced(function* (
  id: string,
  word: { readonly category: string | null; readonly withdrawn: boolean; readonly note: string | null },
  { json, place, user }: { readonly place: Place; readonly json: boolean; readonly user: string }
) {
  const { Category, NamedTransaction } = yield* modules
  const PersonEvent = yield* Effect.promise(() => import("../PersonEvent.ts"))
  const Working = yield* Effect.promise(() => import("../Working.ts"))
  const { TransactionAssigned } = yield* Effect.promise(() => import("@millrace/handlers/Events"))
  const category = word.category === null ? null : Category.parse(word.category)
  if (category === undefined) {
    return yield* usage(`${word.category}: there is no such category.`, "See `millrace categorize categories`.")
  }
  yield* Effect.gen(function* () {
    const { accountId, id: transactionId, month } = yield* NamedTransaction.find(user, id)
    const followed = yield* PersonEvent.publish(
      TransactionAssigned,
      { transactionId, accountId, month, category, withdrawn: word.withdrawn, note: word.note },
      { user, subject: transactionId }
    )
    const now = yield* assignmentOf(user, { id: transactionId, accountId, month })
    const shown = now?.category ?? null
    yield* json
      ? Output.json({
          transaction: transactionId,
          category: shown,
          assignedBy: now?.assignedBy ?? "none",
          ruleId: now?.ruleId ?? null,
          why: now?.why ?? null,
          events: PersonEvent.counts(followed),
          deadLetters: followed.deadLetters
        })
      : Output.print(
          `${transactionId}: ${shown === null ? "uncategorized" : Category.pathOf(shown)} (${now?.why ?? "unknown"})`
        )
    if (followed.deadLetters > 0) {
      yield* Output.note("A consumer could not handle it: see `millrace dead-letters list`.")
      yield* Output.unwell
    }
  }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
})

export const set = Command.make(
  "set",
  {
    transaction: transactionArgument,
    category: Argument.String("category").pipe(
      Argument.withDescription('Id, name or path of a category; "none" for none, whatever the rules say')
    ),
    note: Flag.String("note").pipe(Flag.withDescription("Why, in your words"), Flag.optional),
    ...shared
  },
  ({ category, note, transaction, ...options }) =>
    say(
      transaction,
      { category: category === "none" ? null : category, withdrawn: false, note: Option.getOrNull(note) },
      options
    )
).pipe(Command.withDescription("Set a transaction's category by hand; it wins over every rule"))

export const unset = Command.make(
  "unset",
  { transaction: transactionArgument, ...shared },
  ({ transaction, ...options }) => say(transaction, { category: null, withdrawn: true, note: null }, options)
).pipe(Command.withDescription("Take a category set by hand back; the rules decide again"))
