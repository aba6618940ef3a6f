/** `millrace inspect`: reads a statement, stores nothing, and shows what it says and how sure that is. */
import { createReadStream } from "node:fs"
import type {
  Account,
  Balances,
  Certificate,
  Rejection,
  StatementRejected,
  Transaction
} from "@millrace/statements/Statement"
import type { CsvMapping } from "@millrace/statements/csv/Mapping"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Command from "effect/cli/Command"
import * as InputFile from "../InputFile.ts"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as InspectReport from "../render/InspectReport.ts"

/** Everything that a reading yielded. */
export interface Reading {
  readonly file: string
  readonly accounts: ReadonlyArray<Account>
  readonly transactions: ReadonlyArray<Transaction>
  readonly rejections: ReadonlyArray<Rejection>
  readonly balances: ReadonlyArray<Balances>
  readonly certificate: Certificate | undefined
  readonly refused: StatementRejected | undefined
}

const read = Effect.fnUntraced(function* (path: string, csv: CsvMapping | undefined) {
  const file = yield* InputFile.open(path)
  const { read: readStatement } = yield* Effect.promise(() => import("@millrace/statements/Reader"))
  const accounts: Array<Account> = []
  const transactions: Array<Transaction> = []
  const rejections: Array<Rejection> = []
  const balances: Array<Balances> = []
  let certificate: Certificate | undefined
  const open = Stream.fromAsyncIterable<Uint8Array, CommandFailed>(
    { [Symbol.asyncIterator]: () => createReadStream(file.path, { highWaterMark: 1 << 20 })[Symbol.asyncIterator]() },
    () => new CommandFailed({ problem: `${path}: reading stopped.`, mend: "Check the disk.", exitCode: 1 })
  )
  const refused = yield* Stream.runForEach(readStatement({ open }, { csv }), (items) =>
    Effect.sync(() => {
      for (const item of items) {
        if (item._tag === "Transaction") transactions.push(item)
        else if (item._tag === "Rejection") rejections.push(item)
        else if (item._tag === "Account") accounts.push(item)
        else if (item._tag === "Balances") balances.push(item)
        else certificate = item
      }
    })
  ).pipe(
    Effect.as(undefined),
    Effect.catchTag("StatementRejected", (error) => Effect.succeed(error))
  )
  const reading: Reading = { file: path, accounts, transactions, rejections, balances, certificate, refused }
  return reading
})

const row = ({
  amount,
  bankId,
  bookingDate,
  counterparty,
  currency,
  date,
  description,
  line,
  valueDate
}: Transaction) => ({
  date,
  bookingDate,
  valueDate,
  amount,
  currency,
  description,
  counterparty,
  bankId,
  line
})

const balance = (of: Balances["opening"] | undefined) =>
  of === null || of === undefined ? null : { amount: of.amount, currency: of.currency, date: of.date }

/** The document of `inspect --json`. */
export const toJson = (reading: Reading) => {
  const { accounts, balances, certificate, file, refused, rejections, transactions } = reading
  const csv = certificate?.csv
  return {
    file,
    status: refused === undefined ? "readable" : "rejected",
    reason: refused?.message ?? null,
    format: refused === undefined ? (certificate?.format ?? null) : null,
    encoding: certificate?.encoding ?? null,
    rows: certificate?.rows ?? { read: 0, accepted: 0, pending: 0, rejected: 0 },
    accounts:
      refused !== undefined
        ? []
        : accounts.map((account) => {
            const of = balances.find((candidate) => candidate.account === account.index)
            const mine = transactions.filter((transaction) => transaction.account === account.index)
            return {
              account: account.account,
              currency: account.currency,
              opening: balance(of?.opening),
              closing: balance(of?.closing),
              balanceCheck: of?.check.status ?? "unknown",
              balanceReason: of !== undefined && of.check.status !== "proved" ? of.check.reason : null,
              transactions: mine.filter(({ status }) => status === "booked").map(row),
              pending: mine.filter(({ status }) => status === "pending").map(row)
            }
          }),
    rejections: refused !== undefined ? [] : rejections.map(({ code, line, reason }) => ({ line, reason, code })),
    notes: certificate?.notes ?? [],
    ...(csv === null || csv === undefined
      ? {}
      : {
          csv: {
            delimiter: csv.delimiter,
            header: csv.header,
            columns: csv.columns,
            dateOrder: csv.dateOrder,
            dateOrderCertain: csv.dateOrderCertain,
            decimalMark: csv.decimalMark
          }
        })
  }
}

export const inspect = Command.make(
  "inspect",
  { file: Options.files, json: Options.json, dataDir: Options.dataDir, mapping: Options.mapping },
  Effect.fnUntraced(function* ({ file: paths, json, mapping }) {
    const style = yield* Output.style
    const csv = Option.isNone(mapping)
      ? undefined
      : yield* Effect.flatMap(
          Effect.promise(() => import("../MappingFile.ts")),
          ({ read }) => read(mapping)
        )
    for (const path of paths) {
      const reading = yield* read(path, csv)
      if (json) yield* Output.json(toJson(reading))
      else yield* Output.print(...InspectReport.lines(reading, style))
      if (reading.refused !== undefined) yield* Output.unwell
    }
  })
).pipe(Command.withDescription("Read statements and show their rows and certificate, storing nothing"))
