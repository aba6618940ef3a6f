/** `millrace categorize rules`: a user's own rules, beside the starter rules that ship. */
import type { Rule } from "@millrace/handlers/categorization/Rule"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as RuleReport from "../render/RuleReport.ts"

const modules = Effect.all({
  OwnRules: Effect.promise(() => import("../OwnRules.ts")),
  Working: Effect.promise(() => import("../Working.ts")),
  Store: Effect.promise(() => import("../Store.ts"))
})

const shared = { place: Options.place, json: Options.json, user: Options.user }

const idArgument = Argument.String("id").pipe(Argument.withDescription("The rule's id"))
const optionalText = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.optional)

/** What a rule says, one flag a part. What is given is demanded all together. */
const parts = {
  name: optionalText("name", "What people call the rule"),
  category: optionalText("category", "Category: its id, its name, or its path"),
  priority: Flag.Int("priority").pipe(Flag.withDescription("Higher goes first; 0 unless told"), Flag.optional),
  confidence: Flag.Finite("confidence").pipe(Flag.withDescription("0 to 1; 1 unless told"), Flag.optional),
  field: Flag.Literals("field", ["text", "description", "counterparty", "memo"]).pipe(
    Flag.withDescription("Which text is meant; any of them unless told"),
    Flag.withDefault("text" as const)
  ),
  words: optionalText("words", "These whole words occur; a * at an end lets the word go on"),
  contains: optionalText("contains", "This text occurs"),
  starts: optionalText("starts", "The text begins so"),
  is: optionalText("is", "The text is this"),
  regex: optionalText("regex", "This pattern (RE2 syntax) is found"),
  direction: Flag.Literals("direction", ["in", "out"]).pipe(
    Flag.withDescription("Money received or spent"),
    Flag.optional
  ),
  account: optionalText("account", "Only this account"),
  from: optionalText("from", "Smallest amount, without sign"),
  to: optionalText("to", "Largest amount, without sign"),
  when: optionalText("when", "The whole condition as JSON, instead of the flags before")
}

type Parts = { readonly [K in keyof typeof parts]: (typeof parts)[K] extends Flag.Flag<infer A> ? A : never }

const usage = (problem: string, mend: string) => new CommandFailed({ problem, mend, exitCode: 2 })

/** The condition that the flags make; undefined where none speaks of one. Checked with the rule. */
const conditionOf = Effect.fnUntraced(function* (given: Parts): Effect.fn.Return<unknown, CommandFailed> {
  const tests: Array<unknown> = []
  for (const op of ["words", "contains", "starts", "is", "regex"] as const) {
    if (Option.isSome(given[op])) tests.push({ field: given.field, op, value: given[op].value })
  }
  if (Option.isSome(given.direction)) tests.push({ field: "direction", op: "is", value: given.direction.value })
  if (Option.isSome(given.account)) tests.push({ field: "account", op: "is", value: given.account.value })
  if (Option.isSome(given.from) || Option.isSome(given.to)) {
    tests.push({
      field: "absolute-amount",
      op: "between",
      ...(Option.isSome(given.from) ? { from: given.from.value } : {}),
      ...(Option.isSome(given.to) ? { to: given.to.value } : {})
    })
  }
  if (Option.isNone(given.when)) return tests.length === 0 ? undefined : tests.length === 1 ? tests[0] : { all: tests }
  if (tests.length > 0) {
    return yield* usage("--when is the whole condition.", "Leave out the flags that also speak of one.")
  }
  const { value } = given.when
  return yield* Effect.try({
    try: (): unknown => JSON.parse(value),
    catch: () => usage("--when is not JSON.", "Check commas, quotes and brackets.")
  })
})

const categoryOf = Effect.fnUntraced(function* (text: string) {
  const { parse } = yield* Effect.promise(() => import("@millrace/handlers/categorization/Category"))
  const category = parse(text)
  if (category !== undefined) return category
  return yield* usage(`${text}: there is no such category.`, "See `millrace categorize categories`.")
})

/** Makes a change and says what followed. */
const apply = Effect.fnUntraced(function* (
  change: { readonly put?: ReadonlyArray<Rule>; readonly remove?: ReadonlyArray<string> },
  options: { readonly user: string; readonly json: boolean }
) {
  const { OwnRules } = yield* modules
  const style = yield* Output.style
  const changed = yield* OwnRules.change(change, options)
  yield* options.json
    ? Output.json(RuleReport.changedToJson(change, changed))
    : Output.print(...RuleReport.changedLines(change, changed, style))
  if (changed.followed.deadLetters > 0) yield* Output.unwell
})

