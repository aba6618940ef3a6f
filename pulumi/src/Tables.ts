/**
 * Tables: one a collection, and core's own. Keys are `pk` and `sk`; an index is a global secondary one over `<index>-pk` and
 * `<index>-sk`, with whole items, since that is what its readers want. On demand, encrypted, restorable to any second of
 * the last 35 days.
 */
import { Table } from "@pulumi/aws/dynamodb/table.js"
import type { Deployment } from "./Deployment.ts"
import type { TablePlan } from "./Plan.ts"

/** DynamoDB's attribute for the time to live, epoch seconds. */
const ttlAttribute = "expiresAt"

const make = (deployment: Deployment, plan: TablePlan): Table => {
  const { settings } = deployment.plan
  const name = `${deployment.name}-${plan.name}`
  const keys = ["pk", "sk", ...plan.indexes.flatMap((index) => [`${index}-pk`, `${index}-sk`])]
  return new Table(
    name,
    {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: keys.map((key) => ({ name: key, type: "S" })),
      globalSecondaryIndexes: plan.indexes.map((index) => ({
        name: index,
        hashKey: `${index}-pk`,
        rangeKey: `${index}-sk`,
        projectionType: "ALL"
      })),
      ...(plan.expires ? { ttl: { enabled: true, attributeName: ttlAttribute } } : {}),
      pointInTimeRecovery: { enabled: true },
      // Without a key of its own DynamoDB encrypts with one that AWS owns.
      ...(settings.kmsKeyArn === null
        ? {}
        : { serverSideEncryption: { enabled: true, kmsKeyArn: settings.kmsKeyArn } }),
      deletionProtectionEnabled: settings.removalProtection && plan.lasting,
      tags: deployment.tags
    },
    deployment.lasting(plan.lasting)
  )
}

/** Every table of the plan, by declared name. */
export const makeAll = (deployment: Deployment): Readonly<Record<string, Table>> =>
  Object.fromEntries(deployment.plan.tables.map((plan) => [plan.name, make(deployment, plan)]))
