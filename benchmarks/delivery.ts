/**
 * What a delivery costs: publish → decode → inbox → handler → complete, with traces, one consumer, in turns with the same handler
 * called in a bare loop, and with raw SQLite (WAL) doing the bus's and inbox's transactions.
 *
 * "In memory" is the algorithm on core's own backends, which pipelines under test run on; the embedded runtime adds queues, workers
 * and SQLite, on a `:memory:` database or on disk. Publishing, delivering and opening all count.
 *
 *     node --conditions=millrace-source benchmarks/delivery.ts [events] [candidate…]
 *
 * Some candidates alone (`"millrace, in memory"`) are for a profile: `node --cpu-prof --cpu-prof-interval 200 …`. Nothing is kept.
 */
import * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Delivery from "@millrace/core/Delivery"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as MemoryEventBus from "@millrace/core/MemoryEventBus"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Publish from "@millrace/core/Publish"
import * as Tracing from "@millrace/core/Tracing"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import * as Frame from "./Frame.ts"

const events = Number(process.argv[2] ?? 5000)
const only = process.argv.slice(3)
const rounds = 5

class Asked extends Event.make("asked", {
  source: "bench",
  entry: true,
  payload: Schema.Struct({ number: Schema.Int, text: Schema.String }),
  attributes: ["number"]
}) {}

class Adding extends Consumer.make("adding", { on: [Asked], concurrency: 1 }) {}

let sum = 0
const adding = Adding.handler(({ data }) => Effect.sync(() => void (sum += data.number)))
const program = Pipeline.implement(Pipeline.make("bench", [Adding]), [adding])
const payload = (number: number) => ({
  number,
  text: "a payload of about a hundred characters, as events of files have them"
})

const publishing = Effect.gen(function* () {
  for (let number = 0; number < events; number++) {
    const told = { tenantId: "t", stimulus: [String(number)], time: "2024-01-01T00:00:00.000Z" }
    yield* Publish.root(yield* Event.root(Asked, payload(number), told))
  }
})

/** The algorithm on core's own backends. */
const alone = () => {
  sum = 0
  let spans = 0
  const queue: Array<string> = []
  const { bus } = MemoryEventBus.make({ route: ({ detail }) => Effect.sync(() => void queue.push(detail)) })
  const backends = Layer.mergeAll(
    MemoryTableStore.layer,
    MemoryObjectStore.layer,
    Layer.succeed(EventBus.EventBus, bus),
    Layer.succeed(Inbox.Owner, { id: "bench", isAlive: () => true }),
    Tracing.layer(() => void spans++),
    Logger.layer([])
  )
  return Effect.gen(function* () {
    const delivery = yield* Delivery.make(adding)
    yield* publishing
    for (const body of queue) {
      const { _tag } = yield* delivery.deliver({ body })
      if (_tag !== "Ack") throw new Error(_tag)
    }
    if (spans !== 2 * events) throw new Error(`${spans} spans of ${events} events`)
    return String(sum)
  }).pipe(
    Effect.scoped,
    Effect.provide(Layer.provideMerge(Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer), backends)),
    Effect.runPromise
  )
}

const embedded = (dataDir: string) =>
  Effect.gen(function* () {
    sum = 0
    const runtime = yield* LocalRuntime.LocalRuntime
    yield* publishing
    yield* runtime.quiesce
    return String(sum)
  }).pipe(
    Effect.provide(LocalRuntime.layer({ program, dataDir }).pipe(Layer.provideMerge(Logger.layer([])))),
    Effect.runPromise
  )

const bare = (): string => {
  sum = 0
  const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Asked.payload))
  for (let number = 0; number < events; number++) sum += decode(JSON.stringify(payload(number))).number
  return String(sum)
}

/**
 * The same transactions without a framework, on rows of the same columns and sizes: enqueue; the PRODUCER span; begin, with the
 * removal of the delivery before; complete, with the CONSUMER span.
 */
