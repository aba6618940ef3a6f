/**
 * Test time that goes on by itself, as fast as real time: a peer answers in its own time, and a call that is asked again waits
 * for a moment that nobody else would bring about.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"

const step = "50 millis"

/** Ticks for as long as the layer's scope lasts. For suites that ask nothing of the Clock themselves. */
export const ticking: Layer.Layer<never> = Layer.effectDiscard(
  TestClock.withLive(Effect.sleep(step)).pipe(Effect.andThen(TestClock.adjust(step)), Effect.forever, Effect.forkScoped)
)
