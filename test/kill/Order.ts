/** What the kill test tells its processes: what to work on, and where to die. */
import * as Schema from "effect/Schema"

/**
 * Steps of a delivery. `delivery` is all of it, so before it is before the envelope is decoded; `payload` and `claim` are data
 * fetched from and left in a claim; `remove` and `postpone` are what the worker does with the outcome.
 */
export const Step = Schema.Literals([
  "delivery",
  "begin",
  "span",
  "payload",
  "handler",
  "claim",
  "commit",
  "publish",
  "span-end",
  "complete",
  "remove",
  "release",
  "postpone",
  "bury",
  "letter"
])
export type Step = typeof Step.Type

export const Edge = Schema.Literals(["before", "after"])
export type Edge = typeof Edge.Type

/** Where to die: the `occurrence`-th time (from 1) that this process is there. */
export const Kill = Schema.Struct({
  step: Step,
  edge: Edge,
  consumer: Schema.String,
  occurrence: Schema.Int
})
export type Kill = typeof Kill.Type

/** An order to a process. */
export const Order = Schema.Struct({
  dataDir: Schema.String,
  /** File that says where processes died, a line each. */
  hits: Schema.String,
  /** How many waves of files to work through. */
  waves: Schema.Int,
  /** Messages to put on the file-processor's queue. */
  poison: Schema.Array(Schema.String),
  kill: Schema.optionalKey(Kill)
})
export type Order = typeof Order.Type
