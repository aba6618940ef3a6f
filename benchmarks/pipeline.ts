/**
 * File to stored, deduplicated, categorized transactions on the embedded runtime, durable and traced, in turns with a
 * hand-written script that does the same work without framework, events or traces (see `HandWritten.ts`): one large CSV file, and
 * many small ones of which each overlaps the one before it.
 *
 *     node --conditions=millrace-source benchmarks/pipeline.ts [rows of the large file] [small files] [rounds]
 *
 * Opening and closing the data directory count for both. After every run what is stored is read back, and both must hold the
 * same transactions by the same ids, with the same categories, and the same analytics.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { BankFile } from "./BankFiles.ts"
import * as BankFiles from "./BankFiles.ts"
import * as FilePipeline from "./FilePipeline.ts"
import * as Frame from "./Frame.ts"
import * as HandWritten from "./HandWritten.ts"

const largeRows = Number(process.argv[2] ?? 100_000)
const smallFiles = Number(process.argv[3] ?? 200)
const rowsPerSmallFile = 100
const rounds = Number(process.argv[4] ?? 3)

const directory = mkdtempSync(join(tmpdir(), "millrace-bench-"))
let made = 0

const measure = async (
  what: string,
  goal: number,
  files: ReadonlyArray<BankFile>,
  rows: number,
  stored: number
): Promise<ReadonlyArray<Readonly<Record<string, string | number>>>> => {
  if (files.length === 0) return []
  let dataDir = ""
  const before = (): void => {
    rmSync(dataDir, { recursive: true, force: true })
    dataDir = join(directory, `data-${made++}`)
  }
  const say = (outcome: FilePipeline.Outcome): string => {
    if (outcome.transactions !== stored) throw new Error(`${outcome.transactions} rows are stored, not ${stored}`)
    return JSON.stringify(outcome)
  }
  const [ours, script] = await Frame.compare(
    [
      {
        name: "millrace, traced",
        before,
        run: async () => {
          await FilePipeline.takeIn(dataDir, files)
          return ""
        },
        after: async () => say(await FilePipeline.read(dataDir))
      },
      {
        name: "hand-written script",
        before,
        run: async () => {
          await HandWritten.takeIn(dataDir, files)
          return ""
        },
        after: () => say(HandWritten.read(dataDir))
      }
    ],
    rounds
  )
  rmSync(dataDir, { recursive: true, force: true })
  return [ours, script].flatMap((timing) => {
    if (timing === undefined || script === undefined) return []
    const { maxMillis, medianCpuMillis, medianMillis, minMillis, name } = timing
    return [
      {
        what,
        name,
        "rows a second": Math.round((rows / medianMillis) * 1000),
        "ms, median": Math.round(medianMillis),
        "ms, spread": `${Math.round(minMillis)}–${Math.round(maxMillis)}`,
        "ms of processor": Math.round(medianCpuMillis),
        "of the script's speed": Number((script.medianMillis / medianMillis).toFixed(2)),
        "by processor time": Number((script.medianCpuMillis / medianCpuMillis).toFixed(2)),
        goal: timing === script ? "" : goal
      }
    ]
  })
}

try {
  const rows: Array<Readonly<Record<string, string | number>>> = []
  if (largeRows > 0) {
    const file = await BankFiles.writeLarge(join(directory, "in"), largeRows)
    rows.push(...(await measure(`one file of ${largeRows} rows`, 0.7, [file], largeRows, largeRows)))
  }
  const files = BankFiles.writeSmall(join(directory, "in"), smallFiles, rowsPerSmallFile)
  rows.push(
    ...(await measure(
      `${smallFiles} files of ${rowsPerSmallFile} rows`,
      0.5,
      files,
      smallFiles * rowsPerSmallFile,
      BankFiles.distinctRows(smallFiles, rowsPerSmallFile)
    ))
  )
  Frame.report("pipeline", rows)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
