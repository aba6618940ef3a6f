/** Monthly analytics for a person, a script or a spreadsheet. A currency at a time: nothing is added over two. */
import * as Category from "@millrace/handlers/categorization/Category"
import type { CurrencyAnalytics, MonthlyAnalytics } from "@millrace/handlers/domain/MonthlyAnalytics"
import * as Csv from "../Csv.ts"
import * as Style from "./Style.ts"
import * as Table from "./Table.ts"

/** A month of an account of a user. */
export interface OwnedMonth {
  readonly tenantId: string
  readonly item: MonthlyAnalytics
}

const pathOf = (category: string | null): string => (category === null ? "uncategorized" : Category.pathOf(category))

/** One JSON document a month of an account: all that is stored but the charges, which are for the months after it. */
export const toJson = ({ item: { currencies, ...month }, tenantId }: OwnedMonth) => ({
  userId: tenantId,
  ...month,
  currencies: currencies.map(({ charges: _, ...part }) => part)
})

/** Header of the CSV. `part` says which of `name`, `date` and `amount` mean what: see `csvLines`. */
const header = ["user", "account", "month", "currency", "part", "name", "date", "amount", "transactions"]

/**
 * Every figure as a record: `income`, `spending`, `net`, `transfers-in` and `transfers-out` (confirmed, in none of the
 * former), `category` (by id), `counterparty`,
 * `balance` (at the end of `date`), `recurring` (the latest charge; `date` is when the next one is expected) and
 * `recurring-drift` (how much it changed since the charge before).
 */
export const csvLines = (months: ReadonlyArray<OwnedMonth>): ReadonlyArray<string> => [
  Csv.record(header),
  ...months.flatMap(({ item, tenantId }) =>
    item.currencies.flatMap((part) => {
      const line = (kind: string, name: string, date: string, amount: string, transactions: string) =>
        Csv.record([tenantId, item.accountId, item.month, part.currency, kind, name, date, amount, transactions])
      return [
        line("income", "", "", part.income, ""),
        line("spending", "", "", part.spending, ""),
        line("net", "", "", part.net, String(part.transactions)),
        ...(part.transfers === undefined
          ? []
          : [
              line("transfers-in", "", "", part.transfers.in, ""),
              line("transfers-out", "", "", part.transfers.out, "")
            ]),
        ...part.byCategory.map(({ amount, category, transactions }) =>
          line("category", category ?? "uncategorized", "", amount, String(transactions))
        ),
        ...part.topCounterparties.map(({ amount, counterparty, transactions }) =>
          line("counterparty", counterparty, "", amount, String(transactions))
        ),
        ...part.balances.map(({ balance, date }) => line("balance", "", date, balance, "")),
        ...part.recurring.flatMap(({ amount, cadence, counterparty, drift, nextExpected, occurrences }) => [
          line("recurring", `${counterparty} (${cadence})`, nextExpected, amount, String(occurrences)),
          line("recurring-drift", `${counterparty} (${cadence})`, "", drift, "")
        ])
      ]
    })
  )
]

const overview = (months: ReadonlyArray<OwnedMonth>, style: Style.Style): ReadonlyArray<string> =>
  Table.lines(
    [
      { title: "month" },
      { title: "account" },
      { title: "" },
      { title: "income", align: "right" },
      { title: "spending", align: "right" },
      { title: "net", align: "right" },
      { title: "transfers", align: "right" },
      { title: "transactions", align: "right" }
    ],
    months.flatMap(({ item }) =>
      item.currencies.map(({ currency, income, net, spending, transactions, transfers }) => [
        item.month,
        Style.safe(item.accountId, 32),
        currency,
        income,
        spending,
        net,
        transfers === undefined ? "" : String(transfers.transactions),
        String(transactions)
      ])
    ),
    style.dim
  )

const details = (part: CurrencyAnalytics, style: Style.Style): ReadonlyArray<string> => {
  const right = "right" as const
  const amounts = (title: string, rows: ReadonlyArray<ReadonlyArray<string>>) =>
    Table.lines(
      [{ title }, { title: "amount", align: right }, { title: "transactions", align: right }],
      rows,
      style.dim
    )
  return [
    ...amounts(
      "category",
      part.byCategory.map(({ amount, category, transactions }) => [pathOf(category), amount, String(transactions)])
    ),
    ...amounts(
      "spent with",
      part.topCounterparties.map(({ amount, counterparty, transactions }) => [
        Style.safe(counterparty, 48),
        amount,
        String(transactions)
      ])
    ),
    ...Table.lines(
      [
        { title: "recurring" },
        { title: "cadence" },
        { title: "amount", align: right },
        { title: "drift", align: right },
        { title: "next expected" }
      ],
      part.recurring.map(({ amount, cadence, counterparty, drift, nextExpected }) => [
        Style.safe(counterparty, 48),
        cadence,
        amount,
        drift,
        nextExpected
      ]),
      style.dim
    )
  ]
}

/** Tables: all months side by side, then, where `detailed`, each with its categories, counterparties and recurring charges. */
export const lines = (
  months: ReadonlyArray<OwnedMonth>,
  detailed: boolean,
  style: Style.Style
): ReadonlyArray<string> => [
  ...overview(months, style),
  ...(detailed
    ? months.flatMap(({ item }) =>
        item.currencies.flatMap((part) => [
          "",
          style.bold(`${item.month}  ${Style.safe(item.accountId, 32)}  ${part.currency}`),
          ...details(part, style)
        ])
      )
    : [])
]
