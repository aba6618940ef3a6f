/**
 * Functions: each with a role of its own, a log group that ends, and its code. A consumer's is fed by its queue through an
 * event source mapping that takes partial answers.
 */
import * as Environment from "@millrace/aws/lambda/FunctionEnvironment"
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js"
import { Role } from "@pulumi/aws/iam/role.js"
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js"
import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping.js"
import { Function as LambdaFunction } from "@pulumi/aws/lambda/function.js"
import * as pulumi from "@pulumi/pulumi"
import type * as Buckets from "./Buckets.ts"
import { type Deployment, json } from "./Deployment.ts"
import type { FunctionPlan } from "./Plan.ts"
import * as Policy from "./Policy.ts"

/** The code of a function. */
export interface FunctionCode {
  readonly code: pulumi.asset.Archive
  /** For example `index.handler`. */
  readonly handler: string
}

/** Storage and bus that functions are told of. */
export interface Resources {
  readonly bus: { readonly name: pulumi.Output<string>; readonly arn: pulumi.Output<string> }
  readonly tables: Readonly<
    Record<string, { readonly name: pulumi.Output<string>; readonly arn: pulumi.Output<string> }>
  >
  readonly buckets: Readonly<Record<string, Buckets.Made>>
}

/** A function and what belongs to it. */
export interface Made {
  readonly function: LambdaFunction
  readonly logGroup: LogGroup
  readonly role: Role
  readonly policy: RolePolicy
}

const namesOf = <A extends { readonly name: pulumi.Output<string> }>(
  made: Readonly<Record<string, A>>,
  names: ReadonlyArray<string>,
  variable: (name: string) => string
): Record<string, pulumi.Output<string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const resource = made[name]
      return resource === undefined ? [] : [[variable(name), resource.name]]
    })
  )

const arnsOf = (made: Readonly<Record<string, { readonly arn: pulumi.Output<string> }>>) =>
  pulumi.all(Object.fromEntries(Object.entries(made).map(([name, { arn }]) => [name, arn])))

/** Makes a function. `policy` says what it may do, from the ARNs of everything there is. */
export const make = (
  deployment: Deployment,
  plan: FunctionPlan,
  code: FunctionCode,
  resources: Resources,
  options: {
    readonly policy: (arns: Policy.Arns) => pulumi.Input<Policy.Document>
    readonly environment: Readonly<Record<string, pulumi.Input<string>>>
  }
): Made => {
  const { settings } = deployment.plan
  const name = `${deployment.name}-${plan.name}`
  const logGroup = new LogGroup(
    name,
    {
      name: `/aws/lambda/${name}`,
      retentionInDays: settings.logRetentionDays,
      ...(settings.kmsKeyArn === null ? {} : { kmsKeyId: settings.kmsKeyArn }),
      tags: deployment.tags
    },
    deployment.options
  )
  const role = new Role(
    name,
    { name, assumeRolePolicy: json(Policy.assumedBy("lambda.amazonaws.com")), tags: deployment.tags },
    deployment.options
  )
  const policy = new RolePolicy(
    name,
    {
      name: "grants",
      role: role.name,
      policy: pulumi
        .all([resources.bus.arn, arnsOf(resources.tables), arnsOf(resources.buckets), logGroup.arn])
        .apply(([bus, tables, buckets, logs]) =>
          pulumi.output(options.policy({ bus, tables, buckets, logGroup: logs, key: settings.kmsKeyArn ?? undefined }))
        )
        .apply(json)
    },
    deployment.options
  )
  const lambda = new LambdaFunction(
    name,
    {
      name,
      description: `${plan.name} of the pipeline ${deployment.plan.pipeline}.`,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      packageType: "Zip",
      code: code.code,
      handler: code.handler,
      role: role.arn,
      timeout: plan.timeoutSeconds,
      memorySize: plan.memoryMiB,
      ...(plan.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: plan.reservedConcurrency }),
      ...(settings.kmsKeyArn === null ? {} : { kmsKeyArn: settings.kmsKeyArn }),
      environment: {
        variables: {
          ...namesOf(resources.tables, plan.storage.tables, Environment.table),
          ...namesOf(resources.buckets, plan.storage.buckets, Environment.bucket),
          [Environment.logLevel]: settings.logLevel,
          ...(settings.otlpEndpoint === null ? {} : { [Environment.otlpEndpoint]: settings.otlpEndpoint }),
          ...options.environment
        }
      },
      tags: deployment.tags
    },
    // A function that starts before its policy is there would be refused its first calls.
    { ...deployment.options, dependsOn: [policy, logGroup] }
  )
  return { function: lambda, logGroup, role, policy }
}

/** Feeds a function from a queue. */
export const feed = (
  deployment: Deployment,
  logical: string,
  made: Made,
  queue: pulumi.Output<string>,
  options: { readonly batchSize: number; readonly maximumConcurrency: number }
): EventSourceMapping =>
  new EventSourceMapping(
    `${deployment.name}-${logical}`,
    {
      eventSourceArn: queue,
      functionName: made.function.arn,
      batchSize: options.batchSize,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: options.maximumConcurrency },
      enabled: true,
      tags: deployment.tags
    },
    { ...deployment.options, dependsOn: [made.policy] }
  )
