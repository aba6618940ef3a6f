import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Delivery from "@millrace/core/Delivery"
import * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import type * as EventBus from "@millrace/core/EventBus"
import * as Retry from "@millrace/core/Retry"
import * as Tenant from "@millrace/core/Tenant"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as References from "effect/References"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as World from "./World.ts"

class Asked extends Event.make("question.asked", {
  source: "test",
  version: 2,
  payload: Schema.Struct({ question: Schema.String, words: Schema.Int }),
  attributes: ["words"],
  upcast: {
    1: Event.upcast(Schema.Struct({ question: Schema.String, words: Schema.Int, old: Schema.Boolean }), (v1) => ({
      question: `${v1.question}?`,
      words: v1.words
    }))
  }
}) {}
class Answered extends Event.make("question.answered", {
  source: "test",
  payload: Schema.Struct({ answer: Schema.String }),
  attributes: []
}) {}
class Wrong extends Schema.TaggedError<Wrong>()("Wrong", { what: Schema.String }) {
  override get message() {
    return `wrong: ${this.what}`
  }
}
class Hopeless extends Schema.TaggedError<Hopeless>()("Hopeless", {}) {}

const retry = Retry.exponential({ attempts: 3, initial: "2 seconds", max: "1 minute", maxAge: "10 minutes" })

class Answering extends Consumer.make("answering", {
  on: [Asked],
  emits: [Answered],
  timeout: "30 seconds",
  retry,
  terminal: ["Hopeless"]
}) {}

/** A handler that does `work` and then publishes one answer; records the attempts that it was given. */
const answering = (work: Effect.Effect<void, Wrong | Hopeless | ReturnType<typeof World.unavailable>>) => {
  const attempts: Array<number> = []
  const handler = Answering.handler((message) =>
    Effect.gen(function* () {
      attempts.push(message.attempt)
      // The contract's terminal tag has to be possible for the type to agree.
      if (message.data.words < 0) return yield* new Hopeless()
      yield* work
      yield* Answered.publish({ answer: message.data.question })
    })
  )
  return { attempts, handler }
}

/** Runs as a process that will die does: nobody waits for it, and no finalizer of it ever runs. */
const abandon = (delivery: Effect.Effect<unknown>) => Effect.forkDetach(delivery, { startImmediately: true })

const question = World.root(Asked, { question: "why", words: 1 })

describe("retries", () => {
  it.effect("waits by the policy, to the millisecond, and dies when attempts run out", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.fail(new Wrong({ what: "always" })))
      const { deadLetters, delivery } = yield* World.process(store, handler)
      const body = yield* question
      const first = yield* delivery.deliver({ body })
      assert.deepStrictEqual(first, { _tag: "RetryAfter", delayMillis: 2000, reason: "Wrong" })
      yield* TestClock.adjust("2 seconds")
      const second = yield* delivery.deliver({ body })
      assert.deepStrictEqual(second, { _tag: "RetryAfter", delayMillis: 4000, reason: "Wrong" })
      yield* TestClock.adjust("4 seconds")
      const third = yield* delivery.deliver({ body })
      assert.strictEqual(third._tag, "Dead")
      assert.deepStrictEqual(attempts, [1, 2, 3])
      const [letter] = yield* deadLetters.list
      assert.deepStrictEqual(letter?.cause, { kind: "exhausted", tag: "Wrong", message: "wrong: always" })
      assert.deepStrictEqual(
        letter?.attempts.map(({ attempt, startedAt, outcome }) => [attempt, startedAt, outcome]),
        [
          [1, 0, "Wrong: wrong: always"],
          [2, 2000, "Wrong: wrong: always"],
          [3, 6000, "Wrong: wrong: always"]
        ]
      )
      assert.strictEqual(letter?.body, body)
      assert.deepStrictEqual(store.published, [])
    })
  )

  it.effect("gives a last attempt at the maximum age, then dies of it", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { handler } = answering(Effect.fail(World.unavailable("Test.down")))
      const { delivery } = yield* World.process(store, handler)
      const body = yield* question
      const delays: Array<number> = []
      for (;;) {
        const outcome = yield* delivery.deliver({ body })
        if (outcome._tag !== "RetryAfter") {
          assert.strictEqual(outcome._tag === "Dead" ? outcome.letter.cause.kind : outcome._tag, "expired")
          break
        }
        delays.push(outcome.delayMillis)
        yield* TestClock.adjust(outcome.delayMillis)
      }
      // 2 + 4 + 8 + 16 + 32 seconds, then a minute each, and what is left of the ten minutes.
      assert.deepStrictEqual(delays, [2000, 4000, 8000, 16_000, 32_000, ...Array<number>(8).fill(60_000), 58_000])
    })
  )

  it.effect("an unavailable dependency costs age and no attempt", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      let down = true
      const { attempts, handler } = answering(
        Effect.suspend(() => (down ? Effect.fail(World.unavailable("Test.down")) : Effect.void))
      )
      const { delivery } = yield* World.process(store, handler)
      const body = yield* question
      for (let at = 0; at < 6; at++) {
        const outcome = yield* delivery.deliver({ body })
        assert.strictEqual(outcome._tag, "RetryAfter")
        if (outcome._tag === "RetryAfter") yield* TestClock.adjust(outcome.delayMillis)
      }
      down = false
      assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(attempts, [1, 1, 1, 1, 1, 1, 1])
    })
  )

  it.effect("a terminal tag goes straight to the dead letters", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.void)
      const { deadLetters, delivery } = yield* World.process(store, handler)
      const outcome = yield* delivery.deliver({ body: yield* World.root(Asked, { question: "why", words: -1 }) })
      assert.strictEqual(outcome._tag, "Dead")
      assert.deepStrictEqual(attempts, [1])
      assert.strictEqual((yield* deadLetters.list)[0]?.cause.kind, "terminal")
    })
  )

  it.effect("a defect is retried, then dead", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.die(new TypeError("x is not a function")))
      const { delivery } = yield* World.process(store, handler)
      const body = yield* question
      assert.deepStrictEqual(yield* delivery.deliver({ body }), {
        _tag: "RetryAfter",
        delayMillis: 2000,
        reason: "Defect"
      })
      yield* delivery.deliver({ body })
      const third = yield* delivery.deliver({ body })
      assert.strictEqual(
        third._tag === "Dead" ? third.letter.cause.message : third._tag,
        "TypeError: x is not a function"
      )
      assert.deepStrictEqual(attempts, [1, 2, 3])
    })
  )
})

