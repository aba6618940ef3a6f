/** How often what analytics look at was written, by month of an account and by who writes it. */
import * as Collection from "@millrace/core/Collection"
import * as Schema from "effect/Schema"

export class MonthMarks extends Collection.make("month-marks", {
  schema: Schema.Struct({
    accountId: Schema.String,
    month: Schema.String,
    /** What was written: transactions; their categories and people's words on them; transfers that people confirm. */
    of: Schema.Literals(["transactions", "categories", "transfers"]),
    count: Schema.Int
  }),
  key: { partition: ["accountId"], sort: ["month", "of"] }
}) {}
