/** Runs a number of seeded mutations of one format's statements and sums up what came of them. */
import { examine, type Outcome } from "./Laws.ts"
import { generator, mutate } from "./Mutation.ts"
import { seeds } from "./Seeds.ts"

export interface Summary {
  readonly format: string
  readonly mutations: number
  readonly read: number
  readonly rejected: number
  readonly counted: number
  readonly rows: number
  readonly slowest: number
  readonly broken: ReadonlyArray<{ readonly seed: number; readonly bytes: Uint8Array; readonly outcome: Outcome }>
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const others = Object.values(seeds).flat().map(bytesOf)

/** The mutation of a seed: one number stands for one file, so that a failure can be read again alone. */
export const mutation = (format: string, seed: number): Uint8Array => {
  const next = generator(seed)
  const files = seeds[format] ?? []
  return mutate(bytesOf(files[Math.floor(next() * files.length)] ?? ""), next, others)
}

export const run = (format: string, from: number, mutations: number): Summary => {
  const broken: Array<Summary["broken"][number]> = []
  const totals = { read: 0, rejected: 0, counted: 0, rows: 0, slowest: 0 }
  for (let seed = from; seed < from + mutations; seed++) {
    const bytes = mutation(format, seed)
    const outcome = examine(bytes)
    totals.slowest = Math.max(totals.slowest, outcome.milliseconds)
    totals.rows += outcome.rows
    if (outcome.counted) totals.counted++
    if (outcome.verdict === "broken") broken.push({ seed, bytes, outcome })
    else totals[outcome.verdict]++
  }
  return { format, mutations, ...totals, broken }
}

export const formats: ReadonlyArray<string> = Object.keys(seeds)