describe("time", () => {
  it.effect("a handler that takes longer than its contract allows is interrupted at that moment", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      let interruptedAt = -1
      const { handler } = answering(
        Effect.onInterrupt(Effect.never, () =>
          Effect.map(TestClock.withLive(Effect.void), () => {
            interruptedAt = 1
          })
        )
      )
      const { delivery } = yield* World.process(store, handler)
      const fiber = yield* Effect.forkChild(delivery.deliver({ body: yield* question }))
      yield* TestClock.adjust("29999 millis")
      assert.strictEqual(interruptedAt, -1)
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(yield* Fiber.join(fiber), {
        _tag: "RetryAfter",
        delayMillis: 2000,
        reason: "HandlerTimeout"
      })
      assert.strictEqual(interruptedAt, 1)
    })
  )

  it.effect("a transport that runs out of time first gets the message back, and the attempt is refunded", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.never)
      const { delivery } = yield* World.process(store, handler)
      const body = yield* question
      for (let at = 0; at < 4; at++) {
        const fiber = yield* Effect.forkChild(delivery.deliver({ body, remainingMillis: 12_000 }))
        yield* TestClock.adjust(12_000 - Delivery.reserveMillis)
        assert.deepStrictEqual(yield* Fiber.join(fiber), {
          _tag: "RetryAfter",
          delayMillis: 0,
          reason: "TransportTimeout"
        })
      }
      assert.deepStrictEqual(attempts, [1, 1, 1, 1])
    })
  )

  it.effect("an event for which no transport has the time dies of age", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { handler } = answering(Effect.never)
      const { delivery } = yield* World.process(store, handler)
      const body = yield* question
      const outcomes: Array<string> = []
      for (let at = 0; at < 40 && outcomes.at(-1) !== "Dead"; at++) {
        const fiber = yield* Effect.forkChild(delivery.deliver({ body, remainingMillis: 12_000 }))
        yield* TestClock.adjust(12_000 - Delivery.reserveMillis)
        const outcome = yield* Fiber.join(fiber)
        outcomes.push(outcome._tag)
        if (outcome._tag === "Dead") {
          assert.strictEqual(outcome.letter.cause.kind, "expired")
          assert.strictEqual(outcome.letter.cause.tag, "TransportTimeout")
        }
        yield* TestClock.adjust("1 hour")
      }
      assert.strictEqual(outcomes.at(-1), "Dead")
    })
  )

  it.effect("an inbox that cannot be asked is asked less and less often", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.void)
      let down = true
      const { delivery } = yield* World.process(store, handler, {
        inbox: (real) => ({
          ...real,
          begin: (key, options) => (down ? Effect.fail(World.unavailable("begin")) : real.begin(key, options))
        })
      })
      const body = yield* question
      const deliver = Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(delivery.deliver({ body }))
        yield* TestClock.adjust("1 second")
        return yield* Fiber.join(fiber)
      })
      const delays: Array<number> = []
      for (let at = 0; at < 4; at++) {
        const outcome = yield* deliver
        delays.push(outcome._tag === "RetryAfter" ? outcome.delayMillis : -1)
      }
      assert.deepStrictEqual(delays, [2000, 4000, 8000, 16_000])
      down = false
      assert.strictEqual((yield* deliver)._tag, "Ack")
      assert.deepStrictEqual(attempts, [1])
    })
  )

  it.effect("a defect of the delivery itself is retried as often as an attempt, then dead", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.void)
      const { deadLetters, delivery } = yield* World.process(store, handler, {
        inbox: (real) => ({ ...real, begin: () => Effect.die(new RangeError("a record that nobody can read")) })
      })
      const body = yield* question
      const outcomes: Array<Delivery.Outcome["_tag"]> = []
      for (let at = 0; at < 3; at++) outcomes.push((yield* delivery.deliver({ body }))._tag)
      assert.deepStrictEqual(outcomes, ["RetryAfter", "RetryAfter", "Dead"])
      assert.deepStrictEqual(attempts, [])
      const [letter] = yield* deadLetters.list
      assert.strictEqual(letter?.cause.tag, "Defect")
      assert.strictEqual(letter?.body, body)
      assert.isNotNull(letter?.eventId)
    })
  )

  it.effect("a release that storage could not take does not cost the lease's time, nor an attempt", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      let down = false
      let outages = 1
      const { attempts, handler } = answering(
        Effect.suspend(() => {
          down = outages-- > 0
          return down ? Effect.fail(World.unavailable("handler")) : Effect.void
        })
      )
      const { delivery } = yield* World.process(store, handler, {
        tables: (real) => ({
          ...real,
          write: (writes) => (down ? Effect.fail(World.unavailable("write")) : real.write(writes))
        })
      })
      const body = yield* question
      const failing = yield* Effect.forkChild(delivery.deliver({ body }))
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(failing))._tag, "RetryAfter")
      down = false
      assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(attempts, [1, 1])
    })
  )

  it.effect("interruption gives the attempt back", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.never)
      const { delivery } = yield* World.process(store, handler)
      const body = yield* question
      for (let at = 0; at < 5; at++) {
        const fiber = yield* Effect.forkChild(delivery.deliver({ body }), { startImmediately: true })
        yield* Effect.yieldNow
        yield* Fiber.interrupt(fiber)
      }
      assert.deepStrictEqual(attempts, [1, 1, 1, 1, 1])
    })
  )
})

