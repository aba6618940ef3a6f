/** The rows of a file that could not be read. */
import type { Unavailable } from "@millrace/core/Unavailable"
import type * as Statement from "@millrace/statements/Statement"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { Rejections } from "../resources/Files.ts"

export class RejectionLedger extends Context.Service<
  RejectionLedger,
  {
    /** Stores rejections; `from` is how many of the file's were stored before. */
    readonly put: (
      fileId: string,
      rejections: ReadonlyArray<Statement.Rejection>,
      from: number
    ) => Effect.Effect<void, Unavailable>
    /** Forgets all of a file's. */
    readonly clear: (fileId: string) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/handlers/RejectionLedger") {
  static readonly layer = Layer.effect(
    RejectionLedger,
    Effect.gen(function* () {
      const reader = yield* Rejections.Reader
      const writer = yield* Rejections.Writer
      return RejectionLedger.of({
        put: (fileId, rejections, from) =>
          writer.putAll(
            rejections.map(({ code, line, reason }, index) => ({
              fileId,
              place: `${String(line).padStart(10, "0")}-${String(from + index).padStart(8, "0")}`,
              line,
              code,
              reason
            }))
          ),
        clear: (fileId) =>
          Effect.flatMap(Stream.runCollect(reader.query({ fileId })), (found) =>
            writer.deleteAll(found.map(({ item }) => ({ fileId, place: item.place })))
          )
      })
    })
  )
}
