/** The audit's program: every event is appended once, whole as it travelled. */
import * as EventStore from "@millrace/core/EventStore"
import * as Effect from "effect/Effect"
import { Audit } from "../contracts/Audit.ts"

export const audit = Audit.handler(
  Effect.fn("audit")(function* ({ envelope }) {
    const store = yield* EventStore.Writer
    yield* store.append(envelope)
  })
)
