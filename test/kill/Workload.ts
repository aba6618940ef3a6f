/**
 * What the kill test's processes work on: statements of five accounts, uploaded wave by wave. Statements of one account overlap
 * and are in different waves, so which of two files brings a row does not depend on luck; one file is no statement.
 */
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import * as EventBus from "@millrace/core/EventBus"

export const program = fileProcessing

/** Small enough for `file.processed` to leave its data in a claim. */
export const limits: EventBus.Limits = { ...EventBus.eventBridgeLimits, maxEntryBytes: 900 }

export const bucket = "uploads"

/** A file to upload. */
export interface File {
  readonly key: string
  readonly account: string
  readonly text: string
}

const accounts = 5
const waveCount = 8
const rowsOfFile = 9
const rowsBetweenFiles = 6

const descriptions = [
  "GROCERY MARKET 0412",
  "PAYROLL DEPOSIT NORTHWIND TRADERS",
  "STREAMING SERVICE MONTHLY",
  "FUEL STATION 57444212",
  "CITY TRANSIT TICKET",
  "COFFEE BAR HARBOUR STREET",
  "RENT PAYMENT MARCH LANE"
]

const amountOf = (account: number, row: number): number =>
  row % 7 === 1 ? 200_000 + account * 1000 : -(1000 + ((row * 37 + account * 101) % 900) * 7)

const cents = (amount: number): string => (amount / 100).toFixed(2)

const dateOf = (row: number): string => new Date(Date.UTC(2026, 0, 3) + row * 3 * 86_400_000).toISOString().slice(0, 10)

const statement = (account: number, from: number): string => {
  let balance = 500_000
  const lines = ["Date,Description,Amount,Balance"]
  for (let row = 0; row < from + rowsOfFile; row++) {
    const amount = amountOf(account, row)
    balance += amount
    const description = descriptions[(row + account) % descriptions.length]
    if (row >= from) lines.push([dateOf(row), description, cents(amount), cents(balance)].join(","))
  }
  return `${lines.join("\n")}\n`
}

/** Files by wave: one of each account in each. */
export const waves: ReadonlyArray<ReadonlyArray<File>> = Array.from({ length: waveCount }, (_, wave) =>
  Array.from({ length: accounts }, (_, account) => ({
    key: `someone/file-${wave}-${account}/statement-${wave}.csv`,
    account: `account-${account}`,
    text: wave === 2 && account === 4 ? "%PDF-1.7\n%%EOF\n" : statement(account, wave * rowsBetweenFiles)
  }))
)
