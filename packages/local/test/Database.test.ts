import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Database from "../src/Database.ts"
import * as DataDirectory from "../src/DataDirectory.ts"
import * as NameTable from "../src/NameTable.ts"
import * as Sqlite from "../src/Sqlite.ts"

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "millrace-database-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** An open database, and what is in it as another process sees it. */
const world = Effect.gen(function* () {
  const dataDir = yield* directory
  const scope = yield* Scope.make()
  const context = yield* Layer.buildWithScope(Database.Database.layer({ dataDir }), scope)
  const database = Context.get(context, Database.Database)
  const other = yield* Effect.acquireRelease(
    Effect.sync(() => new Sqlite.DatabaseSync(DataDirectory.pathsOf(dataDir).database)),
    (connection) => Effect.sync(() => connection.close())
  )
  return {
    database,
    close: Scope.close(scope, Exit.void),
    insert: (name: string) => void database.statement("INSERT INTO meta VALUES (?, '')").run(name),
    names: () =>
      other
        .prepare("SELECT name FROM meta ORDER BY name")
        .all()
        .map(({ name }) => name)
  }
})

describe("what joins a call", () => {
  it.effect("is not written before it, and is written before it in one transaction", () =>
    Effect.gen(function* () {
      const { database, insert, names } = yield* world
      database.join(() => insert("a"))
      database.join(() => insert("b"))
      assert.deepStrictEqual(names(), [])
      assert.strictEqual(yield* database.peek("Test.peek", () => 1), 1)
      assert.deepStrictEqual(names(), [], "a call that only reads does not wait for it")
      const seen: Array<unknown> = []
      yield* database.use("Test.use", () => {
        seen.push(names())
        insert("c")
        seen.push(names())
      })
      assert.deepStrictEqual(seen, [[], []])
      assert.deepStrictEqual(names(), ["a", "b", "c"])
    }).pipe(Effect.scoped)
  )

  it.effect("is taken back with a call that fails, and joins the next", () =>
    Effect.gen(function* () {
      const { database, insert, names } = yield* world
      database.join(() => insert("a"))
      const exit = yield* Effect.exit(
        database.transaction("Test.fail", () => {
          insert("b")
          throw new Error("on purpose")
        })
      )
      assert.isTrue(Exit.isFailure(exit))
      assert.deepStrictEqual(names(), [])
      yield* database.transaction("Test.succeed", () => insert("c"))
      assert.deepStrictEqual(names(), ["a", "c"])
    }).pipe(Effect.scoped)
  )

  it.effect("is written when it is asked for, and when the database is closed", () =>
    Effect.gen(function* () {
      const { close, database, insert, names } = yield* world
      database.join(() => insert("a"))
      yield* database.flush
      assert.deepStrictEqual(names(), ["a"])
      database.join(() => insert("b"))
      yield* close
      assert.deepStrictEqual(names(), ["a", "b"])
    }).pipe(Effect.scoped)
  )

  it.effect("takes a name's number back with it, which is given anew", () =>
    Effect.gen(function* () {
      const { database, insert } = yield* world
      const table = NameTable.make(database)
      database.join(() => insert("a"))
      const exit = yield* Effect.exit(
        database.use("Test.fail", () => {
          table.ensure("first")
          throw new Error("on purpose")
        })
      )
      assert.isTrue(Exit.isFailure(exit))
      const second = yield* database.use("Test.succeed", () => table.ensure("second"))
      const first = yield* database.use("Test.succeed", () => table.ensure("first"))
      assert.notStrictEqual(first, second)
      const stored = yield* database.use("Test.read", () =>
        database.statement("SELECT name FROM names WHERE id = ?").get(first)
      )
      assert.strictEqual(stored?.["name"], "first")
    }).pipe(Effect.scoped)
  )
})
