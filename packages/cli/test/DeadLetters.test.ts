import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Event from "@millrace/core/Event"
import type * as Pipeline from "@millrace/core/Pipeline"
import * as Redrive from "@millrace/core/Redrive"
import * as EventStore from "@millrace/core/EventStore"
import * as TableStore from "@millrace/core/TableStore"
import { FileProcessed } from "@millrace/handlers/Events"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as SpanStore from "@millrace/local/SpanStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Modes from "../../handlers/test/direct/Modes.ts"
import * as TestCase from "../src/render/TestCase.ts"

class InvalidRules extends Schema.TaggedError<InvalidRules>()("InvalidRules", {}) {
  override get message(): string {
    return "The rules do not compile."
  }
}

const letters = DeadLetters.DeadLetters.use(({ list }) => list)

const failing = (isBroken: () => boolean): Pipeline.Program => ({
  pipeline: fileProcessing.pipeline,
  handlers: fileProcessing.handlers.map((handler) =>
    handler.name === "categorization"
      ? {
          ...handler,
          run: (message) => Effect.suspend(() => (isBroken() ? Effect.fail(new InvalidRules()) : handler.run(message)))
        }
      : handler
  )
})

const redriveAll = Effect.gen(function* () {
  const runtime = yield* LocalRuntime.LocalRuntime
  for (const letter of yield* letters) yield* Redrive.one(letter, runtime.send)
  yield* runtime.quiesce
})

describe("dead letters", () => {
  it.live("die, die again with their history, are mended, redriven and processed exactly once in their trace", () => {
    let broken = true
    return Effect.gen(function* () {
      yield* Modes.upload("f1", Modes.statement(3))
      yield* Modes.quiesce
      const [first, ...others] = yield* letters
      assert.lengthOf(others, 0)
      assert.deepStrictEqual(first?.cause, {
        kind: "terminal",
        tag: "InvalidRules",
        message: "The rules do not compile."
      })
      assert.lengthOf(first?.attempts ?? [], 1)

      yield* redriveAll
      const [again, ...more] = yield* letters
      assert.lengthOf(more, 0)
      assert.strictEqual(again?.id, first?.id)
      assert.lengthOf(again?.attempts ?? [], 2)

      broken = false
      yield* redriveAll
      assert.deepStrictEqual(yield* letters, [])
      const tables = yield* TableStore.TableStore
      const events = yield* EventStore.scanAll(tables)
      assert.lengthOf(
        events.filter(({ type }) => type === "transactions.categorized"),
        1
      )
      const spans = yield* SpanStore.SpanStore.use((store) => store.byTrace(first?.traceId ?? ""))
      const processed = spans.filter(({ name }) => name === "process categorization")
      assert.deepStrictEqual(
        processed.map(({ attributes, parentSpanId }) => [attributes["millrace.outcome"], parentSpanId]),
        ["dead", "dead", "ack"].map((outcome) => [outcome, processed[0]?.parentSpanId])
      )
      // A letter that was redriven by two people at once is still handled once.
      if (again !== undefined) yield* Redrive.one(again, (yield* LocalRuntime.LocalRuntime).send)
      yield* Modes.quiesce
      assert.lengthOf(
        (yield* EventStore.scanAll(tables)).filter(({ type }) => type === "transactions.categorized"),
        1
      )
    }).pipe(Effect.provide(Modes.runtime(failing(() => broken))))
  })

  it.effect("become a test case that reads as before and holds nothing of a person", () =>
    Effect.gen(function* () {
      const envelope = yield* Event.root(
        FileProcessed,
        {
          fileId: "my-private-file",
          format: "csv",
          encoding: "utf-8",
          read: 1,
          accepted: 1,
          duplicate: 0,
          possibleDuplicate: 0,
          pending: 0,
          rejected: 0,
          balanceCheck: "unknown",
          largest: 1234.56,
          accounts: [],
          touched: [{ accountId: "GB33BUKB20201555555555", months: ["2026-01"] }]
        },
        { tenantId: "ada@example.org", stimulus: ["x"], time: "2026-01-01T00:00:00.000Z" }
      )
      const source = TestCase.source(
        {
          id: "letter",
          consumer: "categorization",
          eventId: envelope.id,
          eventType: envelope.type,
          tenantId: "ada@example.org",
          correlationId: envelope.correlationid,
          traceId: null,
          replayId: null,
          body: JSON.stringify(envelope),
          cause: { kind: "exhausted", tag: "Defect", message: "for ada" },
          attempts: [],
          firstSeenAt: 0,
          diedAt: 0
        },
        FileProcessed
      )
      for (const secret of ["ada", "GB33", "private", "1234"]) assert.notInclude(source, secret)
      assert.include(source, '"2026-01"')
      assert.include(source, '"format": "csv"')
      const written = /JSON\.stringify\(([\s\S]*?\n\})\)/.exec(source)?.[1] ?? "{}"
      const body = JSON.parse(written)
      const decode = Event.decode(FileProcessed)
      assert.strictEqual((yield* decode(body, body.data)).touched.length, 1)
    })
  )
})
