/** Who hears of every span that ends, besides the span store. */
import type { EndedSpan } from "@millrace/core/Tracing"
import * as Context from "effect/Context"

/** Nobody, unless an exporter listens. Must not throw. */
export const SpanListener: Context.Reference<((span: EndedSpan) => void) | undefined> = Context.Reference(
  "millrace/telemetry/SpanListener",
  { defaultValue: (): ((span: EndedSpan) => void) | undefined => undefined }
)
