/** Shows how far work is, on a terminal, where it takes longer than a second. */
import * as Effect from "effect/Effect"
import * as ProgressBar from "./render/ProgressBar.ts"
import * as Style from "./render/Style.ts"

/** What is shown. */
export interface Shown {
  readonly done: number
  readonly of: number
  readonly what: string
}

/** Runs an effect with a bar on standard error; `look` is asked five times a second. */
export const during = <A, E, R, E2, R2>(
  work: Effect.Effect<A, E, R>,
  look: Effect.Effect<Shown, E2, R2>
): Effect.Effect<A, E, R | R2> => {
  if (!process.stderr.isTTY) return work
  const style = Style.forStream(process.stderr, process.env)
  const draw = Effect.flatMap(look, ({ done, of, what }) =>
    Effect.sync(() => {
      process.stderr.write(`\r\u001b[2K${ProgressBar.line(done, of, what, style)}`)
    })
  )
  const loop = Effect.andThen(
    Effect.sleep("1 second"),
    Effect.forever(Effect.andThen(draw, Effect.sleep("200 millis")))
  )
  const clear = Effect.sync(() => {
    process.stderr.write("\r\u001b[2K")
  })
  return Effect.scoped(Effect.andThen(Effect.forkScoped(Effect.ignore(loop)), Effect.ensuring(work, clear)))
}
