/**
 * A long statement through the whole chain, with S3, SQS and EventBridge on moto and the tables on DynamoDB Local: moto searches
 * a whole table for every query. Rows by `MILLRACE_LARGE_ROWS`; `docs/aws.md` has the figures for 50,000.
 *
 * The bus is told to take short entries only, so that every event worth filtering leaves its data in a claim.
 */
import { PutObjectCommand } from "@aws-sdk/client-s3"
import { CreateQueueCommand, GetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge"
import { assert, describe, it } from "@effect/vitest"
import * as Pattern from "@millrace/core/Pattern"
import * as Collection from "@millrace/core/Collection"
import * as TableStore from "@millrace/core/TableStore"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { Assignments } from "@millrace/handlers/resources/Assignments"
import { Occurrences, Transactions } from "@millrace/handlers/resources/Transactions"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { buildFunctions } from "../../../scripts/build-functions.ts"
import * as AwsBackends from "../src/AwsBackends.ts"
import * as EventBridgeBus from "../src/EventBridgeBus.ts"
import * as Environment from "../src/lambda/FunctionEnvironment.ts"
import * as S3ObjectStore from "../src/S3ObjectStore.ts"
import * as SqsQueue from "../src/SqsQueue.ts"
import * as BusOverSqs from "../test/peers/BusOverSqs.ts"
import * as DynamoLocal from "../test/peers/DynamoLocal.ts"
import * as Moto from "../test/peers/Moto.ts"
import * as Collector from "./chain/Collector.ts"
import * as Deployment from "./chain/Deployment.ts"
import * as Router from "./Router.ts"

const rows = Number(process.env["MILLRACE_LARGE_ROWS"] ?? 500)
/** Days of the statement: a year, where there are rows enough for ten a day. */
const days = Math.min(365, Math.ceil(rows / 10))
/** Bytes of an entry that the bus takes: an envelope without its data. */
const entryBytes = 1100

const merchants = ["GROCERY STORE", "ENERGY SUPPLY", "COFFEE BAR", "RAILWAY TICKET", "BOOKSHOP", "PHARMACY"]

/** A statement of one account. */
const statement = (): string => {
  const lines = ["Date,Description,Amount"]
  for (let at = 0; at < rows; at++) {
    const day = new Date(Date.UTC(2025, 0, 1) + Math.floor((at * days) / rows) * 86_400_000)
    const cents = at === rows >> 1 ? 123_456 : 100 + ((at * 7919) % 9900)
    const text = `${merchants[at % merchants.length]} ${String(at).padStart(6, "0")}`
    lines.push(`${day.toISOString().slice(0, 10)},${text},-${(cents / 100).toFixed(2)}`)
  }
  return `${lines.join("\n")}\n`
}

/** Milliseconds that a consumer's handler took in all, by its embedded metrics. */
const handlerMillis = (lines: ReadonlyArray<string>): number =>
  lines
    .filter((line) => line.includes('"millrace.handler.duration"'))
    .flatMap((line) => JSON.parse(line)["millrace.handler.duration"])
    .reduce((sum, millis) => sum + millis, 0)

const unavailable = DynamoLocal.unavailable()

describe.skipIf(unavailable !== undefined)(`A file of ${rows} rows`, () => {
  it.live(
    `goes through the chain, and filters match its events by claim${unavailable === undefined ? "" : `: ${unavailable}`}`,
    () =>
      Effect.gen(function* () {
        const moto = yield* Moto.start
        const dynamo = yield* DynamoLocal.start
        const collector = yield* Effect.acquireRelease(
          Effect.promise(() => Collector.start()),
          ({ stop }) => Effect.sync(stop)
        )
        const router = yield* Router.start({
          peerOf: (target) => (target.startsWith("DynamoDB") ? dynamo : moto).settings.endpoint ?? ""
        })
        const settings = { ...moto.settings, endpoint: router.endpoint }
        const directory = yield* Effect.promise(() => mkdtemp(join(tmpdir(), "millrace-functions-")))
        afterAll(() => rm(directory, { recursive: true }))
        const built = yield* Effect.promise(() => buildFunctions(directory))
        const bundles = new Map(built.map(({ file, name }) => [name, file]))
        const deployment = yield* Deployment.make({
          pipeline: FileProcessing,
          settings,
          prefix: "large-",
          collector: collector.url,
          environment: { [Environment.busEntryBytes]: String(entryBytes) },
          bundleOf: (consumer) => bundles.get(consumer) ?? ""
        })
        const events = yield* EventBridgeBus.client(settings)
        const sqs = yield* SqsQueue.client(settings)
        const s3 = yield* S3ObjectStore.client(settings)

        /** A rule of somebody who wants processed files with an amount above the limit. */
        const filtered = (name: string, limit: number) =>
          Effect.promise(async () => {
            const where = Pattern.within(["detail", "attributes"], { largest: [{ numeric: [">", limit] }] })
            const EventPattern = JSON.stringify({ "detail-type": ["file.processed"], ...where })
            const rule = { Name: name, EventBusName: deployment.busName }
            await events.send(new PutRuleCommand({ ...rule, EventPattern, State: "ENABLED" }))
            const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
            const { Attributes } = await sqs.send(
              new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] })
            )
            const Targets = [{ Id: "queue", Arn: Attributes?.["QueueArn"] ?? "" }]
            await events.send(new PutTargetsCommand({ Rule: name, EventBusName: deployment.busName, Targets }))
            return QueueUrl
          })
        const above1000 = yield* filtered("above-1000", 1000)
        const above2000 = yield* filtered("above-2000", 2000)

        const before = new Map(router.counts)
        const startedAt = performance.now()
        yield* Effect.promise(() =>
          s3.send(
            new PutObjectCommand({
              Bucket: deployment.names({ kind: "bucket", name: "uploads" }),
              Key: "ada/year/year.csv",
              Body: statement(),
              ContentType: "text/csv",
              Metadata: { accountid: "main" }
            })
          )
        )
        yield* deployment.quiesce
        const seconds = (performance.now() - startedAt) / 1000

        const bodies = yield* BusOverSqs.drain(sqs, above1000)
        const details = bodies.map((body) => JSON.parse(body).detail)
        assert.strictEqual(details.length, 1)
        assert.isUndefined(details[0].data)
        assert.isString(details[0].dataref)
        assert.deepInclude(details[0].attributes, { accepted: rows, rejected: 0, largest: 1234.56 })
        assert.deepStrictEqual(yield* BusOverSqs.drain(sqs, above2000), [])

        const counts = Object.fromEntries(
          [...router.counts]
            .map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const)
            .filter(([name, count]) => count > 0 && !name.startsWith("AmazonSQS"))
            .sort(([a], [b]) => (a < b ? -1 : 1))
        )
        const millis = Object.fromEntries(
          deployment.functions.map(({ contract, process }) => [contract.name, Math.round(handlerMillis(process.lines))])
        )
        yield* Effect.logInfo(JSON.stringify({ rows, seconds: Math.round(seconds), millis, counts }))
        // A batch writes 25 rows; rows of a file and what was decided of them are written in transactions, assignments in batches.
        assert.isBelow(counts["DynamoDB.BatchWriteItem"] ?? 0, (rows / 25) * 1.1 + 20)
        for (const { contract } of deployment.functions) {
          assert.isBelow(millis[contract.name] ?? 0, contract.timeoutMillis, contract.name)
        }

        yield* Effect.gen(function* () {
          const tables = yield* TableStore.TableStore
          assert.strictEqual(yield* Stream.runCount(Collection.scanAll(tables, Transactions)), rows)
          const parts = yield* Stream.runCollect(Collection.scanAll(tables, Occurrences))
          assert.strictEqual(
            parts.reduce((sum, { item }) => sum + item.rows.length, 0),
            rows
          )
          assert.strictEqual(yield* Stream.runCount(Collection.scanAll(tables, Assignments)), rows)
        }).pipe(Effect.provide(AwsBackends.layer({ settings, names: deployment.names, busName: deployment.busName })))
      }).pipe(Effect.scoped),
    1_200_000
  )
})
