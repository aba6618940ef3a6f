/** The whole chain in memory: statements go in, categorized transactions and analytics come out, however often and in whatever order. */
import * as Bucket from "@millrace/core/Bucket"
import * as Graph from "@millrace/core/Graph"
import type * as Tracing from "@millrace/core/Tracing"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Events from "../src/Events.ts"
import { FileProcessing } from "../src/FileProcessing.ts"
import { fileProcessing, withLimits } from "../src/FileProcessingProgram.ts"
import { Analytics } from "../src/resources/Analytics.ts"
import { Assignments } from "../src/resources/Assignments.ts"
import { Files, Rejections } from "../src/resources/Files.ts"
import * as Occurrence from "../src/domain/Occurrence.ts"
import { Occurrences, Transactions } from "../src/resources/Transactions.ts"
import { Uploads } from "../src/resources/Uploads.ts"

const header = "Date,Description,Amount\n"
const january = `${header}2026-01-05,NETFLIX.COM,-12.99\n2026-01-10,COFFEE CORNER,-3.50\n2026-01-10,COFFEE CORNER,-3.50\n2026-01-31,SALARY ACME,2000.00\n`

const upload = (t: TestPipeline.TestPipeline, name: string, content: string, account = "checking", user = "ada") =>
  t.upload(Uploads, `${user}/${name}/${name}.csv`, content, {
    contentType: "text/csv",
    metadata: { accountid: account }
  })

const take = Effect.fnUntraced(function* (
  t: TestPipeline.TestPipeline,
  name: string,
  content: string,
  account?: string
) {
  yield* upload(t, name, content, account)
  yield* t.settle
  const file = (yield* t.items(Files)).find(({ fileId }) => fileId === name)
  if (file === undefined) throw new Error(`${name} has no record`)
  return file
})

const rowsOf = (t: TestPipeline.TestPipeline) =>
  Effect.map(t.items(Transactions), (items) =>
    items.map(({ amount, date, description }) => `${date} ${amount} ${description}`).sort()
  )

/** What an exporter sees of a span: of how it ended, only failures. */
const exported = ({ exit, ...span }: Tracing.EndedSpan) => [
  span,
  Exit.isFailure(exit) ? [exit.cause, Cause.pretty(exit.cause)] : []
]

/** Everything in a value, as text. */
const allOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "bigint" ? String(part) : part instanceof Map ? [...part] : part
  )

