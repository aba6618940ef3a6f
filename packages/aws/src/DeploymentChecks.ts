/**
 * Whether a deployment is what its contracts ask for, as far as AWS tells: queues, the rules that feed them and the policies that
 * let them, tables and buckets. Each check says what was found and, where that is not well, what to do. Whether functions take
 * from their queues no check tells: a statement sent through the chain does.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import type * as Consumer from "@millrace/core/Consumer"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as EventStore from "@millrace/core/EventStore"
import * as InboxTable from "@millrace/core/InboxTable"
import * as Pattern from "@millrace/core/Pattern"
import * as Subscription from "@millrace/core/Subscription"
import * as Effect from "effect/Effect"
import type { DeployedStack } from "./DeployedStack.ts"
import * as DeployedResources from "./DeployedResources.ts"
import * as QueuePolicy from "./QueuePolicy.ts"

/** One thing that was looked at. */
export interface Check {
  /** For example `queue categorization`. */
  readonly name: string
  readonly passed: boolean
  readonly found: string
  /** What to do; empty where it passed. */
  readonly mend: string
}

/** What is most often the cure: somebody changed the account, or a deployment was not finished. */
const deployAgain = "Deploy again: `npm run preview` shows what differs."

const passed = (name: string, found: string): Check => ({ name, passed: true, found, mend: "" })
const failed = (name: string, found: string, mend = deployAgain): Check => ({ name, passed: false, found, mend })

const of = (name: string, problems: ReadonlyArray<string>, well: string): Check =>
  problems.length === 0 ? passed(name, well) : failed(name, problems.join("; "))

/** A call that AWS refused is a finding of its own check, and the others go on. */
const orFound = <R>(
  name: string,
  check: Effect.Effect<ReadonlyArray<Check>, { readonly message: string; readonly reason: string }, R>
): Effect.Effect<ReadonlyArray<Check>, never, R> =>
  Effect.catch(check, ({ message, reason }) =>
    Effect.succeed([
      failed(
        name,
        message,
        reason === "denied" ? "Run this with credentials that may describe the stack's resources." : deployAgain
      )
    ])
  )

/** The contract as its rule sees it: uploads come from the bucket. Nothing where the bus has nothing for it. */
const routed = (contract: Consumer.Contract): Consumer.Contract | undefined => {
  if (contract.on === "*") return contract
  const on = contract.on.filter((event) => event.eventType !== Bucket.ObjectCreated.eventType)
  return on.length === 0 ? undefined : { ...contract, on }
}

const canonical = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(canonical)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, field]) => [name, canonical(field)])
        )
      : value

const samePattern = (left: string, right: string): boolean => {
  try {
    return JSON.stringify(canonical(JSON.parse(left))) === JSON.stringify(canonical(JSON.parse(right)))
  } catch {
    return false
  }
}

const ruleCheck = (
  contract: Consumer.Contract,
  queue: DeployedResources.Queue,
  rules: ReadonlyArray<DeployedResources.Rule>
): ReadonlyArray<Check> => {
  const wanted = routed(contract)
  if (wanted === undefined) return []
  const name = `rule of ${contract.name}`
  const [rule] = rules
  if (rule === undefined) return [failed(name, "no rule of the bus sends to its queue")]
  const expected = Pattern.toEventBridge(Subscription.pattern(wanted))
  const targets = rule.targets.filter(({ arn }) => arn === queue.arn)
  const problems = [
    ...(rules.length === 1 ? [] : [`${rules.length} rules send to its queue`]),
    ...(rule.state === "ENABLED" ? [] : [`${rule.name} is ${rule.state}`]),
    ...(samePattern(rule.pattern, expected) ? [] : [`${rule.name} matches other events than the contract says`]),
    ...(targets.every(({ deadLetterQueueArn }) => deadLetterQueueArn !== undefined)
      ? []
      : [`${rule.name} loses what it cannot deliver: its target has no dead-letter queue`])
  ]
  return [of(name, problems, `${rule.name}, enabled`)]
}

const policyCheck = (
  contract: Consumer.Contract,
  queue: DeployedResources.Queue,
  rules: ReadonlyArray<DeployedResources.Rule>,
  notifying: ReadonlyArray<string>
): ReadonlyArray<Check> => {
  const name = `queue policy of ${contract.name}`
  const senders = [
    ...rules.map(({ arn, name }) => ({ service: "events.amazonaws.com", arn, named: `the rule ${name}` })),
    ...notifying.map((bucket) => ({
      service: "s3.amazonaws.com",
      // Buckets have no region and no account in their ARN.
      arn: `${/^arn:[^:]+/.exec(queue.arn)?.[0] ?? "arn:aws"}:s3:::${bucket}`,
      named: `the bucket ${bucket}`
    }))
  ]
  const kept = senders.filter(
    ({ arn, service }) => !QueuePolicy.permits(queue.policy, { service, arn, queue: queue.arn })
  )
  return senders.length === 0
    ? []
    : [
        of(
          name,
          kept.map(({ named }) => `${named} may not send`),
          `lets ${senders.map(({ named }) => named).join(" and ")} send`
        )
      ]
}

