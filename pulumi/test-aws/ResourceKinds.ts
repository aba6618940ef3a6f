/**
 * How each kind of resource of a graph is made on a peer: the SDK's calls from the resource's inputs. Inputs are read by schemas
 * that refuse what they do not name, so nothing that a program asks for is left out in silence.
 */
import * as dynamodb from "@aws-sdk/client-dynamodb"
import * as events from "@aws-sdk/client-eventbridge"
import * as iam from "@aws-sdk/client-iam"
import * as s3 from "@aws-sdk/client-s3"
import * as scheduler from "@aws-sdk/client-scheduler"
import * as sns from "@aws-sdk/client-sns"
import * as sqs from "@aws-sdk/client-sqs"
import * as Schema from "effect/Schema"
import type { Captured } from "../test/Graph.ts"
import type { PeerClients } from "./PeerClients.ts"

/** A kind of resource. */
export interface Kind {
  readonly put: (aws: PeerClients, resource: Captured, isNew: boolean) => Promise<unknown>
  readonly remove: (aws: PeerClients, resource: Captured) => Promise<unknown>
}

/** Goes with what it belongs to. */
const withItsOwner = async () => undefined

const kind = <A>(
  schema: Schema.Codec<A, unknown>,
  put: (aws: PeerClients, inputs: A, resource: Captured, isNew: boolean) => Promise<unknown>,
  remove: (aws: PeerClients, inputs: A, resource: Captured) => Promise<unknown> = withItsOwner
): Kind => {
  const decode = Schema.decodeUnknownSync(schema, { onExcessProperty: "error" })
  return {
    put: (aws, resource, isNew) => put(aws, decode(resource.inputs), resource, isNew),
    remove: (aws, resource) => remove(aws, decode(resource.inputs), resource)
  }
}

const { optionalKey: maybe, String: Text, Boolean: Flag, Int } = Schema
const struct = Schema.Struct
const list = Schema.Array

const Tags = Schema.Record(Text, Text)
const tagsOf = (tags: typeof Tags.Type) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

const eventBus = kind(struct({ name: Text, description: Text, tags: Tags }), (aws, { description, name, tags }) =>
  aws.events.send(new events.CreateEventBusCommand({ Name: name, Description: description, Tags: tagsOf(tags) }))
)

const eventArchive = kind(
  struct({ name: Text, description: Text, eventSourceArn: Text, retentionDays: Int }),
  (aws, { description, eventSourceArn, name, retentionDays }) =>
    aws.events.send(
      new events.CreateArchiveCommand({
        ArchiveName: name,
        Description: description,
        EventSourceArn: eventSourceArn,
        RetentionDays: retentionDays
      })
    )
)

const eventRule = kind(
  struct({
    name: Text,
    description: Text,
    eventBusName: Text,
    eventPattern: Text,
    state: Schema.Literals(["ENABLED", "DISABLED"]),
    tags: Tags
  }),
  (aws, { description, eventBusName, eventPattern, name, state, tags }) =>
    aws.events.send(
      new events.PutRuleCommand({
        Name: name,
        Description: description,
        EventBusName: eventBusName,
        EventPattern: eventPattern,
        State: state,
        Tags: tagsOf(tags)
      })
    ),
  (aws, { eventBusName, name }) =>
    aws.events.send(new events.DeleteRuleCommand({ Name: name, EventBusName: eventBusName }))
)

const eventTarget = kind(
  struct({
    rule: Text,
    eventBusName: Text,
    arn: Text,
    retryPolicy: struct({ maximumEventAgeInSeconds: Int, maximumRetryAttempts: Int }),
    deadLetterConfig: struct({ arn: Text })
  }),
  (aws, { arn, deadLetterConfig, eventBusName, retryPolicy, rule }, { name }) =>
    aws.events.send(
      new events.PutTargetsCommand({
        Rule: rule,
        EventBusName: eventBusName,
        Targets: [
          {
            Id: name,
            Arn: arn,
            RetryPolicy: {
              MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds,
              MaximumRetryAttempts: retryPolicy.maximumRetryAttempts
            },
            DeadLetterConfig: { Arn: deadLetterConfig.arn }
          }
        ]
      })
    ),
  (aws, { eventBusName, rule }, { name }) =>
    aws.events.send(new events.RemoveTargetsCommand({ Rule: rule, EventBusName: eventBusName, Ids: [name] }))
)

