import type * as Backends from "@millrace/core/Backends"
import * as Tenant from "@millrace/core/Tenant"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Rule } from "../../src/categorization/Rule.ts"
import { RuleBook } from "../../src/repositories/RuleBook.ts"
import { Rules } from "../../src/resources/Assignments.ts"
import * as InMemory from "./InMemory.ts"

const ruleOf = (literal: string): Rule => ({
  id: "own",
  name: "own",
  enabled: true,
  priority: 1,
  category: "food-and-drink/groceries",
  confidence: 1,
  when: { field: "text", op: "contains", value: literal }
})

/** The rules as a process that has just started reads them: the layer is built anew. */
const readAnew = (backends: Backends.Backends) =>
  Effect.provide(
    RuleBook.use((book) => book.current),
    RuleBook.layer.pipe(Layer.provide(InMemory.grant(backends, [Rules.Reader])))
  ).pipe(Tenant.provide("ada"))

const put = (backends: Backends.Backends, rule: Rule) =>
  Tenant.provide("ada")(Rules.Writer.fromBackends(backends).put(rule))

describe("RuleBook", () => {
  it.effect("compiles a set of rules once a process, however often its layer is built and whoever owns them", () =>
    Effect.gen(function* () {
      const first = yield* readAnew(InMemory.backends())
      const second = yield* readAnew(InMemory.backends())
      assert.strictEqual(second.version, first.version)
      assert.strictEqual(second.engine, first.engine)
    })
  )

  it.effect("follows a change of rules, and keeps what it compiled last", () =>
    Effect.gen(function* () {
      const backends = InMemory.backends()
      const without = yield* readAnew(backends)
      yield* put(backends, ruleOf("corner"))
      const changed = yield* readAnew(backends)
      assert.notStrictEqual(changed.version, without.version)
      assert.notStrictEqual(changed.engine, without.engine)
      const starter = InMemory.backends()
      for (let count = 0; count < 20; count++) {
        yield* put(backends, ruleOf(`shop ${count}`))
        yield* readAnew(backends)
        assert.strictEqual((yield* readAnew(starter)).engine, without.engine)
      }
      yield* put(backends, ruleOf("corner"))
      const again = yield* readAnew(backends)
      assert.strictEqual(again.version, changed.version)
      assert.notStrictEqual(again.engine, changed.engine, "a set that nobody asked for in a while is let go")
    })
  )
})