describe("the file pipeline", () => {
  it.effect("measures rows, and rows per second, by format", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* t.delay("StatementIntake.survey", { by: "2 seconds" })
      yield* upload(t, "f1", january)
      yield* upload(t, "f2", "no statement at all")
      yield* t.settle
      const measured = (yield* t.metrics).filter(({ id }) => id.startsWith("millrace.file."))
      assert.deepStrictEqual(
        measured.map(({ attributes, id, state }) => [
          id,
          attributes,
          "sum" in state ? state.sum : "count" in state && state.count
        ]),
        [
          ["millrace.file.rows", { format: "csv", unit: "{row}" }, 4],
          ["millrace.file.row.rate", { format: "csv", unit: "{row}/s" }, 2]
        ]
      )
    })
  )

  it("is wired as the design says", () => {
    const graph = Graph.make(FileProcessing)
    const of = (name: string) => graph.consumers.find((consumer) => consumer.name === name)
    assert.deepStrictEqual(of("s3-event-handler")?.on, ["object.created"])
    assert.deepStrictEqual(of("audit")?.on, ["*"])
    assert.deepStrictEqual(graph.exits, ["file.rejected", "analytics.updated"])
    const timeouts = FileProcessing.consumers.map(({ contract }) => [contract.name, contract.timeoutMillis / 1000])
    assert.deepStrictEqual(timeouts, [
      ["s3-event-handler", 60],
      ["file-processor", 600],
      ["categorization", 300],
      ["analytics", 300],
      ["transfers", 300],
      ["audit", 300],
      ["audit-seal", 300]
    ])
  })

  it.effect("turns a statement into categorized transactions and analytics", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      const file = yield* take(t, "f1", january)
      yield* t.expectHandled
      assert.strictEqual(file.status, "processed")
      assert.deepStrictEqual(file.certificate?.rows, {
        read: 4,
        accepted: 4,
        duplicate: 0,
        possibleDuplicate: 0,
        pending: 0,
        rejected: 0
      })
      const [processed] = yield* t.expectPublished(Events.FileProcessed, 1)
      assert.strictEqual(processed?.accepted, 4)
      assert.strictEqual(processed?.largest, 2000)
      assert.deepStrictEqual(processed?.touched, [{ accountId: "checking", months: ["2026-01"] }])
      const [categorized] = yield* t.expectPublished(Events.TransactionsCategorized, 1)
      assert.strictEqual(categorized?.transactions, 4)
      assert.strictEqual((categorized?.categorized ?? 0) + (categorized?.uncategorized ?? 0), 4)
      const netflix = (yield* t.items(Assignments)).find(
        ({ category }) => category === "entertainment/streaming-services"
      )
      assert.isDefined(netflix)
      const [month] = yield* t.items(Analytics)
      const [currency] = month?.currencies ?? []
      assert.strictEqual(month?.month, "2026-01")
      assert.strictEqual(currency?.currency, "XXX")
      assert.strictEqual(currency?.income, "2000.00")
      assert.strictEqual(currency?.spending, "-19.99")
      assert.strictEqual(currency?.net, "1980.01")
      const types = new Set((yield* t.events).map(({ type }) => type))
      assert.deepStrictEqual([...types].sort(), [
        "analytics.updated",
        "file.processed",
        "file.uploaded",
        "object.created",
        "transactions.categorized"
      ])
    })
  )

  it.effect("adds nothing for a file that is uploaded twice", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", january)
      const again = yield* take(t, "f2", january)
      assert.strictEqual((yield* t.items(Transactions)).length, 4)
      assert.strictEqual(again.certificate?.rows.duplicate, 4)
      assert.strictEqual(again.certificate?.rows.accepted, 0)
      // Even a file of a single day, where every day is a boundary.
      const single = `${header}2026-03-01,BAKERY,-2.00\n2026-03-01,BAKERY,-2.00\n`
      yield* take(t, "f3", single)
      const twin = yield* take(t, "f4", single)
      assert.strictEqual(twin.certificate?.rows.duplicate, 2)
    })
  )
})