const queueChecks = Effect.fnUntraced(function* (
  stack: DeployedStack,
  contract: Consumer.Contract,
  notifiers: ReadonlyMap<string, ReadonlyArray<string>>
) {
  const name = `queue of ${contract.name}`
  const url = stack.queueUrls[contract.name]
  if (url === undefined) return [failed(name, "the stack has none")]
  const resources = yield* DeployedResources.DeployedResources
  const queue = yield* resources.queue(url)
  const rules = yield* resources.rulesTo(stack.busName, queue.arn)
  return [
    of(
      name,
      queue.deadLetterQueueArn === undefined ? ["what it gives up on is lost: it has no dead-letter queue"] : [],
      `${queue.visible + queue.hidden + queue.delayed} messages`
    ),
    ...ruleCheck(contract, queue, rules),
    ...policyCheck(contract, queue, rules, notifiers.get(queue.arn) ?? [])
  ]
})

interface TableWanted {
  readonly name: string
  readonly indexes: ReadonlyArray<string>
  readonly expires: boolean
}

const tableChecks = Effect.fnUntraced(function* (stack: DeployedStack, wanted: TableWanted) {
  const name = `table ${wanted.name}`
  const physical = stack.tableNames[wanted.name]
  if (physical === undefined) return [failed(name, "the stack has none")]
  const { indexes, keys, restorable, status, ttlAttribute } = yield* (yield* DeployedResources.DeployedResources).table(
    physical
  )
  const missing = wanted.indexes.filter((index) => !indexes.includes(index))
  return [
    of(
      name,
      [
        ...(status === "ACTIVE" ? [] : [`it is ${status}`]),
        ...(keys.join() === "pk,sk" ? [] : [`its keys are ${keys.join(", ")} instead of pk, sk`]),
        ...(missing.length === 0 ? [] : [`it has no index ${missing.join(", ")} that can be used`]),
        ...(restorable ? [] : ["it cannot be restored: point-in-time recovery is off"]),
        ...(wanted.expires && ttlAttribute !== "expiresAt" ? ["its rows do not expire"] : [])
      ],
      "active, restorable"
    )
  ]
})

/** Declared bucket → what AWS says of it. */
type Buckets = ReadonlyMap<string, DeployedResources.Bucket>

const bucketChecks = (wanted: string, physical: string | undefined, found: Buckets): Check => {
  const name = `bucket ${wanted}`
  const bucket = found.get(wanted)
  if (physical === undefined || bucket === undefined) return failed(name, "the stack has none")
  return of(
    name,
    [
      ...(bucket.versioned ? [] : ["it keeps no versions"]),
      ...(bucket.closedToPublic ? [] : ["it is not closed to the public"])
    ],
    "keeps versions, closed to the public"
  )
}

const coreTables: ReadonlyArray<TableWanted> = [
  { name: InboxTable.table, indexes: [], expires: true },
  { name: DeadLetters.table, indexes: [], expires: false },
  { name: EventStore.table, indexes: EventStore.indexes, expires: false }
]

const storageOf = (contracts: ReadonlyArray<Consumer.Contract>) => {
  const tables = new Map(coreTables.map((table) => [table.name, table]))
  const buckets = new Map<string, boolean>([[ClaimCheck.Claims.resource.name, false]])
  for (const { grant } of contracts.flatMap(({ uses }) => uses)) {
    const { resource } = grant
    if (resource.kind === "collection") {
      const { indexes, name, ttl } = resource
      tables.set(name, { name, indexes: Object.keys(indexes), expires: ttl !== undefined })
    } else if (resource.kind === "bucket") buckets.set(resource.name, resource.notifies)
  }
  return { tables: [...tables.values()], buckets: [...buckets] }
}

/** Looks at everything that the consumers of a stack need. */
export const run = Effect.fnUntraced(function* (
  stack: DeployedStack,
  consumers: ReadonlyArray<Consumer.Any>
): Effect.fn.Return<ReadonlyArray<Check>, never, DeployedResources.DeployedResources> {
  const resources = yield* DeployedResources.DeployedResources
  const contracts = consumers.map(({ contract }) => contract)
  const { buckets, tables } = storageOf(contracts)
  const found = new Map<string, DeployedResources.Bucket>()
  const notifiers = new Map<string, ReadonlyArray<string>>()
  const checks: Array<Check> = []
  for (const [name, notifies] of buckets) {
    const physical = stack.bucketNames[name]
    const looked = Effect.gen(function* () {
      if (physical !== undefined) {
        const bucket = yield* resources.bucket(physical)
        found.set(name, bucket)
        for (const arn of bucket.notifies) notifiers.set(arn, [...(notifiers.get(arn) ?? []), physical])
      }
      const [queue, ...others] = found.get(name)?.notifies ?? []
      return [
        bucketChecks(name, physical, found),
        ...(notifies && physical !== undefined
          ? [
              of(
                `notification of ${name}`,
                queue === undefined
                  ? ["it tells no queue of uploads"]
                  : others.length > 0
                    ? [`it tells ${others.length + 1} queues of uploads`]
                    : [],
                `to ${queue ?? "nobody"}`
              )
            ]
          : [])
      ]
    })
    checks.push(...(yield* orFound(`bucket ${name}`, looked)))
  }
  const rest = yield* Effect.forEach(
    [
      ...contracts.map((contract) => orFound(`queue of ${contract.name}`, queueChecks(stack, contract, notifiers))),
      ...tables.map((table) => orFound(`table ${table.name}`, tableChecks(stack, table)))
    ],
    (check) => check,
    { concurrency: 4 }
  )
  return [...checks, ...rest.flat()]
})
