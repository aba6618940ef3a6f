/**
 * Schedules: an event of `Event.every` as a schedule of EventBridge Scheduler, which invokes the function that puts the event on
 * the bus. Where an interval divides the hour or the day, the schedule is a cron expression in UTC, so its instants are those of
 * the embedded runtime; any other is a rate, counted from the deployment.
 */
import { Role } from "@pulumi/aws/iam/role.js"
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js"
import { Schedule } from "@pulumi/aws/scheduler/schedule.js"
import { type Deployment, json } from "./Deployment.ts"
import type * as Functions from "./Functions.ts"
import { scheduleFunction } from "./Names.ts"
import type { SchedulePlan } from "./Plan.ts"
import * as Policy from "./Policy.ts"

/** EventBridge Scheduler's context attribute: the instant that an invocation stands for. */
const scheduledTime = "<aws.scheduler.scheduled-time>"

/** The schedule expression of an interval: `cron(0/5 * * * ? *)`, `cron(0 0/6 * * ? *)`, `rate(7 minutes)`. */
export const expressionOf = (minutes: number): string => {
  if (minutes < 60 && 60 % minutes === 0) return `cron(0/${minutes} * * * ? *)`
  const hours = minutes / 60
  if (Number.isInteger(hours) && hours < 24 && 24 % hours === 0) return `cron(0 0/${hours} * * ? *)`
  if (hours === 24) return "cron(0 0 * * ? *)"
  return `rate(${minutes} minutes)`
}

/** Makes the schedules of a pipeline. */
export const make = (
  deployment: Deployment,
  schedules: ReadonlyArray<SchedulePlan>,
  made: Functions.Made
): ReadonlyArray<Schedule> => {
  const name = `${deployment.name}-schedules`
  const role = new Role(
    name,
    {
      name,
      assumeRolePolicy: deployment.place.apply(({ account }) =>
        json(Policy.assumedBy("scheduler.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } }))
      ),
      tags: deployment.tags
    },
    deployment.options
  )
  const policy = new RolePolicy(
    name,
    { name: "invoke", role: role.name, policy: made.function.arn.apply((arn) => json(Policy.invokes(arn))) },
    deployment.options
  )
  return schedules.map(({ event, everyMinutes }) => {
    const logical = `${deployment.name}-${event.eventType.replace(/[^A-Za-z0-9-]/g, "-")}`
    return new Schedule(
      logical,
      {
        name: logical,
        description: `Emits ${event.eventType} by ${scheduleFunction}.`,
        scheduleExpression: expressionOf(everyMinutes),
        scheduleExpressionTimezone: "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: made.function.arn,
          roleArn: role.arn,
          input: JSON.stringify({ type: event.eventType, scheduledFor: scheduledTime }),
          retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 }
        }
      },
      { ...deployment.options, dependsOn: [policy] }
    )
  })
}
