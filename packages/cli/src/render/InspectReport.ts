/** A reading of one statement, for a person. */
import type { Reading } from "../commands/Inspect.ts"
import * as Style from "./Style.ts"
import * as Table from "./Table.ts"

/** Transactions shown of an account. */
const shown = 8

/** Rejections shown of a file. */
const rejectionsShown = 20

const mends: Readonly<Record<string, string>> = {
  "date-impossible": "Correct the date in the export, or enter the row by hand.",
  "date-unreadable": "Export again with dates as YYYY-MM-DD if the bank offers it.",
  "amount-missing": "Look at the row in the bank's own view: it may be information and no entry.",
  "amount-unreadable": "Correct the amount in the export, or enter the row by hand.",
  "columns-missing": "The row is cut short; export the statement again."
}

/** Lines of the report. */
export const lines = (reading: Reading, style: Style.Style): ReadonlyArray<string> => {
  const { certificate, file, refused } = reading
  if (refused !== undefined || certificate === undefined) {
    return [
      `${style.bold(file)}  ${style.red("rejected")}`,
      `  ${refused?.reason ?? "The file could not be read."}`,
      `  ${refused?.mend ?? ""}`,
      ""
    ]
  }
  const { csv, rows } = certificate
  const out: Array<string> = [
    `${style.bold(file)}  ${style.green("readable")}  ${certificate.format}, ${certificate.encoding}`,
    `  rows    ${rows.read} read = ${rows.accepted} accepted + ${rows.pending} pending + ${rows.rejected} rejected`
  ]
  if (csv !== null) {
    const delimiter = csv.delimiter === "\t" ? "tab" : csv.delimiter
    const order = csv.dateOrderCertain ? csv.dateOrder : style.yellow(`${csv.dateOrder}, ambiguous`)
    out.push(
      `  csv     delimiter ${delimiter}, dates ${order}, decimal mark ${csv.decimalMark} (${csv.decimalMarkCertainty}), ${csv.order}`
    )
  }
  for (const note of certificate.notes) out.push(`  note    ${style.yellow(note.message)}`)
  for (const account of reading.accounts) {
    const balances = reading.balances.find((candidate) => candidate.account === account.index)
    const mine = reading.transactions.filter((transaction) => transaction.account === account.index)
    const booked = mine.filter(({ status }) => status === "booked")
    const check = balances?.check
    const proof =
      check === undefined || check.status === "unknown"
        ? style.yellow(`balance not provable: ${check?.reason ?? "the file states none."}`)
        : check.status === "proved"
          ? style.green(
              `balance proved by ${check.by === "opening-closing" ? "opening and closing balance" : "the running balance"}`
            )
          : style.red(`balance wrong by ${check.difference}: ${check.reason}`)
    out.push(
      "",
      `  ${style.bold(`account ${Style.safe(account.account ?? "not named")}`)}  ${account.currency ?? "currency not stated"}`
    )
    if (balances?.opening !== null && balances !== undefined) out.push(`  opening ${balances.opening.amount}`)
    if (balances?.closing !== null && balances !== undefined) out.push(`  closing ${balances.closing.amount}`)
    out.push(`  ${proof}`)
    const table = Table.lines(
      [
        { title: "date" },
        { title: "amount", align: "right" },
        { title: "description" },
        { title: "line", align: "right" }
      ],
      booked
        .slice(0, shown)
        .map(({ amount, date, description, line }) => [date, amount, Style.safe(description, 60), String(line)]),
      style.dim
    )
    for (const line of table) out.push(`  ${line}`)
    if (booked.length > shown) out.push(style.dim(`  … and ${booked.length - shown} more; --json shows all`))
    if (mine.length > booked.length) out.push(`  ${mine.length - booked.length} pending, not booked`)
  }
  if (reading.rejections.length > 0) out.push("", `  ${style.red(`${reading.rejections.length} rejected`)}`)
  for (const { code, line, reason } of reading.rejections.slice(0, rejectionsShown)) {
    const mend = mends[code]
    out.push(`  line ${line}: ${reason}${mend === undefined ? "" : ` ${style.dim(mend)}`}`)
  }
  if (reading.rejections.length > rejectionsShown) {
    out.push(style.dim(`  … and ${reading.rejections.length - rejectionsShown} more; --json shows all`))
  }
  out.push("")
  return out
}