describe("leases", () => {
  it.effect("another process waits for the lease's end, costing no attempt, then takes over", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const stuck = answering(Effect.uninterruptible(Effect.never))
      const healthy = answering(Effect.void)
      const first = yield* World.process(store, stuck.handler, { owner: "a" })
      const second = yield* World.process(store, healthy.handler, { owner: "b" })
      const body = yield* question
      yield* abandon(first.delivery.deliver({ body }))
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(yield* second.delivery.deliver({ body }), {
        _tag: "RetryAfter",
        delayMillis: 30_000 + Delivery.leaseMarginMillis - 10_000,
        reason: "Leased"
      })
      yield* TestClock.adjust("50 seconds")
      assert.strictEqual((yield* second.delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(healthy.attempts, [2])
    })
  )

  it.effect("a handler that lost its lease cannot commit", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const pause = yield* Deferred.make<void>()
      const late = answering(Effect.void)
      const first = yield* World.process(store, late.handler, {
        owner: "a",
        inbox: (inbox) => ({
          ...inbox,
          commit: (...args) => Effect.andThen(Deferred.await(pause), inbox.commit(...args))
        })
      })
      const second = yield* World.process(store, answering(Effect.void).handler, { owner: "b" })
      const body = yield* question
      const frozen = yield* Effect.forkChild(first.delivery.deliver({ body }), { startImmediately: true })
      yield* TestClock.adjust("60 seconds")
      assert.strictEqual((yield* second.delivery.deliver({ body }))._tag, "Ack")
      yield* Deferred.succeed(pause, undefined)
      assert.deepStrictEqual(yield* Fiber.join(frozen), { _tag: "RetryAfter", delayMillis: 2000, reason: "LeaseLost" })
      assert.strictEqual(store.published.length, 1)
      assert.strictEqual((yield* first.delivery.deliver({ body }))._tag, "Duplicate")
    })
  )

  it.effect("a handler that lost its lease after committing cannot complete, and the same bytes leave twice", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const pause = yield* Deferred.make<void>()
      const late = answering(Effect.void)
      const first = yield* World.process(store, late.handler, {
        owner: "a",
        bus: (bus) => ({ ...bus, put: (entries) => Effect.andThen(Deferred.await(pause), bus.put(entries)) })
      })
      const other = answering(Effect.void)
      const second = yield* World.process(store, other.handler, { owner: "b" })
      const body = yield* question
      const frozen = yield* Effect.forkChild(first.delivery.deliver({ body }), { startImmediately: true })
      yield* TestClock.adjust("60 seconds")
      assert.strictEqual((yield* second.delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(other.attempts, [], "the outputs were decided; the handler does not run again")
      yield* Deferred.succeed(pause, undefined)
      assert.strictEqual((yield* Fiber.join(frozen))._tag, "RetryAfter")
      assert.strictEqual(store.published.length, 2)
      assert.deepStrictEqual(store.published[0], store.published[1])
    })
  )

  it.effect("a lost answer to begin is asked again and counts one attempt", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.void)
      let lost = 0
      const { delivery } = yield* World.process(store, handler, {
        tables: (tables) => ({
          ...tables,
          write: (writes) =>
            Effect.andThen(
              tables.write(writes),
              Effect.suspend(() => (lost++ === 0 ? Effect.fail(World.unavailable("TableStore.write")) : Effect.void))
            )
        })
      })
      const fiber = yield* Effect.forkChild(delivery.deliver({ body: yield* question }), { startImmediately: true })
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "Ack")
      assert.deepStrictEqual(attempts, [1])
    })
  )

  for (const [position, operation] of [
    [2, "commit"],
    [3, "complete"]
  ] as const) {
    it.effect(`a lost answer to ${operation} is asked again and publishes once`, () =>
      Effect.gen(function* () {
        const store = yield* World.storage
        const { attempts, handler } = answering(Effect.void)
        let write = 0
        const { delivery } = yield* World.process(store, handler, {
          tables: (tables) => ({
            ...tables,
            write: (writes) =>
              Effect.andThen(
                tables.write(writes),
                Effect.suspend(() =>
                  ++write === position ? Effect.fail(World.unavailable("TableStore.write")) : Effect.void
                )
              )
          })
        })
        const body = yield* question
        const fiber = yield* Effect.forkChild(delivery.deliver({ body }), { startImmediately: true })
        yield* TestClock.adjust("1 seconds")
        assert.strictEqual((yield* Fiber.join(fiber))._tag, "Ack")
        assert.deepStrictEqual(attempts, [1])
        assert.strictEqual(store.published.length, 1)
        assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Duplicate")
      })
    )
  }

  it.effect("a process that dies during every attempt ends as a dead letter that says so", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const body = yield* question
      const attempts: Array<number> = []
      for (const owner of ["a", "b", "c"]) {
        const killer = answering(Effect.uninterruptible(Effect.never))
        const { delivery } = yield* World.process(store, killer.handler, { owner })
        yield* abandon(delivery.deliver({ body }))
        yield* TestClock.adjust("1 seconds")
        attempts.push(...killer.attempts)
        store.deadOwners.add(owner)
      }
      assert.deepStrictEqual(attempts, [1, 2, 3])
      const last = yield* World.process(store, answering(Effect.void).handler, { owner: "d" })
      const outcome = yield* last.delivery.deliver({ body })
      assert.strictEqual(outcome._tag === "Dead" ? outcome.letter.cause.tag : outcome._tag, "Crash")
      assert.deepStrictEqual(
        outcome._tag === "Dead" ? outcome.letter.attempts.slice(0, 3).map((attempt) => attempt.outcome) : [],
        ["crashed", "crashed", "crashed"]
      )
    })
  )
})

