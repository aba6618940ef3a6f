/**
 * A pipeline small enough to read at a glance and rich enough to go wrong in every way: a file of amounts is read row by row,
 * booked, and summed up per account.
 */
import * as Bucket from "@millrace/core/Bucket"
import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Retry from "@millrace/core/Retry"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

export class Uploads extends Bucket.make("uploads", { notifies: true }) {}

export class Bookings extends Collection.make("bookings", {
  schema: Schema.Struct({ account: Schema.String, id: Schema.String, fileId: Schema.String, cents: Schema.Int }),
  key: { partition: ["account"], sort: ["id"] },
  indexes: { byFile: { partition: ["fileId"], sort: ["id"] } }
}) {}

export class Totals extends Collection.make("totals", {
  schema: Schema.Struct({ account: Schema.String, cents: Schema.Int, bookings: Schema.Int }),
  key: { partition: [], sort: ["account"] }
}) {}

export class FileUploaded extends Event.make("file.uploaded", {
  source: "mini",
  payload: Schema.Struct({ key: Schema.String, fileId: Schema.String, size: Schema.Int }),
  attributes: ["fileId", "size"]
}) {}

export class FileBooked extends Event.make("file.booked", {
  source: "mini",
  payload: Schema.Struct({ fileId: Schema.String, account: Schema.String, rows: Schema.Int }),
  attributes: ["fileId", "rows"]
}) {}

export class TotalChanged extends Event.make("total.changed", {
  source: "mini",
  payload: Schema.Struct({ account: Schema.String, fileId: Schema.String }),
  attributes: ["account"]
}) {}

/** Somebody asks for an account's total to be made again. Its first version called the account a name. */
export class RecountAsked extends Event.make("recount.asked", {
  source: "mini",
  version: 2,
  entry: true,
  payload: Schema.Struct({ account: Schema.String, why: Schema.String }),
  attributes: ["why"],
  upcast: {
    1: Event.upcast(Schema.Struct({ name: Schema.String, why: Schema.String }), ({ name, why }) => ({
      account: name,
      why
    }))
  }
}) {}

/** A row is worth a look. */
export class RowFlagged extends Event.make("row.flagged", {
  source: "mini",
  payload: Schema.Struct({ fileId: Schema.String, line: Schema.Int, note: Schema.String }),
  attributes: ["line"]
}) {}

/** The file holds a row that is no amount. */
export class RowInvalid extends Schema.TaggedError<RowInvalid>()("RowInvalid", { line: Schema.Int }) {}

const retry = Retry.exponential({ attempts: 5, initial: "2 seconds", max: "5 minutes", maxAge: "24 hours" })

export class Receive extends Consumer.make("receive", {
  on: [Bucket.ObjectCreated],
  emits: [FileUploaded],
  timeout: "60 seconds",
  retry
}) {}

export class Book extends Consumer.make("book", {
  on: [FileUploaded],
  emits: [FileBooked, RowFlagged],
  uses: [Uploads.Reader, Bookings.Writer],
  timeout: "60 seconds",
  terminal: ["RowInvalid"],
  retry
}) {}

export class Sum extends Consumer.make("sum", {
  on: [FileBooked],
  emits: [TotalChanged],
  uses: [Bookings.Reader, Totals.Reader, Totals.Writer],
  where: { rows: [{ numeric: [">", 0] }] },
  timeout: "60 seconds",
  retry
}) {}

export class Recount extends Consumer.make("recount", {
  on: [RecountAsked],
  emits: [TotalChanged],
  uses: [Bookings.Reader, Totals.Reader, Totals.Writer],
  timeout: "60 seconds",
  retry
}) {}

export class Audit extends Consumer.make("audit", { on: "*", uses: [EventStore.Writer], retry }) {}

export const MiniLedger = Pipeline.make("mini-ledger", [Receive, Book, Sum, Recount, Audit], {
  exits: [TotalChanged, RowFlagged]
})

const receive = Receive.handler(
  Effect.fn("receive")(function* ({ data }) {
    const [, fileId = "", ...rest] = data.key.split("/")
    yield* FileUploaded.publish({ key: [fileId, ...rest].join("/"), fileId, size: data.size })
  })
)

/** Books rows: a service of the handler's own layer. */
export class Ledger extends Context.Service<
  Ledger,
  { readonly book: (account: string, fileId: string, rows: ReadonlyArray<number>) => Effect.Effect<void, Unavailable> }
>()("mini/Ledger") {
  static readonly layer = Layer.effect(
    Ledger,
    Effect.map(Bookings.Writer, (writer) => ({
      book: (account, fileId, rows) =>
        writer.putAll(
          rows.map((cents, at) => ({ account, id: `${fileId}.${String(at).padStart(3, "0")}`, fileId, cents }))
        )
    }))
  )
}

const book = Book.handler(
  Effect.fn("book")(function* ({ data }) {
    const uploads = yield* Uploads.Reader
    const ledger = yield* Ledger
    const text = yield* Stream.mkString(Stream.decodeText(uploads.get({ key: data.key })))
    const rows: Array<number> = []
    for (const [line, cell] of text.split("\n").entries()) {
      if (!/^-?[0-9]{1,9}$/.test(cell)) return yield* new RowInvalid({ line: line + 1 })
      rows.push(Number(cell))
    }
    const account = data.key.split("/")[1] ?? ""
    yield* ledger.book(account, data.fileId, rows)
    yield* FileBooked.publish({ fileId: data.fileId, account, rows: rows.length })
    for (const [line, cents] of rows.entries()) {
      if (cents > 500) yield* RowFlagged.publish({ fileId: data.fileId, line, note: "large ".repeat(cents) })
    }
  }),
  { layer: Ledger.layer }
)

/** Recomputes an account's total from what is booked, on condition of what was read before: no order, no repeat skews it. */
const total = Effect.fnUntraced(function* (account: string) {
  const bookings = yield* Bookings.Reader
  const reader = yield* Totals.Reader
  const writer = yield* Totals.Writer
  for (let race = 0; ; race++) {
    const before = yield* reader.get({ account })
    const total = yield* Stream.runFold(
      bookings.query({ account }),
      () => ({ account, cents: 0, bookings: 0 }),
      (sum, { item }) => ({ account, cents: sum.cents + item.cents, bookings: sum.bookings + 1 })
    )
    const written = yield* Effect.result(writer.put(total, Collection.ifUnchanged(before)))
    if (written._tag === "Success") return
    if (written.failure._tag === "Unavailable" || race === 9) return yield* written.failure
  }
})

export const sum = Sum.handler(
  Effect.fn("sum")(function* ({ data: { account, fileId } }) {
    yield* total(account)
    yield* TotalChanged.publish({ account, fileId })
  })
)

const recount = Recount.handler(
  Effect.fn("recount")(function* ({ data: { account } }) {
    yield* total(account)
    yield* TotalChanged.publish({ account, fileId: "" })
  })
)

const audit = Audit.handler(
  Effect.fn("audit")(function* ({ envelope }) {
    const store = yield* EventStore.Writer
    yield* store.append(envelope)
  })
)

export const program = Pipeline.implement(MiniLedger, [receive, book, sum, recount, audit])
export const handlers = { receive, book, sum, recount, audit }
