/**
 * What a function says about itself: spans to an OpenTelemetry collector, metrics and logs to CloudWatch.
 *
 * Spans are kept while an invocation runs and sent when it is over, outside every span, within a bound: Lambda freezes the
 * process after the answer, so what is not sent then may be sent hours later or never. A collector that does not answer costs
 * its bound once; for the next minute spans are dropped without asking it. Spans that begin a process's part of a trace say
 * whether the process was started for them (`faas.coldstart`).
 */
import * as Tracing from "@millrace/core/Tracing"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import * as EmbeddedMetrics from "./EmbeddedMetrics.ts"
import * as Environment from "./FunctionEnvironment.ts"
import * as OtlpSpans from "./OtlpSpans.ts"

/** Longest that sending spans holds an invocation up. Milliseconds. */
export const flushBoundMillis = 300

/** How long a collector that failed is left alone. Milliseconds. */
export const collectorPauseMillis = 60_000

/** Spans kept at most: what is more than a collector would take in one request is dropped. */
const maxSpans = 5000

/** Sends the body of an export request; fails where the collector does not take it. */
export type Send = (body: string) => Effect.Effect<void, unknown>

/** Telemetry of a function. */
export class LambdaTelemetry extends Context.Service<
  LambdaTelemetry,
  {
    /** Marks the beginning of an invocation. */
    readonly begin: (invocationId: string) => Effect.Effect<void>
    /** Sends and writes what has come together. Takes no longer than the bound and never fails. */
    readonly flush: Effect.Effect<void>
  }
>()("@millrace/aws/lambda/LambdaTelemetry") {}

/** Telemetry that sends by `send`, or keeps no spans where there is no collector; and the tracer that feeds it. */
export const make = Effect.fnUntraced(function* (options: {
  readonly send: Send | undefined
  readonly resource: OtlpSpans.Attributes
}): Effect.fn.Return<{ readonly telemetry: LambdaTelemetry["Service"]; readonly tracer: Tracer.Tracer }> {
  const { resource, send } = options
  const metrics = yield* EmbeddedMetrics.make
  const seed = yield* Tracing.seed
  let spans: Array<unknown> = []
  let invocations = 0
  let invocationId = ""
  let pausedUntil = 0
  const tracer = Tracing.make({
    seed,
    onEnd: (span) => {
      if (send === undefined || spans.length >= maxSpans) return
      spans.push(OtlpSpans.encode(span, { "faas.coldstart": invocations === 1, "faas.invocation_id": invocationId }))
    }
  })
  const sendSpans = Effect.gen(function* () {
    const taken = spans
    spans = []
    if (send === undefined || taken.length === 0) return
    if ((yield* Clock.currentTimeMillis) < pausedUntil) return
    const sent = yield* Effect.exit(Effect.timeoutOption(send(OtlpSpans.request(taken, resource)), flushBoundMillis))
    if (sent._tag === "Success" && Option.isSome(sent.value)) return
    pausedUntil = (yield* Clock.currentTimeMillis) + collectorPauseMillis
    yield* Effect.logWarning("the trace collector did not take spans; it is left alone for a minute").pipe(
      Effect.annotateLogs({ spans: taken.length })
    )
  })
  return {
    tracer,
    telemetry: LambdaTelemetry.of({
      begin: (id) =>
        Effect.sync(() => {
          invocations += 1
          invocationId = id
        }),
      flush: Effect.andThen(metrics.flush, sendSpans)
    })
  }
})

/** `name=value` pairs, as `OTEL_EXPORTER_OTLP_HEADERS` writes them. */
const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(",").flatMap((pair) => {
      const equals = pair.indexOf("=")
      return equals > 0 ? [[pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const] : []
    })
  )

/** Posts to a collector over HTTP. */
export const post =
  (base: string, headers: Record<string, string>): Send =>
  (body) =>
    Effect.flatMap(
      Effect.tryPromise((signal) =>
        fetch(`${base.replace(/\/$/, "")}/v1/traces`, {
          method: "POST",
          headers: { ...headers, "content-type": "application/json" },
          body,
          signal
        }).then(async (response) => {
          await response.body?.cancel()
          return response.ok
        })
      ),
      (ok) => (ok ? Effect.void : Effect.fail("refused"))
    )

const optional = (name: string, fallback = "") => Config.withDefault(Config.String(name), fallback)

/** Telemetry by the function's environment. */
export const layer: Layer.Layer<LambdaTelemetry, Config.ConfigError> = Layer.effectContext(
  Effect.gen(function* () {
    const base = yield* optional(Environment.otlpEndpoint)
    const headers = headersOf(yield* optional("OTEL_EXPORTER_OTLP_HEADERS"))
    const functionName = yield* optional("AWS_LAMBDA_FUNCTION_NAME", "millrace")
    const { telemetry, tracer } = yield* make({
      send: base === "" ? undefined : post(base, headers),
      resource: {
        "service.name": yield* optional("OTEL_SERVICE_NAME", functionName),
        "cloud.provider": "aws",
        "cloud.platform": "aws_lambda",
        "cloud.region": yield* optional(Environment.region),
        "faas.name": functionName,
        "faas.version": yield* optional("AWS_LAMBDA_FUNCTION_VERSION")
      }
    })
    return Context.make(LambdaTelemetry, telemetry).pipe(Context.add(Tracer.Tracer, tracer))
  })
)
