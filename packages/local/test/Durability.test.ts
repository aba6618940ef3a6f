import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as TableStore from "@millrace/core/TableStore"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { spawn, type ChildProcess } from "node:child_process"
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Database from "../src/Database.ts"
import * as DataDirectory from "../src/DataDirectory.ts"
import * as LocalRuntime from "../src/LocalRuntime.ts"
import * as Migrations from "../src/Migrations.ts"
import * as Sqlite from "../src/Sqlite.ts"
import * as Contracts from "./Contracts.ts"
import * as Program from "./Program.ts"

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "millrace-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

const working = (dataDir: string, program: Parameters<typeof Program.make>[0] = {}) =>
  Layer.fresh(
    LocalRuntime.layer({ program: Program.make(program), dataDir }).pipe(Layer.provideMerge(Logger.layer([])))
  )

const beside = (dataDir: string) => Layer.fresh(LocalRuntime.layerBeside({ pipeline: Contracts.Documents, dataDir }))

const quiesce = LocalRuntime.LocalRuntime.use((local) => local.quiesce)

const upload = (key: string, text: string) =>
  LocalRuntime.LocalRuntime.use((local) =>
    local.upload({ key, contentType: "text/plain", metadata: {} }, Stream.succeed(new TextEncoder().encode(text)))
  )

const ask = Effect.fnUntraced(function* (what: string) {
  yield* Publish.root(
    yield* Event.root(Contracts.Asked, { what }, { tenantId: "t", stimulus: [what], time: "2024-01-01T00:00:00.000Z" })
  )
})

const storedTypes = Effect.gen(function* () {
  const events = yield* EventStore.scanAll(yield* TableStore.TableStore)
  return events.map(({ type }) => type).toSorted()
})

interface WorkerProcess {
  readonly child: ChildProcess
  /** What it said on standard error so far. */
  readonly complaints: ReadonlyArray<string>
}

/** Starts a worker process and waits until it says `word`. */
const startWorker = (args: ReadonlyArray<string>, word: string) =>
  Effect.callback<WorkerProcess>((resume) => {
    const script = fileURLToPath(new URL("./processes/worker.ts", import.meta.url))
    const child = spawn(process.execPath, ["--conditions=millrace-source", script, ...args], {
      stdio: ["ignore", "pipe", "pipe"]
    })
    const complaints: Array<string> = []
    let output = ""
    child.stdout.on("data", (chunk) => {
      output += String(chunk)
      if (output.includes(word)) resume(Effect.succeed({ child, complaints }))
    })
    child.stderr.on("data", (chunk) => complaints.push(String(chunk)))
    child.on("exit", () => resume(Effect.die(new Error(`the worker ended: ${output}${complaints.join("")}`))))
  })

const kill = (child: ChildProcess) =>
  Effect.callback<void>((resume) => {
    child.removeAllListeners("exit")
    child.on("exit", () => resume(Effect.void))
    child.kill("SIGKILL")
  })

const filesIn = (path: string): number =>
  readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length

