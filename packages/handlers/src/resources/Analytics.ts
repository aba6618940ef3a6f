/** Monthly analytics, an account's months in one partition. */
import * as Collection from "@millrace/core/Collection"
import { MonthlyAnalytics } from "../domain/MonthlyAnalytics.ts"

export class Analytics extends Collection.make("analytics", {
  schema: MonthlyAnalytics,
  key: { partition: ["accountId"], sort: ["month"] }
}) {}
