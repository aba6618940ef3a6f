/**
 * `npm run simulate -- --seeds N --from S`: runs seeds of the file pipeline's simulation, shows progress, seeds per second and
 * what was covered, and the first failure with its shrunk timeline. `--replay LINE` makes one run again and shows it.
 * `--digest` prints a hash of every run, for comparing two processes. Exit code 1 where an invariant is broken.
 */
import * as Coverage from "@millrace/testing/Coverage"
import * as Run from "@millrace/testing/Run"
import * as Simulation from "@millrace/testing/Simulation"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"
import { simulation } from "./FileProcessingSimulation.ts"

// Effect takes a stack trace for every span; nobody reads those of a simulation.
Error.stackTraceLimit = 0

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    replay: { type: "string" },
    digest: { type: "boolean", default: false }
  }
})

const print = (text: string): void => void process.stdout.write(`${text}\n`)

const from = Number(values.from)
const count = Number(values.seeds)
if (!Number.isSafeInteger(from) || !Number.isSafeInteger(count) || count < 1) {
  process.stderr.write("--seeds takes a whole number from 1, --from a whole number\n")
  process.exit(2)
}

if (values.replay !== undefined) {
  const run = Simulation.replay(simulation, values.replay)
  print(Simulation.timeline(run))
  process.exitCode = run.broken.length > 0 ? 1 : 0
} else if (values.digest) {
  for (let seed = from; seed < from + count; seed++) print(`${seed} ${Run.make(simulation, { seed }).digest()}`)
} else {
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1000
  let shownAt = 0
  const onSeed = (done: number): void => {
    if (!process.stderr.isTTY && done % 1000 !== 0) return
    if (process.stderr.isTTY && seconds() - shownAt < 0.2) return
    shownAt = seconds()
    const line = `${done} of ${count} seeds, ${(done / seconds()).toFixed(1)} a second`
    process.stderr.write(process.stderr.isTTY ? `\r${line}` : `${line}\n`)
  }
  const report = await Effect.runPromise(Simulation.simulate(simulation, { from, count, onSeed }))
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K")
  print(Coverage.toText(report.coverage))
  print(
    `\n${report.seeds} seeds from ${from}: ${report.events} events, ${report.deliveries} deliveries, ${report.faults} faults, ` +
      `${(report.seeds / seconds()).toFixed(1)} seeds a second`
  )
  for (const { broken, seed, shrunk } of report.failures) {
    print(`\nseed ${seed} breaks: ${broken.map(({ invariant }) => invariant).join("; ")}\n`)
    print(Simulation.timeline(shrunk))
  }
  if (report.failures.length === 0) print("No invariant is broken.")
  process.exitCode = report.failures.length > 0 ? 1 : 0
}
