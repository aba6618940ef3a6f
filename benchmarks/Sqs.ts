/**
 * Deliveries over SQS, as far as one machine can have them. Events go through the real bus to moto, whose rule puts them on a
 * queue; what lies there is put, byte for byte, onto a queue of fauxqs, which answers several times as fast as moto does. From
 * there pollers feed functions as Lambda's event source mapping does: receive, invoke, delete what the function did not ask to
 * keep. Every poller has an execution environment of its own.
 *
 * How many pollers there are and how many messages they take at once is what would be deployed for the contract (`Plan`): ten
 * messages, which a function handles at the same time, so a concurrency of `n` is up to ten times `n` handlers; one function
 * and one message at a time where the contract's concurrency is 1.
 *
 * Inbox and dead letters are on DynamoDB Local; or, because that takes as much of the processors for a write as the SDK does, on a
 * stand-in that knows what an inbox asks and answers at once (`TableServer.ts`). The environments are all on this process's one thread, where
 * Lambda gives each a processor, and the peers share the machine. So the same pollers also feed functions that make the same
 * calls by the SDK and do nothing else.
 */
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb"
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient
} from "@aws-sdk/client-sqs"
import * as AwsNames from "@millrace/aws/AwsNames"
import { clientOptions, type AwsSettings } from "@millrace/aws/AwsSettings"
import * as DynamoTableStore from "@millrace/aws/DynamoTableStore"
import * as EventBridgeBus from "@millrace/aws/EventBridgeBus"
import * as Environment from "@millrace/aws/lambda/FunctionEnvironment"
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { StandardOutput } from "@millrace/aws/lambda/StandardOutput"
import * as S3ObjectStore from "@millrace/aws/S3ObjectStore"
import * as SqsQueue from "@millrace/aws/SqsQueue"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as InboxTable from "@millrace/core/InboxTable"
import * as TableStore from "@millrace/core/TableStore"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { randomUUID } from "node:crypto"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import * as BusOverSqs from "../packages/aws/test/peers/BusOverSqs.ts"
import * as DynamoLocal from "../packages/aws/test/peers/DynamoLocal.ts"
import * as Moto from "../packages/aws/test/peers/Moto.ts"
import * as Peer from "../packages/aws/test/peers/Peer.ts"
import * as Provision from "../packages/aws/test/peers/Provision.ts"
import * as Plan from "../pulumi/src/Plan.ts"
import * as Settings from "../pulumi/src/Settings.ts"
import * as Asking from "./Asking.ts"
import * as Frame from "./Frame.ts"

/** What takes the messages: the deployed function, or the SDK's calls without it. */
export type Taker = "millrace" | "bare"

/** What has the tables: Amazon's DynamoDB Local, or what answers at once. */
export type Tables = "dynamodb-local" | "at-once"

/** How long it took, and this process's own time on the processor meanwhile. Milliseconds. */
export interface Took {
  readonly millis: number
  readonly cpuMillis: number
}

/** Deliveries over SQS. */
export interface Sqs {
  /** Why DynamoDB Local cannot be had, where it cannot. */
  readonly localUnavailable: string | undefined
  /** Times how long these many events take that are on a queue: from the first receive to the last deletion. */
  readonly deliveries: (options: {
    readonly taker: Taker
    readonly tables: Tables
    readonly concurrency: number
    readonly waitMillis: number
    readonly count: number
  }) => Promise<Took>
}

/** A function as pollers invoke it: answers the ids of messages to keep. */
type Invoke = (messages: ReadonlyArray<Message>) => Promise<ReadonlySet<string>>

/** A peer of this folder. */
const server = (module: string) =>
  Peer.start({
    command: process.execPath,
    args: ["--conditions=millrace-source", fileURLToPath(new URL(module, import.meta.url))],
    portIn: (output) => {
      const port = /port (\d+)/.exec(output)?.[1]
      return port === undefined ? undefined : Number(port)
    }
  })

