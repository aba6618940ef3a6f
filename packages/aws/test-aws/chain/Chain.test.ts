/**
 * The whole chain over the wire: files put into S3, and nothing but what the deployment does with them. The end state is the
 * embedded runtime's for the same files.
 */
import { mkdtemp, readdir, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { PutObjectCommand } from "@aws-sdk/client-s3"
import { assert, describe, it } from "@effect/vitest"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import * as Collection from "@millrace/core/Collection"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import * as EventStore from "@millrace/core/EventStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Publish from "@millrace/core/Publish"
import * as TableStore from "@millrace/core/TableStore"
import { FileDeletionRequested } from "@millrace/handlers/Events"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { Analytics } from "@millrace/handlers/resources/Analytics"
import { Assignments } from "@millrace/handlers/resources/Assignments"
import { Files } from "@millrace/handlers/resources/Files"
import { Occurrences, Transactions } from "@millrace/handlers/resources/Transactions"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { afterAll } from "vitest"
import { buildFunctions } from "../../../../scripts/build-functions.ts"
import * as AwsBackends from "../../src/AwsBackends.ts"
import * as S3ObjectStore from "../../src/S3ObjectStore.ts"
import * as Moto from "../../test/peers/Moto.ts"
import * as Peer from "../../test/peers/Peer.ts"
import * as Collector from "./Collector.ts"
import * as Deployment from "./Deployment.ts"

const moto = await Peer.forFile(Moto.start)
const collector = await Collector.start()
afterAll(async () => {
  collector.stop()
  await moto.stop()
})
const { settings } = moto.peer

interface Upload {
  readonly key: string
  readonly bytes: Uint8Array
  readonly traceId: string
}

const statements = fileURLToPath(new URL("../../../../examples/statements", import.meta.url))

const examples = async (): Promise<ReadonlyArray<Upload>> => {
  const names = (await readdir(statements)).filter((name) => /\.(csv|ofx|sta)$/.test(name)).sort()
  return Promise.all(
    names.map(async (name, position) => ({
      key: `ada/file-${position}/${name}`,
      bytes: await readFile(`${statements}/${name}`),
      traceId: `${position + 1}`.padStart(32, "a")
    }))
  )
}

/** OTLP's number of a span that calls another service. */
const client = 3

const rootSpanId = "00f067aa0ba902b7"
const metadataOf = ({ traceId }: Upload) => ({ traceparent: `00-${traceId}-${rootSpanId}-01` })

/** Fields that name the upload itself: S3's version and sequencer differ from the embedded runtime's, and with them event ids. */
const ofTheUpload = /^(eventId|writtenBy|versionId|sequencer|storedSequencer|receivedAt|updatedAt|assignedAt|causedBy)$/

const comparable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (ofTheUpload.test(name) ? [] : [[name, comparable(field)]]))
  )
}

const texts = (values: ReadonlyArray<unknown>) => values.map((value) => JSON.stringify(comparable(value))).sort()

/** What a run left behind, apart from the identity of uploads. */
const endState = Effect.gen(function* () {
  const tables = yield* TableStore.TableStore
  const all = <S extends Collection.ItemSchema>(collection: {
    readonly resource: { readonly name: string }
    readonly schema: S
  }) => Effect.map(Stream.runCollect(Collection.scanAll(tables, collection)), (items) => texts(items))
  const events = yield* EventStore.scanAll(tables)
  const types: Record<string, number> = {}
  // Ticks come by the clock: how many there were is not the files' doing.
  for (const { type } of events) if (!type.startsWith("audit.")) types[type] = (types[type] ?? 0) + 1
  const letters = yield* DeadLetters.DeadLetters
  return {
    files: yield* all(Files),
    transactions: yield* all(Transactions),
    occurrences: yield* all(Occurrences),
    assignments: yield* all(Assignments),
    analytics: yield* all(Analytics),
    deadLetters: (yield* letters.list).length,
    types,
    events
  }
})

