/**
 * Processes die at every step of a delivery, before and after it, and others take over: what is stored in the end is what one
 * process stores that nobody kills.
 */
import { assert, describe, it } from "@effect/vitest"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import { buildSync } from "esbuild"
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as EndState from "./kill/EndState.ts"
import { Edge, Step, type Kill, type Order } from "./kill/Order.ts"
import * as Workload from "./kill/Workload.ts"

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "millrace-kill-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly complaints: string
}

/** The program of the processes in one file: they start three times as fast as from its sources. */
const bundle = (folder: string): string => {
  const outfile = join(folder, "child.mjs")
  buildSync({
    entryPoints: [fileURLToPath(new URL("./kill/Child.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["millrace-source"]
  })
  return outfile
}

/** Runs a process until it ends, one way or the other. */
const child = (script: string, order: Order) =>
  Effect.callback<Ended>((resume) => {
    const started = spawn(process.execPath, [script, JSON.stringify(order)], {
      stdio: ["ignore", "ignore", "pipe"]
    })
    let complaints = ""
    started.stderr.on("data", (chunk) => {
      complaints += String(chunk)
    })
    started.on("close", (code, signal) => resume(Effect.succeed({ code, signal, complaints })))
    return Effect.sync(() => started.kill("SIGKILL"))
  })

const beside = (dataDir: string) =>
  Layer.fresh(LocalRuntime.layerBeside({ pipeline: Workload.program.pipeline, dataDir }))

const endState = (dataDir: string) => Effect.provide(EndState.read, beside(dataDir))

/** What the runtime itself makes of the files when nothing interrupts it. */
const uninterrupted = Effect.fnUntraced(function* (dataDir: string, waves: number) {
  yield* Effect.gen(function* () {
    const { quiesce, upload } = yield* LocalRuntime.LocalRuntime
    for (const wave of Workload.waves.slice(0, waves)) {
      for (const { account, key, text } of wave) {
        yield* upload(
          { key, contentType: "text/csv", metadata: { accountid: account } },
          Stream.succeed(new TextEncoder().encode(text))
        )
      }
      yield* quiesce
    }
  }).pipe(
    Effect.provide(
      Layer.fresh(
        LocalRuntime.layer({ program: Workload.program, dataDir, limits: Workload.limits }).pipe(
          Layer.provideMerge(Logger.layer([]))
        )
      )
    )
  )
  return (yield* endState(dataDir)).state
})

const everyone = ["s3-event-handler", "file-processor", "categorization", "analytics", "audit"]
const publishers = everyone.slice(0, 4)
const readers = everyone.slice(2)

/** Steps of deliveries that end well or are put off, and who takes them. */
const steps: ReadonlyArray<readonly [step: Step, consumers: ReadonlyArray<string>]> = [
  ["delivery", everyone],
  ["begin", everyone],
  ["span", everyone],
  // `file.processed`, whose data lies in a claim.
  ["payload", readers],
  ["handler", everyone],
  ["claim", ["file-processor"]],
  ["commit", everyone],
  ["publish", publishers],
  ["span-end", everyone],
  // A delivery that publishes nothing is over with its commit.
  ["complete", publishers],
  ["remove", everyone],
  ["release", publishers],
  ["postpone", publishers]
]

/** Steps of a delivery that dies. */
const deadSteps: ReadonlyArray<Step> = ["bury", "letter", "remove"]

/** A kill for each step and edge, whose consumers take turns. */
const kills: ReadonlyArray<Kill> = steps.flatMap(([step, consumers], index) =>
  Edge.literals.map((edge, side) => {
    const turn = index * 2 + side
    const occurrence = step === "release" || step === "postpone" ? 1 : 1 + (turn % 2)
    return { step, edge, consumer: consumers[turn % consumers.length] ?? "", occurrence }
  })
)

const nameOf = ({ consumer, edge, step }: Kill): string => `${step} ${edge} ${consumer}`

const hitsIn = (file: string): ReadonlyArray<string> =>
  existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : []

/** Kills one process after another, then lets one work to the end. */
const killAll = Effect.fnUntraced(function* (
  script: string,
  order: Omit<Order, "kill" | "poison">,
  poison: ReadonlyArray<string>,
  all: ReadonlyArray<Kill>
) {
  for (const [index, kill] of all.entries()) {
    const ended = yield* child(script, { ...order, poison: index === 0 ? poison : [], kill })
    assert.deepStrictEqual(ended, { code: null, signal: "SIGKILL", complaints: "" }, nameOf(kill))
  }
  assert.deepStrictEqual(hitsIn(order.hits), all.map(nameOf))
  assert.deepStrictEqual(yield* child(script, { ...order, poison: [] }), { code: 0, signal: null, complaints: "" })
})

describe("a pipeline whose process is killed", () => {
  it("is killed on both sides of every step", () => {
    const planned = new Set([...steps.map(([step]) => step), ...deadSteps])
    assert.deepStrictEqual(
      Step.literals.filter((step) => !planned.has(step)),
      []
    )
    assert.deepStrictEqual(
      everyone.filter((name) => !kills.some(({ consumer }) => consumer === name)),
      []
    )
  })

  it.live(
    "ends as one that is not, wherever it is killed",
    () =>
      Effect.gen(function* () {
        const folder = yield* directory
        const waves = Workload.waves.length
        const expected = yield* uninterrupted(join(folder, "whole"), waves)
        const dataDir = join(folder, "killed")
        yield* killAll(bundle(folder), { dataDir, hits: join(folder, "hits"), waves }, [], kills)
        const { mostAttempts, state } = yield* endState(dataDir)
        assert.deepStrictEqual(state, expected)

        assert.strictEqual(state.queued, 0)
        assert.deepStrictEqual(state.orphans, [])
        assert.deepStrictEqual(Object.keys(state.inbox), ["completed"])
        assert.isUndefined(state.tables["dead-letters"])
        assert.isAbove(state.tables["transactions"]?.length ?? 0, 200)
        assert.strictEqual(state.tables["files"]?.length, Workload.waves.flat().length)
        // Otherwise no delivery was ever begun again.
        assert.isAbove(mostAttempts, 1)
      }),
    120_000
  )

  it.live(
    "loses no dead letter and writes none twice",
    () =>
      Effect.gen(function* () {
        const folder = yield* directory
        const expected = yield* uninterrupted(join(folder, "whole"), 1)
        const dataDir = join(folder, "killed")
        const poison = JSON.stringify({
          specversion: "1.0",
          id: "poison",
          source: "test",
          type: "file.uploaded",
          time: "2026-01-01T00:00:00.000Z",
          datacontenttype: "application/json",
          dataschema: "urn:millrace:event:file.uploaded:1",
          data: { fileId: 7 },
          correlationid: "poison",
          tenantid: "someone",
          attributes: {}
        })
        const deadly = deadSteps.flatMap((step) =>
          Edge.literals.map((edge): Kill => ({ step, edge, consumer: "file-processor", occurrence: 1 }))
        )
        yield* killAll(bundle(folder), { dataDir, hits: join(folder, "hits"), waves: 1 }, [poison], deadly)
        const letters = yield* Effect.provide(
          DeadLetters.DeadLetters.use((dead) => dead.list),
          beside(dataDir)
        )
        assert.deepStrictEqual(
          letters.map(({ body, cause, consumer, eventId }) => ({ body, consumer, eventId, kind: cause.kind })),
          [{ body: poison, consumer: "file-processor", eventId: "poison", kind: "undecodable" }]
        )
        const { state } = yield* endState(dataDir)
        assert.strictEqual(state.inbox["dead"], 1)
        const { "dead-letters": _, ...tables } = state.tables
        assert.deepStrictEqual(tables, expected.tables)
        assert.strictEqual(state.queued, 0)
      }),
    120_000
  )
})