/** Most messages in a call. */
const perCall = 10
/** How many publications are under way at once, and after how many what has arrived is taken: moto is slow with a full queue. */
const atOnce = 8
const perPiece = 60

/** Publishes events; answers the bodies that the bus's rule put onto a queue. The bus's peer ends with that. */
const published = Effect.fnUntraced(function* (count: number) {
  const { settings } = yield* Moto.start
  const busName = "bench"
  return yield* Effect.gen(function* () {
    const sqs = yield* SqsQueue.client(settings)
    const queueUrl = yield* BusOverSqs.make(yield* EventBridgeBus.client(settings), sqs, busName)
    const bodies: Array<string> = []
    for (let from = 0; from < count; from += perPiece) {
      const numbers = Array.from({ length: Math.min(perPiece, count - from) }, (_, at) => from + at)
      yield* Effect.forEach(numbers, Asking.publish, { concurrency: atOnce, discard: true })
      bodies.push(...(yield* BusOverSqs.drain(sqs, queueUrl)))
    }
    if (bodies.length !== count) throw new Error(`${bodies.length} of ${count} events arrived`)
    return bodies
  }).pipe(
    Effect.provide([
      EventBridgeBus.layer({ settings, busName }),
      S3ObjectStore.layer({ settings, names: AwsNames.prefixed("bench-") })
    ])
  )
}, Effect.scoped)

const eventIdOf = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ detail: Schema.Struct({ id: Schema.String }) }))
)

const stateOf = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Struct({ state: Schema.String })))

/** The execution environment of a function. */
const environmentOf = (
  handler: ReturnType<typeof Asking.make>["handler"],
  plan: Plan.ConsumerPlan,
  given: Given
): Invoke => {
  const { buckets, tables } = plan.function.storage
  const variables = {
    [Environment.region]: given.dynamo.region,
    // The one peer that this function calls: it publishes nothing, and no message is put off.
    [Environment.endpoint]: given.dynamo.endpoint,
    [Environment.busName]: "bench",
    [Environment.queueUrl]: given.queueUrl,
    ...Object.fromEntries(tables.map((name) => [Environment.table(name), given.names({ kind: "table", name })])),
    ...Object.fromEntries(buckets.map((name) => [Environment.bucket(name), given.names({ kind: "bucket", name })]))
  }
  const invoke = SqsConsumer.make({
    handler,
    layer: Layer.merge(
      FunctionLayers.consumer(plan.contract),
      Layer.succeed(StandardOutput, () => undefined)
    ).pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(variables))))
  })
  const context = { awsRequestId: "request", getRemainingTimeInMillis: () => plan.function.timeoutSeconds * 1000 }
  return async (messages) => {
    const Records = messages.map(({ Body, MessageId, ReceiptHandle }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body
    }))
    const { batchItemFailures } = await invoke({ Records }, context)
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
  }
}

