/** The framework's metrics, in OpenTelemetry's naming. Attributes hold event types and consumers' names, never data. */
import type * as Context from "effect/Context"
import * as Metric from "effect/Metric"

/** Deliveries that ended, by `consumer`, `type` and `outcome` (`ack`, `duplicate`, `retry`, `dead`). */
export const deliveries = Metric.counter("millrace.deliveries", {
  description: "Deliveries that ended, by outcome",
  incremental: true
})

/** Types told apart in one metric; an endless number of them, each a time series, is no metric any more. */
const typeLimit = 200

/** Metrics by type, made once each; types beyond `typeLimit` share one, `other`. */
const byType = <A>(make: (type: string) => A): ((type: string) => A) => {
  const made = new Map<string, A>()
  return (type) => {
    const name = made.has(type) || made.size < typeLimit ? type : "other"
    let metric = made.get(name)
    if (metric === undefined) made.set(name, (metric = make(name)))
    return metric
  }
}

/** Counts how deliveries to a consumer end; `type` is `unknown` where the message could not be read. The context is the fiber's. */
export const countDeliveries = (
  consumer: string
): ((context: Context.Context<never>, outcome: string, type: string | undefined) => void) => {
  const outcomes = byType((outcome) => byType((type) => Metric.withAttributes(deliveries, { consumer, type, outcome })))
  return (context, outcome, type = "unknown") => outcomes(outcome)(type).updateUnsafe(1, context)
}

/** Events that the bus confirmed, by `type`. */
const published = Metric.counter("millrace.events.published", {
  description: "Events that the bus confirmed",
  incremental: true
})

const publishedByType = byType((type) => Metric.withAttributes(published, { type }))

/** Counts an event that the bus confirmed. */
export const countPublished = (context: Context.Context<never>, type: string): void =>
  publishedByType(type).updateUnsafe(1, context)

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
