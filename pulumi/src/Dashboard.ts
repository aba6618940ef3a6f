/** The dashboard: event flow, publishing, latency, errors, consumers' health and dead letters, from the same plan. */
import { metricsNamespace } from "./Alarms.ts"
import type { Plan } from "./Plan.ts"

/** One line of a graph: namespace, metric, dimensions in pairs, options. */
type Line = ReadonlyArray<string | Readonly<Record<string, string>>>

/** A dashboard's body as JSON data. */
export interface Body {
  readonly widgets: ReadonlyArray<{
    readonly type: "metric"
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    readonly properties: Readonly<Record<string, unknown>> & { readonly title: string }
  }>
}

/** The body of a deployment's dashboard. */
export const body = (deployment: string, plan: Plan, region: string): Body => {
  const consumers = plan.consumers.map(({ contract }) => contract.name)
  const functions = [...plan.consumers.map((consumer) => consumer.function.name), plan.drain.name]
  const types = [...new Set(plan.consumers.flatMap(({ contract }) => contract.emits.map((event) => event.eventType)))]
  const outcome = (name: string): ReadonlyArray<Line> =>
    consumers.map((consumer) => [
      metricsNamespace,
      "millrace.deliveries",
      "consumer",
      consumer,
      "outcome",
      name,
      { label: consumer }
    ])
  const perQueue = (metric: string, suffix = ""): ReadonlyArray<Line> =>
    consumers.map((consumer) => [
      "AWS/SQS",
      metric,
      "QueueName",
      `${deployment}-${consumer}${suffix}`,
      { label: consumer, stat: "Maximum" }
    ])
  const perFunction = (metric: string): ReadonlyArray<Line> =>
    functions.map((name) => ["AWS/Lambda", metric, "FunctionName", `${deployment}-${name}`, { label: name }])
  const graphs: ReadonlyArray<readonly [title: string, stat: string, lines: ReadonlyArray<Line>]> = [
    ["Event flow: deliveries handled", "Sum", outcome("Ack")],
    [
      "Publishing rate by event",
      "Sum",
      types.map((type) => [metricsNamespace, "millrace.events.published", "type", type, { label: type }])
    ],
    [
      "Handler duration, median to slowest (ms)",
      "p50",
      consumers.flatMap((consumer) =>
        ["p50", "p95", "p99", "Maximum"].map((stat): Line => [
          metricsNamespace,
          "millrace.handler.duration",
          "consumer",
          consumer,
          { stat, label: `${consumer} ${stat}` }
        ])
      )
    ],
    ["Waiting: age of the oldest message (s)", "Maximum", perQueue("ApproximateAgeOfOldestMessage")],
    ["Errors: functions that failed", "Sum", perFunction("Errors")],
    ["Errors: deliveries to be tried again", "Sum", outcome("RetryAfter")],
    ["Consumer health: messages waiting", "Maximum", perQueue("ApproximateNumberOfMessagesVisible")],
    ["Consumer health: running at once", "Maximum", perFunction("ConcurrentExecutions")],
    ["Consumer health: throttles", "Sum", perFunction("Throttles")],
    ["Dead: deliveries", "Sum", outcome("Dead")],
    ["Dead: depth of dead-letter queues", "Maximum", perQueue("ApproximateNumberOfMessagesVisible", "-dlq")],
    ["Duplicates answered without work", "Sum", outcome("Duplicate")]
  ]
  return {
    widgets: graphs.map(([title, stat, metrics], at) => ({
      type: "metric",
      x: (at % 3) * 8,
      y: Math.floor(at / 3) * 6,
      width: 8,
      height: 6,
      properties: { title, stat, metrics, region, period: 60, view: "timeSeries", stacked: false }
    }))
  }
}
