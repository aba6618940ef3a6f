/**
 * Size and start-up of a function: ours, the same handler written on the AWS SDK alone, and one put together from middy, zod and
 * Powertools; bundled alike, invoked alike, against one peer in this process that answers at once. Every figure is of a
 * fresh Node process; the variants take turns, so that a busy machine is busy for all of them. Medians.
 *
 *     node --conditions=millrace-source benchmarks/lambda/main.ts [rounds]
 */
import { fork } from "node:child_process"
import { mkdtemp, rm, stat } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { esbuildOptions, sources } from "../../scripts/build-functions.ts"

const rounds = Number(process.argv[2] ?? 15)
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const variants = [
  { name: "Millrace", entry: join(sources, "audit.ts") },
  { name: "SDK alone", entry: here("./variants/raw.ts") },
  { name: "middy + zod + Powertools", entry: here("./variants/powertools.ts") }
]

interface Measured {
  readonly importMillis: number
  readonly firstMillis: number
  readonly steadyMillis: number
}

const median = (values: ReadonlyArray<number>): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/** DynamoDB as far as the handlers need it: every write succeeds, nothing is there to read. */
const peer = createServer((request, response) => {
  request.resume()
  request.on("end", () => {
    response.setHeader("content-type", "application/x-amz-json-1.0")
    response.end("{}")
  })
})
await new Promise<void>((resolve) => peer.listen(0, "127.0.0.1", resolve))
const address = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`

const environment = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_ENDPOINT_URL: address,
  AWS_LAMBDA_FUNCTION_NAME: "audit",
  POWERTOOLS_TRACE_ENABLED: "false",
  MILLRACE_BUS_NAME: "bus",
  MILLRACE_QUEUE_URL: `${address}/queue`,
  MILLRACE_TABLE_INBOX: "inbox",
  MILLRACE_TABLE_DEAD_LETTERS: "dead-letters",
  MILLRACE_TABLE_EVENTS: "events",
  MILLRACE_TABLE_AUDIT_UNSEALED: "audit-unsealed",
  MILLRACE_BUCKET_CLAIMS: "claims"
}

const measure = (file: string): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const child = fork(here("./host.ts"), [file], {
      env: { PATH: process.env["PATH"] ?? "", ...environment },
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"]
    })
    child.once("message", (message) => resolve(message as Measured))
    child.once("error", reject)
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)))
  })

const directory = await mkdtemp(join(tmpdir(), "millrace-bench-"))
const built = []
for (const { entry, name } of variants) {
  const file = join(directory, `${built.length}.mjs`)
  await build({ ...esbuildOptions, entryPoints: [entry], outfile: file })
  built.push({ name, file, bytes: (await stat(file)).size, runs: [] as Array<Measured> })
}
for (let round = 0; round < rounds; round++) {
  for (const { file, runs } of built) runs.push(await measure(file))
}

const of = (runs: ReadonlyArray<Measured>, field: keyof Measured) => median(runs.map((run) => run[field])).toFixed(1)
process.stdout.write(`node ${process.version}, ${rounds} processes each, medians\n\n`)
process.stdout.write("| function | KiB minified | import, ms | first invocation, ms | steady invocation, ms |\n")
process.stdout.write("| --- | --: | --: | --: | --: |\n")
for (const { bytes, name, runs } of built) {
  process.stdout.write(
    `| ${name} | ${(bytes / 1024).toFixed(0)} | ${of(runs, "importMillis")} | ${of(runs, "firstMillis")} | ${of(runs, "steadyMillis")} |\n`
  )
}
peer.close()
await rm(directory, { recursive: true })
