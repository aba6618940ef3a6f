/**
 * The file pipeline under simulation: statements of few accounts, several at once, overlapping, twice and broken. What must
 * come of them is told from the files themselves, not from anything that a handler says.
 */
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { Analytics } from "@millrace/handlers/resources/Analytics"
import { Assignments } from "@millrace/handlers/resources/Assignments"
import { Files } from "@millrace/handlers/resources/Files"
import { Transactions } from "@millrace/handlers/resources/Transactions"
import { Uploads } from "@millrace/handlers/resources/Uploads"
import type * as Draws from "@millrace/testing/Draws"
import * as Invariant from "@millrace/testing/Invariant"
import * as Simulation from "@millrace/testing/Simulation"
import * as Workload from "@millrace/testing/Workload"
import * as Schema from "effect/Schema"

interface Entry {
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

/** An account's entries over three months, in order. Few amounts and texts, so that equal rows of one day are common. */
const entriesOf = (draws: Draws.Draws, account: string): ReadonlyArray<Entry> => {
  const entries: Array<Entry> = []
  for (let month = 1; month <= 3; month++) {
    const days = Array.from({ length: draws.int(2, 5) }, () => draws.int(1, 28)).sort((left, right) => left - right)
    for (const day of days) {
      const date = `2026-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
      const bankId = `${account}-${entries.length}`
      const cents = draws.pick([-350, -1299, -350, 200_000, -80_000, -1])
      entries.push({ bankId, date, cents, description: draws.pick(descriptions) })
    }
  }
  return entries
}

/** A CSV file with running balances: what a bank shows of whole months. */
const csv = (entries: ReadonlyArray<Entry>, openingCents: number): string => {
  let balance = openingCents
  const rows = entries.map(({ cents, date, description }) => {
    balance += cents
    return `${date},${description},${decimal(cents)},${decimal(balance)}`
  })
  return `Date,Description,Amount,Balance\n${rows.join("\n")}\n`
}

/** An OFX file, which gives every entry the bank's own id, so that periods may overlap. */
const ofx = (entries: ReadonlyArray<Entry>, account: string): string => {
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

const workload = (draws: Draws.Draws): ReadonlyArray<Workload.Step> => {
  const steps: Array<Workload.Step> = []
  let files = 0
  const atMillis = (): number => draws.int(0, draws.pick([0, 500, 3000, 60_000]))
  const upload = (user: string, account: string, extension: string, content: string): void => {
    const fileId = `f${files++}`
    const key = `${user}/${fileId}/statement.${extension}`
    const options = { contentType: "text/plain", metadata: { accountid: account } }
    steps.push(Workload.upload(atMillis(), Uploads, key, content, options))
    // The same object once more, as an impatient person does.
    if (draws.chance(0.1)) steps.push(Workload.upload(atMillis(), Uploads, key, content, options))
  }
  const accounts = draws.int(1, 2)
  for (let count = 0; count < accounts; count++) {
    const user = draws.chance(0.8) ? "ada" : "ben"
    const account = `account-${count}`
    const entries = entriesOf(draws, account)
    if (draws.chance(0.5)) {
      let opening = 100_000
      for (const month of ["01", "02", "03"]) {
        const part = entries.filter(({ date }) => date.slice(5, 7) === month)
        const content = csv(part, opening)
        opening += part.reduce((sum, { cents }) => sum + cents, 0)
        if (draws.chance(0.7)) upload(user, account, "csv", content)
        if (draws.chance(0.2)) upload(user, account, "csv", content)
      }
    } else {
      const periods = draws.int(1, 3)
      for (let period = 0; period < periods; period++) {
        const from = draws.int(0, entries.length - 1)
        upload(user, account, "ofx", ofx(entries.slice(from, draws.int(from, entries.length - 1) + 1), account))
      }
    }
  }
  if (draws.chance(0.2))
    upload("ada", "account-0", "csv", draws.pick(["", "no statement at all", "\u0000\u0001\u0002"]))
  return steps
}

/** What a table holds, decoded, with the tenant of each item. */
const itemsOf = <S extends Schema.Codec<object, object>>(
  { world }: Invariant.Rest,
  collection: { readonly resource: { readonly name: string }; readonly schema: S }
): ReadonlyArray<{ readonly tenant: string; readonly item: S["Type"] }> => {
  const decode = Schema.decodeUnknownSync(Schema.fromJsonString(collection.schema))
  return world.tables
    .rows(collection.resource.name)
    .map(({ body, partition }) => ({ tenant: partition.split("\u001f")[0] ?? "", item: decode(body) }))
}

/** Every transaction that the uploaded files hold, once, as text: by the bank's id, else by content and ordinal. */
const toldByFiles = ({ world }: Invariant.Rest): ReadonlySet<string> => {
  const told = new Set<string>()
  for (const { bytes, head } of world.objects.objects("uploads")) {
    const [tenant = ""] = head.key.split("/")
    const of = `${tenant} ${head.metadata["accountid"]}`
    const content = new TextDecoder().decode(bytes)
    for (const row of content.matchAll(/<DTPOSTED>(\d{4})(\d\d)(\d\d)<TRNAMT>([-\d.]+)<FITID>([^<]+)<NAME>/g)) {
      told.add(`${of} ${row[1]}-${row[2]}-${row[3]} ${row[4]} ${row[5]}`)
    }
    const seen = new Map<string, number>()
    for (const row of content.matchAll(/^(\d{4}-\d\d-\d\d),([^,]+),([-\d.]+),/gm)) {
      const text = `${of} ${row[1]} ${row[3]} ${row[2]}`
      const ordinal = (seen.get(text) ?? 0) + 1
      seen.set(text, ordinal)
      told.add(`${text} (${ordinal})`)
    }
  }
  return told
}

const everyTransactionOnce = Invariant.make("every transaction of the files is stored once", (rest) => {
  const told = toldByFiles(rest)
  const seen = new Map<string, number>()
  const stored = itemsOf(rest, Transactions).map(({ item, tenant }) => {
    const { accountId, amount, bankId, date, description } = item
    const text = `${tenant} ${accountId} ${date} ${amount}`
    if (bankId !== null) return `${text} ${bankId}`
    const ordinal = (seen.get(`${text} ${description}`) ?? 0) + 1
    seen.set(`${text} ${description}`, ordinal)
    return `${text} ${description} (${ordinal})`
  })
  const there = new Set(stored)
  return [
    ...[...told].filter((text) => !there.has(text)).map((text) => `missing: ${text}`),
    ...stored.filter((text) => !told.has(text)).map((text) => `too much: ${text}`)
  ]
})

const cents = (amount: string): number => Math.round(Number(amount) * 100)

const analyticsAreSums = Invariant.make("analytics are the sums of the transactions", (rest) => {
  const sums = new Map<string, number>()
  for (const { item, tenant } of itemsOf(rest, Transactions)) {
    if (item.possibleDuplicateOf !== null) continue
    const month = `${tenant} ${item.accountId} ${item.month} ${item.currency}`
    sums.set(month, (sums.get(month) ?? 0) + cents(item.amount))
  }
  const computed = new Map(
    itemsOf(rest, Analytics).flatMap(({ item, tenant }) =>
      item.currencies.map(({ currency, net }) => [`${tenant} ${item.accountId} ${item.month} ${currency}`, cents(net)])
    )
  )
  return [...new Set([...sums.keys(), ...computed.keys()])].flatMap((month) =>
    sums.get(month) === computed.get(month) ? [] : [`${month}: sum ${sums.get(month)}, net ${computed.get(month)}`]
  )
})

const certificatesAreTrue = Invariant.make("certificates are true", (rest) => {
  const wrong: Array<string> = []
  for (const { item } of itemsOf(rest, Files)) {
    const { certificate, fileId, status } = item
    if (status !== "processed" && status !== "rejected") wrong.push(`${fileId} is ${status} for ever`)
    if (certificate === null) continue
    const { rows } = certificate
    if (rows.read !== rows.accepted + rows.duplicate + rows.pending + rows.rejected) {
      wrong.push(`${fileId}: ${JSON.stringify(rows)} does not add up`)
    }
    for (const { balanceCheck } of certificate.accounts) {
      if (balanceCheck.status === "failed")
        wrong.push(`${fileId}: the balance is said to be wrong: ${balanceCheck.reason}`)
    }
  }
  return wrong
})

/** A row that two files hold was new in one of them. Where a file was uploaded anew, its first certificate is gone. */
export const acceptedOnce = Invariant.make("every transaction was accepted from one file", (rest) => {
  if (rest.world.objects.objects("uploads").some(({ head }) => head.versionId !== "v1")) return []
  const accepted = itemsOf(rest, Files).reduce((sum, { item }) => sum + (item.certificate?.rows.accepted ?? 0), 0)
  const stored = itemsOf(rest, Transactions).length
  return accepted === stored ? [] : [`certificates accepted ${accepted} rows, ${stored} transactions are stored`]
})

const everyTransactionCategorized = Invariant.make("every transaction was categorized", (rest) => {
  const assigned = new Set(itemsOf(rest, Assignments).map(({ item, tenant }) => `${tenant} ${item.transactionId}`))
  return itemsOf(rest, Transactions)
    .filter(({ item, tenant }) => !assigned.has(`${tenant} ${item.id}`))
    .map(({ item }) => `${item.id} has no assignment, not even that no rule fits`)
})

/** An item without the fields that the order of files decides. */
const without =
  (...fields: ReadonlyArray<string>) =>
  (item: unknown): unknown =>
    Object.fromEntries(Object.entries(Object(item)).filter(([field]) => !fields.includes(field)))

/** The simulation that `npm run simulate` runs. */
export const simulation = Simulation.make({
  program: fileProcessing,
  workload,
  // Small enough that the larger events leave their data in a claim.
  limits: { maxEntries: 3, maxEntryBytes: 2000, maxCallBytes: 6000 },
  invariants: [
    everyTransactionOnce,
    analyticsAreSums,
    certificatesAreTrue,
    acceptedOnce,
    everyTransactionCategorized,
    Invariant.nothingDead(() => false),
    Invariant.asWithoutFaults({
      // An upload that a newer one of its key has overtaken is not read any more, so events may be fewer.
      events: false,
      collections: [
        { collection: Transactions, content: without("fileId", "line", "writtenBy") },
        { collection: Analytics }
      ]
    })
  ]
})