describe("versions", () => {
  it.effect("an older version is upcast to the newest", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { handler } = answering(Effect.void)
      const { delivery } = yield* World.process(store, handler)
      const envelope = yield* Envelope.fromJson(yield* question)
      const body = Envelope.toJson({
        ...envelope,
        dataschema: Envelope.dataSchema("question.asked", 1),
        data: { question: "how", words: 1, old: true }
      })
      assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(JSON.parse(store.published[0]?.detail ?? "{}").data, { answer: "how?" })
    })
  )

  it.effect("a newer version is retried until the maximum age, then dead, with no attempt spent", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.void)
      const { delivery } = yield* World.process(store, handler)
      const envelope = yield* Envelope.fromJson(yield* question)
      const body = Envelope.toJson({ ...envelope, dataschema: Envelope.dataSchema("question.asked", 3) })
      let waited = 0
      for (;;) {
        const outcome = yield* delivery.deliver({ body })
        if (outcome._tag === "RetryAfter") {
          waited += outcome.delayMillis
          yield* TestClock.adjust(outcome.delayMillis)
          continue
        }
        assert.strictEqual(
          outcome._tag === "Dead" ? `${outcome.letter.cause.kind} ${outcome.letter.cause.tag}` : "",
          "expired VersionUnknown"
        )
        break
      }
      assert.strictEqual(waited, 600_000)
      assert.deepStrictEqual(attempts, [])
    })
  )
})

