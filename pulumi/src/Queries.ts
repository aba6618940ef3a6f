/** Saved Logs Insights queries over the functions' structured logs: where an operator starts to look. */

/** A query by name. */
export interface SavedQuery {
  readonly name: string
  readonly query: string
}

/** The queries of a deployment. Fields are those of `@millrace/aws/lambda/JsonLog` and of Lambda's own reports. */
export const all: ReadonlyArray<SavedQuery> = [
  {
    name: "errors",
    query: `fields timestamp, level, message, consumer, event, correlation, errors, traceId
| filter level in ["ERROR", "FATAL"]
| sort timestamp desc
| limit 200`
  },
  {
    name: "failed deliveries",
    query: `filter message = "delivery failed"
| stats count(*) as times, max(attempt) as attempts, max(retryAfterMillis) as delay by consumer, error, counts
| sort times desc`
  },
  {
    name: "dead letters",
    query: `fields timestamp, consumer, letter, kind, error, event, traceId
| filter message = "event is dead"
| sort timestamp desc
| limit 200`
  },
  {
    name: "slow deliveries",
    query: `filter @type = "REPORT"
| fields @timestamp, @requestId, @duration, @maxMemoryUsed / 1048576 as memoryMiB, @log
| sort @duration desc
| limit 50`
  },
  {
    name: "one trace",
    query: `fields timestamp, level, message, consumer, event, attempt, @log
| filter traceId = "put a trace id here"
| sort timestamp asc
| limit 500`
  },
  {
    name: "cold starts",
    query: `filter @type = "REPORT" and ispresent(@initDuration)
| stats count(*) as starts, avg(@initDuration) as averageMillis, max(@initDuration) as slowestMillis by @log`
  }
]
