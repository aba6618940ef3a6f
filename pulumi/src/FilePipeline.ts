/**
 * A pipeline on AWS, whole: everything that its contracts ask for, and nothing that they do not.
 *
 *     new FilePipeline("acme-dev", {
 *       pipeline: FileProcessing,
 *       functions: Bundles.fromDirectory("dist/functions"),
 *       settings: Settings.fromConfig(pulumi.runtime.allConfig())
 *     })
 *
 * The name begins every physical name, so two components of one account need two names. Adding a consumer to the pipeline
 * adds its rule, queues, function, role, alarms and graphs with no other edit.
 */
import * as Environment from "@millrace/aws/lambda/FunctionEnvironment"
import { Dashboard } from "@pulumi/aws/cloudwatch/dashboard.js"
import type { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js"
import { QueryDefinition } from "@pulumi/aws/cloudwatch/queryDefinition.js"
import { BucketNotification } from "@pulumi/aws/s3/bucketNotification.js"
import * as pulumi from "@pulumi/pulumi"
import * as Alarms from "./Alarms.ts"
import * as Buckets from "./Buckets.ts"
import * as Bus from "./Bus.ts"
import * as DashboardBody from "./Dashboard.ts"
import { type Deployment, placeOf } from "./Deployment.ts"
import * as Functions from "./Functions.ts"
import * as Plan from "./Plan.ts"
import * as Policy from "./Policy.ts"
import * as Queries from "./Queries.ts"
import * as Queues from "./Queues.ts"
import * as Rules from "./Rules.ts"
import * as Schedules from "./Schedules.ts"
import type { Settings } from "./Settings.ts"
import * as Tables from "./Tables.ts"

/** What a component is made from. */
export interface FilePipelineArgs extends Plan.Contracts {
  /** The code of a function: of each consumer, and of `dlq-drain` and, with schedules, `schedule-entry`. */
  readonly functions: (name: string) => Functions.FunctionCode
  readonly settings: Settings
}

/** A name that AWS would not take as the beginning of the others. */
export class NameInvalid extends Error {
  override readonly name = "NameInvalid"
}

/** Longest name of a function and of a role. */
const maxNameLength = 64

const checkName = (name: string, plan: Plan.Plan): void => {
  const functions = [...plan.consumers.map((consumer) => consumer.function.name), plan.drain.name]
  const longest = functions.reduce((a, b) => (b.length > a.length ? b : a))
  const room = maxNameLength - longest.length - 1
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name.length > room) {
    throw new NameInvalid(
      `${JSON.stringify(name)} cannot begin the names of this deployment: give at most ${room} lower-case letters, digits and hyphens, a letter first (${longest} has to fit behind it).`
    )
  }
}

/** The consumers between an upload and what comes of it: who takes uploads, and who takes what that one emits. */
const wayOfUploads = (plan: Plan.Plan): ReadonlyArray<Plan.ConsumerPlan> => {
  const first = plan.consumers.find(({ takesUploads }) => takesUploads)
  if (first === undefined) return []
  const emitted = new Set(first.contract.emits.map((event) => event.eventType))
  const next = plan.consumers.find(
    ({ contract }) =>
      contract !== first.contract && contract.on !== "*" && contract.on.some((event) => emitted.has(event.eventType))
  )
  return next === undefined ? [first] : [first, next]
}

/** See the module. Throws before the first resource where settings and contracts do not go together. */
export class FilePipeline extends pulumi.ComponentResource {
  /** Name of the bus. */
  readonly busName: pulumi.Output<string>
  /** Declared name → name of the bucket. */
  readonly bucketNames: pulumi.Output<Record<string, string>>
  /** Declared name → name of the table. */
  readonly tableNames: pulumi.Output<Record<string, string>>
  /** Consumer → URL of its queue. */
  readonly queueUrls: pulumi.Output<Record<string, string>>