describe("poison", () => {
  const cases: ReadonlyArray<readonly [name: string, change: (body: string) => string, reason: RegExp]> = [
    ["bytes that are no JSON", () => "\u0000not json", /^The message is not JSON/],
    ["JSON that is no object", () => "[1]", /not an object/],
    [
      "an envelope with a missing attribute",
      (body) => JSON.stringify({ ...JSON.parse(body), source: undefined }),
      /^The message is not a Millrace envelope: Missing key at \["source"\]\.$/
    ],
    [
      "an unknown type",
      (body) => JSON.stringify({ ...JSON.parse(body), type: "question.lost" }),
      /^answering takes no events of type "question.lost"\.$/
    ],
    [
      "a payload that does not decode",
      (body) => JSON.stringify({ ...JSON.parse(body), data: { question: 7 } }),
      /^question.asked: the payload does not fit version 2: Expected string at \["question"\]; Missing key at \["words"\]\.$/
    ]
  ]
  for (const [name, change, reason] of cases) {
    it.effect(`${name}: dead at once, with a reason, and redelivery changes nothing`, () =>
      Effect.gen(function* () {
        const store = yield* World.storage
        const { handler } = answering(Effect.void)
        const { deadLetters, delivery } = yield* World.process(store, handler)
        const body = change(yield* question)
        const outcome = yield* delivery.deliver({ body })
        assert.strictEqual(outcome._tag, "Dead")
        yield* TestClock.adjust("1 minutes")
        assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Dead")
        const letters = yield* deadLetters.list
        assert.strictEqual(letters.length, 1)
        assert.strictEqual(letters[0]?.cause.kind, "undecodable")
        assert.match(letters[0]?.cause.message ?? "", reason)
        assert.strictEqual(letters[0]?.body, body)
        const next = yield* World.root(Asked, { question: "next", words: 1 }, { stimulus: "other" })
        assert.strictEqual((yield* delivery.deliver({ body: next }))._tag, "Ack")
      })
    )
  }
})

describe("publishing", () => {
  it.effect("entries that the bus refuses are asked again alone", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const calls: Array<number> = []
      const { handler } = answering(Answered.publish({ answer: "first" }).pipe(Effect.asVoid) as Effect.Effect<void>)
      const { delivery } = yield* World.process(store, handler, {
        bus: (bus) => ({
          ...bus,
          put: (entries) => {
            calls.push(entries.length)
            return calls.length > 1
              ? bus.put(entries)
              : Effect.map(bus.put(entries.slice(0, 1)), (accepted) => [
                  ...accepted,
                  ...entries.slice(1).map((): EventBus.Confirmation => ({
                    _tag: "Refused",
                    code: "ThrottlingException",
                    detail: "slow down"
                  }))
                ])
          }
        })
      })
      assert.strictEqual((yield* delivery.deliver({ body: yield* question }))._tag, "Ack")
      assert.deepStrictEqual(calls, [2, 1])
      assert.strictEqual(new Set(store.published.map(({ id }) => id)).size, 2)
    })
  )

  it.effect("a bus that is down defers; the handler does not run again and the bytes are those committed", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { attempts, handler } = answering(Effect.void)
      let down = true
      const { delivery } = yield* World.process(store, handler, {
        bus: (bus) => ({
          ...bus,
          put: (entries) => (down ? Effect.fail(World.unavailable("EventBus.put")) : bus.put(entries))
        })
      })
      const body = yield* question
      for (let at = 0; at < 5; at++) {
        const outcome = yield* delivery.deliver({ body })
        assert.strictEqual(outcome._tag === "RetryAfter" ? outcome.reason : outcome._tag, "Unavailable")
        if (outcome._tag === "RetryAfter") yield* TestClock.adjust(outcome.delayMillis)
      }
      down = false
      assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(attempts, [1])
      const [entry] = store.published
      assert.strictEqual(JSON.parse(entry?.detail ?? "{}").time, new Date(0).toISOString())
    })
  )

  it.effect("ids are content: cause, consumer, type and ordinal", () =>
    Effect.gen(function* () {
      const ids = yield* Effect.forEach(["a", "b"], (name) =>
        Effect.gen(function* () {
          const store = yield* World.storage
          const { delivery } = yield* World.process(store, answering(Effect.void).handler, { owner: name })
          yield* TestClock.adjust("1 hours")
          yield* delivery.deliver({ body: yield* question })
          return store.published[0]?.id
        })
      )
      assert.isDefined(ids[0])
      assert.strictEqual(ids[0], ids[1])
    })
  )
})

