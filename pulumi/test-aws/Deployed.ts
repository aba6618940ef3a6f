/**
 * The run over the wire: the captured graphs of the three ways of an upload are applied to moto one after another, as who changes
 * `millrace:uploadTrigger` does, and files go through what is deployed. Every request of every function is held to the policy of
 * its role.
 */
import { fileURLToPath } from "node:url"
import { PutObjectCommand } from "@aws-sdk/client-s3"
import { SendMessageCommand } from "@aws-sdk/client-sqs"
import * as AwsBackends from "@millrace/aws/AwsBackends"
import type * as AwsNames from "@millrace/aws/AwsNames"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import type * as Envelope from "@millrace/core/Envelope"
import * as EventBus from "@millrace/core/EventBus"
import * as ObjectStore from "@millrace/core/ObjectStore"
import { draining, pipelines } from "@millrace/handlers/FileProcessingModes"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Collector from "../../packages/aws/test-aws/chain/Collector.ts"
import * as Moto from "../../packages/aws/test/peers/Moto.ts"
import * as Graph from "../test/Graph.ts"
import * as ApplyGraph from "./ApplyGraph.ts"
import * as Gate from "./Gate.ts"
import * as Lambda from "./Lambda.ts"
import * as PeerClients from "./PeerClients.ts"
import * as Scenario from "./Scenario.ts"

const bundles = fileURLToPath(new URL("../dist-functions", import.meta.url))

/** Consumers that some way of an upload has, each once. */
export const consumers: ReadonlyArray<Consumer.Contract> = [...pipelines.shadow.consumers, ...draining.shadow].map(
  ({ contract }) => contract
)

/** The beginning of every physical name. */
const deployment = "acme"

/** Longer than a row of DynamoDB once it is escaped: its letter's body lies in the bucket of claims. */
const unreadable = '"'.repeat(200_000)

const instants = ["2026-01-02T00:05:00Z", "2026-01-02T00:10:00Z"]

/** What each consumer is refused when it first asks for it: its delivery is put off, and handled when it comes again. */
const refused: Readonly<Record<string, readonly [action: string, resourceEnd: string]>> = {
  "s3-event-handler": ["dynamodb:GetItem", "-files"],
  "file-processor": ["dynamodb:GetItem", "-files"],
  categorization: ["dynamodb:Query", "-occurrences"],
  analytics: ["dynamodb:Query", "-transactions"],
  transfers: ["dynamodb:GetItem", "-transfer-decisions"],
  audit: ["dynamodb:PutItem", "-events"],
  "audit-seal": ["dynamodb:Query", "-audit-unsealed"],
  "direct-processor": ["dynamodb:GetItem", "-files"],
  "shadow-processor": ["dynamodb:GetItem", "-shadow-files"]
}

