/** A small pipeline for the runtime's tests: an upload is taken in, its words are counted, everything is written down. */
import * as Bucket from "@millrace/core/Bucket"
import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Retry from "@millrace/core/Retry"
import * as Schema from "effect/Schema"

export class Drop extends Bucket.make("drop", { notifies: true }) {}

export class Words extends Collection.make("words", {
  schema: Schema.Struct({ document: Schema.String, words: Schema.Int }),
  key: { partition: [], sort: ["document"] }
}) {}

export class Received extends Event.make("document.received", {
  source: "test",
  payload: Schema.Struct({ document: Schema.String, versionId: Schema.String }),
  attributes: ["document"]
}) {}

export class Counted extends Event.make("document.counted", {
  source: "test",
  payload: Schema.Struct({ document: Schema.String, words: Schema.Int }),
  attributes: ["words"]
}) {}

export class Hourly extends Event.every("hourly", "1 hour", { source: "test" }) {}

/** What a test asks a consumer to do. */
export class Asked extends Event.make("asked", {
  source: "test",
  entry: true,
  payload: Schema.Struct({ what: Schema.String }),
  attributes: ["what"]
}) {}

export class Refused extends Schema.TaggedError<Refused>()("Refused", {}) {}

export const retry = Retry.exponential({ attempts: 3, initial: "2 seconds", max: "1 minute", maxAge: "1 hour" })

export class Intake extends Consumer.make("intake", {
  on: [Bucket.ObjectCreated],
  emits: [Received],
  uses: [Drop.Reader],
  retry
}) {}

export class Counting extends Consumer.make("counting", {
  on: [Received],
  emits: [Counted],
  uses: [Drop.Reader, Words.Writer],
  retry,
  concurrency: 3
}) {}

export class Asking extends Consumer.make("asking", {
  on: [Asked, Hourly],
  retry,
  terminal: ["Refused"],
  concurrency: 2
}) {}

export class Longest extends Consumer.make("longest", { on: [Counted], where: { words: [{ numeric: [">", 3] }] } }) {}

export class Everything extends Consumer.make("everything", { on: "*", uses: [EventStore.Writer] }) {}

export const Documents = Pipeline.make("documents", [Intake, Counting, Asking, Longest, Everything])
