/** What AWS says of a deployment's resources, read only: for an operator's look and for verifying a deployment. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand
} from "@aws-sdk/client-dynamodb"
import {
  DescribeRuleCommand,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand
} from "@aws-sdk/client-eventbridge"
import {
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand
} from "@aws-sdk/client-s3"
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as AwsCall from "./AwsCall.ts"
import * as AwsFailure from "./AwsFailure.ts"
import type { AwsSettings } from "./AwsSettings.ts"
import * as DynamoTableStore from "./DynamoTableStore.ts"
import * as EventBridgeBus from "./EventBridgeBus.ts"
import * as S3ObjectStore from "./S3ObjectStore.ts"
import * as SqsQueue from "./SqsQueue.ts"

/** A queue. SQS's counts are approximate, and late by up to a minute. */
export interface Queue {
  readonly arn: string
  /** Messages that anybody could receive now. */
  readonly visible: number
  /** Messages that a function has, or that are hidden until their retry is due. */
  readonly hidden: number
  readonly delayed: number
  /** The queue's policy, JSON. */
  readonly policy: string | undefined
  readonly deadLetterQueueArn: string | undefined
}

/** A rule of the bus. */
export interface Rule {
  readonly name: string
  readonly arn: string
  /** `ENABLED`, `DISABLED` or another of AWS's words. */
  readonly state: string
  /** The pattern, JSON. */
  readonly pattern: string
  readonly targets: ReadonlyArray<{ readonly arn: string; readonly deadLetterQueueArn: string | undefined }>
}

/** A table. */
export interface Table {
  /** `ACTIVE` where it can be used. */
  readonly status: string
  readonly keys: ReadonlyArray<string>
  readonly indexes: ReadonlyArray<string>
  readonly restorable: boolean
  /** The attribute that rows expire by. */
  readonly ttlAttribute: string | undefined
}

/** A bucket. */
export interface Bucket {
  readonly versioned: boolean
  readonly closedToPublic: boolean
  /** ARNs of the queues that it notifies of new objects. */
  readonly notifies: ReadonlyArray<string>
}

/** See the module. */
export class DeployedResources extends Context.Service<
  DeployedResources,
  {
    readonly queue: (queueUrl: string) => Effect.Effect<Queue, Unavailable>
    /** The rules of a bus that send to a queue. */
    readonly rulesTo: (busName: string, queueArn: string) => Effect.Effect<ReadonlyArray<Rule>, Unavailable>
    readonly table: (name: string) => Effect.Effect<Table, Unavailable>
    readonly bucket: (name: string) => Effect.Effect<Bucket, Unavailable>
  }
>()("@millrace/aws/DeployedResources") {}

const decodeRedrive = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Struct({ deadLetterTargetArn: Schema.String }))
)

const count = (text: string | undefined): number => Number(text ?? 0)

/** The URL of a queue beside another of the same account and region. */
export const urlBeside = (queueUrl: string, arn: string): string =>
  `${queueUrl.slice(0, queueUrl.lastIndexOf("/") + 1)}${arn.slice(arn.lastIndexOf(":") + 1)}`