describe("identity", () => {
  it.effect("is the same for overlapping months and for rows in another order", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", january)
      const lines = january.trim().split("\n").slice(1)
      const reversed = yield* take(t, "f2", `${header}${lines.toReversed().join("\n")}\n2026-02-03,RENT,-800.00\n`)
      assert.strictEqual(reversed.certificate?.rows.duplicate, 4)
      assert.strictEqual(reversed.certificate?.rows.accepted, 1)
      assert.strictEqual((yield* t.items(Transactions)).length, 5)
    })
  )

  it.effect("keeps the row of an incremental download on the day that both share as a possible duplicate", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", `${header}2026-01-05,RENT,-800.00\n2026-01-10,COFFEE CORNER,-3.50\n`)
      const next = yield* take(t, "f2", `${header}2026-01-10,COFFEE CORNER,-3.50\n2026-01-12,BAKERY,-2.00\n`)
      assert.strictEqual(next.certificate?.rows.possibleDuplicate, 1)
      assert.strictEqual(next.certificate?.rows.accepted, 2)
      assert.strictEqual((yield* t.items(Transactions)).length, 4)
      const spending = (yield* t.items(Analytics)).flatMap(({ currencies }) => currencies.map((part) => part.spending))
      assert.deepStrictEqual(spending, ["-805.50"])
      // The same download once more adds nothing, not even another doubt.
      const again = yield* take(t, "f3", `${header}2026-01-10,COFFEE CORNER,-3.50\n2026-01-12,BAKERY,-2.00\n`)
      assert.strictEqual(again.certificate?.rows.duplicate, 2)
      // A file that covers the day in full tells that there were two.
      const whole = `${header}2026-01-05,RENT,-800.00\n2026-01-10,COFFEE CORNER,-3.50\n2026-01-10,COFFEE CORNER,-3.50\n2026-01-12,BAKERY,-2.00\n`
      const full = yield* take(t, "f4", whole)
      assert.strictEqual(full.certificate?.rows.accepted, 1)
      const after = (yield* t.items(Analytics)).flatMap(({ currencies }) => currencies.map((part) => part.spending))
      assert.deepStrictEqual(after, ["-809.00"])
    })
  )

  it.effect("lets a person decide a possible duplicate", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", `${header}2026-01-05,RENT,-800.00\n2026-01-10,COFFEE CORNER,-3.50\n`)
      yield* take(t, "f2", `${header}2026-01-10,COFFEE CORNER,-3.50\n2026-01-12,BAKERY,-2.00\n`)
      const doubtful = (yield* t.items(Transactions)).find(({ possibleDuplicateOf }) => possibleDuplicateOf !== null)
      if (doubtful === undefined) throw new Error("nothing is doubtful")
      const { accountId, id: transactionId, month } = doubtful
      const payload = { transactionId, accountId, month, decision: "different" } as const
      yield* t.publish(Events.DuplicateDecided, payload, { tenantId: "ada" })
      yield* t.settle
      const spending = (yield* t.items(Analytics)).flatMap(({ currencies }) => currencies.map((part) => part.spending))
      assert.deepStrictEqual(spending, ["-809.00"])
    })
  )

  it.effect("decides the shared day by running balances where the files have them", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      const head = "Date,Description,Amount,Balance\n"
      yield* take(
        t,
        "f1",
        `${head}2026-01-05,RENT,-800.00,200.00\n2026-01-08,BOOKS,-20.00,180.00\n2026-01-09,BAKERY,-10.00,170.00\n2026-01-10,COFFEE CORNER,-3.50,166.50\n`
      )
      const next = yield* take(
        t,
        "f2",
        `${head}2026-01-10,COFFEE CORNER,-3.50,163.00\n2026-01-12,BAKERY,-2.00,161.00\n2026-01-13,BAKERY,-2.00,159.00\n2026-01-14,BAKERY,-1.00,158.00\n`
      )
      assert.strictEqual(next.certificate?.rows.possibleDuplicate, 0)
      assert.strictEqual(next.certificate?.rows.accepted, 4)
      const overlapping = yield* take(
        t,
        "f3",
        `${head}2026-01-10,COFFEE CORNER,-3.50,166.50\n2026-01-10,COFFEE CORNER,-3.50,163.00\n2026-01-12,BAKERY,-2.00,161.00\n2026-01-13,BAKERY,-2.00,159.00\n`
      )
      assert.strictEqual(overlapping.certificate?.rows.duplicate, 4)
      assert.strictEqual((yield* t.items(Transactions)).length, 8)
    })
  )

  it.effect("keeps reworded rows of an overlapping period, flagged", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", january)
      const reworded = yield* take(t, "f2", january.replaceAll("COFFEE CORNER", "CARD 12 COFFEE CORNER LONDON"))
      assert.strictEqual(reworded.certificate?.rows.duplicate, 2)
      assert.strictEqual(reworded.certificate?.rows.possibleDuplicate, 2)
      const [month] = yield* t.items(Analytics)
      assert.strictEqual(month?.currencies[0]?.spending, "-19.99")
    })
  )

  it.effect("flags a CSV row against an OFX row, and takes one bank id on two transactions for two", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      const entry = (amount: string, name: string, date = "20260110") =>
        `<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>${date}<TRNAMT>${amount}<FITID>A1<NAME>${name}</STMTTRN>`
      const ofx = (entries: string) =>
        `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>7788990011<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>${entries}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`
      const first = yield* take(
        t,
        "f1",
        ofx(entry("-3.50", "COFFEE") + entry("-4.50", "LUNCH") + entry("-3.50", "TEA"))
      )
      assert.strictEqual(first.certificate?.rows.accepted, 3)
      const again = yield* take(t, "f2", ofx(entry("-4.50", "LUNCH") + entry("-3.50", "COFFEE, REWORDED")))
      assert.strictEqual(again.certificate?.rows.duplicate, 2)
      const csv = yield* take(t, "f3", `${header}2026-01-10,Coffee,-3.50\n2026-01-11,Bakery,-2.00\n`)
      assert.strictEqual(csv.certificate?.rows.possibleDuplicate, 1)
      assert.strictEqual(csv.certificate?.rows.accepted, 2)
      // The file does not say its currency, the account does.
      const bakery = (yield* t.items(Transactions)).find(({ description }) => description === "Bakery")
      assert.strictEqual(bakery?.currency, "EUR")
    })
  )

  it.effect("gives files without an account one per layout", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* t.upload(Uploads, "ada/f1/a.csv", january)
      yield* t.upload(Uploads, "ada/f2/b.csv", january.replace("Date,Description,Amount", "Booked,Text,Value"))
      yield* t.upload(Uploads, "ada/f3/c.csv", january)
      yield* t.settle
      const accounts = new Set((yield* t.items(Transactions)).map(({ accountId }) => accountId))
      assert.strictEqual(accounts.size, 2)
      assert.strictEqual((yield* t.items(Transactions)).length, 8)
    })
  )
})