const queue = kind(
  struct({
    name: Text,
    messageRetentionSeconds: Int,
    visibilityTimeoutSeconds: Int,
    receiveWaitTimeSeconds: maybe(Int),
    redrivePolicy: maybe(Text),
    sqsManagedSseEnabled: Flag,
    tags: Tags
  }),
  (aws, inputs) =>
    aws.sqs.send(
      new sqs.CreateQueueCommand({
        QueueName: inputs.name,
        Attributes: {
          MessageRetentionPeriod: String(inputs.messageRetentionSeconds),
          VisibilityTimeout: String(inputs.visibilityTimeoutSeconds),
          SqsManagedSseEnabled: String(inputs.sqsManagedSseEnabled),
          ...(inputs.receiveWaitTimeSeconds === undefined
            ? {}
            : { ReceiveMessageWaitTimeSeconds: String(inputs.receiveWaitTimeSeconds) }),
          ...(inputs.redrivePolicy === undefined ? {} : { RedrivePolicy: inputs.redrivePolicy })
        },
        tags: inputs.tags
      })
    ),
  (aws, _, { state }) => aws.sqs.send(new sqs.DeleteQueueCommand({ QueueUrl: String(state["url"]) }))
)

const queuePolicy = kind(struct({ queueUrl: Text, policy: Text }), (aws, { policy, queueUrl }) =>
  aws.sqs.send(new sqs.SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy: policy } }))
)

const redriveAllowPolicy = kind(
  struct({ queueUrl: Text, redriveAllowPolicy: Text }),
  (aws, { queueUrl, redriveAllowPolicy: RedriveAllowPolicy }) =>
    aws.sqs.send(new sqs.SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { RedriveAllowPolicy } }))
)

const bucket = kind(struct({ forceDestroy: Flag, tags: Tags }), (aws, _, { state }) =>
  aws.s3.send(
    new s3.CreateBucketCommand({
      Bucket: String(state["name"]),
      CreateBucketConfiguration: { LocationConstraint: "eu-central-1" }
    })
  )
)

const bucketOwnershipControls = kind(
  struct({ bucket: Text, rule: struct({ objectOwnership: Schema.Literal("BucketOwnerEnforced") }) }),
  (aws, { bucket: Bucket, rule }) =>
    aws.s3.send(
      new s3.PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership }] }
      })
    )
)

const bucketPublicAccessBlock = kind(
  struct({
    bucket: Text,
    blockPublicAcls: Flag,
    blockPublicPolicy: Flag,
    ignorePublicAcls: Flag,
    restrictPublicBuckets: Flag
  }),
  (aws, inputs) =>
    aws.s3.send(
      new s3.PutPublicAccessBlockCommand({
        Bucket: inputs.bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: inputs.blockPublicAcls,
          BlockPublicPolicy: inputs.blockPublicPolicy,
          IgnorePublicAcls: inputs.ignorePublicAcls,
          RestrictPublicBuckets: inputs.restrictPublicBuckets
        }
      })
    )
)

const bucketVersioning = kind(
  struct({ bucket: Text, versioningConfiguration: struct({ status: Schema.Literals(["Enabled", "Suspended"]) }) }),
  (aws, { bucket: Bucket, versioningConfiguration: { status } }) =>
    aws.s3.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: status } }))
)

