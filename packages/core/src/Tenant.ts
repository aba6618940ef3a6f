/**
 * Whose data a program works on. The framework takes the tenant from the delivery's envelope (which had it from an object
 * key), and every collection and bucket key is prefixed with it. A program cannot name another tenant, except with the
 * capability {@link CrossTenant}, which its contract must grant.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Capability from "./Capability.ts"

/** The tenant of the current delivery; a runtime sets it, and storage calls outside any delivery are refused. */
export const Current: Context.Reference<string | undefined> = Context.Reference<string | undefined>(
  "@millrace/core/Tenant/Current",
  { defaultValue: () => undefined }
)

/** Storage was used outside a delivery, so nobody can say whose data it is. A mistake in the program. */
export class TenantUnknown extends Error {
  override readonly name = "TenantUnknown"
  constructor(resource: string) {
    super(`${resource} was used outside a delivery. Wrap the program in Tenant.provide(tenantId).`)
  }
}

/** The tenant, or a defect that says what to do. */
export const require = (resource: string): Effect.Effect<string> =>
  Effect.filterOrElse(
    Current,
    (tenant): tenant is string => tenant !== undefined,
    () => Effect.die(new TenantUnknown(resource))
  )

/** Runs a program on a tenant's data. For runtimes, commands and tests; a handler has its tenant already. */
export const provide =
  (tenantId: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.provideService(effect, Current, tenantId)

/** The right to work on other tenants' data. */
export interface CrossTenant {
  readonly key: "CrossTenant"
}

/** Capability to work on another tenant's data, tenant by tenant. */
export const CrossTenant: Capability.Capability<
  CrossTenant,
  {
    readonly as: (tenantId: string) => <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  }
> = Object.assign(
  Context.Service<
    CrossTenant,
    {
      readonly as: (tenantId: string) => <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    }
  >("@millrace/core/Tenant/CrossTenant"),
  {
    grant: { resource: { kind: "system", name: "tenants" }, access: "cross-tenant" } as const,
    fromBackends: () => ({ as: provide })
  }
)