/** Reads with the credentials of the settings, or of whoever runs this. */
export const layer = (settings: AwsSettings): Layer.Layer<DeployedResources> =>
  Layer.effect(
    DeployedResources,
    Effect.gen(function* () {
      const dynamo = yield* DynamoTableStore.client(settings)
      const events = yield* EventBridgeBus.client(settings)
      const s3 = yield* S3ObjectStore.client(settings)
      const sqs = yield* SqsQueue.client(settings)
      const callDynamo = AwsCall.make("DynamoDB", settings)
      const callEvents = AwsCall.make("EventBridge", settings)
      const callS3 = AwsCall.make("S3", settings)
      const callSqs = AwsCall.make("SQS", settings)

      const rule = Effect.fnUntraced(function* (EventBusName: string, Name: string) {
        const found = yield* callEvents("DescribeRule", (options) =>
          events.send(new DescribeRuleCommand({ EventBusName, Name }), options)
        )
        const { Targets = [] } = yield* callEvents("ListTargetsByRule", (options) =>
          events.send(new ListTargetsByRuleCommand({ EventBusName, Rule: Name }), options)
        )
        const described: Rule = {
          name: Name,
          arn: found.Arn ?? "",
          state: found.State ?? "unknown",
          pattern: found.EventPattern ?? "",
          targets: Targets.map(({ Arn = "", DeadLetterConfig }) => ({
            arn: Arn,
            deadLetterQueueArn: DeadLetterConfig?.Arn
          }))
        }
        return described
      })

      return DeployedResources.of({
        queue: Effect.fnUntraced(
          function* (QueueUrl) {
            const { Attributes = {} } = yield* callSqs("GetQueueAttributes", (options) =>
              sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }), options)
            )
            return {
              arn: Attributes["QueueArn"] ?? "",
              visible: count(Attributes["ApproximateNumberOfMessages"]),
              hidden: count(Attributes["ApproximateNumberOfMessagesNotVisible"]),
              delayed: count(Attributes["ApproximateNumberOfMessagesDelayed"]),
              policy: Attributes["Policy"],
              deadLetterQueueArn: Option.getOrUndefined(decodeRedrive(Attributes["RedrivePolicy"]))?.deadLetterTargetArn
            }
          },
          Effect.catchTag("AwsFailure", AwsFailure.toUnavailable)
        ),
        rulesTo: Effect.fnUntraced(
          function* (EventBusName, TargetArn) {
            const names: Array<string> = []
            let NextToken: string | undefined
            do {
              const input = { EventBusName, TargetArn, ...(NextToken === undefined ? {} : { NextToken }) }
              const page = yield* callEvents("ListRuleNamesByTarget", (options) =>
                events.send(new ListRuleNamesByTargetCommand(input), options)
              )
              names.push(...(page.RuleNames ?? []))
              NextToken = page.NextToken
            } while (NextToken !== undefined)
            return yield* Effect.forEach(names, (name) => rule(EventBusName, name))
          },
          Effect.catchTag("AwsFailure", AwsFailure.toUnavailable)
        ),
        table: Effect.fnUntraced(
          function* (TableName) {
            const { Table } = yield* callDynamo("DescribeTable", (options) =>
              dynamo.send(new DescribeTableCommand({ TableName }), options)
            )
            const backups = yield* callDynamo("DescribeContinuousBackups", (options) =>
              dynamo.send(new DescribeContinuousBackupsCommand({ TableName }), options)
            )
            const ttl = yield* callDynamo("DescribeTimeToLive", (options) =>
              dynamo.send(new DescribeTimeToLiveCommand({ TableName }), options)
            )
            const { PointInTimeRecoveryDescription } = backups.ContinuousBackupsDescription ?? {}
            const { AttributeName, TimeToLiveStatus } = ttl.TimeToLiveDescription ?? {}
            return {
              status: Table?.TableStatus ?? "unknown",
              keys: (Table?.KeySchema ?? []).map(({ AttributeName = "" }) => AttributeName),
              indexes: (Table?.GlobalSecondaryIndexes ?? []).flatMap(({ IndexName, IndexStatus }) =>
                IndexName !== undefined && (IndexStatus ?? "ACTIVE") === "ACTIVE" ? [IndexName] : []
              ),
              restorable: PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED",
              ttlAttribute: TimeToLiveStatus === "ENABLED" ? AttributeName : undefined
            }
          },
          Effect.catchTag("AwsFailure", AwsFailure.toUnavailable)
        ),
        bucket: Effect.fnUntraced(
          function* (Bucket) {
            const versioning = yield* callS3("GetBucketVersioning", (options) =>
              s3.send(new GetBucketVersioningCommand({ Bucket }), options)
            )
            const closed = yield* callS3("GetPublicAccessBlock", (options) =>
              s3.send(new GetPublicAccessBlockCommand({ Bucket }), options)
            ).pipe(
              Effect.map(({ PublicAccessBlockConfiguration: block }) =>
                [
                  block?.BlockPublicAcls,
                  block?.BlockPublicPolicy,
                  block?.IgnorePublicAcls,
                  block?.RestrictPublicBuckets
                ].every((is) => is === true)
              ),
              Effect.catchIf(
                ({ code }) => code === "NoSuchPublicAccessBlockConfiguration",
                () => Effect.succeed(false)
              )
            )
            const { QueueConfigurations = [] } = yield* callS3("GetBucketNotificationConfiguration", (options) =>
              s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }), options)
            )
            return {
              versioned: versioning.Status === "Enabled",
              closedToPublic: closed,
              notifies: QueueConfigurations.flatMap(({ Events = [], QueueArn }) =>
                QueueArn !== undefined && Events.some((event) => event === "s3:ObjectCreated:*") ? [QueueArn] : []
              )
            }
          },
          Effect.catchTag("AwsFailure", AwsFailure.toUnavailable)
        )
      })
    })
  )
