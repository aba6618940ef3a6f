/**
 * Writes what benchmarks found into `docs/performance.md`: the table of each result between its two markers, and the growth as
 * a drawing beside it. Prose is left alone; a result that there is none of keeps the table that is there.
 *
 *     node --conditions=millrace-source benchmarks/Document.ts
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { drawing } from "./Drawing.ts"

const documentPath = "docs/performance.md"
const drawingPath = "docs/performance-growth.svg"

type Cell = string | number
type Row = Readonly<Record<string, Cell>>

interface Result {
  readonly benchmark: string
  readonly machine: Row
  readonly rows: ReadonlyArray<Row>
}

const isResult = (value: unknown): value is Result =>
  typeof value === "object" && value !== null && "benchmark" in value && "machine" in value && "rows" in value

const resultOf = (benchmark: string): Result | undefined => {
  const path = `benchmarks/results/${benchmark}.json`
  if (!existsSync(path)) return undefined
  const result: unknown = JSON.parse(readFileSync(path, "utf8"))
  if (!isResult(result)) throw new Error(`${path} is no result of a benchmark.`)
  return result
}

const cell = (value: Cell | undefined): string =>
  typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 3 }) : (value ?? "")

const table = ({ machine, rows }: Result): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const isNumber = (column: string): boolean => rows.some((row) => typeof row[column] === "number")
  const { cores, cpu, memoryGiB, node, platform } = machine
  return [
    `| ${columns.join(" | ")} |`,
    `| ${columns.map((column) => (isNumber(column) ? "---:" : "---")).join(" | ")} |`,
    ...rows.map((row) => `| ${columns.map((column) => cell(row[column])).join(" | ")} |`),
    "",
    `<sub>Node ${node}, ${platform}, ${cores} × ${cpu}, ${memoryGiB} GiB.</sub>`
  ].join("\n")
}

const marked = /<!-- benchmark:([a-z0-9-]+) -->[^]*?<!-- end -->/g

/** The document with the tables of the results that there are. */
const renewed = (text: string): string =>
  text.replace(marked, (whole, benchmark: string) => {
    const result = resultOf(benchmark)
    return result === undefined ? whole : `<!-- benchmark:${benchmark} -->\n\n${table(result)}\n\n<!-- end -->`
  })

writeFileSync(documentPath, renewed(readFileSync(documentPath, "utf8")))
const growth = resultOf("growth")
if (growth !== undefined) writeFileSync(drawingPath, drawing(growth.rows))
console.log(`${documentPath} shows what is in benchmarks/results.`)
