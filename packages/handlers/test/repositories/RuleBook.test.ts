import type * as Backends from "@millrace/core/Backends"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as Tenant from "@millrace/core/Tenant"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Rule } from "../../src/categorization/Rule.ts"
import { RuleBook } from "../../src/repositories/RuleBook.ts"
import { Rules } from "../../src/resources/Assignments.ts"

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
    RuleBook.layer.pipe(Layer.provide(Layer.succeed(Rules.Reader, Rules.Reader.fromBackends(backends))))
  ).pipe(Tenant.provide("ada"))

const makeBackends = (): Backends.Backends => ({
  tables: MemoryTableStore.make().store,
  objects: MemoryObjectStore.make().store,
  bus: MemoryEventBus.make().bus
})

const put = (backends: Backends.Backends, rule: Rule) =>
  Tenant.provide("ada")(Rules.Writer.fromBackends(backends).put(rule))

describe("RuleBook", () => {
  it.effect("compiles a set of rules once a process, however often its layer is built and whoever owns them", () =>
    Effect.gen(function* () {
      const first = yield* readAnew(makeBackends())
      const second = yield* readAnew(makeBackends())
      assert.strictEqual(second.version, first.version)
      assert.strictEqual(second.engine, first.engine)
    })
  )

  it.effect("follows a change of rules, and keeps what it compiled last", () =>
    Effect.gen(function* () {
      const backends = makeBackends()
      const without = yield* readAnew(backends)
      yield* put(backends, ruleOf("corner"))
      const changed = yield* readAnew(backends)
      assert.notStrictEqual(changed.version, without.version)
      assert.notStrictEqual(changed.engine, without.engine)
      const starter = makeBackends()
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
