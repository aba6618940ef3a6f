/** What the world does to a pipeline in a simulation: uploads and events, each at its time. */
import type * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import * as Publish from "@millrace/core/Publish"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as World from "./World.ts"

/** One thing that the world does. */
export interface Step {
  /** Milliseconds after the beginning. */
  readonly atMillis: number
  /** For a person. */
  readonly text: string
  readonly run: (world: World.World) => void
}

const orThrow = <A, E>(exit: Exit.Exit<A, E>, what: string): void => {
  if (Exit.isFailure(exit)) throw new Error(`${what} failed: the workload's own steps meet no fault.`)
}

/** Puts an object, whole key with the tenant first. */
export const upload = (
  atMillis: number,
  bucket: { readonly resource: { readonly name: string } },
  key: string,
  content: string | Uint8Array,
  options?: { readonly contentType?: string; readonly metadata?: Readonly<Record<string, string>> }
): Step => {
  const { name } = bucket.resource
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
  const { contentType = "application/octet-stream", metadata = {} } = options ?? {}
  const text = `upload ${name}/${key} (${bytes.length} bytes)`
  return {
    atMillis,
    text,
    run: (world) => orThrow(world.perform(world.upload({ bucket: name, key, contentType, metadata }, bytes)), text)
  }
}

/** Publishes a root event. */
export const publish = <Type extends string, P extends Event.PayloadSchema, A extends string>(
  atMillis: number,
  event: Event.EventClass<Type, P, A>,
  payload: P["Type"],
  options: { readonly tenantId: string; readonly stimulus: ReadonlyArray<string>; readonly subject?: string }
): Step => {
  const text = `publish ${event.eventType} ${options.stimulus.join("/")}`
  return {
    atMillis,
    text,
    run: (world) => {
      const envelope: Effect.Effect<Envelope.Envelope> = Effect.suspend(() =>
        Event.root(event, payload, { ...options, time: new Date(world.time.now()).toISOString() })
      )
      orThrow(world.perform(Effect.flatMap(envelope, Publish.root)), text)
    }
  }
}

/** Anything else that the world can do, such as a second deployment's write. */
export const act = (atMillis: number, text: string, run: (world: World.World) => void): Step => ({
  atMillis,
  text,
  run
})
