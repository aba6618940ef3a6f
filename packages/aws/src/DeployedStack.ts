/**
 * A deployed stack as whoever works on it from outside knows it: the outputs of the infrastructure program, which name every
 * bus, bucket, table and queue that was made.
 *
 *     pulumi stack output --json > millrace-stack.json
 */
import * as InboxTable from "@millrace/core/InboxTable"
import * as IssueText from "@millrace/core/IssueText"
import * as Replay from "@millrace/core/Replay"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { AwsNames } from "./AwsNames.ts"

const Name = Schema.String.check(Schema.isNonEmpty())

/** The outputs. */
export const DeployedStack = Schema.Struct({
  /** Name of the bus, which is also the deployment's. */
  busName: Name,
  /** Declared name → name of the bucket. */
  bucketNames: Schema.Record(Schema.String, Name),
  /** Declared name → name of the table. */
  tableNames: Schema.Record(Schema.String, Name),
  /** Consumer → URL of its queue. */
  queueUrls: Schema.Record(Schema.String, Name)
})

/** The outputs. */
export type DeployedStack = typeof DeployedStack.Type

/** A text that does not describe a stack. */
export class StackInvalid extends Schema.TaggedError<StackInvalid>()("StackInvalid", { reason: Schema.String }) {
  override get message(): string {
    return `These are no outputs of a stack: ${this.reason}`
  }
}

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(DeployedStack), { errors: "all" })

/** Reads the outputs from their JSON. */
export const fromJson = (text: string): Effect.Effect<DeployedStack, StackInvalid> =>
  Effect.mapError(decode(text), (error) => new StackInvalid({ reason: IssueText.oneLine(error) }))

/** Something was asked for that the stack does not have. */
export class ResourceAbsent extends Error {
  override readonly name = "ResourceAbsent"
  constructor(deployment: string, kind: string, resource: string) {
    super(
      `${deployment} has no ${kind} ${JSON.stringify(resource)}. It was deployed by another version, or without what this is for.`
    )
  }
}

/**
 * The names of a stack. Throws {@link ResourceAbsent} for a resource that it does not have. Records of replays, which no function
 * touches, lie in the inbox's table beside the deliveries that they cause: their keys have one segment, a delivery's two.
 */
export const namesOf =
  ({ bucketNames, busName, tableNames }: DeployedStack): AwsNames =>
  ({ kind, name }) => {
    const given = kind === "bucket" ? bucketNames : tableNames
    const declared = kind === "table" && name === Replay.table && !Object.hasOwn(given, name) ? InboxTable.table : name
    const physical = Object.hasOwn(given, declared) ? given[declared] : undefined
    if (physical !== undefined) return physical
    throw new ResourceAbsent(busName, kind, name)
  }

/** The region that a stack's queues are in, where their addresses say one. */
export const regionOf = ({ queueUrls }: DeployedStack): string | undefined => {
  for (const url of Object.values(queueUrls)) {
    const region = /^https:\/\/sqs\.([a-z0-9-]{1,40})\.amazonaws\./.exec(url)?.[1]
    if (region !== undefined) return region
  }
  return undefined
}
