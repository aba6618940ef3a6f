/**
 * The file pipeline's own metrics, in OpenTelemetry's naming and UCUM's units. Their only attribute is the format of the file:
 * nothing of what is in it.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type { Format } from "./domain/Certificate.ts"

/** Rows of statements that were read, stored and certified, by `format`. A file that is processed again counts again. */
export const rows = Metric.counter("millrace.file.rows", {
  description: "Rows of statements that were read, stored and certified",
  incremental: true,
  attributes: { unit: "{row}" }
})

/** Rows per second of each file, from the first byte read to the certificate stored, by `format`. */
export const rowRate = Metric.histogram("millrace.file.row.rate", {
  description: "Rows per second that a file was processed at",
  boundaries: [1, 10, 50, 100, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000],
  attributes: { unit: "{row}/s" }
})

/** Runs a file's processing, and records what it says it has read. A clock that stood still tells no rate. */
export const measured = <A extends { readonly format: typeof Format.Type; readonly rows: number } | undefined, E, R>(
  processing: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeNanos
    const read = yield* processing
    if (read === undefined) return read
    const seconds = Number((yield* Clock.currentTimeNanos) - startedAt) / 1e9
    const attributes = { format: read.format }
    yield* Metric.update(Metric.withAttributes(rows, attributes), read.rows)
    if (seconds > 0) yield* Metric.update(Metric.withAttributes(rowRate, attributes), read.rows / seconds)
    return read
  })
