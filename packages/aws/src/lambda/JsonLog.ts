/**
 * Structured logs: one JSON object a line, as CloudWatch Logs Insights reads them. A line carries the trace that it belongs to,
 * the annotations (consumer, event, attempt) and, where there is a cause, its errors' names. Messages of errors stay out: they
 * may quote what a file said.
 */
import * as Cause from "effect/Cause"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Schema from "effect/Schema"
import * as Environment from "./FunctionEnvironment.ts"
import { StandardOutput } from "./StandardOutput.ts"

const textOf = (message: unknown): string =>
  Array.isArray(message)
    ? message.map(textOf).join(" ")
    : typeof message === "string"
      ? message
      : JSON.stringify(message, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value))

const namesOf = (cause: Cause.Cause<unknown>): ReadonlyArray<string> =>
  Cause.prettyErrors(cause).map(({ name }) => name)

const logger = Logger.make<unknown, void>(({ cause, date, fiber, logLevel, message }) => {
  const span = fiber.cache.span
  const errors = namesOf(cause)
  const line = JSON.stringify({
    timestamp: date.toISOString(),
    level: logLevel.toUpperCase(),
    message: textOf(message),
    ...(span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId }),
    ...fiber.getRef(References.CurrentLogAnnotations),
    ...(errors.length === 0 ? {} : { errors })
  })
  fiber.getRef(StandardOutput)(line)
})

const LevelName = Schema.Literals(["Trace", "Debug", "Info", "Warn", "Error", "Fatal", "None"])

/** Logs as JSON lines, from the level that the environment names; `Info` unless told. */
export const layer: Layer.Layer<never, Config.ConfigError> = Layer.merge(
  Logger.layer([logger]),
  Layer.effect(
    References.MinimumLogLevel,
    Effect.suspend(() => Config.withDefault(Config.schema(LevelName, Environment.logLevel), "Info" as const))
  )
)
