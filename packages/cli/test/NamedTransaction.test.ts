import * as Collection from "@millrace/core/Collection"
import * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import type { Transaction } from "@millrace/handlers/domain/Transaction"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { Assignments } from "@millrace/handlers/resources/Assignments"
import { Transactions } from "@millrace/handlers/resources/Transactions"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Modes from "../../handlers/test/direct/Modes.ts"
import * as NamedTransaction from "../src/NamedTransaction.ts"
import * as Store from "../src/Store.ts"

/** What is stored of ada's, in order of ids. */
const transactions = Effect.gen(function* () {
  const all = yield* Stream.runCollect(Collection.scanAll(yield* TableStore.TableStore, Transactions))
  return all.flatMap(({ item, tenantId }) => (tenantId === "ada" ? [item] : [])).sort((a, b) => (a.id < b.id ? -1 : 1))
})

/** Two that begin alike and no other does, of two months, and what they begin with. */
const alike = (sorted: ReadonlyArray<Transaction>) => {
  for (let digits = 1; digits < 12; digits++) {
    for (const [beginning, [one, other, ...more]] of Map.groupBy(sorted, ({ id }) => id.slice(0, digits))) {
      if (one === undefined || other === undefined || more.length > 0 || one.month === other.month) continue
      return { beginning, one, other }
    }
  }
  return assert.fail("no two begin alike")
}

/** Which tables are queried while a program runs, and how often; a scan ends the test. */
const queried = Effect.fnUntraced(function* <A, E, R>(program: Effect.Effect<A, E, R>) {
  const tables = yield* TableStore.TableStore
  const counts = new Map<string, number>()
  const watched: typeof tables = {
    ...tables,
    query: (query) => {
      counts.set(query.table, (counts.get(query.table) ?? 0) + 1)
      return tables.query(query)
    },
    scan: ({ table }) => Effect.die(`${table} is scanned`)
  }
  const found = yield* Effect.provideService(program, TableStore.TableStore, watched)
  return { found, counts }
})

const refusal = (id: string, user = "ada") =>
  Effect.map(Effect.flip(NamedTransaction.find(user, id)), (failure) =>
    failure._tag === "CommandFailed" ? failure.problem : failure._tag
  )

describe("the transaction that a person names", () => {
  it.live("is found by its id and by the beginning of it, without a look at all that are stored", () =>
    Effect.gen(function* () {
      for (let seed = 1; seed < 6; seed++) yield* Modes.upload(`f${seed}`, Modes.statement(seed))
      yield* Modes.upload("s1", Modes.statement(1), "savings")
      yield* Modes.quiesce
      const all = yield* transactions
      assert.isAbove(all.length, 30)
      for (const transaction of all) {
        for (const digits of [12, 31, 32]) {
          const { counts, found } = yield* queried(NamedTransaction.find("ada", transaction.id.slice(0, digits)))
          assert.deepStrictEqual(found, transaction)
          assert.isAtMost(counts.get("assignments") ?? 0, 6, "each month of each account once")
          assert.strictEqual(counts.get("transactions"), 1, "the month that it is in")
        }
      }
    }).pipe(Effect.provide(Modes.runtime(fileProcessing)))
  )

  it.live("is found by few digits where no other begins so, and is refused where one does", () =>
    Effect.gen(function* () {
      for (let seed = 1; seed < 11; seed++) yield* Modes.upload(`f${seed}`, Modes.statement(seed))
      yield* Modes.quiesce
      const all = yield* transactions
      const { beginning, one, other } = alike(all)
      assert.strictEqual(yield* refusal(beginning), `${beginning}: several transactions begin so.`)
      let digits = beginning.length
      while (one.id[digits] === other.id[digits]) digits++
      for (const transaction of [one, other]) {
        assert.deepStrictEqual(yield* NamedTransaction.find("ada", transaction.id.slice(0, digits + 1)), transaction)
      }
      for (const none of ["", "~", "%", `${one.id}0`, "LOYER"]) {
        assert.strictEqual(yield* refusal(none), `${none}: there is no such transaction.`)
      }
      assert.strictEqual(yield* refusal(one.id, "eve"), `${one.id}: there is no such transaction.`)
    }).pipe(Effect.provide(Modes.runtime(fileProcessing)))
  )

  it.live("is found while it has no assignment, and counts beside one that has", () =>
    Effect.gen(function* () {
      for (let seed = 1; seed < 10; seed++) yield* Modes.upload(`f${seed}`, Modes.statement(seed))
      yield* Modes.quiesce
      const { beginning, one, other } = alike(yield* transactions)
      // As before the categorization has run, or where it is a dead letter.
      const { accountId, id, month } = other
      const writer = Assignments.Writer.fromBackends(yield* Store.backends)
      yield* Tenant.provide("ada")(writer.delete({ accountId, month, transactionId: id }))
      assert.deepStrictEqual(yield* NamedTransaction.find("ada", id), other)
      assert.deepStrictEqual(yield* NamedTransaction.find("ada", id.slice(0, 12)), other)
      assert.deepStrictEqual(yield* NamedTransaction.find("ada", one.id.slice(0, 12)), one)
      assert.strictEqual(yield* refusal(beginning), `${beginning}: several transactions begin so.`)
    }).pipe(Effect.provide(Modes.runtime(fileProcessing)))
  )

  it.live("is none where an assignment outlived it", () =>
    Effect.gen(function* () {
      yield* Modes.upload("f1", Modes.statement(1))
      yield* Modes.quiesce
      const [first] = yield* transactions
      if (first === undefined) return assert.fail("nothing is stored")
      const from = yield* Store.backends
      yield* Tenant.provide("ada")(Transactions.Writer.fromBackends(from).delete(first))
      const { accountId, id: transactionId, month } = first
      const kept = Assignments.Reader.fromBackends(from).get({ accountId, month, transactionId })
      assert.strictEqual((yield* Tenant.provide("ada")(kept))._tag, "Some")
      assert.strictEqual(yield* refusal(first.id), `${first.id}: there is no such transaction.`)
    }).pipe(Effect.provide(Modes.runtime(fileProcessing)))
  )
})