describe("uploads", () => {
  it.effect("are refused with a reason: empty, too large, too many rows, no statement, no file in the key", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(withLimits({ maxBytes: 300, maxRows: 3 }))
      yield* t.upload(Uploads, "ada/f1/empty.csv", "")
      yield* t.upload(Uploads, "ada/f2/large.csv", `${january}${" ".repeat(400)}`)
      yield* t.upload(Uploads, "ada/f3/rows.csv", january)
      yield* t.upload(Uploads, "ada/f4/a.csv", "%PDF-1.7 and so on")
      yield* t.upload(Uploads, "stray.csv", january)
      yield* t.upload(Uploads, "restore_packages/f5/a.csv", january)
      yield* t.upload(Uploads, "ada/f6/My+File (1)%2F é.csv", `${header}2026-01-05,BAKERY,-2.00\n`)
      yield* t.settle
      yield* t.expectHandled
      const refused = (yield* t.published(Events.FileRejected)).map(({ code, fileId }) => `${fileId} ${code}`)
      assert.deepStrictEqual(refused.filter((line) => !line.startsWith("key-")).sort(), [
        "f1 empty",
        "f2 too-large",
        "f3 too-many-rows",
        "f4 not-a-statement"
      ])
      assert.strictEqual(refused.length, 5)
      assert.deepStrictEqual(
        (yield* t.items(Transactions)).map(({ fileId }) => fileId),
        ["f6"]
      )
      const statuses = (yield* t.items(Files)).map(({ fileId, status }) => `${fileId} ${status}`).sort()
      assert.deepStrictEqual(statuses, ["f1 rejected", "f2 rejected", "f3 rejected", "f4 rejected", "f6 processed"])
    })
  )

  it.effect("that are gone before anyone looks are dead, and say so", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      const payload = { bucket: "uploads", key: "ada/f1/a.csv", versionId: "v9", sequencer: "9", size: 10 }
      yield* t.publish(Bucket.ObjectCreated, payload, { tenantId: "ada" })
      yield* t.settle
      const [letter] = yield* t.deadLetters
      assert.strictEqual(letter?.cause.kind, "terminal")
      assert.strictEqual(letter?.cause.tag, "ObjectMissing")
    })
  )

  it.effect("replace an earlier upload of the same file, and an older notification does not overtake", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      const first = yield* upload(t, "f1", january)
      yield* t.settle
      yield* upload(t, "f1", `${header}2026-02-01,RENT,-800.00\n`)
      yield* t.settle
      assert.deepStrictEqual(yield* rowsOf(t), ["2026-02-01 -800.00 RENT"])
      assert.deepStrictEqual(
        (yield* t.items(Analytics)).map(({ month }) => month),
        ["2026-02"]
      )
      const { bucket, key, sequencer, size, versionId } = first
      yield* t.publish(Bucket.ObjectCreated, { bucket, key, sequencer, size, versionId }, { tenantId: "ada" })
      yield* t.settle
      assert.deepStrictEqual(yield* rowsOf(t), ["2026-02-01 -800.00 RENT"])
      // A new upload that is no statement takes the rows of the one before with it.
      yield* upload(t, "f1", "%PDF-1.7")
      yield* t.settle
      yield* t.expectHandled
      assert.deepStrictEqual(yield* rowsOf(t), [])
      assert.deepStrictEqual(yield* t.items(Analytics), [])
    })
  )

  it.effect("with a bad row have it rejected with its line, and the others accepted", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      const file = yield* take(t, "f1", january.replace("2026-01-10,COFFEE", "2026-02-31,COFFEE"))
      assert.strictEqual(file.certificate?.rows.rejected, 1)
      assert.strictEqual(file.certificate?.rows.accepted, 3)
      assert.deepStrictEqual(
        (yield* t.items(Rejections)).map(({ line }) => line),
        [3]
      )
    })
  )
})

