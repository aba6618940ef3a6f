/**
 * The bank files that benchmarks read: CSV as banks export it, with a running balance that is right in every row, a fixed
 * number of rows a day, some merchants that the starter rules know and some that they do not. Nothing is random: the same
 * file every time, whatever its size, and the first rows of a longer file are those of a shorter one.
 */
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"

/** Rows of a day of the account in the large file: 12,000 a month. */
const busyRowsPerDay = 400

const header = "Booking date,Counterparty,Description,Amount,Currency,Balance\n"

const merchants = [
  "NETFLIX.COM AMSTERDAM",
  "REWE MARKT GMBH",
  "SPOTIFY AB STOCKHOLM",
  "SHELL STATION",
  "UBER TRIP HELP.UBER.COM",
  "AMAZON MKTPLACE PMTS",
  "STARBUCKS STORE",
  "LIDL SAGT DANKE",
  "VODAFONE GMBH",
  "BAECKEREI SONNENBLUME",
  "HAUSVERWALTUNG NORD",
  "WERKSTATT AM PARK"
] as const

const chunkSize = 65_536
const dayMillis = 86_400_000
const firstDay = Date.UTC(1980, 0, 1)

const date = (day: number): string => new Date(firstDay + day * dayMillis).toISOString().slice(0, 10)

const decimal = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(3, "0")
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const cents = (row: number): number => (row % 7 === 0 ? 125_000 + (row % 977) : -((row * 37) % 20_000) - 1)

/** Rows from one of an account to another, the balance carried from the account's first row. */
function* rows(from: number, until: number, rowsPerDay: number, startBalance: number): Generator<string> {
  let balance = startBalance
  for (let row = from; row < until; row++) {
    const amount = cents(row)
    balance += amount
    const merchant = merchants[row % merchants.length] ?? ""
    const counterparty = row % 3 === 0 ? `Partner ${row % 977}` : ""
    yield `${date(Math.floor(row / rowsPerDay))},${counterparty},"CARD PAYMENT ${merchant} ${row}, TERMINAL ${row % 89}",${decimal(amount)},EUR,${decimal(balance)}\n`
  }
}

function* chunks(lines: Iterable<string>): Generator<Buffer> {
  let text = header
  for (const line of lines) {
    text += line
    if (text.length >= chunkSize) {
      yield Buffer.from(text)
      text = ""
    }
  }
  yield Buffer.from(text)
}

/** A file to take in. */
export interface BankFile {
  readonly path: string
  readonly fileId: string
  readonly accountId: string
}

/** Writes one file of so many rows of one account; a month of it is 12,000 rows, however many there are. */
export const writeLarge = async (directory: string, count: number): Promise<BankFile> => {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `large-${count}.csv`)
  await pipeline(Readable.from(chunks(rows(0, count, busyRowsPerDay, 1_000_000))), createWriteStream(path))
  return { path, fileId: `large-${count}`, accountId: "account-large" }
}

/** Files of an account: as many months as a person has after some years. */
const filesPerAccount = 50
const rowsPerSmallDay = 3
/** Rows that a file has in common with the one before it, as overlapping exports have. */
const overlap = 10

/** Writes so many files of so many rows; 50 of them in a row are one account's, each overlapping the one before it by ten rows. */
export const writeSmall = (directory: string, files: number, rowsPerFile: number): ReadonlyArray<BankFile> => {
  mkdirSync(directory, { recursive: true })
  const balances = new Map<number, number>([[0, 1_000_000]])
  let balance = 1_000_000
  const step = rowsPerFile - overlap
  for (let row = 0; row < filesPerAccount * step; row++) {
    balance += cents(row)
    if ((row + 1) % step === 0) balances.set(row + 1, balance)
  }
  return Array.from({ length: files }, (_, index) => {
    const position = index % filesPerAccount
    const account = Math.floor(index / filesPerAccount)
    const from = position * step
    const path = join(directory, `small-${index}.csv`)
    const text = Array.from(rows(from, from + rowsPerFile, rowsPerSmallDay, balances.get(from) ?? 0)).join("")
    writeFileSync(path, header + text)
    return { path, fileId: `small-${index}`, accountId: `account-${account}` }
  })
}

/** Rows in a set of small files that are in none before them: what is stored of them. */
export const distinctRows = (files: number, rowsPerFile: number): number =>
  Array.from({ length: files }, (_, index) =>
    index % filesPerAccount === 0 ? rowsPerFile : rowsPerFile - overlap
  ).reduce((sum, count) => sum + count, 0)
