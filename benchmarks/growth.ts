/**
 * Time and peak memory of the file pipeline against the rows of one file and against the number of files, each point in a
 * process of its own, so that a peak is that point's alone, and the two series beside each other. The rows of a month are the
 * same however many there are: what grows is the time that a file spans.
 *
 *     node --conditions=millrace-source benchmarks/growth.ts [most rows] [most files]
 *
 * Points lie half a decade apart, up to the sizes given; 10000000 and 100000 take most of an hour. `growth` is the exponent of processor
 * time between the smallest point and this one, that of opening an empty directory taken off: 1 is linear.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import type { BankFile } from "./BankFiles.ts"
import * as BankFiles from "./BankFiles.ts"
import * as FilePipeline from "./FilePipeline.ts"
import * as Frame from "./Frame.ts"

const rowsPerFile = 25

/** What a process of its own measured. */
interface Point {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMiB: number
  readonly transactions: number
}

const isPoint = (value: unknown): value is Point =>
  typeof value === "object" && value !== null && "cpuSeconds" in value && "peakMiB" in value && "transactions" in value

/** The process of one point: takes files in, then looks whether all is there. Its peak is what it was before that look. */
const measure = async (dataDir: string, files: ReadonlyArray<BankFile>): Promise<void> => {
  const startedAt = performance.now()
  await FilePipeline.takeIn(dataDir, files)
  const seconds = (performance.now() - startedAt) / 1000
  const cpuSeconds = Frame.cpuMillis() / 1000
  const peakMiB = process.resourceUsage().maxRSS / 1024
  const transactions = await FilePipeline.count(dataDir)
  process.stdout.write(JSON.stringify({ seconds, cpuSeconds, peakMiB, transactions }))
}

const inProcess = async (files: ReadonlyArray<BankFile>): Promise<Point> => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-bench-"))
  try {
    const child = spawn(
      process.execPath,
      ["--conditions=millrace-source", fileURLToPath(import.meta.url), "point", directory],
      { stdio: ["pipe", "pipe", "inherit"] }
    )
    const ended = once(child, "close")
    child.stdin.end(JSON.stringify(files))
    const said = await text(child.stdout)
    const [status] = await ended
    const point: unknown = status === 0 ? JSON.parse(said) : undefined
    if (!isPoint(point)) throw new Error("A point's process failed.")
    return point
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Half decades from one size to another, both included where they are some. */
const sizes = (from: number, to: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let step = 0; ; step++) {
    const size = Math.round(from * 10 ** Math.floor(step / 2) * (step % 2 === 0 ? 1 : 3))
    if (size > to) return found
    found.push(size)
  }
}

const rowOf = (what: string, size: number, point: Point, least: Point, first: readonly [number, Point]) => {
  const own = point.cpuSeconds - least.cpuSeconds
  const firstOwn = first[1].cpuSeconds - least.cpuSeconds
  return {
    what,
    size,
    seconds: Number(point.seconds.toFixed(2)),
    "seconds of processor": Number(point.cpuSeconds.toFixed(2)),
    "peak MiB": Math.round(point.peakMiB),
    "ms of processor each": Number(((own / size) * 1000).toFixed(3)),
    growth: size === first[0] ? "" : Number((Math.log(own / firstOwn) / Math.log(size / first[0])).toFixed(2))
  }
}

/** A size and what its process measured. */
type Measured = readonly [size: number, point: Point]

const main = async (mostRows: number, mostFiles: number): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-bench-"))
  const byRows = async (): Promise<ReadonlyArray<Measured>> => {
    const measured: Array<Measured> = []
    for (const size of sizes(10_000, mostRows)) {
      const file = await BankFiles.writeLarge(directory, size)
      const point = await inProcess([file])
      if (point.transactions !== size) throw new Error(`${point.transactions} of ${size} rows are stored`)
      measured.push([size, point])
      console.log(`${size} rows: ${JSON.stringify(point)}`)
      rmSync(file.path)
    }
    return measured
  }
  const byFiles = async (): Promise<ReadonlyArray<Measured>> => {
    const measured: Array<Measured> = []
    for (const size of sizes(100, mostFiles)) {
      const point = await inProcess(BankFiles.writeSmall(directory, size, rowsPerFile))
      const expected = BankFiles.distinctRows(size, rowsPerFile)
      if (point.transactions !== expected) throw new Error(`${point.transactions} of ${expected} rows are stored`)
      measured.push([size, point])
      console.log(`${size} files: ${JSON.stringify(point)}`)
    }
    return measured
  }
  try {
    const least = await inProcess([])
    const rowsOf = (what: string, measured: ReadonlyArray<Measured>) => {
      const [first] = measured
      return first === undefined ? [] : measured.map(([size, point]) => rowOf(what, size, point, least, first))
    }
    const [rows, files] = await Promise.all([byRows(), byFiles()])
    Frame.report("growth", [...rowsOf("rows of one file", rows), ...rowsOf(`files of ${rowsPerFile} rows`, files)])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const [first = "100000", second = "1000"] = process.argv.slice(2)
if (first === "point") {
  const files: ReadonlyArray<BankFile> = JSON.parse(await text(process.stdin))
  await measure(second, files)
} else await main(Number(first), Number(second))