const list = Command.make(
  "list",
  {
    ...shared,
    all: Flag.Boolean("all").pipe(Flag.withDescription("Starter rules too"), Flag.withDefault(false))
  },
  Effect.fnUntraced(function* ({ all, place, json, user }) {
    const { OwnRules, Store } = yield* modules
    const { rank } = yield* Effect.promise(() => import("@millrace/handlers/categorization/Rule"))
    const { withStarterRules } = yield* Effect.promise(() => import("@millrace/handlers/repositories/RuleBook"))
    const style = yield* Output.style
    const own = yield* OwnRules.read(user).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    const isOwn = new Set(own.map(({ id }) => id))
    const ranked = rank(all ? withStarterRules(own) : own)
    if (json) {
      for (const { rule, specificity } of ranked) {
        yield* Output.json({ ...rule, specificity, origin: isOwn.has(rule.id) ? "own" : "starter" })
      }
      return
    }
    yield* Output.print(...RuleReport.list(ranked, style))
    if (ranked.length === 0) yield* Output.print("No rules of your own; --all shows the starter rules.")
  })
).pipe(Command.withDescription("List rules in the order in which they decide"))

const add = Command.make(
  "add",
  { id: idArgument, ...shared, ...parts },
  Effect.fnUntraced(function* ({ place, id, json, user, ...given }) {
    const { OwnRules, Working } = yield* modules
    const when = yield* conditionOf(given)
    if (Option.isNone(given.category)) return yield* usage("A rule needs a --category.", "Name one.")
    if (when === undefined) {
      return yield* usage(
        "A rule needs a condition.",
        "Give --words, --contains, --regex, --when, or another: see --help."
      )
    }
    const rule = yield* OwnRules.decode({
      id,
      name: Option.getOrElse(given.name, () => id),
      enabled: true,
      priority: Option.getOrElse(given.priority, () => 0),
      category: yield* categoryOf(given.category.value),
      confidence: Option.getOrElse(given.confidence, () => 1),
      when
    })
    yield* Effect.gen(function* () {
      if ((yield* OwnRules.read(user)).some((known) => known.id === id)) {
        return yield* usage(`${id}: you have a rule of this id.`, "Use `rules edit`, or another id.")
      }
      yield* apply({ put: [rule] }, { user, json })
    }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
  })
).pipe(Command.withDescription("Add a rule and categorize everything by it"))

const edit = Command.make(
  "edit",
  { id: idArgument, ...shared, ...parts },
  Effect.fnUntraced(function* ({ place, id, json, user, ...given }) {
    const { OwnRules, Working } = yield* modules
    const when = yield* conditionOf(given)
    yield* Effect.gen(function* () {
      const known = yield* OwnRules.require(yield* OwnRules.read(user), id)
      const rule = yield* OwnRules.decode({
        ...known,
        ...(Option.isSome(given.name) ? { name: given.name.value } : {}),
        ...(Option.isSome(given.priority) ? { priority: given.priority.value } : {}),
        ...(Option.isSome(given.confidence) ? { confidence: given.confidence.value } : {}),
        ...(Option.isSome(given.category) ? { category: yield* categoryOf(given.category.value) } : {}),
        ...(when === undefined ? {} : { when })
      })
      yield* apply({ put: [rule] }, { user, json })
    }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
  })
).pipe(Command.withDescription("Change what is given of a rule; a starter rule gets a copy of your own in its place"))

const remove = Command.make(
  "remove",
  { id: idArgument, ...shared },
  Effect.fnUntraced(function* ({ place, id, json, user }) {
    const { OwnRules, Working } = yield* modules
    yield* Effect.gen(function* () {
      if (!(yield* OwnRules.read(user)).some((known) => known.id === id)) {
        return yield* usage(
          `${id}: you have no rule of this id.`,
          "A starter rule is switched off by `rules disable`; see `rules list`."
        )
      }
      yield* apply({ remove: [id] }, { user, json })
    }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
  })
).pipe(Command.withDescription("Remove a rule of your own; a starter rule that it replaced comes back"))

const switching = (name: "enable" | "disable", description: string) =>
  Command.make(
    name,
    { id: idArgument, ...shared },
    Effect.fnUntraced(function* ({ place, id, json, user }) {
      const { OwnRules, Working } = yield* modules
      yield* Effect.gen(function* () {
        const known = yield* OwnRules.require(yield* OwnRules.read(user), id)
        yield* apply({ put: [{ ...known, enabled: name === "enable" }] }, { user, json })
      }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
    })
  ).pipe(Command.withDescription(description))

const test = Command.make(
  "test",
  { file: Argument.String("file").pipe(Argument.withDescription("Rule file")), ...shared },
  Effect.fnUntraced(function* ({ place, file, json, user }) {
    const { OwnRules, Store } = yield* modules
    const rules = yield* OwnRules.readFile(file)
    const { compile } = yield* Effect.promise(() => import("@millrace/handlers/categorization/RuleEngine"))
    const { withStarterRules } = yield* Effect.promise(() => import("@millrace/handlers/repositories/RuleBook"))
    const { candidateOf } = yield* Effect.promise(() => import("@millrace/handlers/repositories/MonthReader"))
    const style = yield* Output.style
    yield* Effect.gen(function* () {
      const own = yield* OwnRules.read(user)
      const ids = new Set(rules.map(({ id }) => id))
      const next = [...own.filter(({ id }) => !ids.has(id)), ...rules]
      const engine = yield* Effect.fromResult(compile(withStarterRules(next))).pipe(
        Effect.mapError(({ problems }) => OwnRules.refused(problems))
      )
      const trial: RuleReport.Trial = { findings: OwnRules.against(next, ids), transactions: 0, decided: [] }
      const decided: Array<RuleReport.Trial["decided"][number]> = []
      let transactions = 0
      const reader = yield* Store.monthReader
      const files = yield* Store.files(Option.some(user))
      yield* Stream.runForEach(Store.transactions(files, reader), ({ viewed }) =>
        Effect.sync(() => {
          for (const { assignment, transaction } of viewed) {
            transactions++
            const outcome = engine.categorize(candidateOf(transaction))
            if (outcome._tag === "Uncategorized" || !ids.has(outcome.ruleId)) continue
            const { category, ruleId, why } = outcome
            const isManual = assignment.assignedBy === "manual"
            decided.push({ transaction, ruleId, why, before: assignment.category, after: category, isManual })
          }
        })
      )
      const result = { ...trial, transactions, decided }
      yield* json ? Output.json(RuleReport.trialToJson(result)) : Output.print(...RuleReport.trial(result, style))
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
  })
).pipe(Command.withDescription("Show what the rules of a file would decide, and change nothing"))

const importing = Command.make(
  "import",
  {
    file: Argument.String("file").pipe(Argument.withDescription("Rule file")),
    replace: Flag.Boolean("replace").pipe(
      Flag.withDescription("Remove your rules that the file does not have"),
      Flag.withDefault(false)
    ),
    ...shared
  },
  Effect.fnUntraced(function* ({ place, file, json, replace, user }) {
    const { OwnRules, Working } = yield* modules
    const rules = yield* OwnRules.readFile(file)
    yield* Effect.gen(function* () {
      const own = yield* OwnRules.read(user)
      const ids = new Set(rules.map(({ id }) => id))
      const removed = replace ? own.map(({ id }) => id).filter((id) => !ids.has(id)) : []
      yield* apply({ put: rules, remove: removed }, { user, json })
    }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
  })
).pipe(Command.withDescription("Take in the rules of a file, all or none"))

const exporting = Command.make(
  "export",
  {
    place: Options.place,
    user: Options.user,
    all: Flag.Boolean("all").pipe(Flag.withDescription("Starter rules too"), Flag.withDefault(false))
  },
  Effect.fnUntraced(function* ({ all, place, user }) {
    const { OwnRules, Store } = yield* modules
    const RuleFile = yield* Effect.promise(() => import("@millrace/handlers/categorization/RuleFile"))
    const { withStarterRules } = yield* Effect.promise(() => import("@millrace/handlers/repositories/RuleBook"))
    const own = yield* OwnRules.read(user).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    yield* Output.print(RuleFile.print(all ? withStarterRules(own) : own).trimEnd())
  })
).pipe(Command.withDescription("Print your rules as a rule file"))

export const rules = Command.make("rules").pipe(
  Command.withDescription("The rules that categorize"),
  Command.withSubcommands([
    list,
    add,
    edit,
    remove,
    switching("enable", "Switch a rule on"),
    switching("disable", "Switch a rule off"),
    test,
    importing,
    exporting
  ])
)
