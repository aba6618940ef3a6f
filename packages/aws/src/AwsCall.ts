/**
 * The one way to call AWS: a span, a timeout an attempt, retries of ours on a schedule, an abort signal that ends the
 * request when the fiber is interrupted, and a failure that is classified.
 */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as AwsFailure from "./AwsFailure.ts"
import { type AwsSettings, defaultAttempts, defaultAttemptTimeoutMillis } from "./AwsSettings.ts"

/** Calls one service. */
export type AwsCall = <Output>(
  /** For example `PutObject`. */
  operation: string,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
  options?: {
    /** Whether the call may be repeated after an answer was lost. Default true: most calls are idempotent. */
    readonly repeatable?: boolean
    /** Told of every attempt that failed, before it is repeated. */
    readonly onFailure?: (failure: AwsFailure.AwsFailure) => void
  }
) => Effect.Effect<Output, AwsFailure.AwsFailure>

const policy = (attempts: number) =>
  Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("5 seconds")]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: attempts - 1 })
  )

/** A way to call `service`, such as `S3`. */
export const make = (service: string, settings: AwsSettings): AwsCall => {
  const timeout = settings.attemptTimeoutMillis ?? defaultAttemptTimeoutMillis
  const schedule = policy(settings.attempts ?? defaultAttempts)
  return (operation, send, options) => {
    const name = `${service}.${operation}`
    const attempt = Effect.tryPromise({
      try: (abortSignal) => send({ abortSignal }),
      catch: (error) => AwsFailure.classify(service, name, error)
    }).pipe(
      Effect.timeoutOrElse({
        duration: timeout,
        orElse: () => Effect.fail(AwsFailure.tooSlow(service, name, timeout))
      }),
      Effect.tapError((failure) => Effect.sync(() => options?.onFailure?.(failure)))
    )
    return attempt.pipe(
      Effect.retry({
        schedule,
        while: (failure) => AwsFailure.mayPass(failure) && (failure.applied === "no" || (options?.repeatable ?? true))
      }),
      Effect.withSpan(name, { kind: "client", attributes: { "rpc.system": "aws-api", "rpc.service": service } })
    )
  }
}
