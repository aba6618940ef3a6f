import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { rmSync } from "node:fs"
import * as Program from "./Program.ts"

interface Span {
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly name: string
  readonly kind: string
  readonly start: string
  readonly durationMs: number
  readonly status: string
  readonly attributes: Readonly<Record<string, unknown>>
}

describe("millrace on the samples", () => {
  const root = Program.folder()
  const dataDir = join(root, "data")
  let first: Program.Ran
  let second: Program.Ran

  beforeAll(() => {
    first = Program.millrace("run", "--json", "--data-dir", dataDir, ...Program.samples)
    second = Program.millrace("run", "--json", "--data-dir", dataDir, ...Program.samples)
  }, 60_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it("run reports every file, what its rows became, the events and the traces", () => {
    assert.strictEqual(first.code, 0, first.err)
    const report = JSON.parse(first.out)
    assert.deepStrictEqual(
      report.files.map(
        ({ accepted, duplicate, pending, possibleDuplicate, reason, rejected, status }: Record<string, unknown>) => ({
          accepted,
          duplicate,
          pending,
          possibleDuplicate,
          reason,
          rejected,
          status
        })
      ),
      [9, 15, 6, 3, 12].map((accepted, at) => ({
        accepted,
        duplicate: 0,
        pending: 0,
        possibleDuplicate: 0,
        reason: null,
        rejected: at === 0 ? 1 : 0,
        status: "processed"
      }))
    )
    assert.strictEqual(report.transactions, 45)
    assert.strictEqual(report.categorized + report.uncategorized, 45)
    assert.isAbove(report.categorized, 38)
    assert.strictEqual(report.deadLetters, 0)
    assert.strictEqual(report.traceIds.length, 5)
    assert.strictEqual(report.events["file.uploaded"], 5)
    assert.strictEqual(report.events["file.processed"], 5)
    assert.strictEqual(report.events["transactions.categorized"], 5)
    assert.isNumber(report.durationMs)
  })

  it("a second run adds nothing and says that the files were known", () => {
    assert.strictEqual(second.code, 0, second.err)
    const report = JSON.parse(second.out)
    assert.strictEqual(report.transactions, 45)
    assert.deepStrictEqual(report.events, {})
    assert.deepStrictEqual(
      report.files.map(({ accepted, known }: Record<string, unknown>) => [accepted, known]),
      Array(5).fill([0, true])
    )
    const shown = Program.millrace("run", "--data-dir", dataDir, ...Program.samples)
    assert.include(shown.out, "All of 5 files were already known; nothing of them was added.")
  })

  it("transactions prints one object a line, money as decimal text", () => {
    const rows = Program.jsonLines(Program.millrace("transactions", "--json", "--data-dir", dataDir))
    assert.strictEqual(rows.length, 45)
    const rent = rows.find(({ amount }) => amount === "-1650.00")
    assert.deepInclude(rent, {
      date: "2026-01-14",
      currency: "XXX",
      description: "ZELLE TO LANDLORD RENT JANUARY",
      status: "booked",
      category: "housing/rent",
      assignedBy: "rule"
    })
    for (const row of rows) {
      assert.match(String(row["amount"]), /^-?\d+(\.\d+)?$/)
      assert.match(String(row["date"]), /^\d{4}-\d{2}-\d{2}$/)
      assert.containsAllKeys(row, ["id", "fileId", "accountId", "counterparty", "ruleId"])
      assert.include(["rule", "manual", "none"], row["assignedBy"])
    }
  })

  it("trace shows one connected chain from the upload to every consumer", () => {
    const [{ fileId }] = JSON.parse(first.out).files
    const ran = Program.millrace("trace", fileId, "--json", "--data-dir", dataDir)
    assert.strictEqual(ran.code, 0, ran.err)
    const { spans, traceId }: { readonly spans: ReadonlyArray<Span>; readonly traceId: string } = JSON.parse(ran.out)
    assert.include(JSON.parse(first.out).traceIds, traceId)
    const byId = new Map(spans.map((span) => [span.spanId, span]))
    assert.strictEqual(spans.filter(({ parentSpanId }) => parentSpanId === null).length, 1)
    for (const { parentSpanId } of spans) if (parentSpanId !== null) assert.isTrue(byId.has(parentSpanId))
    const chainTo = (name: string, through: string): ReadonlyArray<string> => {
      for (const span of spans) {
        if (span.name !== name) continue
        const names: Array<string> = []
        for (let at: Span | undefined = span; at !== undefined; at = byId.get(at.parentSpanId ?? ""))
          names.unshift(at.name)
        if (names.at(-2) === through) return names
      }
      return []
    }
    const toProcessed = [
      "publish object.created",
      "process s3-event-handler",
      "publish file.uploaded",
      "process file-processor",
      "publish file.processed"
    ]
    for (const consumer of ["categorization", "analytics", "audit"]) {
      assert.deepStrictEqual(chainTo(`process ${consumer}`, "publish file.processed"), [
        ...toProcessed,
        `process ${consumer}`
      ])
    }
    for (const { kind, name } of spans) assert.strictEqual(kind, name.startsWith("publish ") ? "producer" : "consumer")
    const drawn = Program.millrace("trace", fileId, "--data-dir", dataDir)
    assert.include(drawn.out, "process categorization")
  })

  it("files, events, dead-letters and graph", () => {
    const files = Program.jsonLines(Program.millrace("files", "--json", "--data-dir", dataDir))
    assert.strictEqual(files.length, 5)
    const events = Program.jsonLines(
      Program.millrace("events", "--json", "--type", "file.processed", "--data-dir", dataDir)
    )
    assert.deepStrictEqual(new Set(events.map(({ type }) => type)), new Set(["file.processed"]))
    assert.strictEqual(events.length, 5)
    assert.strictEqual(Program.millrace("dead-letters", "list", "--json", "--data-dir", dataDir).out, "")
    assert.match(Program.millrace("graph").out, /^flowchart LR\n/)
  })
})

describe("millrace inspect", () => {
  it("prints the document that scripts rely on", () => {
    const ran = Program.millrace("inspect", "--json", Program.samples[3] ?? "")
    assert.strictEqual(ran.code, 0)
    const document = JSON.parse(ran.out)
    assert.deepInclude(document, {
      status: "readable",
      reason: null,
      format: "mt940",
      rows: { read: 3, accepted: 3, pending: 0, rejected: 0 },
      rejections: []
    })
    const [account] = document.accounts
    assert.deepInclude(account, { account: "NL91ABNA0417164300", currency: "EUR", balanceCheck: "proved", pending: [] })
    assert.deepStrictEqual(account.opening, { amount: "812.40", currency: "EUR", date: "2026-01-01" })
    assert.deepStrictEqual(Object.keys(account.transactions[0]), [
      "date",
      "bookingDate",
      "valueDate",
      "amount",
      "currency",
      "description",
      "counterparty",
      "bankId",
      "line"
    ])
  })

  it("says null where the file names no currency, and shows the CSV's dialect", () => {
    const document = JSON.parse(Program.millrace("inspect", "--json", Program.samples[1] ?? "").out)
    assert.isNull(document.accounts[0].currency)
    assert.deepInclude(document.csv, { delimiter: ",", dateOrder: "mdy", dateOrderCertain: true, decimalMark: "." })
  })

  it("shows a person each rejected row with its line and what to do", () => {
    const ran = Program.millrace("inspect", Program.samples[0] ?? "")
    assert.include(ran.out, "line 14: The date is none that exists")
    assert.include(ran.out, "10 read = 9 accepted + 0 pending + 1 rejected")
  })
})
