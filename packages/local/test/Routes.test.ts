import * as Event from "@millrace/core/Event"
import * as Publish from "@millrace/core/Publish"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Database from "../src/Database.ts"
import * as LocalRuntime from "../src/LocalRuntime.ts"
import * as Routes from "../src/Routes.ts"
import * as Contracts from "./Contracts.ts"
import * as Program from "./Program.ts"

const contracts = Contracts.Documents.consumers.map(({ contract }) => contract)

const entry = (type: string, source: string, detail: string) => ({ id: "e", source, detailType: type, detail })

describe("Routes", () => {
  it.effect("are the same when they were written down and read again", () =>
    Effect.gen(function* () {
      const database = yield* Database.Database
      assert.isUndefined(yield* Routes.read(database))
      yield* Routes.write(database, contracts)
      const read = yield* Routes.read(database)
      if (read === undefined) return assert.fail("nothing was written")
      const own = Routes.of(contracts)
      assert.deepStrictEqual(read.consumers, own.consumers)
      const counted = (words: number) =>
        entry("document.counted", "test", JSON.stringify({ attributes: { words }, data: {} }))
      for (const each of [
        counted(3),
        counted(4),
        entry("asked", "test", "{}"),
        entry("asked", "somebody else", "{}"),
        entry("hourly", "test", "no JSON"),
        entry("object.created", "millrace.objects", "{}")
      ]) {
        assert.deepStrictEqual(read.route(each), own.route(each), JSON.stringify(each))
      }
      assert.include(read.route(counted(4)), "longest")
      assert.throws(() => read.route(entry("document.counted", "test", "no JSON")))
      yield* Routes.write(database, contracts.slice(1))
      assert.lengthOf((yield* Routes.read(database))?.consumers ?? [], contracts.length - 1)
    }).pipe(Effect.provide(Database.Database.layer({ dataDir: ":memory:" })))
  )

  it.live("of a process beside a worker are the worker's, whatever its own pipeline is", () =>
    Effect.gen(function* () {
      const dataDir = yield* Effect.acquireRelease(
        Effect.sync(() => mkdtempSync(join(tmpdir(), "millrace-"))),
        (path) => Effect.sync(() => rmSync(path, { recursive: true }))
      )
      const ask = Effect.gen(function* () {
        const { consumers, progress } = yield* LocalRuntime.LocalRuntime
        yield* Publish.root(
          yield* Event.root(
            Contracts.Asked,
            { what: "x" },
            { tenantId: "t", stimulus: ["x"], time: "2024-01-01T00:00:00.000Z" }
          )
        )
        const waiting = (yield* progress).filter(({ pending }) => pending > 0).map(({ consumer }) => consumer)
        return { consumers, waiting }
      })
      const other = Pipeline.make("documents", [Contracts.Everything])
      const beside = Layer.fresh(LocalRuntime.layerBeside({ pipeline: other, dataDir }))
      const before = yield* Effect.provide(LocalRuntime.LocalRuntime.use(Effect.succeed), beside)
      assert.deepStrictEqual(before.consumers, ["everything"])
      const worker = Layer.fresh(LocalRuntime.layer({ program: Program.make({}), dataDir }))
      yield* Effect.provide(Effect.void, worker.pipe(Layer.provideMerge(Logger.layer([]))))
      assert.deepStrictEqual(yield* Effect.provide(ask, beside), {
        consumers: ["intake", "counting", "asking", "longest", "everything"],
        waiting: ["asking", "everything"]
      })
    }).pipe(Effect.scoped)
  )
})
