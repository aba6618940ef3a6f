/**
 * Reads one generated bank CSV, 60 MB unless told, in full (encoding, inference over the whole file, typed rows, balance
 * proof, certificate; two passes) and compares with csv-parse's bare tokenizing of the same bytes with default options.
 *
 *     node --conditions=millrace-source benchmarks/statements-csv.ts [megabytes]
 *     node --conditions=millrace-source benchmarks/statements-csv.ts write file.csv 600
 *     node --conditions=millrace-source benchmarks/statements-csv.ts memory file.csv
 *
 * csv-parse runs as a stream whose records are dropped, and as `parse` from `csv-parse/sync`; the ratio is against the
 * faster one. Rounds are interleaved and medians compared. `write` makes the file of a size and `memory` reads it from disk and
 * prints the process's peak. Nothing is random: the same file every time.
 */
import { createReadStream, createWriteStream } from "node:fs"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { parse as parseStream } from "csv-parse"
import { parse as parseSync } from "csv-parse/sync"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { read } from "../packages/statements/src/Reader.ts"
import * as Frame from "./Frame.ts"

const chunkSize = 65_536
const rounds = 5

const header = "Booking date,Value date,Counterparty,Description,Amount,Currency,Balance,Reference\n"

const day = (index: number): string => {
  const number = Math.floor(index / 400) % 336
  return `${String(1 + (number % 28)).padStart(2, "0")}/${String(1 + Math.floor(number / 28)).padStart(2, "0")}/2024`
}

const cents = (value: number): string => {
  const digits = String(Math.abs(value)).padStart(3, "0")
  return `${value < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Rows of a file in which every balance is right, in chunks. */
function* chunks(bytes: number): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  let balance = 1_000_000
  let text = header
  let written = 0
  for (let index = 0; written < bytes; index++) {
    const amount = index % 7 === 0 ? 125_000 + (index % 977) : -((index * 37) % 20_000) - 1
    balance += amount
    text += `${day(index)},${day(index)},Händler ${index % 977},"CARD PAYMENT ${index}, SHOP ""${index % 89}"", SOMEWHERE ON MAIN STREET",${cents(amount)},EUR,${cents(balance)},REF${index}\n`
    if (text.length >= chunkSize) {
      const chunk = encoder.encode(text)
      written += chunk.length
      text = ""
      yield chunk
    }
  }
  yield encoder.encode(text)
}

interface Totals {
  transactions: number
  rejections: number
  check: string
}

const drain = (open: Stream.Stream<Uint8Array>): Promise<Totals> => {
  const totals: Totals = { transactions: 0, rejections: 0, check: "" }
  return read({ open }).pipe(
    Stream.runForEach((items) =>
      Effect.sync(() => {
        for (const item of items) {
          if (item._tag === "Transaction") totals.transactions++
          else if (item._tag === "Rejection") totals.rejections++
          else if (item._tag === "Balances") totals.check = item.check.status
        }
      })
    ),
    Effect.as(totals),
    Effect.runPromise
  )
}

const csvParseStream = async (file: ReadonlyArray<Uint8Array>): Promise<number> => {
  let records = 0
  const parser = Readable.from(file, { objectMode: false }).pipe(parseStream())
  parser.on("data", () => records++)
  await new Promise<void>((resolve, reject) => parser.on("end", resolve).on("error", reject))
  return records
}

const timed = async (times: Array<number>, run: () => unknown): Promise<void> => {
  const started = performance.now()
  await run()
  times.push(performance.now() - started)
}

const speed = async (megabytes: number) => {
  const file = [...chunks(megabytes * 1_000_000)]
  const bytes = file.reduce((sum, chunk) => sum + chunk.length, 0)
  const whole = Buffer.concat(file)
  const open = Stream.suspend(() => Stream.fromIterable(file))
  const totals = await drain(open)
  const ours: Array<number> = []
  const streaming: Array<number> = []
  const sync: Array<number> = []
  for (let round = 0; round < rounds; round++) {
    await timed(ours, () => drain(open))
    await timed(streaming, () => csvParseStream(file))
    await timed(sync, () => parseSync(whole))
  }
  const best = Math.min(Frame.median(streaming), Frame.median(sync))
  console.log(
    `${(bytes / 1e6).toFixed(1)} MB, ${totals.transactions} transactions, ${totals.rejections} rejections, balance ${totals.check}`
  )
  const row = (what: string, millis: number) => ({
    what,
    ms: Math.round(millis),
    "rows a second": Math.round((totals.transactions / millis) * 1000),
    "of the faster peer's time": Number((millis / best).toFixed(2))
  })
  Frame.report("statements-csv", [
    row("whole reading: two passes, types, inference, balance proof", Frame.median(ours)),
    row("csv-parse, records as they come", Frame.median(streaming)),
    row("csv-parse/sync, bare records", Frame.median(sync))
  ])
}

/** Writes the file, in a process of its own so that making it does not count as reading it. */
const write = async (path: string, megabytes: number) => {
  await pipeline(Readable.from(chunks(megabytes * 1_000_000), { objectMode: false }), createWriteStream(path))
}

const memory = async (path: string) => {
  const open = Stream.suspend(() => Stream.fromAsyncIterable(createReadStream(path), (error) => error)).pipe(
    Stream.orDie
  )
  const totals = await drain(open)
  const peak = process.resourceUsage().maxRSS / 1024
  console.log(`${totals.transactions} transactions, balance ${totals.check}: peak ${peak.toFixed(0)} MiB`)
}

const [first = "60", path = "", megabytes = "60"] = process.argv.slice(2)
await (first === "write" ? write(path, Number(megabytes)) : first === "memory" ? memory(path) : speed(Number(first)))
