/** The inbox's laws, over random histories of operations by two processes. */
import type * as Inbox from "@millrace/core/Inbox"
import * as InboxRecord from "@millrace/core/InboxRecord"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const Operation = Schema.Union([
  Schema.Struct({ op: Schema.Literal("begin"), by: Schema.Literals(["a/1", "b/1", "a/2"]) }),
  Schema.Struct({ op: Schema.Literal("commit"), by: Schema.Literals(["a/1", "b/1", "a/2"]) }),
  Schema.Struct({ op: Schema.Literal("complete"), by: Schema.Literals(["a/1", "b/1", "a/2"]) }),
  Schema.Struct({ op: Schema.Literal("bury"), by: Schema.Literals(["a/1", "b/1", "a/2"]) }),
  Schema.Struct({
    op: Schema.Literal("release"),
    by: Schema.Literals(["a/1", "b/1", "a/2"]),
    counts: Schema.Literals(["attempt", "deferral", "refund"])
  }),
  Schema.Struct({
    op: Schema.Literal("wait"),
    millis: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 150 }))
  })
])

const leaseMillis = 100

const run = (operations: ReadonlyArray<typeof Operation.Type>) => {
  let record: InboxRecord.InboxRecord | undefined
  let now = 0
  let committed: ReadonlyArray<string> | undefined
  const begins: Array<Inbox.Begin> = []
  for (const operation of operations) {
    if (operation.op === "wait") {
      now += operation.millis
      continue
    }
    const before = record
    const step: InboxRecord.Step<unknown> =
      operation.op === "begin"
        ? InboxRecord.begin(record, { token: operation.by, leaseMillis, now, isAlive: () => true })
        : operation.op === "commit"
          ? InboxRecord.commit(record, operation.by, [operation.by], now)
          : operation.op === "complete"
            ? InboxRecord.complete(record, operation.by)
            : operation.op === "bury"
              ? InboxRecord.bury(record, operation.by, "letter", now)
              : InboxRecord.release(record, operation.by, { outcome: "x", counts: operation.counts }, now)
    if (step.next !== undefined) record = step.next
    if (operation.op === "begin") begins.push(step.answer as Inbox.Begin)
    else if (before?.token !== operation.by) {
      assert.strictEqual(step.answer, "lost", `${operation.op} without the lease`)
      assert.isUndefined(step.next)
    }
    if (operation.op === "commit" && step.next !== undefined) {
      assert.isUndefined(committed, "outputs are decided once")
      committed = record?.outputs
    }
    if (committed !== undefined && record?.state === "committed") assert.deepStrictEqual(record.outputs, committed)
    // The same operation asked again, its answer having been lost, answers the same and changes nothing.
    if (operation.op !== "begin" && step.answer === "done") {
      const again =
        operation.op === "commit"
          ? InboxRecord.commit(record, operation.by, ["other"], now)
          : operation.op === "complete"
            ? InboxRecord.complete(record, operation.by)
            : operation.op === "bury"
              ? InboxRecord.bury(record, operation.by, "other", now)
              : InboxRecord.release(record, operation.by, { outcome: "x", counts: operation.counts }, now)
      assert.deepStrictEqual(again, { answer: "done", next: undefined })
    }
  }
  return { record, begins }
}

describe("InboxRecord", () => {
  it.prop(
    "fences, decides outputs once, and answers the same when asked again",
    [Schema.Array(Operation)],
    ([operations]) => {
      run(operations)
    },
    { arbitrary: { runs: 2000 } }
  )

  it.prop(
    "nothing leads out of completed and dead",
    [Schema.Array(Operation), Schema.Array(Operation)],
    ([first, second]) => {
      const { record } = run(first)
      if (record?.state !== "completed" && record?.state !== "dead") return
      for (const operation of second) {
        if (operation.op !== "begin") continue
        const step = InboxRecord.begin(record, { token: operation.by, leaseMillis, now: 1e9, isAlive: () => false })
        assert.isUndefined(step.next)
        assert.strictEqual(step.answer._tag, record.state === "completed" ? "Completed" : "Buried")
      }
    },
    { arbitrary: { runs: 2000 } }
  )

  it("a dead owner's lease is taken over at once, and its attempt counts", () => {
    const first = InboxRecord.begin(undefined, { token: "a/1", leaseMillis, now: 0, isAlive: () => true })
    const second = InboxRecord.begin(first.next, {
      token: "b/1",
      leaseMillis,
      now: 1,
      isAlive: (owner) => owner !== "a"
    })
    assert.strictEqual(second.answer._tag === "Started" ? second.answer.attempt : second.answer._tag, 2)
    assert.deepStrictEqual(
      second.next?.history.map(({ outcome }) => outcome),
      ["crashed", "running"]
    )
  })

  it("remembers the attempts that it cost, however often the event was put off besides", () => {
    // Found by `npm run simulate`: a letter told of three attempts of four, the first having been forgotten for a hundred deferrals.
    let record: InboxRecord.InboxRecord | undefined
    for (let turn = 0; turn < 120; turn++) {
      record = InboxRecord.begin(record, { token: "a/1", leaseMillis, now: turn, isAlive: () => true }).next
      const counts = turn === 3 || turn === 60 ? "attempt" : "deferral"
      record = InboxRecord.release(record, "a/1", { outcome: counts, counts }, turn).next
    }
    const history = record?.history ?? []
    assert.strictEqual(history.length, 50)
    assert.deepStrictEqual(
      history.flatMap(({ attempt, startedAt }) => (attempt > 0 ? [startedAt] : [])),
      [3, 60]
    )
    assert.strictEqual(history.at(-1)?.startedAt, 119)
  })

  it("a commit of nothing completes; asked again, and completed after that, it is done", () => {
    const begun = InboxRecord.begin(undefined, { token: "a/1", leaseMillis, now: 0, isAlive: () => true })
    const committed = InboxRecord.commit(begun.next, "a/1", [], 5)
    assert.strictEqual(committed.answer, "done")
    assert.strictEqual(committed.next?.state, "completed")
    const done: InboxRecord.Fenced = { answer: "done", next: undefined }
    assert.deepStrictEqual(InboxRecord.commit(committed.next, "a/1", [], 6), done)
    assert.deepStrictEqual(InboxRecord.complete(committed.next, "a/1"), done)
    assert.deepStrictEqual(InboxRecord.commit(begun.next, "b/1", [], 5).answer, "lost")
    const again = InboxRecord.begin(committed.next, { token: "b/1", leaseMillis, now: 7, isAlive: () => true })
    assert.deepStrictEqual(again.answer, { _tag: "Completed" })
  })

  it("reopening gives a dead event all its attempts and keeps its history", () => {
    const begun = InboxRecord.begin(undefined, { token: "a/1", leaseMillis, now: 0, isAlive: () => true })
    const dead = InboxRecord.bury(begun.next, "a/1", "letter", 5)
    const reopened = InboxRecord.reopen(dead.next, 10).next
    assert.strictEqual(reopened?.attempts, 0)
    const again = InboxRecord.begin(reopened, { token: "a/2", leaseMillis, now: 10, isAlive: () => true })
    assert.strictEqual(again.answer._tag === "Started" ? again.answer.attempt : "", 1)
    assert.deepStrictEqual(
      again.next?.history.map(({ outcome }) => outcome),
      ["dead", "running"]
    )
  })
})
