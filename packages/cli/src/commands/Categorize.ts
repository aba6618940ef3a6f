/** `millrace categorize`: rules, why a transaction has its category, and categories set by hand. */
import * as Effect from "effect/Effect"
import * as Command from "effect/cli/Command"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"
import * as Table from "../render/Table.ts"
import { rules } from "./CategorizeRules.ts"
import { explain, set, unset } from "./CategorizeTransaction.ts"

const categories = Command.make(
  "categories",
  { json: Options.json },
  Effect.fnUntraced(function* ({ json }) {
    const { categories } = yield* Effect.promise(() => import("@millrace/handlers/categorization/Category"))
    const style = yield* Output.style
    if (json) {
      for (const category of categories) yield* Output.json(category)
      return
    }
    const rows = categories.map(({ id, path }) => [id, path])
    yield* Output.print(...Table.lines([{ title: "id" }, { title: "category" }], rows, style.dim))
  })
).pipe(Command.withDescription("List the categories that there are"))

export const categorize = Command.make("categorize").pipe(
  Command.withDescription("Categories of transactions"),
  Command.withSubcommands([rules, explain, set, unset, categories])
)
