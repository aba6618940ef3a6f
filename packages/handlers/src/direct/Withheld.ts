/**
 * What the chain's handlers are granted for events that no upload leads to: people's words. A processor that is asked for
 * uploads alone is not granted these; its handlers are given what refuses.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { HandAssignments } from "../resources/Assignments.ts"
import { DuplicateDecisions } from "../resources/Transactions.ts"
import { Uploads } from "../resources/Uploads.ts"

/** A handler wrote what its processor is not granted: a mistake in the processor's contract. */
export class WriteWithheld extends Error {
  override readonly name = "WriteWithheld"
  constructor() {
    super("A handler was about to write what an upload's way does not lead to.")
  }
}

const refuse = () => Effect.die(new WriteWithheld())

const refusing = {
  put: refuse,
  delete: refuse,
  putAll: refuse,
  deleteAll: refuse,
  putting: refuse,
  deleting: refuse,
  checking: refuse,
  transact: refuse,
  transactWhile: refuse
}

/** What people say is written by the events that they say it with. */
export const words = Layer.mergeAll(
  Layer.succeed(HandAssignments.Writer, refusing),
  Layer.succeed(DuplicateDecisions.Writer, refusing)
)

/** Objects are others' to delete, whatever the handlers ask. */
export const othersObjects = Layer.succeed(Uploads.Writer, { put: refuse, delete: () => Effect.void })