describe("a file of more rows than can be written at once", () => {
  it.effect(
    "is stored together with what was decided of it, so what an attempt leaves half done is told apart from another file's",
    () =>
      Effect.gen(function* () {
        const rows = Array.from({ length: 250 }, (_, at) => `2026-01-05,SHOP ${at},-${at + 1}.00\n`)
        const t = yield* TestPipeline.of(fileProcessing)
        // The process dies when two parts of three are written.
        yield* t.crash("TableStore.write", {
          consumer: "file-processor",
          resource: "account-turns",
          nth: 4,
          applied: "all"
        })
        yield* upload(t, "f1", header + rows.join(""))
        yield* t.advance("500 millis")
        const stored = yield* t.items(Transactions)
        assert.isTrue(stored.length > 0 && stored.length < rows.length, `${stored.length} rows are stored`)
        const decided = new Set(
          (yield* t.items(Occurrences)).flatMap(Occurrence.of).map(({ transactionId }) => transactionId)
        )
        assert.isTrue(stored.every(({ id }) => decided.has(id)))
        assert.isAtMost(decided.size - stored.length, Occurrence.rowsPerPart, "little is decided and not stored")
        yield* t.settle
        yield* t.expectHandled
        const [file] = yield* t.items(Files)
        assert.strictEqual(file?.certificate?.rows.accepted, rows.length)
        assert.strictEqual((yield* t.items(Transactions)).length, rows.length)
      })
  )
})