describe("a data directory", () => {
  it.effect("keeps everything over a restart", () =>
    Effect.gen(function* () {
      const dataDir = yield* directory
      yield* Effect.provide(upload("t/a.txt", "one two three four"), beside(dataDir))
      yield* Effect.provide(quiesce, working(dataDir))
      const types = yield* Effect.provide(storedTypes, beside(dataDir))
      assert.deepStrictEqual(types, ["document.counted", "document.received", "object.created"])
    })
  )

  it.effect("a shutdown gives the running attempt back, and the next process starts over at once", () =>
    Effect.gen(function* () {
      const dataDir = yield* directory
      const hanging = yield* Deferred.make<void>()
      yield* Effect.provide(
        Effect.andThen(ask("work"), Deferred.await(hanging)),
        working(dataDir, { ask: () => Effect.andThen(Deferred.succeed(hanging, undefined), Effect.never) })
      )
      // Its one attempt counts, so three failures would be one too many had the interrupted one counted.
      let attempts = 0
      const failing = working(dataDir, {
        ask: () => Effect.suspend(() => (++attempts < 3 ? Effect.fail(new Error("no")) : Effect.void))
      })
      yield* Effect.gen(function* () {
        yield* LocalRuntime.LocalRuntime.use((local) => local.idle)
        assert.strictEqual(attempts, 1)
        const quiescing = yield* Effect.forkChild(quiesce)
        yield* TestClock.adjust("6 seconds")
        yield* Fiber.join(quiescing)
        assert.strictEqual(attempts, 3)
        assert.lengthOf(yield* DeadLetters.DeadLetters.use(({ list }) => list), 0)
      }).pipe(Effect.provide(failing))
    })
  )

  it.effect("admits one worker, and says who it is", () =>
    Effect.gen(function* () {
      const dataDir = yield* directory
      yield* Effect.gen(function* () {
        const refused = yield* Effect.flip(Effect.provide(quiesce, working(dataDir)))
        assert.deepStrictEqual(refused, new DataDirectory.AlreadyRunning({ directory: dataDir, pid: process.pid }))
        assert.include(refused.message, dataDir)
      }).pipe(Effect.provide(working(dataDir)))
      yield* Effect.provide(quiesce, working(dataDir))
    })
  )

  it.effect("a worker sees what another process publishes beside it, and the other sees it done", () =>
    Effect.gen(function* () {
      const dataDir = yield* directory
      const done: Array<string> = []
      yield* Effect.gen(function* () {
        yield* quiesce
        yield* Effect.gen(function* () {
          yield* ask("from beside")
          const waiting = yield* Effect.forkChild(quiesce)
          yield* TestClock.adjust("250 millis")
          yield* TestClock.adjust("250 millis")
          yield* Fiber.join(waiting)
          assert.deepStrictEqual(done, ["from beside"])
        }).pipe(Effect.provide(beside(dataDir)))
      }).pipe(Effect.provide(working(dataDir, { ask: (what) => Effect.sync(() => void done.push(what)) })))
    })
  )

  it.live(
    "killed in the middle of a handler, it is finished by the next process at once: nothing lost, nothing twice",
    () =>
      Effect.gen(function* () {
        const dataDir = yield* directory
        const publish = Effect.gen(function* () {
          for (let at = 0; at < 5; at++) yield* upload(`t/${at}.txt`, "one two three four five")
          yield* ask("hang")
        })
        yield* Effect.provide(publish, beside(dataDir))
        const { child } = yield* startWorker([dataDir, "hang"], "hanging")
        const refused = yield* Effect.flip(Effect.provide(quiesce, working(dataDir)))
        assert.deepStrictEqual(refused, new DataDirectory.AlreadyRunning({ directory: dataDir, pid: child.pid ?? 0 }))
        yield* kill(child)
        const asked: Array<string> = []
        yield* Effect.gen(function* () {
          // The dead process's lease would run for another minute; it is broken at once.
          yield* quiesce
          assert.deepStrictEqual(asked, ["hang"])
          const types = yield* storedTypes
          const expected = [
            "asked",
            ...["document.counted", "document.received", "object.created"].flatMap((type) =>
              Array<string>(5).fill(type)
            )
          ]
          assert.deepStrictEqual(types, expected)
          assert.lengthOf(yield* DeadLetters.DeadLetters.use(({ list }) => list), 0)
        }).pipe(Effect.provide(working(dataDir, { ask: (what) => Effect.sync(() => void asked.push(what)) })))
      }).pipe(Effect.timeout("20 seconds"))
  )

  it.effect("that a newer version wrote is refused by name and left as it was", () =>
    Effect.gen(function* () {
      const dataDir = yield* directory
      yield* Effect.provide(Effect.void, working(dataDir))
      const file = join(dataDir, "millrace.db")
      const raise = new Sqlite.DatabaseSync(file)
      raise.exec(`PRAGMA user_version = ${Migrations.newest + 1}`)
      raise.close()
      const refused = yield* Effect.flip(Effect.provide(quiesce, beside(dataDir)))
      assert.deepStrictEqual(
        refused,
        new DataDirectory.DataDirectoryNewer({
          directory: dataDir,
          found: Migrations.newest + 1,
          supported: Migrations.newest
        })
      )
    })
  )

  it.effect("that cannot serve is refused with the reason and what mends it", () =>
    Effect.gen(function* () {
      const dataDir = yield* directory
      const file = join(dataDir, "file")
      writeFileSync(file, "not a directory")
      const reasonOf = Effect.fnUntraced(function* (path: string) {
        const refused = yield* Effect.flip(Effect.provide(quiesce, beside(path)))
        if (refused._tag !== "DataDirectoryUnusable") return assert.fail(`unexpected ${refused._tag}`)
        assert.include(refused.message, path)
        return refused.reason
      })
      assert.strictEqual(yield* reasonOf(file), "notADirectory")
      assert.strictEqual(yield* reasonOf(join(file, "below")), "notADirectory")
      const foreign = join(dataDir, "foreign")
      yield* Effect.provide(Effect.void, Database.Database.layer({ dataDir: foreign }))
      writeFileSync(join(foreign, "millrace.db"), "this is a text file of more than sixteen bytes, not a database")
      assert.strictEqual(yield* reasonOf(foreign), "notADatabase")
      const others = join(dataDir, "others")
      yield* Effect.provide(Effect.void, Database.Database.layer({ dataDir: others }))
      rmSync(join(others, "millrace.db"))
      const other = new Sqlite.DatabaseSync(join(others, "millrace.db"))
      other.exec("PRAGMA user_version = 1; CREATE TABLE theirs (x)")
      other.close()
      assert.strictEqual(yield* reasonOf(others), "notADatabase")
    })
  )

  // A superuser writes anywhere.
  it.effect.skipIf(process.getuid?.() === 0)("that is read-only is refused as such", () =>
    Effect.gen(function* () {
      const dataDir = yield* directory
      chmodSync(dataDir, 0o500)
      const refused = yield* Effect.flip(Effect.provide(quiesce, beside(join(dataDir, "below"))))
      assert.deepInclude(refused, { _tag: "DataDirectoryUnusable", reason: "notWritable" })
    })
  )

  it.effect(
    "holds an object's versions as files, none before its put is whole, none after its version is deleted",
    () =>
      Effect.gen(function* () {
        const dataDir = yield* directory
        yield* Effect.gen(function* () {
          const { object } = yield* upload("t/a.txt", "one")
          yield* upload("t/a.txt", "two")
          assert.strictEqual(filesIn(join(dataDir, "objects")), 2)
          const broken = LocalRuntime.LocalRuntime.use((local) =>
            local.upload(
              { key: "t/a.txt", contentType: "text/plain", metadata: {} },
              Stream.concat(Stream.succeed(new Uint8Array(100)), Stream.die(new Error("cut off")))
            )
          )
          yield* Effect.exit(broken)
          assert.strictEqual(filesIn(join(dataDir, "objects")), 2)
          yield* ObjectStore.ObjectStore.use((objects) => objects.delete(object))
          assert.strictEqual(filesIn(join(dataDir, "objects")), 1)
        }).pipe(Effect.provide(beside(dataDir)))
        assert.isTrue(existsSync(join(dataDir, "millrace.db")))
      })
  )

  it.live("is worked on without a word on standard error", () =>
    Effect.gen(function* () {
      const dataDir = yield* directory
      const { child, complaints } = yield* startWorker([dataDir], "working")
      yield* kill(child)
      assert.deepStrictEqual(complaints, [])
    }).pipe(Effect.timeout("20 seconds"))
  )
})
