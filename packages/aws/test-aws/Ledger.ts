/** A small pipeline for runs under faults: each order is booked, a running count of its day is kept, and that is announced. */
import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Retry from "@millrace/core/Retry"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

export class Ordered extends Event.make("order.placed", {
  source: "test",
  entry: true,
  payload: Schema.Struct({ order: Schema.String, amount: Schema.Int, note: Schema.String }),
  attributes: ["order"]
}) {}

export class Booked extends Event.make("order.booked", {
  source: "test",
  payload: Schema.Struct({ order: Schema.String, amount: Schema.Int }),
  attributes: ["order"]
}) {}

export class Bookings extends Collection.make("bookings", {
  schema: Schema.Struct({ order: Schema.String, amount: Schema.Int }),
  key: { partition: [], sort: ["order"] }
}) {}

export class Totals extends Collection.make("totals", {
  schema: Schema.Struct({ day: Schema.String, count: Schema.Int, amount: Schema.Int }),
  key: { partition: [], sort: ["day"] }
}) {}

export class Booking extends Consumer.make("booking", {
  on: [Ordered],
  emits: [Booked],
  uses: [Bookings.Reader, Bookings.Writer, Totals.Reader, Totals.Writer],
  retry: Retry.exponential({ attempts: 50, initial: "1 second", max: "1 minute", maxAge: "10 days" })
}) {}

export const Orders = Pipeline.make("orders", [Booking], { exits: [Booked] })

/**
 * Books the order and counts it in one atomic write, unless it is booked already. Had a write happened that the program was
 * told had not, the count would be wrong for ever.
 */
export const booking = Booking.handler(
  Effect.fn("booking")(function* ({ data }) {
    const booked = yield* Bookings.Reader
    const bookings = yield* Bookings.Writer
    const totals = yield* Totals.Writer
    const { amount, order } = data
    if (Option.isNone(yield* booked.get({ order }))) {
      const before = yield* (yield* Totals.Reader).get({ day: "today" })
      const { amount: sum, count } = Option.match(before, {
        onNone: () => ({ amount: 0, count: 0 }),
        onSome: ({ item }) => item
      })
      yield* bookings.transact([
        bookings.putting({ order, amount }, Collection.ifAbsent),
        totals.putting({ day: "today", count: count + 1, amount: sum + amount }, Collection.ifUnchanged(before))
      ])
    }
    yield* Booked.publish({ order, amount })
  })
)