const bucketEncryption = kind(
  struct({
    bucket: Text,
    rules: list(
      struct({
        applyServerSideEncryptionByDefault: struct({ sseAlgorithm: Schema.Literal("AES256") }),
        bucketKeyEnabled: Flag
      })
    )
  }),
  (aws, { bucket: Bucket, rules }) =>
    aws.s3.send(
      new s3.PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: rules.map(({ applyServerSideEncryptionByDefault: { sseAlgorithm }, bucketKeyEnabled }) => ({
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: sseAlgorithm },
            BucketKeyEnabled: bucketKeyEnabled
          }))
        }
      })
    )
)

const bucketLifecycle = kind(
  struct({
    bucket: Text,
    rules: list(
      struct({
        id: Text,
        status: Schema.Literals(["Enabled", "Disabled"]),
        filter: struct({ prefix: Text }),
        noncurrentVersionExpiration: struct({ noncurrentDays: Int }),
        expiration: struct({ expiredObjectDeleteMarker: Flag }),
        abortIncompleteMultipartUpload: struct({ daysAfterInitiation: Int })
      })
    )
  }),
  (aws, { bucket: Bucket, rules }) =>
    aws.s3.send(
      new s3.PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: rules.map((rule) => ({
            ID: rule.id,
            Status: rule.status,
            Filter: { Prefix: rule.filter.prefix },
            NoncurrentVersionExpiration: { NoncurrentDays: rule.noncurrentVersionExpiration.noncurrentDays },
            Expiration: { ExpiredObjectDeleteMarker: rule.expiration.expiredObjectDeleteMarker },
            AbortIncompleteMultipartUpload: {
              DaysAfterInitiation: rule.abortIncompleteMultipartUpload.daysAfterInitiation
            }
          }))
        }
      })
    )
)

const bucketNotification = kind(
  struct({
    bucket: Text,
    queues: list(struct({ id: Text, queueArn: Text, events: list(Schema.Literal("s3:ObjectCreated:*")) }))
  }),
  (aws, { bucket: Bucket, queues }) =>
    aws.s3.send(
      new s3.PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          QueueConfigurations: queues.map((each) => ({
            Id: each.id,
            QueueArn: each.queueArn,
            Events: [...each.events]
          }))
        }
      })
    )
)

const table = kind(
  struct({
    name: Text,
    billingMode: Schema.Literal("PAY_PER_REQUEST"),
    hashKey: Text,
    rangeKey: Text,
    attributes: list(struct({ name: Text, type: Schema.Literal("S") })),
    globalSecondaryIndexes: list(
      struct({ name: Text, hashKey: Text, rangeKey: Text, projectionType: Schema.Literal("ALL") })
    ),
    ttl: maybe(struct({ enabled: Flag, attributeName: Text })),
    pointInTimeRecovery: struct({ enabled: Flag }),
    deletionProtectionEnabled: Flag,
    tags: Tags
  }),
  async (aws, inputs) => {
    const TableName = inputs.name
    const keys = (hash: string, range: string): Array<dynamodb.KeySchemaElement> => [
      { AttributeName: hash, KeyType: "HASH" },
      { AttributeName: range, KeyType: "RANGE" }
    ]
    await aws.dynamodb.send(
      new dynamodb.CreateTableCommand({
        TableName,
        BillingMode: inputs.billingMode,
        KeySchema: keys(inputs.hashKey, inputs.rangeKey),
        AttributeDefinitions: inputs.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
        ...(inputs.globalSecondaryIndexes.length === 0
          ? {}
          : {
              GlobalSecondaryIndexes: inputs.globalSecondaryIndexes.map((index) => ({
                IndexName: index.name,
                KeySchema: keys(index.hashKey, index.rangeKey),
                Projection: { ProjectionType: index.projectionType }
              }))
            }),
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
        Tags: tagsOf(inputs.tags)
      })
    )
    if (inputs.ttl !== undefined) {
      await aws.dynamodb.send(
        new dynamodb.UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { AttributeName: inputs.ttl.attributeName, Enabled: inputs.ttl.enabled }
        })
      )
    }
    await aws.dynamodb.send(
      new dynamodb.UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: inputs.pointInTimeRecovery.enabled }
      })
    )
  },
  (aws, { name }) => aws.dynamodb.send(new dynamodb.DeleteTableCommand({ TableName: name }))
)

