/**
 * The seals of the audit trail, and the entries that wait for one. Both are the deployment's and not a tenant's, so that one
 * chain covers the whole trail; whoever appends to the trail may add what waits, and nothing else.
 */
import type * as Capability from "@millrace/core/Capability"
import * as Collection from "@millrace/core/Collection"
import * as Tenant from "@millrace/core/Tenant"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Entry } from "../audit/Seal.ts"
import * as Seal from "../audit/Seal.ts"

/** Tenant of what is the deployment's: schedules' events have it too. */
export const tenantId = "system"

export class AuditSeals extends Collection.make("audit-seals", {
  schema: Seal.Seal,
  key: { partition: [], sort: ["sequence"] }
}) {}

/** Partitions of the entries that wait, so that no one of them is busier than a table allows. */
export const shards = "0123456789abcdef".split("")

export class UnsealedEntries extends Collection.make("audit-unsealed", {
  schema: Schema.Struct({
    /** One of `shards`: the first digit of the event's id. */
    shard: Schema.String,
    ...Seal.Entry.fields,
    /** Type of the event. */
    type: Schema.String
  }),
  key: { partition: ["shard"], sort: ["tenantId", "eventId"] }
}) {}

/** Requirement of a program that may say that an entry waits for its seal. */
export interface Announces {
  readonly key: "AuditSeals.Announcer"
}

export interface Announcer {
  /** Says that an entry of any tenant's trail waits for its seal. Again is no harm. */
  readonly announce: (entry: Entry & { readonly type: string }) => Effect.Effect<void, Unavailable>
}

/** Capability to say that an entry waits for its seal, whoever's it is. */
export const Announcer: Capability.Capability<Announces, Announcer> = Object.assign(
  Context.Service<Announces, Announcer>("AuditSeals.Announcer"),
  {
    grant: UnsealedEntries.Writer.grant,
    fromBackends: (backends: Parameters<typeof UnsealedEntries.Writer.fromBackends>[0]): Announcer => {
      const writer = UnsealedEntries.Writer.fromBackends(backends)
      return {
        announce: ({ digest, eventId, tenantId: owner, type }) => {
          const first = eventId.slice(0, 1)
          const shard = shards.includes(first) ? first : "0"
          return Tenant.provide(tenantId)(writer.put({ shard, tenantId: owner, eventId, digest, type }))
        }
      }
    }
  }
)
