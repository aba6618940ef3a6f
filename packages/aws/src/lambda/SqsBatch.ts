/**
 * A batch of messages within the time that an invocation has. Every message is settled on its own: done and removed, or kept, hidden
 * for as long as its retry is due. When the time is nearly over, what has not come to an end is kept; it is never
 * acknowledged for want of time.
 */
import type * as Delivery from "@millrace/core/Delivery"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { LambdaContext } from "./LambdaContext.ts"
import { MessageVisibility } from "./MessageVisibility.ts"
import type * as SqsEvent from "./SqsEvent.ts"

/** What is kept of an invocation's time to answer and to flush telemetry. Milliseconds. */
export const reserveMillis = 1000

/**
 * Longest that a message is hidden, seconds. SQS hides a message for 12 hours at most, counted from when it was received, and
 * refuses a change that would end later: 12 hours less the longest that a function runs.
 */
export const maxHiddenSeconds = 43_200 - 900

/** What is to become of a message. */
export type Settled = { readonly _tag: "Done" } | { readonly _tag: "Again"; readonly delayMillis: number }

/** Translates a delivery's answer. */
export const ofOutcome = (outcome: Delivery.Outcome): Settled =>
  outcome._tag === "RetryAfter" ? { _tag: "Again", delayMillis: outcome.delayMillis } : { _tag: "Done" }

/** Settles every message by `settle`, which is given the milliseconds left, and answers which ones stay. */
export const run = Effect.fnUntraced(function* <R>(
  records: ReadonlyArray<SqsEvent.Record>,
  context: LambdaContext,
  settle: (record: SqsEvent.Record, remainingMillis: number) => Effect.Effect<Settled, never, R>
): Effect.fn.Return<SqsEvent.BatchResponse, never, R | MessageVisibility> {
  const visibility = yield* MessageVisibility
  const startedAt = yield* Clock.currentTimeMillis
  const allowed = Math.max(0, context.getRemainingTimeInMillis() - reserveMillis)
  const done = new Set<string>()
  const one = Effect.fnUntraced(function* (record: SqsEvent.Record) {
    const elapsed = (yield* Clock.currentTimeMillis) - startedAt
    const settled = yield* settle(record, allowed - elapsed)
    if (settled._tag === "Done") {
      done.add(record.messageId)
      return
    }
    const seconds = Math.min(maxHiddenSeconds, Math.ceil(settled.delayMillis / 1000))
    // Where it cannot be said, the queue's own visibility timeout holds: later than due, and never lost.
    yield* Effect.ignore(visibility.hide(record.receiptHandle, seconds))
  })
  // Detached: a delivery settles itself when it is interrupted, and the answer does not wait for that.
  const batch = yield* Effect.forkDetach(
    Effect.forEach(
      records,
      (record) =>
        Effect.catchDefect(one(record), (defect) =>
          Effect.logError("a message met a defect").pipe(
            Effect.annotateLogs({ error: defect instanceof Error ? defect.name : "Defect" })
          )
        ),
      { concurrency: "unbounded", discard: true }
    )
  )
  const ended = yield* Effect.timeoutOption(Fiber.await(batch), allowed)
  if (ended._tag === "None") {
    yield* Effect.forkDetach(Fiber.interrupt(batch))
    yield* Effect.logWarning("time is nearly over; unfinished messages stay on the queue").pipe(
      Effect.annotateLogs({ messages: records.length, unfinished: records.length - done.size })
    )
  }
  return {
    batchItemFailures: records.flatMap(({ messageId }) => (done.has(messageId) ? [] : [{ itemIdentifier: messageId }]))
  }
})
