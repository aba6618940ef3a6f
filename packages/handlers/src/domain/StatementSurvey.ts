/**
 * The first reading of a file: everything that must be known of the whole before a row of it is stored. Which accounts it is
 * of, which days they cover, how many rows each day has, what balances say. Keeps a few numbers a day, no rows.
 */
import type * as DecimalType from "@millrace/statements/Decimal"
import * as Decimal from "@millrace/statements/Decimal"
import type * as Statement from "@millrace/statements/Statement"
import type { Account } from "./Account.ts"
import { masked } from "./Account.ts"
import type { BalanceCheck } from "./Certificate.ts"
import { combineChecks } from "./Certificate.ts"
import * as Identity from "./Identity.ts"
import * as Money from "./Money.ts"
import type { StatementCoverage } from "./StatementCoverage.ts"
import { monthsOf } from "./StatementCoverage.ts"

/** One account of the file, its statements taken together. */
export interface SurveyedAccount {
  readonly account: Account
  readonly checks: BalanceCheck
  readonly opening: DecimalType.Decimal | null
  readonly closing: DecimalType.Decimal | null
  readonly currency: string
  /** Null where the account has no booked row. */
  readonly coverage: StatementCoverage | null
  /** Booked rows of each day. */
  readonly days: ReadonlyMap<string, number>
}

/** What the first reading found. */
export interface Surveyed {
  readonly certificate: Statement.Certificate
  /** By account id. */
  readonly accounts: ReadonlyMap<string, SurveyedAccount>
  /** Account ids by the position of the statement in the file. */
  readonly accountOf: ReadonlyArray<string>
  readonly notes: ReadonlyArray<Statement.Note>
  /** The largest booked amount, without its sign. */
  readonly largest: DecimalType.Decimal
}

interface Section {
  readonly statement: Statement.Account
  readonly digest: Identity.RowsDigest
  readonly days: Map<string, { rows: number; readonly net: Decimal.Sum }>
  readonly currencies: Set<string>
  balances: Statement.Balances | null
}

/** The currency that the file states for a row, or `XXX`. */
export const statedCurrency = (row: Statement.Transaction, statement: Statement.Account | undefined): string =>
  row.currency ?? statement?.currency ?? Money.unknownCurrency

/** Takes the items of a file in, then answers what they amount to. */
export class StatementSurvey {
  readonly #sections: Array<Section> = []
  #certificate: Statement.Certificate | null = null
  #largest: DecimalType.Decimal = Decimal.zero
  #rows = 0

  /** Records seen so far. */
  get rows(): number {
    return this.#rows
  }

  add(item: Statement.Item): void {
    switch (item._tag) {
      case "Account":
        this.#sections[item.index] = {
          statement: item,
          digest: new Identity.RowsDigest(),
          days: new Map(),
          currencies: new Set(),
          balances: null
        }
        break
      case "Transaction":
        this.#rows++
        if (item.status === "booked") this.#booked(item)
        break
      case "Rejection":
        this.#rows++
        break
      case "Balances": {
        const section = this.#sections[item.account]
        if (section !== undefined) section.balances = item
        break
      }
      case "Certificate":
        this.#certificate = item
    }
  }

  #booked(row: Statement.Transaction): void {
    const section = this.#sections[row.account]
    if (section === undefined) return
    const currency = statedCurrency(row, section.statement)
    section.digest.add(Identity.rowKey({ ...row, currency }))
    section.currencies.add(currency)
    const day = section.days.get(row.date) ?? { rows: 0, net: new Decimal.Sum() }
    day.rows++
    day.net.add(row.amount)
    section.days.set(row.date, day)
    this.#largest = Money.larger(this.#largest, Decimal.abs(row.amount))
  }

  /** What the file amounts to. `account` is the one that the upload named. */
  end(options: { readonly tenantId: string; readonly fileId: string; readonly account: string | null }): Surveyed {
    const certificate = this.#certificate
    if (certificate === null) throw new Error("A file was surveyed to its end and had no certificate.")
    const sections = this.#sections.filter((section) => section !== undefined)
    const notes: Array<Statement.Note> = []
    const identified = new Set(sections.flatMap(({ statement }) => identifierOf(statement) ?? []))
    if (options.account !== null && identified.size > 1) {
      notes.push({
        code: "account-not-used",
        message:
          "The file names several accounts, so the account that the upload named is used only where it names none."
      })
    }
    const groups = new Map<string, { readonly account: Account; readonly sections: Array<Section> }>()
    const accountOf: Array<string> = []
    for (const section of sections) {
      const account = accountFor(section.statement, certificate, identified.size > 1, options)
      accountOf[section.statement.index] = account.accountId
      const group = groups.get(account.accountId)
      if (group === undefined) groups.set(account.accountId, { account, sections: [section] })
      else group.sections.push(section)
    }
    const accounts = new Map<string, SurveyedAccount>()
    for (const [accountId, group] of groups) accounts.set(accountId, join(group, options.fileId))
    return { certificate, accounts, accountOf, notes, largest: this.#largest }
  }
}

