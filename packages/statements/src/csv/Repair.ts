/**
 * Puts a record back together whose text holds a delimiter that should have been quoted ("SMITH, JOHN").
 *
 * Every column that could hold the surplus is tried, the money columns included ("1,234.50" bare). A reading counts if its
 * date and all its amounts can be read; so does the record as it stands, its surplus cut off. Readings that disagree on date or amounts leave the record unread: a guess there
 * would invent an amount.
 */
import * as Amount from "../Amount.ts"
import * as CalendarDate from "../CalendarDate.ts"
import type { Plan } from "./Plan.ts"
import { Row } from "./Tokenizer.ts"

/** Surplus fields that are tried; a record with more has lost its structure. */
const maxSurplus = 32

export const repair = (plan: Plan, row: Row, count: number, textColumns: ReadonlyArray<number>): Row | null => {
  const { columns, width } = plan
  const surplus = count - width
  if (surplus > maxSurplus) return null
  const fields = row.fields().slice(0, count)
  const money = [columns.amount, columns.debit, columns.credit, columns.balance].filter((column) => column >= 0)
  let chosen: ReadonlyArray<string> | null = null
  const asItStands = factsOf(plan, fields, money)
  let chosenFacts = asItStands ?? ""
  for (const column of new Set([...textColumns, ...money])) {
    const merged = [
      ...fields.slice(0, column),
      fields.slice(column, column + surplus + 1).join(plan.delimiter),
      ...fields.slice(column + surplus + 1)
    ]
    const facts = factsOf(plan, merged, money)
    if (facts === null) continue
    if (chosenFacts !== "" && facts !== chosenFacts) return null
    chosen ??= merged
    chosenFacts = facts
  }
  return chosen === null ? null : Row.of(chosen, row.line)
}

/** Date and amounts of a reading as one text for comparison, or null where one of them cannot be read. */
const factsOf = (plan: Plan, fields: ReadonlyArray<string>, money: ReadonlyArray<number>): string | null => {
  const { columns } = plan
  const dateColumn = columns.bookingDate >= 0 ? columns.bookingDate : columns.valueDate
  const date = CalendarDate.parse((fields[dateColumn] ?? "").trim(), plan.dateOrder)
  if (date === null) return null
  const facts = [date]
  let amounts = 0
  for (const column of money) {
    const text = (fields[column] ?? "").trim()
    if (text === "") {
      facts.push("")
      continue
    }
    const amount = Amount.parse(text, plan.decimalMark)
    if (amount === null) return null
    if (column !== columns.balance) amounts++
    facts.push(amount)
  }
  return amounts === 0 ? null : facts.join("|")
}