/** The same writes by the SDK alone: rows of the same columns, on the same conditions, and no second try. */
const bareEnvironment = (waitMillis: number, onHandled: (eventId: string) => void, given: Given): Invoke => {
  const dynamo = new DynamoDBClient(clientOptions(given.dynamo))
  const TableName = given.names({ kind: "table", name: InboxTable.table })
  const one = async ({ Body = "" }: Message): Promise<void> => {
    const { id } = eventIdOf(Body).detail
    const now = Date.now()
    const token = randomUUID()
    const expiresAt = Math.ceil(now / 1000) + 86_400
    const item = (state: string, leasedUntil: number, outcome: string, revision: string) => {
      const history = [{ attempt: 1, startedAt: now, endedAt: null, outcome }]
      const times = { leasedUntil, attempts: 1, deferrals: 0, firstSeenAt: now }
      const record = { state, token, ...times, history, outputs: [], letter: null, expiresAt }
      return {
        pk: { S: `answering/${id}` },
        sk: { S: "\u0000" },
        body: { S: JSON.stringify(record) },
        revision: { S: revision },
        writer: { S: randomUUID() },
        expiresAt: { N: String(expiresAt) }
      }
    }
    const first = randomUUID()
    const nowSeconds = { N: String(Math.floor(now / 1000)) }
    await dynamo.send(
      new PutItemCommand({
        TableName,
        Item: item("leased", now + 60_000, "running", first),
        ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
        ExpressionAttributeValues: { ":now": nowSeconds }
      })
    )
    if (waitMillis > 0) await setTimeout(waitMillis)
    onHandled(id)
    await dynamo.send(
      new PutItemCommand({
        TableName,
        Item: item("completed", 0, "done", randomUUID()),
        ConditionExpression: "revision = :revision AND (attribute_not_exists(expiresAt) OR expiresAt > :now)",
        ExpressionAttributeValues: { ":now": nowSeconds, ":revision": { S: first } }
      })
    )
  }
  return async (messages) => {
    const kept = new Set<string>()
    const settle = (message: Message): Promise<void> =>
      one(message).catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        kept.add(message.MessageId ?? "")
      })
    await Promise.all(messages.map(settle))
    return kept
  }
}

/** What one measurement has for itself: tables and a queue. */
interface Given {
  readonly dynamo: AwsSettings
  readonly names: AwsNames.AwsNames
  readonly queueUrl: string
}

const fill = async (sqs: SQSClient, QueueUrl: string, bodies: ReadonlyArray<string>): Promise<void> => {
  for (let at = 0; at < bodies.length; at += perCall) {
    const Entries = bodies.slice(at, at + perCall).map((MessageBody, index) => ({ Id: String(index), MessageBody }))
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
    if (Failed.length > 0) throw new Error("the queue did not take a message")
  }
}

/** Feeds a function until all messages have been received: what one invocation at a time of Lambda's event source does. */
const poll = async (
  sqs: SQSClient,
  QueueUrl: string,
  batchSize: number,
  invoke: Invoke,
  left: { count: number }
): Promise<void> => {
  while (left.count > 0) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: batchSize,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"]
      })
    )
    // Other pollers have the rest. What a function kept comes again too late for this run, which then says what is missing.
    if (Messages.length === 0) return
    left.count -= Messages.length
    const kept = await invoke(Messages)
    const Entries = Messages.flatMap(({ MessageId = "", ReceiptHandle }) =>
      kept.has(MessageId) ? [] : [{ Id: MessageId, ReceiptHandle }]
    )
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
  }
}

/** What is deployed for a consumer: how many functions at once, and for each of them how many messages at once. */
const deployed = (pipeline: ReturnType<typeof Asking.make>["pipeline"]) => {
  const settings = Settings.fromUnknown({ uploadTrigger: "events", alarmAddresses: [] })
  const [plan] = Plan.make({ pipeline }, settings).consumers
  if (plan === undefined) throw new Error("the pipeline has no consumer")
  return {
    plan,
    functions: Math.min(plan.queue.maximumConcurrency, plan.function.reservedConcurrency ?? Number.POSITIVE_INFINITY)
  }
}

