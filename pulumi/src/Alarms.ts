/** Alarms: what an operator must know of, each with a description that says what to do. They go to one topic, by e-mail. */
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js"
import { Key } from "@pulumi/aws/kms/key.js"
import { Topic } from "@pulumi/aws/sns/topic.js"
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy.js"
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js"
import * as pulumi from "@pulumi/pulumi"
import { type Deployment, json } from "./Deployment.ts"
import type { ConsumerPlan, FunctionPlan } from "./Plan.ts"
import * as Policy from "./Policy.ts"

/** Namespace of the metrics that functions write, see `@millrace/aws/lambda/EmbeddedMetrics`. */
export const metricsNamespace = "Millrace"

/** Makes the topic. Its key is made too where the customer gave none: CloudWatch cannot use AWS's own key for topics. */
export const topic = (deployment: Deployment): pulumi.Output<string> => {
  const { settings } = deployment.plan
  const name = `${deployment.name}-alarms`
  const key =
    settings.kmsKeyArn === null
      ? new Key(
          name,
          {
            description: "Encrypts alarms on their topic.",
            enableKeyRotation: true,
            policy: deployment.place.apply(({ account, partition }) => json(Policy.ofAlarmKey(account, partition))),
            tags: deployment.tags
          },
          deployment.options
        ).arn
      : settings.kmsKeyArn
  const made = new Topic(name, { name, kmsMasterKeyId: key, tags: deployment.tags }, deployment.options)
  new TopicPolicy(
    name,
    {
      arn: made.arn,
      policy: pulumi
        .all([made.arn, deployment.place])
        .apply(([arn, { account }]) => json(Policy.ofAlarmTopic(arn, account)))
    },
    deployment.options
  )
  for (const [position, address] of settings.alarmAddresses.entries()) {
    new TopicSubscription(
      `${name}-${position}`,
      { topic: made.arn, protocol: "email", endpoint: address },
      deployment.options
    )
  }
  return made.arn
}

interface Alarm {
  readonly name: string
  readonly description: string
  readonly threshold: number
  readonly comparison?: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold"
  readonly periods?: number
}

interface Metric {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: "Sum" | "Maximum"
  readonly periodSeconds?: number
}

const shared = (deployment: Deployment, alarm: Alarm, topicArn: pulumi.Output<string>) => ({
  name: `${deployment.name}-${alarm.name}`,
  alarmDescription: alarm.description,
  comparisonOperator: alarm.comparison ?? "GreaterThanThreshold",
  threshold: alarm.threshold,
  evaluationPeriods: alarm.periods ?? 1,
  treatMissingData: "notBreaching",
  alarmActions: [topicArn],
  okActions: [topicArn],
  tags: deployment.tags
})

const make = (
  deployment: Deployment,
  topicArn: pulumi.Output<string>,
  alarm: Alarm,
  { dimensions, metric, namespace, periodSeconds = 60, statistic }: Metric
): MetricAlarm =>
  new MetricAlarm(
    `${deployment.name}-${alarm.name}`,
    {
      ...shared(deployment, alarm, topicArn),
      namespace,
      metricName: metric,
      dimensions,
      statistic,
      period: periodSeconds
    },
    deployment.options
  )

/** Alarms of any function: errors, throttles, runs that come near the timeout. */
export const ofFunction = (deployment: Deployment, plan: FunctionPlan, topicArn: pulumi.Output<string>): void => {
  const dimensions = { FunctionName: `${deployment.name}-${plan.name}` }
  const of = (metric: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/Lambda",
    metric,
    dimensions,
    statistic
  })
  const logGroup = `/aws/lambda/${deployment.name}-${plan.name}`
  make(
    deployment,
    topicArn,
    {
      name: `${plan.name}-errors`,
      threshold: 0,
      description: `The function ${plan.name} failed as a whole: it could not start, ran out of memory or time, or was invoked with what it does not know. Read the errors in ${logGroup} (saved query "errors"). Its messages stay on the queue and are tried again; mend the cause, or roll back the last deployment.`
    },
    of("Errors", "Sum")
  )
  // One that runs alone is throttled whenever two of its messages wait, as it should be.
  if (plan.reservedConcurrency !== 1)
    make(
      deployment,
      topicArn,
      {
        name: `${plan.name}-throttles`,
        threshold: 0,
        periods: 5,
        description: `The function ${plan.name} has been refused invocations for five minutes: the account's concurrency or the function's reserved concurrency is used up. Nothing is lost, events wait. Raise millrace:reservedConcurrency for ${plan.name} or the account's quota, or lower millrace:maximumConcurrency.`
      },
      of("Throttles", "Sum")
    )
  make(
    deployment,
    topicArn,
    {
      name: `${plan.name}-duration`,
      // Lambda's durations are milliseconds.
      threshold: plan.timeoutSeconds * 800,
      description: `A run of ${plan.name} took over 80 % of its ${plan.timeoutSeconds} seconds. Find what it worked on with the saved query "slow deliveries". Give it more memory (millrace:memoryMiB, which is more CPU too) or more time (millrace:timeoutSeconds).`
    },
    of("Duration", "Maximum")
  )
}

