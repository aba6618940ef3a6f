import { join } from "node:path"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Event from "@millrace/core/Event"
import * as Publish from "@millrace/core/Publish"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as Replay from "@millrace/core/Replay"
import * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import { TransactionAssigned } from "@millrace/handlers/Events"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Modes from "../../handlers/test/direct/Modes.ts"
import { inDirectory, millrace, samples } from "./Millrace.ts"

const everything: Replay.Selection = { type: null, correlationId: null, tenantId: null, from: null, until: null }

const contract = (name: string) => {
  const found = fileProcessing.pipeline.consumers.find(({ consumerName }) => consumerName === name)
  return found?.contract ?? assert.fail(`no consumer ${name}`)
}

/** Stored events end before this: what a test stores itself is later than the replay's end otherwise. */
const later = "9999-01-01T00:00:00.000Z"

const replay = (id: string, consumers: ReadonlyArray<string>, selection: Partial<Replay.Selection> = {}) =>
  Effect.gen(function* () {
    const tables = yield* TableStore.TableStore
    const runtime = yield* LocalRuntime.LocalRuntime
    const record = yield* Replay.run({
      id,
      tables,
      consumers: consumers.map(contract),
      selection: { ...everything, until: later, ...selection },
      send: runtime.sendAll
    })
    yield* runtime.quiesce
    return record
  })

const stored = Effect.gen(function* () {
  const found: Record<string, ReadonlyArray<string>> = {}
  for (const table of [...Modes.results, "manual-assignments", "files"]) found[table] = yield* Modes.rows(table)
  assert.deepStrictEqual(yield* DeadLetters.DeadLetters.use(({ list }) => list), [])
  return found
})

const wipe = Effect.fnUntraced(function* (table: string) {
  const tables = yield* TableStore.TableStore
  let rows = 0
  while (true) {
    const page = yield* tables.scan({ table, limit: 500 })
    if (page.rows.length === 0) return rows
    rows += page.rows.length
    yield* tables.writeBatch(page.rows.map((key) => ({ _tag: "Delete", key, condition: undefined })))
  }
})

const assign = Effect.fnUntraced(function* (category: "food-and-drink/groceries") {
  const [row] = yield* Modes.rows("transactions")
  const { accountId, id, month } = JSON.parse(row?.slice(row.indexOf("{")) ?? "{}")
  const envelope = yield* Event.root(
    TransactionAssigned,
    { transactionId: id, accountId, month, category, withdrawn: false, note: null },
    { tenantId: "ada", stimulus: [id], time: "2026-01-01T00:00:00.000Z", subject: id }
  )
  yield* Publish.root(envelope)
})

const fill = Effect.gen(function* () {
  for (let at = 0; at < 6; at++) yield* Modes.upload(`f${at}`, Modes.statement(at), `account-${at % 3}`)
  yield* Modes.quiesce
  yield* assign("food-and-drink/groceries")
  yield* Modes.quiesce
})

const on = (program: Pipeline.Program) => Effect.provide(Modes.runtime(program))

