/**
 * Computes a month's analytics from what is stored: a pure function of transactions, categories, coverages and the charges of
 * the months before, so neither order nor repetition nor what was computed before can skew it.
 */
import * as ContentId from "@millrace/core/ContentId"
import * as Decimal from "@millrace/statements/Decimal"
import { Lately } from "./Lately.ts"
import * as Month from "./Month.ts"
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

/** Charges by counterparty, without those to whom more go than one a day. */
const chargesOf = (charges: ReadonlyArray<Charge>): NonNullable<CurrencyAnalytics["charges"]> =>
  [...Map.groupBy(charges, ({ counterparty }) => counterparty)]
    .filter(([, group]) => group.length <= Recurring.mostInMonth)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([counterparty, group]) => ({
      counterparty,
      charges: group
        .map(({ amount, date }) => ({ date, amount }))
        .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : Decimal.compare(a.amount, b.amount)))
    }))

/** A month's analytics without its habits, which take the charges of the months before: see {@link withHabits}. */
export const compute = (options: {
  readonly accountId: string
  readonly month: string
  readonly entries: ReadonlyArray<Entry>
  readonly coverages: ReadonlyArray<StatementCoverage>
}): MonthlyAnalytics => {
  const { accountId, coverages, month } = options
  const isFlow = (entry: Entry): boolean => entry.isTransfer !== true
  const booked = options.entries.filter(({ status }) => status === "booked")
  const groups = Map.groupBy(booked, ({ transaction }) => transaction.currency)
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
      recurring: [],
      charges: chargesOf(charges)
    }
  })
  return { accountId, month, currencies: currencies.sort((a, b) => (a.currency < b.currency ? -1 : 1)) }
}

/** The same with its habits, for which `months` hold the charges: the month itself and {@link Recurring.reach} before it. */
export const withHabits = (months: ReadonlyArray<MonthlyAnalytics>): ((of: MonthlyAnalytics) => MonthlyAnalytics) => {
  const indexes = new Map<string, Recurring.Index>()
  const indexOf = (currency: string): Recurring.Index => {
    const known = indexes.get(currency) ?? Recurring.indexOf(months, currency)
    indexes.set(currency, known)
    return known
  }
  return (of) => ({
    ...of,
    currencies: of.currencies.map((part) => ({ ...part, recurring: Recurring.find(indexOf(part.currency), of.month) }))
  })
}

/** What habits are found in: the month and the charges that it has of each currency. */
const chargesIn = ({ currencies, month }: MonthlyAnalytics): string =>
  ContentId.ofBytes(JSON.stringify([month, currencies.map(({ charges, currency }) => [currency, charges ?? []])]))

/** As {@link withHabits}, and habits are not looked for again in the charges that they were found in lately. */
export const rememberingHabits = (kept: number): typeof withHabits => {
  const charges = new WeakMap<MonthlyAnalytics, string>()
  const foundLately = new Lately<ReadonlyArray<CurrencyAnalytics["recurring"]>>(kept)
  const revisionOf = (of: MonthlyAnalytics): string => {
    const revision = charges.get(of) ?? chargesIn(of)
    charges.set(of, revision)
    return revision
  }
  return (months) => {
    const complete = withHabits(months)
    return (of) => {
      const from = Month.plus(of.month, -Recurring.reach)
      const reached = months.filter(({ month }) => from <= month && month <= of.month)
      const name = ContentId.make([revisionOf(of), ...reached.map(revisionOf)])
      const known = foundLately.get(name)
      if (known !== undefined) {
        return { ...of, currencies: of.currencies.map((part, at) => ({ ...part, recurring: known[at] ?? [] })) }
      }
      const found = complete(of)
      foundLately.set(
        name,
        found.currencies.map(({ recurring }) => recurring)
      )
      return found
    }
  }
}
