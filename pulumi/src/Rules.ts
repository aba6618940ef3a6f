/** Rules: a contract's `on` and `where` as a rule of the bus, with the consumer's queue as its one target. */
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js"
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js"
import * as Pattern from "@millrace/core/Pattern"
import type * as pulumi from "@pulumi/pulumi"
import type { Deployment } from "./Deployment.ts"
import type { ConsumerPlan } from "./Plan.ts"
import type * as Queues from "./Queues.ts"

/** A pattern that EventBridge would refuse: told before anything is deployed. */
export class RuleInvalid extends Error {
  override readonly name = "RuleInvalid"
}

/** Makes the rule of a consumer. `undefined` where nothing of the bus is for it. */
export const make = (
  deployment: Deployment,
  consumer: ConsumerPlan,
  bus: pulumi.Output<string>
): EventRule | undefined => {
  const { rule } = consumer
  if (rule === undefined) return undefined
  const issues = Pattern.validate(rule.pattern)
  if (issues.length > 0) {
    throw new RuleInvalid(
      `${rule.name}: EventBridge would refuse its pattern: ${issues.map(({ mend, message, path }) => `${path} ${message} (${mend})`).join("; ")}`
    )
  }
  return new EventRule(
    `${deployment.name}-${rule.name}`,
    {
      name: rule.name,
      description: `Events for ${consumer.contract.name}, as its contract says.`,
      eventBusName: bus,
      eventPattern: Pattern.toEventBridge(rule.pattern),
      state: "ENABLED",
      tags: deployment.tags
    },
    deployment.options
  )
}

/** Sends a rule's events to its consumer's queue, once the queue lets it. */
export const target = (
  deployment: Deployment,
  consumer: string,
  rule: EventRule,
  queues: Queues.Made,
  allowed: pulumi.Resource
): EventTarget => {
  const { deadLetters, queue } = queues
  return new EventTarget(
    `${deployment.name}-${consumer}`,
    {
      rule: rule.name,
      eventBusName: rule.eventBusName,
      arn: queue.arn,
      // A day, which is EventBridge's longest; what has not arrived by then is a dead letter.
      retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
      deadLetterConfig: { arn: deadLetters.arn }
    },
    { ...deployment.options, dependsOn: [allowed] }
  )
}
