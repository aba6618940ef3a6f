/**
 * Reads one generated OFX 1.x file, about 20 MB, and compares with npm parsers of OFX where they are installed.
 *
 *     npm install --no-save ofx-js ofx-data-extractor
 *     node --conditions=millrace-source benchmarks/statements-ofx.ts
 *
 * Ours decodes the bytes in 64 KiB pieces and yields typed, checked transactions. The peers get the decoded text as a whole
 * and build the file's tree of strings, without reading its dates or amounts. `MILLRACE_BENCH_PEERS` may name another
 * folder to find the peers in. Nothing random: the same file every time.
 */
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { format } from "../packages/statements/src/ofx/Ofx.ts"

const rounds = 5
const targetBytes = 20 * 1024 * 1024

const generate = (): { readonly bytes: Uint8Array; readonly transactions: number } => {
  const rows: Array<string> = [
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\n" +
      "OLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n<OFX>\r\n<SIGNONMSGSRSV1>\r\n<SONRS>\r\n<STATUS>\r\n<CODE>0\r\n<SEVERITY>INFO\r\n</STATUS>\r\n" +
      "<DTSERVER>20240131120000\r\n<LANGUAGE>ENG\r\n</SONRS>\r\n</SIGNONMSGSRSV1>\r\n<BANKMSGSRSV1>\r\n<STMTTRNRS>\r\n<TRNUID>1\r\n<STATUS>\r\n" +
      "<CODE>0\r\n<SEVERITY>INFO\r\n</STATUS>\r\n<STMTRS>\r\n<CURDEF>USD\r\n<BANKACCTFROM>\r\n<BANKID>021000021\r\n<ACCTID>000123456789\r\n" +
      "<ACCTTYPE>CHECKING\r\n</BANKACCTFROM>\r\n<BANKTRANLIST>\r\n<DTSTART>20200101\r\n<DTEND>20240131\r\n"
  ]
  let bytes = 0
  let transactions = 0
  while (bytes < targetBytes) {
    const at = transactions++
    const day = `2024${String(1 + (at % 12)).padStart(2, "0")}${String(1 + (at % 28)).padStart(2, "0")}`
    const row =
      `<STMTTRN>\r\n<TRNTYPE>${at % 3 === 0 ? "CREDIT" : "DEBIT"}\r\n<DTPOSTED>${day}120000[-5:EST]\r\n` +
      `<TRNAMT>${at % 3 === 0 ? "" : "-"}${at % 5000}.${String(at % 100).padStart(2, "0")}\r\n<FITID>${day}${at}\r\n` +
      `<NAME>MERCHANT ${at % 977} &amp; SONS\r\n<MEMO>CARD PURCHASE ${at % 89} SOMEWHERE ON MAIN STREET\r\n</STMTTRN>\r\n`
    bytes += row.length
    rows.push(row)
  }
  rows.push(
    "</BANKTRANLIST>\r\n<LEDGERBAL>\r\n<BALAMT>1234.56\r\n<DTASOF>20240131\r\n</LEDGERBAL>\r\n</STMTRS>\r\n</STMTTRNRS>\r\n</BANKMSGSRSV1>\r\n</OFX>\r\n"
  )
  return { bytes: new TextEncoder().encode(rows.join("")), transactions }
}

const file = generate()

const ours = (): number => {
  const decoder = new TextDecoder("windows-1252")
  const head = file.bytes.subarray(0, 65_536)
  const recognition = format.recognize({
    bytes: head,
    text: new TextDecoder("windows-1252").decode(head),
    complete: false
  })
  if (recognition === null) throw new Error("The generated file is not recognized as OFX.")
  const session = format.open(recognition, { maxFieldLength: 1_048_576, maxDepth: 64 }, undefined)
  let transactions = 0
  const take = (items: ReturnType<typeof session.end>): void => {
    for (const item of items) if (item._tag === "Transaction") transactions++
  }
  for (let at = 0; at < file.bytes.length; at += 65_536) {
    take(session.write(decoder.decode(file.bytes.subarray(at, at + 65_536), { stream: true })))
  }
  take(session.write(decoder.decode()))
  take(session.end())
  return transactions
}

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const measure = async (run: () => number | Promise<number>): Promise<number> => {
  const times: Array<number> = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    const transactions = await run()
    times.push(performance.now() - started)
    if (transactions !== file.transactions)
      throw new Error(`${transactions} of ${file.transactions} transactions were read.`)
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

// ofx-data-extractor spells the list's name in a way of its own.
const names: ReadonlySet<string> = new Set(["STMTTRN", "STRTTRN"])

/** The transactions of the tree that a peer built. */
const countIn = (tree: unknown): number => {
  if (Array.isArray(tree)) return tree.reduce<number>((sum, child) => sum + countIn(child), 0)
  if (typeof tree !== "object" || tree === null) return 0
  return Object.entries(tree).reduce(
    (sum, [name, child]) => sum + (names.has(name) ? (Array.isArray(child) ? child.length : 1) : countIn(child)),
    0
  )
}

type Parse = (text: string) => unknown

const isParse = (value: unknown): value is Parse => typeof value === "function"
const isClass = (value: unknown): value is new (text: string) => { toJson(): unknown } => typeof value === "function"

const peers: ReadonlyArray<{
  readonly name: string
  readonly pick: (module: Record<string, unknown>) => Parse | null
}> = [
  { name: "ofx-js", pick: ({ parse }) => (isParse(parse) ? parse : null) },
  { name: "ofx-data-extractor", pick: ({ Ofx }) => (isClass(Ofx) ? (text) => new Ofx(text).toJson() : null) }
]

const load = async (name: string): Promise<Record<string, unknown> | null> => {
  const folder = process.env["MILLRACE_BENCH_PEERS"] ?? import.meta.dirname
  try {
    const module = await import(pathToFileURL(createRequire(join(folder, "from.js")).resolve(name)).href)
    // A CommonJS peer comes as the default export.
    return { ...module.default, ...module }
  } catch {
    return null
  }
}

console.log(
  `OFX 1.x, ${(file.bytes.length / 1e6).toFixed(1)} MB, ${file.transactions} transactions, median of ${rounds}`
)
const baseline = await measure(ours)
report("millrace", baseline)
const text = new TextDecoder("windows-1252").decode(file.bytes)
for (const peer of peers) {
  const module = await load(peer.name)
  const parse = module === null ? null : peer.pick(module)
  if (parse === null) {
    console.log(`${peer.name.padEnd(20)} not installed: npm install --no-save ${peer.name}`)
    continue
  }
  try {
    report(peer.name, await measure(async () => countIn(await parse(text))), baseline)
  } catch (error) {
    console.log(
      `${peer.name.padEnd(20)} cannot read the file: ${error instanceof Error ? error.message.slice(0, 200) : "unknown error"}`
    )
  }
}
