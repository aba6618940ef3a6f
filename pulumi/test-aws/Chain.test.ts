/**
 * What is deployed is what was tested: the graph that the Pulumi program asks for, captured from its mocks, is applied to moto,
 * and files go through it, every function held to its own policy. The end state is the embedded runtime's for the same files.
 */
import { assert, describe, layer } from "@effect/vitest"
import * as Publish from "@millrace/core/Publish"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Graph from "../test/Graph.ts"
import * as ApplyGraph from "./ApplyGraph.ts"
import * as Deployed from "./Deployed.ts"
import * as PolicyEvaluation from "./PolicyEvaluation.ts"
import * as Scenario from "./Scenario.ts"

class Run extends Context.Service<Run, Effect.Success<typeof Deployed.run>>()("@millrace/pulumi/test-aws/Run") {
  static readonly layer = Layer.effect(Run, Deployed.run)
}

const embedded = (uploads: ReadonlyArray<Scenario.Upload>) =>
  Effect.gen(function* () {
    const runtime = yield* LocalRuntime.LocalRuntime
    return yield* Scenario.play(uploads, {
      upload: (file) =>
        Effect.andThen(
          runtime.upload(
            { key: file.key, contentType: "text/csv", metadata: Scenario.metadataOf(file) },
            Stream.succeed(file.bytes)
          ),
          runtime.quiesce
        ),
      say: (envelopes) => Effect.andThen(Effect.forEach(envelopes, Publish.root, { discard: true }), runtime.quiesce)
    })
  }).pipe(Effect.provide(LocalRuntime.layer({ program: fileProcessing, dataDir: ":memory:" })), Effect.scoped)

/** OTLP's number of a span that calls another service. */
const client = 3

/** Others wait for the clock or for a person. */
const chain = ["s3-event-handler", "file-processor", "categorization", "analytics", "audit"]

/** Actions that no run of functions that all goes well in asks for, and why they are granted all the same. */
const unused = [
  // Reading the whole trail: the capability that reads it can, for programs that verify it.
  "dynamodb:Scan",
  // Gives up a multipart upload whose bytes have failed.
  "s3:AbortMultipartUpload",
  // Objects are deleted by version.
  "s3:DeleteObject"
]

