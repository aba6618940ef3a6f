/**
 * How long one thing takes where nothing else is to do, and how much goes through at once.
 *
 * - From the beginning of an upload to its `transactions.categorized`, on an idle embedded runtime, durable and traced: a file of
 *   100 rows of an account of its own, one after the other. The same with the file's analytics: until nothing is left to do.
 * - Publishing one event: from the call to the confirmation.
 * - Events a second by the concurrency that a contract asks for, in memory and in a data directory, for a handler that waits five
 *   milliseconds for something and for one that waits for nothing. All of it is one process on one thread, so what does not wait
 *   gains nothing.
 *
 *     node --conditions=millrace-source benchmarks/latency.ts [files] [events]
 */
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Publish from "@millrace/core/Publish"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as BankFiles from "./BankFiles.ts"
import * as FilePipeline from "./FilePipeline.ts"
import * as Frame from "./Frame.ts"

const uploads = Number(process.argv[2] ?? 60)
const events = Number(process.argv[3] ?? 400)
/** The first of everything, which do not count. */
const warmUp = 10
const rounds = 3

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

class Asked extends Event.make("asked", {
  source: "bench",
  entry: true,
  payload: Schema.Struct({ number: Schema.Int }),
  attributes: ["number"]
}) {}

const publish = Effect.fnUntraced(function* (number: number) {
  const stimulus = [String(number)]
  const time = "2024-01-01T00:00:00.000Z"
  yield* Publish.root(yield* Event.root(Asked, { number }, { tenantId: "t", stimulus, time }))
})

const runtimeOf = (program: Pipeline.Program, dataDir: string) =>
  LocalRuntime.layer({ program, dataDir }).pipe(Layer.provideMerge(Logger.layer([])))

let handled = 0

const programOf = (concurrency: number, work: Effect.Effect<void>): Pipeline.Program => {
  class Answering extends Consumer.make("answering", { on: [Asked], concurrency }) {}
  const answering = Answering.handler(() =>
    Effect.andThen(
      work,
      Effect.sync(() => void handled++)
    )
  )
  return Pipeline.implement(Pipeline.make("bench", [Answering]), [answering])
}

/** Milliseconds of each publication, the delivery that follows awaited in between. */
const publications = (dataDir: string): Promise<ReadonlyArray<number>> =>
  Effect.gen(function* () {
    const runtime = yield* LocalRuntime.LocalRuntime
    const millis: Array<number> = []
    for (let number = 0; number < events + warmUp; number++) {
      const startedAt = performance.now()
      yield* publish(number)
      if (number >= warmUp) millis.push(performance.now() - startedAt)
      yield* runtime.quiesce
    }
    return millis
  }).pipe(Effect.provide(runtimeOf(programOf(1, Effect.void), dataDir)), Effect.runPromise)

/** Publishes all, then times how long they take to be delivered. */
const deliveries = (concurrency: number, work: Effect.Effect<void>, dataDir: string): Promise<number> =>
  Effect.gen(function* () {
    const runtime = yield* LocalRuntime.LocalRuntime
    const done = handled
    const startedAt = performance.now()
    for (let number = 0; number < events; number++) yield* publish(number)
    yield* runtime.quiesce
    if (handled - done !== events) throw new Error(`${handled - done} of ${events} events were handled`)
    return performance.now() - startedAt
  }).pipe(Effect.provide(runtimeOf(programOf(concurrency, work), dataDir)), Effect.runPromise)

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

  const kinds = [
    { what: "waits 5 ms, in memory", work: Effect.sleep("5 millis"), dataDir: () => ":memory:" },
    { what: "waits 5 ms, durable", work: Effect.sleep("5 millis"), dataDir: fresh },
    { what: "waits for nothing, in memory", work: Effect.void, dataDir: () => ":memory:" },
    { what: "waits for nothing, durable", work: Effect.void, dataDir: fresh }
  ]
  const concurrencies = [1, 2, 4, 8, 16, 32]
  const times = new Map<string, Array<number>>()
  for (let round = 0; round < rounds; round++) {
    for (const { dataDir, what, work } of kinds) {
      for (const concurrency of concurrencies) {
        const name = `${what} ${concurrency}`
        times.set(name, [...(times.get(name) ?? []), await deliveries(concurrency, work, dataDir())])
      }
    }
  }
  Frame.report(
    "concurrency",
    kinds.map(({ what }) => ({
      "events a second": what,
      ...Object.fromEntries(
        concurrencies.map((concurrency) => [
          `at ${concurrency}`,
          Math.round((events / Frame.median(times.get(`${what} ${concurrency}`) ?? [])) * 1000)
        ])
      )
    }))
  )
} finally {
  rmSync(directory, { recursive: true, force: true })
}
