/**
 * A client of the AWS SDK that is made when it is first called: a function has one for each service that it may need, most
 * invocations need one or two, and each takes milliseconds of a cold start to make.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** Answers what makes the client or gives the one made before. It ends with the scope. */
export const make = <Client extends { readonly destroy: () => void }>(
  create: () => Client
): Effect.Effect<() => Client, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => {
        let made: Client | undefined
        return { client: () => (made ??= create()), destroy: () => made?.destroy() }
      }),
      ({ destroy }) => Effect.sync(destroy)
    ),
    ({ client }) => client
  )
