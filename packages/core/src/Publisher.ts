/**
 * The right to publish one type of event, and the outbox behind it. Publishing inside a handler sends nothing: the event
 * joins the delivery's outbox, is committed together with the delivery, and leaves only then.
 */
import type * as Effect from "effect/Effect"
import * as Context from "effect/Context"

/** Requirement of a program that publishes events of `Type`. A consumer's contract grants it by `emits`. */
export interface Publisher<out Type extends string> {
  readonly key: `publish ${Type}`
}

/** Takes what a handler publishes, encoded. Answers the id that the event will have. */
export interface Outbox {
  readonly add: (entry: OutboxEntry) => Effect.Effect<string>
}

/** An event on its way into an envelope. */
export interface OutboxEntry {
  readonly type: string
  readonly source: string
  readonly version: number
  readonly data: unknown
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>
  readonly subject: string | undefined
}

/** Key of the right to publish `type`. */
export const key = <Type extends string>(type: Type): Context.Service<Publisher<Type>, Outbox> =>
  Context.Service<Publisher<Type>, Outbox>(`@millrace/core/Publisher/${type}`)
