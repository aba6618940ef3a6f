/** Why a transaction has its category: the rules tried, those that match first, then those that nearly did. */
import type { Assignment } from "@millrace/handlers/categorization/Assignment"
import * as Category from "@millrace/handlers/categorization/Category"
import type { Attempt, ConditionOutcome, Explanation } from "@millrace/handlers/categorization/RuleEngine"
import type { Transaction } from "@millrace/handlers/domain/Transaction"
import * as Style from "./Style.ts"

export interface Explained {
  readonly transaction: Transaction
  /** The category that counts; undefined where the transaction is not there any more. */
  readonly assignment: Assignment | undefined
  readonly explanation: Explanation
  readonly all: boolean
}

/** Most rules shown that match, and that nearly did. */
const shown = { matching: 10, near: 5 }

const leaves = (outcome: ConditionOutcome): ReadonlyArray<ConditionOutcome> =>
  outcome.parts.length === 0 ? [outcome] : outcome.parts.flatMap(leaves)

/** The share of a rule's tests that hold. */
const nearness = ({ condition }: Attempt): number => {
  const all = leaves(condition)
  return all.filter(({ holds }) => holds).length / all.length
}

/** What is shown of the attempts, and how many are not. */
const select = ({ all, explanation }: Explained) => {
  const { tried, untried } = explanation
  if (all) return { attempts: tried, hidden: untried }
  const matching = tried.filter(({ matches, status }) => matches && status !== "disabled").slice(0, shown.matching)
  const near = tried
    .filter(({ matches }) => !matches)
    .map((attempt) => ({ attempt, share: nearness(attempt) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, shown.near)
    .map(({ attempt }) => attempt)
  const attempts = [...matching, ...near]
  return { attempts, hidden: untried + tried.length - attempts.length }
}

/** As JSON; money as text, `rulesNotShown` counts those that --all adds. */
export const toJson = (explained: Explained) => {
  const { assignment, explanation, transaction } = explained
  const { attempts, hidden } = select(explained)
  const { counterparty, description, memo } = explanation.prepared
  return {
    transaction: {
      id: transaction.id,
      accountId: transaction.accountId,
      date: transaction.date,
      amount: transaction.amount,
      currency: transaction.currency,
      description: transaction.description,
      counterparty: transaction.counterparty
    },
    category: assignment?.category ?? null,
    assignedBy: assignment?.assignedBy ?? "none",
    ruleId: assignment?.ruleId ?? null,
    confidence: assignment?.confidence ?? null,
    why: assignment?.why ?? null,
    read: {
      description: description.normalized,
      counterparty: counterparty?.normalized ?? null,
      memo: memo?.normalized ?? null
    },
    rules: attempts,
    rulesNotShown: hidden
  }
}

const signs = { won: "won", outranked: "matches, outranked", "no-match": "does not match", disabled: "off" } as const

const conditionLines = (outcome: ConditionOutcome, indent: string, style: Style.Style): ReadonlyArray<string> => {
  const mark = outcome.holds ? style.green("yes") : style.red("no ")
  const evidence = outcome.evidence === undefined ? "" : style.dim(`  found "${Style.safe(outcome.evidence, 60)}"`)
  return [
    `${indent}${mark} ${Style.safe(outcome.condition, 100)}${evidence}`,
    ...outcome.parts.flatMap((part) => conditionLines(part, `${indent}    `, style))
  ]
}

const attemptLines = (attempt: Attempt, style: Style.Style): ReadonlyArray<string> => [
  `${style.bold(attempt.ruleId)}  ${Category.pathOf(attempt.category)}  ${
    attempt.status === "won" ? style.green(signs.won) : signs[attempt.status]
  }  ${style.dim(`priority ${attempt.priority}, specificity ${attempt.specificity}, confidence ${attempt.confidence}`)}`,
  ...conditionLines(attempt.condition, "    ", style)
]

/** For a person. */
export const lines = (explained: Explained, style: Style.Style): ReadonlyArray<string> => {
  const { assignment, explanation, transaction } = explained
  const { attempts, hidden } = select(explained)
  const { counterparty, description, memo } = explanation.prepared
  const read = [description, counterparty, memo].flatMap((text) => (text === null ? [] : [text.normalized]))
  const category = assignment?.category ?? null
  return [
    `${transaction.date}  ${transaction.amount} ${transaction.currency}  ${Style.safe(transaction.description, 80)}`,
    `${style.bold("category")}  ${category === null ? "uncategorized" : Category.pathOf(category)}, ${
      assignment?.why ?? "not stored"
    }`,
    ...(assignment?.assignedBy === "manual" && explanation.outcome._tag === "Categorized"
      ? [`${style.bold("rules")}     ${Category.pathOf(explanation.outcome.category)}, were it not set by hand`]
      : []),
    `${style.bold("read as")}   ${read.map((text) => `"${Style.safe(text, 80)}"`).join(" · ")}`,
    ...attempts.flatMap((attempt) => attemptLines(attempt, style)),
    ...(hidden > 0 ? [style.dim(`${hidden} more rules do not match; --all shows them`)] : [])
  ]
}