describe("the graph on moto", () => {
  layer(Run.layer, { excludeTestServices: true, timeout: 300_000 })((it) => {
    it.effect("is applied whole, but for what moto cannot take", () =>
      Effect.gen(function* () {
        const { graphs, toDirect, toEvents, toShadow } = yield* Run
        const ofProvider = graphs.events.filter(({ type }) => type.startsWith("aws:"))
        const left = ofProvider.filter(({ type }) => ApplyGraph.notOnThePeer.has(type))
        assert.deepStrictEqual(
          [...new Set(left.map(({ type }) => type))].sort(),
          [...ApplyGraph.notOnThePeer.keys()].sort()
        )
        assert.strictEqual(toEvents.made.length, ofProvider.length - left.length)
        // Another way of uploads changes no table, bucket or queue that holds anything.
        assert.isEmpty(toShadow.removed)
        assert.isTrue(toShadow.made.every((resource) => resource.includes("shadow")))
        assert.isEmpty(toDirect.made)
        assert.deepStrictEqual([...toDirect.removed].sort(), [...toShadow.made].sort())
        assert.deepStrictEqual(
          toDirect.changed.filter((resource) => /s3|sqs|dynamodb|event/i.test(resource.split(" ")[0] ?? "")).sort(),
          [
            "aws:s3/bucketNotification:BucketNotification acme-uploads",
            "aws:sqs/queuePolicy:QueuePolicy acme-direct-processor",
            "aws:sqs/queuePolicy:QueuePolicy acme-s3-event-handler"
          ]
        )
      })
    )

    it.effect("ends as the embedded runtime does", () =>
      Effect.gen(function* () {
        const { state, uploads } = yield* Run
        const expected = yield* embedded(uploads)
        assert.isAbove(expected.collections.transactions.length, 20)
        // The one file that had rows nobody can read is gone.
        const { rejections, ...others } = expected.collections
        for (const [name, rows] of Object.entries(others)) assert.isNotEmpty(rows, name)
        assert.isEmpty(rejections)
        assert.containsAllKeys(expected.types, ["file.deleted", "transfer.recorded", "recategorization.requested"])
        assert.deepStrictEqual(state.types, expected.types)
        assert.deepStrictEqual(state.collections, expected.collections)
        assert.isEmpty(state.deadLetters)
      })
    )

    it.effect("takes a file through in one connected trace, in fewer calls to AWS than docs/aws.md prices", () =>
      Effect.gen(function* () {
        const { logs, spansOfUploads, state, uploads } = yield* Run
        for (const { traceId } of uploads) {
          const spans = spansOfUploads.filter((span) => span.traceId === traceId)
          const ids = new Set([Scenario.rootSpanId, ...spans.map(({ spanId }) => spanId)])
          const lost = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId))
          assert.isEmpty(lost.map(({ name }) => name))
          const names = new Set(spans.map(({ name }) => name))
          for (const consumer of chain) assert.isTrue(names.has(`process ${consumer}`), consumer)
          const stored = state.events.filter(({ traceparent }) => traceparent?.includes(traceId) === true)
          assert.isAbove(stored.length, 3)
          assert.isBelow(spans.filter(({ kind }) => kind === client).length, 150)
        }
        for (const consumer of chain) {
          const metric = logs.get(`acme-${consumer}`)?.find((line) => line.includes('"millrace.deliveries"'))
          assert.isDefined(metric, `${consumer} writes embedded metrics`)
        }
      })
    )

    it.effect("goes the other ways too: beside the chain the same, and alone the same", () =>
      Effect.gen(function* () {
        const { afterwards, alone, beside, shadow } = yield* Run
        const filesOf = (rows: ReadonlyArray<string>, { fileId }: Scenario.Upload) =>
          rows.filter((row) => row.includes(`"fileId":"${fileId}"`))
        assert.strictEqual(shadow.transactions.length, 2)
        assert.deepStrictEqual(shadow.transactions, filesOf(shadow.chain.transactions, beside))
        assert.deepStrictEqual(shadow.files, filesOf(shadow.chain.files, beside))
        const [file, ...others] = filesOf(afterwards.collections.files, alone)
        assert.isEmpty(others)
        assert.include(file, '"status":"processed"')
        // Uploaded again, it is what it was uploaded as last.
        const amounts = filesOf(afterwards.collections.transactions, alone).map(
          (row) => /"amount":"([^"]+)"/.exec(row)?.[1]
        )
        assert.sameMembers(amounts, ["-950.00", "2500.00"])
      })
    )

    it.effect("no function asks for what its policy does not allow", () =>
      Effect.gen(function* () {
        const { gate } = yield* Run
        assert.deepStrictEqual(gate.unknown, [])
        const outside = gate.judged.filter(({ allowed }) => !allowed)
        assert.deepStrictEqual(
          outside.map(({ action, caller, operation, resource }) => `${caller} ${operation}: ${action} ${resource}`),
          []
        )
      })
    )

    it.effect("every grant of every function is asked for", () =>
      Effect.gen(function* () {
        const { gate, graphs } = yield* Run
        const asked = new Set(gate.judged.flatMap(({ caller, sids }) => sids.map((sid) => `${caller} ${sid}`)))
        const actions = new Set(gate.judged.map(({ action }) => action))
        const granted = new Set<string>()
        const without = new Set<string>()
        for (const graph of Object.values(graphs)) {
          for (const { inputs } of Graph.ofType(graph, "iam/rolePolicy:RolePolicy")) {
            if (inputs["name"] !== "grants") continue
            const policy = PolicyEvaluation.parse(String(inputs["policy"]))
            for (const { Action, Effect: effect, Sid } of policy.Statement) {
              if (effect !== "Allow") continue
              granted.add(`${String(inputs["role"])} ${Sid}`)
              for (const action of [Action].flat()) if (!actions.has(action)) without.add(action)
            }
          }
        }
        assert.deepStrictEqual(
          [...granted].filter((grant) => !asked.has(grant)),
          []
        )
        assert.isAbove(granted.size, 120)
        assert.deepStrictEqual([...without].sort(), unused)
      })
    )

    it.effect("what cannot be handled is a letter of its consumer, and no queue keeps it", () =>
      Effect.gen(function* () {
        const { letters } = yield* Run
        const said = letters.map(({ cause, consumer }) => `${consumer} ${cause.kind} ${cause.tag}`).sort()
        assert.deepStrictEqual(
          said,
          [
            ...Deployed.consumers.map(({ name }) => `${name} undecodable EnvelopeInvalid`),
            "analytics exhausted ReceiveLimit",
            "audit exhausted Undeliverable",
            "schedule-entry undecodable ScheduleInvalid"
          ].sort()
        )
      })
    )

    it.effect("queues take from their one sender, and nothing is reached without TLS", () =>
      Effect.gen(function* () {
        const { graphs } = yield* Run
        const account = Graph.place.account
        for (const graph of Object.values(graphs)) {
          const policyOf = (queueArn: unknown) => {
            const queue = Graph.ofType(graph, "sqs/queue:Queue").find(({ state }) => state["arn"] === queueArn)
            return PolicyEvaluation.parse(
              String(Graph.one(graph, "sqs/queuePolicy:QueuePolicy", queue?.name ?? "").inputs["policy"])
            )
          }
          const maySend = (service: string, source: unknown, queueArn: unknown, secure = "true") =>
            PolicyEvaluation.evaluate(policyOf(queueArn), {
              action: "sqs:SendMessage",
              resource: String(queueArn),
              service,
              context: {
                "aws:SourceArn": String(source),
                "aws:SourceAccount": account,
                "aws:SecureTransport": secure
              }
            }).allowed
          for (const { inputs } of Graph.ofType(graph, "cloudwatch/eventTarget:EventTarget")) {
            const rule = Graph.ofType(graph, "cloudwatch/eventRule:EventRule").find(
              ({ state }) => state["name"] === inputs["rule"]
            )?.state["arn"]
            const { arn: deadLetters } = inputs["deadLetterConfig"] as { readonly arn: string }
            for (const queue of [inputs["arn"], deadLetters]) {
              assert.isTrue(maySend("events.amazonaws.com", rule, queue))
              assert.isFalse(maySend("events.amazonaws.com", rule, queue, "false"))
              assert.isFalse(maySend("events.amazonaws.com", `${String(rule)}-other`, queue))
              assert.isFalse(maySend("s3.amazonaws.com", rule, queue))
            }
          }
          for (const { inputs } of Graph.ofType(graph, "s3/bucketNotification:BucketNotification")) {
            const bucket = `arn:aws:s3:::${String(inputs["bucket"])}`
            for (const { queueArn } of inputs["queues"] as ReadonlyArray<{ readonly queueArn: string }>) {
              assert.isTrue(maySend("s3.amazonaws.com", bucket, queueArn))
              assert.isFalse(maySend("s3.amazonaws.com", `${bucket}-other`, queueArn))
            }
          }
          for (const { inputs } of Graph.ofType(graph, "s3/bucketPolicy:BucketPolicy")) {
            const resource = `arn:aws:s3:::${String(inputs["bucket"])}/ann/file-1/a.csv`
            const policy = PolicyEvaluation.parse(String(inputs["policy"]))
            const answer = (secure: string) =>
              PolicyEvaluation.evaluate(policy, {
                action: "s3:GetObject",
                resource,
                context: { "aws:SecureTransport": secure }
              })
            assert.deepStrictEqual(answer("false").sids, ["TlsOnly"])
            assert.deepStrictEqual(answer("true").sids, [])
          }
        }
      })
    )
  })
})
