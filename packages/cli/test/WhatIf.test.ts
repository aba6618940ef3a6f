import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Event from "@millrace/core/Event"
import * as Publish from "@millrace/core/Publish"
import type * as Replay from "@millrace/core/Replay"
import * as Tenant from "@millrace/core/Tenant"
import type { Rule } from "@millrace/handlers/categorization/Rule"
import * as RuleFile from "@millrace/handlers/categorization/RuleFile"
import { CategoryRulesChanged, TransactionAssigned } from "@millrace/handlers/Events"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { Rules } from "@millrace/handlers/resources/Assignments"
import * as Database from "@millrace/local/Database"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Modes from "../../handlers/test/direct/Modes.ts"
import * as Store from "../src/Store.ts"
import * as WhatIfRun from "../src/WhatIfRun.ts"
import { inDirectory, millrace, samples } from "./Millrace.ts"

const everything: Replay.Selection = {
  type: null,
  correlationId: null,
  tenantId: "ada",
  from: null,
  until: null
}

const changed: ReadonlyArray<Rule> = Effect.runSync(
  Effect.fromResult(
    RuleFile.parse(
      JSON.stringify([
        {
          id: "coffee-is-a-gift",
          name: "Coffee is a gift",
          category: "gifts-and-donations",
          priority: 1000,
          enabled: true,
          confidence: 1,
          when: { field: "description", op: "contains", value: "coffee" }
        },
        {
          id: "unknown-is-cash",
          name: "Unknown is cash",
          category: "cash",
          priority: 1000,
          enabled: true,
          confidence: 1,
          when: { field: "description", op: "contains", value: "unknown" }
        }
      ])
    )
  )
)

/** Everything that the database holds, row by row. */
const database = Database.Database.use(({ statement, use }) =>
  use("test", () =>
    statement("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .all()
      .map(({ name }) => {
        const rows = statement(`SELECT * FROM ${String(name)}`)
        rows.setReadBigInts(true)
        return [name, rows.all()]
      })
  )
)

const categories = Effect.gen(function* () {
  const found = new Map<string, string | null>()
  const reader = yield* Store.monthReader
  for (const row of yield* Modes.rows("transactions")) {
    const { accountId, month } = JSON.parse(row.slice(row.indexOf("{")))
    for (const { assignment, transaction } of yield* Tenant.provide("ada")(reader.month(accountId, month))) {
      found.set(transaction.id, assignment.category)
    }
  }
  return found
})

describe("what-if", () => {
  it.live("on changed rules says exactly what a real change of rules then changes, and writes nothing", () =>
    Effect.gen(function* () {
      for (let at = 0; at < 8; at++) yield* Modes.upload(`f${at}`, Modes.statement(at, 12), `account-${at % 3}`)
      yield* Modes.quiesce
      // A person's word on one of the transactions stands whatever the rules say.
      const coffee = (yield* Modes.rows("transactions")).find((row) => row.includes("COFFEE")) ?? ""
      const { accountId, id, month } = JSON.parse(coffee.slice(coffee.indexOf("{")))
      yield* Event.root(
        TransactionAssigned,
        { transactionId: id, accountId, month, category: "housing", withdrawn: false, note: null },
        { tenantId: "ada", stimulus: [id], time: "2026-01-01T00:00:00.000Z" }
      ).pipe(Effect.flatMap(Publish.root))
      yield* Modes.quiesce

      const before = yield* categories
      const stored = yield* database
      const found = yield* WhatIfRun.run({
        consumer: "categorization",
        selection: everything,
        user: "ada",
        rules: RuleFile.print(changed),
        onEvent: () => {}
      })
      assert.deepStrictEqual(yield* database, stored)
      assert.deepStrictEqual(found.failed, {})

      const backends = yield* Store.backends
      yield* Tenant.provide("ada")(Rules.Writer.fromBackends(backends).putAll(changed))
      yield* Event.root(
        CategoryRulesChanged,
        { rulesVersion: "changed" },
        { tenantId: "ada", stimulus: ["rules"], time: "2026-01-02T00:00:00.000Z" }
      ).pipe(Effect.flatMap(Publish.root))
      yield* Modes.quiesce
      const after = yield* categories
      const really = [...after].flatMap(([transactionId, category]) =>
        before.get(transactionId) === category ? [] : [{ transactionId, category }]
      )
      assert.isAbove(really.length, 15)
      assert.isUndefined(really.find(({ transactionId }) => transactionId === id))
      const byId = (a: { transactionId: string }, b: { transactionId: string }) =>
        a.transactionId < b.transactionId ? -1 : 1
      assert.deepStrictEqual(
        found.transactions.map(({ after, transactionId }) => ({ transactionId, category: after })).sort(byId),
        really.sort(byId)
      )
    }).pipe(Effect.scoped, Effect.provide(Modes.runtime(fileProcessing)))
  )

  it.live("on present code and data finds nothing, for every consumer that only reads objects", () =>
    Effect.gen(function* () {
      for (let at = 0; at < 4; at++) yield* Modes.upload(`f${at}`, Modes.statement(at), "account")
      yield* Modes.quiesce
      const stored = yield* database
      for (const consumer of ["file-processor", "categorization", "analytics"]) {
        const found = yield* WhatIfRun.run({
          consumer,
          selection: everything,
          user: "ada",
          rules: undefined,
          onEvent: () => {}
        })
        assert.isAbove(found.events, 3)
        assert.deepStrictEqual(found.failed, {})
        for (const [table, counts] of Object.entries(found.rows)) {
          assert.deepStrictEqual(counts, { added: 0, changed: 0, removed: 0 }, `${consumer} ${table}`)
        }
      }
      assert.deepStrictEqual(yield* database, stored)
    }).pipe(Effect.scoped, Effect.provide(Modes.runtime(fileProcessing)))
  )

  it(
    "is a command",
    inDirectory((path) => {
      const dataDir = path("data")
      const rules = path("rules.json")
      writeFileSync(rules, RuleFile.print(changed))
      assert.strictEqual(millrace("run", "--data-dir", dataDir, join(samples, "harbour-bank-checking.csv")).exitCode, 0)
      const told = millrace("what-if", "--rules", rules, "--data-dir", dataDir)
      assert.strictEqual(told.exitCode, 0, told.stderr)
      assert.match(told.stdout, /^\d+ transactions? change category/)
      assert.include(told.stdout, "nothing was written")
    }),
    60_000
  )
})
