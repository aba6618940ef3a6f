/** How each kind of resource of a graph is made on a peer, by Pulumi's names of them. */
import * as MessagingKinds from "./MessagingKinds.ts"
import * as OperationsKinds from "./OperationsKinds.ts"
import type { Kind } from "./ResourceKind.ts"
import * as StorageKinds from "./StorageKinds.ts"

/** The kinds by Pulumi's types, in the order in which they can be made. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    "kms/key:Key": OperationsKinds.key,
    "iam/role:Role": OperationsKinds.role,
    "iam/rolePolicy:RolePolicy": OperationsKinds.rolePolicy,
    "cloudwatch/logGroup:LogGroup": OperationsKinds.logGroup,
    "sns/topic:Topic": MessagingKinds.topic,
    "sns/topicPolicy:TopicPolicy": MessagingKinds.topicPolicy,
    "sns/topicSubscription:TopicSubscription": MessagingKinds.topicSubscription,
    "dynamodb/table:Table": StorageKinds.table,
    "s3/bucket:Bucket": StorageKinds.bucket,
    "s3/bucketOwnershipControls:BucketOwnershipControls": StorageKinds.bucketOwnershipControls,
    "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": StorageKinds.bucketPublicAccessBlock,
    "s3/bucketVersioning:BucketVersioning": StorageKinds.bucketVersioning,
    "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": StorageKinds.bucketEncryption,
    "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": StorageKinds.bucketLifecycle,
    "sqs/queue:Queue": MessagingKinds.queue,
    "sqs/redriveAllowPolicy:RedriveAllowPolicy": MessagingKinds.redriveAllowPolicy,
    "sqs/queuePolicy:QueuePolicy": MessagingKinds.queuePolicy,
    "s3/bucketNotification:BucketNotification": StorageKinds.bucketNotification,
    "cloudwatch/eventBus:EventBus": MessagingKinds.eventBus,
    "cloudwatch/eventArchive:EventArchive": MessagingKinds.eventArchive,
    "cloudwatch/eventRule:EventRule": MessagingKinds.eventRule,
    "cloudwatch/eventTarget:EventTarget": MessagingKinds.eventTarget,
    "scheduler/schedule:Schedule": MessagingKinds.schedule,
    "cloudwatch/metricAlarm:MetricAlarm": OperationsKinds.metricAlarm,
    "cloudwatch/dashboard:Dashboard": OperationsKinds.dashboard
  }).map(([type, made]) => [`aws:${type}`, made])
)
