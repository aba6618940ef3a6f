/**
 * Reads one generated camt.053, about 20 MB, and compares with npm parsers where they are installed.
 *
 *     npm install --no-save camt-parser fast-xml-parser
 *     node --conditions=millrace-source benchmarks/statements-camt.ts
 *
 * Ours decodes the bytes in 64 KiB pieces and yields typed, checked transactions with their details. camt-parser builds its
 * own model; fast-xml-parser is a general XML parser, so its tree of strings is mapped to date, amount and text here.
 * `MILLRACE_BENCH_PEERS` may name another folder to find the peers in. Nothing random: the same file every time.
 */
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { format } from "../packages/statements/src/camt/Camt.ts"

const rounds = 5
const targetBytes = 20 * 1024 * 1024

const generate = (): { readonly bytes: Uint8Array; readonly entries: number } => {
  const parts: Array<string> = [
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n<BkToCstmrStmt>\n` +
      `<GrpHdr>\n<MsgId>1</MsgId>\n<CreDtTm>2024-12-31T20:00:00</CreDtTm>\n</GrpHdr>\n<Stmt>\n<Id>1</Id>\n` +
      `<ElctrncSeqNb>1</ElctrncSeqNb>\n<CreDtTm>2024-12-31T20:00:00</CreDtTm>\n` +
      `<Acct>\n<Id>\n<IBAN>DE02120300000000202051</IBAN>\n</Id>\n<Ccy>EUR</Ccy>\n</Acct>\n` +
      `<Bal>\n<Tp>\n<CdOrPrtry>\n<Cd>OPBD</Cd>\n</CdOrPrtry>\n</Tp>\n<Amt Ccy="EUR">0.00</Amt>\n<CdtDbtInd>CRDT</CdtDbtInd>\n<Dt>\n<Dt>2024-01-01</Dt>\n</Dt>\n</Bal>\n`
  ]
  let bytes = 0
  let entries = 0
  while (bytes < targetBytes) {
    const at = entries++
    const day = `2024-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`
    const amount = `<Amt Ccy="EUR">${at % 5000}.${String(at % 100).padStart(2, "0")}</Amt>`
    const direction = at % 3 === 0 ? "CRDT" : "DBIT"
    const entry =
      `  <Ntry>\n    ${amount}\n    <CdtDbtInd>${direction}</CdtDbtInd>\n    <Sts>\n      <Cd>BOOK</Cd>\n    </Sts>\n` +
      `    <BookgDt>\n      <Dt>${day}</Dt>\n    </BookgDt>\n    <ValDt>\n      <Dt>${day}</Dt>\n    </ValDt>\n` +
      `    <AcctSvcrRef>2024${String(at).padStart(12, "0")}</AcctSvcrRef>\n    <BkTxCd>\n      <Domn>\n        <Cd>PMNT</Cd>\n        <Fmly>\n          <Cd>RCDT</Cd>\n          <SubFmlyCd>ESCT</SubFmlyCd>\n        </Fmly>\n      </Domn>\n    </BkTxCd>\n` +
      `    <NtryDtls>\n      <TxDtls>\n        <Refs>\n          <EndToEndId>E2E-${at}</EndToEndId>\n        </Refs>\n` +
      `        <AmtDtls>\n          <TxAmt>\n            ${amount}\n          </TxAmt>\n        </AmtDtls>\n` +
      `        <RltdPties>\n          <Dbtr>\n            <Pty>\n              <Nm>Debtor ${at % 977} &amp; Sons</Nm>\n            </Pty>\n          </Dbtr>\n          <DbtrAcct>\n            <Id>\n              <IBAN>DE89370400440532013000</IBAN>\n            </Id>\n          </DbtrAcct>\n` +
      `          <Cdtr>\n            <Pty>\n              <Nm>Creditor ${at % 89} Ltd</Nm>\n            </Pty>\n          </Cdtr>\n          <CdtrAcct>\n            <Id>\n              <IBAN>NL56AGDH9619008421</IBAN>\n            </Id>\n          </CdtrAcct>\n        </RltdPties>\n` +
      `        <RmtInf>\n          <Ustrd>Invoice ${at} of ${day}, thank you for your order</Ustrd>\n        </RmtInf>\n` +
      `      </TxDtls>\n    </NtryDtls>\n    <AddtlNtryInf>SEPA TRANSFER</AddtlNtryInf>\n  </Ntry>\n`
    bytes += entry.length
    parts.push(entry)
  }
  parts.push("</Stmt>\n</BkToCstmrStmt>\n</Document>\n")
  return { bytes: new TextEncoder().encode(parts.join("")), entries }
}

const file = generate()

const ours = (): number => {
  const decoder = new TextDecoder("utf-8")
  const head = file.bytes.subarray(0, 65_536)
  const recognition = format.recognize({ bytes: head, text: new TextDecoder("utf-8").decode(head), complete: false })
  if (recognition === null) throw new Error("The generated file is not recognized as camt.")
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

const at = (tree: unknown, ...path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>((node, name) => (isTree(node) ? node[name] : undefined), tree)

/** The least that a user would make of fast-xml-parser's tree: date, signed amount, text. */
const mapEntries = (tree: unknown): number => {
  const entries = at(tree, "Document", "BkToCstmrStmt", "Stmt", "Ntry")
  if (!Array.isArray(entries)) return 0
  return entries.map((entry) => ({
    date: at(entry, "BookgDt", "Dt"),
    amount: `${at(entry, "CdtDbtInd") === "DBIT" ? "-" : ""}${String(at(entry, "Amt", "#text"))}`,
    text: at(entry, "NtryDtls", "TxDtls", "RmtInf", "Ustrd")
  })).length
}

/** Entries in the statements that camt-parser returns, whatever it wraps them in. */
const countEntries = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, child) => sum + countEntries(child), 0)
  if (!isTree(value)) return 0
  const entries = value["entries"] ?? value["transactions"]
  if (Array.isArray(entries)) return entries.length
  return countEntries(value["statements"])
}

const peers: ReadonlyArray<{ readonly name: string; readonly pick: (module: Tree) => Run | null }> = [
  {
    name: "camt-parser",
    pick: ({ parseCamt053 }) =>
      isCallable(parseCamt053) ? async (text) => countEntries(await parseCamt053(text)) : null
  },
  {
    name: "fast-xml-parser",
    pick: ({ XMLParser }) => {
      if (!isConstructor(XMLParser)) return null
      return (text) => {
        const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false })
        const parse = parser["parse"]
        return isCallable(parse) ? mapEntries(parse.call(parser, text)) : 0
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

console.log(`camt.053, ${(file.bytes.length / 1e6).toFixed(1)} MB, ${file.entries} entries, median of ${rounds}`)
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
