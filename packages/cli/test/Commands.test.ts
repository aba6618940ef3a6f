/** What scripts rely on: JSON shapes, exit codes, and that the same file twice is one file. */
import { assert, describe, it } from "@effect/vitest"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { document, documents, inDirectory, millrace, samples } from "./Millrace.ts"
import * as Shapes from "./Shapes.ts"

const all = readdirSync(samples)
  .sort()
  .map((name) => join(samples, name))

const checking = join(samples, "harbour-bank-checking.csv")

describe("inspect", () => {
  it("--json prints one document a file, money as decimal strings, each rejection with its line", () => {
    const finished = millrace("inspect", ...all, "--json")
    assert.strictEqual(finished.exitCode, 0)
    assert.strictEqual(finished.stderr, "")
    const readings = documents(Shapes.Inspect, finished)
    assert.deepStrictEqual(
      readings.map(({ format, rows, status }) => [status, format, rows.read, rows.accepted, rows.rejected]),
      [
        ["readable", "csv", 10, 9, 1],
        ["readable", "csv", 15, 15, 0],
        ["readable", "ofx", 6, 6, 0],
        ["readable", "mt940", 3, 3, 0],
        ["readable", "csv", 12, 12, 0]
      ]
    )
    const [french, american] = readings
    assert.deepStrictEqual(
      french?.rejections.map(({ line }) => line),
      [14]
    )
    assert.strictEqual(french?.csv?.decimalMark, ",")
    assert.deepInclude(american?.accounts[0]?.transactions[2], {
      date: "2026-01-29",
      amount: "-64.18",
      description: "POS PURCHASE TRADER JOE'S #552 PORTLAND OR",
      line: 4
    })
    assert.strictEqual(american?.accounts[0]?.balanceCheck, "proved")
  })
})

describe("run, transactions, files, trace", () => {
  it(
    "process the samples, add nothing the second time, and trace an upload from end to end",
    inDirectory((path) => {
      const dataDir = ["--data-dir", path("data")]
      const first = millrace("run", ...all, "--json", ...dataDir)
      assert.deepStrictEqual([first.exitCode, first.stderr], [0, ""])
      const run = document(Shapes.Run, first)
      assert.deepStrictEqual(
        run.files.map(({ accepted, duplicate, known, rejected, status }) => ({
          accepted,
          duplicate,
          known,
          rejected,
          status
        })),
        [9, 15, 6, 3, 12].map((accepted, at) => ({
          accepted,
          duplicate: 0,
          known: false,
          rejected: at === 0 ? 1 : 0,
          status: "processed"
        }))
      )
      assert.deepStrictEqual([run.transactions, run.deadLetters, run.traceIds.length], [45, 0, all.length])
      assert.strictEqual(run.categorized + run.uncategorized, run.transactions)
      assert.strictEqual(run.events["transactions.categorized"], all.length)

      const stored = documents(Shapes.Transaction, millrace("transactions", "--json", ...dataDir))
      assert.strictEqual(stored.length, 45)
      assert.strictEqual(new Set(stored.map(({ id }) => id)).size, 45)
      assert.deepStrictEqual(
        new Set(stored.map(({ fileId }) => fileId)),
        new Set(run.files.map(({ fileId }) => fileId))
      )
      for (const { assignedBy, category, ruleId } of stored) {
        assert.deepStrictEqual([category === null, ruleId === null], [assignedBy === "none", assignedBy !== "rule"])
      }

      const second = millrace("run", ...all, ...dataDir)
      assert.deepStrictEqual([second.exitCode, second.stderr], [0, ""])
      assert.include(second.stdout, "All of 5 files were already known; nothing of them was added.")
      const again = documents(Shapes.Transaction, millrace("transactions", "--json", ...dataDir))
      assert.deepStrictEqual(again, stored)

      const fileId = run.files[1]?.fileId ?? ""
      const { spans, traceId } = document(Shapes.Trace, millrace("trace", fileId, "--json", ...dataDir))
      assert.include(run.traceIds, traceId)
      const byId = new Map(spans.map((span) => [span.spanId, span]))
      const named = (name: string) => spans.filter((span) => span.name === name)
      const roots = spans.filter(({ parentSpanId }) => parentSpanId === null)
      assert.deepStrictEqual(
        roots.map(({ name }) => name),
        ["publish object.created"]
      )
      for (const { kind, name, parentSpanId, status } of spans) {
        assert.strictEqual(kind, name.startsWith("publish ") ? "producer" : "consumer", name)
        assert.strictEqual(status, "ok", name)
        if (parentSpanId !== null) assert.isTrue(byId.has(parentSpanId), `parent of ${name}`)
      }
      const childrenOf = (name: string): ReadonlyArray<string> => {
        const [parent, ...others] = named(name)
        assert.deepStrictEqual([parent === undefined, others.length], [false, 0], name)
        return spans
          .filter(({ parentSpanId }) => parentSpanId === parent?.spanId)
          .map((span) => span.name)
          .sort()
      }
      assert.include(childrenOf("publish file.uploaded"), "process file-processor")
      assert.deepStrictEqual(childrenOf("process file-processor"), ["publish file.processed"])
      assert.deepStrictEqual(childrenOf("publish file.processed"), [
        "process analytics",
        "process audit",
        "process categorization"
      ])
    })
  )
})

describe("an id, a letter, a directory that is not there", () => {
  it(
    "is named, with exit code 2",
    inDirectory((path) => {
      const nothing = millrace("transactions", "--data-dir", path("nothing"))
      assert.strictEqual(nothing.exitCode, 2)
      assert.include(nothing.stderr, `${path("nothing")}: there is no Millrace data here.`)
      assert.strictEqual(millrace("run", checking, "--data-dir", path("data")).exitCode, 0)
      const trace = millrace("trace", "nosuchid", "--data-dir", path("data"))
      assert.deepStrictEqual([trace.exitCode, trace.stdout], [2, ""])
      assert.include(trace.stderr, "nosuchid: no file, event or trace has this id.")
    })
  )
})
