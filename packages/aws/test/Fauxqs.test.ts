/** S3 and SQS over the wire, against fauxqs. */
import { CreateQueueCommand } from "@aws-sdk/client-sqs"
import { assert, describe, it } from "@effect/vitest"
import * as Conformance from "@millrace/testing/Conformance"
import * as ObjectStoreSuite from "@millrace/testing/ObjectStoreSuite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll } from "vitest"
import * as AwsNames from "../src/AwsNames.ts"
import * as S3ObjectStore from "../src/S3ObjectStore.ts"
import * as SqsQueue from "../src/SqsQueue.ts"
import * as BusOverSqs from "./peers/BusOverSqs.ts"
import * as Fauxqs from "./peers/Fauxqs.ts"
import * as Flags from "./peers/Flags.ts"
import * as Peer from "./peers/Peer.ts"
import * as Provision from "./peers/Provision.ts"

const { peer, stop } = await Peer.forFile(Fauxqs.start)
afterAll(stop)

let deployments = 0

/** The buckets that the suite asks for, new for every case. */
const objects = Layer.unwrap(
  Effect.gen(function* () {
    const names = AwsNames.prefixed(`c${++deployments}-`)
    yield* Provision.buckets(peer.settings, names, ["conformance", "other"])
    return S3ObjectStore.layer({ settings: peer.settings, names })
  })
)

// What fauxqs cannot do, and S3 can (moto shows it):
// - versions: it keeps the newest object of a key only, gives no version ids, and takes any version id for the newest;
// - byte order: it lists keys in the order of a language, not of their bytes.
const suite = Flags.flag(
  ObjectStoreSuite.make(),
  new Map([
    [
      "every put of a key is a version of its own with a higher sequencer, the same bytes and a delete between included",
      "versions"
    ],
    ["a missing object is said to be missing, before any byte", "versions"],
    ["deleting what is not there succeeds", "versions"],
    ["a listing shows every put and delete at once, in the order of the keys' bytes", "byte order"],
    ["keys are text and not paths: dots, slashes, case and any letter tell objects apart", "byte order"]
  ] as const)
)
Conformance.register(suite, { name: "S3 on fauxqs", layer: objects, without: ["versions", "byte order"] })

describe("SqsQueue", () => {
  it.live("a message sent is received as it was, and one put off comes again when its time is over", () =>
    Effect.gen(function* () {
      // No letter beyond U+FFFF: fauxqs refuses them, SQS does not.
      const sqs = yield* SqsQueue.client(peer.settings)
      const { QueueUrl = "" } = yield* Effect.promise(() =>
        sqs.send(new CreateQueueCommand({ QueueName: "deliveries", Attributes: { VisibilityTimeout: "600" } }))
      )
      const queue = yield* SqsQueue.SqsQueue
      yield* queue.send(QueueUrl, '{"text":"ü\uffff"}')
      const [message] = yield* BusOverSqs.receive(sqs, QueueUrl)
      assert.strictEqual(message?.Body, '{"text":"ü\\uffff"}')
      assert.deepStrictEqual(yield* BusOverSqs.receive(sqs, QueueUrl), [])
      yield* queue.putOff(QueueUrl, message?.ReceiptHandle ?? "", 0)
      assert.strictEqual((yield* BusOverSqs.receive(sqs, QueueUrl)).length, 1)
    }).pipe(Effect.provide(SqsQueue.layer(peer.settings)))
  )

  it.live("a queue that is not there is said to be unavailable, with what to look at", () =>
    Effect.gen(function* () {
      const queue = yield* SqsQueue.SqsQueue
      const error = yield* Effect.flip(queue.send(`${peer.settings.endpoint}/000000000000/absent`, "{}"))
      assert.strictEqual(error.reason, "unavailable")
      assert.match(error.message, /SQS\.SendMessage.*is not there/)
    }).pipe(Effect.provide(SqsQueue.layer(peer.settings)))
  )
})
