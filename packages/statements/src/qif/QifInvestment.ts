/**
 * What a record of a QIF investment account does to the account's cash. QIF books trades, and writes their total (`T`)
 * without a sign; the action (`N`) says which way the cash goes. Where it goes to or comes from another account (`BuyX`,
 * `DivX`), or where no cash moves at all (`ShrsIn`, `ReinvDiv`, `StkSplit`), there is no entry on this account's cash.
 * Source: Intuit's "Quicken Interchange Format (QIF) files", actions of investment transactions.
 */
import * as Decimal from "../Decimal.ts"

export type CashEffect = "in" | "out" | "signed" | "none" | "unknown"

const effects: ReadonlyMap<string, CashEffect> = new Map<string, CashEffect>([
  ...[
    "sell",
    "shtsell",
    "div",
    "intinc",
    "cglong",
    "cgmid",
    "cgshort",
    "miscinc",
    "rtrncap",
    "xin",
    "contrib",
    "contribx"
  ].map((action) => [action, "in"] as const),
  ...["buy", "cvrshrt", "miscexp", "margint", "xout", "withdraw", "withdrwx"].map((action) => [action, "out"] as const),
  ["cash", "signed"],
  ...[
    "buyx",
    "sellx",
    "shtsellx",
    "cvrshrtx",
    "divx",
    "intincx",
    "cglongx",
    "cgmidx",
    "cgshortx",
    "miscincx",
    "rtrncapx",
    "miscexpx",
    "margintx",
    "reinvdiv",
    "reinvint",
    "reinvlg",
    "reinvmd",
    "reinvsh",
    "shrsin",
    "shrsout",
    "stksplit",
    "reminder",
    "grant",
    "vest",
    "exercise",
    "exercisx",
    "expire"
  ].map((action) => [action, "none"] as const)
])

/** What the action does. A record without one is a plain cash entry, signed like a bank's, unless it names a security. */
export const effect = (action: string | null, namesSecurity: boolean): CashEffect =>
  action === null ? (namesSecurity ? "unknown" : "signed") : (effects.get(action.toLowerCase()) ?? "unknown")

/** The total as it changes the cash. Some programs sign what goes out, and reversals of income are negative. */
export const cash = (total: Decimal.Decimal, direction: "in" | "out" | "signed"): Decimal.Decimal =>
  direction === "out" ? Decimal.negate(Decimal.abs(total)) : total
