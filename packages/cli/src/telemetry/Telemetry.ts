/**
 * Export of spans, metrics and logs to an OpenTelemetry collector, by the usual variables. The SDK is loaded only where one
 * of them names an endpoint, so nobody else waits for it.
 *
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { CommandFailed } from "../Output.ts"

/** What is exported. */
export interface Signals {
  readonly traces: boolean
  readonly metrics: boolean
  readonly logs: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

const given = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.trim()
  return value === "" ? undefined : value
}

/** What the environment asks for. */
export const signals = (environment: Environment): Signals => {
  const disabled = given(environment, "OTEL_SDK_DISABLED")?.toLowerCase() === "true"
  const wanted = (signal: string): boolean =>
    !disabled &&
    (given(environment, `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`) ??
      given(environment, "OTEL_EXPORTER_OTLP_ENDPOINT")) !== undefined &&
    (given(environment, `OTEL_${signal}_EXPORTER`) ?? "otlp").split(",").includes("otlp")
  return { traces: wanted("TRACES"), metrics: wanted("METRICS"), logs: wanted("LOGS") }
}

/** The exporter, where the environment asks for one. Ends with everything exported, or after 3 seconds. */
export const layer: Layer.Layer<never, CommandFailed> = Layer.unwrap(
  Effect.gen(function* () {
    const wanted = signals(process.env)
    if (!wanted.traces && !wanted.metrics && !wanted.logs) return Layer.empty
    const protocols = ["", "TRACES_", "METRICS_", "LOGS_"].map((signal) => `OTEL_EXPORTER_OTLP_${signal}PROTOCOL`)
    const refused = protocols.find((name) => given(process.env, name)?.startsWith("grpc") === true)
    if (refused !== undefined) {
      return yield* new CommandFailed({
        problem: `${refused}: OTLP over gRPC is not spoken here.`,
        mend: "Set it to http/json and name the collector's HTTP port (4318).",
        exitCode: 2
      })
    }
    const Otlp = yield* Effect.promise(() => import("./Otlp.ts"))
    return Otlp.layer(wanted, process.env)
  })
)
