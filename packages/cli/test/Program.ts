/** The command line as a person runs it: a process of its own, in a directory of its own. */
import { spawnSync } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const main = resolve("packages/cli/src/main.ts")

/** A fresh directory. */
export const folder = (): string => mkdtempSync(join(tmpdir(), "millrace-cli-"))

/** Runs `millrace …`. */
export const millrace = (...args: ReadonlyArray<string>): Ran => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--conditions=millrace-source", main, ...args], {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, NO_COLOR: "1" }
  })
  return { code: status, out: stdout, err: stderr }
}

/** The samples, as absolute paths. */
export const samples = [
  "banque-d-aunis.csv",
  "harbour-bank-checking.csv",
  "kestrel-card.ofx",
  "noorderlicht.sta",
  "rheinland-sparbank.csv"
].map((name) => resolve("examples/statements", name))

/** Standard output as one JSON value a line. */
export const jsonLines = (ran: Ran): ReadonlyArray<Record<string, unknown>> =>
  ran.out
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
