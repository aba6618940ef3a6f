/**
 * What somebody writes who needs the file pipeline's result once and has no framework: one script, csv-parse, zod, and prepared
 * statements on `node:sqlite`. It gives the same ids, finds the same duplicates and stores the same categories and monthly
 * analytics; it has no events, no traces, no certificates, no retries, reads this one bank's layout and trusts it.
 *
 * What is no question of plumbing is the pipeline's own and costs both the same: the text of an identity, the compiled rules, the
 * counterparty's name and the arithmetic of a month.
 */
import { prepare } from "@millrace/handlers/categorization/Candidate"
import { counterpartyOf } from "@millrace/handlers/categorization/Counterparty"
import * as RuleEngine from "@millrace/handlers/categorization/RuleEngine"
import { starterRules } from "@millrace/handlers/categorization/StarterRules"
import * as IdentityText from "@millrace/handlers/domain/IdentityText"
import * as Month from "@millrace/handlers/domain/Month"
import { MonthlyAnalytics } from "@millrace/handlers/domain/MonthlyAnalytics"
import * as MonthlyComputation from "@millrace/handlers/domain/MonthlyComputation"
import * as Recurring from "@millrace/handlers/domain/Recurring"
import type { StatementCoverage } from "@millrace/handlers/domain/StatementCoverage"
import * as Decimal from "@millrace/statements/Decimal"
import { parse } from "csv-parse"
import { parse as parseSync } from "csv-parse/sync"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { hash } from "node:crypto"
import { createReadStream, mkdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { z } from "zod"
import type { BankFile } from "./BankFiles.ts"
import type { Outcome } from "./FilePipeline.ts"
import { outcomeOf, tenantId, transactionLine } from "./FilePipeline.ts"

const decimalText = z.string().regex(/^-?\d+\.\d\d$/)

const Row = z.object({
  "Booking date": z.iso.date(),
  Counterparty: z.string(),
  Description: z.string().min(1),
  Amount: decimalText,
  Currency: z.string().regex(/^[A-Z]{3}$/),
  Balance: decimalText
})

/** Files above this are read as a stream. */
const streamedFrom = 4 * 2 ** 20

const contentId = (parts: ReadonlyArray<string>): string => {
  let text = ""
  for (const part of parts) text += `${part.length}:${part}`
  return hash("sha256", text, "hex").slice(0, 32)
}

const decimal = (text: string): Decimal.Decimal => {
  const read = Decimal.parse(text)
  if (read === null) throw new Error(`${text} is no amount`)
  return read
}

const withoutZeros = (amount: string): string => amount.replace(/\.?0+$/, "")

const centsOf = (text: string): number => Math.round(Number(text) * 100)

const fromCents = (value: number): Decimal.Decimal => Decimal.fromUnscaled(value, 2)

const open = (dataDir: string): DatabaseSync => {
  mkdirSync(dataDir, { recursive: true })
  const db = new DatabaseSync(join(dataDir, "bank.db"))
  db.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;
    CREATE TABLE files (id TEXT PRIMARY KEY, account TEXT, read INTEGER, accepted INTEGER, duplicate INTEGER, proved INTEGER);
    CREATE TABLE transactions (
      id TEXT PRIMARY KEY, account TEXT, date TEXT, amount TEXT, currency TEXT, description TEXT, counterparty TEXT,
      balance TEXT, file TEXT, line INTEGER, category TEXT, rule TEXT, confidence REAL, why TEXT, name TEXT);
    CREATE INDEX by_account ON transactions (account, date);
    CREATE TABLE occurrences (transaction_id TEXT, file TEXT, line INTEGER, duplicate INTEGER);
    CREATE INDEX by_file ON occurrences (file);
    CREATE TABLE coverages (account TEXT, month TEXT, file TEXT, since TEXT, opening TEXT, PRIMARY KEY (account, month, file));
    CREATE TABLE analytics (account TEXT, month TEXT, body TEXT, PRIMARY KEY (account, month));`)
  return db
}

const engineOf = (): RuleEngine.RuleEngine => {
  const compiled = RuleEngine.compile(starterRules)
  if (Result.isFailure(compiled)) throw compiled.failure
  return compiled.success
}

/** Takes files in, one after the other; each is stored, categorized and in its months' analytics before the next. */
export const takeIn = async (dataDir: string, files: ReadonlyArray<BankFile>): Promise<void> => {
  const db = open(dataDir)
  const engine = engineOf()
  const encodeAnalytics = Schema.encodeSync(MonthlyAnalytics)
  const decodeAnalytics = Schema.decodeUnknownSync(Schema.fromJsonString(MonthlyAnalytics))
  const insertFile = db.prepare("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)")
  const insertTransaction = db.prepare(
    "INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
  )
  const insertOccurrence = db.prepare("INSERT INTO occurrences VALUES (?, ?, ?, ?)")
  const insertCoverage = db.prepare("INSERT INTO coverages VALUES (?, ?, ?, ?, ?)")
  const selectMonth = db.prepare(
    "SELECT date, amount, currency, category, name FROM transactions WHERE account = ? AND date >= ? AND date < ? ORDER BY date, id"
  )
  const selectCoverages = db.prepare("SELECT file, since, opening FROM coverages WHERE account = ? AND month = ?")
  const selectAnalytics = db.prepare(
    "SELECT month, body FROM analytics WHERE account = ? AND month >= ? AND month <= ?"
  )
  const upsertAnalytics = db.prepare(
    "INSERT INTO analytics VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body"
  )

  const entriesOf = (account: string, month: string): ReadonlyArray<MonthlyComputation.Entry> =>
    selectMonth.all(account, `${month}-01`, Month.end(month)).map((row) => ({
      transaction: {
        date: String(row["date"]),
        amount: decimal(String(row["amount"])),
        currency: String(row["currency"])
      },
      status: "booked",
      category: row["category"] === null ? null : String(row["category"]),
      counterparty: row["name"] === null ? null : String(row["name"])
    }))

  const coveragesOf = (account: string, month: string): ReadonlyArray<StatementCoverage> =>
    selectCoverages.all(account, month).map((row) => ({
      accountId: account,
      fileId: String(row["file"]),
      firstDate: "",
      lastDate: "",
      currency: "EUR",
      opening: null,
      closing: null,
      digest: "",
      months: [{ month, from: String(row["since"]), opening: decimal(String(row["opening"])) }]
    }))

  const analyse = (account: string, touched: ReadonlyArray<string>): void => {
    const wanted = [...touched].sort()
    const from = Month.plus(wanted[0] ?? "", -Recurring.reach)
    const until = Month.plus(wanted.at(-1) ?? "", Recurring.reach)
    const stored = selectAnalytics.all(account, from, until)
    const before = new Map(stored.map((row) => [String(row["month"]), String(row["body"])]))
    const months = new Map([...before].map(([month, body]) => [month, decodeAnalytics(body)]))
    for (const month of wanted) {
      const coverages = coveragesOf(account, month)
      const entries = entriesOf(account, month)
      months.set(month, MonthlyComputation.compute({ accountId: account, month, entries, coverages }))
    }
    const complete = MonthlyComputation.withHabits([...months.values()])
    for (const [month, part] of months) {
      if (!wanted.some((of) => of <= month && month <= Month.plus(of, Recurring.reach))) continue
      const body = JSON.stringify(encodeAnalytics(complete(part)))
      if (body !== before.get(month)) upsertAnalytics.run(account, month, body)
    }
  }

  for (const { accountId, fileId, path } of files) {
    const seen = new Map<string, number>()
    const months = new Map<string, { readonly since: string; readonly opening: number }>()
    const counts = { read: 0, accepted: 0, duplicate: 0 }
    let opening: number | undefined
    let sum = 0
    let closing = 0
    const add = (record: unknown): void => {
      const row = Row.parse(record)
      const line = ++counts.read + 1
      const date = row["Booking date"]
      const amount = centsOf(row.Amount)
      closing = centsOf(row.Balance)
      opening ??= closing - amount
      sum += amount
      const month = date.slice(0, 7)
      if (!months.has(month)) months.set(month, { since: date, opening: closing - amount })
      const text = IdentityText.of(row.Description)
      const key = contentId(["text", IdentityText.version, date, withoutZeros(row.Amount), row.Currency, text])
      const ordinal = seen.get(key) ?? 0
      seen.set(key, ordinal + 1)
      const id = contentId(["transaction", tenantId, accountId, key, String(ordinal)])
      const counterparty = row.Counterparty === "" ? null : row.Counterparty
      const prepared = prepare({
        id,
        accountId,
        date,
        amount: row.Amount,
        currency: row.Currency,
        description: row.Description,
        counterparty,
        memo: null
      })
      const ruled = engine.categorizePrepared(prepared)
      const ruling =
        ruled._tag === "Categorized"
          ? ([ruled.category, ruled.ruleId, ruled.confidence, ruled.why] as const)
          : ([null, null, null, null] as const)
      const { changes } = insertTransaction.run(
        id,
        accountId,
        date,
        row.Amount,
        row.Currency,
        row.Description,
        counterparty,
        row.Balance,
        fileId,
        line,
        ...ruling,
        counterpartyOf(prepared)
      )
      const duplicate = changes === 0 ? 1 : 0
      counts.duplicate += duplicate
      counts.accepted += 1 - duplicate
      insertOccurrence.run(id, fileId, line, duplicate)
    }
    db.exec("BEGIN IMMEDIATE")
    if (statSync(path).size < streamedFrom) {
      for (const record of parseSync(readFileSync(path), { columns: true })) add(record)
    } else {
      const parser = createReadStream(path, { highWaterMark: 1 << 18 }).pipe(parse({ columns: true }))
      parser.on("data", add)
      await new Promise<void>((resolve, reject) => parser.on("end", resolve).on("error", reject))
    }
    const proved = (opening ?? 0) + sum === closing
    for (const [month, { opening: before, since }] of months) {
      if (proved) insertCoverage.run(accountId, month, fileId, since, fromCents(before))
    }
    insertFile.run(fileId, accountId, counts.read, counts.accepted, counts.duplicate, proved ? 1 : 0)
    db.exec("COMMIT")
    db.exec("BEGIN IMMEDIATE")
    analyse(accountId, [...months.keys()])
    db.exec("COMMIT")
  }
  db.close()
}

/** Reads what a data directory holds. */
export const read = (dataDir: string): Outcome => {
  const db = new DatabaseSync(join(dataDir, "bank.db"))
  const decode = Schema.decodeUnknownSync(Schema.fromJsonString(MonthlyAnalytics))
  const transactions = db.prepare("SELECT * FROM transactions").all()
  const analytics = db.prepare("SELECT body FROM analytics").all()
  const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null)
  const outcome = outcomeOf(
    transactions.map((row) =>
      transactionLine({
        id: String(row["id"]),
        accountId: String(row["account"]),
        date: String(row["date"]),
        amount: String(row["amount"]),
        currency: String(row["currency"]),
        description: String(row["description"]),
        possibleDuplicateOf: null,
        category: textOrNull(row["category"])
      })
    ),
    transactions.filter((row) => row["category"] !== null).length,
    analytics.map((row) => decode(row["body"]))
  )
  db.close()
  return outcome
}
