import type { StoredSpan } from "@millrace/local/SpanStore"
import { assert, describe, it } from "@effect/vitest"
import * as Style from "../../src/render/Style.ts"
import * as Waterfall from "../../src/render/Waterfall.ts"

const span = (
  spanId: string,
  parentSpanId: string | undefined,
  name: string,
  from: number,
  until: number,
  more: Partial<StoredSpan> = {}
): StoredSpan => ({
  traceId: "t",
  spanId,
  parentSpanId,
  name,
  kind: name.startsWith("publish") ? "producer" : "consumer",
  startTime: BigInt(from) * 1_000_000n,
  endTime: BigInt(until) * 1_000_000n,
  status: "ok",
  error: undefined,
  attributes: {},
  links: [],
  ...more
})

const delivery = (attempt: number) => ({ "messaging.message.id": "e", "millrace.attempt": attempt })

// Published at 0–10, first attempt 30–50 (20 in the queue), second 150–200 (100 between the attempts).
const spans = [
  span("p", undefined, "publish file.processed", 0, 10),
  span("c2", "p", "process analytics", 150, 200, { attributes: delivery(2) }),
  span("c1", "p", "process analytics", 30, 50, { attributes: delivery(1), status: "error", error: "Unavailable" })
]

describe("the waterfall", () => {
  it("says how long an event waited in its queue and between attempts, and where the time went", () => {
    assert.deepStrictEqual(
      Waterfall.ordered(spans).map(({ depth, span: { spanId }, waited }) => [spanId, depth, waited]),
      [
        ["p", 0, 0],
        ["c1", 1, 20],
        ["c2", 1, 100]
      ]
    )
    assert.deepStrictEqual(Waterfall.summary(spans), {
      whole: 200,
      idle: 120,
      consumers: [{ name: "analytics", attempts: 2, working: 70, queued: 20, retrying: 100 }]
    })
  })

  it("shows attempts below one another, the wait as dots before the bar, and the failure", () => {
    const [, first, second, , total] = Waterfall.lines(spans, Style.plain)
    assert.match(first ?? "", /process analytics +·+━+ +20\.0 ms {2}waited 20\.0 ms {2}Unavailable$/)
    assert.match(second ?? "", /process analytics \(attempt 2\) +·{15,}━+ +50\.0 ms {2}waited 100\.0 ms$/)
    assert.strictEqual(total, "200.0 ms from first to last, 120.0 ms of it with nothing running")
  })

  it("of no spans is nothing", () => {
    assert.deepStrictEqual(Waterfall.lines([], Style.plain), [])
  })
})
