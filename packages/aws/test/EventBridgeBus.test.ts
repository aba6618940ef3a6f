import { assert, describe, it } from "@effect/vitest"
import * as EventBus from "@millrace/core/EventBus"
import * as Effect from "effect/Effect"
import * as EventBridgeBus from "../src/EventBridgeBus.ts"
import * as Scripted from "./peers/Scripted.ts"

const entry = (id: string, detail = `{"id":"${id}"}`): EventBus.Entry => ({
  id,
  source: "test",
  detailType: "tested",
  detail
})

const busOf = ({ settings }: Scripted.Scripted) => EventBridgeBus.layer({ settings, busName: "bus" })

const entriesOf = ({ body }: Scripted.Request): ReadonlyArray<{ readonly Detail: string }> => JSON.parse(body).Entries

describe("EventBridgeBus", () => {
  it.live("entries refused in a call that answers 200 are named at their positions, and published again alone", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start((request, at) =>
        Scripted.json(200, {
          FailedEntryCount: at === 0 ? 1 : 0,
          Entries: entriesOf(request).map((_, position) =>
            at === 0 && position === 1 ? { ErrorCode: "InternalFailure", ErrorMessage: "no" } : { EventId: "e" }
          )
        })
      )
      yield* EventBus.EventBus.use((bus) => EventBus.publishAll(bus, [entry("1"), entry("2"), entry("3")])).pipe(
        Effect.provide(busOf(server))
      )
      const sent = server.requests.map((request) => entriesOf(request).map(({ Detail }) => JSON.parse(Detail).id))
      assert.deepStrictEqual(sent, [["1", "2", "3"], ["2"]])
    })
  )

  it.live("an entry that is never taken fails the publication with its code", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start((request) =>
        Scripted.json(200, {
          FailedEntryCount: 1,
          Entries: entriesOf(request).map(({ Detail }) =>
            Detail.includes("2") ? { ErrorCode: "InternalFailure", ErrorMessage: "no" } : { EventId: "e" }
          )
        })
      )
      const error = yield* EventBus.EventBus.use((bus) => EventBus.publishAll(bus, [entry("1"), entry("2")])).pipe(
        Effect.flip,
        Effect.provide(busOf(server))
      )
      assert.strictEqual(error._tag, "PublishFailed")
      assert.match(error.message, /1 of 2 events: InternalFailure/)
      assert.strictEqual(server.requests.length, 3)
    })
  )

  it.live("calls hold at most 10 entries and 256 KiB; an entry above the limit leaves the others' call alone", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start((request) =>
        Scripted.json(200, { FailedEntryCount: 0, Entries: entriesOf(request).map(() => ({ EventId: "e" })) })
      )
      const large = entry("large", JSON.stringify("x".repeat(200_000)))
      const tooLarge = entry("too large", JSON.stringify("x".repeat(262_144)))
      const many = Array.from({ length: 21 }, (_, at) => entry(`${at}`))
      const confirmations = yield* EventBus.EventBus.use((bus) => bus.put([large, tooLarge, large, ...many])).pipe(
        Effect.provide(busOf(server))
      )
      const refused = confirmations.flatMap(({ _tag }, at) => (_tag === "Refused" ? [at] : []))
      assert.deepStrictEqual(refused, [1])
      for (const request of server.requests) {
        assert.ok(entriesOf(request).length <= 10)
        assert.ok(request.body.length <= 262_144 + 10_000)
      }
      assert.strictEqual(server.requests.flatMap(entriesOf).length, 23)
    })
  )

  it.live("an answer for fewer entries than were sent confirms none of the rest", () =>
    Effect.gen(function* () {
      const server = yield* Scripted.start(() =>
        Scripted.json(200, { FailedEntryCount: 0, Entries: [{ EventId: "e" }] })
      )
      const confirmations = yield* EventBus.EventBus.use((bus) => bus.put([entry("1"), entry("2")])).pipe(
        Effect.provide(busOf(server))
      )
      assert.deepStrictEqual(
        confirmations.map(({ _tag }) => _tag),
        ["Accepted", "Refused"]
      )
    })
  )
})
