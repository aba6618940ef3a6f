/**
 * The rules of a tenant, compiled: the starter rules, and the tenant's own, which stand in the place of starter rules of the
 * same id. Compiled rules are kept by the hash of their text.
 */
import * as ContentId from "@millrace/core/ContentId"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Normalization from "../categorization/Normalization.ts"
import type { Rule } from "../categorization/Rule.ts"
import type { RuleEngine } from "../categorization/RuleEngine.ts"
import { compile } from "../categorization/RuleEngine.ts"
import type { InvalidRules } from "../categorization/RuleFile.ts"
import { starterRules } from "../categorization/StarterRules.ts"
import { Rules } from "../resources/Assignments.ts"

/** Compiled rule sets kept at once. */
const kept = 8

/**
 * Compiled rule sets by version, the one asked for last at the end. They are the process's and not a layer's: compiling the
 * starter rules costs more than most deliveries do, and a set is the same whoever asks for it.
 */
const compiled = new Map<string, RuleEngine>()

/** All rules that apply beside a tenant's own: those it does not replace. */
export const withStarterRules = (own: ReadonlyArray<Rule>): ReadonlyArray<Rule> => {
  const replaced = new Set(own.map(({ id }) => id))
  return [...starterRules.filter(({ id }) => !replaced.has(id)), ...own]
}

/** Names a set of rules: equal rules, in whatever order, have equal versions. */
export const versionOf = (rules: ReadonlyArray<Rule>): string =>
  ContentId.make([
    String(Normalization.version),
    ...rules.map((rule) => JSON.stringify(rule)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  ])

/** A tenant's rules, ready. */
export interface Rulings {
  readonly version: string
  readonly engine: RuleEngine
}

export class RuleBook extends Context.Service<
  RuleBook,
  {
    /** The tenant's rules as they are now. */
    readonly current: Effect.Effect<Rulings, Unavailable | InvalidRules>
  }
>()("@millrace/handlers/RuleBook") {
  static readonly layer = Layer.effect(
    RuleBook,
    Effect.gen(function* () {
      const reader = yield* Rules.Reader
      const current = Effect.gen(function* () {
        const own = yield* Stream.runCollect(reader.query({}))
        // The tenant's rules name the set well enough: the starter rules are this program's.
        const version = versionOf(own.map(({ item }) => item))
        const engine =
          compiled.get(version) ?? (yield* Effect.fromResult(compile(withStarterRules(own.map(({ item }) => item)))))
        compiled.delete(version)
        compiled.set(version, engine)
        for (const oldest of compiled.keys()) {
          if (compiled.size <= kept) break
          compiled.delete(oldest)
        }
        return { version, engine }
      })
      return RuleBook.of({ current })
    })
  )
}
