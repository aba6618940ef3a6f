import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as EventBus from "@millrace/core/EventBus"
import * as Graph from "@millrace/core/Graph"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Subscription from "@millrace/core/Subscription"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

class Started extends Event.make("work.started", {
  source: "test",
  entry: true,
  payload: Schema.Struct({ size: Schema.Finite, kind: Schema.Literals(["small", "large"]) }),
  attributes: ["size", "kind"]
}) {}
class Ended extends Event.make("work.ended", { source: "test", payload: Schema.Struct({ ok: Schema.Boolean }) }) {}

class Working extends Consumer.make("working", {
  on: [Started],
  emits: [Ended],
  where: { size: [{ numeric: [">", 10] }], kind: ["large"] }
}) {}
class Watching extends Consumer.make("watching", { on: Event.any }) {}

const working = Working.handler(() => Effect.asVoid(Ended.publish({ ok: true })))
const watching = Watching.handler(() => Effect.void)
const pipeline = Pipeline.make("work", [Working, Watching], { exits: [Ended] })

const entry = (type: string, attributes: Record<string, unknown>, source = "test"): EventBus.Entry => ({
  id: "1",
  source,
  detailType: type,
  detail: JSON.stringify({ attributes })
})

describe("Pipeline", () => {
  it("is data: events, entries, exits", () => {
    assert.deepStrictEqual(
      pipeline.events.map(({ eventType }) => eventType),
      ["work.started", "work.ended"]
    )
    assert.deepStrictEqual(
      pipeline.entries.map(({ eventType }) => eventType),
      ["work.started"]
    )
    assert.deepStrictEqual(
      Pipeline.consumersOf(pipeline, "work.started").map(({ consumerName }) => consumerName),
      ["working", "watching"]
    )
    assert.deepStrictEqual(
      Pipeline.consumersOf(pipeline, "other").map(({ consumerName }) => consumerName),
      ["watching"]
    )
  })

  it("refuses a second handler of a consumer, and two events of one type", () => {
    assert.throws(() => Pipeline.implement(pipeline, [working, watching, working]), /consumer working has two handlers/)
    class Other extends Event.make("work.ended", { source: "other", payload: Schema.Struct({}) }) {}
    class Closing extends Consumer.make("closing", { on: [Other] }) {}
    assert.throws(() => Pipeline.make("work", [Working, Closing]), /two different events are declared as work.ended/)
  })

  it("refuses what no runtime could keep", () => {
    assert.throws(() => Consumer.make("Bad Name", { on: [Started] }), /a name is lower-case letters/)
    assert.throws(
      () => Consumer.make("x", { on: [Started], timeout: "16 minutes" }),
      /timeout must be from 1 second to 15 minutes/
    )
    assert.throws(
      () => Consumer.make("x", { on: [Started], concurrency: 0 }),
      /concurrency must be a whole number from 1/
    )
    assert.throws(() => Consumer.make("x", { on: [Started], memory: 64 }), /memory must be a whole number of MiB/)
  })

  it("is drawn as a Mermaid flowchart", () => {
    assert.deepStrictEqual(Graph.toMermaid(Graph.make(pipeline)).split("\n"), [
      "flowchart LR",
      `  e_work_started(["work.started"])`,
      `  e_work_ended(["work.ended"])`,
      `  c_working["working"]`,
      `  c_watching["watching"]`,
      "  e_work_started --> c_working",
      "  c_working --> e_work_ended",
      "  e_work_started -.-> c_watching",
      "  e_work_ended -.-> c_watching",
      ""
    ])
  })
})

describe("Subscription", () => {
  it("is one EventBridge pattern of source, type and where", () => {
    assert.deepStrictEqual(Subscription.pattern(Working.contract), {
      source: ["test"],
      "detail-type": ["work.started"],
      detail: { attributes: { size: [{ numeric: [">", 10] }], kind: ["large"] } }
    })
  })

  it("wants what the pattern matches", () => {
    const wants = Subscription.wants(Working.contract)
    assert.isTrue(wants(entry("work.started", { size: 11, kind: "large" })))
    assert.isFalse(wants(entry("work.started", { size: 10, kind: "large" })))
    assert.isFalse(wants(entry("work.started", { size: 11, kind: "small" })))
    assert.isFalse(wants(entry("work.ended", { size: 11, kind: "large" })))
    assert.isFalse(wants(entry("work.started", { size: 11, kind: "large" }, "other")))
    assert.isTrue(Subscription.wants(Watching.contract)(entry("anything", {}, "anywhere")))
  })
})

describe("EventBus", () => {
  const limits = { maxEntries: 10, maxEntryBytes: 1000, maxCallBytes: 1000 }
  const Sizes = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 400 })))
  it.prop("cuts into calls within the limits, in order, losing nothing", [Sizes], ([sizes]) => {
    const entries = sizes.map((size, at): EventBus.Entry => ({
      id: String(at),
      source: "s",
      detailType: "t",
      detail: "ü".repeat(size)
    }))
    const calls = EventBus.intoCalls(entries, limits)
    assert.deepStrictEqual(calls.flat(), entries)
    for (const call of calls) {
      assert.isAtMost(call.length, limits.maxEntries)
      assert.isAtMost(
        call.reduce((sum, one) => sum + EventBus.entryBytes(one), 0),
        limits.maxCallBytes
      )
    }
  })
})
