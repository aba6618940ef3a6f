/** `audit`: appends every event of every source to the event store. */
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as Retry from "@millrace/core/Retry"

export class Audit extends Consumer.make("audit", {
  on: Event.any,
  uses: [EventStore.Writer],
  timeout: "300 seconds",
  memory: 256,
  // The trail must not have holes: it is tried for as long as a queue can keep an event.
  retry: Retry.exponential({ attempts: 50, initial: "1 second", max: "6 hours", maxAge: "13 days" })
}) {}
