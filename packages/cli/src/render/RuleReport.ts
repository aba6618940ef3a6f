/** What rules are, what can be said against them, and what a change of them did. */
import * as Category from "@millrace/handlers/categorization/Category"
import type { Condition } from "@millrace/handlers/categorization/Condition"
import { describe } from "@millrace/handlers/categorization/Condition"
import type { RankedRule, Rule } from "@millrace/handlers/categorization/Rule"
import type { RuleFinding } from "@millrace/handlers/categorization/RuleFindings"
import type { Transaction } from "@millrace/handlers/domain/Transaction"
import type { Changed } from "../OwnRules.ts"
import * as Style from "./Style.ts"
import * as Table from "./Table.ts"

/** A condition on one line. */
export const told = (condition: Condition): string => {
  if ("all" in condition) return condition.all.map(within).join(" and ")
  if ("any" in condition) return condition.any.map(within).join(" or ")
  if ("not" in condition) return `not ${within(condition.not)}`
  return describe(condition)
}

const within = (condition: Condition): string =>
  "all" in condition || "any" in condition ? `(${told(condition)})` : told(condition)

/** Rules as a table. */
export const list = (ranked: ReadonlyArray<RankedRule>, style: Style.Style): ReadonlyArray<string> =>
  Table.lines(
    [
      { title: "id" },
      { title: "priority", align: "right" },
      { title: "specificity", align: "right" },
      { title: "category" },
      { title: "when" }
    ],
    ranked.map(({ rule, specificity }) => [
      rule.id,
      String(rule.priority),
      String(specificity),
      rule.enabled ? Category.pathOf(rule.category) : style.dim(`${Category.pathOf(rule.category)} (off)`),
      Style.safe(told(rule.when), 80)
    ]),
    style.dim
  )

/** Findings, a line each. */
export const findingLines = (found: ReadonlyArray<RuleFinding>, style: Style.Style): ReadonlyArray<string> =>
  found.map((finding) => {
    const { reason, ruleId } = finding
    switch (finding.kind) {
      case "never":
        return `${style.yellow("never matches")}  ${ruleId}: ${reason}`
      case "shadowed":
        return `${style.yellow("shadowed")}  ${ruleId} by ${finding.by}: ${reason}`
      case "conflict":
        return `${style.yellow("conflict")}  ${ruleId} with ${finding.with}: ${reason}`
    }
  })

interface Change {
  readonly put?: ReadonlyArray<Rule>
  readonly remove?: ReadonlyArray<string>
}

/** How many transactions were looked at again. */
const transactionsOf = ({ followed }: Changed): number =>
  followed.events.reduce((sum, { attributes, type }) => {
    const count = type === "transactions.categorized" ? attributes["transactions"] : 0
    return sum + (typeof count === "number" ? count : 0)
  }, 0)

/** A change of rules as JSON. */
export const changedToJson = ({ put = [], remove = [] }: Change, changed: Changed) => ({
  stored: put.map(({ id }) => id),
  removed: remove,
  findings: changed.findings,
  recategorized: transactionsOf(changed),
  deadLetters: changed.followed.deadLetters
})

/** A change of rules for a person. */
export const changedLines = (
  { put = [], remove = [] }: Change,
  changed: Changed,
  style: Style.Style
): ReadonlyArray<string> => [
  ...findingLines(changed.findings, style),
  `${put.length} rules stored, ${remove.length} removed; ${transactionsOf(changed)} transactions categorized anew.`,
  ...(changed.followed.deadLetters > 0
    ? [style.red(`${changed.followed.deadLetters} dead letters: see millrace dead-letters list`)]
    : [])
]

/** What rules would decide. */
export interface Trial {
  readonly findings: ReadonlyArray<RuleFinding>
  /** How many transactions were looked at. */
  readonly transactions: number
  readonly decided: ReadonlyArray<{
    readonly transaction: Transaction
    readonly ruleId: string
    readonly why: string
    readonly before: string | null
    readonly after: string
    /** A person has set the category, so the rule changes nothing. */
    readonly isManual: boolean
  }>
}

const changes = ({ decided }: Trial) =>
  decided.filter(({ after, before, isManual }) => !isManual && before !== after).length

/** A trial as JSON. */
export const trialToJson = (trial: Trial) => ({
  transactions: trial.transactions,
  changes: changes(trial),
  findings: trial.findings,
  decided: trial.decided.map(({ transaction, ...rest }) => ({
    id: transaction.id,
    date: transaction.date,
    amount: transaction.amount,
    currency: transaction.currency,
    description: transaction.description,
    ...rest
  }))
})

/** Most transactions that a trial shows a person. */
const shownAtOnce = 50

/** A trial for a person. */
export const trial = (of: Trial, style: Style.Style): ReadonlyArray<string> => {
  const rest = of.decided.length - shownAtOnce
  return [
    ...findingLines(of.findings, style),
    ...Table.lines(
      [
        { title: "date" },
        { title: "amount", align: "right" },
        { title: "" },
        { title: "description" },
        { title: "category" }
      ],
      of.decided
        .slice(0, shownAtOnce)
        .map(({ after, before, isManual, transaction }) => [
          transaction.date,
          transaction.amount,
          transaction.currency,
          Style.safe(transaction.description, 48),
          isManual
            ? style.dim(`stays ${before === null ? "uncategorized" : Category.pathOf(before)}, set by hand`)
            : before === after
              ? style.dim(`stays ${Category.pathOf(after)}`)
              : `${before === null ? "uncategorized" : Category.pathOf(before)} → ${Category.pathOf(after)}`
        ]),
      style.dim
    ),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
    `${of.decided.length} of ${of.transactions} transactions would be decided by these rules, ${changes(of)} would change.`
  ]
}
