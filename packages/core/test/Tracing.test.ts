import { assert, describe, it } from "@effect/vitest"
import * as Tracing from "@millrace/core/Tracing"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

const traced = (seed: string, run: Effect.Effect<unknown, unknown>) => {
  const spans: Array<Tracing.EndedSpan> = []
  return Effect.as(
    Effect.exit(Effect.withTracer(run, Tracing.make({ seed, onEnd: (span) => void spans.push(span) }))),
    spans
  )
}

describe("Tracing", () => {
  it.effect("gives the same ids for the same seed, and others for another", () =>
    Effect.gen(function* () {
      const run = Effect.void.pipe(Effect.withSpan("inner"), Effect.repeat({ times: 999 }), Effect.withSpan("outer"))
      const ids = (spans: ReadonlyArray<Tracing.EndedSpan>) =>
        spans.map(({ spanId, traceId }) => `${traceId}-${spanId}`)
      const once = ids(yield* traced("a", run))
      assert.deepStrictEqual(ids(yield* traced("a", run)), once)
      const all = new Set([...once, ...ids(yield* traced("b", run))])
      assert.strictEqual(all.size, 2 * once.length)
      for (const id of all) assert.match(id, /^[0-9a-f]{32}-[0-9a-f]{16}$/)
    })
  )

  it.effect("keeps nothing of what a program answered, and all of how it failed", () =>
    Effect.gen(function* () {
      const [answered] = yield* traced("a", Effect.succeed({ rows: ["a month of them"] }).pipe(Effect.withSpan("look")))
      assert.deepStrictEqual(answered?.exit, Exit.void)
      const [failed] = yield* traced("a", Effect.fail("Refused").pipe(Effect.withSpan("look")))
      assert.deepStrictEqual(failed && Exit.isFailure(failed.exit), true)
    })
  )
})