const role = kind(
  struct({ name: Text, assumeRolePolicy: Text, tags: Tags }),
  (aws, { assumeRolePolicy, name, tags }) =>
    aws.iam.send(
      new iam.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: assumeRolePolicy, Tags: tagsOf(tags) })
    ),
  (aws, { name }) => aws.iam.send(new iam.DeleteRoleCommand({ RoleName: name }))
)

const rolePolicy = kind(
  struct({ name: Text, role: Text, policy: Text }),
  (aws, inputs) =>
    aws.iam.send(
      new iam.PutRolePolicyCommand({
        RoleName: inputs.role,
        PolicyName: inputs.name,
        PolicyDocument: inputs.policy
      })
    ),
  (aws, inputs) => aws.iam.send(new iam.DeleteRolePolicyCommand({ RoleName: inputs.role, PolicyName: inputs.name }))
)

const logGroup = kind(
  struct({ name: Text, retentionInDays: Int, tags: Tags }),
  async (aws, { name: logGroupName, retentionInDays, tags }, _, isNew) => {
    if (isNew) await aws.ask("logs", "CreateLogGroup", { logGroupName, tags })
    await aws.ask("logs", "PutRetentionPolicy", { logGroupName, retentionInDays })
  },
  (aws, { name: logGroupName }) => aws.ask("logs", "DeleteLogGroup", { logGroupName })
)

const schedule = kind(
  struct({
    name: Text,
    description: Text,
    scheduleExpression: Text,
    scheduleExpressionTimezone: Text,
    flexibleTimeWindow: struct({ mode: Schema.Literal("OFF") }),
    target: struct({
      arn: Text,
      roleArn: Text,
      input: Text,
      retryPolicy: struct({ maximumEventAgeInSeconds: Int, maximumRetryAttempts: Int })
    })
  }),
  (aws, inputs) =>
    aws.scheduler.send(
      new scheduler.CreateScheduleCommand({
        Name: inputs.name,
        Description: inputs.description,
        ScheduleExpression: inputs.scheduleExpression,
        ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
        FlexibleTimeWindow: { Mode: inputs.flexibleTimeWindow.mode },
        Target: {
          Arn: inputs.target.arn,
          RoleArn: inputs.target.roleArn,
          Input: inputs.target.input,
          RetryPolicy: {
            MaximumEventAgeInSeconds: inputs.target.retryPolicy.maximumEventAgeInSeconds,
            MaximumRetryAttempts: inputs.target.retryPolicy.maximumRetryAttempts
          }
        }
      })
    )
)

const key = kind(
  struct({ description: Text, enableKeyRotation: Flag, policy: Text, tags: Tags }),
  (aws, { description, policy, tags }) =>
    aws.ask("kms", "CreateKey", {
      Description: description,
      Policy: policy,
      Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }))
    })
)

const topic = kind(struct({ name: Text, kmsMasterKeyId: Text, tags: Tags }), (aws, { kmsMasterKeyId, name, tags }) =>
  aws.sns.send(
    new sns.CreateTopicCommand({ Name: name, Attributes: { KmsMasterKeyId: kmsMasterKeyId }, Tags: tagsOf(tags) })
  )
)

const topicPolicy = kind(struct({ arn: Text, policy: Text }), (aws, { arn, policy }) =>
  aws.sns.send(new sns.SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "Policy", AttributeValue: policy }))
)

const topicSubscription = kind(struct({ topic: Text, protocol: Text, endpoint: Text }), (aws, inputs) =>
  aws.sns.send(
    new sns.SubscribeCommand({ TopicArn: inputs.topic, Protocol: inputs.protocol, Endpoint: inputs.endpoint })
  )
)

const Dimensions = Schema.Record(Text, Text)

const dimensionsOf = (dimensions: typeof Dimensions.Type) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))

