/**
 * Virtual time: a clock that moves only when told, and a scheduler that runs fibers synchronously, in one order. A program
 * under both has no chance in it: a day of timeouts is over as soon as its steps are computed, the same on every machine.
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scheduler from "effect/Scheduler"

/** Something that will happen at an instant. */
interface Timer {
  readonly at: number
  run: (() => void) | undefined
}

/** A clock's view of virtual time. */
export interface View {
  /** Milliseconds by which this clock's wall time is off. */
  readonly skewMillis: () => number
  /** Whether sleepers on this clock still wake: a dead process's do not. */
  readonly isRunning: () => boolean
}

/** Time of one run. Instants in epoch milliseconds. */
export interface VirtualTime {
  readonly now: () => number
  /** Runs something at an instant (now, where it has passed). Answers how to call it off. */
  readonly schedule: (at: number, run: () => void) => () => void
  /** Instant of the next thing that will happen. */
  readonly next: () => number | undefined
  /** Runs fibers until none can go on. */
  readonly drain: () => void
  /** Moves to the instant of the next thing, lets it happen and drains. False where nothing is to come. */
  readonly step: () => boolean
  /** Moves to an instant, letting everything up to it happen. */
  readonly advanceTo: (instant: number) => void
  readonly scheduler: Scheduler.Scheduler
  readonly clock: (view?: View) => Clock.Clock
}

const always: View = { skewMillis: () => 0, isRunning: () => true }

/** Virtual time that begins at an instant. */
export const make = (startMillis: number): VirtualTime => {
  let now = startMillis
  // The earliest timer is the last; of equal instants, the one set first.
  const timers: Array<Timer> = []
  const tasks: Array<() => void> = []
  let nextTask = 0

  const schedule = (at: number, run: () => void): (() => void) => {
    const timer: Timer = { at: Math.max(at, now), run }
    let low = 0
    let high = timers.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((timers[middle]?.at ?? 0) > timer.at) low = middle + 1
      else high = middle
    }
    timers.splice(low, 0, timer)
    return () => {
      timer.run = undefined
    }
  }

  const drain = (): void => {
    while (nextTask < tasks.length) {
      const task = tasks[nextTask++]
      if (nextTask > 1024) {
        tasks.splice(0, nextTask)
        nextTask = 0
      }
      task?.()
    }
    tasks.length = 0
    nextTask = 0
  }

  const next = (): number | undefined => {
    for (let last = timers.at(-1); last !== undefined; last = timers.at(-1)) {
      if (last.run !== undefined) return last.at
      timers.pop()
    }
    return undefined
  }

  const step = (): boolean => {
    const at = next()
    if (at === undefined) return false
    now = at
    timers.pop()?.run?.()
    drain()
    return true
  }

  const scheduler: Scheduler.Scheduler = {
    executionMode: "async",
    shouldYield: (fiber) => fiber.currentOpCount >= 2048,
    makeDispatcher: () => ({ scheduleTask: (task) => void tasks.push(task), flush: drain })
  }

  const clock = ({ isRunning, skewMillis }: View = always): Clock.Clock => {
    const millis = (): number => Math.floor(now + skewMillis())
    const nanos = (): bigint => BigInt(Math.round((now + skewMillis()) * 1000)) * 1000n
    const monotonic = (): bigint => BigInt(Math.round(now * 1000)) * 1000n
    return {
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: monotonic,
      monotonicTimeNanos: Effect.sync(monotonic),
      sleep: (duration) =>
        Effect.callback((resume) => {
          const length = Duration.toMillis(duration)
          if (length === Number.POSITIVE_INFINITY) return
          const cancel = schedule(now + length, () => {
            if (isRunning()) resume(Effect.void)
          })
          return Effect.sync(cancel)
        })
    }
  }

  return {
    now: () => now,
    schedule,
    next,
    drain,
    step,
    advanceTo: (instant) => {
      drain()
      for (let at = next(); at !== undefined && at <= instant; at = next()) step()
      now = Math.max(now, instant)
    },
    scheduler,
    clock
  }
}
