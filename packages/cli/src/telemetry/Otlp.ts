/** The exporter itself: OTLP as JSON over HTTP, by the OpenTelemetry SDK, which reads its own variables. */
import * as OtelLogger from "@effect/opentelemetry/OtelLogger"
import * as OtelMetrics from "@effect/opentelemetry/OtelMetrics"
import * as Resource from "@effect/opentelemetry/Resource"
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http"
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http"
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http"
import { BatchLogRecordProcessor } from "@opentelemetry/sdk-logs"
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics"
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace-base"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as References from "effect/References"
import * as ExportedSpan from "./ExportedSpan.ts"
import * as Latency from "./Latency.ts"
import { SpanListener } from "./SpanListener.ts"
import type { Signals } from "./Telemetry.ts"

/** A collector that does not answer holds nobody up for longer. */
const shutdownTimeout = "3 seconds"

const spans: Layer.Layer<never, never, Resource.Resource> = Layer.effect(
  SpanListener,
  Effect.gen(function* () {
    const resource = yield* Resource.Resource
    const processor = yield* Effect.acquireRelease(
      Effect.sync(() => new BatchSpanProcessor(new OTLPTraceExporter())),
      (open) => Effect.promise(() => open.shutdown()).pipe(Effect.ignore, Effect.timeoutOption(shutdownTimeout))
    )
    const measure = Latency.listener()
    return (span) => {
      measure(span)
      processor.onEnd(ExportedSpan.make(span, resource))
    }
  })
)

const onlyLatency: Layer.Layer<never> = Layer.sync(SpanListener, Latency.listener)

const metrics = OtelMetrics.layer(() => new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }), {
  shutdownTimeout
})

const logs = Layer.merge(
  OtelLogger.layer({ mergeWithExisting: false }).pipe(
    Layer.provide(
      OtelLogger.layerLoggerProvider(new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() }), {
        shutdownTimeout
      })
    )
  ),
  Layer.succeed(References.MinimumLogLevel, "Info")
)

/** Exports what is wanted, under the service name `millrace` unless the environment has another. */
export const layer = (
  wanted: Signals,
  environment: Readonly<Record<string, string | undefined>>
): Layer.Layer<never> => {
  const named =
    (environment["OTEL_SERVICE_NAME"] ?? "") !== "" ||
    (environment["OTEL_RESOURCE_ATTRIBUTES"] ?? "").includes("service.name=")
  return Layer.mergeAll(
    wanted.traces ? spans : wanted.metrics ? onlyLatency : Layer.empty,
    wanted.metrics ? metrics : Layer.empty,
    wanted.logs ? logs : Layer.empty
  ).pipe(Layer.provide(Resource.layerFromEnv(named ? {} : { "service.name": "millrace" })))
}
