/** `audit`: appends every event of every source to the event store, and says that it waits for its seal. */
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as Retry from "@millrace/core/Retry"
import { Announcer } from "../resources/AuditSeals.ts"

export class Audit extends Consumer.make("audit", {
  on: Event.any,
  uses: [EventStore.Reader, EventStore.Writer, Announcer],
  timeout: "300 seconds",
  memory: 256,
  // The trail must not have holes: it is tried for as long as a queue can keep an event.
  retry: Retry.exponential({ attempts: 50, initial: "1 second", max: "6 hours", maxAge: "13 days" })
}) {}
