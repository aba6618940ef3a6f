/** Roles, keys, logs, alarms and the dashboard: how each kind is made on a peer. */
import * as iam from "@aws-sdk/client-iam"
import * as Schema from "effect/Schema"
import { kind, Tags, tagsOf } from "./ResourceKind.ts"

const { optionalKey: maybe, String: Text, Boolean: Flag, Int } = Schema
const struct = Schema.Struct
const list = Schema.Array

export const role = kind(
  struct({ name: Text, assumeRolePolicy: Text, tags: Tags }),
  (aws, { assumeRolePolicy, name, tags }) =>
    aws.iam.send(
      new iam.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: assumeRolePolicy, Tags: tagsOf(tags) })
    ),
  (aws, { name }) => aws.iam.send(new iam.DeleteRoleCommand({ RoleName: name }))
)

export const rolePolicy = kind(
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

export const key = kind(
  struct({ description: Text, enableKeyRotation: Flag, policy: Text, tags: Tags }),
  (aws, { description, policy, tags }) =>
    aws.ask("kms", "CreateKey", {
      Description: description,
      Policy: policy,
      Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }))
    })
)

export const logGroup = kind(
  struct({ name: Text, retentionInDays: Int, tags: Tags }),
  async (aws, { name: logGroupName, retentionInDays, tags }, _, isNew) => {
    if (isNew) await aws.ask("logs", "CreateLogGroup", { logGroupName, tags })
    await aws.ask("logs", "PutRetentionPolicy", { logGroupName, retentionInDays })
  },
  (aws, { name: logGroupName }) => aws.ask("logs", "DeleteLogGroup", { logGroupName })
)

const Dimensions = Schema.Record(Text, Text)

const dimensionsOf = (dimensions: typeof Dimensions.Type) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))

export const metricAlarm = kind(
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

export const dashboard = kind(
  struct({ dashboardName: Text, dashboardBody: Text }),
  (aws, { dashboardBody, dashboardName }) =>
    aws.ask("monitoring", "PutDashboard", { DashboardName: dashboardName, DashboardBody: dashboardBody })
)
