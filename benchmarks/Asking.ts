/** The least pipeline that there can be, as benchmarks of deliveries want it: one event, and one consumer that publishes nothing. */
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Publish from "@millrace/core/Publish"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"

export class Asked extends Event.make("asked", {
  source: "bench",
  entry: true,
  payload: Schema.Struct({ number: Schema.Int }),
  attributes: ["number"]
}) {}

/** Publishes the event of this number. */
export const publish = Effect.fnUntraced(function* (number: number) {
  const stimulus = [String(number)]
  const time = "2024-01-01T00:00:00.000Z"
  yield* Publish.root(yield* Event.root(Asked, { number }, { tenantId: "t", stimulus, time }))
})

/** The pipeline, its handler, and both joined; the handler works and then says which event it has handled. */
export const make = (concurrency: number, work: Effect.Effect<void>, onHandled: (eventId: string) => void) => {
  class Answering extends Consumer.make("answering", { on: [Asked], concurrency }) {}
  const handler = Answering.handler(({ id }) =>
    Effect.andThen(
      work,
      Effect.sync(() => onHandled(id))
    )
  )
  const pipeline = Pipeline.make("bench", [Answering])
  return { pipeline, handler, program: Pipeline.implement(pipeline, [handler]) }
}

/** An embedded runtime of the program that logs nothing. */
export const runtimeOf = (program: Pipeline.Program, dataDir: string) =>
  LocalRuntime.layer({ program, dataDir }).pipe(Layer.provideMerge(Logger.layer([])))