  constructor(name: string, args: FilePipelineArgs, options?: pulumi.ComponentResourceOptions) {
    const plan = Plan.make(args, args.settings)
    checkName(name, plan)
    // Missing code is told before anything is made, too.
    const codeOf = new Map(
      [
        ...plan.consumers.map((consumer) => consumer.function),
        plan.drain,
        ...(plan.schedules === undefined ? [] : [plan.schedules.function])
      ].map((fn) => [fn.name, args.functions(fn.name)] as const)
    )
    super("millrace:aws:FilePipeline", name, {}, options)

    const { settings } = plan
    const tags = { "millrace:pipeline": plan.pipeline, "millrace:deployment": name }
    const resourceOptions: pulumi.CustomResourceOptions = { parent: this }
    const bus = Bus.make(name, settings, resourceOptions, tags)
    const deployment: Deployment = {
      name,
      plan,
      place: bus.arn.apply(placeOf),
      tags,
      options: resourceOptions,
      lasting: (lasting) => ({ ...resourceOptions, protect: lasting && settings.removalProtection })
    }

    const buckets = Buckets.makeAll(deployment)
    const tables = Tables.makeAll(deployment)
    const topic = Alarms.topic(deployment)
    const resources: Functions.Resources = { bus, tables, buckets }
    const functionOf = (fn: Plan.FunctionPlan, made: Parameters<typeof Functions.make>[4]): Functions.Made => {
      const code = codeOf.get(fn.name) ?? args.functions(fn.name)
      Alarms.ofFunction(deployment, fn, topic)
      return Functions.make(deployment, fn, code, resources, made)
    }

    const deadLetterQueues: Array<{ readonly consumer: string; readonly arn: pulumi.Output<string> }> = []
    const urls: Record<string, pulumi.Output<string>> = {}
    for (const consumer of plan.consumers) {
      const { contract } = consumer
      const queues = Queues.make(deployment, consumer)
      const rule: EventRule | undefined = Rules.make(deployment, consumer, bus.name)
      const notifying = plan.buckets.filter(({ notifies }) => notifies && consumer.takesUploads)
      const [source, ...others] = notifying.flatMap(({ name: bucket }) => buckets[bucket] ?? [])
      const allowed = Queues.protect(deployment, contract.name, queues, { rule: rule?.arn, bucket: source?.arn })
      if (rule !== undefined) Rules.target(deployment, contract.name, rule, queues, allowed)
      if (source !== undefined && others.length === 0) this.#notify(deployment, source, queues, allowed)
      const made = functionOf(consumer.function, {
        policy: (arns) => queues.queue.arn.apply((queue) => Policy.ofConsumer(contract, arns, queue)),
        environment: { [Environment.busName]: bus.name, [Environment.queueUrl]: queues.queue.url }
      })
      Functions.feed(deployment, contract.name, made, queues.queue.arn, consumer.queue)
      Alarms.ofConsumer(deployment, consumer, name, topic)
      deadLetterQueues.push({ consumer: contract.name, arn: queues.deadLetters.arn })
      urls[contract.name] = queues.queue.url
    }

    const drained = pulumi.all(deadLetterQueues.map(({ arn }) => arn))
    const drain = functionOf(plan.drain, {
      policy: (arns) => drained.apply((queues) => Policy.ofDrain(arns, queues)),
      environment: {
        [Environment.deadLetterQueues]: drained.apply((queues) =>
          JSON.stringify(Object.fromEntries(queues.map((arn, at) => [arn, deadLetterQueues[at]?.consumer])))
        )
      }
    })
    for (const { arn, consumer } of deadLetterQueues) {
      Functions.feed(deployment, `${consumer}-dlq`, drain, arn, { batchSize: 10, maximumConcurrency: 2 })
    }

    if (plan.schedules !== undefined) {
      const { events, function: fn } = plan.schedules
      const made = functionOf(fn, {
        policy: (arns) =>
          Policy.ofSchedules(
            events.map(({ event }) => event),
            arns
          ),
        environment: { [Environment.busName]: bus.name }
      })
      Schedules.make(deployment, events, made)
    }

    Alarms.ofLatency(deployment, wayOfUploads(plan), topic)
    new Dashboard(
      name,
      {
        dashboardName: name,
        dashboardBody: deployment.place.apply(({ region }) => JSON.stringify(DashboardBody.body(name, plan, region)))
      },
      deployment.options
    )
    const logGroupNames = [...codeOf.keys()].map((fn) => `/aws/lambda/${name}-${fn}`)
    for (const { name: title, query } of Queries.all) {
      new QueryDefinition(
        `${name}-${title.replaceAll(" ", "-")}`,
        { name: `${name}/${title}`, queryString: query, logGroupNames },
        deployment.options
      )
    }

    const namesOf = (made: Readonly<Record<string, { readonly name: pulumi.Output<string> }>>) =>
      pulumi.all(Object.fromEntries(Object.entries(made).map(([declared, resource]) => [declared, resource.name])))
    this.busName = bus.name
    this.bucketNames = namesOf(buckets)
    this.tableNames = namesOf(tables)
    this.queueUrls = pulumi.all(urls)
    this.registerOutputs({
      busName: this.busName,
      bucketNames: this.bucketNames,
      tableNames: this.tableNames,
      queueUrls: this.queueUrls
    })
  }

  /** Sends a bucket's notifications to the queue of the consumer that takes uploads. */
  #notify(
    deployment: Deployment,
    bucket: Buckets.Made,
    queues: Queues.Made,
    allowed: pulumi.Resource
  ): BucketNotification {
    return new BucketNotification(
      `${deployment.name}-uploads`,
      {
        bucket: bucket.name,
        queues: [{ id: "uploads", queueArn: queues.queue.arn, events: ["s3:ObjectCreated:*"] }]
      },
      { ...deployment.options, dependsOn: [allowed] }
    )
  }
}