/** Alarms of a consumer: dead letters, waiting messages, deliveries that its rule could not make. */
export const ofConsumer = (
  deployment: Deployment,
  consumer: ConsumerPlan,
  busName: string,
  topicArn: pulumi.Output<string>
): void => {
  const { name } = consumer.contract
  const queue = `${deployment.name}-${name}`
  const redrive = `Look at it with "millrace dead-letters list --aws", mend the cause, then "millrace dead-letters redrive --aws".`
  make(
    deployment,
    topicArn,
    {
      name: `${name}-dead`,
      threshold: 0,
      description: `An event is dead for ${name}: its attempts or its time ran out, or no retry can mend it. It is kept with its cause and its trace. ${redrive}`
    },
    {
      namespace: metricsNamespace,
      metric: "millrace.deliveries",
      dimensions: { consumer: name, outcome: "Dead" },
      statistic: "Sum"
    }
  )
  make(
    deployment,
    topicArn,
    {
      name: `${name}-dlq`,
      threshold: 0,
      description: `A message reached the dead-letter queue of ${name}: the queue gave it up, or the bus could not deliver it. The function dlq-drain makes a dead letter of it; if this alarm stays, that function does not run: see its alarms. ${redrive}`
    },
    {
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: `${queue}-dlq` },
      statistic: "Maximum"
    }
  )
  const ageSeconds = Math.max(900, consumer.function.timeoutSeconds * 3)
  make(
    deployment,
    topicArn,
    {
      name: `${name}-age`,
      threshold: ageSeconds,
      periods: 5,
      description: `The oldest event for ${name} has waited over ${ageSeconds / 60} minutes. If many wait, it is behind: raise millrace:maximumConcurrency. If few do, they are being retried: the saved query "failed deliveries" says why.`
    },
    {
      namespace: "AWS/SQS",
      metric: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queue },
      statistic: "Maximum"
    }
  )
  if (consumer.rule !== undefined) {
    make(
      deployment,
      topicArn,
      {
        name: `${name}-rule`,
        threshold: 0,
        description: `The bus could not hand events to the queue of ${name}: the rule ${consumer.rule.name}, the queue or its policy was changed outside this program. Run "npm run preview" to see what, "npm run deploy" to put it right; what was not delivered is a dead letter.`
      },
      {
        namespace: "AWS/Events",
        metric: "FailedInvocations",
        dimensions: { EventBusName: busName, RuleName: consumer.rule.name },
        statistic: "Sum"
      }
    )
  }
}

/**
 * The alarm on the time from upload to processed. What there is to measure it by is the longest that a message has waited on each
 * queue of the way, and the longest run on it: their sum is no less than the slowest upload's time.
 */
export const ofLatency = (
  deployment: Deployment,
  way: ReadonlyArray<ConsumerPlan>,
  topicArn: pulumi.Output<string>
): void => {
  if (way.length === 0) return
  const queries = way.flatMap(({ contract, function: fn }, at) => [
    {
      id: `wait${at}`,
      metric: {
        namespace: "AWS/SQS",
        metricName: "ApproximateAgeOfOldestMessage",
        dimensions: { QueueName: `${deployment.name}-${contract.name}` },
        stat: "Maximum",
        period: 60
      }
    },
    {
      id: `run${at}`,
      metric: {
        namespace: "AWS/Lambda",
        metricName: "Duration",
        dimensions: { FunctionName: `${deployment.name}-${fn.name}` },
        stat: "Maximum",
        period: 60
      }
    }
  ])
  const expression = way.map((_, at) => `FILL(wait${at}, 0) + FILL(run${at}, 0) / 1000`).join(" + ")
  const names = way.map(({ contract }) => contract.name).join(" and ")
  const alarm: Alarm = {
    name: "upload-latency",
    threshold: deployment.plan.settings.latencyAlarmSeconds,
    periods: 3,
    description: `Uploads take over ${deployment.plan.settings.latencyAlarmSeconds} seconds until they are processed. See on the dashboard whether they wait for ${names} or are slow in them; then as that consumer's age or duration alarm says. The limit is millrace:latencyAlarmSeconds.`
  }
  new MetricAlarm(
    `${deployment.name}-${alarm.name}`,
    {
      ...shared(deployment, alarm, topicArn),
      metricQueries: [
        { id: "latency", label: "seconds from upload to processed, at most", expression, returnData: true },
        ...queries
      ]
    },
    deployment.options
  )
}
