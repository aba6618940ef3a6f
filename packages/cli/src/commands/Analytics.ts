/** `millrace analytics`: what each month of each account amounts to. A month without data is absent. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"

const validMonth = /^[0-9]{4}-(?:0[1-9]|1[0-2])$/

export const analytics = Command.make(
  "analytics",
  {
    place: Options.place,
    json: Options.json,
    csv: Flag.Boolean("csv").pipe(
      Flag.withDescription("Print CSV that a spreadsheet can open safely"),
      Flag.withDefault(false)
    ),
    user: Options.onlyUser,
    account: Flag.String("account").pipe(Flag.withDescription("Only this account"), Flag.optional),
    month: Flag.String("month").pipe(Flag.withDescription("Only this month, YYYY-MM, in detail"), Flag.optional),
    details: Flag.Boolean("details").pipe(
      Flag.withDescription("Every month with its categories, counterparties and recurring charges"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(function* ({ account, csv, place, details, json, month, user }) {
    if (json && csv) {
      return yield* new CommandFailed({
        problem: "--json and --csv exclude each other.",
        mend: "Name one.",
        exitCode: 2
      })
    }
    if (Option.isSome(month) && !validMonth.test(month.value)) {
      return yield* new CommandFailed({
        problem: `--month ${JSON.stringify(month.value)} is no month.`,
        mend: "Write it as 2026-01.",
        exitCode: 2
      })
    }
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const Collection = yield* Effect.promise(() => import("@millrace/core/Collection"))
    const { Analytics } = yield* Effect.promise(() => import("@millrace/handlers/resources/Analytics"))
    const Report = yield* Effect.promise(() => import("../render/AnalyticsReport.ts"))
    const style = yield* Output.style
    const wants = (wanted: Option.Option<string>, value: string) => Option.isNone(wanted) || wanted.value === value
    const found = yield* Effect.flatMap(Store.backends, ({ tables }) =>
      Stream.runCollect(Collection.scanAll(tables, Analytics))
    ).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    const rank = ({ item, tenantId }: (typeof found)[number]) => JSON.stringify([item.month, tenantId, item.accountId])
    const months = found
      .filter(
        ({ item, tenantId }) => wants(user, tenantId) && wants(account, item.accountId) && wants(month, item.month)
      )
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    if (json) for (const each of months) yield* Output.json(Report.toJson(each))
    else if (csv) yield* Output.print(...Report.csvLines(months))
    else {
      yield* Output.print(...Report.lines(months, details || Option.isSome(month), style))
      if (months.length === 0) yield* Output.print("No month with data.")
    }
  })
).pipe(Command.withDescription("Income, spending and more, by account, month and currency"))
