/** The real program, run as a child process in directories of its own. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Schema from "effect/Schema"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

/** The sample statements. */
export const samples = fileURLToPath(new URL("../../../examples/statements/", import.meta.url))

/** What a finished command left. */
export interface Finished {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `millrace` with the arguments. A command that does not end within 20 seconds has no exit code. */
export const millrace = (...args: ReadonlyArray<string>): Finished => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--conditions=millrace-source", main, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
    maxBuffer: 1 << 28
  })
  return { exitCode: status, stdout, stderr }
}

/** Runs a test with a directory that is gone afterwards. */
export const inDirectory = (test: (path: (name: string) => string) => void) => () => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-cli-"))
  try {
    test((name) => join(directory, name))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Reads output that is one JSON document of a shape. */
export const document = <S extends Schema.ConstraintDecoder<unknown>>(shape: S, { stdout }: Finished): S["Type"] =>
  Schema.decodeUnknownSync(Schema.fromJsonString(shape))(stdout)

/** Reads output that is one JSON document a line. */
export const documents = <S extends Schema.ConstraintDecoder<unknown>>(
  shape: S,
  { stdout }: Finished
): ReadonlyArray<S["Type"]> =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Schema.decodeUnknownSync(Schema.fromJsonString(shape))(line))
