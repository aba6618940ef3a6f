/**
 * `npm run simulate -- --seeds N --from S`: runs seeds of the file pipeline's simulation in parallel, shows progress, seeds per
 * second and what was covered, and the first failure with its shrunk timeline; interrupted, it shows what there is. `--replay LINE` makes one run again and shows it.
 * `--digest` prints a hash of every run, for comparing two processes. Exit code 1 where an invariant is broken.
 */
import * as Coverage from "@millrace/testing/Coverage"
import * as Run from "@millrace/testing/Run"
import * as Simulation from "@millrace/testing/Simulation"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { simulation } from "./FileProcessingSimulation.ts"
import * as Parallel from "./Parallel.ts"

// Effect takes a stack trace for every span; nobody reads those of a simulation.
Error.stackTraceLimit = 0

/** A cell of the coverage table with fewer cases is shown as not covered. */
const fewest = 20

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    workers: { type: "string", default: String(availableParallelism()) },
    replay: { type: "string" },
    digest: { type: "boolean", default: false }
  }
})

const print = (text: string): void => void process.stdout.write(`${text}\n`)

const from = Number(values.from)
const count = Number(values.seeds)
const workers = Number(values.workers)
if (!Number.isSafeInteger(from) || ![count, workers].every((value) => Number.isSafeInteger(value) && value >= 1)) {
  process.stderr.write("--seeds and --workers take a whole number from 1, --from a whole number\n")
  process.exit(2)
}

const simulate = async (): Promise<void> => {
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1000
  const { isTTY } = process.stderr
  let shownAt = 0
  let shownSeeds = 0
  const onSeeds = (done: number): void => {
    if (isTTY ? seconds() - shownAt < 0.2 : done - shownSeeds < 200) return
    shownAt = seconds()
    shownSeeds = done
    const line = `${done} of ${count} seeds, ${(done / seconds()).toFixed(1)} a second`
    process.stderr.write(isTTY ? `\r${line}` : `${line}\n`)
  }
  const interruption = new AbortController()
  process.once("SIGINT", () => interruption.abort())
  const report = await Parallel.simulate({ from, count, workers, onSeeds, signal: interruption.signal })
  if (isTTY) process.stderr.write("\r\u001b[K")
  print(Coverage.toText(report.coverage))
  const thin = Coverage.below(report.coverage, fewest)
  if (thin.length > 0) print(`\nfewer than ${fewest} times: ${thin.join(", ")}`)
  print(
    `\n${report.seeds} seeds from ${from}: ${report.events} events, ${report.deliveries} deliveries, ${report.faults} faults, ` +
      `${(report.seeds / seconds()).toFixed(1)} seeds a second`
  )
  for (const { broken, seed, timeline } of report.failures.slice(0, 1)) {
    print(`\nseed ${seed} breaks: ${broken.join("; ")}\n`)
    print(timeline)
  }
  if (report.failures.length === 0) print("No invariant is broken.")
  process.exitCode = report.failures.length > 0 ? 1 : 0
}

if (values.replay !== undefined) {
  const run = Simulation.replay(simulation, values.replay)
  print(Simulation.timeline(run))
  process.exitCode = run.broken.length > 0 ? 1 : 0
} else if (values.digest) {
  for (let seed = from; seed < from + count; seed++) print(`${seed} ${Run.make(simulation, { seed }).digest()}`)
} else await simulate()
