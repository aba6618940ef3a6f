/**
 * Computes a month's analytics from what is stored: a pure function of transactions, categories and coverages, so neither
 * order nor repetition nor what was computed before can skew it.
 */
import * as Decimal from "@millrace/statements/Decimal"
import type { Status, Transaction } from "./Transaction.ts"
import type { CurrencyAnalytics, MonthlyAnalytics } from "./MonthlyAnalytics.ts"
import type { Charge } from "./Recurring.ts"
import * as Recurring from "./Recurring.ts"
import type { StatementCoverage } from "./StatementCoverage.ts"

/** A transaction as analytics look at it. */
export interface Entry {
  readonly transaction: Pick<Transaction, "date" | "amount" | "currency">
  readonly status: Status
  /** A person says that it is a side of a transfer between own accounts. */
  readonly isTransfer?: boolean
  readonly category: string | null
  /** Who the money went to or came from, where anything says so. */
  readonly counterparty: string | null
}

/** Most counterparties that are listed. */
const topCount = 10

/** A group of entries added up. */
interface Group {
  readonly sum: Decimal.Sum
  transactions: number
}

const addTo = <K>(groups: Map<K, Group>, key: K, amount: Decimal.Decimal): void => {
  const group = groups.get(key) ?? { sum: new Decimal.Sum(), transactions: 0 }
  group.sum.add(amount)
  group.transactions++
  groups.set(key, group)
}

const total = (amounts: Iterable<Decimal.Decimal>): Decimal.Decimal => {
  const sum = new Decimal.Sum()
  for (const amount of amounts) sum.add(amount)
  return sum.value()
}

/** By size, then by name, so that the order depends on nothing else. */
const bySize =
  <A extends { readonly amount: Decimal.Decimal }>(name: (of: A) => string) =>
  (a: A, b: A): number =>
    Decimal.compare(Decimal.abs(b.amount), Decimal.abs(a.amount)) || (name(a) < name(b) ? -1 : 1)

const balancesOf = (
  entries: ReadonlyArray<Entry>,
  anchor: { readonly from: string; readonly opening: Decimal.Decimal } | undefined
): CurrencyAnalytics["balances"] => {
  if (anchor === undefined) return []
  const days = new Map<string, Group>()
  for (const { transaction } of entries) {
    if (transaction.date >= anchor.from) addTo(days, transaction.date, transaction.amount)
  }
  let balance = anchor.opening
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, { sum }]) => {
      balance = Decimal.add(balance, sum.value())
      return { date, balance }
    })
}

/** The balance that a statement proves earliest in the month. */
const anchorOf = (coverages: ReadonlyArray<StatementCoverage>, month: string, currency: string) =>
  coverages
    .filter((coverage) => coverage.currency === currency)
    .flatMap(({ fileId, months }) =>
      months.flatMap((part) =>
        part.month === month && part.opening !== null ? [{ fileId, from: part.from, opening: part.opening }] : []
      )
    )
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.fileId < b.fileId ? -1 : 1))[0]

/** A month's analytics. `history` are the entries of the months before it in which habits are looked for. */
export const compute = (options: {
  readonly accountId: string
  readonly month: string
  readonly entries: ReadonlyArray<Entry>
  readonly history: ReadonlyArray<Entry>
  readonly coverages: ReadonlyArray<StatementCoverage>
}): MonthlyAnalytics => {
  const { accountId, coverages, month } = options
  const counts = ({ status }: Entry): boolean => status === "booked"
  const isFlow = (entry: Entry): boolean => entry.isTransfer !== true
  const history = options.history.filter((entry) => counts(entry) && isFlow(entry))
  const groups = Map.groupBy(options.entries.filter(counts), ({ transaction }) => transaction.currency)
  const currencies = [...groups].map(([currency, entries]): CurrencyAnalytics => {
    const byCategory = new Map<string | null, Group>()
    const byCounterparty = new Map<string, Group>()
    const charges: Array<Charge> = []
    const flows = entries.filter(isFlow)
    const moved = entries.filter((entry) => !isFlow(entry)).map(({ transaction }) => transaction.amount)
    for (const { category, counterparty, transaction } of flows) {
      addTo(byCategory, category, transaction.amount)
      if (counterparty === null || !Decimal.isNegative(transaction.amount)) continue
      addTo(byCounterparty, counterparty, transaction.amount)
      charges.push({ counterparty, date: transaction.date, amount: transaction.amount })
    }
    for (const { counterparty, transaction } of history) {
      if (counterparty === null || transaction.currency !== currency || !Decimal.isNegative(transaction.amount))
        continue
      charges.push({ counterparty, date: transaction.date, amount: transaction.amount })
    }
    const amounts = flows.map(({ transaction }) => transaction.amount)
    return {
      currency,
      transactions: entries.length,
      income: total(amounts.filter((amount) => !Decimal.isNegative(amount))),
      spending: total(amounts.filter(Decimal.isNegative)),
      net: total(amounts),
      ...(moved.length === 0
        ? {}
        : {
            transfers: {
              in: total(moved.filter((amount) => !Decimal.isNegative(amount))),
              out: total(moved.filter(Decimal.isNegative)),
              transactions: moved.length
            }
          }),
      byCategory: [...byCategory]
        .map(([category, { sum, transactions }]) => ({ category, amount: sum.value(), transactions }))
        .sort(bySize(({ category }) => category ?? "~")),
      topCounterparties: [...byCounterparty]
        .map(([counterparty, { sum, transactions }]) => ({ counterparty, amount: sum.value(), transactions }))
        .sort(bySize(({ counterparty }) => counterparty))
        .slice(0, topCount),
      balances: balancesOf(entries, anchorOf(coverages, month, currency)),
      recurring: Recurring.find(charges, month)
    }
  })
  return { accountId, month, currencies: currencies.sort((a, b) => (a.currency < b.currency ? -1 : 1)) }
}
