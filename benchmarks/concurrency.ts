/**
 * Events a second by the concurrency that a contract asks for, for a handler that waits five milliseconds for something and for
 * one that waits for nothing.
 *
 * - On the embedded runtime, in memory and in a data directory: one process on one thread, so what does not wait gains nothing.
 *   From the first publication to rest.
 * - Over SQS (`Sqs.ts`): events that are on the queue, from the first receive to the last deletion. The peers are emulators beside
 *   us, so what counts is the ratio to a bare loop of the SDK's calls, and the share of the time that this process is on a
 *   processor at all; for the rest of it it waits for the peers, or for a processor that they have.
 *
 *     node --conditions=millrace-source benchmarks/concurrency.ts [events] [events over SQS]
 */
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PeerFailed } from "../packages/aws/test/peers/Peer.ts"
import * as Asking from "./Asking.ts"
import * as Frame from "./Frame.ts"
import * as Sqs from "./Sqs.ts"

const events = Number(process.argv[2] ?? 400)
/** More than on the embedded runtime: at 32, functions take 320 at once. */
const queuedEvents = Number(process.argv[3] ?? 640)
const rounds = 3
const concurrencies = [1, 2, 4, 8, 16, 32]
const waits = [
  { handler: "waits 5 ms", waitMillis: 5 },
  { handler: "waits for nothing", waitMillis: 0 }
]

const directory = mkdtempSync(join(tmpdir(), "millrace-bench-"))
let made = 0
const fresh = (): string => join(directory, `data-${made++}`)
const places = [
  { place: "in memory", dataDir: () => ":memory:" },
  { place: "durable", dataDir: fresh }
]

/** Publishes all, and times how long it takes until they are handled. */
const deliveries = (concurrency: number, waitMillis: number, dataDir: string): Promise<number> => {
  let handled = 0
  const work = waitMillis > 0 ? Effect.sleep(waitMillis) : Effect.void
  const { program } = Asking.make(concurrency, work, () => void handled++)
  return Effect.gen(function* () {
    const runtime = yield* LocalRuntime.LocalRuntime
    const startedAt = performance.now()
    for (let number = 0; number < events; number++) yield* Asking.publish(number)
    yield* runtime.quiesce
    if (handled !== events) throw new Error(`${handled} of ${events} events were handled`)
    return performance.now() - startedAt
  }).pipe(Effect.provide(Asking.runtimeOf(program, dataDir)), Effect.runPromise)
}

/** Says which rows there are none of, because a peer cannot be had. */
const leftOut = (rows: string, why: string): void =>
  console.log(`The rows of ${rows} are left out: ${why.trim().split("\n").at(-1)}`)

type Row = Readonly<Record<string, string | number>>

const row = (what: string, at: (concurrency: number) => number): Row => ({
  "events a second": what,
  ...Object.fromEntries(concurrencies.map((concurrency) => [`at ${concurrency}`, at(concurrency)]))
})

/** The rows of the embedded runtime. */
const embedded = async (): Promise<ReadonlyArray<Row>> => {
  const kinds = waits.flatMap((wait) => places.map((place) => ({ ...wait, ...place })))
  const times = new Map<string, Array<number>>()
  for (let round = 0; round < rounds; round++) {
    for (const { dataDir, handler, place, waitMillis } of kinds) {
      for (const concurrency of concurrencies) {
        const name = `${handler}, ${place} ${concurrency}`
        times.set(name, [...(times.get(name) ?? []), await deliveries(concurrency, waitMillis, dataDir())])
      }
    }
  }
  return kinds.map(({ handler, place }) =>
    row(`${handler}, ${place}`, (concurrency) =>
      Math.round((events / Frame.median(times.get(`${handler}, ${place} ${concurrency}`) ?? [])) * 1000)
    )
  )
}

/** One at a time takes long enough with a quarter of the events. */
const queuedAt = (concurrency: number): number => (concurrency === 1 ? Math.ceil(queuedEvents / 4) : queuedEvents)

/** The rows of SQS. DynamoDB Local takes too long for all, so it has the handler that waits for nothing, and fewer events. */
const overSqs = async (sqs: Sqs.Sqs): Promise<ReadonlyArray<Row>> => {
  const [, nothing = { handler: "", waitMillis: 0 }] = waits
  const kinds = [
    ...waits.map((wait) => ({ ...wait, what: `${wait.handler}, SQS`, tables: "at-once" as const, share: 1 })),
    { ...nothing, what: `${nothing.handler}, SQS, DynamoDB Local`, tables: "dynamodb-local" as const, share: 0.5 }
  ].filter(({ tables }) => tables === "at-once" || sqs.localUnavailable === undefined)
  if (sqs.localUnavailable !== undefined) leftOut("DynamoDB Local", sqs.localUnavailable)
  const took = new Map<string, Array<Sqs.Took>>()
  // A first round, of one concurrency, does not count.
  for (let round = -1; round < rounds; round++) {
    for (const { share, tables, waitMillis, what } of kinds) {
      for (const concurrency of round < 0 ? [8] : concurrencies) {
        for (const taker of ["millrace", "bare"] as const) {
          const count = Math.ceil(queuedAt(concurrency) * share)
          const { cpuMillis, millis } = await sqs.deliveries({ taker, tables, concurrency, waitMillis, count })
          if (round < 0) continue
          const each = { millis: millis / count, cpuMillis: cpuMillis / count }
          const name = `${what} ${taker} ${concurrency}`
          took.set(name, [...(took.get(name) ?? []), each])
        }
      }
    }
  }
  return kinds.flatMap(({ waitMillis, what }) => {
    const median = (taker: Sqs.Taker, concurrency: number, of: (one: Sqs.Took) => number): number =>
      Frame.median((took.get(`${what} ${taker} ${concurrency}`) ?? []).map(of))
    const millis = (taker: Sqs.Taker, concurrency: number) => median(taker, concurrency, (one) => one.millis)
    const processor = (one: Sqs.Took): number => one.cpuMillis / one.millis
    return [
      row(what, (concurrency) => Math.round(1000 / millis("millrace", concurrency))),
      row(`${what}, bare loop`, (concurrency) => Math.round(1000 / millis("bare", concurrency))),
      row(`${what}, of the bare loop's speed`, (concurrency) =>
        Number((millis("bare", concurrency) / millis("millrace", concurrency)).toFixed(2))
      ),
      ...(waitMillis > 0
        ? []
        : [
            row(`${what}, share of time on the processor`, (concurrency) =>
              Number(median("millrace", concurrency, processor).toFixed(2))
            )
          ])
    ]
  })
}

const scope = Scope.makeUnsafe()
try {
  const rows = [...(await embedded())]
  const started = Sqs.make(queuedEvents, Math.max(...concurrencies)).pipe(Scope.provide(scope), Effect.runPromise)
  try {
    rows.push(...(await overSqs(await started)))
  } catch (error) {
    if (!(error instanceof PeerFailed)) throw error
    leftOut("SQS", error.message)
  }
  Frame.report("concurrency", rows)
} finally {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  rmSync(directory, { recursive: true, force: true })
}