const metricAlarm = kind(
  struct({
    name: Text,
    alarmDescription: Text,
    comparisonOperator: Text,
    threshold: Schema.Finite,
    evaluationPeriods: Int,
    treatMissingData: Text,
    alarmActions: list(Text),
    okActions: list(Text),
    tags: Tags,
    namespace: maybe(Text),
    metricName: maybe(Text),
    dimensions: maybe(Dimensions),
    statistic: maybe(Text),
    period: maybe(Int),
    metricQueries: maybe(
      list(
        struct({
          id: Text,
          label: maybe(Text),
          expression: maybe(Text),
          returnData: maybe(Flag),
          metric: maybe(struct({ namespace: Text, metricName: Text, dimensions: Dimensions, stat: Text, period: Int }))
        })
      )
    )
  }),
  (aws, inputs) =>
    aws.ask("monitoring", "PutMetricAlarm", {
      AlarmName: inputs.name,
      AlarmDescription: inputs.alarmDescription,
      ComparisonOperator: inputs.comparisonOperator,
      Threshold: inputs.threshold,
      EvaluationPeriods: inputs.evaluationPeriods,
      TreatMissingData: inputs.treatMissingData,
      AlarmActions: inputs.alarmActions,
      OKActions: inputs.okActions,
      Tags: tagsOf(inputs.tags),
      ...(inputs.metricQueries === undefined
        ? {
            Namespace: inputs.namespace,
            MetricName: inputs.metricName,
            Dimensions: dimensionsOf(inputs.dimensions ?? {}),
            Statistic: inputs.statistic,
            Period: inputs.period
          }
        : {
            Metrics: inputs.metricQueries.map(({ expression, id, label, metric, returnData }) => ({
              Id: id,
              Label: label,
              Expression: expression,
              ReturnData: returnData ?? false,
              ...(metric === undefined
                ? {}
                : {
                    MetricStat: {
                      Metric: {
                        Namespace: metric.namespace,
                        MetricName: metric.metricName,
                        Dimensions: dimensionsOf(metric.dimensions)
                      },
                      Stat: metric.stat,
                      Period: metric.period
                    }
                  })
            }))
          })
    }),
  (aws, { name }) => aws.ask("monitoring", "DeleteAlarms", { AlarmNames: [name] })
)

const dashboard = kind(struct({ dashboardName: Text, dashboardBody: Text }), (aws, { dashboardBody, dashboardName }) =>
  aws.ask("monitoring", "PutDashboard", { DashboardName: dashboardName, DashboardBody: dashboardBody })
)

/** The kinds by Pulumi's types, in the order in which they can be made. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    "kms/key:Key": key,
    "iam/role:Role": role,
    "iam/rolePolicy:RolePolicy": rolePolicy,
    "cloudwatch/logGroup:LogGroup": logGroup,
    "sns/topic:Topic": topic,
    "sns/topicPolicy:TopicPolicy": topicPolicy,
    "sns/topicSubscription:TopicSubscription": topicSubscription,
    "dynamodb/table:Table": table,
    "s3/bucket:Bucket": bucket,
    "s3/bucketOwnershipControls:BucketOwnershipControls": bucketOwnershipControls,
    "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPublicAccessBlock,
    "s3/bucketVersioning:BucketVersioning": bucketVersioning,
    "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketEncryption,
    "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketLifecycle,
    "sqs/queue:Queue": queue,
    "sqs/redriveAllowPolicy:RedriveAllowPolicy": redriveAllowPolicy,
    "sqs/queuePolicy:QueuePolicy": queuePolicy,
    "s3/bucketNotification:BucketNotification": bucketNotification,
    "cloudwatch/eventBus:EventBus": eventBus,
    "cloudwatch/eventArchive:EventArchive": eventArchive,
    "cloudwatch/eventRule:EventRule": eventRule,
    "cloudwatch/eventTarget:EventTarget": eventTarget,
    "scheduler/schedule:Schedule": schedule,
    "cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
    "cloudwatch/dashboard:Dashboard": dashboard
  }).map(([type, made]) => [`aws:${type}`, made])
)
