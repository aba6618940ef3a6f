/**
 * The ledger's function, as infrastructure would deploy it, on a clock of the test: an invocation says what time it is, so a
 * message that comes again by visibility comes hours later without anybody waiting for it.
 */
import type { LambdaContext } from "@millrace/aws/lambda/LambdaContext"
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { StandardOutput } from "@millrace/aws/lambda/StandardOutput"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ledger from "./Ledger.ts"

/** What the function is invoked with: Lambda's batch, and how far the test's time is ahead of the machine's. */
export interface Invocation {
  readonly batch: unknown
  readonly aheadMillis: number
}

/** Waits up to this long are between two attempts of a call, and pass ten times as fast. */
const longestBackoffMillis = 5500

/** The machine's clock, set ahead. */
const ahead = (millis: () => number): Layer.Layer<never> =>
  Layer.effect(
    Clock.Clock,
    Clock.clockWith((clock) =>
      Effect.succeed<Clock.Clock>({
        currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + millis(),
        currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + millis()),
        currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe() + BigInt(millis()) * 1_000_000n,
        currentTimeNanos: Effect.map(clock.currentTimeNanos, (now) => now + BigInt(millis()) * 1_000_000n),
        monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
        monotonicTimeNanos: clock.monotonicTimeNanos,
        sleep: (duration) => {
          const wanted = Duration.toMillis(duration)
          return clock.sleep(Duration.millis(wanted <= longestBackoffMillis ? wanted / 10 : wanted))
        }
      })
    )
  )

/** The machine's clock, its backoffs passing faster. */
export const hurried = ahead(() => 0)

/** One execution environment of the function. */
export const make = (environment: Readonly<Record<string, string>>) => {
  let aheadMillis = 0
  const handler = SqsConsumer.make({
    handler: Ledger.booking,
    layer: Layer.mergeAll(
      FunctionLayers.consumer(Ledger.booking.contract),
      Layer.succeed(StandardOutput, () => undefined),
      ahead(() => aheadMillis)
    ).pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))))
  })
  return (invocation: Invocation, context: LambdaContext) => {
    aheadMillis = invocation.aheadMillis
    return handler(invocation.batch, context)
  }
}
