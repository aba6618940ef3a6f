/** Buckets and tables: how each kind is made on a peer. */
import * as dynamodb from "@aws-sdk/client-dynamodb"
import * as s3 from "@aws-sdk/client-s3"
import * as Schema from "effect/Schema"
import { kind, Tags, tagsOf } from "./ResourceKind.ts"

const { optionalKey: maybe, String: Text, Boolean: Flag, Int } = Schema
const struct = Schema.Struct
const list = Schema.Array

export const bucket = kind(struct({ forceDestroy: Flag, tags: Tags }), (aws, _, { state }) =>
  aws.s3.send(
    new s3.CreateBucketCommand({
      Bucket: String(state["name"]),
      CreateBucketConfiguration: { LocationConstraint: "eu-central-1" }
    })
  )
)

export const bucketOwnershipControls = kind(
  struct({ bucket: Text, rule: struct({ objectOwnership: Schema.Literal("BucketOwnerEnforced") }) }),
  (aws, { bucket: Bucket, rule }) =>
    aws.s3.send(
      new s3.PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership }] }
      })
    )
)

export const bucketPublicAccessBlock = kind(
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

export const bucketVersioning = kind(
  struct({ bucket: Text, versioningConfiguration: struct({ status: Schema.Literals(["Enabled", "Suspended"]) }) }),
  (aws, { bucket: Bucket, versioningConfiguration: { status } }) =>
    aws.s3.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: status } }))
)

export const bucketEncryption = kind(
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

export const bucketLifecycle = kind(
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

export const bucketNotification = kind(
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

export const table = kind(
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
