/** The bus with its archive, rules and targets, queues, topics, and schedules: how each kind is made on a peer. */
import * as events from "@aws-sdk/client-eventbridge"
import * as scheduler from "@aws-sdk/client-scheduler"
import * as sns from "@aws-sdk/client-sns"
import * as sqs from "@aws-sdk/client-sqs"
import * as Schema from "effect/Schema"
import { kind, Tags, tagsOf } from "./ResourceKind.ts"

const { optionalKey: maybe, String: Text, Boolean: Flag, Int } = Schema
const struct = Schema.Struct

export const eventBus = kind(
  struct({ name: Text, description: Text, tags: Tags }),
  (aws, { description, name, tags }) =>
    aws.events.send(new events.CreateEventBusCommand({ Name: name, Description: description, Tags: tagsOf(tags) }))
)

export const eventArchive = kind(
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

export const eventRule = kind(
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

export const eventTarget = kind(
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

export const queue = kind(
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

export const queuePolicy = kind(struct({ queueUrl: Text, policy: Text }), (aws, { policy, queueUrl }) =>
  aws.sqs.send(new sqs.SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy: policy } }))
)

export const redriveAllowPolicy = kind(
  struct({ queueUrl: Text, redriveAllowPolicy: Text }),
  (aws, { queueUrl, redriveAllowPolicy: RedriveAllowPolicy }) =>
    aws.sqs.send(new sqs.SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { RedriveAllowPolicy } }))
)

export const schedule = kind(
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

export const topic = kind(
  struct({ name: Text, kmsMasterKeyId: Text, tags: Tags }),
  (aws, { kmsMasterKeyId, name, tags }) =>
    aws.sns.send(
      new sns.CreateTopicCommand({ Name: name, Attributes: { KmsMasterKeyId: kmsMasterKeyId }, Tags: tagsOf(tags) })
    )
)

export const topicPolicy = kind(struct({ arn: Text, policy: Text }), (aws, { arn, policy }) =>
  aws.sns.send(new sns.SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "Policy", AttributeValue: policy }))
)

export const topicSubscription = kind(struct({ topic: Text, protocol: Text, endpoint: Text }), (aws, inputs) =>
  aws.sns.send(
    new sns.SubscribeCommand({ TopicArn: inputs.topic, Protocol: inputs.protocol, Endpoint: inputs.endpoint })
  )
)
