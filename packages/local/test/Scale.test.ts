/** Ten thousand events through a durable runtime, and what stays in memory of them. */
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import * as LocalRuntime from "../src/LocalRuntime.ts"
import * as Contracts from "./Contracts.ts"
import * as Program from "./Program.ts"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

const heapMegabytes = Effect.sync(() => {
  collectGarbage()
  return process.memoryUsage().heapUsed / 1e6
})

const flow = Effect.fnUntraced(function* (from: number, until: number) {
  const bus = yield* EventBus.EventBus
  for (let at = from; at < until; at += 10) {
    const entries = yield* Effect.forEach(
      Array.from({ length: 10 }, (_, offset) => String(at + offset)),
      (what) =>
        Effect.map(
          Event.root(Contracts.Asked, { what }, { tenantId: "t", stimulus: [what], time: "2024-01-01T00:00:00.000Z" }),
          ClaimCheck.entry
        )
    )
    yield* EventBus.publishAll(bus, entries)
  }
  yield* LocalRuntime.LocalRuntime.use((local) => local.quiesce)
})

describe("LocalRuntime at scale", () => {
  it.effect(
    "handles 10,000 events once each, and its memory does not grow with them",
    () => {
      const seen = new Uint8Array(10_000)
      return Effect.gen(function* () {
        const dataDir = yield* Effect.acquireRelease(
          Effect.sync(() => mkdtempSync(join(tmpdir(), "millrace-"))),
          (path) => Effect.sync(() => rmSync(path, { recursive: true }))
        )
        yield* Effect.gen(function* () {
          yield* flow(0, 2000)
          const before = yield* heapMegabytes
          yield* flow(2000, 10_000)
          const grown = (yield* heapMegabytes) - before
          assert.isTrue(seen.every((times) => times === 1))
          assert.isBelow(grown, 10, "megabytes of heap after four times as many events")
        }).pipe(
          Effect.provide(
            LocalRuntime.layer({
              program: Program.make({
                ask: (what) => Effect.sync(() => seen.set([(seen[Number(what)] ?? 0) + 1], Number(what)))
              }),
              dataDir
            })
          ),
          Effect.provide(Logger.layer([]))
        )
      })
    },
    120_000
  )
})
