/**
 * Transfers between a person's own accounts: money that leaves one and comes to another is neither spent nor earned. Pairs are
 * proposed from amounts and dates alone, which is a guess; only a pair that the person confirms is kept out of income and spending.
 *
 * A pair is proposed where a booked amount of one account is the opposite of a booked amount of another, in the same known
 * currency, at most {@link windowDays} days apart. Each transaction is in one proposal at most: the nearest in days first.
 */
import * as CalendarDate from "@millrace/statements/CalendarDate"
import * as Decimal from "@millrace/statements/Decimal"
import * as Schema from "effect/Schema"
import * as Money from "./Money.ts"
import { Month } from "./Month.ts"

/** Most days between the two sides: a weekend and a holiday. */
export const windowDays = 5

/** Schema of one side of a transfer. */
export const Side = Schema.Struct({ transactionId: Schema.String, accountId: Schema.String, month: Month })
export type Side = typeof Side.Type

/** What a person says of a pair: one transfer, or two things that have nothing to do with each other. */
export const Decision = Schema.Literals(["transfer", "separate"])
export type Decision = typeof Decision.Type

/** Schema of a person's word on a pair, kept with each of its sides. The latest counts. */
export const TransferDecision = Schema.Struct({
  ...Side.fields,
  /** The other side. */
  otherId: Schema.String,
  decision: Decision,
  decidedAt: Schema.String,
  eventId: Schema.String
})
export type TransferDecision = typeof TransferDecision.Type

/** A booked transaction, as pairs are looked for. */
export interface Candidate {
  readonly id: string
  readonly accountId: string
  readonly month: string
  readonly date: string
  readonly amount: Decimal.Decimal
  readonly currency: string
}

/** Two transactions that may be one transfer. */
export interface Proposal {
  readonly out: Candidate
  readonly in: Candidate
  readonly days: number
}

const daysOf = (date: string): number => CalendarDate.toDays(date)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Ids of the transactions that a person called a side of a transfer. */
export const confirmed = (decisions: ReadonlyArray<TransferDecision>): ReadonlySet<string> =>
  new Set(decisions.flatMap(({ decision, transactionId }) => (decision === "transfer" ? [transactionId] : [])))

/** Pairs that nobody decided on yet, in an order that depends on nothing else. */
export const propose = (
  candidates: ReadonlyArray<Candidate>,
  decisions: ReadonlyArray<TransferDecision>
): ReadonlyArray<Proposal> => {
  const taken = new Set(confirmed(decisions))
  const apart = new Set(decisions.map(({ otherId, transactionId }) => `${transactionId}\n${otherId}`))
  const groups = Map.groupBy(
    candidates.filter(({ currency, id }) => currency !== Money.unknownCurrency && !taken.has(id)),
    ({ amount, currency }) => `${currency} ${Money.canonicalValue(Decimal.abs(amount))}`
  )
  const pairs: Array<Proposal> = []
  for (const group of groups.values()) {
    const incoming = group.filter(({ amount }) => Number(amount) > 0).toSorted((a, b) => compareText(a.date, b.date))
    const at = incoming.map(({ date }) => daysOf(date))
    for (const out of group) {
      if (!Decimal.isNegative(out.amount) || Number(out.amount) === 0) continue
      const day = daysOf(out.date)
      // The first that is not too early: rows of one amount may be many, and only those near by are looked at.
      let low = 0
      for (let high = at.length; low < high;) {
        const middle = (low + high) >> 1
        if ((at[middle] ?? 0) < day - windowDays) low = middle + 1
        else high = middle
      }
      for (let index = low; index < incoming.length && (at[index] ?? 0) <= day + windowDays; index++) {
        const other = incoming[index]
        if (other === undefined || other.accountId === out.accountId || apart.has(`${out.id}\n${other.id}`)) continue
        pairs.push({ out, in: other, days: Math.abs((at[index] ?? 0) - day) })
      }
    }
  }
  pairs.sort(
    (a, b) =>
      a.days - b.days ||
      compareText(a.out.date, b.out.date) ||
      compareText(a.out.id, b.out.id) ||
      compareText(a.in.id, b.in.id)
  )
  const proposals: Array<Proposal> = []
  for (const pair of pairs) {
    if (taken.has(pair.out.id) || taken.has(pair.in.id)) continue
    taken.add(pair.out.id).add(pair.in.id)
    proposals.push(pair)
  }
  return proposals.sort((a, b) => compareText(a.out.date, b.out.date) || compareText(a.out.id, b.out.id))
}
