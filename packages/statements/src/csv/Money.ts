/**
 * The signed amount of one CSV record, under the file's sign rule.
 */
import * as Amount from "../Amount.ts"
import * as Decimal from "../Decimal.ts"
import type { Plan } from "./Plan.ts"
import { direction, type Direction } from "./RowWords.ts"
import type { Row } from "./Tokenizer.ts"

/** Why a record has no amount. */
export type MoneyProblem = "missing" | "unreadable" | "both"

export interface Money {
  readonly value: Decimal.Decimal
  /** ISO 4217 code that stands in the amount cell. */
  readonly currency: string | null
  /** Whether the sign is still to be found in the running balance. */
  readonly unsigned: boolean
}

const isSpaced = (text: string): boolean => {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  return first <= 32 || last <= 32 || first === 0xa0 || last === 0xa0
}

/** The field without blanks around it. */
export const trimmed = (row: Row, column: number): string => {
  if (column < 0 || column >= row.count) return ""
  const text = row.field(column)
  return text.length > 0 && isSpaced(text) ? text.trim() : text
}

const out = (value: Decimal.Decimal): Decimal.Decimal => Decimal.negate(Decimal.abs(value))

const settle = (plan: Plan, row: Row, amount: Amount.Amount): Money | MoneyProblem => {
  const { currency, value } = amount
  const signed = (result: Decimal.Decimal): Money => ({ value: result, currency, unsigned: false })
  switch (plan.signRule) {
    case "inverted":
      return signed(amount.indicator === null ? Decimal.negate(value) : value)
    case "plain-is-out": {
      const isIn = amount.sign === "plus" || amount.indicator === "credit"
      // A minus on a card whose plain amounts are money out is a credit as well.
      return signed(isIn || amount.sign === "minus" ? Decimal.abs(value) : out(value))
    }
    case "indicator": {
      const way: Direction | null = indicated(plan, row)
      if (way === null) return amount.sign === null && amount.indicator === null ? "unreadable" : signed(value)
      return signed(way === "out" ? Decimal.negate(value) : value)
    }
    case "balance":
      return { value, currency, unsigned: amount.sign === null && amount.indicator === null && !Decimal.isZero(value) }
    default:
      return signed(value)
  }
}

const indicated = (plan: Plan, row: Row): Direction | null => {
  const cell = trimmed(row, plan.columns.indicator)
  return cell === "" ? plan.blankIndicator : direction(cell)
}

const cellOf = (plan: Plan, row: Row, column: number): Amount.Amount | null | undefined => {
  const text = trimmed(row, column)
  return text === "" ? null : (Amount.read(text, plan.decimalMark) ?? undefined)
}

const fromColumns = (plan: Plan, row: Row): Money | MoneyProblem => {
  const debit = cellOf(plan, row, plan.columns.debit)
  const credit = cellOf(plan, row, plan.columns.credit)
  if (debit === undefined || credit === undefined) return "unreadable"
  if (debit === null && credit === null) return "missing"
  const debitCounts = debit !== null && !Decimal.isZero(debit.value)
  const creditCounts = credit !== null && !Decimal.isZero(credit.value)
  if (debitCounts && creditCounts) return "both"
  if (debit !== null && (debitCounts || credit === null)) {
    const isSigned = plan.signRule === "columns-signed"
    return { value: isSigned ? debit.value : Decimal.negate(debit.value), currency: debit.currency, unsigned: false }
  }
  return credit === null ? "missing" : { value: credit.value, currency: credit.currency, unsigned: false }
}

/** Reads the record's amount. Nothing is ever taken for 0: a blank cell is a missing amount. */
export const read = (plan: Plan, row: Row): Money | MoneyProblem => {
  const column = plan.columns.amount
  if (column < 0) return fromColumns(plan, row)
  const text = trimmed(row, column)
  if (text === "") return "missing"
  const amount = Amount.read(text, plan.decimalMark)
  return amount === null ? "unreadable" : settle(plan, row, amount)
}
