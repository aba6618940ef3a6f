/** Collections that hold how handlers work together, and nothing that comes of a file: handling an event again may change them. */
import { AccountTurns } from "./Accounts.ts"
import { MonthMarks } from "./MonthMarks.ts"

/** Their names. */
export const names: ReadonlySet<string> = new Set([AccountTurns.resource.name, MonthMarks.resource.name])