describe("replay", () => {
  it.live("changes nothing where nothing has changed, whoever is replayed to", () =>
    Effect.gen(function* () {
      yield* fill
      const before = yield* stored
      const record = yield* replay("r1", ["file-processor", "categorization", "analytics"])
      assert.isTrue(record.done)
      assert.isAbove(record.sent, 12)
      assert.deepStrictEqual(yield* stored, before)
    }).pipe(on(fileProcessing))
  )

  it.live("rebuilds categories, assignments by hand and analytics exactly after they were wiped", () =>
    Effect.gen(function* () {
      yield* fill
      const before = yield* stored
      for (const table of ["assignments", "manual-assignments", "analytics"]) {
        assert.isAbove(yield* wipe(table), 0, table)
      }
      yield* replay("r1", ["categorization"])
      assert.deepStrictEqual(yield* stored, before)
    }).pipe(on(fileProcessing))
  )

  it.live("carries what a mended handler decides to the consumers downstream", () =>
    Effect.gen(function* () {
      let broken = true
      const handlers = fileProcessing.handlers.map((handler): Pipeline.Program["handlers"][number] =>
        handler.name === "categorization"
          ? { ...handler, run: (message) => (broken ? Effect.void : handler.run(message)) }
          : handler
      )
      yield* Effect.gen(function* () {
        yield* fill
        const analytics = (yield* stored)["analytics"]
        broken = false
        yield* replay("r1", ["categorization"])
        const after = yield* stored
        assert.isAbove(after["assignments"]?.length ?? 0, 20)
        assert.notDeepEqual(after["analytics"], analytics)
        assert.include(after["analytics"]?.join(""), "entertainment/streaming-services")
      }).pipe(on({ ...fileProcessing, handlers }))
    })
  )

  it.live("broken off, goes on under its id where it was, and takes nothing that it caused itself", () =>
    Effect.gen(function* () {
      yield* fill
      const tables = yield* TableStore.TableStore
      const runtime = yield* LocalRuntime.LocalRuntime
      // Enough events that the cursor is written in between.
      const many = 450
      for (let at = 0; at < many; at++) {
        yield* Event.root(
          TransactionAssigned,
          { transactionId: `t${at}`, accountId: "a", month: "2025-01", category: null, withdrawn: false, note: null },
          { tenantId: "ada", stimulus: [String(at)], time: "2026-01-02T00:00:00.000Z" }
        ).pipe(Effect.flatMap(Publish.root))
      }
      yield* Modes.quiesce
      const sent: Array<string> = []
      const note = (messages: ReadonlyArray<Replay.Message>) =>
        Effect.sync(() => void sent.push(...messages.map(({ body }) => JSON.parse(body).id)))
      const options = {
        id: "r2",
        tables,
        consumers: [contract("categorization")],
        selection: { ...everything, until: later, type: "transaction.assigned" }
      }
      const gone = new Unavailable({ service: "Queue", operation: "send", reason: "unavailable", detail: "test" })
      const brokenOff = yield* Effect.flip(
        Replay.run({
          ...options,
          // The second stride is sent, and lost before the cursor is written.
          send: (messages) => Effect.andThen(note(messages), sent.length >= 200 ? Effect.fail(gone) : Effect.void)
        })
      )
      assert.strictEqual(brokenOff._tag, "Unavailable")
      const shown: Array<number> = []
      const resumed = yield* Replay.run({
        ...options,
        send: note,
        onProgress: ({ sent }) => Effect.sync(() => void shown.push(sent))
      })
      assert.strictEqual(resumed.total, many + 1)
      // The cursor stood at 200: the second stride went twice, which the inbox tells by the replay's id.
      assert.strictEqual(sent.length, many + 1 + 200)
      assert.strictEqual(new Set(sent).size, many + 1)
      assert.deepStrictEqual(shown, [400, 451])
      assert.isTrue((yield* Replay.run({ ...options, send: runtime.sendAll })).done)
      const other = yield* Effect.flip(Replay.run({ ...options, selection: everything, send: runtime.sendAll }))
      assert.strictEqual(other._tag, "ReplayDiffers")
    }).pipe(on(fileProcessing))
  )

  it(
    "is a command that says what it did, and refuses what is not there",
    inDirectory((path) => {
      const dataDir = path("data")
      assert.strictEqual(millrace("run", "--data-dir", dataDir, join(samples, "kestrel-card.ofx")).exitCode, 0)
      const before = millrace("transactions", "--json", "--data-dir", dataDir).stdout
      const ran = millrace("replay", "--consumer", "categorization", "--id", "again", "--json", "--data-dir", dataDir)
      assert.strictEqual(ran.exitCode, 0, ran.stderr)
      assert.deepStrictEqual(JSON.parse(ran.stdout), { replayId: "again", events: 1, sent: 1, deadLetters: 0 })
      assert.strictEqual(millrace("transactions", "--json", "--data-dir", dataDir).stdout, before)
      const unknown = millrace("replay", "--consumer", "nobody", "--data-dir", dataDir)
      assert.strictEqual(unknown.exitCode, 2)
      assert.include(unknown.stderr, "There are s3-event-handler, file-processor")
      const nonsense = millrace("replay", "--consumer", "audit", "--from", "yesterday", "--data-dir", dataDir)
      assert.include(nonsense.stderr, "is no instant")
      assert.strictEqual(nonsense.exitCode, 2)
    }),
    60_000
  )
})
