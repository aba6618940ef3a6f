/**
 * How long one thing takes where nothing else is to do.
 *
 * - From the beginning of an upload to its `transactions.categorized`, on an idle embedded runtime, durable and traced: a file of
 *   100 rows of an account of its own, one after the other. The same with the file's analytics: until nothing is left to do.
 * - Publishing one event: from the call to the confirmation.
 *
 *     node --conditions=millrace-source benchmarks/latency.ts [files] [events]
 */
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Asking from "./Asking.ts"
import * as BankFiles from "./BankFiles.ts"
import * as FilePipeline from "./FilePipeline.ts"
import * as Frame from "./Frame.ts"

const uploads = Number(process.argv[2] ?? 60)
const events = Number(process.argv[3] ?? 400)
/** The first of everything, which do not count. */
const warmUp = 10

const directory = mkdtempSync(join(tmpdir(), "millrace-bench-"))

const summary = (what: string, millis: ReadonlyArray<number>) => ({
  what,
  count: millis.length,
  "ms, p50": Number(Frame.quantile(millis, 0.5).toFixed(2)),
  "ms, p99": Number(Frame.quantile(millis, 0.99).toFixed(2)),
  "ms, least": Number(Math.min(...millis).toFixed(2))
})

/** Takes files in one after the other; answers milliseconds until each was categorized, and until nothing was left to do. */
const files = (): Promise<{ readonly categorized: ReadonlyArray<number>; readonly settled: ReadonlyArray<number> }> => {
  let seen = 0
  const onSpanEnd = ({ name }: { readonly name: string }): void => {
    if (name === "publish transactions.categorized") seen = performance.now()
  }
  return Effect.gen(function* () {
    const runtime = yield* LocalRuntime.LocalRuntime
    const categorized: Array<number> = []
    const settled: Array<number> = []
    for (const [index, file] of BankFiles.writeSmall(join(directory, "in"), uploads + warmUp, 100).entries()) {
      const startedAt = performance.now()
      yield* FilePipeline.upload({ ...file, accountId: `account-${index}` })
      yield* runtime.quiesce
      if (seen < startedAt) throw new Error(`${file.fileId} was not categorized`)
      if (index < warmUp) continue
      categorized.push(seen - startedAt)
      settled.push(performance.now() - startedAt)
    }
    return { categorized, settled }
  }).pipe(Effect.provide(FilePipeline.layer(join(directory, "files"), onSpanEnd)), Effect.runPromise)
}

/** Milliseconds of each publication, the delivery that follows awaited in between. */
const publications = (dataDir: string): Promise<ReadonlyArray<number>> => {
  const { program } = Asking.make(1, Effect.void, () => undefined)
  return Effect.gen(function* () {
    const runtime = yield* LocalRuntime.LocalRuntime
    const millis: Array<number> = []
    for (let number = 0; number < events + warmUp; number++) {
      const startedAt = performance.now()
      yield* Asking.publish(number)
      if (number >= warmUp) millis.push(performance.now() - startedAt)
      yield* runtime.quiesce
    }
    return millis
  }).pipe(Effect.provide(Asking.runtimeOf(program, dataDir)), Effect.runPromise)
}

let made = 0
const fresh = (): string => join(directory, `data-${made++}`)

try {
  const { categorized, settled } = await files()
  const rows = [
    summary("upload to categorized", categorized),
    summary("upload to nothing left to do", settled),
    summary("publish, in memory", await publications(":memory:")),
    summary("publish, durable", await publications(fresh()))
  ]
  Frame.report("latency", rows)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
