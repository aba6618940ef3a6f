/** How long a file takes from its upload until it is processed and until it is categorized, from the spans that end. */
import type { EndedSpan } from "@millrace/core/Tracing"
import * as Context from "effect/Context"
import * as Metric from "effect/Metric"

const boundaries = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 3_600_000]

const processed = Metric.histogram("millrace.upload.processed", {
  description: "Milliseconds from an upload to its processing's end",
  boundaries
})

const categorized = Metric.histogram("millrace.upload.categorized", {
  description: "Milliseconds from an upload to its categorization's end",
  boundaries
})

/** Uploads remembered that have not been categorized; the oldest go first. */
const rememberedLimit = 10_000

/** A listener that measures. A replay is no upload. */
export const listener = (): ((span: EndedSpan) => void) => {
  const uploadedAt = new Map<string, bigint>()
  const end = (span: EndedSpan, metric: typeof processed): void => {
    const startedAt = uploadedAt.get(span.traceId)
    if (startedAt === undefined) return
    metric.updateUnsafe(Number(span.endTime - startedAt) / 1e6, Context.empty())
  }
  return (span) => {
    if (span.name === "publish object.created") {
      uploadedAt.set(span.traceId, span.startTime)
      for (const oldest of uploadedAt.keys()) {
        if (uploadedAt.size <= rememberedLimit) break
        uploadedAt.delete(oldest)
      }
      return
    }
    if (span.attributes.get("millrace.outcome") !== "ack" || span.attributes.has("millrace.replay_id")) return
    const type = span.attributes.get("cloudevents.event_type")
    if (span.name === "process file-processor" && type === "file.uploaded") end(span, processed)
    if (span.name === "process categorization" && type === "file.processed") {
      end(span, categorized)
      uploadedAt.delete(span.traceId)
    }
  }
}
