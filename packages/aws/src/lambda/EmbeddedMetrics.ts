/**
 * Metrics for CloudWatch without a call: lines in its embedded metric format on standard output, one for each metric and set of
 * attributes that changed since the lines before. Counters become increments; histograms become the values observed, each
 * as the upper bound of its bucket (the value itself where there was one), at most a hundred a line as the format allows.
 *
 * Namespace `Millrace`. Dimensions are the metric's attributes, except that a delivery's event type is a property to search by
 * and no dimension: CloudWatch prices every combination.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { StandardOutput } from "./StandardOutput.ts"

/** Namespace of every metric. */
export const namespace = "Millrace"

/** Most values of one metric in one line. */
const maxValues = 100

type Snapshot = Metric.Metric.Snapshot

/** What was written of a metric last. */
type Written = { readonly count: number; readonly sum: number; readonly buckets: ReadonlyArray<[number, number]> }

const nothing: Written = { count: 0, sum: 0, buckets: [] }

const stateOf = (snapshot: Snapshot): Written | undefined => {
  switch (snapshot.type) {
    case "Counter":
      return { ...nothing, count: Number(snapshot.state.count) }
    case "Histogram":
      return { count: snapshot.state.count, sum: snapshot.state.sum, buckets: snapshot.state.buckets }
    default:
      return undefined
  }
}

/** Values observed between two states of a histogram. Bucket counts are cumulative. */
const observed = (before: Written, after: Written): ReadonlyArray<number> => {
  if (after.count - before.count === 1) return [after.sum - before.sum]
  const values: Array<number> = []
  let counted = 0
  for (const [position, [bound, cumulative]] of after.buckets.entries()) {
    const fresh = cumulative - (before.buckets[position]?.[1] ?? 0)
    const value = Number.isFinite(bound) ? bound : (after.buckets[position - 1]?.[0] ?? 0)
    for (; counted < fresh && values.length < maxValues; counted++) values.push(value)
  }
  return values
}

/** CloudWatch's name of a metric's unit, which is UCUM's: histograms that name none are of milliseconds. */
const unitOf = (snapshot: Snapshot): string =>
  snapshot.type === "Counter"
    ? "Count"
    : snapshot.attributes?.["unit"]?.endsWith("/s")
      ? "Count/Second"
      : "Milliseconds"

const line = (snapshot: Snapshot, value: number | ReadonlyArray<number>, timestamp: number): string => {
  const attributes = Object.entries(snapshot.attributes ?? {}).filter(([name]) => name !== "unit")
  const dimensions = attributes.map(([name]) => name).filter((name) => name !== "type" || attributes.length === 1)
  return JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [dimensions],
          Metrics: [{ Name: snapshot.id, Unit: unitOf(snapshot) }]
        }
      ]
    },
    ...Object.fromEntries(attributes),
    [snapshot.id]: value
  })
}

/** Writes what changed since the last time. */
export const make: Effect.Effect<{ readonly flush: Effect.Effect<void> }> = Effect.sync(() => {
  const written = new Map<string, Written>()
  return {
    flush: Effect.gen(function* () {
      const write = yield* StandardOutput
      const now = yield* Clock.currentTimeMillis
      const lines: Array<string> = []
      for (const snapshot of yield* Metric.snapshot) {
        const after = snapshot.id.startsWith("millrace.") ? stateOf(snapshot) : undefined
        if (after === undefined) continue
        const key = `${snapshot.id} ${JSON.stringify(snapshot.attributes ?? {})}`
        const before = written.get(key) ?? nothing
        if (after.count === before.count) continue
        written.set(key, after)
        const value = snapshot.type === "Counter" ? after.count - before.count : observed(before, after)
        lines.push(line(snapshot, value, now))
      }
      // At once: every writing waits for the pipe.
      if (lines.length > 0) write(lines.join("\n"))
    })
  }
})
