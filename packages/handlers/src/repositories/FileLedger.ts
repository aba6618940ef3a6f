/** The records of files, written on condition of what was read: two notifications of one file cannot undo each other. */
import * as Collection from "@millrace/core/Collection"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { StoredFile } from "../domain/StoredFile.ts"
import { Files } from "../resources/Files.ts"

/** How often a write that lost a race is decided anew. */
const raceLimit = 8

export class FileLedger extends Context.Service<
  FileLedger,
  {
    readonly get: (fileId: string) => Effect.Effect<StoredFile | undefined, Unavailable>
    /**
     * Writes what `next` makes of the record; nothing where that is `undefined`. Answers the record as it is then. `next` may
     * run several times.
     */
    readonly update: (
      fileId: string,
      next: (known: StoredFile | undefined) => StoredFile | undefined
    ) => Effect.Effect<StoredFile | undefined, Unavailable>
  }
>()("@millrace/handlers/FileLedger") {
  static readonly layer = Layer.effect(
    FileLedger,
    Effect.gen(function* () {
      const reader = yield* Files.Reader
      const writer = yield* Files.Writer
      const update = Effect.fn("FileLedger.update")(function* (
        fileId: string,
        next: (known: StoredFile | undefined) => StoredFile | undefined
      ): Effect.fn.Return<StoredFile | undefined, Unavailable> {
        for (let race = 0; race < raceLimit; race++) {
          const read = yield* reader.get({ fileId })
          const known = Option.isSome(read) ? read.value.item : undefined
          const record = next(known)
          if (record === undefined) return known
          const written = yield* Effect.result(writer.put(record, Collection.ifUnchanged(read)))
          if (written._tag === "Success") return record
          if (written.failure._tag === "Unavailable") return yield* written.failure
        }
        return yield* new Unavailable({
          service: "FileLedger",
          operation: "FileLedger.update",
          reason: "throttled",
          detail: `the file's record was written by others ${raceLimit} times in a row`
        })
      })
      return FileLedger.of({
        get: (fileId) =>
          Effect.map(reader.get({ fileId }), (read) => (Option.isSome(read) ? read.value.item : undefined)),
        update
      })
    })
  )
}
