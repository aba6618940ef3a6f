/** The audit's program: every event is appended once, whole as it travelled, and said to wait for its seal. */
import * as Envelope from "@millrace/core/Envelope"
import * as EventStore from "@millrace/core/EventStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Seal from "../audit/Seal.ts"
import { Audit } from "../contracts/Audit.ts"
import { Announcer } from "../resources/AuditSeals.ts"

export const audit = Audit.handler(
  Effect.fn("audit")(function* ({ envelope }) {
    const store = yield* EventStore.Writer
    const trail = yield* EventStore.Reader
    const { announce } = yield* Announcer
    const { id: eventId, tenantid: tenantId, type } = envelope
    // Appended first: a seal must not list what is not there. Announced also where it was there: the attempt before this one may
    // have ended between the two. What is there counts then: a replayed event is marked, and not its bytes.
    const isNew = yield* store.append(envelope)
    const stored = isNew ? envelope : Option.getOrElse(yield* trail.get(eventId), () => envelope)
    yield* announce({ tenantId, eventId, type, digest: Seal.digestOf(Envelope.toJson(stored)) })
  })
)
