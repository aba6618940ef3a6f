/** The framework's metrics, in OpenTelemetry's naming. Attributes hold event types and consumers' names, never data. */
import * as Metric from "effect/Metric"

/** Deliveries that ended, by `consumer`, `type` and `outcome` (`ack`, `duplicate`, `retry`, `dead`). */
export const deliveries = Metric.counter("millrace.deliveries", {
  description: "Deliveries that ended, by outcome",
  incremental: true
})

/** Events that the bus confirmed, by `type`. */
export const published = Metric.counter("millrace.events.published", {
  description: "Events that the bus confirmed",
  incremental: true
})

const boundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000]

/** Milliseconds that a handler ran, by `consumer`. */
export const handlerDuration = Metric.histogram("millrace.handler.duration", {
  description: "Milliseconds that a handler ran",
  boundaries
})

/** Milliseconds from the decision to publish to the bus's confirmation. */
export const publishDuration = Metric.histogram("millrace.publish.duration", {
  description: "Milliseconds from the decision to publish to the bus's confirmation",
  boundaries
})
