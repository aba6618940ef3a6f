import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { DirectProcessor } from "../src/contracts/DirectProcessor.ts"
import { ShadowProcessor } from "../src/contracts/ShadowProcessor.ts"
import * as Direct from "../src/direct/DirectProcessor.ts"
import * as Shadow from "../src/direct/Shadow.ts"
import * as ShadowProgram from "../src/direct/ShadowProcessor.ts"
import { FileProcessing } from "../src/FileProcessing.ts"
import type { UploadTrigger } from "../src/FileProcessingModes.ts"
import { uploadTrigger } from "../src/FileProcessingModes.ts"
import { programs } from "../src/FileProcessingModesProgram.ts"
import { Transactions } from "../src/resources/Transactions.ts"
import { Uploads } from "../src/resources/Uploads.ts"
import * as Modes from "./direct/Modes.ts"

const grantsOf = (
  uses: ReadonlyArray<{ readonly grant: { readonly access: string; readonly resource: { readonly name: string } } }>
) => new Set(uses.map(({ grant }) => `${grant.resource.name} ${grant.access}`))

const everything = Effect.gen(function* () {
  const found: Record<string, ReadonlyArray<string>> = {}
  for (const table of Modes.results) found[table] = yield* Modes.rows(table)
  // Events are stored once each under ids that do not depend on the way.
  found["events"] = (yield* Modes.rows("events")).map((row) => row.slice(0, row.indexOf(" ")))
  assert.deepStrictEqual(yield* DeadLetters.DeadLetters.use(({ list }) => list), [])
  return found
})

const files = (mode: UploadTrigger, at: number) =>
  Effect.forEach([0, 1, 2, 3, 4, 5], (file) =>
    Modes.upload(`${mode}-${at}-${file}`, Modes.statement(at * 6 + file), `account-${at * 6 + file}`)
  )

/** Uploads file after file; with `switching`, each mode is broken off while it works. */
const inDirectory = Effect.fnUntraced(function* (modes: ReadonlyArray<UploadTrigger>, switching: boolean) {
  const directory = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "millrace-modes-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  )
  for (const [at, mode] of modes.entries()) {
    yield* Effect.andThen(files("events", at), switching ? Effect.void : Modes.quiesce).pipe(
      Effect.provide(Modes.runtime(programs[mode], join(directory, "data")))
    )
  }
  return yield* Effect.andThen(Modes.quiesce, everything).pipe(
    Effect.provide(Modes.runtime(programs[modes.at(-1) ?? "events"], join(directory, "data")))
  )
})

describe("the ways of an upload", () => {
  it("are chosen by two flags, and neither is an error that says so", () => {
    const of = (events?: string, direct?: string) =>
      uploadTrigger({ ENABLE_EVENT_PUBLISHING: events, ENABLE_DIRECT_TRIGGERS: direct })
    assert.deepStrictEqual(of(), Result.succeed("events"))
    assert.deepStrictEqual(of("true", "true"), Result.succeed("shadow"))
    assert.deepStrictEqual(of("false", "true"), Result.succeed("direct"))
    const neither = of("false", "false")
    assert.include(Result.isFailure(neither) ? neither.failure.message : "", "Set one of them to true")
    const odd = of("perhaps")
    assert.include(Result.isFailure(odd) ? odd.failure.message : "", "ENABLE_EVENT_PUBLISHING must be true or false")
  })

  it("grant the direct processor what uploads take of its handlers' grants, and the shadow no writing of what people see", () => {
    const beyondUploads = ["duplicate-decisions write", "manual-assignments write"]
    assert.deepStrictEqual(
      [...grantsOf(DirectProcessor.uses), ...beyondUploads].sort(),
      [...grantsOf(Direct.handlers.flatMap(({ contract }) => contract.uses))].sort()
    )
    for (const grant of grantsOf(ShadowProcessor.uses)) {
      assert.isTrue(grant.endsWith(" read") || grant.startsWith("shadow-"), grant)
    }
    assert.strictEqual(ShadowProgram.handlers.length, 3)
  })

  it.effect("read an event whose data was left in a claim, whichever way", () =>
    Effect.gen(function* () {
      // The name is in the event's data twice and in its attributes never: with it alone the event is too long.
      const limits = { maxEntries: 10, maxEntryBytes: 1000, maxCallBytes: 15_000 }
      const t = yield* TestPipeline.of(programs.shadow, { limits })
      yield* t.upload(Uploads, `ada/file-1/${"long".repeat(60)}.csv`, new TextEncoder().encode(Modes.statement(1)))
      yield* t.advance("1 minute")
      const claimed = (yield* t.events).filter(({ dataref }) => dataref !== undefined).map(({ type }) => type)
      assert.include(claimed, "file.uploaded")
      assert.deepStrictEqual(yield* t.deadLetters, [])
      const transactions = yield* t.items(Transactions, { tenantId: "ada" })
      const shadow = { resource: { name: Shadow.tableOf(Transactions.resource.name) }, schema: Transactions.schema }
      assert.isAbove(transactions.length, 3)
      assert.deepStrictEqual(yield* t.items(shadow, { tenantId: "ada" }), transactions)
    })
  )

  it.live(
    "switching events → shadow → direct → shadow → events amid uploads loses nothing and doubles nothing",
    () =>
      Effect.gen(function* () {
        const modes = ["events", "shadow", "direct", "shadow", "events"] as const
        const undisturbed = yield* Effect.scoped(
          inDirectory(
            modes.map(() => "events" as const),
            false
          )
        )
        const switched = yield* Effect.scoped(inDirectory(modes, true))
        assert.isAbove(undisturbed["transactions"]?.length ?? 0, 100)
        const ids = (of: typeof switched) => ({ ...of, events: of["events"]?.length })
        assert.deepStrictEqual(ids(switched), ids(undisturbed))
      }),
    60_000
  )

  it.live("is the worker's for what another process uploads beside it", () =>
    Effect.gen(function* () {
      const directory = yield* Effect.acquireRelease(
        Effect.sync(() => mkdtempSync(join(tmpdir(), "millrace-modes-"))),
        (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
      )
      const worker = Modes.runtime(programs.direct, directory)
      yield* Effect.provide(Effect.void, worker)
      const waiting = yield* Modes.upload("f", Modes.statement(1)).pipe(
        Effect.andThen(LocalRuntime.LocalRuntime.use(({ progress }) => progress)),
        Effect.provide(Layer.fresh(LocalRuntime.layerBeside({ dataDir: directory, pipeline: FileProcessing })))
      )
      assert.deepStrictEqual(
        waiting.filter(({ pending }) => pending > 0).map(({ consumer }) => consumer),
        ["direct-processor", "audit"]
      )
      const found = yield* Effect.provide(Effect.andThen(Modes.quiesce, everything), worker)
      assert.lengthOf(found["transactions"] ?? [], 6)
    })
  )
})
