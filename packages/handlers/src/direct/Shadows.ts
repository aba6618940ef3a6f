/**
 * The shadows of everything that a file's way writes. What people say (rules, assignments by hand, decisions about
 * duplicates, CSV mappings) and the uploads have none: both paths read the same.
 */
import { Accounts, AccountTurns, Statements } from "../resources/Accounts.ts"
import { Analytics } from "../resources/Analytics.ts"
import { Assignments } from "../resources/Assignments.ts"
import { Files, Rejections } from "../resources/Files.ts"
import { MonthMarks } from "../resources/MonthMarks.ts"
import { Occurrences, Transactions } from "../resources/Transactions.ts"
import * as Shadow from "./Shadow.ts"

export const FilesReader = Shadow.make(Files.Reader)
export const FilesWriter = Shadow.make(Files.Writer)
export const RejectionsReader = Shadow.make(Rejections.Reader)
export const RejectionsWriter = Shadow.make(Rejections.Writer)
export const AccountsReader = Shadow.make(Accounts.Reader)
export const AccountsWriter = Shadow.make(Accounts.Writer)
export const AccountTurnsReader = Shadow.make(AccountTurns.Reader)
export const AccountTurnsWriter = Shadow.make(AccountTurns.Writer)
export const StatementsReader = Shadow.make(Statements.Reader)
export const StatementsWriter = Shadow.make(Statements.Writer)
export const TransactionsReader = Shadow.make(Transactions.Reader)
export const TransactionsWriter = Shadow.make(Transactions.Writer)
export const OccurrencesReader = Shadow.make(Occurrences.Reader)
export const OccurrencesWriter = Shadow.make(Occurrences.Writer)
export const AssignmentsReader = Shadow.make(Assignments.Reader)
export const AssignmentsWriter = Shadow.make(Assignments.Writer)
export const MonthMarksReader = Shadow.make(MonthMarks.Reader)
export const MonthMarksWriter = Shadow.make(MonthMarks.Writer)
export const AnalyticsReader = Shadow.make(Analytics.Reader)
export const AnalyticsWriter = Shadow.make(Analytics.Writer)
