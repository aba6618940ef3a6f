/** `millrace transactions`: every stored transaction with its status and category. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"
import * as Style from "../render/Style.ts"
import * as Table from "../render/Table.ts"

/** Enough of an id to name the transaction: other commands take its beginning. */
const shownIdLength = 10

export const transactions = Command.make(
  "transactions",
  {
    place: Options.place,
    json: Options.json,
    user: Options.onlyUser,
    category: Flag.String("category").pipe(Flag.withDescription("Only this category (its id)"), Flag.optional)
  },
  Effect.fnUntraced(function* ({ category, place, json, user }) {
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const { pathOf } = yield* Effect.promise(() => import("@millrace/handlers/categorization/Category"))
    const style = yield* Output.style
    yield* Effect.gen(function* () {
      const reader = yield* Store.monthReader
      const rows: Array<ReadonlyArray<string>> = []
      yield* Stream.runForEach(Store.transactions(yield* Store.files(user), reader), ({ viewed }) =>
        Effect.gen(function* () {
          for (const { assignment, status, transaction } of viewed) {
            if (Option.isSome(category) && assignment.category !== category.value) continue
            const { accountId, amount, counterparty, currency, date, description, fileId, id } = transaction
            if (json) {
              yield* Output.json({
                id,
                fileId,
                accountId,
                date,
                amount,
                currency,
                description,
                counterparty,
                status,
                category: assignment.category,
                assignedBy: assignment.assignedBy,
                ruleId: assignment.ruleId
              })
            } else {
              const shown = assignment.category === null ? style.dim("uncategorized") : pathOf(assignment.category)
              rows.push([
                id.slice(0, shownIdLength),
                date,
                amount,
                currency,
                Style.safe(description, 48),
                shown,
                status === "booked" ? "" : style.yellow(status)
              ])
            }
          }
        })
      )
      const columns: ReadonlyArray<Table.Column> = [
        { title: "id" },
        { title: "date" },
        { title: "amount", align: "right" },
        { title: "" },
        { title: "description" },
        { title: "category" },
        { title: "" }
      ]
      if (!json) {
        yield* Output.print(...Table.lines(columns, rows, style.dim))
        if (rows.length === 0) yield* Output.print("No transactions.")
      }
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
  })
).pipe(Command.withDescription("List stored transactions with their categories"))
