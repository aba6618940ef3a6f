/**
 * A Lambda function: a program run once for each invocation, on services built once for each process. What it answers is the
 * invocation's answer; its failure is the invocation's failure, which makes Lambda keep or repeat what it was invoked with.
 */
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as JsonLog from "./JsonLog.ts"
import type { LambdaContext } from "./LambdaContext.ts"
import * as LambdaTelemetry from "./LambdaTelemetry.ts"
import type * as SqsEvent from "./SqsEvent.ts"

/** What answers one invocation. */
export type Handle<A, R> = (
  event: unknown,
  context: LambdaContext
) => Effect.Effect<A, SqsEvent.InvocationInvalid | Unavailable, R>

/** What Lambda calls. */
export type LambdaFunction<A> = (event: unknown, context: LambdaContext) => Promise<A>

/**
 * Makes a function. Services are built in the first invocation; where they cannot be, that invocation fails with the reason and
 * the next one tries again.
 */
export const make = <A, R, LE>(options: {
  readonly layer: Layer.Layer<R, LE>
  readonly handle: Handle<A, R>
}): LambdaFunction<A> => {
  const layer = Layer.merge(options.layer, LambdaTelemetry.layer).pipe(Layer.provideMerge(JsonLog.layer))
  let runtime = ManagedRuntime.make(layer)
  return async (event, context) => {
    const program = Effect.gen(function* () {
      const telemetry = yield* LambdaTelemetry.LambdaTelemetry
      yield* telemetry.begin(context.awsRequestId)
      return yield* options.handle(event, context).pipe(
        Effect.tapCause((cause) => Effect.logError("the invocation failed", cause)),
        // A trace of its own: deliveries belong to their events' traces, calls around them to this one.
        Effect.withSpan("invocation", { kind: "server", root: true, attributes: { "faas.trigger": "other" } }),
        Effect.annotateLogs({ requestId: context.awsRequestId }),
        Effect.ensuring(telemetry.flush)
      )
    })
    const exit = await runtime.runPromiseExit(program)
    if (Exit.isSuccess(exit)) return exit.value
    if (!built(runtime)) runtime = ManagedRuntime.make(layer)
    throw Cause.squash(exit.cause)
  }
}

/** A runtime whose layer failed to build keeps that failure for ever. */
const built = (runtime: { readonly cachedContext: unknown }): boolean => runtime.cachedContext !== undefined
