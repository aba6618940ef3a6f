/**
 * Marks months of an account as written. Who writes rows of a month moves its mark afterwards, and before the event that says
 * so. Where a mark stands as it did, nobody need read the month's rows to know that they are what they were; what is being
 * written meanwhile has its event still to come.
 */
import * as Collection from "@millrace/core/Collection"
import type * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Month from "../domain/Month.ts"
import { MonthMarks } from "../resources/MonthMarks.ts"
import { each } from "./StoredRows.ts"

/** Whose mark it is. */
export type Of = (typeof MonthMarks.schema.Type)["of"]

/** How often a move that lost a race is made again. */
const raceLimit = 16
/** Marks that are moved together. */
const together = 50

export class MonthMarker extends Context.Service<
  MonthMarker,
  {
    /** Moves the marks of some months of an account. */
    readonly move: (accountId: string, months: ReadonlyArray<string>, of: Of) => Effect.Effect<void, Unavailable>
    /** Moves of marks that nobody else moves meanwhile: the last of what is written during a turn at the account. */
    readonly moving: (
      accountId: string,
      months: ReadonlyArray<string>,
      of: Of
    ) => Effect.Effect<ReadonlyArray<Effect.Effect<TableStore.Write>>, Unavailable>
  }
>()("@millrace/handlers/MonthMarker") {
  static readonly layer = Layer.effect(
    MonthMarker,
    Effect.gen(function* () {
      const reader = yield* MonthMarks.Reader
      const writer = yield* MonthMarks.Writer

      /** The moves of months' marks, each on condition that it is as it was read. */
      const conditional = Effect.fnUntraced(function* (accountId: string, months: ReadonlyArray<string>, of: Of) {
        const found = new Map<string, Collection.Stored<typeof MonthMarks.schema.Type>>()
        yield* each(reader.query({ accountId }, Month.spanning(months)), (stored) => {
          if (stored.item.of === of) found.set(stored.item.month, stored)
        })
        return months.map((month) => {
          const read = Option.fromNullishOr(found.get(month))
          const count = Option.match(read, { onNone: () => 1, onSome: ({ item }) => item.count + 1 })
          return { mark: { accountId, month, of, count }, condition: Collection.ifUnchanged(read) }
        })
      })

      const moveTogether = Effect.fnUntraced(function* (
        accountId: string,
        months: ReadonlyArray<string>,
        of: Of
      ): Effect.fn.Return<void, Unavailable> {
        for (let race = 0; race < raceLimit; race++) {
          const moves = yield* conditional(accountId, months, of)
          const write = writer.transact(moves.map(({ condition, mark }) => writer.putting(mark, condition)))
          const written = yield* Effect.result(write)
          if (written._tag === "Success") return
          if (written.failure._tag === "Unavailable") return yield* written.failure
        }
        return yield* new Unavailable({
          service: "MonthMarker",
          operation: "MonthMarker.move",
          reason: "throttled",
          detail: `marks were moved by others ${raceLimit} times in a row`
        })
      })

      return MonthMarker.of({
        move: Effect.fnUntraced(function* (accountId, months, of) {
          for (let start = 0; start < months.length; start += together) {
            yield* moveTogether(accountId, months.slice(start, start + together), of)
          }
        }),
        moving: (accountId, months, of) =>
          Effect.map(conditional(accountId, months, of), (moves) => moves.map(({ mark }) => writer.putting(mark)))
      })
    })
  )
}