const raw = (path: string): string => {
  sum = 0
  const db = new DatabaseSync(path)
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, detail TEXT NOT NULL);
    CREATE TABLE deliveries (event INTEGER, consumer TEXT, due_at INTEGER, PRIMARY KEY (event, consumer)) WITHOUT ROWID;
    CREATE INDEX due ON deliveries (consumer, due_at, event);
    CREATE TRIGGER over AFTER DELETE ON deliveries BEGIN
      DELETE FROM events WHERE id = OLD.event AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event = OLD.event);
    END;
    CREATE TABLE items (tbl INTEGER NOT NULL, partition TEXT NOT NULL, sort TEXT NOT NULL, body TEXT NOT NULL,
      revision TEXT NOT NULL, places TEXT, expires_at INTEGER, UNIQUE (tbl, partition, sort)) STRICT;
    CREATE INDEX items_expiring ON items (expires_at) WHERE expires_at IS NOT NULL;
    CREATE TABLE spans (trace_id TEXT NOT NULL, span_id TEXT NOT NULL, parent_span_id TEXT, name TEXT NOT NULL, kind TEXT NOT NULL,
      started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, status TEXT NOT NULL, error TEXT, attributes TEXT NOT NULL,
      links TEXT NOT NULL, UNIQUE (trace_id, span_id)) STRICT;`)
  const event = db.prepare("INSERT INTO events (event_id, detail) VALUES (?, ?)")
  const delivery = db.prepare("INSERT INTO deliveries VALUES (?, 'adding', 0)")
  const page = db.prepare(
    "SELECT event FROM deliveries WHERE consumer = 'adding' AND event > ? ORDER BY due_at, event LIMIT 32"
  )
  const detail = db.prepare("SELECT event_id, detail FROM events WHERE id = ?")
  const begin = db.prepare("INSERT INTO items VALUES (1, ?, '', ?, ?, NULL, ?)")
  const step = db.prepare(
    "UPDATE items SET body = ?, revision = ?, expires_at = ? WHERE tbl = 1 AND partition = ? AND sort = '' AND revision = ?"
  )
  const insertSpan = db.prepare("INSERT INTO spans VALUES (?, ?, ?, ?, 'consumer', ?, ?, 'ok', NULL, ?, '[]')")
  const span = (id: string, name: string): void => {
    const at = BigInt(Date.now()) * 1_000_000n
    insertSpan.run(id.slice(-32), `${name}-${id.slice(-8)}`, "0123456789abcdef", `${name} asked`, at, at, attributes)
  }
  const remove = db.prepare("DELETE FROM deliveries WHERE event = ? AND consumer = 'adding'")
  const start = db.prepare("BEGIN IMMEDIATE")
  const commit = db.prepare("COMMIT")
  const of = (length: number): string => "x".repeat(length)
  const [filler, attributes, leased, completed] = [of(400), of(439), of(330), of(198)]
  const [first, second] = ["a".repeat(32), "b".repeat(32)]
  for (let number = 0; number < events; number++) {
    const id = String(number).padStart(32, "0123456789abcdef")
    start.run()
    const { lastInsertRowid } = event.run(id, JSON.stringify({ ...payload(number), filler }))
    delivery.run(lastInsertRowid)
    commit.run()
    span(id, "publish")
  }
  let before = 0
  let waiting: Array<number> = []
  for (let number = 0; number < events; number++) {
    if (waiting.length === 0) waiting = page.all(before).map((found) => Number(found["event"]))
    const next = Number(waiting.shift())
    const row = detail.get(next)
    const id = String(row?.["event_id"])
    start.run()
    if (before > 0) remove.run(before)
    begin.run(`adding ${id}`, leased, first, 1)
    commit.run()
    sum += JSON.parse(String(row?.["detail"])).number
    start.run()
    span(id, "process")
    step.run(completed, second, 2, `adding ${id}`, first)
    commit.run()
    before = next
  }
  remove.run(before)
  db.close()
  return String(sum)
}

const directory = mkdtempSync(join(tmpdir(), "millrace-bench-"))
let made = 0
const fresh = () => join(directory, String(made++))
try {
  const candidates: ReadonlyArray<Frame.Candidate> = [
    { name: "bare loop", run: bare },
    { name: "millrace, in memory", run: alone },
    { name: "embedded runtime, in memory", run: () => embedded(":memory:") },
    { name: "embedded runtime, durable", run: () => embedded(fresh()) },
    { name: "raw SQLite, durable", run: () => raw(fresh()) }
  ]
  const timings = await Frame.compare(
    candidates.filter(({ name }) => only.length === 0 || only.includes(name)),
    rounds
  )
  const rawMillis = timings.find(({ name }) => name === "raw SQLite, durable")?.medianMillis ?? Number.NaN
  const rows = timings.map(({ maxMillis, medianCpuMillis, medianMillis, minMillis, name }) => ({
    name,
    "µs a delivery": Number(((medianMillis / events) * 1000).toFixed(1)),
    "µs of processor": Number(((medianCpuMillis / events) * 1000).toFixed(1)),
    spread: `${((minMillis / events) * 1000).toFixed(1)}–${((maxMillis / events) * 1000).toFixed(1)}`,
    "of raw SQLite's time": Number((medianMillis / rawMillis).toFixed(2))
  }))
  if (only.length === 0) Frame.report("delivery", rows)
  else console.table(rows)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