describe("deleting a file", () => {
  it.effect("takes what no other file holds, stays deleted, and lets an import bring all of it back", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f0", `${header}2026-01-01,BAKERY,-2.00\n2026-01-05,NETFLIX.COM,-12.99\n2026-01-06,BAKERY,-2.00\n`)
      const before = yield* t.items(Analytics)
      const first = yield* upload(t, "f1", january)
      yield* t.settle
      yield* t.publish(Events.FileDeletionRequested, { fileId: "f1" }, { tenantId: "ada" })
      yield* t.settle
      yield* t.expectHandled
      const [deleted] = yield* t.expectPublished(Events.FileDeleted, 1)
      assert.strictEqual(deleted?.removed, 3)
      assert.strictEqual(deleted?.kept, 1)
      assert.strictEqual((yield* t.items(Transactions)).length, 3)
      assert.strictEqual((yield* t.items(Assignments)).length, 3)
      assert.deepStrictEqual(yield* t.items(Analytics), before)
      const { bucket, key, sequencer, size, versionId } = first
      yield* t.publish(Bucket.ObjectCreated, { bucket, key, sequencer, size, versionId }, { tenantId: "ada" })
      yield* t.settle
      assert.strictEqual((yield* t.items(Transactions)).length, 3)
      const back = yield* take(t, "f1", january)
      assert.strictEqual(back.status, "processed")
      assert.strictEqual((yield* t.items(Transactions)).length, 6)
    })
  )

  it.effect("takes the rows of a file too that begins to be stored while it is being deleted", () =>
    Effect.gen(function* () {
      // Found by `npm run simulate`: the deletion had looked before the file's accounts were known, and took no turn at them.
      const t = yield* TestPipeline.of(fileProcessing)
      yield* t.delay("StatementIntake.survey", { by: "1 second" })
      yield* t.delay("ObjectStore.delete", { by: "6 seconds" })
      yield* upload(t, "f1", january)
      yield* t.advance("100 millis")
      yield* t.publish(Events.FileDeletionRequested, { fileId: "f1" }, { tenantId: "ada" })
      yield* t.settle
      yield* t.expectHandled
      const [deleted] = yield* t.expectPublished(Events.FileDeleted, 1)
      assert.strictEqual(deleted?.removed, 4)
      assert.strictEqual((yield* t.items(Files))[0]?.status, "deleted")
      assert.deepStrictEqual(yield* t.items(Transactions), [])
      assert.deepStrictEqual(yield* t.items(Analytics), [])
    })
  )

  it.effect("takes an upload too that was made before it and is heard of after it, and no later one", () =>
    Effect.gen(function* () {
      // Found by `npm run simulate`: the notification of the second upload came late and brought the file back.
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", january)
      yield* t.delay("ObjectStore.head", { nth: 1, by: "1 minute" })
      yield* upload(t, "f1", january.replace("COFFEE CORNER", "BAKERY"))
      yield* t.advance("1 second")
      yield* t.publish(Events.FileDeletionRequested, { fileId: "f1" }, { tenantId: "ada" })
      yield* t.settle
      yield* t.expectHandled
      assert.strictEqual((yield* t.items(Files))[0]?.status, "deleted")
      assert.deepStrictEqual(yield* t.items(Transactions), [])
      assert.deepStrictEqual(yield* t.objects(Uploads), [], "the object of the upload is gone too")
      yield* t.advance("1 second")
      assert.strictEqual((yield* take(t, "f1", january)).status, "processed")
      assert.strictEqual((yield* t.items(Transactions)).length, 4)
    })
  )

  it.effect("takes such an upload too where it is heard of between two attempts", () =>
    Effect.gen(function* () {
      // Found by `npm run simulate`: the second attempt took the upload for one that had been made after the request.
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", january)
      yield* t.delay("ObjectStore.head", { by: "1 second" })
      yield* upload(t, "f1", `${header}2026-01-05,NETFLIX.COM,-12.99\n2026-01-06,BAKERY,-2.00\n`)
      yield* t.advance("100 millis")
      yield* t.crash("RejectionLedger.clear")
      yield* t.publish(Events.FileDeletionRequested, { fileId: "f1" }, { tenantId: "ada" })
      yield* t.settle
      yield* t.expectHandled
      const [deleted] = yield* t.expectPublished(Events.FileDeleted, 1)
      // What the first attempt took, the second does not find any more, and counts all the same.
      assert.strictEqual(deleted?.removed, 4)
      assert.strictEqual((yield* t.items(Files))[0]?.status, "deleted")
      assert.deepStrictEqual(yield* t.items(Transactions), [])
    })
  )

  it.effect("takes such an upload too where it is heard of during an attempt", () =>
    Effect.gen(function* () {
      // Found by `npm run simulate`: the deletion found another upload than it had begun with, and left everything there.
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", january)
      yield* t.delay("ObjectStore.head", { nth: 1, by: "1 second" })
      yield* upload(t, "f1", `${header}2026-01-05,NETFLIX.COM,-12.99\n2026-01-06,BAKERY,-2.00\n`)
      yield* t.advance("500 millis")
      yield* t.delay("StatementLedger.plan", { by: "2 seconds" })
      yield* t.publish(Events.FileDeletionRequested, { fileId: "f1" }, { tenantId: "ada" })
      yield* t.settle
      yield* t.expectHandled
      yield* t.expectPublished(Events.FileDeleted, 1)
      assert.strictEqual((yield* t.items(Files))[0]?.status, "deleted")
      assert.deepStrictEqual(yield* t.items(Transactions), [])
    })
  )

  it.effect("leaves what another file holds to that file", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", january)
      yield* take(t, "f2", january)
      yield* t.publish(Events.FileDeletionRequested, { fileId: "f1" }, { tenantId: "ada" })
      yield* t.settle
      const left = yield* t.items(Transactions)
      assert.deepStrictEqual(
        left.map(({ fileId }) => fileId),
        ["f2", "f2", "f2", "f2"]
      )
    })
  )
})