describe("claim check", () => {
  class Essay extends Event.make("essay.written", {
    source: "test",
    payload: Schema.Struct({ text: Schema.String, pages: Schema.Int }),
    attributes: ["pages"]
  }) {}
  class Writing extends Consumer.make("writing", { on: [Asked], emits: [Essay] }) {}
  class Reading extends Consumer.make("reading", { on: [Essay] }) {}
  const text = "ü".repeat(200_000)
  const writing = Writing.handler(() => Effect.asVoid(Essay.publish({ text, pages: 400 })))

  it.effect("data above the transport's limit is left in a claim; attributes travel; the reader gets it whole", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const writer = yield* World.process(store, writing)
      yield* writer.delivery.deliver({ body: yield* question })
      const body = store.published[0]?.detail ?? "{}"
      const envelope = yield* Envelope.fromJson(body)
      assert.isBelow(body.length, 2000)
      assert.isUndefined(envelope.data)
      assert.deepStrictEqual(envelope.attributes, { pages: 400 })
      const read: Array<string> = []
      const reader = yield* World.process(
        store,
        Reading.handler(({ data }) => Effect.sync(() => void read.push(data.text)))
      )
      assert.strictEqual((yield* reader.delivery.deliver({ body }))._tag, "Ack")
      assert.strictEqual(read[0], text)
    })
  )

  it.effect("a claim that is gone is a dead letter that says so; a claim of another tenant is refused", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const writer = yield* World.process(store, writing)
      yield* writer.delivery.deliver({ body: yield* question })
      const envelope = yield* Envelope.fromJson(store.published[0]?.detail ?? "{}")
      const reader = yield* World.process(
        store,
        Reading.handler(() => Effect.void)
      )
      const foreign = yield* reader.delivery.deliver({
        body: Envelope.toJson({
          ...envelope,
          id: "other",
          dataref: envelope.dataref?.replace("tenant-1", "tenant-2") ?? ""
        })
      })
      assert.match(foreign._tag === "Dead" ? foreign.letter.cause.message : "", /belongs to another tenant/)
      yield* store.objects.delete({ bucket: "claims", key: envelope.dataref ?? "" })
      const gone = yield* reader.delivery.deliver({ body: Envelope.toJson(envelope) })
      assert.match(gone._tag === "Dead" ? gone.letter.cause.message : "", /is not there any more/)
    })
  )
})

describe("traces", () => {
  const traceparent = `00-${"1".repeat(32)}-${"2".repeat(16)}-01`

  it.effect("the consumer continues the event's trace, and what it publishes continues the consumer's", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { delivery } = yield* World.process(store, answering(Effect.void).handler)
      yield* delivery.deliver({ body: yield* World.root(Asked, { question: "why", words: 1 }, { traceparent }) })
      const consumer = store.spans.find(({ kind }) => kind === "consumer")
      const producer = store.spans.find(({ kind }) => kind === "producer")
      assert.strictEqual(consumer?.name, "process answering")
      assert.strictEqual(consumer?.traceId, "1".repeat(32))
      assert.strictEqual(consumer?.parentSpanId, "2".repeat(16))
      assert.strictEqual(producer?.name, "publish question.answered")
      assert.strictEqual(producer?.parentSpanId, consumer?.spanId)
      const sent = JSON.parse(store.published[0]?.detail ?? "{}")
      assert.strictEqual(sent.traceparent, `00-${"1".repeat(32)}-${producer?.spanId}-01`)
    })
  )

  it.effect("retries are sibling spans with their attempt's number, failed by tag alone", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { delivery } = yield* World.process(
        store,
        answering(Effect.fail(new Wrong({ what: "secret text" }))).handler
      )
      const body = yield* World.root(Asked, { question: "why", words: 1 }, { traceparent })
      yield* delivery.deliver({ body })
      yield* delivery.deliver({ body })
      const spans = store.spans.filter(({ kind }) => kind === "consumer")
      assert.deepStrictEqual(
        spans.map(({ attributes }) => attributes.get("millrace.attempt")),
        [1, 2]
      )
      assert.deepStrictEqual(
        spans.map(({ parentSpanId }) => parentSpanId),
        ["2".repeat(16), "2".repeat(16)]
      )
      assert.deepStrictEqual(
        spans.map(({ attributes }) => attributes.get("error.type")),
        ["Wrong", "Wrong"]
      )
      assert.notInclude(JSON.stringify(spans.map(({ attributes, exit }) => [[...attributes], exit])), "secret text")
    })
  )

  it.effect("what a dead process had committed leaves under the span that it was committed with", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const dying = yield* World.process(store, answering(Effect.void).handler, {
        owner: "a",
        bus: (bus) => ({ ...bus, put: () => Effect.never })
      })
      const body = yield* World.root(Asked, { question: "why", words: 1 }, { traceparent })
      yield* abandon(dying.delivery.deliver({ body }))
      yield* TestClock.adjust("1 seconds")
      store.deadOwners.add("a")
      const heir = yield* World.process(store, answering(Effect.void).handler, { owner: "b" })
      assert.strictEqual((yield* heir.delivery.deliver({ body }))._tag, "Ack")
      const sent = JSON.parse(store.published[0]?.detail ?? "{}")
      const producer = store.spans.find(({ kind }) => kind === "producer")
      assert.strictEqual(sent.traceparent, `00-${"1".repeat(32)}-${producer?.spanId}-01`)
      assert.include(
        store.spans.map(({ spanId }) => spanId),
        producer?.parentSpanId
      )
    })
  )
})