/** Starts the peers and publishes what measurements of up to so many events, on up to so many functions, need. */
export const make = Effect.fnUntraced(function* (mostEvents: number, mostFunctions: number) {
  const bodies = yield* published(mostEvents + mostFunctions * perCall)
  const { settings: queues } = yield* server("./QueueServer.ts")
  const atOnceTables = (yield* server("./TableServer.ts")).settings
  const localUnavailable = DynamoLocal.unavailable()
  const localTables = localUnavailable === undefined ? (yield* DynamoLocal.start).settings : undefined
  const sqs = yield* SqsQueue.client(queues)
  // A function's SDK finds its credentials in the environment.
  process.env["AWS_ACCESS_KEY_ID"] = "test"
  process.env["AWS_SECRET_ACCESS_KEY"] = "test"
  let made = 0

  /** Every event handled once, its record completed, nothing left on the queue, nothing dead. */
  const check = (expected: ReadonlyArray<string>, handled: ReadonlyMap<string, number>, given: Given) =>
    Effect.gen(function* () {
      for (const id of expected) {
        const times = handled.get(id) ?? 0
        if (times !== 1) throw new Error(`event ${id} was handled ${times} times`)
      }
      const tables = yield* TableStore.TableStore
      let completed = 0
      let cursor: string | undefined
      do {
        const page = yield* tables.scan({ table: InboxTable.table, limit: 1000, cursor })
        completed += page.rows.filter(({ body }) => stateOf(body).state === "completed").length
        cursor = page.cursor
      } while (cursor !== undefined)
      if (completed !== expected.length) throw new Error(`${completed} of ${expected.length} records are completed`)
      const dead = yield* tables.scan({ table: DeadLetters.table, limit: 1 })
      const depth = yield* BusOverSqs.depth(sqs, given.queueUrl)
      if (dead.rows.length > 0 || depth > 0) throw new Error(`${depth} messages are left on the queue, or one is dead`)
    }).pipe(
      Effect.provide(
        DynamoTableStore.layer({ settings: given.dynamo, names: given.names }).pipe(
          Layer.provide(S3ObjectStore.layer({ settings: given.dynamo, names: given.names }))
        )
      )
    )

  const deliveries: Sqs["deliveries"] = async ({ concurrency, count, tables, taker, waitMillis }) => {
    const dynamo = tables === "at-once" ? atOnceTables : localTables
    if (dynamo === undefined) throw new Peer.PeerFailed(localUnavailable)
    const handled = new Map<string, number>()
    const onHandled = (id: string) => void handled.set(id, (handled.get(id) ?? 0) + 1)
    const work = waitMillis > 0 ? Effect.sleep(waitMillis) : Effect.void
    const { handler, pipeline } = Asking.make(concurrency, work, onHandled)
    const { functions, plan } = deployed(pipeline)
    const name = `bench-${made++}`
    const { QueueUrl = "" } = await sqs.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: { VisibilityTimeout: String(plan.queue.visibilitySeconds) }
      })
    )
    const given: Given = { dynamo, names: AwsNames.prefixed(`${name}-`), queueUrl: QueueUrl }
    const needed = plan.function.storage.tables.map((table) => ({ name: table, indexes: [] }))
    await Effect.runPromise(Provision.tables(dynamo, given.names, needed))
    const timed = bodies.slice(0, count)
    await fill(sqs, QueueUrl, timed)
    const environments = Array.from({ length: functions }, () =>
      taker === "millrace" ? environmentOf(handler, plan, given) : bareEnvironment(waitMillis, onHandled, given)
    )
    // An environment's first invocation, which builds its services and opens its connections, does not count.
    const { batchSize } = plan.queue
    const first = bodies.slice(mostEvents, mostEvents + functions * batchSize)
    const messages = first.map((Body, at): Message => ({ MessageId: `first-${at}`, ReceiptHandle: "none", Body }))
    const kept = await Promise.all(
      environments.map((invoke, at) => invoke(messages.slice(at * batchSize, (at + 1) * batchSize)))
    )
    if (kept.some((ids) => ids.size > 0)) throw new Error("a first invocation failed")

    const left = { count }
    const cpuBefore = Frame.cpuMillis()
    const startedAt = performance.now()
    await Promise.all(environments.map((invoke) => poll(sqs, QueueUrl, batchSize, invoke, left)))
    const took = { millis: performance.now() - startedAt, cpuMillis: Frame.cpuMillis() - cpuBefore }

    const expected = [...timed, ...first].map((body) => eventIdOf(body).detail.id)
    await Effect.runPromise(check(expected, handled, given))
    await sqs.send(new DeleteQueueCommand({ QueueUrl }))
    return took
  }
  return { deliveries, localUnavailable } satisfies Sqs
})
