/**
 * A handler's run within its time, in a fiber of its own. Most handlers of a busy consumer answer before they wait for
 * anything: those cost no timer and no race. One whose time is over is interrupted, and waited for until its finalizers have run.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"

/** How long a run may take, and what it fails with when it takes longer. */
export interface Limit<out E> {
  readonly millis: number
  readonly exceeded: () => E
}

type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/**
 * Runs a program in the given context and answers how it ended: also that it was interrupted, together with the fiber that
 * waits for it. For use where interruption is held back: `restore` lets it through while the program runs.
 */
export const exitOf = <A, E, TimedOut>(
  program: Effect.Effect<A, E>,
  context: Context.Context<never>,
  limit: Limit<TimedOut>,
  restore: Restore
): Effect.Effect<Exit.Exit<A, E | TimedOut>> =>
  Effect.suspend(() => {
    const fiber = Effect.runForkWith(context)(program)
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) return Effect.succeed(exit)
    const ended: Effect.Effect<Exit.Exit<A, E> | undefined> = Effect.callback((resume) => {
      const sleep = Effect.runForkWith(context)(Effect.sleep(limit.millis))
      fiber.addObserver((ran) => {
        sleep.interruptUnsafe()
        resume(Effect.succeed(ran))
      })
      sleep.addObserver((slept) => {
        if (Exit.isSuccess(slept)) resume(Effect.undefined)
      })
      return Effect.sync(() => sleep.interruptUnsafe())
    })
    return Effect.flatMap(Effect.exit(restore(ended)), (waited): Effect.Effect<Exit.Exit<A, E | TimedOut>> => {
      if (Exit.isFailure(waited)) return Effect.as(Fiber.interrupt(fiber), Exit.failCause(waited.cause))
      return waited.value === undefined
        ? Effect.map(Fiber.interrupt(fiber), () => Exit.fail(limit.exceeded()))
        : Effect.succeed(waited.value)
    })
  })
