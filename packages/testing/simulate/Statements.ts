/**
 * Statements that a bank might send, made up from draws: small, with equal rows, and telling what they hold without the product's
 * own readers.
 */
import type * as Draws from "@millrace/testing/Draws"

/** A row that a bank shows. */
export interface Entry {
  readonly bankId: string
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly cents: number
  readonly description: string
}

const descriptions = ["NETFLIX.COM", "COFFEE CORNER", "SALARY ACME", "RENT FLAT 7", "BAKERY", "UNKNOWN 77"] as const

const decimal = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(3, "0")
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** An account's entries over some months (`YYYY-MM`), in order. Few amounts and texts, so that equal rows of one day are common. */
export const entriesOf = (draws: Draws.Draws, account: string, months: ReadonlyArray<string>): ReadonlyArray<Entry> => {
  const entries: Array<Entry> = []
  for (const month of months) {
    const days = Array.from({ length: draws.int(1, 3) }, () => draws.int(1, 28)).sort((left, right) => left - right)
    for (const day of days) {
      const date = `${month}-${String(day).padStart(2, "0")}`
      const cents = draws.pick([-350, -1299, -350, 200_000, -80_000, -1])
      const text = draws.pick(descriptions)
      // A file of nothing but a purchase without a minus could be a card's: what it means would be a guess.
      const description = cents > 0 ? "SALARY ACME" : text
      for (let equal = draws.pick([1, 1, 1, 2]); equal > 0; equal--) {
        entries.push({ bankId: `${account}-${entries.length}`, date, cents, description })
      }
    }
  }
  return entries
}

/** A CSV file with running balances: what a bank shows of whole months. */
export const csv = (entries: ReadonlyArray<Entry>, openingCents: number): string => {
  let balance = openingCents
  const rows = entries.map(({ cents, date, description }) => {
    balance += cents
    return `${date},${description},${decimal(cents)},${decimal(balance)}`
  })
  return `Date,Description,Amount,Balance\n${rows.join("\n")}\n`
}

/** An OFX file, which gives every entry the bank's own id, so that periods may overlap. */
export const ofx = (entries: ReadonlyArray<Entry>, account: string): string => {
  const compact = (date: string): string => date.replaceAll("-", "")
  const rows = entries.map(
    ({ bankId, cents, date, description }) =>
      `<STMTTRN><TRNTYPE>${cents < 0 ? "DEBIT" : "CREDIT"}<DTPOSTED>${compact(date)}<TRNAMT>${decimal(cents)}` +
      `<FITID>${bankId}<NAME>${description}</STMTTRN>`
  )
  const from = compact(entries[0]?.date ?? "2026-01-01")
  const until = compact(entries.at(-1)?.date ?? "2026-01-01")
  return (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\n" +
    "OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS>" +
    "<DTSERVER>20260401<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0" +
    "<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>" +
    `${account}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>${from}<DTEND>${until}\n${rows.join("\n")}\n` +
    "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
  )
}

/**
 * Every row of a file, as text that names it among all rows of its account: by the bank's id, else by content and ordinal. A
 * file that is no statement has none.
 */
export const rowsOf = (content: string): ReadonlyArray<string> => {
  const rows: Array<string> = []
  for (const row of content.matchAll(/<DTPOSTED>(\d{4})(\d\d)(\d\d)<TRNAMT>([-\d.]+)<FITID>([^<]+)<NAME>/g)) {
    rows.push(`${row[1]}-${row[2]}-${row[3]} ${row[4]} ${row[5]}`)
  }
  const seen = new Map<string, number>()
  for (const row of content.matchAll(/^(\d{4}-\d\d-\d\d),([^,]+),([-\d.]+),/gm)) {
    const text = `${row[1]} ${row[3]} ${row[2]}`
    const ordinal = (seen.get(text) ?? 0) + 1
    seen.set(text, ordinal)
    rows.push(`${text} (${ordinal})`)
  }
  return rows
}
