/** What a statement says of a person is in the stores and nowhere else: not in a log line, a span or a metric. */
import { readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Uploads } from "@millrace/handlers/resources/Uploads"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Program from "./Program.ts"

const secrets = ["DE44500105175407324931", "Zacharias Quillfeather", "velvet harpsichord lessons"]

const statement = `Account,Date,Payee,Description,Amount
DE44500105175407324931,2026-01-05,Zacharias Quillfeather,velvet harpsichord lessons,-40.00
DE44500105175407324931,2026-02-31,Zacharias Quillfeather,velvet harpsichord lessons,-41.00
DE44500105175407324931,2026-01-07,Zacharias Quillfeather,velvet harpsichord lessons,not a number
`

const without = (what: string, text: string) => {
  for (const secret of secrets) assert.isFalse(text.includes(secret), `${what} holds ${JSON.stringify(secret)}`)
}

describe("secrets", () => {
  const root = Program.folder()
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it("no log line and no span of a run holds them; the transactions do", async () => {
    const dataDir = join(root, "data")
    // A message that is dead at once, so that the run has something to log.
    const poison = Effect.flatMap(LocalRuntime.LocalRuntime, ({ send }) => send("file-processor", secrets.join(" ")))
    const beside = LocalRuntime.layerBeside({ dataDir, pipeline: FileProcessing })
    await Effect.runPromise(Effect.provide(poison, beside))
    const path = join(root, "january.csv")
    writeFileSync(path, statement)
    const ran = Program.millrace("run", "--log-level", "trace", "--data-dir", dataDir, path)
    assert.strictEqual(ran.code, 0, ran.err)
    assert.include(ran.err, "event is dead")
    without("a log line", ran.err)
    without("the report", ran.out)
    const database = new DatabaseSync(join(dataDir, "millrace.db"), { readOnly: true })
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    const spanTables = tables.map((row) => String(row["name"])).filter((name) => name.includes("span"))
    assert.isAbove(spanTables.length, 0, readdirSync(dataDir).join())
    let spans = 0
    for (const table of spanTables) {
      const all = database.prepare(`SELECT * FROM ${table}`)
      all.setReadBigInts(true)
      for (const row of all.iterate()) {
        spans++
        without(`table ${table}`, Object.values(row).map(String).join("\n"))
      }
    }
    database.close()
    assert.isAbove(spans, 10)
    const stored = Program.millrace("transactions", "--json", "--data-dir", dataDir).out
    assert.include(stored, "velvet harpsichord lessons")
  })

  it.effect("no log line, span or metric of a pipeline that fails on the way holds them", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* t.fail("TableStore.writeBatch", { nth: 1, times: 2, consumer: "file-processor" })
      yield* t.upload(Uploads, "ann/file-1/january.csv", statement)
      yield* t.deliverBody("file-processor", JSON.stringify({ id: secrets[0], data: secrets[1] }))
      yield* t.settle
      const seen = (value: unknown) =>
        JSON.stringify(value, (_, inner) =>
          typeof inner === "bigint" ? String(inner) : inner instanceof Map ? [...inner] : inner
        )
      without("a log line", seen(yield* t.logs))
      without("a span", seen((yield* t.spans).map(({ attributes, name }) => [name, attributes])))
      without("a metric", seen(yield* t.metrics))
      assert.strictEqual((yield* t.deadLetters).length, 1)
    })
  )
})