describe("what a person says", () => {
  it.effect("always wins, survives a deletion and a new import, and can be taken back", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* take(t, "f1", january)
      const salary = (yield* t.items(Transactions)).find(({ amount }) => amount === "2000.00")
      if (salary === undefined) throw new Error("no salary")
      const { accountId, id: transactionId, month } = salary
      const word = {
        transactionId,
        accountId,
        month,
        category: "gifts-and-donations",
        withdrawn: false,
        note: null
      } as const
      yield* t.publish(Events.TransactionAssigned, word, { tenantId: "ada" })
      yield* t.settle
      const gifts = Effect.map(t.items(Analytics), ([found]) =>
        found?.currencies[0]?.byCategory.find(({ category }) => category === "gifts-and-donations")
      )
      assert.strictEqual((yield* gifts)?.amount, "2000.00")
      yield* t.publish(Events.FileDeletionRequested, { fileId: "f1" }, { tenantId: "ada" })
      yield* t.settle
      assert.deepStrictEqual(yield* t.items(Analytics), [])
      yield* take(t, "f2", january)
      yield* t.publish(Events.CategoryRulesChanged, { rulesVersion: "any" }, { tenantId: "ada" })
      yield* t.settle
      assert.strictEqual((yield* gifts)?.amount, "2000.00")
      yield* t.advance("1 second")
      yield* t.publish(Events.TransactionAssigned, { ...word, withdrawn: true }, { tenantId: "ada" })
      yield* t.settle
      yield* t.expectHandled
      assert.isUndefined(yield* gifts)
    })
  )
})

describe("tenants", () => {
  it.effect("never see each other's rows", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      yield* upload(t, "f1", january, "checking", "ada")
      yield* upload(t, "f1", january, "checking", "bob")
      yield* t.settle
      const [ada, bob] = [
        yield* t.items(Transactions, { tenantId: "ada" }),
        yield* t.items(Transactions, { tenantId: "bob" })
      ]
      assert.strictEqual(ada.length, 4)
      assert.strictEqual(bob.length, 4)
      assert.isTrue(ada.every(({ id }) => bob.every((other) => other.id !== id)))
    })
  )
})

describe("logs and spans", () => {
  it.effect("say nothing of what a file says", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of(fileProcessing)
      const secrets = ["DE02120300000000202051", "Erika Geheim", "Miete Hinterhof 7", "geheim.csv"]
      const content = `Konto;DE02120300000000202051\nKontoinhaber;Erika Geheim\n\nBuchungstag;Empfänger;Verwendungszweck;Betrag\n05.01.2026;Erika Geheim;Miete Hinterhof 7;-800,00\n31.02.2026;Erika Geheim;Miete Hinterhof 7;-1,00\n06.01.2026;Erika Geheim;Miete Hinterhof 7;x\n`
      yield* t.upload(Uploads, "ada/f1/geheim.csv", content, { metadata: { accountid: "DE02120300000000202051" } })
      yield* t.upload(Uploads, "ada/f2/geheim.csv", `${content}05.01.2026;Erika Geheim;Miete Hinterhof 7;-800,00\n`)
      yield* t.upload(Uploads, "ada/f3/geheim.csv", "Erika Geheim wohnt Miete Hinterhof 7")
      yield* t.upload(Uploads, "geheim.csv", content)
      yield* t.settle
      yield* t.publish(Events.FileDeletionRequested, { fileId: "f1" }, { tenantId: "ada" })
      yield* t.settle
      yield* t.expectHandled
      const letters = (yield* t.deadLetters).map(({ cause }) => cause)
      const text = allOf([yield* t.logs, (yield* t.spans).map(exported), letters, yield* t.metrics])
      for (const secret of secrets) assert.notInclude(text, secret)
    })
  )
})
