/** The handlers of the test pipeline, with what a test wants to decide or see left to it. */
import * as EventStore from "@millrace/core/EventStore"
import * as Pipeline from "@millrace/core/Pipeline"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Contracts from "./Contracts.ts"

/** The object key of a document, without its tenant. */
const relative = (key: string): string => key.slice(key.indexOf("/") + 1)

const intake = Contracts.Intake.handler(
  Effect.fn("intake")(function* ({ data }) {
    const drop = yield* Contracts.Drop.Reader
    const key = relative(data.key)
    const head = yield* drop.head({ key, versionId: data.versionId })
    yield* Contracts.Received.publish({ document: head.key, versionId: head.versionId })
  })
)

const counting = Contracts.Counting.handler(
  Effect.fn("counting")(function* ({ data }) {
    const drop = yield* Contracts.Drop.Reader
    const words = yield* Contracts.Words.Writer
    const text = yield* drop
      .get({ key: relative(data.document), versionId: data.versionId })
      .pipe(Stream.decodeText, Stream.mkString)
    const count = text.split(" ").length
    yield* words.put({ document: data.document, words: count })
    yield* Contracts.Counted.publish({ document: data.document, words: count })
  })
)

const everything = Contracts.Everything.handler(
  Effect.fn("everything")(function* ({ envelope }) {
    const events = yield* EventStore.Writer
    yield* events.append(envelope)
  })
)

/** The program. `ask` is what the consumer `asking` does with what it is asked; it may fail in any way. */
export const make = (options?: {
  readonly ask?: (what: string) => Effect.Effect<void, Contracts.Refused | Unavailable | Error>
  readonly longest?: (document: string) => void
}): Pipeline.Program => {
  const asking = Contracts.Asking.handler(
    Effect.fn("asking")(function* (message) {
      const what = message.type === "asked" ? message.data.what : message.data.scheduledFor
      if (what === "refuse") return yield* new Contracts.Refused()
      yield* (options?.ask ?? (() => Effect.void))(what)
    })
  )
  const longest = Contracts.Longest.handler(({ data }) => Effect.sync(() => options?.longest?.(data.document)))
  return Pipeline.implement(Contracts.Documents, [intake, counting, asking, longest, everything])
}