describe("a delivery that publishes nothing", () => {
  class Listening extends Consumer.make("listening", { on: [Asked], retry }) {}
  const listening = (work: Effect.Effect<void, Wrong> = Effect.void) => {
    const attempts: Array<number> = []
    const handler = Listening.handler(({ attempt }) =>
      Effect.andThen(
        work,
        Effect.sync(() => void attempts.push(attempt))
      )
    )
    return { attempts, handler }
  }
  const consumerSpans = ({ spans }: World.Storage) => spans.filter(({ kind }) => kind === "consumer")

  it.effect("is over with one write after begin, and its span is kept before that write", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const spansAtWrite: Array<number> = []
      const { delivery } = yield* World.process(store, listening().handler, {
        tables: (tables) => ({
          ...tables,
          write: (writes) =>
            Effect.suspend(() => {
              spansAtWrite.push(consumerSpans(store).length)
              return tables.write(writes)
            })
        })
      })
      const body = yield* question
      assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(spansAtWrite, [0, 1])
      assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Duplicate")
      assert.deepStrictEqual(
        consumerSpans(store).map(({ attributes }) => attributes.get("millrace.outcome")),
        ["ack"]
      )
    })
  )

  it.effect("whose process dies before that write is handled again, with a span for each attempt", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const dying = yield* World.process(store, listening().handler, {
        owner: "a",
        inbox: (inbox) => ({ ...inbox, commit: () => Effect.never })
      })
      const body = yield* question
      yield* abandon(dying.delivery.deliver({ body }))
      store.deadOwners.add("a")
      const { attempts, handler } = listening()
      const heir = yield* World.process(store, handler, { owner: "b" })
      assert.strictEqual((yield* heir.delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(attempts, [2])
      assert.deepStrictEqual(
        consumerSpans(store).map(({ attributes }) => attributes.get("millrace.attempt")),
        [1, 2]
      )
    })
  )

  it.effect("whose process dies after that write is over", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const dying = yield* World.process(store, listening().handler, {
        owner: "a",
        inbox: (inbox) => ({ ...inbox, commit: (...args) => Effect.andThen(inbox.commit(...args), Effect.never) })
      })
      const body = yield* question
      yield* abandon(dying.delivery.deliver({ body }))
      store.deadOwners.add("a")
      const heir = yield* World.process(store, listening().handler, { owner: "b" })
      assert.strictEqual((yield* heir.delivery.deliver({ body }))._tag, "Duplicate")
      assert.strictEqual(consumerSpans(store).length, 1)
    })
  )

  it.effect("and cannot be settled says so in a span of the settlement, below its own", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      let down = true
      const { attempts, handler } = listening()
      const { delivery } = yield* World.process(store, handler, {
        inbox: (inbox) => ({
          ...inbox,
          commit: (...args) => (down ? Effect.fail(World.unavailable("commit")) : inbox.commit(...args))
        })
      })
      const body = yield* question
      const failing = yield* Effect.forkChild(delivery.deliver({ body }), { startImmediately: true })
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* Fiber.join(failing), {
        _tag: "RetryAfter",
        delayMillis: 2000,
        reason: "Unavailable"
      })
      down = false
      assert.strictEqual((yield* delivery.deliver({ body }))._tag, "Ack")
      assert.deepStrictEqual(attempts, [1, 1], "it costs age and no attempt")
      const [first] = consumerSpans(store)
      const settlements = store.spans.filter(({ name }) => name === "settle listening")
      assert.deepStrictEqual(
        settlements.map(({ attributes, parentSpanId }) => [
          parentSpanId,
          attributes.get("millrace.outcome"),
          attributes.get("error.type")
        ]),
        [[first?.spanId, "retry", "Unavailable"]]
      )
    })
  )

  it.effect("and lost its lease is not completed", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const pause = yield* Deferred.make<void>()
      const first = yield* World.process(store, listening(Deferred.await(pause)).handler, { owner: "a" })
      const second = yield* World.process(store, listening(Effect.fail(new Wrong({ what: "later" }))).handler, {
        owner: "b"
      })
      const body = yield* question
      const frozen = yield* Effect.forkChild(first.delivery.deliver({ body }), { startImmediately: true })
      store.deadOwners.add("a")
      assert.strictEqual((yield* second.delivery.deliver({ body }))._tag, "RetryAfter")
      yield* Deferred.succeed(pause, undefined)
      assert.deepStrictEqual(yield* Fiber.join(frozen), { _tag: "RetryAfter", delayMillis: 2000, reason: "LeaseLost" })
      const settlement = store.spans.find(({ name }) => name === "settle listening")
      assert.strictEqual(settlement?.attributes.get("error.type"), "LeaseLost")
      const third = yield* World.process(store, listening().handler, { owner: "c" })
      assert.strictEqual((yield* third.delivery.deliver({ body }))._tag, "Ack")
    })
  )
})