const onAws = Effect.fnUntraced(function* (uploads: ReadonlyArray<Upload>, prefix: string) {
  const built = yield* Effect.promise(async () => buildFunctions(await mkdtemp(join(tmpdir(), "millrace-functions-"))))
  const bundles = new Map(built.map(({ file, name }) => [name, file]))
  const deployment = yield* Deployment.make({
    pipeline: FileProcessing,
    settings,
    prefix,
    collector: collector.url,
    bundleOf: (consumer) => bundles.get(consumer) ?? ""
  })
  const s3 = yield* S3ObjectStore.client(settings)
  for (const upload of uploads) {
    yield* Effect.promise(() =>
      s3.send(
        new PutObjectCommand({
          Bucket: deployment.names({ kind: "bucket", name: "uploads" }),
          Key: upload.key,
          Body: upload.bytes,
          ContentType: "text/csv",
          Metadata: metadataOf(upload)
        })
      )
    )
    yield* deployment.quiesce
  }
  const backends = AwsBackends.layer({ settings, names: deployment.names, busName: deployment.busName })
  yield* Effect.gen(function* () {
    const bus = yield* EventBus.EventBus
    const objects = yield* ObjectStore.ObjectStore
    const { envelope: claimed } = yield* ClaimCheck.offload(yield* deletion, objects, {
      ...bus.limits,
      maxEntryBytes: 0
    })
    assert.isUndefined(claimed.data)
    yield* EventBus.publishAll(bus, [ClaimCheck.entry(claimed)])
  }).pipe(Effect.provide(backends))
  yield* deployment.quiesce
  const state = yield* endState.pipe(Effect.provide(DeadLetters.DeadLetters.layer.pipe(Layer.provideMerge(backends))))
  return { state, functions: deployment.functions }
}, Effect.scoped)

const embedded = (uploads: ReadonlyArray<Upload>) =>
  Effect.gen(function* () {
    const runtime = yield* LocalRuntime.LocalRuntime
    for (const upload of uploads) {
      yield* runtime.upload(
        { key: upload.key, contentType: "text/csv", metadata: metadataOf(upload) },
        Stream.succeed(upload.bytes)
      )
      yield* runtime.quiesce
    }
    yield* Publish.root(yield* deletion)
    yield* runtime.quiesce
    return yield* endState
  }).pipe(Effect.provide(LocalRuntime.layer({ program: fileProcessing, dataDir: ":memory:" })), Effect.scoped)

/** A person's wish to delete the first file. Its claim is written whatever its size, so that the chain has one to read. */
const deletion = Event.root(
  FileDeletionRequested,
  { fileId: "file-0" },
  { tenantId: "ada", stimulus: ["file-0"], subject: "file-0", time: "2026-01-02T03:04:05.000Z" }
)

describe("Chain over moto", () => {
  it.live(
    "ends as the embedded runtime does, in one connected trace a file",
    () =>
      Effect.gen(function* () {
        const uploads = yield* Effect.promise(examples)
        const expected = yield* embedded(uploads)
        const { functions, state } = yield* onAws(uploads, "chain-")
        assert.isAbove(expected.transactions.length, 20)
        assert.deepStrictEqual(state.types, expected.types)
        assert.deepStrictEqual(state.files, expected.files)
        assert.deepStrictEqual(state.transactions, expected.transactions)
        assert.deepStrictEqual(state.occurrences, expected.occurrences)
        assert.deepStrictEqual(state.assignments, expected.assignments)
        assert.deepStrictEqual(state.analytics, expected.analytics)
        assert.strictEqual(state.deadLetters, 0)

        // Others wait for the clock or for a person.
        const chain = ["s3-event-handler", "file-processor", "categorization", "analytics", "audit"]
        for (const { traceId } of uploads) {
          const spans = collector.spans.filter((span) => span.traceId === traceId)
          const ids = new Set([rootSpanId, ...spans.map(({ spanId }) => spanId)])
          const lost = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId))
          assert.deepStrictEqual(
            lost.map(({ name }) => name),
            []
          )
          const names = new Set(spans.map(({ name }) => name))
          for (const consumer of chain) assert.isTrue(names.has(`process ${consumer}`), consumer)
          const stored = state.events.filter(({ traceparent }) => traceparent?.includes(traceId) === true)
          assert.isAbove(stored.length, 3)
        }
        // What docs/aws.md prices: calls to AWS a file, the deletion counted as one more.
        const calls = collector.spans.filter(({ kind }) => kind === client).length
        assert.isBelow(calls / (uploads.length + 1), 150)
        for (const { contract, process } of functions) {
          if (!chain.includes(contract.name)) continue
          const metric = process.lines.find((line) => line.includes('"millrace.deliveries"'))
          assert.isDefined(metric, `${contract.name} writes embedded metrics`)
        }
      }),
    400_000
  )
})
