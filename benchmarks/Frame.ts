/**
 * What all benchmarks share: candidates doing the same work are warmed up, run in turns, compared by the medians of their
 * times within this one run, and checked to have done the same. The machine and versions stand above the table, and the same
 * as JSON beside it in `benchmarks/results/`.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"

/** One way of doing the work. `run` answers what it did, which must be equal for all candidates. */
export interface Candidate {
  readonly name: string
  readonly run: () => Promise<string> | string
  /** Puts back what a run needs; its time does not count. */
  readonly before?: () => Promise<void> | void
  /** Reads back what the run left, for comparison beside its answer; its time does not count. */
  readonly after?: () => Promise<string> | string
}

/**
 * A candidate's times, milliseconds. Those of the clock are what a user waits for; processor time counts this process alone,
 * and says the same on a machine that has other things to do.
 */
export interface Timing {
  readonly name: string
  readonly medianMillis: number
  readonly medianCpuMillis: number
  readonly minMillis: number
  readonly maxMillis: number
  readonly millis: ReadonlyArray<number>
}

/** Where figures come from. Nothing in it names a person's machine. */
export const machine = (): Readonly<Record<string, string | number>> => ({
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30)
})

/** The middle of the values; the lower middle where there are two. */
export const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN

/** The value below which a share of the values lies. */
export const quantile = (values: ReadonlyArray<number>, share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

/** Processor time of this process so far, milliseconds. */
export const cpuMillis = (): number => {
  const { system, user } = process.cpuUsage()
  return (system + user) / 1000
}

/** Runs candidates in turns, after one round that does not count. Throws where two did not do the same. */
export const compare = async (candidates: ReadonlyArray<Candidate>, rounds: number): Promise<ReadonlyArray<Timing>> => {
  const times = new Map<string, Array<number>>(candidates.map(({ name }) => [name, []]))
  const cpuTimes = new Map<string, Array<number>>(candidates.map(({ name }) => [name, []]))
  let expected: string | undefined
  for (let round = -1; round < rounds; round++) {
    for (const { after, before, name, run } of candidates) {
      await before?.()
      const cpuBefore = cpuMillis()
      const startedAt = performance.now()
      const answer = await run()
      const took = performance.now() - startedAt
      const cpuTook = cpuMillis() - cpuBefore
      const did = `${answer}${(await after?.()) ?? ""}`
      expected ??= did
      if (did !== expected) throw new Error(`${name} did ${did}, where ${candidates[0]?.name} did ${expected}`)
      if (round < 0) continue
      times.get(name)?.push(took)
      cpuTimes.get(name)?.push(cpuTook)
    }
  }
  return candidates.map(({ name }) => {
    const millis = times.get(name) ?? []
    return {
      name,
      medianMillis: median(millis),
      medianCpuMillis: median(cpuTimes.get(name) ?? []),
      minMillis: Math.min(...millis),
      maxMillis: Math.max(...millis),
      millis
    }
  })
}

/** Prints a table and keeps it as JSON. */
export const report = (benchmark: string, rows: ReadonlyArray<Readonly<Record<string, string | number>>>): void => {
  console.table(rows)
  mkdirSync("benchmarks/results", { recursive: true })
  writeFileSync(
    `benchmarks/results/${benchmark}.json`,
    `${JSON.stringify({ benchmark, machine: machine(), rows }, undefined, 2)}\n`
  )
}
