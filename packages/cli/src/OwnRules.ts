/**
 * A user's own rules. A change is checked together with all other rules before anything is stored, and
 * applied by the event `category-rules.changed`.
 */
import * as FileSystem from "node:fs/promises"
import * as Tenant from "@millrace/core/Tenant"
import type { Rule } from "@millrace/handlers/categorization/Rule"
import * as RuleFile from "@millrace/handlers/categorization/RuleFile"
import type { RuleFinding } from "@millrace/handlers/categorization/RuleFindings"
import { findings } from "@millrace/handlers/categorization/RuleFindings"
import { starterRules } from "@millrace/handlers/categorization/StarterRules"
import { CategoryRulesChanged } from "@millrace/handlers/Events"
import { versionOf, withStarterRules } from "@millrace/handlers/repositories/RuleBook"
import { Rules } from "@millrace/handlers/resources/Assignments"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { CommandFailed } from "./Output.ts"
import * as PersonEvent from "./PersonEvent.ts"
import * as Store from "./Store.ts"

/** The user's own rules. */
export const read = Effect.fnUntraced(function* (user: string) {
  const reader = Rules.Reader.fromBackends(yield* Store.backends)
  const stored = yield* Tenant.provide(user)(Stream.runCollect(reader.query({})))
  return stored.map(({ item }): Rule => item)
})

/** The rule of an id, the user's own or else a starter rule. */
export const find = (own: ReadonlyArray<Rule>, id: string): Rule | undefined =>
  own.find((rule) => rule.id === id) ?? starterRules.find((rule) => rule.id === id)

/** As `find`, or a failure that says what to do. */
export const require = (own: ReadonlyArray<Rule>, id: string): Effect.Effect<Rule, CommandFailed> => {
  const rule = find(own, id)
  return rule === undefined
    ? Effect.fail(
        new CommandFailed({
          problem: `${id}: there is no such rule.`,
          mend: "See `millrace categorize rules list --all`.",
          exitCode: 2
        })
      )
    : Effect.succeed(rule)
}

/** Most problems that are told at once. */
const toldAtOnce = 20

/** Refuses rules, saying everything that is wrong with them. */
export const refused = (problems: ReadonlyArray<RuleFile.RuleProblem>): CommandFailed => {
  const told = problems
    .slice(0, toldAtOnce)
    .map(({ mend, path, problem, ruleId }) => `${ruleId ?? ""}${path}: ${problem} (${mend})`)
  const more = problems.length > toldAtOnce ? `\n  and ${problems.length - toldAtOnce} more` : ""
  return new CommandFailed({
    problem: `The rules are refused:\n  ${told.join("\n  ")}${more}\n`,
    mend: "Nothing was changed.",
    exitCode: 2
  })
}

/** Decodes one rule as a person wrote it. */
export const decode = (json: unknown): Effect.Effect<Rule, CommandFailed> => {
  const rule = RuleFile.decodeRule(json)
  return Result.isSuccess(rule) ? Effect.succeed(rule.success) : Effect.fail(refused(rule.failure))
}

/** Reads a rule file. */
export const readFile = Effect.fnUntraced(function* (path: string) {
  const text = yield* Effect.tryPromise({
    try: () => FileSystem.readFile(path, "utf8"),
    catch: () =>
      new CommandFailed({ problem: `${path}: the rules cannot be read.`, mend: "Check the path.", exitCode: 2 })
  })
  const rules = RuleFile.parse(text)
  return Result.isSuccess(rules) ? rules.success : yield* refused(rules.failure.problems)
})

/** What can be said against the rules of some ids, beside all others. */
export const against = (own: ReadonlyArray<Rule>, ids: ReadonlySet<string>): ReadonlyArray<RuleFinding> =>
  findings(withStarterRules(own)).filter(
    (finding) => ids.has(finding.ruleId) || (finding.kind === "conflict" && ids.has(finding.with))
  )

/** What a change of rules did. */
export interface Changed {
  readonly findings: ReadonlyArray<RuleFinding>
  readonly followed: PersonEvent.Followed
}

/** Stores rules and takes others away, and has every month categorized anew. All or nothing as far as their being right goes. */
export const change = Effect.fnUntraced(function* (
  { put = [], remove = [] }: { readonly put?: ReadonlyArray<Rule>; readonly remove?: ReadonlyArray<string> },
  { user }: { readonly user: string }
) {
  const kept = new Set(put.map(({ id }) => id))
  const gone = new Set([...remove, ...put.map(({ id }) => id)])
  const next = [...(yield* read(user)).filter(({ id }) => !gone.has(id)), ...put]
  const problems = RuleFile.problemsOf(withStarterRules(next))
  if (problems.length > 0) return yield* refused(problems)
  const writer = Rules.Writer.fromBackends(yield* Store.backends)
  yield* Tenant.provide(user)(
    Effect.andThen(writer.putAll(put), writer.deleteAll(remove.filter((id) => !kept.has(id)).map((id) => ({ id }))))
  )
  // Stored first: whoever handles the event reads the rules as they are then.
  const followed = yield* PersonEvent.publish(
    CategoryRulesChanged,
    { rulesVersion: versionOf(next) },
    { user, subject: "rules" }
  )
  const changed: Changed = { findings: against(next, kept), followed }
  return changed
})
