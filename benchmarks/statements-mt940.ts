/**
 * Reads one generated MT940, about 20 MB, and compares with npm parsers where they are installed.
 *
 *     npm install --no-save mt940-js tslib mt940js
 *     node --conditions=millrace-source benchmarks/statements-mt940.ts
 *
 * Ours decodes the bytes in 64 KiB pieces and yields typed, checked transactions, the insides of field 86 included. The
 * peers get the whole file at once and keep field 86 as text, or split its subfields. `MILLRACE_BENCH_PEERS` may name
 * another folder to find the peers in. Nothing random: the same file every time.
 */
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { format } from "../packages/statements/src/swift/Mt940.ts"

const rounds = 5
const targetBytes = 20 * 1024 * 1024

const amount = (cents: number): string => `${Math.trunc(cents / 100)},${String(cents % 100).padStart(2, "0")}`

const generate = (): { readonly bytes: Uint8Array; readonly entries: number } => {
  const parts: Array<string> = []
  let bytes = 0
  let entries = 0
  for (let message = 0; bytes < targetBytes; message++) {
    const day = `24${String(1 + (message % 12)).padStart(2, "0")}${String(1 + (message % 28)).padStart(2, "0")}`
    const fields = [
      `:20:STARTUMSE`,
      `:25:12030000/0012345678`,
      `:28C:${String(message % 100_000).padStart(5, "0")}/001`,
      `:60F:C${day}EUR${amount(100_000_00)}`
    ]
    // mt940js refuses a statement that does not add up.
    let cents = 100_000_00
    for (let row = 0; row < 50; row++) {
      const at = entries++
      const isCredit = at % 3 === 0
      const size = (at % 500) * 100 + (at % 100)
      cents += isCredit ? size : -size
      fields.push(
        `:61:${day}${day.slice(2)}${isCredit ? "C" : "D"}R${amount(size)}N051NONREF//REF${at}`,
        `:86:166?00GUTSCHRIFT?109248?20EREF+E2E-${String(at).padStart(9, "0")}?21KREF+2024${String(at).padStart(9, "0")}`,
        `?22SVWZ+Rechnung ${String(at).padStart(9, "0")} ?23Kunde 17, vielen Dank`,
        `?30GENODEF1ABC?31DE89370400440532013000?32Kunde ${String(at % 977)} und Soehne?34000`
      )
    }
    fields.push(`:62F:C${day}EUR${amount(cents)}`, "-", "")
    const text = fields.join("\r\n")
    bytes += text.length
    parts.push(text)
  }
  return { bytes: new TextEncoder().encode(parts.join("")), entries }
}

const file = generate()

const ours = (): number => {
  const decoder = new TextDecoder("utf-8")
  const head = file.bytes.subarray(0, 65_536)
  const recognition = format.recognize({ bytes: head, text: new TextDecoder("utf-8").decode(head), complete: false })
  if (recognition === null) throw new Error("The generated file is not recognized as MT940.")
  const session = format.open(recognition, { maxFieldLength: 1_048_576, maxDepth: 64 }, undefined)
  let entries = 0
  const take = (items: ReturnType<typeof session.end>): void => {
    for (const item of items) if (item._tag === "Transaction") entries++
  }
  for (let at = 0; at < file.bytes.length; at += 65_536) {
    take(session.write(decoder.decode(file.bytes.subarray(at, at + 65_536), { stream: true })))
  }
  take(session.write(decoder.decode()))
  take(session.end())
  return entries
}

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const measure = async (run: () => number | Promise<number>): Promise<number> => {
  const times: Array<number> = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    const entries = await run()
    times.push(performance.now() - started)
    if (entries !== file.entries) throw new Error(`${entries} of ${file.entries} entries were read.`)
  }
  return median(times)
}

const report = (name: string, milliseconds: number, baseline?: number): void => {
  const megabytes = file.bytes.length / 1e6
  const ratio = baseline === undefined ? "" : `, ours takes ${(baseline / milliseconds).toFixed(2)} of its time`
  console.log(
    `${name.padEnd(20)} ${milliseconds.toFixed(0).padStart(7)} ms ${(megabytes / (milliseconds / 1000)).toFixed(0).padStart(6)} MB/s${ratio}`
  )
}

type Tree = Readonly<Record<string, unknown>>
type Run = (text: string) => number | Promise<number>

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null
const isCallable = (value: unknown): value is (...input: ReadonlyArray<unknown>) => unknown =>
  typeof value === "function"
const isConstructor = (value: unknown): value is new (...input: ReadonlyArray<unknown>) => Tree =>
  typeof value === "function"

/** Entries in a list of statements, or in an object that holds one. */
const countEntries = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, child) => sum + countEntries(child), 0)
  if (!isTree(value)) return 0
  const entries = value["transactions"]
  return Array.isArray(entries) ? entries.length : countEntries(value["statements"])
}

const peers: ReadonlyArray<{ readonly name: string; readonly pick: (module: Tree) => Run | null }> = [
  {
    name: "mt940-js",
    pick: ({ read }) => (isCallable(read) ? async (text) => countEntries(await read(Buffer.from(text))) : null)
  },
  {
    name: "mt940js",
    pick: ({ Parser }) => {
      if (!isConstructor(Parser)) return null
      return (text) => {
        const parser = new Parser()
        const parse = parser["parse"]
        return isCallable(parse) ? countEntries(parse.call(parser, text)) : 0
      }
    }
  }
]

const load = async (name: string): Promise<Tree | null> => {
  const folder = process.env["MILLRACE_BENCH_PEERS"] ?? import.meta.dirname
  try {
    const module = await import(pathToFileURL(createRequire(join(folder, "from.js")).resolve(name)).href)
    // A CommonJS peer comes as the default export.
    return { ...module.default, ...module }
  } catch {
    return null
  }
}

console.log(`MT940, ${(file.bytes.length / 1e6).toFixed(1)} MB, ${file.entries} entries, median of ${rounds}`)
const baseline = await measure(ours)
report("millrace", baseline)
const text = new TextDecoder("utf-8").decode(file.bytes)
for (const peer of peers) {
  const module = await load(peer.name)
  const run = module === null ? null : peer.pick(module)
  if (run === null) {
    console.log(`${peer.name.padEnd(20)} not installed: npm install --no-save ${peer.name}`)
    continue
  }
  try {
    report(peer.name, await measure(() => run(text)), baseline)
  } catch (error) {
    console.log(
      `${peer.name.padEnd(20)} cannot read the file: ${error instanceof Error ? error.message.slice(0, 200) : "unknown error"}`
    )
  }
}
