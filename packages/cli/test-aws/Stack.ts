/**
 * The file pipeline deployed on a peer, whole enough to be verified: what the chain's own deployment leaves out (dead-letter
 * queues, policies, recovery, closed buckets) is added, and the file that describes the stack is written.
 */
import { type ChildProcess, fork } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { UpdateContinuousBackupsCommand } from "@aws-sdk/client-dynamodb"
import { ListRuleNamesByTargetCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge"
import { PutPublicAccessBlockCommand } from "@aws-sdk/client-s3"
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import type { AwsSettings } from "@millrace/aws/AwsSettings"
import type { DeployedStack } from "@millrace/aws/DeployedStack"
import * as DynamoTableStore from "@millrace/aws/DynamoTableStore"
import * as EventBridgeBus from "@millrace/aws/EventBridgeBus"
import * as S3ObjectStore from "@millrace/aws/S3ObjectStore"
import * as SqsQueue from "@millrace/aws/SqsQueue"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import * as Effect from "effect/Effect"
import { buildFunctions, output } from "../../../scripts/build-functions.ts"
import * as Deployment from "../../aws/test-aws/chain/Deployment.ts"
import * as Provision from "../../aws/test/peers/Provision.ts"

const account = "123456789012"
const prefix = "cli-"
const host = fileURLToPath(new URL("./CommandHost.ts", import.meta.url))

/** What a finished command left. */
export interface Finished {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The program in a process of its own, so that this one can go on feeding the stack's functions. Ends with the scope. */
const program = (environment: Readonly<Record<string, string>>) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(
        () =>
          new Promise<ChildProcess>((resolve) => {
            const child = fork(host, [], {
              execArgv: ["--conditions=millrace-source"],
              env: { PATH: process.env["PATH"] ?? "", ...environment }
            })
            child.once("message", () => resolve(child))
          })
      ),
      (child) => Effect.sync(() => child.kill("SIGKILL"))
    ),
    (child) =>
      (args: ReadonlyArray<string>): Effect.Effect<Finished> =>
        Effect.promise(
          () =>
            new Promise((resolve) => {
              child.once("message", (finished: Finished) => resolve(finished))
              child.send(args)
            })
        )
  )

/** The bundles that `npm run test:aws` has built, or new ones. */
const bundles = Effect.promise(async (): Promise<(consumer: string) => string> => {
  const built = (consumer: string) => join(output, consumer, "index.mjs")
  if (FileProcessing.consumers.every(({ consumerName }) => existsSync(built(consumerName)))) return built
  const made = await buildFunctions(await mkdtemp(join(tmpdir(), "millrace-functions-")))
  return (consumer) => made.find(({ name }) => name === consumer)?.file ?? ""
})

/** Deploys; ends with the scope. */
export const deploy = Effect.fnUntraced(function* (settings: AwsSettings, collector: string) {
  const deployment = yield* Deployment.make({
    pipeline: FileProcessing,
    settings,
    prefix,
    collector,
    bundleOf: yield* bundles
  })
  const { busName, functions, names } = deployment
  const dynamo = yield* DynamoTableStore.client(settings)
  const events = yield* EventBridgeBus.client(settings)
  const s3 = yield* S3ObjectStore.client(settings)
  const sqs = yield* SqsQueue.client(settings)
  const { buckets, tables } = Provision.ofResources(FileProcessing.resources)
  const tableNames = Object.fromEntries(tables.map(({ name }) => [name, names({ kind: "table", name })]))
  const bucketNames = Object.fromEntries(buckets.map((name) => [name, names({ kind: "bucket", name })]))

  const arnOf = async (QueueUrl: string): Promise<string> => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }))
    return Attributes?.["QueueArn"] ?? ""
  }
  /** A dead-letter queue, and a policy that lets the queue's sender send. */
  const complete = async (consumer: string, QueueUrl: string): Promise<void> => {
    const queue = await arnOf(QueueUrl)
    const dead = await sqs.send(new CreateQueueCommand({ QueueName: `${prefix}${consumer}-dlq` }))
    const deadLetterTargetArn = await arnOf(dead.QueueUrl ?? "")
    const target = { EventBusName: busName, TargetArn: queue }
    const [rule] = (await events.send(new ListRuleNamesByTargetCommand(target))).RuleNames ?? []
    const from =
      rule === undefined
        ? { service: "s3.amazonaws.com", arn: `arn:aws:s3:::${bucketNames["uploads"]}` }
        : {
            service: "events.amazonaws.com",
            arn: `arn:aws:events:${settings.region}:${account}:rule/${busName}/${rule}`
          }
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Sender",
          Effect: "Allow",
          Principal: { Service: from.service },
          Action: "sqs:SendMessage",
          Resource: queue,
          Condition: { ArnEquals: { "aws:SourceArn": from.arn } }
        }
      ]
    })
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 100 })
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy, RedrivePolicy } }))
    if (rule === undefined) return
    const Targets = [{ Id: "queue", Arn: queue, DeadLetterConfig: { Arn: deadLetterTargetArn } }]
    await events.send(new PutTargetsCommand({ EventBusName: busName, Rule: rule, Targets }))
  }
  yield* Effect.promise(async () => {
    for (const { contract, queueUrl } of functions) await complete(contract.name, queueUrl)
    for (const TableName of Object.values(tableNames)) {
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true }
      await dynamo.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }))
    }
    for (const Bucket of Object.values(bucketNames)) {
      const PublicAccessBlockConfiguration = {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true
      }
      await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
    }
  })

  const outputs: DeployedStack = {
    busName,
    bucketNames,
    tableNames,
    queueUrls: Object.fromEntries(functions.map(({ contract, queueUrl }) => [contract.name, queueUrl]))
  }
  const file = yield* Effect.promise(async () => {
    const path = join(await mkdtemp(join(tmpdir(), "millrace-stack-")), "stack.json")
    await writeFile(path, JSON.stringify(outputs))
    return path
  })
  const millrace = yield* program({
    NO_COLOR: "1",
    MILLRACE_STACK: file,
    AWS_REGION: settings.region,
    AWS_ENDPOINT_URL: settings.endpoint ?? "",
    AWS_ACCESS_KEY_ID: settings.credentials?.accessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: settings.credentials?.secretAccessKey ?? ""
  })
  return {
    names,
    busName,
    quiesce: deployment.quiesce,
    events,
    /** Runs a command. */
    millrace
  }
})
