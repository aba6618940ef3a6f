import * as EmbeddedMetrics from "@millrace/aws/lambda/EmbeddedMetrics"
import * as LambdaTelemetry from "@millrace/aws/lambda/LambdaTelemetry"
import { StandardOutput } from "@millrace/aws/lambda/StandardOutput"
import * as Telemetry from "@millrace/core/Telemetry"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"
import * as TestClock from "effect/testing/TestClock"

interface Body {
  readonly resourceSpans: ReadonlyArray<{
    readonly scopeSpans: ReadonlyArray<{
      readonly spans: ReadonlyArray<{
        readonly name: string
        readonly parentSpanId?: string
        readonly attributes: ReadonlyArray<{ readonly key: string; readonly value: Record<string, unknown> }>
      }>
    }>
  }>
}

const spansOf = (body: string) =>
  (JSON.parse(body) as Body).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))

const quiet = Effect.provideService(StandardOutput, () => {})

describe("LambdaTelemetry", () => {
  it.effect("sends an invocation's spans once; the first invocation's are marked as a cold start", () =>
    Effect.gen(function* () {
      const bodies: Array<string> = []
      const { telemetry, tracer } = yield* LambdaTelemetry.make({
        send: (body) => Effect.sync(() => void bodies.push(body)),
        resource: { "service.name": "counter" }
      })
      for (const id of ["r1", "r2"]) {
        yield* telemetry.begin(id)
        yield* Effect.void.pipe(
          Effect.withSpan("inner"),
          Effect.withSpan("process", { attributes: { rows: 3 } }),
          Effect.provideService(Tracer.Tracer, tracer)
        )
        yield* telemetry.flush
      }
      yield* telemetry.flush
      const cold = bodies.map((body) =>
        spansOf(body).map(({ attributes, name }) => [
          name,
          attributes.find(({ key }) => key === "faas.coldstart")?.value["boolValue"]
        ])
      )
      assert.deepStrictEqual(cold, [
        [
          ["inner", undefined],
          ["process", true]
        ],
        [
          ["inner", undefined],
          ["process", false]
        ]
      ])
    }).pipe(quiet)
  )

  it.effect("a collector that does not answer costs its bound once a minute", () =>
    Effect.gen(function* () {
      let asked = 0
      const { telemetry, tracer } = yield* LambdaTelemetry.make({
        send: () =>
          Effect.suspend(() => {
            asked += 1
            return Effect.never
          }),
        resource: {}
      })
      const startedAt = yield* Clock.currentTimeMillis
      const invocation = Effect.gen(function* () {
        yield* telemetry.begin("r")
        yield* Effect.void.pipe(Effect.withSpan("process"), Effect.provideService(Tracer.Tracer, tracer))
        const fiber = yield* Effect.forkChild(telemetry.flush)
        yield* TestClock.adjust(LambdaTelemetry.flushBoundMillis)
        assert.isDefined(fiber.pollUnsafe())
        yield* Fiber.join(fiber)
      })
      for (let count = 0; count < 100; count++) yield* invocation
      assert.strictEqual((yield* Clock.currentTimeMillis) - startedAt, 30_000)
      assert.strictEqual(asked, 1)
      for (let count = 0; count < 102; count++) yield* invocation
      assert.strictEqual(asked, 2)
    }).pipe(quiet)
  )
})

describe("EmbeddedMetrics", () => {
  it.effect("writes what changed since the last time, and nothing else", () => {
    const lines: Array<string> = []
    const counted = Metric.withAttributes(Telemetry.deliveries, { consumer: "c", type: "t", outcome: "Ack" })
    const timed = Metric.withAttributes(Telemetry.handlerDuration, { consumer: "c" })
    const rate = Metric.histogram("millrace.rate", { boundaries: [1, 10], attributes: { unit: "{row}/s" } })
    return Effect.gen(function* () {
      const { flush } = yield* EmbeddedMetrics.make
      yield* Metric.update(counted, 1)
      yield* Metric.update(counted, 1)
      yield* Metric.update(timed, 37)
      yield* flush
      yield* flush
      const values = lines.map((line) => {
        const { _aws, ...rest } = JSON.parse(line) as Record<string, unknown>
        return rest
      })
      assert.deepStrictEqual(values, [
        { consumer: "c", type: "t", outcome: "Ack", "millrace.deliveries": 2 },
        { consumer: "c", "millrace.handler.duration": [37] }
      ])
      assert.deepStrictEqual((JSON.parse(lines[0] ?? "{}") as { readonly _aws: unknown })._aws, {
        Timestamp: 0,
        CloudWatchMetrics: [
          {
            Namespace: "Millrace",
            Dimensions: [["consumer", "outcome"]],
            Metrics: [{ Name: "millrace.deliveries", Unit: "Count" }]
          }
        ]
      })
      yield* Metric.update(rate, 7)
      yield* Metric.update(timed, 3)
      yield* Metric.update(timed, 4000)
      yield* flush
      assert.deepStrictEqual(
        (JSON.parse(lines[2] ?? "{}") as Record<string, unknown>)["millrace.handler.duration"],
        [5, 5000]
      )
      const { _aws: of, ...rows } = JSON.parse(lines[3] ?? "{}") as {
        readonly _aws: { readonly CloudWatchMetrics: ReadonlyArray<{ readonly Metrics: unknown }> }
      }
      assert.deepStrictEqual(rows, { "millrace.rate": [7] })
      assert.deepStrictEqual(of.CloudWatchMetrics[0]?.Metrics, [{ Name: "millrace.rate", Unit: "Count/Second" }])
    }).pipe(
      Effect.provideService(StandardOutput, (written) => void lines.push(...written.split("\n"))),
      Effect.provideService(Metric.MetricRegistry, new Map())
    )
  })
})
