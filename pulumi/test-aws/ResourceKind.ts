/**
 * A kind of resource: how one is made on a peer, changed and removed, by calls from its inputs. Inputs are read by schemas that
 * refuse what they do not name, so nothing that a program asks for is left out in silence.
 */
import * as Schema from "effect/Schema"
import type { Captured } from "../test/Graph.ts"
import type { PeerClients } from "./PeerClients.ts"

/** A kind of resource. */
export interface Kind {
  readonly put: (aws: PeerClients, resource: Captured, isNew: boolean) => Promise<unknown>
  readonly remove: (aws: PeerClients, resource: Captured) => Promise<unknown>
}

/** Goes with what it belongs to. */
const withItsOwner = async () => undefined

/** A kind whose inputs a schema reads. */
export const kind = <A>(
  schema: Schema.Codec<A, unknown>,
  put: (aws: PeerClients, inputs: A, resource: Captured, isNew: boolean) => Promise<unknown>,
  remove: (aws: PeerClients, inputs: A, resource: Captured) => Promise<unknown> = withItsOwner
): Kind => {
  const decode = Schema.decodeUnknownSync(schema, { onExcessProperty: "error" })
  return {
    put: (aws, resource, isNew) => put(aws, decode(resource.inputs), resource, isNew),
    remove: (aws, resource) => remove(aws, decode(resource.inputs), resource)
  }
}

/** Tags as Pulumi has them. */
export const Tags = Schema.Record(Schema.String, Schema.String)
/** Tags as most of AWS's services take them. */
export const tagsOf = (tags: typeof Tags.Type) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