describe("what a handler runs in", () => {
  class Logging extends Consumer.make("logging", { on: [Asked], retry }) {}

  it.effect("has the delivery's annotations beside the caller's, its span and its tenant", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const seen: Array<unknown> = []
      const { delivery } = yield* World.process(
        store,
        Logging.handler(() =>
          Effect.gen(function* () {
            const span = yield* Effect.orDie(Effect.currentSpan)
            seen.push(yield* References.CurrentLogAnnotations, span.name, yield* Tenant.Current)
          })
        )
      )
      const body = yield* question
      assert.strictEqual((yield* Effect.annotateLogs(delivery.deliver({ body }), { caller: "test" }))._tag, "Ack")
      const [span] = store.spans
      assert.deepStrictEqual(seen, [
        { caller: "test", consumer: "logging", attempt: 1, traceId: span?.traceId },
        "process logging",
        "tenant-1"
      ])
    })
  )

  it.effect("a handler that throws instead of answering is a defect of its attempt", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { delivery } = yield* World.process(
        store,
        Logging.handler(() => {
          throw new TypeError("no effect")
        })
      )
      assert.deepStrictEqual(yield* delivery.deliver({ body: yield* question }), {
        _tag: "RetryAfter",
        delayMillis: 2000,
        reason: "Defect"
      })
    })
  )

  it.effect("one that is out of time is waited for until its finalizers have run", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      let finalized = false
      const { delivery } = yield* World.process(
        store,
        Logging.handler(() =>
          Effect.onInterrupt(Effect.never, () =>
            Effect.andThen(
              Effect.sleep("5 seconds"),
              Effect.sync(() => void (finalized = true))
            )
          )
        )
      )
      const fiber = yield* Effect.forkChild(delivery.deliver({ body: yield* question }), { startImmediately: true })
      yield* TestClock.adjust("34999 millis")
      assert.isUndefined(fiber.pollUnsafe())
      assert.isFalse(finalized)
      yield* TestClock.adjust("1 millis")
      const outcome = yield* Fiber.join(fiber)
      assert.strictEqual(outcome._tag === "RetryAfter" ? outcome.reason : outcome._tag, "HandlerTimeout")
      assert.isTrue(finalized)
    })
  )

  it.effect("one that answers in time, having waited, is done at that moment", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { delivery } = yield* World.process(
        store,
        Logging.handler(() => Effect.sleep("29999 millis"))
      )
      const fiber = yield* Effect.forkChild(delivery.deliver({ body: yield* question }), { startImmediately: true })
      yield* TestClock.adjust("29998 millis")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "Ack")
    })
  )
})

describe("capabilities", () => {
  class Notes extends Collection.make("notes", {
    schema: Schema.Struct({ id: Schema.String, text: Schema.String }),
    key: { partition: [], sort: ["id"] }
  }) {}
  class Noting extends Consumer.make("noting", { on: [Asked], uses: [Notes.Writer] }) {}

  it.effect("what a handler writes is under the delivery's tenant", () =>
    Effect.gen(function* () {
      const store = yield* World.storage
      const { delivery } = yield* World.process(
        store,
        Noting.handler(
          Effect.fn("noting")(function* ({ data }) {
            const notes = yield* Notes.Writer
            yield* notes.put({ id: "1", text: data.question })
          })
        )
      )
      assert.strictEqual((yield* delivery.deliver({ body: yield* question }))._tag, "Ack")
      const { rows } = yield* store.tables.scan({ table: "notes", limit: 10 })
      assert.deepStrictEqual(
        rows.map(({ body, partition }) => [partition, body]),
        [["tenant-1\u001f", `{"id":"1","text":"why"}`]]
      )
    })
  )
})
