import * as TraceContext from "@millrace/core/TraceContext"
import * as Tracing from "@millrace/core/Tracing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

describe("TraceContext", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736"
  const spanId = "00f067aa0ba902b7"

  it("reads and writes version 00", () => {
    const span = TraceContext.parse(`00-${traceId}-${spanId}-01`)
    assert.strictEqual(span?.traceId, traceId)
    assert.strictEqual(span?.spanId, spanId)
    assert.isTrue(span?.sampled)
    assert.isFalse(TraceContext.parse(`00-${traceId}-${spanId}-00`)?.sampled)
    assert.strictEqual(TraceContext.format({ traceId, spanId, sampled: true }), `00-${traceId}-${spanId}-01`)
  })

  it("takes a later version's longer form and ignores what the standard says to ignore", () => {
    assert.isDefined(TraceContext.parse(`cc-${traceId}-${spanId}-01-what-the-future-brings`))
    for (const bad of [
      undefined,
      "",
      `ff-${traceId}-${spanId}-01`,
      `00-${traceId}-${spanId}-01-extra`,
      `00-${"0".repeat(32)}-${spanId}-01`,
      `00-${traceId}-${"0".repeat(16)}-01`,
      `00-${traceId.toUpperCase()}-${spanId}-01`
    ])
      assert.isUndefined(TraceContext.parse(bad))
  })
})

describe("Tracing", () => {
  const spansOf = (seed: string) =>
    Effect.gen(function* () {
      const spans: Array<Tracing.EndedSpan> = []
      const program = Effect.withSpan(Effect.withSpan(Effect.void, "child"), "root")
      yield* Effect.provide(
        program,
        Tracing.layer((span) => void spans.push(span))
      )
      return spans.map(({ name, parentSpanId, spanId, traceId }) => ({ name, parentSpanId, spanId, traceId }))
    }).pipe(Random.withSeed(seed))

  it.effect("the same seed gives the same trace, another seed another", () =>
    Effect.gen(function* () {
      const first = yield* spansOf("one")
      assert.deepStrictEqual(yield* spansOf("one"), first)
      assert.notDeepEqual(yield* spansOf("two"), first)
      assert.deepStrictEqual(
        first.map(({ name }) => name),
        ["child", "root"]
      )
      assert.strictEqual(first[0]?.parentSpanId, first[1]?.spanId)
    })
  )
})
