/**
 * Fuzzes the statement readers for as long as one likes: `node fuzz.ts [seconds] [seed]`. Prints a line for each format
 * and, for whatever breaks a law, the seed from which the same file comes again. Exit code 1 if anything did.
 */
import { formats, run, type Summary } from "../test/fuzz/Run.ts"

const seconds = Number(process.argv[2] ?? 60)
let seed = Number(process.argv[3] ?? 1_000_000)
const batch = 500

const totals = new Map<
  string,
  { mutations: number; read: number; rejected: number; rows: number; slowest: number; broken: number }
>()

const report = ({ broken, format, mutations, read, rejected, rows, slowest }: Summary) => {
  const total = totals.get(format) ?? { mutations: 0, read: 0, rejected: 0, rows: 0, slowest: 0, broken: 0 }
  total.mutations += mutations
  total.read += read
  total.rejected += rejected
  total.rows += rows
  total.slowest = Math.max(total.slowest, slowest)
  total.broken += broken.length
  totals.set(format, total)
  for (const { outcome, seed: of } of broken) process.stdout.write(`${format} seed ${of}: ${outcome.problem}\n`)
}

const until = performance.now() + seconds * 1000
while (performance.now() < until) {
  for (const format of formats) report(run(format, seed, batch))
  seed += batch
}
let failures = 0
for (const [format, total] of totals) {
  failures += total.broken
  process.stdout.write(
    `${format}: ${total.mutations} mutations, ${total.read} read (${total.rows} rows), ${total.rejected} rejected, ${total.broken} broken, slowest ${Math.round(total.slowest)} ms\n`
  )
}
process.exitCode = failures === 0 ? 0 : 1
