/**
 * Every mistake that must not compile. `Mistakes.test.ts` compiles this file and holds each error against the comment
 * above it: `// names: X` says what the message has to name.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

class Categorized extends Event.make("transactions.categorized", {
  source: "test",
  payload: Schema.Struct({ fileId: Schema.String, largest: Schema.Finite, ids: Schema.Array(Schema.String) }),
  attributes: ["fileId", "largest"]
}) {}
class Flagged extends Event.make("payment.flagged", {
  source: "test",
  payload: Schema.Struct({ transactionId: Schema.String })
}) {}
class Archived extends Event.make("file.archived", {
  source: "test",
  payload: Schema.Struct({ fileId: Schema.String }),
  attributes: ["fileId"]
}) {}
class Transactions extends Collection.make("transactions", {
  schema: Schema.Struct({ id: Schema.String, fileId: Schema.String, amount: Schema.Finite }),
  key: { partition: ["fileId"], sort: ["id"] }
}) {}
class TooLarge extends Schema.TaggedError<TooLarge>()("TooLarge", {}) {}
class Repository extends Context.Service<
  Repository,
  {
    readonly above: (fileId: string) => Effect.Effect<ReadonlyArray<string>, TooLarge>
  }
>()("test/Repository") {
  static readonly layer = Layer.effect(
    Repository,
    Effect.map(Transactions.Reader, (transactions) =>
      Repository.of({
        above: (fileId) =>
          Effect.orDie(Stream.runCollect(Stream.map(transactions.query({ fileId }), ({ item }) => item.id)))
      })
    )
  )
}
class Mailer extends Context.Service<Mailer, { readonly send: Effect.Effect<void> }>()("test/Mailer") {}

class LargePayment extends Consumer.make("large-payment", {
  on: [Categorized],
  emits: [Flagged],
  uses: [Transactions.Reader],
  where: { largest: [{ numeric: [">", 1000] }] },
  terminal: ["TooLarge"]
}) {}

/** The sound one: what follows differs from it by one mistake each. */
export const sound = LargePayment.handler(
  Effect.fn("large-payment")(function* ({ data }) {
    const repository = yield* Repository
    for (const transactionId of yield* repository.above(data.fileId)) yield* Flagged.publish({ transactionId })
  }),
  { layer: Repository.layer }
)

export const undeclaredService = LargePayment.handler(
  // names: transactions.Writer
  Effect.fn("large-payment")(function* ({ data }) {
    const writer = yield* Transactions.Writer
    const repository = yield* Repository
    yield* writer.delete({ fileId: data.fileId, id: "1" })
    for (const transactionId of yield* repository.above(data.fileId)) yield* Flagged.publish({ transactionId })
  }),
  { layer: Repository.layer }
)

export const undeclaredDomainService = LargePayment.handler(
  // names: test/Mailer
  Effect.fn("large-payment")(function* ({ data }) {
    const mailer = yield* Mailer
    const repository = yield* Repository
    yield* mailer.send
    for (const transactionId of yield* repository.above(data.fileId)) yield* Flagged.publish({ transactionId })
  }),
  { layer: Repository.layer }
)

export const undeclaredEvent = LargePayment.handler(
  // names: publish file.archived
  Effect.fn("large-payment")(function* ({ data }) {
    const repository = yield* Repository
    for (const transactionId of yield* repository.above(data.fileId)) yield* Flagged.publish({ transactionId })
    yield* Archived.publish({ fileId: data.fileId })
  }),
  { layer: Repository.layer }
)

export const unusedEvent = LargePayment.handler(
  // names: publish payment.flagged
  Effect.fn("large-payment")(function* ({ data }) {
    const repository = yield* Repository
    yield* repository.above(data.fileId)
  }),
  { layer: Repository.layer }
)

class Unused extends Consumer.make("unused", { on: [Categorized], uses: [Transactions.Reader] }) {}
export const unusedService = Unused.handler(
  // names: transactions.Reader
  Effect.fn("unused")(function* ({ data }) {
    yield* Effect.log(data.largest)
  })
)

export const impossibleTerminal = LargePayment.handler(
  // names: TooLarge
  Effect.fn("large-payment")(function* ({ data }) {
    const repository = yield* Repository
    yield* Effect.orDie(repository.above(data.fileId))
    yield* Flagged.publish({ transactionId: "1" })
  }),
  { layer: Repository.layer }
)

export class MisspelledWhere extends Consumer.make("misspelled-where", {
  on: [Categorized],
  // names: largst
  where: { largst: [{ numeric: [">", 1000] }] }
}) {}

export class WhereOfOneOnly extends Consumer.make("where-of-one-only", {
  on: [Categorized, Archived],
  // names: largest
  where: { largest: [{ numeric: [">", 1000] }] }
}) {}

export class WhereOnNoAttribute extends Consumer.make("where-on-no-attribute", {
  on: [Categorized],
  // names: ids
  where: { ids: ["1"] }
}) {}

export class MissingAttribute extends Event.make("missing-attribute", {
  source: "test",
  payload: Schema.Struct({ fileId: Schema.String }),
  // names: tenant
  attributes: ["tenant"]
}) {}

export class ObjectAttribute extends Event.make("object-attribute", {
  source: "test",
  payload: Schema.Struct({ id: Schema.String, list: Schema.Array(Schema.String) }),
  // names: list
  attributes: ["list"]
}) {}

export class LostAttribute extends Event.make("lost-attribute", {
  source: "test",
  version: 2,
  payload: Schema.Struct({ fileId: Schema.String, rows: Schema.Int }),
  attributes: ["rows"],
  // names: rows
  upcast: { 1: Event.upcast(Schema.Struct({ fileId: Schema.String }), (v1) => ({ ...v1, rows: 0 })) }
}) {}

class Uploads extends Consumer.make("uploads", { on: [Bucket.ObjectCreated], emits: [Categorized] }) {}

/** The sound one. */
export const pipeline = Pipeline.make("files", [Uploads, LargePayment], { exits: [Flagged] })

export const twoOfOneName = Pipeline.make(
  "files",
  // names: large-payment
  [Uploads, LargePayment, LargePayment],
  { exits: [Flagged] }
)

export const nobodyEmits = Pipeline.make(
  "files",
  // names: transactions.categorized
  [LargePayment],
  { exits: [Flagged] }
)

export const nobodyConsumes = Pipeline.make(
  "files",
  // names: payment.flagged
  [Uploads, LargePayment]
)

export const noHandler = Pipeline.implement(
  pipeline,
  // names: uploads
  [sound]
)