/** Runs everything; peers and processes end with the scope. */
export const run = Effect.gen(function* () {
  const { account, region } = Graph.place
  const { settings } = yield* Effect.orDie(Moto.start)
  const peer = { endpoint: settings.endpoint ?? "", region }
  const collector = yield* Effect.acquireRelease(Effect.promise(Collector.start), ({ stop }) => Effect.sync(stop))
  const graphs = yield* Effect.promise(() =>
    Graph.captureWith({ functions: bundles, settings: { otlpEndpoint: collector.url } }, "events", "shadow", "direct")
  )
  let graph: Graph.Graph = graphs.events
  let policies = Lambda.policiesOf(graph)
  const gate = yield* Effect.acquireRelease(
    Effect.promise(() => Gate.start({ peer: peer.endpoint, account, policyOf: (role) => policies.get(role) })),
    ({ stop }) => Effect.sync(stop)
  )
  const aws = PeerClients.make(peer)
  const lambda = yield* Effect.acquireRelease(
    Effect.sync(() => Lambda.make({ place: { endpoint: gate.endpoint, region }, aws, account })),
    ({ stop }) => Effect.sync(stop)
  )
  const stack = ApplyGraph.make(aws)
  const deploy = (next: Graph.Graph) =>
    Effect.promise(async () => {
      // What ends writes its last logs with the policy that it has.
      await lambda.writeLogs()
      graph = next
      policies = Lambda.policiesOf(next)
      const applied = await stack.apply(next)
      await lambda.update(next)
      return applied
    })
  const quiesce = Effect.promise(lambda.quiesce)

  const stateOf = (type: string, name: string): string =>
    String(Graph.one(graph, type, `${deployment}-${name}`).state["name"])
  const names: AwsNames.AwsNames = ({ kind, name }) =>
    kind === "bucket" ? stateOf("s3/bucket:Bucket", name) : stateOf("dynamodb/table:Table", name)
  const operator = DeadLetters.DeadLetters.layer.pipe(
    Layer.provideMerge(
      AwsBackends.layer({
        settings: { ...settings, region },
        names,
        busName: String(Graph.one(graph, "cloudwatch/eventBus:EventBus", deployment).state["name"])
      })
    )
  )

  const upload = (file: Scenario.Upload) =>
    Effect.andThen(
      Effect.promise(() =>
        aws.s3.send(
          new PutObjectCommand({
            Bucket: names({ kind: "bucket", name: "uploads" }),
            Key: file.key,
            Body: file.bytes,
            ContentType: "text/csv",
            Metadata: Scenario.metadataOf(file)
          })
        )
      ),
      quiesce
    )

  /** An envelope whose data lies in a claim, whatever its size. */
  const claimed = Effect.fnUntraced(function* (envelope: Envelope.Envelope) {
    const { limits } = yield* EventBus.EventBus
    return yield* ClaimCheck.offload(envelope, yield* ObjectStore.ObjectStore, { ...limits, maxEntryBytes: 0 })
  })

  const say = (envelopes: ReadonlyArray<Envelope.Envelope>) =>
    Effect.gen(function* () {
      const bus = yield* EventBus.EventBus
      for (const envelope of envelopes) yield* EventBus.publishAll(bus, [(yield* claimed(envelope)).entry])
      yield* quiesce
    })

  const queueUrl = (name: string): string =>
    String(Graph.one(graph, "sqs/queue:Queue", `${deployment}-${name}`).state["url"])

  const send = (
    queue: string,
    MessageBody: string,
    MessageAttributes: Record<string, { readonly DataType: "String"; readonly StringValue: string }> = {}
  ) =>
    Effect.promise(() =>
      aws.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(queue), MessageBody, MessageAttributes }))
    )

  return yield* Effect.gen(function* () {
    // The chain of events, from an empty account.
    const toEvents = yield* deploy(graphs.events)
    // Every consumer is refused once, as in the middle of a deployment.
    for (const { name } of consumers) {
      const what = refused[name]
      if (what !== undefined) gate.refuseOnce(`${deployment}-${name}`, ...what)
    }
    const uploads = yield* Effect.promise(Scenario.examples)
    const state = yield* Scenario.play(uploads, { upload, say })
    const spansOfUploads = collector.spans.filter(({ traceId }) => uploads.some((file) => file.traceId === traceId))
    for (const instant of instants) {
      yield* Effect.promise(() => lambda.tick(`${deployment}-audit-seal-due`, instant))
      yield* quiesce
    }

    // The direct processor beside it.
    const toShadow = yield* deploy(graphs.shadow)
    const beside = Scenario.small(uploads.length)
    yield* upload(beside)
    const shadow = { ...(yield* Scenario.shadowState), chain: (yield* Scenario.endState).collections }
    yield* say([yield* Scenario.deletion(beside.fileId)])

    // Every queue: an event that is replayed by claim, and a message that nobody can read.
    const { events } = yield* Scenario.endState
    for (const { name, on } of consumers) {
      const event = events.findLast(({ type }) => on === "*" || on.some(({ eventType }) => eventType === type))
      if (event === undefined) continue
      const replayed = yield* claimed({ ...event, replayid: "wire-run" })
      yield* send(name, replayed.entry.detail)
      yield* send(name, unreadable)
    }
    yield* quiesce

    // What reached the dead-letter queues: from a rule, and from a queue.
    // The one that comes twice finds its letter written.
    for (const _ of [1, 2])
      yield* send("audit-dlq", `${unreadable}too`, {
        ERROR_CODE: { DataType: "String", StringValue: "NO_PERMISSIONS" }
      })
    yield* send("analytics-dlq", `{"not":"an envelope"}`)
    yield* Effect.promise(() =>
      lambda.invoke(String(Graph.one(graph, "lambda/function:Function", `${deployment}-schedule-entry`).state["arn"]), {
        type: unreadable,
        scheduledFor: instants[0]
      })
    )
    yield* quiesce
    const letters = yield* Effect.flatMap(DeadLetters.DeadLetters, ({ list }) => list)

    // The rollback.
    const toDirect = yield* deploy(graphs.direct)
    const alone = Scenario.small(uploads.length + 1)
    yield* upload(alone)
    yield* upload({ ...alone, bytes: Scenario.small(0, "-950.00").bytes })
    const afterwards = yield* Scenario.endState

    yield* Effect.promise(lambda.writeLogs)
    const logs = lambda.lines()
    return {
      graphs,
      uploads,
      state,
      spansOfUploads,
      gate,
      beside,
      alone,
      shadow,
      toEvents,
      toShadow,
      toDirect,
      letters,
      afterwards,
      logs,
      names
    }
  }).pipe(Effect.provide(operator))
})
