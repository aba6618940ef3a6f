/**
 * Seeds in several threads. A seed's run depends on nothing but the seed, so threads take a few at a time and what they report is
 * added up; the first failure is that of the smallest seed.
 */
import * as Coverage from "@millrace/testing/Coverage"
import { Worker } from "node:worker_threads"
import type { Answer, Chunk } from "./worker.ts"

/** What came of some seeds, over all threads. */
export interface Report {
  seeds: number
  events: number
  faults: number
  deliveries: number
  readonly coverage: Coverage.Coverage
  /** By seed. */
  failures: ReadonlyArray<Answer["failures"][number]>
}

/** Seeds that a thread takes at a time. */
const chunkSeeds = 20

/** Runs seeds until one fails; those under way are finished. */
export const simulate = async (options: {
  readonly from: number
  readonly count: number
  readonly workers: number
  readonly onSeeds?: (done: number) => void
  /** Ends the simulation early, with what there is. */
  readonly signal?: AbortSignal
}): Promise<Report> => {
  const report: Report = { seeds: 0, events: 0, faults: 0, deliveries: 0, coverage: Coverage.make(), failures: [] }
  const end = options.from + options.count
  let next = options.from
  const take = (): Chunk | undefined => {
    if (next >= end || report.failures.length > 0 || options.signal?.aborted === true) return undefined
    const chunk = { from: next, count: Math.min(chunkSeeds, end - next) }
    next += chunk.count
    return chunk
  }
  const add = ({ coverage, deliveries, events, failures, faults, seeds }: Answer): void => {
    report.seeds += seeds
    report.events += events
    report.faults += faults
    report.deliveries += deliveries
    report.failures = [...report.failures, ...failures].toSorted((left, right) => left.seed - right.seed)
    Coverage.add(report.coverage, coverage)
    options.onSeeds?.(report.seeds)
  }
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("worker.ts", import.meta.url))
      const hand = (): void => {
        const chunk = take()
        if (chunk === undefined) void worker.terminate().then(() => resolve(), reject)
        else worker.postMessage(chunk)
      }
      worker.on("error", reject)
      worker.on("message", (answer: Answer) => {
        add(answer)
        hand()
      })
      hand()
    })
  await Promise.all(Array.from({ length: Math.min(options.workers, Math.ceil(options.count / chunkSeeds)) }, run))
  return report
}