const identifierOf = ({ account, name }: Statement.Account): string | null => account ?? name

const accountFor = (
  statement: Statement.Account,
  certificate: Statement.Certificate,
  isOneOfSeveral: boolean,
  { account, tenantId }: { readonly tenantId: string; readonly account: string | null }
): Account => {
  const identifier = identifierOf(statement)
  const { currency } = statement
  if (account !== null && (identifier === null || !isOneOfSeveral)) {
    return { accountId: account, origin: "metadata", label: account, currency }
  }
  if (identifier !== null) {
    const label = statement.account === null ? identifier : masked(statement.account)
    return { accountId: Identity.namedAccountId(tenantId, identifier), origin: "statement", label, currency }
  }
  const layout = layoutOf(statement, certificate)
  return { accountId: Identity.layoutAccountId(tenantId, layout), origin: "layout", label: layout[0] ?? "", currency }
}

/** What files of one bank's export have in common whatever rows they hold. */
const layoutOf = ({ kind }: Statement.Account, { csv, format }: Statement.Certificate): ReadonlyArray<string> => {
  if (csv === null) return [format.replace(/\..*$/, ""), kind ?? ""]
  const header = csv.header?.map((cell) => cell.trim().toLowerCase())
  return header === undefined
    ? ["csv", csv.delimiter, JSON.stringify(Object.entries(csv.columns).sort(([a], [b]) => (a < b ? -1 : 1)))]
    : ["csv", ...header]
}

const join = (
  { account, sections }: { readonly account: Account; readonly sections: ReadonlyArray<Section> },
  fileId: string
): SurveyedAccount => {
  const digest = new Identity.RowsDigest()
  const days = new Map<string, number>()
  const nets = new Map<string, DecimalType.Decimal>()
  const currencies = new Set<string>()
  for (const section of sections) {
    digest.merge(section.digest)
    for (const currency of section.currencies) currencies.add(currency)
    for (const [date, { net, rows }] of section.days) {
      days.set(date, (days.get(date) ?? 0) + rows)
      nets.set(date, Decimal.add(nets.get(date) ?? Decimal.zero, net.value()))
    }
  }
  const [first, ...others] = currencies.size > 0 ? currencies : [account.currency ?? Money.unknownCurrency]
  const currency = first ?? Money.unknownCurrency
  const ordered = sections
    .map((section) => ({ balances: section.balances, from: [...section.days.keys()].sort()[0] ?? "9999" }))
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  const checks = combineChecks(
    sections.map(({ balances }) => balances?.check ?? { status: "unknown", reason: "The file states no balances." })
  )
  // Balances of several currencies say nothing about each other.
  const isOneCurrency = others.length === 0
  const closing = isOneCurrency ? (ordered.at(-1)?.balances?.closing?.amount ?? null) : null
  const stated = isOneCurrency ? (ordered[0]?.balances?.opening?.amount ?? null) : null
  const total = [...nets.values()].reduce(Decimal.add, Decimal.zero)
  const opening =
    stated === null && closing !== null && checks.status === "proved" ? Decimal.subtract(closing, total) : stated
  const isProved = opening !== null && closing !== null && Decimal.equals(Decimal.add(opening, total), closing)
  const dates = [...days.keys()].sort()
  const firstDate = dates[0]
  const lastDate = dates.at(-1)
  return {
    account,
    checks,
    opening: stated,
    closing,
    currency,
    days,
    coverage:
      firstDate === undefined || lastDate === undefined
        ? null
        : {
            accountId: account.accountId,
            fileId,
            firstDate,
            lastDate,
            currency,
            opening,
            closing,
            digest: digest.value(),
            months: monthsOf(nets, isProved ? opening : null)
          }
  }
}
