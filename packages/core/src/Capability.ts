/**
 * Capabilities: what a consumer's contract may grant by `uses`. A capability is a service key (a program asks for it by
 * yielding it) that carries, as plain data, which resource it reaches and how. From the key the type checker proves that
 * handler and contract agree; from the data IAM policies are derived, exactly.
 */
import type * as Context from "effect/Context"
import type * as Backends from "./Backends.ts"

/** A declared storage resource, as plain data. */
export type Resource =
  | {
      readonly kind: "bucket"
      readonly name: string
      /** Whether an object put there is an entry event of the pipeline. */
      readonly notifies: boolean
    }
  | {
      readonly kind: "collection"
      readonly name: string
      readonly partition: ReadonlyArray<string>
      readonly sort: ReadonlyArray<string>
      readonly indexes: Readonly<
        Record<string, { readonly partition: ReadonlyArray<string>; readonly sort: ReadonlyArray<string> }>
      >
      /** Field with the time to live in epoch seconds, where declared. */
      readonly ttl: string | undefined
    }
  | {
      /** A framework service with storage of its own, such as the event store. */
      readonly kind: "system"
      readonly name: string
    }

/** What a capability grants, as plain data. */
export interface Grant {
  readonly resource: Resource
  readonly access: "read" | "write" | "cross-tenant"
}

/** A service key that a contract can grant. */
export interface Capability<in out Identifier, in out Shape> extends Context.Service<Identifier, Shape> {
  readonly grant: Grant
  /** Makes the service from the backends that a runtime provides. */
  readonly fromBackends: (backends: Backends.Backends) => Shape
}

/** Any capability, for code that does not care which. */
export interface Any extends Context.Key<unknown, unknown> {
  readonly key: string
  readonly grant: Grant
  readonly fromBackends: (backends: Backends.Backends) => unknown
}

/** The requirement that a capability satisfies. */
export type Identifier<C> = C extends Context.Key<infer I, infer _> ? I : never
