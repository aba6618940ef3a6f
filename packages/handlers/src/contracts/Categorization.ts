/** `categorization`: says what transactions are, by rules, and keeps what people say apart. */
import * as Consumer from "@millrace/core/Consumer"
import * as Retry from "@millrace/core/Retry"
import {
  CategoryRulesChanged,
  DuplicateDecided,
  FileProcessed,
  RecategorizationRequested,
  TransactionAssigned,
  TransactionsCategorized
} from "../Events.ts"
import { Accounts, Statements } from "../resources/Accounts.ts"
import { Assignments, HandAssignments, Rules } from "../resources/Assignments.ts"
import { MonthMarks } from "../resources/MonthMarks.ts"
import { DuplicateDecisions, Occurrences, Transactions } from "../resources/Transactions.ts"

export class Categorization extends Consumer.make("categorization", {
  on: [FileProcessed, TransactionAssigned, DuplicateDecided, CategoryRulesChanged, RecategorizationRequested],
  emits: [TransactionsCategorized, RecategorizationRequested],
  uses: [
    Accounts.Reader,
    Statements.Reader,
    Transactions.Reader,
    Occurrences.Reader,
    Rules.Reader,
    Assignments.Writer,
    HandAssignments.Reader,
    HandAssignments.Writer,
    DuplicateDecisions.Reader,
    DuplicateDecisions.Writer,
    MonthMarks.Reader,
    MonthMarks.Writer
  ],
  timeout: "300 seconds",
  memory: 1024,
  retry: Retry.exponential({ attempts: 5, initial: "2 seconds", max: "5 minutes", maxAge: "24 hours" }),
  // Stored rules that do not compile stay so until a person mends them.
  terminal: ["InvalidRules"]
}) {}
